//! What a virtual card is told.

use std::convert::Infallible;
use std::sync::LazyLock;

use tapsmith_card::apdu::CommandApdu;
use tapsmith_card::command::{
    ChangeFileSettings, Command, GetFileSettings, GetKeyVersion, ReadData, WriteData,
};
use tapsmith_core::access::CommMode;
use tapsmith_core::random::Random;
use tapsmith_core::uid::Uid;
use tapsmith_picc::{Memory, Ntag424};
use tapsmith_reader::vpcd::message::{Message, frame};

/// Randomness that is always the same, so that a session can be replayed.
#[derive(Debug, Default)]
pub struct Counting(u8);

impl Random for Counting {
    type Error = Infallible;

    fn fill(&mut self, out: &mut [u8]) -> Result<(), Infallible> {
        for byte in out {
            self.0 = self.0.wrapping_mul(5).wrapping_add(17);
            *byte = self.0;
        }
        Ok(())
    }
}

/// A command, as a virtual card reads it.
///
/// # Panics
/// What was decoded is not what is written.
pub fn command_apdu(bytes: &[u8]) {
    if let Ok(command) = CommandApdu::from_bytes(bytes) {
        assert_eq!(command.to_bytes().as_deref(), Some(bytes));
        payload(&command.data);
    }
    payload(bytes);
}

fn payload(bytes: &[u8]) {
    same(ReadData::decode(bytes, CommMode::Plain), bytes);
    same(WriteData::decode(bytes, CommMode::Plain), bytes);
    same(GetKeyVersion::decode(bytes), bytes);
    same(GetFileSettings::decode(bytes), bytes);
    if let Ok(command) = ChangeFileSettings::decode(bytes) {
        assert_eq!(ChangeFileSettings::decode(&command.payload()), Ok(command));
    }
}

fn same<C: Command, E>(decoded: Result<C, E>, bytes: &[u8]) {
    if let Ok(command) = decoded {
        assert_eq!(command.payload().as_slice(), bytes);
    }
}

/// A message of the virtual reader's.
///
/// # Panics
/// A message is changed, or its content shows.
pub fn vpcd_message(bytes: &[u8]) {
    let message = Message::parse(bytes.to_vec());
    if let Message::Command(command) = &message {
        assert_eq!(command, bytes);
    }
    assert!(format!("{message:?}").len() < 32, "a message's content shows");
    if let Some(framed) = frame(bytes) {
        assert!(framed.ends_with(bytes) && framed.len() == bytes.len() + 2);
    }
}

/// Made once: the signature takes its time.
static FACTORY: LazyLock<Memory> = LazyLock::new(|| Memory::factory(Uid([4, 1, 2, 3, 4, 5, 6])));

/// A virtual card's whole life, as the virtual reader tells it: messages, each behind two bytes.
/// Their low fourteen bits are its length; the high two say after how many frames of it the card is
/// pulled (0, 1 or 2; 3 is not at all).
///
/// # Panics
/// The card's answer is none, or its memory cannot be saved.
pub fn virtual_card(bytes: &[u8]) {
    let mut card = Ntag424::new(FACTORY.clone());
    let mut random = Counting::default();
    let mut rest = bytes;
    while let Some((frames, message)) = next(&mut rest) {
        match (Message::parse(message.to_vec()), frames) {
            (Message::Command(command), None) => {
                let Ok(answer) = card.exchange(&command, &mut random);
                assert!((2..=258).contains(&answer.len()), "{answer:02X?}");
            }
            (Message::Command(command), Some(frames)) => {
                let Ok(()) = card.exchange_torn(&command, frames, &mut random);
            }
            _ => card.power_off(),
        }
    }
    let text = card.memory().to_json();
    assert_eq!(Memory::from_json(&text).as_ref(), Ok(card.memory()));
}

fn next<'b>(rest: &mut &'b [u8]) -> Option<(Option<usize>, &'b [u8])> {
    let (&[high, low], behind) = rest.split_first_chunk()?;
    let length = usize::from(u16::from_be_bytes([high & 0x3F, low]));
    let (message, behind) = behind.split_at(length.min(behind.len()));
    *rest = behind;
    let frames = usize::from(high >> 6);
    Some(((frames < 3).then_some(frames), message))
}
