//! Whether NXP signed the chip's UID: ECDSA, and the UID is the integer itself, not hashed.
//!
//! Source: NT4H2421Gx Rev. 3.0, "Originality Check"; AN12196, "Asymmetric check"; AN11350, "NTAG
//! Originality Signature Validation". The public keys stand in `tests/vectors/originality.json`
//! and `tests/vectors/originality_families.json`. Ultralight C and the first MIFARE Classic have no
//! signature.
//!
//! The signature says that NXP made a chip of this UID, not that this is the chip: anyone can copy
//! both. A copy cannot authenticate.
//!
//! # Layout
//! - `p128`, `p192`, `p224`: a curve each, with the keys of the families that sign on it.
//! - [`secp128r1`]: the curve that has no crate of its own.

mod p128;
mod p192;
mod p224;
pub mod secp128r1;

use serde::Serialize;
use tapsmith_core::bytes::join;
use tapsmith_core::uid::Uid;

use crate::command::Signature;

/// Who signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Originality {
    /// NXP.
    Valid,
    /// Nobody known: no chip of NXP's, or a damaged answer.
    Invalid,
    /// tapsmith's own key: a virtual card.
    Virtual,
    /// Nobody asked, or nobody could know the UID.
    Unchecked,
}

/// The chips whose UIDs NXP signs with the same keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family {
    /// NTAG210 to NTAG216: secp128r1, 32 bytes.
    Ntag21x,
    /// MIFARE Ultralight EV1: secp128r1, 32 bytes.
    UltralightEv1,
    /// MIFARE Ultralight AES: secp192r1, 48 bytes. Two keys.
    UltralightAes,
    /// NTAG 223 DNA and NTAG 224 DNA: secp192r1, 48 bytes.
    Ntag22x,
    /// MIFARE Classic EV1: secp128r1, 32 bytes. Its UID has 7 bytes or 4.
    ClassicEv1,
    /// MIFARE DESFire EV3: secp224r1, 56 bytes.
    DesfireEv3,
    /// NTAG 424 DNA, with a tamper loop or without: secp224r1, 56 bytes. Two keys.
    Ntag424,
}

impl Family {
    /// Bytes of a signature: r and s, each as wide as the curve.
    pub const fn length(self) -> usize {
        match self {
            Self::Ntag21x | Self::UltralightEv1 | Self::ClassicEv1 => 32,
            Self::UltralightAes | Self::Ntag22x => 48,
            Self::DesfireEv3 | Self::Ntag424 => 56,
        }
    }
}

/// Who signed `uid`, the UID of an NTAG 424 DNA.
pub fn check(uid: Uid, signature: &Signature) -> Originality {
    check_on(Family::Ntag424, &uid.0, &signature.0)
}

/// Who signed `uid`, the UID of a chip of `family`: its first byte first, as readers show it.
///
/// `signature` is r and s as the chip sends them, each as wide as the family's curve. Of any other
/// length it is [`Originality::Invalid`].
pub fn check_on(family: Family, uid: &[u8], signature: &[u8]) -> Originality {
    match family {
        Family::Ntag21x => p128::check(&[p128::NTAG21X], uid, signature),
        Family::UltralightEv1 => p128::check(&[p128::ULTRALIGHT_EV1], uid, signature),
        Family::ClassicEv1 => p128::check(&[p128::CLASSIC_EV1], uid, signature),
        Family::UltralightAes => p192::check(&p192::ULTRALIGHT_AES, uid, signature),
        Family::Ntag22x => p192::check(&[p192::NTAG22X], uid, signature),
        Family::DesfireEv3 => p224::check(&[p224::DESFIRE_EV3], uid, signature),
        Family::Ntag424 => p224::check(&p224::NTAG424, uid, signature),
    }
}

/// Whose key it is: one of NXP's for the family, or the virtual cards' on the same curve.
fn judge<K>(nxp: &[K], virtual_cards: &K, signed_by: impl Fn(&K) -> bool) -> Originality {
    if nxp.iter().any(&signed_by) {
        Originality::Valid
    } else if signed_by(virtual_cards) {
        Originality::Virtual
    } else {
        Originality::Invalid
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
