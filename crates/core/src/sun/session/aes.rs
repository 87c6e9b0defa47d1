//! In AES mode.
//!
//! Source: NT4H2421Gx Rev. 3.0, "SDM Session Key Generation"; AN12196, "SDM Session Key Generation".

use crate::aes::{Block, Cipher, CmacKey};
use crate::bytes::{join, number};
use crate::counter::ReadCounter;
use crate::key::AesKey;
use crate::sun::PiccData;
use crate::uid::Uid;
use zeroize::Zeroizing;

/// `SesSDMFileReadMACKey`: CMAC over SV2.
pub(super) fn mac_key(file_read: &CmacKey, mirrored: PiccData) -> Zeroizing<Block> {
    session_key(file_read, &mac_vector(mirrored))
}

/// SV2, which holds what the chip mirrors of UID and counter, and is one whole block.
#[inline]
pub(in crate::sun) fn mac_vector(PiccData { uid, counter }: PiccData) -> Block {
    const LABEL: u128 = 0x8000_0100_C33C;
    let counter = counter.map_or(0, |counter| u32::from(counter).into());
    let mirrored = uid.map_or(counter, |uid| counter << 56 | number(&uid.0));
    (LABEL | mirrored << 48).to_le_bytes()
}

/// `SesSDMFileReadENCKey`: CMAC over SV1. It exists only where UID and counter are both mirrored.
pub(super) fn enc_key(file_read: &AesKey, uid: Uid, counter: ReadCounter) -> AesKey {
    let label = [0xC3, 0x3C, 0x00, 0x01, 0x00, 0x80];
    let key = session_key(&CmacKey::new(file_read), &join(&[&label, &uid.0, &counter.to_lsb()]));
    AesKey::init_with(|bytes| *bytes = *key)
}

fn session_key(file_read: &CmacKey, vector: &Block) -> Zeroizing<Block> {
    Zeroizing::new(file_read.mac(vector))
}

/// Encrypts file data as SDMENCFileData, in place.
pub(super) fn encrypt(enc_key: &AesKey, counter: ReadCounter, data: &mut [Block]) {
    let cipher = Cipher::new(enc_key);
    cipher.cbc_encrypt(&file_data_iv(&cipher, counter), data);
}

/// Decrypts SDMENCFileData, in place.
pub(super) fn decrypt(enc_key: &AesKey, counter: ReadCounter, data: &mut [Block]) {
    let cipher = Cipher::new(enc_key);
    cipher.cbc_decrypt(&file_data_iv(&cipher, counter), data);
}

fn file_data_iv(cipher: &Cipher, counter: ReadCounter) -> Block {
    cipher.encrypt(join(&[&counter.to_lsb()]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::secret::Reveal;
    use tapsmith_testkit::vectors::case;

    #[test]
    fn published_session_keys() {
        let case = case("sdm_aes", "session_keys");
        let file_read = AesKey::from_hex(case.text("file_read_key")).unwrap();
        let uid = Uid(case.array("uid"));
        let counter = ReadCounter::from_lsb(case.array("sdm_read_ctr_lsb_first"));
        let enc = enc_key(&file_read, uid, counter);
        assert_eq!(enc.reveal(), &case.array("ses_sdm_file_read_enc_key"));
        let mac =
            mac_key(&CmacKey::new(&file_read), PiccData { uid: Some(uid), counter: Some(counter) });
        assert_eq!(*mac, case.array("ses_sdm_file_read_mac_key"));
    }

    #[test]
    fn published_file_data() {
        let case = case("sdm_aes", "encrypted_file_data");
        let enc_key = AesKey::from_hex(case.text("ses_sdm_file_read_enc_key")).unwrap();
        let counter = ReadCounter::from_lsb(case.array("sdm_read_ctr_lsb_first"));
        let mut block = case.array("ciphertext");
        decrypt(&enc_key, counter, std::slice::from_mut(&mut block));
        assert_eq!(block, case.text("plaintext_ascii").as_bytes());
        encrypt(&enc_key, counter, std::slice::from_mut(&mut block));
        assert_eq!(block, case.array("ciphertext"));
        let zero_padded = join(&[&counter.to_lsb()]);
        assert_eq!(Cipher::new(&enc_key).encrypt(zero_padded), case.array("iv"));
    }
}
