//! A chip on a reader: APDUs as hex in both directions.

use tapsmith_core::random::Random;
use tapsmith_core::uid::Uid;
use tapsmith_picc::{Personality, Reader, VirtualChip, VirtualKind, VirtualMemory};

pub(crate) const UID: Uid = Uid([0x04, 0xE1, 0x41, 0x12, 0x4C, 0x28, 0x80]);

/// Counts.
pub(crate) struct Running(u8);

impl Random for Running {
    type Error = std::convert::Infallible;

    fn fill(&mut self, out: &mut [u8]) -> Result<(), Self::Error> {
        for byte in out {
            self.0 = self.0.wrapping_add(1);
            *byte = self.0;
        }
        Ok(())
    }
}

pub(crate) fn hex(text: &str) -> Vec<u8> {
    let digits: String = text.split_whitespace().collect();
    let mut bytes = vec![0; digits.len() / 2];
    tapsmith_core::hex::decode_into(&digits, &mut bytes).unwrap();
    bytes
}

pub(crate) struct Rig {
    pub(crate) chip: VirtualChip,
    pub(crate) reader: Reader,
    random: Running,
}

impl Rig {
    pub(crate) fn new(personality: Personality, chip: &str) -> Self {
        let kind: VirtualKind = chip.parse().unwrap();
        let chip = VirtualChip::new(VirtualMemory::delivered(kind, UID));
        Self { chip, reader: Reader::new(personality), random: Running(0) }
    }

    pub(crate) fn send(&mut self, command: &str) -> String {
        let answer = self.reader.exchange(&mut self.chip, &hex(command), &mut self.random);
        tapsmith_core::hex::encode(&answer.unwrap())
    }

    #[track_caller]
    pub(crate) fn dialogue(&mut self, lines: &[(&str, &str)]) {
        for (command, answer) in lines {
            let expected: String = answer.split_whitespace().collect();
            assert_eq!(self.send(command), expected, "to {command}");
        }
    }
}
