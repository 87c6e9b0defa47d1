//! Power lost between two frames of a command. A frame carries 125 bytes of the APDU; of these, 5
//! are the APDU's head, and of `WriteData` 7 more say where to.

use crate::rig::{Open, Raw, Rig, key};
use tapsmith_card::apdu::CommandApdu;
use tapsmith_card::command::{ChangeKey, FileNumber, NonMasterKey};
use tapsmith_core::access::CommMode::{self, Full, Mac, Plain};
use tapsmith_core::key::{AesKey, KeyVersion};
use tapsmith_picc::Ntag424;

/// What a write puts in a file: never zero, and each place its own.
fn data(length: u8) -> Vec<u8> {
    (1..=length).collect()
}

fn write(offset: u8, length: u8, mode: CommMode) -> Raw<0x8D, 7> {
    let head = [2, offset, 0, 0, length, 0, 0];
    Raw { mode, payload: [&head[..], &data(length)].concat() }
}

fn update(length: u8) -> Vec<u8> {
    [&[0x00, 0xD6, 0x00, 0x00, length][..], &data(length)].concat()
}

/// The NDEF file in this mode, for key 0 alone.
fn in_mode(mode: CommMode) -> (Rig, Open) {
    let mut rig = Rig::new();
    let option = match mode {
        Plain => 0x00,
        Mac => 0x01,
        Full => 0x03,
    };
    assert_eq!(rig.change_settings(2, &[option, 0x00, 0x00]), 0x9100);
    let open = rig.authenticate(0);
    (rig, open)
}

fn bytes(command: &CommandApdu) -> Vec<u8> {
    command.to_bytes().unwrap()
}

/// So many bytes of what [`data`] makes stand at `offset` of the NDEF file, and nothing else.
#[track_caller]
fn assert_written(rig: &Rig, offset: usize, written: u8) {
    let behind = 256 - offset - usize::from(written);
    let expected = [vec![0; offset], data(written), vec![0; behind]].concat();
    assert_eq!(rig.card.memory().data(FileNumber::Ndef), expected);
}

#[test]
fn how_many_frames() {
    let cases = [(0, 1), (1, 1), (125, 1), (126, 2), (250, 2), (251, 3), (261, 3)];
    for (length, frames) in cases {
        assert_eq!(Ntag424::frames_of(&vec![0; length]), frames, "{length} bytes");
    }
}

/// How much of a write is there after no frame, one, two, and all.
#[test]
fn a_write_of_several_frames() {
    let cases = [
        // Of 248 bytes 113 are in the first frame, and 125 in the second.
        (Plain, 248, [0, 113, 238, 248]),
        (Mac, 240, [0, 113, 238, 240]),
        // Whole blocks alone: 7 in the first frame, 14 in two. The last block is 15 bytes of data.
        (Full, 239, [0, 112, 224, 239]),
        // In two frames.
        (Full, 223, [0, 112, 223, 223]),
        (Plain, 114, [0, 113, 114, 114]),
        (Mac, 106, [0, 106, 106, 106]),
        (Full, 111, [0, 111, 111, 111]),
    ];
    for (mode, length, written) in cases {
        for (frames, written) in written.into_iter().enumerate() {
            let (mut rig, mut open) = in_mode(mode);
            let command = bytes(&Rig::sealed(&mut open, &write(5, length, mode)));
            rig.tear(&command, frames);
            assert_written(&rig, 5, written);
        }
    }
}

#[test]
fn an_update_of_several_frames() {
    for (frames, written) in [(0, 0), (1, 120), (2, 245), (3, 255)] {
        let mut rig = Rig::new();
        rig.select_file(FileNumber::Ndef);
        rig.tear(&update(255), frames);
        assert_written(&rig, 0, written);
    }
}

/// What fits one frame is written wholly or not at all.
#[test]
fn a_write_of_one_frame() {
    for (mode, length) in [(Plain, 112), (Mac, 104), (Full, 95)] {
        for (frames, written) in [(0, 0), (1, length)] {
            let (mut rig, mut open) = in_mode(mode);
            let command = bytes(&Rig::sealed(&mut open, &write(0, length, mode)));
            assert_eq!(Ntag424::frames_of(&command), 1);
            rig.tear(&command, frames);
            assert_written(&rig, 0, written);
        }
    }
    for (frames, written) in [(0, 0), (1, 120)] {
        let mut rig = Rig::new();
        rig.select_file(FileNumber::Ndef);
        rig.tear(&update(120), frames);
        assert_written(&rig, 0, written);
    }
}

/// The MAC comes last, and too late for the frames before; its own frame's data is not written.
#[test]
fn a_wrong_mac_behind_several_frames() {
    let cases = [
        (Mac, 104, 0),
        (Mac, 106, 106),
        (Mac, 240, 238),
        (Full, 95, 0),
        (Full, 111, 111),
        (Full, 239, 224),
    ];
    for (mode, length, written) in cases {
        let (mut rig, mut open) = in_mode(mode);
        let mut command = Rig::sealed(&mut open, &write(9, length, mode));
        *command.data.last_mut().unwrap() ^= 1;
        assert_eq!(rig.apdu(&command), (Vec::new(), 0x911E));
        assert_written(&rig, 9, written);
        assert!(!rig.alive(&mut open));
    }
}

/// The MAC is right, and the padding behind 239 bytes is not the one there must be.
#[test]
fn a_wrong_padding_behind_several_frames() {
    let (mut rig, mut open) = in_mode(Full);
    let mut longer = write(0, 239, Full);
    longer.payload.pop();
    assert_eq!(rig.secure(&mut open, &longer).1, 0x917E);
    assert_written(&rig, 0, 224);
}

/// What is refused at its first frame leaves nothing.
#[test]
fn refused_writes() {
    let mut rig = Rig::new();
    // Beyond the end; into a locked file; of a length that is not its data's; with a wrong P1.
    rig.tear(&bytes(&CommandApdu::wrapped(0x8D, write(9, 248, Plain).payload)), 2);
    rig.select();
    let mut locked = write(0, 120, Plain).payload;
    locked[0] = 3;
    rig.tear(&bytes(&CommandApdu::wrapped(0x8D, locked)), 1);
    rig.select();
    let mut lying = write(0, 120, Plain).payload;
    lying[4] = 121;
    rig.tear(&bytes(&CommandApdu::wrapped(0x8D, lying)), 1);
    rig.select();
    let mut command = CommandApdu::wrapped(0x8D, write(0, 120, Plain).payload);
    command.parameters = [1, 0];
    rig.tear(&bytes(&command), 1);
    // Nothing selected; an authentication under way; an Le too many.
    rig.tear(&bytes(&CommandApdu::wrapped(0x8D, write(0, 120, Plain).payload)), 1);
    rig.tear(&update(255), 1);
    rig.select();
    rig.select_file(FileNumber::Ndef);
    rig.part_one(0);
    rig.tear(&update(255), 1);
    rig.select();
    rig.select_file(FileNumber::Ndef);
    rig.tear(&[update(255), vec![0]].concat(), 1);
    assert_eq!(rig.card.memory(), Rig::new().card.memory());
}

/// Everything else happens wholly or not at all; either way the session is gone, and the selection.
#[test]
fn other_commands() {
    for frames in [0, 1] {
        let (mut rig, mut open) = in_mode(Plain);
        let command = ChangeKey {
            key: NonMasterKey::new(key(1)).unwrap(),
            old: AesKey::factory(),
            new: AesKey::init_with(|key| key.fill(7)),
            version: KeyVersion(1),
        };
        rig.tear(&bytes(&Rig::sealed(&mut open, &command)), frames);
        let changed = rig.card.memory().key_version(key(1)) == KeyVersion(1);
        assert_eq!(changed, frames == 1);
        assert_eq!(rig.part_one(0).1, 0x9140, "nothing is selected");
        rig.select();
        assert!(!rig.alive(&mut open));
    }
    // Of several frames only because it is too long.
    let mut rig = Rig::new();
    rig.tear(&bytes(&CommandApdu::wrapped(0xC4, vec![0; 255])), 1);
    assert_eq!(rig.card.memory(), Rig::new().card.memory());
}
