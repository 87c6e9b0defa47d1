//! The tag-tamper loop: who may ask, when it is measured, where it is shown.

use crate::SUITE;
use crate::rig::{Raw, Rig, UID, in_suite};
use crate::settings::{PICC, sdm};
use tapsmith_card::command::FileNumber;
use tapsmith_core::access::CommMode::{self, Full, Mac, Plain};
use tapsmith_core::aes::Block;
use tapsmith_core::counter::ReadCounter;
use tapsmith_core::hex;
use tapsmith_core::key::AesKey;
use tapsmith_core::profile::Chip;
use tapsmith_core::sun::{PiccData, session};
use tapsmith_picc::{Memory, Unknowns};

const FREE: u8 = 0xE;
const NEVER: u8 = 0xF;

fn delivered() -> Rig {
    Rig::of(in_suite(Memory::factory_tag_tamper(UID)), Unknowns::default())
}

/// The feature on, its status for `right`.
fn watched(right: u8) -> Rig {
    let mut rig = delivered();
    rig.configured(0x07, &[0x01, right]);
    rig.select();
    rig
}

fn again(rig: &mut Rig) {
    rig.card.power_off();
    rig.select();
}

fn get(mode: CommMode) -> Raw<0xF7, 0> {
    Raw { mode, payload: Vec::new() }
}

/// What anybody is told.
fn told(rig: &mut Rig) -> String {
    let (data, status) = rig.wrapped(0xF7, &[]);
    assert_eq!(status, 0x9100);
    String::from_utf8(data).unwrap()
}

/// What the chip remembers, without asking it.
fn remembered_open(rig: &Rig) -> bool {
    rig.card.memory().tamper().unwrap().opened
}

#[test]
fn the_version_tells_the_chips_apart() {
    assert_eq!(delivered().wrapped(0x60, &[]).0, [0x04, 0x04, 0x08, 0x30, 0x00, 0x11, 0x05]);
    assert_eq!(Rig::new().wrapped(0x60, &[]).0[2], 0x02);
    assert_eq!(delivered().card.memory().chip(), Chip::Ntag424tt);
    assert_eq!(Rig::new().card.memory().chip(), Chip::Ntag424);
}

/// 911C, in a session too.
#[test]
fn a_chip_without_a_loop_does_not_know_the_command() {
    let mut rig = Rig::new();
    assert_eq!(rig.wrapped(0xF7, &[]).1, 0x911C);
    let mut open = rig.authenticate(0);
    assert_eq!(rig.secure(&mut open, &get(Full)).1, 0x911C);
    rig.card.cut_loop();
    assert_eq!(rig.card.memory(), Rig::new().card.memory(), "and there is nothing to cut");
}

/// 49 49, in full in a session: as silicon was seen to.
#[test]
fn as_delivered_nothing_is_measured() {
    let mut rig = delivered();
    rig.card.cut_loop();
    again(&mut rig);
    assert_eq!(told(&mut rig), "II");
    let mut open = rig.authenticate(1);
    assert_eq!(rig.secure(&mut open, &get(Full)), (b"II".to_vec(), 0x9100));
    assert!(!remembered_open(&rig));
}

#[test]
fn by_its_key_in_full() {
    for key in 0..=4 {
        let mut rig = watched(2);
        let mut open = rig.authenticate(key);
        let answer = rig.secure(&mut open, &get(Full));
        if key == 2 {
            assert_eq!(answer, (b"CC".to_vec(), 0x9100));
            assert!(rig.alive(&mut open));
        } else {
            assert_eq!(answer, (Vec::new(), 0x91AE), "key {key}");
        }
    }
    assert_eq!(watched(2).wrapped(0xF7, &[]).1, 0x91AE, "without a session");
}

#[test]
fn by_anybody() {
    let mut rig = watched(FREE);
    assert_eq!(told(&mut rig), "CC");
    let mut open = rig.authenticate(4);
    assert_eq!(rig.secure(&mut open, &get(Full)), (b"CC".to_vec(), 0x9100));
    assert_eq!(rig.secure(&mut open, &get(Plain)).1, 0x917E);
}

#[test]
fn by_nobody() {
    let mut rig = watched(NEVER);
    assert_eq!(rig.wrapped(0xF7, &[]).1, 0x919D);
    let mut open = rig.authenticate(0);
    assert_eq!(rig.secure(&mut open, &get(Mac)).1, 0x919D);
}

#[test]
fn refused_by_length_state_and_mac() {
    assert_eq!(watched(FREE).wrapped(0xF7, &[0]).1, 0x917E);
    let mut rig = watched(FREE);
    rig.card.power_off();
    assert_eq!(rig.wrapped(0xF7, &[]).1, 0x919D, "under the MF");
    let mut rig = watched(1);
    rig.authenticate(1);
    assert_eq!(rig.wrapped(0xF7, &[0; 8]).1, 0x911E);
}

/// Whole, cut, mended: the permanent status stays open for ever.
#[test]
fn what_was_open_once_stays_open() {
    let mut rig = watched(FREE);
    assert_eq!(told(&mut rig), "CC");
    rig.card.cut_loop();
    assert_eq!(told(&mut rig), "OO");
    rig.card.close_loop();
    assert_eq!(told(&mut rig), "OC");
    again(&mut rig);
    assert_eq!(told(&mut rig), "OC");
    let read = Memory::from_json(&rig.card.memory().to_json()).unwrap();
    assert_eq!(&read, rig.card.memory());
    assert!(read.tamper().unwrap().opened);
}

/// The first command of an activation measures; the field alone does not, nor a second command, nor
/// what the reader answers.
#[test]
fn measured_at_the_first_command() {
    let mut rig = watched(FREE);
    rig.card.cut_loop();
    rig.card.power_off();
    rig.send(&[0xFF, 0xCA, 0, 0, 0]);
    assert!(!remembered_open(&rig));
    rig.select();
    rig.card.close_loop();
    assert!(remembered_open(&rig));
    let mut rig = watched(FREE);
    rig.card.cut_loop();
    rig.select();
    rig.card.close_loop();
    assert_eq!(told(&mut rig), "CC", "nobody looked while it was cut");
}

/// Cut before the feature was on: measured when it is asked for, or at the next activation.
#[test]
fn cut_beforehand() {
    let mut rig = delivered();
    rig.card.cut_loop();
    rig.configured(0x07, &[0x01, FREE]);
    assert!(!remembered_open(&rig));
    again(&mut rig);
    assert!(remembered_open(&rig));
}

/// Who may ask can be said anew; that it is watched cannot be taken back.
#[test]
fn set_again() {
    let mut rig = watched(FREE);
    rig.configured(0x07, &[0x00, NEVER]);
    rig.select();
    assert_eq!(rig.wrapped(0xF7, &[]).1, 0x919D);
    assert!(rig.card.memory().tamper().unwrap().on);
}

fn change(rig: &mut Rig, settings: &[u8]) -> u16 {
    let before = rig.card.memory().clone();
    let status = rig.change_settings(2, settings);
    if status == 0x9100 {
        assert_eq!(rig.card.memory().settings(FileNumber::Ndef).encode(), settings);
    } else {
        assert!(rig.card.memory().same_but_for_counters(&before));
    }
    status
}

#[test]
fn refused_with_919e_where_the_status_has_no_room() {
    let after = PICC + 10;
    let cases: &[(&str, Vec<u8>)] = &[
        ("past the end", sdm(0x09, NEVER, NEVER, NEVER, &[255])),
        ("the last byte of the UID", sdm(0x89, NEVER, FREE, NEVER, &[0, 13])),
        ("into the UID", sdm(0x89, NEVER, FREE, NEVER, &[5, 4])),
        ("into the counter", sdm(0x49, NEVER, FREE, NEVER, &[20, 19])),
        ("the last byte of the counter", sdm(0x49, NEVER, FREE, NEVER, &[20, 25])),
        ("into PICCData", sdm(0xC9, NEVER, 2, NEVER, &[10, 9])),
        ("the last byte of PICCData", sdm(0xC9, NEVER, 2, NEVER, &[10, after - 1])),
        ("into the MAC", sdm(0x09, NEVER, NEVER, 2, &[99, 0, 100])),
        ("the last byte of the MAC", sdm(0x09, NEVER, NEVER, 2, &[115, 0, 100])),
        ("the second half of the data", sdm(0xD9, NEVER, 2, 2, &[0, 116, 100, 100, 32, 132])),
        ("into the second half", sdm(0xD9, NEVER, 2, 2, &[0, 115, 100, 100, 32, 132])),
        ("the last byte of the data", sdm(0xD9, NEVER, 2, 2, &[0, 131, 100, 100, 32, 132])),
    ];
    for (name, settings) in cases {
        assert_eq!(change(&mut delivered(), settings), 0x919E, "{name}");
    }
}

#[test]
fn taken_where_it_has() {
    let after = PICC + 10;
    let cases: &[(&str, Vec<u8>)] = &[
        ("alone, at the end", sdm(0x09, NEVER, NEVER, NEVER, &[254])),
        ("between UID and counter", sdm(0xC9, NEVER, FREE, NEVER, &[0, 16, 14])),
        ("behind PICCData", sdm(0xC9, NEVER, 2, NEVER, &[10, after])),
        ("before PICCData", sdm(0xC9, NEVER, 2, NEVER, &[10, 8])),
        ("before the MAC", sdm(0x09, NEVER, NEVER, 2, &[98, 0, 100])),
        ("behind the MAC", sdm(0x09, NEVER, NEVER, 2, &[116, 0, 100])),
        ("the end of the first half", sdm(0xD9, NEVER, 2, 2, &[0, 114, 100, 100, 32, 132])),
        ("before the data", sdm(0xD9, NEVER, 2, 2, &[0, 98, 100, 100, 32, 132])),
    ];
    for (name, settings) in cases {
        assert_eq!(change(&mut delivered(), settings), 0x9100, "{name}");
    }
}

fn tap(rig: &mut Rig) -> String {
    rig.select_file(FileNumber::Ndef);
    String::from_utf8(rig.read_binary(0, 200).0).unwrap()
}

/// Two characters, under the MAC, measured by the read itself.
#[test]
fn shown_in_plain() {
    let mut rig = watched(NEVER);
    assert_eq!(rig.change_settings(2, &sdm(0x09, NEVER, NEVER, 0, &[4, 2, 10])), 0x9100);
    let page = tap(&mut rig);
    assert_eq!(page.as_bytes()[4..6], *b"CC");
    let nothing = PiccData { uid: None, counter: None };
    let mac = session::sdmmac(SUITE, &AesKey::factory(), nothing, &page.as_bytes()[2..10]);
    assert_eq!(page[10..26], hex::encode(&mac.0));
    rig.card.cut_loop();
    assert_eq!(tap(&mut rig).as_bytes()[4..6], *b"OO");
    assert!(remembered_open(&rig));
    rig.card.close_loop();
    assert_eq!(tap(&mut rig).as_bytes()[4..6], *b"OC");
}

#[test]
fn shown_as_invalid_while_off() {
    let mut rig = delivered();
    rig.card.cut_loop();
    assert_eq!(rig.change_settings(2, &sdm(0x09, NEVER, NEVER, NEVER, &[4])), 0x9100);
    assert_eq!(tap(&mut rig).as_bytes()[4..6], *b"II");
}

/// In the plaintext of encrypted file data.
#[test]
fn shown_encrypted() {
    let mut rig = watched(NEVER);
    let settings = sdm(0xD9, NEVER, 0, 0, &[0, 62, 60, 60, 32, 92]);
    assert_eq!(rig.change_settings(2, &settings), 0x9100);
    rig.card.cut_loop();
    let page = tap(&mut rig);
    let mut block: [Block; 1] = [hex::decode(&page[60..92]).unwrap()];
    let counter = ReadCounter::try_from(1).unwrap();
    session::decrypt_file_data(SUITE, &AesKey::factory(), UID, counter, &mut block);
    assert_eq!(block[0][..5], [0, 0, b'O', b'O', 0]);
}

/// The chunks of a tap fit together, whatever happens to the loop between them.
#[test]
fn measured_once_a_tap() {
    let mut rig = watched(NEVER);
    assert_eq!(rig.change_settings(2, &sdm(0x09, NEVER, NEVER, NEVER, &[4])), 0x9100);
    rig.select_file(FileNumber::Ndef);
    assert_eq!(rig.read_binary(4, 2).0, b"CC");
    rig.card.cut_loop();
    assert_eq!(rig.read_binary(4, 2).0, b"CC");
    rig.select_file(FileNumber::Ndef);
    assert_eq!(rig.read_binary(4, 2).0, b"OO");
}

/// A read in a session shows what was written, and measures nothing.
#[test]
fn not_shown_in_a_session() {
    let mut rig = watched(NEVER);
    assert_eq!(rig.change_settings(2, &sdm(0x09, NEVER, NEVER, NEVER, &[4])), 0x9100);
    rig.card.cut_loop();
    let mut open = rig.authenticate(0);
    let read = Raw::<0xAD, 7> { mode: Plain, payload: vec![2, 4, 0, 0, 2, 0, 0] };
    assert_eq!(rig.secure(&mut open, &read), (vec![0, 0], 0x9100));
    assert!(!remembered_open(&rig));
}
