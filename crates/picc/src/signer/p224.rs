//! Signatures over secp224r1.

use ::p224::ecdsa::signature::hazmat::PrehashSigner;
use ::p224::ecdsa::{Signature, SigningKey};

use super::integer;

/// The private half of the virtual cards' key. No secret.
const PRIVATE: [u8; 28] = *b"tapsmith: virtual cards' key";

/// The virtual cards' signature over `uid`, at most 28 bytes: r and s. The nonce is made as in
/// RFC 6979, with SHA-224.
pub fn sign(uid: &[u8]) -> [u8; 56] {
    // The scalar is a constant on the curve. The way out is for a UID that is none, and gives a
    // signature that nobody accepts.
    try_sign(uid).unwrap_or([0; 56])
}

fn try_sign(uid: &[u8]) -> Option<[u8; 56]> {
    let uid: [u8; 28] = integer(uid)?;
    let key = SigningKey::from_slice(&PRIVATE).ok()?;
    let signature: Signature = key.sign_prehash(&uid).ok()?;
    Some(signature.to_bytes().into())
}
