//! EV2 sessions: what counts, what ends them.

use crate::rig::{AID, Mode, PROPRIETARY, Rig, UID, ZERO, wrapped};

#[test]
fn each_key_of_the_application_opens_a_session() {
    let mut rig = Rig::application();
    for number in 0..5 {
        let mut session = rig.ev2(number, &ZERO).unwrap();
        assert!(rig.alive(&mut session), "{number}");
        assert_eq!(rig.secure(&mut session, Mode::Full(0), 0x51, &[]), (UID.0.to_vec(), 0x9100));
    }
    assert_eq!(rig.ev2(5, &ZERO).err(), Some(0x9140));
    assert_eq!(rig.ev2(0, &[1; 16]).err(), Some(0x91AE));
}

#[test]
fn the_first_part_is_of_its_length() {
    let mut rig = Rig::application();
    for body in [&[][..], &[0], &[0, 1], &[0, 0, 1], &[0, 2, 1]] {
        assert_eq!(rig.status(0x71, body), 0x917E, "{body:02X?}");
    }
    assert_eq!(rig.status(0x71, &[0, 6, 2, 0, 0, 0, 0, 0]), 0x91AF, "a wish for LRP: in AES");
    assert_eq!(rig.status(0xAF, &[0; 31]), 0x917E);
}

/// TI and the counter stay; the keys are new.
#[test]
fn a_second_authentication_goes_on() {
    let mut rig = Rig::application();
    assert_eq!(rig.status(0x77, &[1]), 0x919D, "without a session");
    let mut session = rig.ev2(0, &ZERO).unwrap();
    assert!(rig.alive(&mut session));
    let mut second = rig.ev2_again(&session, 1, &ZERO).unwrap();
    assert_eq!((second.identifier, second.counter), (session.identifier, 1));
    assert!(rig.alive(&mut second));
    assert_eq!(second.counter, 2);
    assert_eq!(rig.ev2_again(&second, 9, &ZERO).err(), Some(0x9140));
}

/// Plain commands count, too, and so does one of three frames, once.
#[test]
fn every_command_counts() {
    let mut rig = Rig::files();
    let mut session = rig.ev2(0, &ZERO).unwrap();
    let read = [2, 0, 0, 0, 4, 0, 0];
    assert_eq!(rig.secured(&mut session, Mode::Plain, 0xAD, &read), 0x9100);
    let (version, status) = rig.secure(&mut session, Mode::Mac, 0x60, &[]);
    assert_eq!((version.len(), status, session.counter), (28, 0x9100, 2));
    assert!(rig.alive(&mut session));
}

#[test]
fn a_wrong_mac_ends_the_session() {
    let mut rig = Rig::application();
    let mut session = rig.ev2(0, &ZERO).unwrap();
    let mut body = session.wrap(Mode::Mac, 0x64, &[0]);
    body[8] ^= 1;
    assert_eq!(rig.native(0x64, &body), (vec![], 0x911E));
    assert!(!rig.alive(&mut session));
}

/// A command without its protection, of any kind.
#[test]
fn a_missing_mac_is_a_wrong_length() {
    for (instruction, body) in [
        (0x64, &[0][..]),
        (0x60, &[]),
        (0x45, &[]),
        (0x6F, &[]),
        (0xF5, &[1]),
        (0xDF, &[1]),
        (0xAD, &[3, 0, 0, 0, 0, 0, 0]),
        (0xC4, &[0]),
        (0x54, &[0x0F]),
        (0x51, &[]),
    ] {
        let mut rig = Rig::files();
        let mut session = rig.ev2(0, &ZERO).unwrap();
        if instruction == 0xAD {
            session = rig.ev2(2, &ZERO).unwrap();
        }
        assert_eq!(rig.status(instruction, body), 0x917E, "{instruction:02X}");
        assert!(!rig.alive(&mut session));
    }
}

#[test]
fn what_ends_a_session() {
    let ends: [fn(&mut Rig) -> u16; 6] = [
        |rig| rig.status(0x5A, &AID),
        |rig| rig.status(0x5A, &[9, 9, 9]),
        |rig| rig.status(0x99, &[]),
        |rig| rig.select(0x00, &[]),
        |rig| rig.status(0x71, &[1, 0]),
        |rig| {
            rig.card.power_off();
            rig.status(0x5A, &AID)
        },
    ];
    for (case, end) in ends.into_iter().enumerate() {
        let mut rig = Rig::application();
        let mut session = rig.ev2(0, &ZERO).unwrap();
        end(&mut rig);
        rig.native(0x5A, &AID);
        assert!(!rig.alive(&mut session), "{case}");
        assert_eq!(rig.status(0x51, &[]), 0x91AE, "{case}");
    }
}

#[test]
fn another_command_between_both_parts() {
    let mut rig = Rig::application();
    assert_eq!(rig.status(0x71, &[0, 0]), 0x91AF);
    assert_eq!(rig.status(0x64, &[0]), 0x91CA);
    assert_eq!(rig.status(0xAF, &[0; 32]), 0x911C);
    assert_eq!(rig.status(0x71, &[0, 0]), 0x91AF);
    assert!(rig.ev2(0, &ZERO).is_ok(), "a new authentication begins");
}

/// Headers other than a wrapped command's.
#[test]
fn wrapped_headers() {
    let mut rig = Rig::application();
    let mut wrong = [wrapped(0x64, &[0]), wrapped(0x64, &[0]), wrapped(0x64, &[0])];
    wrong[0][2] = 1;
    wrong[1][3] = 1;
    wrong[2].pop();
    for command in wrong {
        assert_eq!(rig.send(&command), (vec![], 0x917E), "{command:02X?}");
    }
    assert_eq!(rig.send(&[0x80, 0x60, 0, 0, 0]), (vec![], 0x6E00));
    assert_eq!(rig.send(&[]), (vec![], 0x6700));
    assert_eq!(rig.send(&[0x00, 0x20, 0, 0]), (vec![], 0x6D00));
}

#[test]
fn keys_of_different_files() {
    let mut rig = Rig::files();
    let write = [&[PROPRIETARY.number, 0, 0, 0, 2, 0, 0][..], &[0xCA, 0xFE]].concat();
    for (key, status) in [(0, 0x91AE), (1, 0x91AE), (2, 0x91AE), (3, 0x9100), (4, 0x91AE)] {
        let mut session = rig.ev2(key, &ZERO).unwrap();
        let found = rig.secured(&mut session, Mode::Full(7), 0x8D, &write);
        assert_eq!(found, status, "{key}");
    }
}
