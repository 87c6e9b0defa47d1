//! `SetConfiguration`: how the chip as a whole is set. Always in a session with key 0.
//!
//! Source: NT4H2421Gx Rev. 3.0, "`SetConfiguration`"; NT4H2421Tx Rev. 3.0 for the tag-tamper loop. No
//! command reads what was set.
//!
//! # Irreversible operations
//! Random UID, LRP, the tag-tamper loop, and chained writes switched off: no command undoes them.

use tapsmith_core::access::{Access, CommMode};
use tapsmith_core::profile::FailureRule;
use zeroize::Zeroizing;

use super::Command;
use crate::settings::{access, nibble};
use crate::status::Status;

/// One option, set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SetConfiguration {
    /// Option 00h: a random UID from the next activation on, or nothing.
    RandomUid(bool),
    /// Option 04h: no more writes of several frames in a session, or nothing.
    ChainedWritesOff(bool),
    /// Option 05h: LRP at once, or nothing, and two bytes that the chip tells readers.
    Capabilities {
        /// `PDCap2.1`, bit 1.
        lrp: bool,
        /// `PDCap2.5` and `PDCap2.6`.
        user: [u8; 2],
    },
    /// Option 07h: the loop watched, or nothing, and who may ask for its state.
    TagTamper {
        /// Whether it is watched.
        on: bool,
        /// `TTStatusKey`.
        read: Access,
    },
    /// Option 0Ah: when failed authentications lock a key.
    FailedAuthentications(FailureRule),
    /// Option 0Bh: how strongly the chip answers.
    StrongBackModulation(bool),
}

impl SetConfiguration {
    /// LRP switched on.
    pub const LRP: Self = Self::Capabilities { lrp: true, user: [0; 2] };

    /// Whether no command can undo it.
    pub const fn irreversible(self) -> bool {
        match self {
            Self::RandomUid(on)
            | Self::ChainedWritesOff(on)
            | Self::Capabilities { lrp: on, .. }
            | Self::TagTamper { on, .. } => on,
            Self::FailedAuthentications(_) | Self::StrongBackModulation(_) => false,
        }
    }

    /// The option's number.
    pub const fn option(self) -> u8 {
        match self {
            Self::RandomUid(_) => 0x00,
            Self::ChainedWritesOff(_) => 0x04,
            Self::Capabilities { .. } => 0x05,
            Self::TagTamper { .. } => 0x07,
            Self::FailedAuthentications(_) => 0x0A,
            Self::StrongBackModulation(_) => 0x0B,
        }
    }

    fn data(self) -> Vec<u8> {
        let bit = |set: bool, bit: u8| if set { bit } else { 0 };
        match self {
            Self::RandomUid(on) => vec![bit(on, RANDOM_UID)],
            Self::ChainedWritesOff(off) => vec![bit(off, CHAINED_WRITES_OFF), 0],
            Self::Capabilities { lrp, user: [five, six] } => {
                vec![0, 0, 0, 0, bit(lrp, LRP), 0, 0, 0, five, six]
            }
            Self::TagTamper { on, read } => vec![bit(on, ON), nibble(read)],
            Self::FailedAuthentications(FailureRule { limit, decrement }) => {
                let ([l0, l1], [d0, d1]) = (limit.to_le_bytes(), decrement.to_le_bytes());
                vec![bit(limit > 0, ON), l0, l1, d0, d1]
            }
            Self::StrongBackModulation(strong) => vec![bit(strong, ON)],
        }
    }

    /// The card's view of the payload.
    ///
    /// # Errors
    /// [`Status::PARAMETER`] for an option that does not exist, a bit that means nothing, or a limit of 0
    /// for a counter that is on; [`Status::LENGTH`].
    pub fn decode(payload: &[u8]) -> Result<Self, Status> {
        let (&option, data) = payload.split_first().ok_or(Status::LENGTH)?;
        match (option, data) {
            (0x00, &[bits]) => Ok(Self::RandomUid(flag(bits, RANDOM_UID)?)),
            (0x04, &[bits, 0]) => Ok(Self::ChainedWritesOff(flag(bits, CHAINED_WRITES_OFF)?)),
            (0x05, &[0, 0, 0, 0, bits, 0, 0, 0, five, six]) => {
                Ok(Self::Capabilities { lrp: flag(bits, LRP)?, user: [five, six] })
            }
            (0x07, &[bits, rights]) => {
                let read = access(rights).ok_or(Status::PARAMETER)?;
                Ok(Self::TagTamper { on: flag(bits, ON)?, read })
            }
            (0x0A, &[bits, l0, l1, d0, d1]) => {
                let limit = u16::from_le_bytes([l0, l1]);
                let decrement = u16::from_le_bytes([d0, d1]);
                match (flag(bits, ON)?, limit) {
                    (true, 0) => Err(Status::PARAMETER),
                    (true, limit) => {
                        Ok(Self::FailedAuthentications(FailureRule { limit, decrement }))
                    }
                    (false, _) => {
                        Ok(Self::FailedAuthentications(FailureRule { limit: 0, decrement }))
                    }
                }
            }
            (0x0B, &[bits]) => Ok(Self::StrongBackModulation(flag(bits, ON)?)),
            (0x04, [_, _]) | (0x05, [_, _, _, _, _, _, _, _, _, _]) => Err(Status::PARAMETER),
            (0x00 | 0x04 | 0x05 | 0x07 | 0x0A | 0x0B, _) => Err(Status::LENGTH),
            _ => Err(Status::PARAMETER),
        }
    }
}

const RANDOM_UID: u8 = 0x02;
const CHAINED_WRITES_OFF: u8 = 0x04;
const LRP: u8 = 0x02;
const ON: u8 = 0x01;

/// Whether `bit` is set; no other may be.
fn flag(bits: u8, bit: u8) -> Result<bool, Status> {
    if bits & !bit == 0 { Ok(bits == bit) } else { Err(Status::PARAMETER) }
}

impl Command for SetConfiguration {
    const NAME: &'static str = "SetConfiguration";
    const INSTRUCTION: u8 = 0x5C;
    const HEADER: usize = 1;
    type Reply = ();

    fn mode(&self) -> CommMode {
        CommMode::Full
    }

    fn payload(&self) -> Zeroizing<Vec<u8>> {
        Zeroizing::new([&[self.option()], self.data().as_slice()].concat())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// NT4H2421Gx, "`SetConfiguration`", the tables of options: the bytes are laid out by hand.
    #[test]
    fn options_on_the_wire() {
        let rule = |limit, decrement| FailureRule { limit, decrement };
        let key_4 = Access::Key(4.try_into().unwrap());
        let cases: [(SetConfiguration, &[u8]); 9] = [
            (SetConfiguration::RandomUid(true), &[0x00, 0x02]),
            (SetConfiguration::RandomUid(false), &[0x00, 0x00]),
            (SetConfiguration::ChainedWritesOff(true), &[0x04, 0x04, 0x00]),
            (SetConfiguration::LRP, &[0x05, 0, 0, 0, 0, 0x02, 0, 0, 0, 0, 0]),
            (SetConfiguration::TagTamper { on: true, read: key_4 }, &[0x07, 0x01, 0x04]),
            (SetConfiguration::TagTamper { on: true, read: Access::Free }, &[0x07, 0x01, 0x0E]),
            (
                SetConfiguration::FailedAuthentications(rule(1000, 10)),
                &[0x0A, 0x01, 0xE8, 0x03, 0x0A, 0x00],
            ),
            (SetConfiguration::FailedAuthentications(rule(0, 10)), &[0x0A, 0, 0, 0, 0x0A, 0]),
            (SetConfiguration::StrongBackModulation(true), &[0x0B, 0x01]),
        ];
        for (command, bytes) in cases {
            assert_eq!(command.payload().as_slice(), bytes, "{command:?}");
            assert_eq!(SetConfiguration::decode(bytes), Ok(command));
        }
    }

    #[test]
    fn bits_that_mean_nothing_are_refused() {
        let refused: [&[u8]; 9] = [
            &[0x00, 0x01],
            &[0x01, 0x00],
            &[0x04, 0x04, 0x01],
            &[0x05, 1, 0, 0, 0, 0x02, 0, 0, 0, 0, 0],
            &[0x05, 0, 0, 0, 0, 0x03, 0, 0, 0, 0, 0],
            &[0x07, 0x01, 0x05],
            &[0x07, 0x01, 0x1E],
            &[0x0A, 0x01, 0, 0, 0, 0],
            &[0x0C, 0x01],
        ];
        for bytes in refused {
            assert_eq!(SetConfiguration::decode(bytes), Err(Status::PARAMETER), "{bytes:02X?}");
        }
        for bytes in [&[][..], &[0x00], &[0x07, 1], &[0x0A, 1, 1, 0, 0]] {
            assert_eq!(SetConfiguration::decode(bytes), Err(Status::LENGTH), "{bytes:02X?}");
        }
    }
}
