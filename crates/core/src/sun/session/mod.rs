//! What is made with a tap's session keys: the MAC, and encrypted file data.
//!
//! Source: NT4H2421Gx Rev. 3.0, "SDM Session Key Generation", "MAC calculation of SDM", "Encryption of
//! file data"; AN12196, and AN12321 for LRP.

mod aes;
mod lrp;

use super::PiccData;
use crate::aes::{Block, CmacKey, TruncatedMac};
use crate::bytes::join;
use crate::counter::ReadCounter;
use crate::key::AesKey;
use crate::suite::Suite;
use crate::template::Mirroring;
use crate::uid::Uid;

pub(super) use aes::mac_vector;

/// The key that signs.
#[derive(Clone, Copy)]
pub(super) struct Signing<'k> {
    /// As it is, for no longer than its use.
    pub(super) key: &'k Block,
    /// The same, made ready.
    pub(super) cmac: &'k CmacKey,
}

impl Signing<'_> {
    /// The MAC of a tap: SDMMAC over `input`, or SUNCMAC, which covers what is mirrored and nothing else.
    pub(super) fn mac(
        self,
        mirroring: Mirroring,
        suite: Suite,
        mirrored: PiccData,
        input: &[u8],
    ) -> TruncatedMac {
        match (mirroring, mirrored, suite) {
            (Mirroring::SunCmac, PiccData { uid: Some(uid), counter: Some(counter) }, _) => {
                suncmac_with(self.cmac, uid, counter)
            }
            (.., Suite::Aes) => sdmmac_with(self.cmac, mirrored, input),
            // LRP makes the key ready in its own way.
            (.., Suite::Lrp) => {
                let file_read = AesKey::init_with(|key| *key = *self.key);
                sdmmac(suite, &file_read, mirrored, input)
            }
        }
    }
}

/// SUNCMAC of NTAG 223 DNA and NTAG 224 DNA: with the key itself, over UID and counter as they are shown, the
/// counter most significant byte first.
///
/// Source: proxmark3's recovery script (code), run on an NTAG 223 DNA; see `hardware-notes/ntag22x.md`.
pub fn suncmac(key: &AesKey, uid: Uid, counter: ReadCounter) -> TruncatedMac {
    suncmac_with(&CmacKey::new(key), uid, counter)
}

fn suncmac_with(key: &CmacKey, uid: Uid, counter: ReadCounter) -> TruncatedMac {
    TruncatedMac::of(&key.mac(&join::<10>(&[&uid.0, &counter.to_msb()])))
}

/// SDMMAC over what the MAC covers: the characters of the URL, or nothing. The session key holds what
/// the chip mirrors of UID and counter.
pub fn sdmmac(suite: Suite, file_read: &AesKey, mirrored: PiccData, input: &[u8]) -> TruncatedMac {
    match suite {
        Suite::Aes => sdmmac_with(&CmacKey::new(file_read), mirrored, input),
        Suite::Lrp => TruncatedMac::of(&lrp::session(file_read, mirrored).mac.cmac(&[input])),
    }
}

fn sdmmac_with(file_read: &CmacKey, mirrored: PiccData, input: &[u8]) -> TruncatedMac {
    TruncatedMac::of(&CmacKey::of_bytes(&aes::mac_key(file_read, mirrored)).mac(input))
}

/// Encrypts file data as SDMENCFileData, in place. It exists only where UID and counter are both
/// mirrored.
pub fn encrypt_file_data(
    suite: Suite,
    file_read: &AesKey,
    uid: Uid,
    counter: ReadCounter,
    data: &mut [Block],
) {
    match suite {
        Suite::Aes => aes::encrypt(&aes::enc_key(file_read, uid, counter), counter, data),
        Suite::Lrp => {
            let session = lrp::session(file_read, both(uid, counter));
            session.enc.encrypt(&mut lrp::counter(counter), data);
        }
    }
}

/// Decrypts SDMENCFileData, in place.
pub fn decrypt_file_data(
    suite: Suite,
    file_read: &AesKey,
    uid: Uid,
    counter: ReadCounter,
    data: &mut [Block],
) {
    match suite {
        Suite::Aes => aes::decrypt(&aes::enc_key(file_read, uid, counter), counter, data),
        Suite::Lrp => {
            let session = lrp::session(file_read, both(uid, counter));
            session.enc.decrypt(&mut lrp::counter(counter), data);
        }
    }
}

fn both(uid: Uid, counter: ReadCounter) -> PiccData {
    PiccData { uid: Some(uid), counter: Some(counter) }
}
