//! Key check values: three bytes by which two sides see that they hold the same key.
//!
//! Three methods are in use, and they give different values for one key: a value always goes with
//! its method.
//!
//! | method | the first three bytes of | source |
//! |---|---|---|
//! | `aes-cmac-zeros` | AES-CMAC over 16 bytes `00` | ANSI X9.24-1-2017, Annex A; PCI PIN Security, requirement 15-1, which allows no other for AES |
//! | `aes-ecb-ones` | 16 bytes `01`, encrypted | `GlobalPlatform` Card Specification v2.3.1 (`GPC_SPE_034`), section B.5; GSMA SGP.02, Annex F |
//! | `aes-ecb-zeros` | 16 bytes `00`, encrypted | no standard for AES: the old DES habit, still met at HSMs and bureaus |

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::aes::{Block, Cipher, cmac};
use crate::hex;
use crate::key::AesKey;

/// How a key check value is made.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum KcvMethod {
    /// AES-CMAC over a block of zeros: what payment's HSMs and bureaus show.
    #[default]
    #[serde(rename = "aes-cmac-zeros")]
    CmacZeros,
    /// A block whose bytes are all `01`, encrypted: the smart-card world's.
    #[serde(rename = "aes-ecb-ones")]
    EcbOnes,
    /// A block of zeros, encrypted: the old DES habit.
    #[serde(rename = "aes-ecb-zeros")]
    EcbZeros,
}

impl KcvMethod {
    /// All of them, the default first.
    pub const ALL: [Self; 3] = [Self::CmacZeros, Self::EcbOnes, Self::EcbZeros];

    /// Its name in files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::CmacZeros => "aes-cmac-zeros",
            Self::EcbOnes => "aes-ecb-ones",
            Self::EcbZeros => "aes-ecb-zeros",
        }
    }

    fn block(self, key: &AesKey) -> Block {
        match self {
            Self::CmacZeros => cmac(key, &[&[0; 16]]),
            Self::EcbOnes => Cipher::new(key).encrypt([1; 16]),
            Self::EcbZeros => Cipher::new(key).encrypt([0; 16]),
        }
    }
}

impl fmt::Display for KcvMethod {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// A key check value with its method. It tells keys apart and gives nothing of them away that could
/// be used, so it prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Kcv {
    /// How it was made.
    pub method: KcvMethod,
    /// The value.
    pub value: [u8; 3],
}

impl Kcv {
    /// The check value of `key`.
    pub fn of(key: &AesKey, method: KcvMethod) -> Self {
        let [first, second, third, ..] = method.block(key);
        Self { method, value: [first, second, third] }
    }
}

/// The value alone, as six upper-case hex digits.
impl fmt::Display for Kcv {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&hex::encode(&self.value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tapsmith_testkit::vectors;

    /// The vectors come from an independent AES.
    #[test]
    fn vectors_of_another_implementation() {
        let cases = vectors::cases("kcv");
        for case in &cases {
            let key = AesKey::from_hex(case.text("key")).unwrap();
            for method in KcvMethod::ALL {
                let kcv = Kcv::of(&key, method);
                assert_eq!(kcv, Kcv { method, value: case.array(method.name()) }, "{case:?}");
                assert_eq!(kcv.to_string(), case.text(method.name()));
            }
        }
        assert!(cases.len() >= 20, "only {} cases", cases.len());
    }

    #[test]
    fn a_method_has_one_name() {
        for method in KcvMethod::ALL {
            let written = serde_json::to_string(&method).unwrap();
            assert_eq!(written, format!("\"{method}\""));
            assert_eq!(serde_json::from_str::<KcvMethod>(&written).unwrap(), method);
        }
        assert_eq!(KcvMethod::default().name(), "aes-cmac-zeros");
    }
}
