use super::*;
use crate::classic::{DataBlock, KeyKind};
use crate::field::{Abilities, Heard};
use crate::transport::Transport;

/// A reader that answers from a list, and writes down what it heard.
struct Script {
    answers: Vec<Vec<u8>>,
    heard: Vec<Vec<u8>>,
    selections: u32,
}

impl Transport for Script {
    type Error = &'static str;

    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, Self::Error> {
        self.heard.push(command.to_vec());
        if self.answers.is_empty() { Err("gone") } else { Ok(self.answers.remove(0)) }
    }
}

impl Field for Script {
    fn atr(&self) -> &[u8] {
        &[]
    }

    fn abilities(&self) -> Abilities {
        Abilities { key_slot: 0x20, ..Abilities::ALL }
    }

    fn frame(&mut self, _: &[u8]) -> Result<Heard, Self::Error> {
        Ok(Heard::Unable)
    }

    fn reactivate(&mut self) -> Result<(), Self::Error> {
        self.selections += 1;
        Ok(())
    }
}

fn script(answers: &[&[u8]]) -> Script {
    let answers = answers.iter().map(|answer| answer.to_vec()).collect();
    Script { answers, heard: Vec::new(), selections: 0 }
}

const OK: &[u8] = &[0x90, 0x00];
const NO: &[u8] = &[0x63, 0x00];

fn a() -> Opener {
    Opener::a(Key::factory())
}

fn instructions(script: &Script) -> Vec<u8> {
    script.heard.iter().map(|command| command[1]).collect()
}

#[test]
fn a_sector_is_opened_once_and_a_key_given_once() {
    let block = [&[7; 16][..], OK].concat();
    let mut field = script(&[OK, OK, &block, OK, OK, &block, OK, OK, &block]);
    let mut tag = Tag::new(&mut field);
    assert_eq!(tag.read(Block::new(4), &a()), Ok(Some([7; 16])));
    let write = UpdateBinary::data(DataBlock::new(Block::new(5)).unwrap(), [1; 16]);
    assert_eq!(tag.write(&write, &a()), Ok(()));
    // Another sector, the same key; then another kind of key in the same sector, of the same bytes.
    assert_eq!(tag.read(Block::new(8), &a()), Ok(Some([7; 16])));
    let b = Opener { kind: KeyKind::B, ..a() };
    assert_eq!(tag.open(Sector::new(2).unwrap(), &b), Ok(true));
    let count = tag.count();
    assert_eq!(count, Count { exchanges: 6, failed_authentications: 0 });
    assert_eq!(instructions(&field), [0x82, 0x86, 0xB0, 0xD6, 0x86, 0xB0, 0x86]);
    assert_eq!(field.heard[0][3], 0x20);
    assert_eq!(field.heard[1][9], 0x20);
    assert_eq!(field.selections, 0);
}

/// After a wrong key or a refused block the card is silent, and the reader may have forgotten its key.
#[test]
fn a_refusal_costs_a_selection_and_all_that_was_open() {
    for no in [NO, &[0x68, 0x00], &[0x69, 0x82], &[0x64, 0x01], &[0x65, 0x81]] {
        let block = [&[7; 16][..], OK].concat();
        let mut field = script(&[OK, no, OK, OK, no, OK, OK, &block]);
        let mut tag = Tag::new(&mut field);
        assert_eq!(tag.open(Sector::new(1).unwrap(), &a()), Ok(false));
        assert_eq!(tag.read(Block::new(4), &a()), Ok(None));
        assert_eq!(tag.read(Block::new(4), &a()), Ok(Some([7; 16])));
        assert_eq!(tag.count(), Count { exchanges: 5, failed_authentications: 1 });
        assert_eq!(instructions(&field), [0x82, 0x86, 0x82, 0x86, 0xB0, 0x82, 0x86, 0xB0]);
        assert_eq!(field.selections, 2);
    }
}

/// A reader that has no such command or place is no card that refuses.
#[test]
fn what_a_reader_lacks_is_an_error() {
    for word in [[0x6A, 0x81], [0x6D, 0x00], [0x67, 0x00]] {
        let refused = Err(Error::Refused {
            command: "General Authenticate",
            status: Status(u16::from_be_bytes(word)),
        });
        let mut field = script(&[OK, &word]);
        assert_eq!(Tag::new(&mut field).open(Sector::DIRECTORY, &a()), refused);
    }
    let mut field = script(&[NO]);
    let refused = Tag::new(&mut field).open(Sector::DIRECTORY, &a()).unwrap_err();
    assert!(matches!(refused, Error::Refused { command: "Load Keys", .. }));
    assert_eq!(field.selections, 0);
}

/// Whatever came of it: nothing is taken to be open, and a card that refused is selected again.
#[test]
fn a_write_is_sent_once() {
    let write = UpdateBinary::data(DataBlock::new(Block::new(5)).unwrap(), [1; 16]);
    let block = [&[7; 16][..], OK].concat();
    for (answer, again) in [(NO, 1), (&[], 0), (&[0x90], 0), (&[1, 0x90, 0x00], 0)] {
        // A card that was selected again has a reader that may have forgotten its key.
        let mut answers = vec![OK, OK, answer];
        answers.extend([OK, OK].iter().skip(1 - again).chain([&block.as_slice()]));
        let mut field = script(&answers);
        let mut tag = Tag::new(&mut field);
        assert!(tag.write(&write, &a()).is_err());
        assert_eq!(tag.read(Block::new(4), &a()), Ok(Some([7; 16])));
        let heard = [&[0x82, 0x86, 0xD6][..], &[0x82, 0x86][1 - again..], &[0xB0]].concat();
        assert_eq!(instructions(&field), heard);
        assert_eq!(field.selections, u32::try_from(again).unwrap());
    }
    let mut field = script(&[OK, NO]);
    let error = Tag::new(&mut field).write(&write, &a()).unwrap_err();
    assert_eq!(error, Error::NotOpened { sector: Sector::new(1).unwrap() });
    assert_eq!(field.selections, 1);
}

/// A block of another length, or none at all.
#[test]
fn nonsense_is_told_from_a_refusal() {
    for answer in [&[7; 15][..], &[7; 18], &[], &[0x90], OK] {
        let mut field = script(&[OK, OK, answer]);
        let error = Tag::new(&mut field).read(Block::new(4), &a());
        assert!(error.is_err(), "{answer:02X?}");
    }
    let mut field = script(&[OK]);
    let error = Tag::new(&mut field).open(Sector::DIRECTORY, &a()).unwrap_err();
    assert_eq!(error, Error::Transport { command: "General Authenticate", source: "gone" });
}

#[test]
fn a_trailer_is_asked_for_twice_before_a_sector_is_given_up() {
    let trailer = [&[0; 6][..], &[0xFF, 0x07, 0x80, 0x69], &[0xFF; 6], OK].concat();
    let mut field = script(&[OK, OK, NO, OK, OK, &trailer]);
    let seen = Tag::new(&mut field).read_trailer(Sector::DIRECTORY, &a()).unwrap().unwrap();
    assert_eq!(seen.key_b, Some(Key::factory()));
    let mut field = script(&[OK, OK, NO, OK, OK, NO]);
    assert_eq!(Tag::new(&mut field).read_trailer(Sector::DIRECTORY, &a()), Ok(None));
    let malformed = [&[0; 6][..], &[0xFF, 0x07, 0x81, 0x69], &[0xFF; 6], OK].concat();
    let mut field = script(&[OK, OK, &malformed]);
    assert_eq!(Tag::new(&mut field).read_trailer(Sector::DIRECTORY, &a()), Ok(None));
}

#[test]
fn the_uid_is_the_readers_to_give() {
    let mut field = script(&[&[4, 1, 2, 3, 4, 5, 6, 0x90, 0x00], &[0x6A, 0x81]]);
    let mut tag = Tag::new(&mut field);
    assert_eq!(tag.uid(), Ok(Some(vec![4, 1, 2, 3, 4, 5, 6])));
    assert_eq!(tag.uid(), Ok(None));
    assert_eq!(tag.count().exchanges, 0);
}
