//! A reader for the tests: frames as hex, and what is heard as a word.

use tapsmith_card::field::Heard;
use tapsmith_core::random::Random;
use tapsmith_core::uid::Uid;
use tapsmith_picc::Type2;
use tapsmith_picc::type2::{Chip, Memory, Torn, Unknowns};

/// The UID of the data sheet's mirror example.
pub(crate) const UID: Uid = Uid([0x04, 0xE1, 0x41, 0x12, 0x4C, 0x28, 0x80]);

/// Randomness that was decided beforehand; nothing is left of it at the end.
pub(crate) struct Script(pub(crate) Vec<u8>);

impl Random for Script {
    type Error = &'static str;

    fn fill(&mut self, out: &mut [u8]) -> Result<(), Self::Error> {
        if self.0.len() < out.len() {
            return Err("the script is at its end");
        }
        let rest = self.0.split_off(out.len());
        out.copy_from_slice(&self.0);
        self.0 = rest;
        Ok(())
    }
}

/// Bytes of hex, blanks left out.
pub(crate) fn hex(text: &str) -> Vec<u8> {
    let digits: String = text.split_whitespace().collect();
    let mut bytes = vec![0; digits.len() / 2];
    tapsmith_core::hex::decode_into(&digits, &mut bytes).unwrap();
    bytes
}

/// A chip in the field.
pub(crate) struct Rig {
    pub(crate) chip: Type2,
    pub(crate) random: Script,
}

impl Rig {
    /// As delivered.
    pub(crate) fn new(chip: Chip) -> Self {
        Self::of(Memory::factory(chip, UID))
    }

    pub(crate) fn of(memory: Memory) -> Self {
        Self::with(memory, Unknowns::default())
    }

    pub(crate) fn with(memory: Memory, unknowns: Unknowns) -> Self {
        Self { chip: Type2::with(memory, unknowns), random: Script(Vec::new()) }
    }

    /// What is heard: hex, `ack`, `nak 0`, or nothing.
    pub(crate) fn hear(&mut self, frame: &[u8]) -> String {
        match self.chip.frame(frame, &mut self.random).unwrap() {
            Heard::Answer(bytes) => tapsmith_core::hex::encode(&bytes),
            Heard::Ack => "ack".to_owned(),
            Heard::Nak(Some(bits)) => format!("nak {bits:X}"),
            Heard::Silence => String::new(),
            other => panic!("{other:?} is nothing a chip says"),
        }
    }

    pub(crate) fn send(&mut self, frame: &str) -> String {
        self.hear(&hex(frame))
    }

    /// Sends, and activates anew whatever came of it.
    pub(crate) fn afresh(&mut self, frame: &str) -> String {
        let heard = self.send(frame);
        self.chip.activate();
        heard
    }

    /// Sends each, and compares what is heard.
    #[track_caller]
    pub(crate) fn dialogue(&mut self, lines: &[(&str, &str)]) {
        for (frame, heard) in lines {
            let expected: String = match *heard {
                "ack" | "" => (*heard).to_owned(),
                nak if nak.starts_with("nak") => nak.to_owned(),
                bytes => bytes.split_whitespace().collect(),
            };
            assert_eq!(self.send(frame), expected, "to {frame}");
        }
    }

    pub(crate) fn page(&self, number: u8) -> String {
        tapsmith_core::hex::encode(&self.chip.memory().page(number))
    }

    /// The power goes during `frame`.
    pub(crate) fn tear(&mut self, frame: &str, torn: Torn) {
        self.chip.frame_torn(&hex(frame), torn, &mut self.random).unwrap();
    }
}
