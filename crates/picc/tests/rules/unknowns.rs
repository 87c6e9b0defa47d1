//! Each switch, both ways: that it is one, and what it switches.

use crate::rig::{Raw, Rig, UID, in_suite, key};
use crate::settings::{plain, sdm};
use tapsmith_card::command::FileNumber;
use tapsmith_core::access::CommMode;
use tapsmith_picc::ntag424::{
    CheckOrder, ConfigurationAnswer, CounterAtRewrite, CounterUnasked, CounterWithoutMirror,
    DelayAtPowerOff, FailuresOff, FreeCounterInSession, FreeStatusInSession, InterruptingFirst,
    IsoInSession, IsoReadPastEnd, LastFrame, MissingMac, ReadBesideMirrors, ReadOfOtherFile,
    ReadPastEnd, Reselect, SelectInSession, ShortFileIds, UnfinishedAuthentication, WrappedHeader,
};
use tapsmith_picc::{Memory, Unknowns};

/// What `observe` sees by default, and with `other`.
fn both<T>(other: Unknowns, observe: impl Fn(&mut Rig) -> T) -> (T, T) {
    (observe(&mut Rig::with(Unknowns::default())), observe(&mut Rig::with(other)))
}

#[test]
fn check_order() {
    let other = Unknowns { check_order: CheckOrder::LengthLast, ..Unknowns::default() };
    assert_eq!(both(other, |rig| rig.wrapped(0xC4, &[0; 3]).1), (0x917E, 0x91AE));
}

#[test]
fn missing_mac() {
    let other = Unknowns { missing_mac: MissingMac::Integrity, ..Unknowns::default() };
    let seen = both(other, |rig| {
        rig.authenticate(0);
        rig.wrapped(0xF5, &[2]).1
    });
    assert_eq!(seen, (0x917E, 0x911E));
}

#[test]
fn wrapped_header() {
    let other = Unknowns { wrapped_header: WrappedHeader::Ignored, ..Unknowns::default() };
    assert_eq!(both(other, |rig| rig.status(&[0x90, 0x60, 1, 2])), (0x917E, 0x91AF));
}

#[test]
fn read_past_end() {
    let other = Unknowns { read_past_end: ReadPastEnd::Parameter, ..Unknowns::default() };
    assert_eq!(both(other, |rig| rig.read_data(1, 32, 1).1), (0x91BE, 0x919E));
}

#[test]
fn iso_read_past_end() {
    let other = Unknowns { iso_read_past_end: IsoReadPastEnd::Offset, ..Unknowns::default() };
    let seen = both(other, |rig| {
        rig.select_file(FileNumber::CapabilityContainer);
        rig.read_binary(32, 1).1
    });
    assert_eq!(seen, (0x6A86, 0x6B00));
}

#[test]
fn short_file_ids() {
    let other = Unknowns { short_file_ids: ShortFileIds::FileNumbers, ..Unknowns::default() };
    let seen =
        both(other, |rig| [1, 2, 3, 4].map(|id| rig.send(&[0x00, 0xB0, 0x80 | id, 0, 0x20]).1));
    assert_eq!(seen.0, [0x6A82, 0x6A82, 0x9000, 0x9000]);
    assert_eq!(seen.1, [0x9000, 0x9000, 0x6982, 0x6A82]);
}

#[test]
fn iso_in_session() {
    let other = Unknowns { iso_in_session: IsoInSession::KeepsSession, ..Unknowns::default() };
    let seen = both(other, |rig| {
        let mut open = rig.authenticate(0);
        assert_eq!(rig.read_binary(0, 1).1, 0x6982);
        rig.alive(&mut open)
    });
    assert_eq!(seen, (false, true));
}

#[test]
fn select_in_session() {
    let other =
        Unknowns { select_in_session: SelectInSession::KeepsSession, ..Unknowns::default() };
    let seen = both(other, |rig| {
        let mut open = rig.authenticate(0);
        rig.select_file(FileNumber::Ndef);
        rig.alive(&mut open)
    });
    assert_eq!(seen, (false, true));
}

#[test]
fn reselect() {
    let other = Unknowns { reselect: Reselect::KeepsFile, ..Unknowns::default() };
    let seen = both(other, |rig| {
        rig.select_file(FileNumber::Ndef);
        rig.select();
        rig.read_binary(0, 1).1
    });
    assert_eq!(seen, (0x6985, 0x9000));
}

#[test]
fn interrupting_first() {
    let other = Unknowns { interrupting_first: InterruptingFirst::Aborted, ..Unknowns::default() };
    let seen = both(other, |rig| [rig.part_one(0).1, rig.part_one(0).1, rig.part_one(0).1]);
    assert_eq!(seen.0, [0x91AF, 0x91AF, 0x91AF]);
    assert_eq!(seen.1, [0x91AF, 0x91CA, 0x91AF]);
}

/// By another command, by a new first part, by loss of power.
#[test]
fn unfinished_authentication() {
    let other = Unknowns {
        unfinished_authentication: UnfinishedAuthentication::Counted,
        ..Unknowns::default()
    };
    let seen = both(other, |rig| {
        rig.part_one(0);
        rig.part_one(0);
        rig.read_binary(0, 1);
        rig.part_one(0);
        rig.card.power_off();
        rig.card.memory().failures(key(0)).total
    });
    assert_eq!(seen, (0, 3));
}

#[test]
fn delay_at_power_off() {
    let other = Unknowns { delay_at_power_off: DelayAtPowerOff::StartsOver, ..Unknowns::default() };
    let seen = both(other, |rig| {
        (0..50).for_each(|_| assert_eq!(rig.fail(0), 0x91AE));
        assert_eq!([rig.part_one(0).1, rig.part_one(0).1], [0x91AD; 2]);
        rig.card.power_off();
        rig.select();
        rig.part_one(0).1
    });
    assert_eq!(seen, (0x91AF, 0x91AD));
}

/// 113 bytes of the data are in the first frame, 125 in the second, two in the last.
#[test]
fn last_frame() {
    let other = Unknowns { last_frame: LastFrame::WrittenAhead, ..Unknowns::default() };
    let seen = both(other, |rig| {
        assert_eq!(rig.change_settings(2, &[0x01, 0x00, 0x00]), 0x9100);
        let mut open = rig.authenticate(0);
        let head = vec![2, 0, 0, 0, 240, 0, 0];
        let payload = [head, vec![0x5A; 240]].concat();
        let mut write = Rig::sealed(&mut open, &Raw::<0x8D, 7> { mode: CommMode::Mac, payload });
        *write.data.last_mut().unwrap() ^= 1;
        assert_eq!(rig.apdu(&write).1, 0x911E);
        rig.card.memory().data(FileNumber::Ndef).iter().position(|byte| *byte != 0x5A)
    });
    assert_eq!(seen, (Some(238), Some(240)));
}

#[test]
fn counter_at_rewrite() {
    let other = Unknowns { counter_at_rewrite: CounterAtRewrite::Reset, ..Unknowns::default() };
    let seen = both(other, |rig| {
        rig.change_settings(2, &plain());
        rig.select();
        assert_eq!(rig.read_data(2, 0, 4).1, 0x9100);
        assert_eq!(rig.change_settings(2, &plain()), 0x9100);
        rig.counter()
    });
    assert_eq!(seen, (1, 0));
}

#[test]
fn counter_unasked() {
    let other = Unknowns { counter_unasked: CounterUnasked::Stands, ..Unknowns::default() };
    let seen = both(other, |rig| {
        rig.change_settings(2, &sdm(0x81, 0xF, 0xE, 0xF, &[0]));
        rig.select();
        assert_eq!(rig.read_data(2, 0, 14).0, UID.to_string().into_bytes());
        rig.counter()
    });
    assert_eq!(seen, (1, 0));
}

#[test]
fn read_beside_mirrors() {
    let other =
        Unknowns { read_beside_mirrors: ReadBesideMirrors::DoesNotCount, ..Unknowns::default() };
    let seen = both(other, |rig| {
        rig.change_settings(2, &plain());
        rig.select();
        assert_eq!(rig.read_data(2, 100, 4), (vec![0; 4], 0x9100));
        let beside = rig.counter();
        assert_eq!(rig.read_data(2, 19, 2), (vec![0, b'0'], 0x9100));
        [beside, rig.counter()]
    });
    assert_eq!(seen, ([1, 1], [0, 1]));
}

#[test]
fn read_of_other_file() {
    let other = Unknowns { read_of_other_file: ReadOfOtherFile::KeepsRun, ..Unknowns::default() };
    let seen = both(other, |rig| {
        rig.change_settings(2, &plain());
        rig.select();
        for file in [2, 1, 2] {
            assert_eq!(rig.read_data(file, 0, 4).1, 0x9100);
        }
        rig.counter()
    });
    assert_eq!(seen, (2, 1));
}

#[test]
fn counter_without_mirror() {
    let other =
        Unknowns { counter_without_mirror: CounterWithoutMirror::Refused, ..Unknowns::default() };
    let settings = sdm(0x41, 0xF, 0xF, 0x2, &[0, 0]);
    assert_eq!(both(other, |rig| rig.change_settings(2, &settings)), (0x9100, 0x919E));
}

#[test]
fn configuration_answer() {
    let other = Unknowns { configuration_answer: ConfigurationAnswer::Bare, ..Unknowns::default() };
    let seen = both(other, |rig| {
        let mut open = rig.authenticate(0);
        let lengths = [
            rig.configure(&mut open, 0x00, &[0]).0,
            rig.configure(&mut open, 0x05, &[0; 10]).0,
            rig.configure(&mut open, 0x0B, &[1]).0,
        ];
        assert!(rig.alive(&mut open));
        lengths
    });
    assert_eq!(seen, ([8, 0, 8], [0, 0, 0]));
}

#[test]
fn failures_off() {
    let other = Unknowns { failures_off: FailuresOff::Everything, ..Unknowns::default() };
    let seen = both(other, |rig| {
        rig.configured(0x0A, &[0; 5]);
        (0..50).for_each(|_| assert_eq!(rig.fail(1), 0x91AE));
        rig.part_one(1).1
    });
    assert_eq!(seen, (0x91AD, 0x91AF));
}

#[test]
fn free_counter_in_session() {
    let other =
        Unknowns { free_counter_in_session: FreeCounterInSession::Full, ..Unknowns::default() };
    let seen = both(other, |rig| {
        rig.change_settings(2, &sdm(0xC1, 0xE, 0xE, 0xF, &[0, 20]));
        [CommMode::Plain, CommMode::Full].map(|mode| {
            let mut open = rig.authenticate(1);
            rig.secure(&mut open, &Raw::<0xF6, 1> { mode, payload: vec![2] }).1
        })
    });
    assert_eq!(seen, ([0x9100, 0x917E], [0x917E, 0x9100]));
}

#[test]
fn free_status_in_session() {
    let other =
        Unknowns { free_status_in_session: FreeStatusInSession::Plain, ..Unknowns::default() };
    let seen = [Unknowns::default(), other].map(|unknowns| {
        let mut rig = Rig::of(in_suite(Memory::factory_tag_tamper(UID)), unknowns);
        [CommMode::Full, CommMode::Plain].map(|mode| {
            let mut open = rig.authenticate(1);
            rig.secure(&mut open, &Raw::<0xF7, 0> { mode, payload: Vec::new() }).1
        })
    });
    assert_eq!(seen, [[0x9100, 0x917E], [0x917E, 0x9100]]);
}

/// A session with a switch of its own still works for a client that knows nothing of it.
#[test]
fn a_session_under_every_other_reading() {
    let others = Unknowns {
        check_order: CheckOrder::LengthLast,
        missing_mac: MissingMac::Integrity,
        wrapped_header: WrappedHeader::Ignored,
        interrupting_first: InterruptingFirst::Aborted,
        unfinished_authentication: UnfinishedAuthentication::Counted,
        select_in_session: SelectInSession::KeepsSession,
        ..Unknowns::default()
    };
    let mut rig = Rig::with(others);
    let mut open = rig.authenticate(0);
    let write = Raw::<0x8D, 7> { mode: CommMode::Plain, payload: vec![2, 0, 0, 0, 1, 0, 0, 0x5A] };
    assert_eq!(rig.secure(&mut open, &write).1, 0x9100);
    assert!(rig.alive(&mut open));
}
