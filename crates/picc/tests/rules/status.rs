//! Status words, each where the documents or silicon put it.

use crate::rig::{Raw, Rig, UID, memory};
use tapsmith_core::access::CommMode;
use tapsmith_picc::Unknowns;

/// On a fresh card with the application selected, without a session.
#[test]
fn without_a_session() {
    let cases: &[(&str, &[u8], u16)] = &[
        ("911C: unknown INS", &[0x90, 0xC1, 0, 0, 0], 0x911C),
        ("911C: no frame is awaited", &[0x90, 0xAF, 0, 0, 0], 0x911C),
        ("917E: SetConfiguration of two bytes", &[0x90, 0x5C, 0, 0, 2, 0, 2, 0], 0x917E),
        ("919D: GetFileCounters without SDM", &[0x90, 0xF6, 0, 0, 1, 2, 0], 0x919D),
        ("919D: GetFileCounters of file 3", &[0x90, 0xF6, 0, 0, 1, 3, 0], 0x919D),
        ("91F0: GetFileCounters of file 4", &[0x90, 0xF6, 0, 0, 1, 4, 0], 0x91F0),
        ("911C: GetTTStatus on a chip without it", &[0x90, 0xF7, 0, 0, 0], 0x911C),
        ("9140: First with key 5", &[0x90, 0x71, 0, 0, 3, 5, 1, 2, 0], 0x9140),
        ("9140: First with key 14", &[0x90, 0x71, 0, 0, 3, 14, 1, 2, 0], 0x9140),
        ("9140: version of key 5", &[0x90, 0x64, 0, 0, 1, 5, 0], 0x9140),
        ("919D: NonFirst without a session", &[0x90, 0x77, 0, 0, 1, 0, 0], 0x919D),
        ("91AE: GetCardUID without a session", &[0x90, 0x51, 0, 0, 0], 0x91AE),
        ("91F0: settings of file 4", &[0x90, 0xF5, 0, 0, 1, 4, 0], 0x91F0),
        ("91F0: read of file 0", &[0x90, 0xAD, 0, 0, 7, 0, 0, 0, 0, 0, 0, 0, 0], 0x91F0),
        ("91F0: write of file 4", &[0x90, 0x8D, 0, 0, 8, 4, 0, 0, 0, 1, 0, 0, 9, 0], 0x91F0),
        ("91AE: read of file 3", &[0x90, 0xAD, 0, 0, 7, 3, 0, 0, 0, 0, 0, 0, 0], 0x91AE),
        ("91AE: write of file 3", &[0x90, 0x8D, 0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 9, 0], 0x91AE),
        ("91AE: write of file 1", &[0x90, 0x8D, 0, 0, 8, 1, 0, 0, 0, 1, 0, 0, 9, 0], 0x91AE),
        ("91AE: settings of file 2", &[0x90, 0x5F, 0, 0, 4, 2, 0, 0xE0, 0xEE, 0], 0x91AE),
        ("91BE: write past the end", &[0x90, 0x8D, 0, 0, 8, 2, 0, 1, 0, 1, 0, 0, 9, 0], 0x91BE),
        ("910C: signature at address 1", &[0x90, 0x3C, 0, 0, 1, 1, 0], 0x910C),
        ("910C: signature without address", &[0x90, 0x3C, 0, 0, 0], 0x910C),
        ("9190: signature", &[0x90, 0x3C, 0, 0, 1, 0, 0], 0x9190),
        ("6D00: unknown INS of class 00", &[0x00, 0xCA, 0, 0, 0], 0x6D00),
        ("6E00: unknown class", &[0x80, 0x60, 0, 0, 0], 0x6E00),
        ("6700: nothing at all", &[], 0x6700),
        ("6700: half a header", &[0x00, 0xA4], 0x6700),
        ("917E: half a header", &[0x90, 0x60], 0x917E),
    ];
    for (name, command, status) in cases {
        let mut rig = Rig::new();
        let before = rig.card.memory().clone();
        assert_eq!(rig.status(command), *status, "{name}");
        assert_eq!(rig.card.memory(), &before, "{name}");
    }
}

/// Under the MF: no application keys, no files, but the version and the signature.
#[test]
fn under_the_master_file() {
    let cases: &[(&str, &[u8], u16)] = &[
        ("9140: First", &[0x90, 0x71, 0, 0, 2, 0, 0, 0], 0x9140),
        ("9140: version of key 0", &[0x90, 0x64, 0, 0, 1, 0, 0], 0x9140),
        ("9100: version of an originality key", &[0x90, 0x64, 0, 0, 1, 1, 0], 0x9100),
        ("919D: GetFileCounters", &[0x90, 0xF6, 0, 0, 1, 2, 0], 0x919D),
        ("919D: GetFileSettings", &[0x90, 0xF5, 0, 0, 1, 2, 0], 0x919D),
        ("919D: ReadData", &[0x90, 0xAD, 0, 0, 7, 2, 0, 0, 0, 0, 0, 0, 0], 0x919D),
        ("919D: WriteData", &[0x90, 0x8D, 0, 0, 8, 2, 0, 0, 0, 1, 0, 0, 9, 0], 0x919D),
        ("919D: ChangeFileSettings", &[0x90, 0x5F, 0, 0, 4, 2, 0, 0xE0, 0xEE, 0], 0x919D),
        ("91AF: GetVersion", &[0x90, 0x60, 0, 0, 0], 0x91AF),
        ("9190: Read_Sig", &[0x90, 0x3C, 0, 0, 1, 0, 0], 0x9190),
        ("6985: ISOReadBinary", &[0x00, 0xB0, 0, 0, 0], 0x6985),
        ("6985: ISOUpdateBinary", &[0x00, 0xD6, 0, 0, 1, 0], 0x6985),
    ];
    for (name, command, status) in cases {
        let mut rig = Rig::fresh(memory(), Unknowns::default());
        assert_eq!(rig.status(command), *status, "{name}");
    }
    // SetConfiguration and ChangeKey have a length of their own, whatever they hold.
    assert_eq!(Rig::fresh(memory(), Unknowns::default()).wrapped(0x5C, &[0; 25]).1, 0x919D);
    let mut rig = Rig::fresh(memory(), Unknowns::default());
    assert_eq!(rig.wrapped(0xC4, &[0; 41]).1, 0x919D);
}

/// Length before state, state before right, right before parameter.
#[test]
fn the_order_of_checks() {
    let mut rig = Rig::fresh(memory(), Unknowns::default());
    assert_eq!(rig.wrapped(0xF5, &[9, 9]).1, 0x917E, "length before state");
    assert_eq!(rig.wrapped(0xF5, &[9]).1, 0x919D, "state before file");
    rig.select();
    assert_eq!(rig.wrapped(0xC4, &[0; 40]).1, 0x917E, "length before right");
    assert_eq!(rig.wrapped(0xC4, &[9; 41]).1, 0x91AE, "right before key number");
    assert_eq!(rig.wrapped(0x5F, &[2, 0xFF, 0xFF, 0xFF]).1, 0x91AE, "right before settings");
    assert_eq!(rig.wrapped(0xAD, &[3, 0xFF, 0xFF, 0xFF, 0, 0, 0]).1, 0x91AE, "right before end");
}

/// 91CA: another command while an authentication waits for its second part; then all is forgotten.
#[test]
fn an_interrupted_authentication() {
    let interruptions: &[&[u8]] = &[
        &[0x90, 0x5F, 0, 0, 4, 2, 0, 0xE0, 0xEE, 0],
        &[0x90, 0x51, 0, 0, 0],
        &[0x90, 0x60, 0, 0, 0],
        &[0x90, 0x77, 0, 0, 1, 0, 0],
        &[0x90, 0xC1, 0, 0, 0],
    ];
    for command in interruptions {
        let mut rig = Rig::new();
        assert_eq!(rig.part_one(0).1, 0x91AF);
        assert_eq!(rig.status(command), 0x91CA, "{command:02X?}");
        assert_eq!(rig.wrapped(0xAF, &[0; 32]).1, 0x911C, "nothing is awaited any more");
    }
    for (command, status) in [
        (&[0x00, 0xA4, 0x00, 0x0C, 0x02, 0xE1, 0x04][..], 0x6985),
        (&[0x00, 0xB0, 0, 0, 0], 0x6985),
        (&[0x00, 0xD6, 0, 0, 1, 0], 0x6985),
        (&[0x80, 0x00, 0, 0], 0x6E00),
        (&[0x90, 0x60, 0, 0, 3, 0], 0x917E),
    ] {
        let mut rig = Rig::new();
        assert_eq!(rig.part_one(0).1, 0x91AF);
        assert_eq!(rig.status(command), status, "{command:02X?}");
        assert_eq!(rig.wrapped(0xAF, &[0; 32]).1, 0x911C);
    }
}

#[test]
fn an_interrupted_version() {
    let mut rig = Rig::new();
    assert_eq!(rig.wrapped(0x60, &[]).1, 0x91AF);
    assert_eq!(rig.wrapped(0xF5, &[2]).1, 0x91CA);
    assert_eq!(rig.wrapped(0xF5, &[2]).1, 0x9100);
    assert_eq!(rig.wrapped(0x60, &[]).1, 0x91AF);
    assert_eq!(rig.part_one(0).1, 0x91CA);
    assert_eq!(rig.wrapped(0x60, &[]).1, 0x91AF);
    assert_eq!(rig.wrapped(0xAF, &[0]).1, 0x917E);
}

/// A reader's own question in between is none of the chip's business.
#[test]
fn a_readers_pseudo_apdu_interrupts_nothing() {
    let mut rig = Rig::new();
    assert_eq!(rig.wrapped(0x60, &[]).1, 0x91AF);
    assert_eq!(rig.send(&[0xFF, 0xCA, 0, 0, 0]), (UID.0.to_vec(), 0x9000));
    assert_eq!(rig.wrapped(0xAF, &[]).1, 0x91AF);
    assert_eq!(rig.wrapped(0xAF, &[]).0[..7], UID.0);
}

/// 910B: `Read_Sig` has its own word for a wrong MAC.
#[test]
fn read_sig_in_a_session() {
    let mut rig = Rig::new();
    let mut open = rig.authenticate(4);
    let signature = Raw::<0x3C, 1> { mode: CommMode::Full, payload: vec![0] };
    let (data, status) = rig.secure(&mut open, &signature);
    assert_eq!((data.as_slice(), status), (&rig.card.memory().signature().0[..], 0x9190));
    assert!(rig.alive(&mut open), "9190 counts as any success");
    let wrong_address = Raw::<0x3C, 1> { mode: CommMode::Full, payload: vec![1] };
    assert_eq!(rig.secure(&mut open, &wrong_address).1, 0x910C);
    rig.authenticate(4);
    assert_eq!(rig.wrapped(0x3C, &[0; 9]).1, 0x910B);
    rig.authenticate(4);
    assert_eq!(rig.wrapped(0x3C, &[0]).1, 0x910C);
}

/// 911E: a wrong old key shows in the checksum; nothing changes, and the session is over.
#[test]
fn change_key_with_a_wrong_old_key() {
    let mut rig = Rig::new();
    let before = rig.card.memory().clone();
    let mut open = rig.authenticate(0);
    let command = Raw::<0xC4, 1> { mode: CommMode::Full, payload: vec![7; 22] };
    let wrong = Raw::<0xC4, 1> { payload: [&[1], &command.payload[1..]].concat(), ..command };
    assert_eq!(rig.secure(&mut open, &wrong).1, 0x911E);
    assert!(!rig.alive(&mut open));
    assert_eq!(rig.card.memory(), &before);
}

/// 9140 for key 5, 917E for a payload of the other form.
#[test]
fn change_key_with_a_wrong_number_or_form() {
    for (number, length, status) in [(5, 21, 0x9140), (0, 21, 0x917E), (1, 17, 0x917E)] {
        let mut rig = Rig::new();
        let mut open = rig.authenticate(0);
        let payload = [&[number], vec![7; length].as_slice()].concat();
        let command = Raw::<0xC4, 1> { mode: CommMode::Full, payload };
        assert_eq!(rig.secure(&mut open, &command).1, status, "key {number}");
    }
}

/// 91AE: seen on silicon for key 1 changing itself.
#[test]
fn change_key_without_key_0() {
    let mut rig = Rig::new();
    let mut open = rig.authenticate(1);
    let command = Raw::<0xC4, 1> { mode: CommMode::Full, payload: vec![1; 22] };
    assert_eq!(rig.secure(&mut open, &command).1, 0x91AE);
}
