//! The originality signatures of virtual cards.
//!
//! NXP signs the UIDs of its chips, and nobody else can. Virtual cards are signed with keys that
//! are published on purpose, one a curve: they prove that a card says of itself that it is virtual,
//! and no more. Their public halves stand in [`tapsmith_card::originality`].
//!
//! A UID always has the same signature. It is the integer itself, not hashed.
//!
//! Source: NT4H2421Gx Rev. 3.0, "Originality Check"; AN11350, "NTAG Originality Signature
//! Validation".
//!
//! # Layout
//! - [`p128`]: NTAG21x, Ultralight EV1, Classic EV1.
//! - [`p192`]: Ultralight AES, NTAG 22x DNA.
//! - [`p224`]: NTAG 424 DNA, DESFire EV3.

pub mod p128;
pub mod p192;
pub mod p224;

use tapsmith_card::command::Signature;
use tapsmith_card::originality::Family;
use tapsmith_card::type2::Model;
use tapsmith_core::bytes::join;
use tapsmith_core::uid::Uid;

/// The signature over `uid` of a virtual NTAG 424 DNA.
pub fn sign(uid: Uid) -> Signature {
    Signature(p224::sign(&uid.0))
}

/// The signature over the UID of a virtual Type 2 chip: 32 bytes on secp128r1, 48 on secp192r1, none on an
/// Ultralight C.
pub fn signature_of(model: Model, uid: Uid) -> Vec<u8> {
    match model.signature() {
        Some(Family::Ntag21x | Family::UltralightEv1 | Family::ClassicEv1) => {
            p128::sign(&uid.0).to_vec()
        }
        Some(Family::UltralightAes | Family::Ntag22x) => p192::sign(&uid.0).to_vec(),
        Some(Family::Ntag424 | Family::DesfireEv3) => p224::sign(&uid.0).to_vec(),
        None => Vec::new(),
    }
}

/// The UID as the field's integer: padded on the left. None if it is wider than the field.
fn integer<const WIDTH: usize>(uid: &[u8]) -> Option<[u8; WIDTH]> {
    let padding = [0; WIDTH];
    let (padding, _) = padding.split_at_checked(WIDTH.checked_sub(uid.len())?)?;
    Some(join(&[padding, uid]))
}

#[cfg(test)]
mod tests;
