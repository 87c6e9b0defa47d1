//! Signatures over secp192r1. The crate of the curve verifies and does not sign, since 192 bits are
//! too few for keys that are secret. This one is not, so the last two steps are taken here.
//!
//! Source: FIPS 186-4, section 6; SEC 1 version 2.0, section 4.1.3.

use ::p192::elliptic_curve::PrimeField as _;
use ::p192::elliptic_curve::ops::{MulByGenerator as _, Reduce as _};
use ::p192::elliptic_curve::point::AffineCoordinates as _;
use ::p192::{ProjectivePoint, Scalar, ecdsa::Signature};

use super::integer;

/// The private half of the virtual cards' key. No secret.
const PRIVATE: [u8; 24] = *b"tapsmith's virtual cards";

/// The virtual cards' signature over `uid`, at most 24 bytes: r and s.
pub fn sign(uid: &[u8]) -> [u8; 48] {
    // The scalars are no zeros. The way out is for a UID that is none, and gives a signature that
    // nobody accepts.
    try_sign(uid).unwrap_or([0; 48])
}

fn try_sign(uid: &[u8]) -> Option<[u8; 48]> {
    let uid: [u8; 24] = integer(uid)?;
    let uid = Scalar::reduce_bytes(&uid.into());
    let key = Scalar::from_repr(PRIVATE.into()).into_option()?;
    let nonce = nonce(key, uid);
    let point = ProjectivePoint::mul_by_generator(&nonce).to_affine();
    let r = Scalar::reduce_bytes(&point.x());
    let s = nonce.invert().into_option()? * (uid + r * key);
    Some(Signature::from_scalars(r, s).ok()?.to_bytes().into())
}

/// A number that differs from UID to UID. Nobody may guess a nonce, lest the key be computed from a
/// signature: this key is there to be read.
fn nonce(key: Scalar, uid: Scalar) -> Scalar {
    key + uid
}
