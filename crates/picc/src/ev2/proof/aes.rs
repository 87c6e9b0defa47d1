//! In AES mode: both random numbers travel encrypted, and come back rotated.

use subtle::ConstantTimeEq;
use tapsmith_core::aes::{Block, Cipher};
use tapsmith_core::bytes::join;
use tapsmith_core::key::AesKey;
use tapsmith_core::suite::Suite;

use super::{Beginning, Proved};
use crate::ev2::session_keys::SessionKeys;

/// `E(RndB)`
pub(crate) fn challenge(key: &AesKey, rnd_b: Block) -> Vec<u8> {
    Cipher::new(key).encrypt(rnd_b).to_vec()
}

/// `E(RndA ‖ RndB')`, answered with `E(TI ‖ RndA' ‖ PDcap2 ‖ PCDcap2)`, or with `E(RndA')` in a
/// transaction that goes on.
pub(crate) fn prove(
    key: &AesKey,
    rnd_b: Block,
    mut blocks: [Block; 2],
    beginning: Option<Beginning>,
) -> Option<Proved> {
    let cipher = Cipher::new(key);
    cipher.cbc_decrypt(&[0; 16], &mut blocks);
    let [rnd_a, proof] = blocks;
    if !bool::from(proof.ct_eq(&rotated(rnd_b))) {
        return None;
    }
    let mut answer: Vec<Block> = match beginning {
        None => vec![rotated(rnd_a)],
        Some(Beginning { identifier, card, reader }) => {
            let plain: [u8; 32] = join(&[&identifier, &rotated(rnd_a), &card, &reader]);
            plain.as_chunks().0.to_vec()
        }
    };
    cipher.cbc_encrypt(&[0; 16], &mut answer);
    let keys = SessionKeys::new(Suite::Aes, key, &rnd_a, &rnd_b);
    Some(Proved { keys, answer: answer.concat() })
}

/// One byte to the left, the first becoming the last.
fn rotated(mut block: Block) -> Block {
    block.rotate_left(1);
    block
}
