//! Each switch, both ways. The first is the default.

use tapsmith_picc::desfire::{
    AidZero, DeletedRoom, IsoIdsUnused, SdmAtCreation, SdmNotCreated, Unknowns, WrongScheme,
};
use tapsmith_picc::ntag424::{
    CheckOrder, CounterAtRewrite, CounterUnasked, CounterWithoutMirror, FreeCounterInSession,
    InterruptingFirst, IsoInSession, IsoReadPastEnd, LastFrame, MissingMac, ReadBesideMirrors,
    ReadOfOtherFile, ReadPastEnd, Reselect, ShortFileIds, WrappedHeader,
};

use crate::rig::{AID, Mode, Rig, ZERO};
use crate::settings::SDM;
use crate::taps::{count, with};

/// As the documents suggest.
pub(crate) const D: Unknowns = Unknowns {
    check_order: CheckOrder::LengthFirst,
    missing_mac: MissingMac::Length,
    wrapped_header: WrappedHeader::Length,
    read_past_end: ReadPastEnd::Boundary,
    iso_read_past_end: IsoReadPastEnd::Parameters,
    short_file_ids: ShortFileIds::LowFiveBits,
    iso_in_session: IsoInSession::EndsSession,
    reselect: Reselect::ClearsFile,
    interrupting_first: InterruptingFirst::StartsAnew,
    last_frame: LastFrame::AwaitsMac,
    counter_at_rewrite: CounterAtRewrite::Kept,
    counter_unasked: CounterUnasked::Counts,
    read_beside_mirrors: ReadBesideMirrors::Counts,
    read_of_other_file: ReadOfOtherFile::EndsRun,
    counter_without_mirror: CounterWithoutMirror::Allowed,
    free_counter_in_session: FreeCounterInSession::Plain,
    wrong_scheme: WrongScheme::Authentication,
    sdm_at_creation: SdmAtCreation::Off,
    sdm_not_created: SdmNotCreated::Permission,
    deleted_room: DeletedRoom::Lost,
    aid_zero: AidZero::Duplicate,
    iso_ids_unused: IsoIdsUnused::Empty,
};

#[test]
fn the_defaults_are_the_first() {
    assert_eq!(Unknowns::default(), D);
}

/// What `see` sees with each of two settings.
fn both<T: PartialEq + std::fmt::Debug>(
    other: Unknowns,
    see: impl Fn(Unknowns) -> T,
    expected: [T; 2],
) {
    let [first, second] = expected;
    assert_eq!(see(D), first);
    assert_eq!(see(other), second);
}

#[test]
fn check_order() {
    let other = Unknowns { check_order: CheckOrder::LengthLast, ..D };
    both(other, |unknowns| Rig::files_with(unknowns).status(0xDF, &[]), [0x917E, 0x91AE]);
}

#[test]
fn missing_mac() {
    let see = |unknowns| {
        let mut rig = Rig::files_with(unknowns);
        rig.ev2(0, &ZERO).unwrap();
        rig.status(0x6F, &[])
    };
    both(Unknowns { missing_mac: MissingMac::Integrity, ..D }, see, [0x917E, 0x911E]);
}

#[test]
fn wrapped_header() {
    let see = |unknowns| Rig::with(unknowns).send(&[0x90, 0x6E, 1, 2]).1;
    both(Unknowns { wrapped_header: WrappedHeader::Ignored, ..D }, see, [0x917E, 0x9100]);
}

#[test]
fn past_the_end() {
    let see = |unknowns| Rig::files_with(unknowns).read_data(2, 255, 2).1;
    both(Unknowns { read_past_end: ReadPastEnd::Parameter, ..D }, see, [0x91BE, 0x919E]);
    let see = |unknowns| Rig::files_with(unknowns).send(&[0x00, 0xB0, 0x83, 32, 1]).1;
    let other = Unknowns { iso_read_past_end: IsoReadPastEnd::Offset, ..D };
    both(other, see, [0x6A86, 0x6B00]);
}

#[test]
fn short_file_ids() {
    let see = |unknowns| {
        let mut rig = Rig::files_with(unknowns);
        [1, 2, 3, 4, 5].map(|id| rig.send(&[0x00, 0xB0, 0x80 | id, 0, 1]).1)
    };
    let expected =
        [[0x6A82, 0x6A82, 0x9000, 0x9000, 0x6982], [0x9000, 0x9000, 0x6982, 0x6A82, 0x6A82]];
    both(Unknowns { short_file_ids: ShortFileIds::FileNumbers, ..D }, see, expected);
}

#[test]
fn iso_in_session() {
    let see = |unknowns| {
        let mut rig = Rig::files_with(unknowns);
        let mut session = rig.ev2(0, &ZERO).unwrap();
        assert_eq!(rig.send(&[0x00, 0xB0, 0x84, 0, 1]).1, 0x6982);
        rig.alive(&mut session)
    };
    both(Unknowns { iso_in_session: IsoInSession::KeepsSession, ..D }, see, [false, true]);
}

#[test]
fn reselect() {
    let see = |unknowns| {
        let mut rig = Rig::files_with(unknowns);
        assert_eq!(rig.select(0x02, &[0xE1, 0x04]), 0x9000);
        assert_eq!(rig.select(0x00, &[0xE1, 0x10]), 0x9000);
        rig.read_binary(0, 1).1
    };
    both(Unknowns { reselect: Reselect::KeepsFile, ..D }, see, [0x6985, 0x9000]);
}

#[test]
fn interrupting_first() {
    let see = |unknowns| {
        let mut rig = Rig::application_with(unknowns);
        assert_eq!(rig.status(0x71, &[0, 0]), 0x91AF);
        rig.status(0x71, &[0, 0])
    };
    let other = Unknowns { interrupting_first: InterruptingFirst::Aborted, ..D };
    both(other, see, [0x91AF, 0x91CA]);
}

#[test]
fn last_frame() {
    let see = |unknowns| {
        let mut rig = Rig::files_with(unknowns);
        let mut session = rig.ev2(3, &ZERO).unwrap();
        let body = [&[3, 0, 0, 0, 100, 0, 0][..], &[0xAA; 100]].concat();
        let mut body = session.wrap(Mode::Full(7), 0x8D, &body);
        *body.last_mut().unwrap() ^= 1;
        assert_eq!(rig.status(0x8D, &body), 0x911E);
        rig.card.memory().applications()[0].file(3).unwrap().data()[99]
    };
    both(Unknowns { last_frame: LastFrame::WrittenAhead, ..D }, see, [0x00, 0xAA]);
}

#[test]
fn counters() {
    let see = |unknowns| {
        let mut rig = with(&SDM, unknowns);
        rig.read_data(2, 0, 80);
        let mut session = rig.ev2(0, &ZERO).unwrap();
        let body = [&[2], &SDM[..]].concat();
        assert_eq!(rig.secured(&mut session, Mode::Full(1), 0x5F, &body), 0x9100);
        count(&rig)
    };
    both(Unknowns { counter_at_rewrite: CounterAtRewrite::Reset, ..D }, see, [1, 0]);
    let see = |unknowns| {
        let mut rig = with(&[0x40, 0xE0, 0xEE, 0x81, 0xFF, 0xEF, 0, 0, 0], unknowns);
        rig.read_data(2, 0, 80);
        count(&rig)
    };
    both(Unknowns { counter_unasked: CounterUnasked::Stands, ..D }, see, [1, 0]);
    let see = |unknowns| {
        let mut rig = with(&SDM, unknowns);
        rig.read_data(2, 200, 5);
        count(&rig)
    };
    let other = Unknowns { read_beside_mirrors: ReadBesideMirrors::DoesNotCount, ..D };
    both(other, see, [1, 0]);
    let see = |unknowns| {
        let mut rig = with(&SDM, unknowns);
        for file in [2, 1, 2] {
            rig.read_data(file, 0, 5);
        }
        count(&rig)
    };
    both(Unknowns { read_of_other_file: ReadOfOtherFile::KeepsRun, ..D }, see, [2, 1]);
}

#[test]
fn counter_without_mirror() {
    let see = |unknowns| {
        let mut rig = Rig::files_with(unknowns);
        let mut session = rig.ev2(0, &ZERO).unwrap();
        let body = [2, 0x40, 0xE0, 0xEE, 0x41, 0xFF, 0xFF];
        rig.secured(&mut session, Mode::Full(1), 0x5F, &body)
    };
    let other = Unknowns { counter_without_mirror: CounterWithoutMirror::Refused, ..D };
    both(other, see, [0x9100, 0x919E]);
}

#[test]
fn free_counter_in_session() {
    let see = |unknowns| {
        let mut settings = SDM;
        settings[4] = 0xFE;
        let mut rig = with(&settings, unknowns);
        let mut session = rig.ev2(0, &ZERO).unwrap();
        [Mode::Plain, Mode::Full(1)].map(|mode| {
            let status = rig.secured(&mut session.clone(), mode, 0xF6, &[2]);
            session = rig.ev2(0, &ZERO).unwrap();
            status
        })
    };
    let other = Unknowns { free_counter_in_session: FreeCounterInSession::Full, ..D };
    both(other, see, [[0x9100, 0x917E], [0x917E, 0x9100]]);
}

#[test]
fn wrong_scheme() {
    let see = |unknowns| {
        let ev2 = Rig::with(unknowns).status(0x71, &[0, 0]);
        [ev2, Rig::application_with(unknowns).status(0x0A, &[0])]
    };
    let other = Unknowns { wrong_scheme: WrongScheme::Permission, ..D };
    both(other, see, [[0x91AE; 2], [0x919D; 2]]);
}

#[test]
fn sdm_at_creation() {
    let see = |unknowns| Rig::files_with(unknowns).native(0xF5, &[2]).0;
    let expected =
        [vec![0, 0x00, 0xE0, 0xEE, 0, 1, 0], vec![0, 0x40, 0xE0, 0xEE, 0, 1, 0, 0x01, 0xFF, 0xFF]];
    let other = Unknowns { sdm_at_creation: SdmAtCreation::OnWithNothingMirrored, ..D };
    both(other, see, expected);
}

#[test]
fn sdm_not_created() {
    let see = |unknowns| {
        let mut rig = Rig::files_with(unknowns);
        let mut session = rig.ev2(0, &ZERO).unwrap();
        let body = [&[1, 0x40, 0x00, 0xE0], &SDM[3..]].concat();
        rig.secured(&mut session, Mode::Full(1), 0x5F, &body)
    };
    both(Unknowns { sdm_not_created: SdmNotCreated::Parameter, ..D }, see, [0x919D, 0x919E]);
}

#[test]
fn deleted_room() {
    let see = |unknowns| {
        let mut rig = Rig::files_with(unknowns);
        let before = rig.card.memory().free();
        let mut session = rig.ev2(0, &ZERO).unwrap();
        assert_eq!(rig.secured(&mut session, Mode::Mac, 0xDF, &[2]), 0x9100);
        let file = rig.card.memory().free() - before;
        assert_eq!(rig.status(0xDA, &session.wrap(Mode::Mac, 0xDA, &AID)), 0x9100);
        (file > 0, rig.card.memory().free() == 8192)
    };
    both(
        Unknowns { deleted_room: DeletedRoom::Returned, ..D },
        see,
        [(false, false), (true, true)],
    );
}

#[test]
fn aid_zero() {
    let see = |unknowns| Rig::with(unknowns).status(0xCA, &[0, 0, 0, 0x0F, 0x81]);
    both(Unknowns { aid_zero: AidZero::Parameter, ..D }, see, [0x91DE, 0x919E]);
}

#[test]
fn iso_ids_unused() {
    let see = |unknowns| {
        let mut rig = Rig::with(unknowns);
        assert_eq!(rig.status(0xCA, &[1, 0, 0, 0x0F, 0x81]), 0x9100);
        assert_eq!(rig.status(0x5A, &AID), 0x9100);
        rig.status(0x61, &[])
    };
    both(Unknowns { iso_ids_unused: IsoIdsUnused::Permission, ..D }, see, [0x9100, 0x919D]);
}
