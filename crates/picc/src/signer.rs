//! The originality signature of a virtual card.
//!
//! NXP signs the UIDs of its chips, and nobody else can. Virtual cards are signed with a key that
//! is published on purpose: it proves that a card says of itself that it is virtual, and no more.
//!
//! Source: NT4H2421Gx Rev. 3.0, "Originality Check": ECDSA over secp224r1; the UID is the integer
//! itself, not hashed.

use p224::ecdsa::signature::hazmat::PrehashSigner;
use p224::ecdsa::{Signature as Ecdsa, SigningKey};
use tapsmith_card::command::Signature;
use tapsmith_card::type2::Model;
use tapsmith_core::bytes::join;
use tapsmith_core::uid::Uid;

/// The private half of the virtual cards' key. No secret.
const PRIVATE: [u8; 28] = *b"tapsmith: virtual cards' key";

/// The virtual cards' signature over `uid`. The nonce is made as in RFC 6979, so that the same
/// UID always has the same signature.
pub fn sign(uid: Uid) -> Signature {
    // The scalar is a constant on the curve: the way out is never taken, and would only give a
    // signature that nobody accepts.
    try_sign(uid).unwrap_or(Signature([0; 56]))
}

/// The virtual cards' signature over the UID of a Type 2 chip, as long as [`signature_length`] says.
///
/// It is zeros: a signature of nobody. The virtual cards' key has no half on these curves yet, so
/// whoever checks it finds that the chip was not signed.
pub fn signature_of(model: Model, _uid: Uid) -> Vec<u8> {
    vec![0; signature_length(model)]
}

/// Bytes of a Type 2 chip's signature: 32 on secp128r1, 48 on secp192r1, none on an Ultralight C.
pub const fn signature_length(model: Model) -> usize {
    match model {
        Model::UltralightC => 0,
        Model::UltralightAes | Model::Ntag223 | Model::Ntag224 => 48,
        _ => 32,
    }
}

fn try_sign(uid: Uid) -> Option<Signature> {
    let key = SigningKey::from_slice(&PRIVATE).ok()?;
    let integer: [u8; 28] = join(&[&[0; 21], &uid.0]);
    let signature: Ecdsa = key.sign_prehash(&integer).ok()?;
    Some(Signature(signature.to_bytes().into()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use tapsmith_card::originality::{Originality, check};

    #[test]
    fn a_signature_says_virtual_and_only_of_its_own_uid() {
        let (uid, other) = (Uid([4, 1, 2, 3, 4, 5, 6]), Uid([4, 1, 2, 3, 4, 5, 7]));
        assert_eq!(check(uid, &sign(uid)), Originality::Virtual);
        assert_eq!(check(other, &sign(uid)), Originality::Invalid);
        assert_eq!(sign(uid), sign(uid));
        assert_ne!(sign(uid), sign(other));
    }
}
