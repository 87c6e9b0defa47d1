//! The keys of one tap, and what is done with them.
//!
//! Source: NT4H2421Gx Rev. 3.0, "SDM Session Key Generation"; AN12196, "SDM Session Key Generation".

use crate::aes::{Block, Cipher, TruncatedMac, cmac};
use crate::bytes::join;
use crate::counter::ReadCounter;
use crate::key::AesKey;
use crate::sun::PiccData;
use crate::uid::Uid;

/// `SesSDMFileReadMACKey`: CMAC over SV2, which holds what the chip mirrors of UID and counter.
pub fn mac_key(file_read: &AesKey, mirrored: PiccData) -> AesKey {
    let uid = mirrored.uid.map(|uid| uid.0);
    let counter = mirrored.counter.map(ReadCounter::to_lsb);
    let uid = uid.as_ref().map_or(&[][..], |uid| uid);
    let counter = counter.as_ref().map_or(&[][..], |counter| counter);
    session_key(file_read, &join(&[&[0x3C, 0xC3, 0x00, 0x01, 0x00, 0x80], uid, counter]))
}

/// `SesSDMFileReadENCKey`: CMAC over SV1. It exists only where UID and counter are both mirrored.
pub fn enc_key(file_read: &AesKey, uid: Uid, counter: ReadCounter) -> AesKey {
    let label = [0xC3, 0x3C, 0x00, 0x01, 0x00, 0x80];
    session_key(file_read, &join(&[&label, &uid.0, &counter.to_lsb()]))
}

fn session_key(file_read: &AesKey, vector: &Block) -> AesKey {
    AesKey::init_with(|key| *key = cmac(file_read, &[vector]))
}

/// SDMMAC over what the MAC covers: the characters of the URL, or nothing.
pub fn sdmmac(mac_key: &AesKey, input: &[u8]) -> TruncatedMac {
    TruncatedMac::of(&cmac(mac_key, &[input]))
}

/// Encrypts file data as SDMENCFileData, in place.
pub fn encrypt_file_data(enc_key: &AesKey, counter: ReadCounter, data: &mut [Block]) {
    let cipher = Cipher::new(enc_key);
    cipher.cbc_encrypt(&file_data_iv(&cipher, counter), data);
}

/// Decrypts SDMENCFileData, in place.
pub fn decrypt_file_data(enc_key: &AesKey, counter: ReadCounter, data: &mut [Block]) {
    let cipher = Cipher::new(enc_key);
    cipher.cbc_decrypt(&file_data_iv(&cipher, counter), data);
}

fn file_data_iv(cipher: &Cipher, counter: ReadCounter) -> Block {
    cipher.encrypt(join(&[&counter.to_lsb()]))
}
