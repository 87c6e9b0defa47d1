//! In LRP mode: the random numbers travel as they are, and each side proves the session's key by a
//! MAC of whole length over both.

use subtle::ConstantTimeEq;
use tapsmith_core::aes::Block;
use tapsmith_core::bytes::join;
use tapsmith_core::key::AesKey;
use tapsmith_core::suite::Suite;

use super::{Beginning, Proved};
use crate::ev2::session_keys::SessionKeys;

/// `AuthMode`: says to the reader that LRP it is.
const MODE: u8 = 0x01;

/// `AuthMode ‖ RndB`
pub(crate) fn challenge(rnd_b: Block) -> Vec<u8> {
    [&[MODE], &rnd_b[..]].concat()
}

/// `RndA ‖ MAC(RndA ‖ RndB)`, answered with `PICCData ‖ MAC(RndB ‖ RndA ‖ PICCData)`. PICCData is
/// `E(TI ‖ PDcap2 ‖ PCDcap2)`, the first block that is counted; in a transaction that goes on there
/// is none.
pub(crate) fn prove(
    key: &AesKey,
    rnd_b: Block,
    [rnd_a, proof]: [Block; 2],
    beginning: Option<Beginning>,
) -> Option<Proved> {
    let mut keys = SessionKeys::new(Suite::Lrp, key, &rnd_a, &rnd_b);
    if !bool::from(proof.ct_eq(&keys.mac(&[&rnd_a, &rnd_b]))) {
        return None;
    }
    let mut answer = Vec::new();
    if let Some(Beginning { identifier, card, reader }) = beginning {
        let mut data: Block = join(&[&identifier, &card, &reader]);
        keys.encrypt([0; 16], std::slice::from_mut(&mut data));
        answer.extend(data);
    }
    let mac = keys.mac(&[&rnd_b, &rnd_a, &answer]);
    answer.extend(mac);
    Some(Proved { keys, answer })
}
