//! In LRP mode.
//!
//! Source: NT4H2421Gx Rev. 3.0, "SDM Session Key Generation", "LRP mode".

use crate::bytes::join;
use crate::counter::ReadCounter;
use crate::key::AesKey;
use crate::lrp::Lrp;
use crate::sun::PiccData;

/// The two halves of a tap's session: `SesSDMFileReadMACKey` and `SesSDMFileReadENCKey`.
pub(super) struct Session {
    pub(super) mac: Lrp,
    pub(super) enc: Lrp,
}

/// From the session's master key: an LRP-CMAC over what the chip mirrors of UID and counter.
pub(super) fn session(file_read: &AesKey, mirrored: PiccData) -> Session {
    let vector = vector(mirrored);
    let master = AesKey::init_with(|key| *key = Lrp::new(file_read).cmac(&[&vector]));
    let [mac, enc] = Lrp::session(&master);
    Session { mac, enc }
}

/// `0001 0080 [UID] [SDMReadCtr] 00.. 1EE1`
fn vector(PiccData { uid, counter }: PiccData) -> [u8; 16] {
    let uid = uid.map(|uid| uid.0);
    let counter = counter.map(ReadCounter::to_lsb);
    let uid = uid.as_ref().map_or(&[][..], |uid| uid);
    let counter = counter.as_ref().map_or(&[][..], |counter| counter);
    let start: [u8; 14] = join(&[&[0x00, 0x01, 0x00, 0x80], uid, counter]);
    join(&[&start, &[0x1E, 0xE1]])
}

/// Where the encryption of file data starts to count.
pub(super) fn counter(of_tap: ReadCounter) -> [u8; 6] {
    join(&[&of_tap.to_lsb()])
}
