//! Signatures over secp128r1.

use ecdsa::elliptic_curve::NonZeroScalar;
use ecdsa::{Signature, hazmat};
use sha2::Sha256;
use tapsmith_card::originality::secp128r1::Secp128r1;

use super::integer;

/// The private half of the virtual cards' key. No secret.
const PRIVATE: [u8; 16] = *b"tapsmith virtual";

/// The virtual cards' signature over `uid`, at most 16 bytes: r and s. The nonce is made as in
/// RFC 6979, with SHA-256.
pub fn sign(uid: &[u8]) -> [u8; 32] {
    // The scalar is a constant on the curve. The way out is for a UID that is none, and gives a
    // signature that nobody accepts.
    try_sign(uid).unwrap_or([0; 32])
}

fn try_sign(uid: &[u8]) -> Option<[u8; 32]> {
    let uid: [u8; 16] = integer(uid)?;
    let key = NonZeroScalar::<Secp128r1>::from_repr(PRIVATE.into()).into_option()?;
    let (signature, _): (Signature<Secp128r1>, _) =
        hazmat::sign_prehashed_rfc6979::<Secp128r1, Sha256>(&key, &uid, &[]);
    Some(signature.to_bytes().into())
}
