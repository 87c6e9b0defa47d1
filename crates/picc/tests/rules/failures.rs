//! Failed authentications: counted, delayed, and at last for good.

use crate::rig::{Raw, Rig, UID, key};
use tapsmith_card::command::FileNumber;
use tapsmith_core::access::CommMode;
use tapsmith_core::key::AesKey;
use tapsmith_picc::Unknowns;
use tapsmith_picc::ntag424::Failures;

fn failures(rig: &Rig, number: u8) -> Failures {
    *rig.card.memory().failures(key(number))
}

/// Seen on silicon: fifty failures are answered 91AE, and the next attempt 91AD.
#[test]
fn the_fifty_first_attempt_is_delayed() {
    let mut rig = Rig::new();
    for attempt in 1..=50 {
        assert_eq!(rig.fail(0), 0x91AE, "attempt {attempt}");
    }
    assert_eq!(rig.part_one(0).1, 0x91AD);
    assert_eq!(failures(&rig, 0), Failures { sequential: 50, total: 50, spent: 1 });
}

/// Trying on spends the delay; the attempt after it is a real one again.
#[test]
fn the_delay_is_spent_by_attempts_and_grows_with_failures() {
    let mut rig = Rig::new();
    (0..50).for_each(|_| assert_eq!(rig.fail(0), 0x91AE));
    let refused = |rig: &mut Rig| {
        let mut count = 0;
        while rig.part_one(0).1 == 0x91AD {
            count += 1;
        }
        assert_eq!(rig.wrapped(0xAF, &[0; 32]).1, 0x91AE);
        count
    };
    let delays: Vec<u16> = (0..130).map(|_| refused(&mut rig)).collect();
    assert!((2..=5).contains(&delays[0]), "a small delay clears in 2 to 5 tries");
    assert!(delays.is_sorted());
    assert_eq!(delays[129], 255, "and none is longer");
}

#[test]
fn a_success_clears_the_delay_and_forgives_ten() {
    let mut rig = Rig::new();
    (0..50).for_each(|_| assert_eq!(rig.fail(2), 0x91AE));
    while rig.part_one(2).1 == 0x91AD {}
    rig.authenticate(2);
    assert_eq!(failures(&rig, 2), Failures { sequential: 0, total: 40, spent: 0 });
    rig.fail(2);
    (0..3).for_each(|_| drop(rig.authenticate(2)));
    assert_eq!(failures(&rig, 2).total, 11);
    (0..3).for_each(|_| drop(rig.authenticate(2)));
    assert_eq!(failures(&rig, 2).total, 0, "never below zero");
}

/// Seen on silicon: each key counts for itself, and no power clears anything.
#[test]
fn each_key_for_itself_and_for_ever() {
    let mut rig = Rig::new();
    (0..50).for_each(|_| assert_eq!(rig.fail(0), 0x91AE));
    rig.card.power_off();
    rig.select();
    assert_eq!(rig.part_one(0).1, 0x91AD);
    rig.authenticate(1);
    assert_eq!(failures(&rig, 1), Failures::default());
    let text = rig.card.memory().to_json();
    let memory = tapsmith_picc::Memory::from_json(&text).unwrap();
    assert!(memory.failures(key(0)).total == 50);
}

/// Seen on silicon: a phone still taps while key 0 waits.
#[test]
fn a_delayed_key_0_does_not_stop_taps() {
    let mut rig = Rig::new();
    assert_eq!(rig.change_settings(2, &crate::settings::plain()), 0x9100);
    (0..50).for_each(|_| assert_eq!(rig.fail(0), 0x91AE));
    assert_eq!(rig.part_one(0).1, 0x91AD);
    rig.select();
    rig.select_file(FileNumber::Ndef);
    assert_eq!(rig.read_binary(0, 14).0, UID.to_string().into_bytes());
}

/// 919D at the limit; key 0 changes the key, and it is good again.
#[test]
fn a_key_used_up_is_mended_by_key_0() {
    let second = "\"total\": 0";
    let mut rig =
        Rig::edited(Unknowns::default(), &[(second, "\"total\": 9"), (second, "\"total\": 999")]);
    assert_eq!(rig.fail(1), 0x91AE);
    assert_eq!(rig.part_one(1).1, 0x919D);
    let mut open = rig.authenticate(0);
    let new = tapsmith_card::command::ChangeKey {
        key: tapsmith_card::command::NonMasterKey::new(key(1)).unwrap(),
        old: AesKey::factory(),
        new: AesKey::factory(),
        version: tapsmith_core::key::KeyVersion(1),
    };
    assert_eq!(rig.secure(&mut open, &new).1, 0x9100);
    assert_eq!(failures(&rig, 1), Failures::default());
    rig.authenticate(1);
}

/// Seen on silicon: a wrong MAC in a session is no failed authentication. Neither is a first part
/// alone, nor a second part that is none.
#[test]
fn what_is_no_failed_authentication() {
    let mut rig = Rig::new();
    let mut open = rig.authenticate(0);
    assert_eq!(rig.wrapped(0x64, &[0; 9]).1, 0x911E);
    assert!(!rig.alive(&mut open));
    assert_eq!(rig.part_one(0).1, 0x91AF);
    assert_eq!(rig.wrapped(0xAF, &[0; 31]).1, 0x917E);
    assert_eq!(rig.part_one(0).1, 0x91AF);
    rig.card.power_off();
    assert_eq!(failures(&rig, 0), Failures::default());
}

/// A second authentication that fails counts, and leaves no session.
#[test]
fn a_failed_non_first() {
    let mut rig = Rig::new();
    let mut open = rig.authenticate(0);
    assert_eq!(rig.wrapped(0x77, &[3]).1, 0x91AF);
    assert_eq!(rig.wrapped(0xAF, &[0; 32]).1, 0x91AE);
    assert_eq!(failures(&rig, 3).sequential, 1);
    let command = Raw::<0x64, 1> { mode: CommMode::Mac, payload: vec![0] };
    assert_eq!(rig.secure(&mut open, &command).1, 0x917E, "a MAC outside a session");
}

/// Option 0Ah: another limit, and another decrement, at once and for all keys.
#[test]
fn a_limit_and_a_decrement_of_ones_own() {
    let mut rig = Rig::new();
    rig.configured(0x0A, &[1, 5, 0, 2, 0]);
    for _ in 0..4 {
        assert_eq!(rig.fail(3), 0x91AE);
    }
    drop(rig.authenticate(3));
    assert_eq!(failures(&rig, 3).total, 2, "less 2 for a success");
    for _ in 0..3 {
        assert_eq!(rig.fail(3), 0x91AE);
    }
    assert_eq!(rig.part_one(3).1, 0x919D, "at 5");
    assert_eq!(rig.fail(2), 0x91AE, "the others have their own");
    rig.configured(0x0A, &[1, 6, 0, 2, 0]);
    assert_eq!(rig.part_one(3).1, 0x91AF, "until the limit is raised");
}

/// Switched off, nothing locks a key, not even what was counted before. Failures in a row delay.
#[test]
fn the_total_switched_off() {
    let second = "\"total\": 0";
    let edit = [(second, "\"total\": 9"), (second, "\"total\": 1000")];
    let mut rig = Rig::edited(Unknowns::default(), &edit);
    assert_eq!(rig.part_one(1).1, 0x919D);
    rig.configured(0x0A, &[0, 0, 0, 0, 0]);
    (0..50).for_each(|_| assert_eq!(rig.fail(1), 0x91AE));
    assert_eq!(failures(&rig, 1), Failures { sequential: 50, total: 1000, spent: 0 });
    assert_eq!(rig.part_one(1).1, 0x91AD);
    while rig.part_one(1).1 == 0x91AD {}
    drop(rig.authenticate(1));
    assert_eq!(failures(&rig, 1), Failures { sequential: 0, total: 1000, spent: 0 });
    rig.configured(0x0A, &[1, 0xE8, 0x03, 10, 0]);
    assert_eq!(rig.part_one(1).1, 0x919D, "switched on again, the old count counts");
}
