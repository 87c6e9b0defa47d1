use super::*;
use crate::classic::{Block, DataBlock, Key, KeyKind, Sector, Trailer};

/// As ACS's reference manuals print them: key FFFFFFFFFFFF into place 0, block 4 with key A, and so on.
#[test]
fn on_the_wire() {
    let block = Block::new(4);
    let load = LoadKeys { slot: 0, key: Key::factory() };
    assert_eq!(load.apdu()[..], [0xFF, 0x82, 0, 0, 6, 255, 255, 255, 255, 255, 255]);
    let open = GeneralAuthenticate { block, kind: KeyKind::A, slot: 0 };
    assert_eq!(open.apdu()[..], [0xFF, 0x86, 0, 0, 5, 1, 0, 4, 0x60, 0]);
    let open = GeneralAuthenticate { block, kind: KeyKind::B, slot: 0x20 };
    assert_eq!(open.apdu()[..], [0xFF, 0x86, 0, 0, 5, 1, 0, 4, 0x61, 0x20]);
    assert_eq!(ReadBinary { block }.apdu()[..], [0xFF, 0xB0, 0, 4, 0x10]);
    let write = UpdateBinary::data(DataBlock::new(block).unwrap(), [7; 16]);
    assert_eq!(write.apdu()[..], [&[0xFF, 0xD6, 0, 4, 0x10][..], &[7; 16]].concat());
    let write = UpdateBinary::trailer(Sector::new(1).unwrap(), &Trailer::delivered());
    let trailer = [&[0xFF; 6][..], &[0xFF, 0x07, 0x80, 0x69], &[0xFF; 6]].concat();
    assert_eq!(write.apdu()[..], [&[0xFF, 0xD6, 0, 7, 0x10][..], &trailer].concat());
    assert!(!format!("{write:?} {load:?}").contains("255"));
}

#[test]
fn an_answer_of_another_length_is_none() {
    let read = ReadBinary { block: Block::new(4) };
    assert_eq!(read.reply(&[1; 16]), Some([1; 16]));
    assert_eq!((read.reply(&[1; 15]), read.reply(&[1; 17]), read.reply(&[])), (None, None, None));
    let open = GeneralAuthenticate { block: Block::new(4), kind: KeyKind::A, slot: 0 };
    assert_eq!((open.reply(&[]), open.reply(&[0])), (Some(()), None));
}
