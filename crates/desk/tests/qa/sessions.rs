//! A session as a state machine: what cards and words come to, at a real vault, one step after the other; and over
//! random events, that a session taken up again is the one that was left.

use proptest::prelude::*;
use tapsmith_card::transport::Transport;
use tapsmith_core::batch::Batch;
use tapsmith_core::key::AesKey;
use tapsmith_desk::qa::class::{Class, Finding};
use tapsmith_desk::qa::event::{CardSeen, Event, Place};
use tapsmith_desk::qa::make::Wish;
use tapsmith_desk::qa::plan::{Critical, Plan};
use tapsmith_desk::qa::report::LotVerdict;
use tapsmith_desk::qa::session::{Noted, Session, Stands};
use tapsmith_desk::qa::sitting::{Sitting, SittingError};
use tapsmith_desk::qa::tally::Tally;
use tapsmith_desk::qa::{account, report, sitting};
use tapsmith_picc::Ntag424;
use tapsmith_store::NotedEvent;

use crate::chip::Chip;
use crate::dice::Dice;
use crate::stage::{Counting, Desk, NOW, OtherChip, found, record, show, try_show, uid, wish};

/// Ten cards, all of them drawn, as records or as positions; and more records that were not delivered.
struct Ten {
    desk: Desk,
    batch: Batch,
    plan_id: String,
    plan: Plan,
}

impl Ten {
    fn by_record() -> Self {
        Self::new(wish_of(Some(1)))
    }

    fn by_position() -> Self {
        Self::new(wish_of(None))
    }

    fn new(wish: Wish) -> Self {
        let mut desk = Desk::new();
        let batch = desk.batch("b", "sun-aes", 1, 30);
        let (noted, plan) = desk.plan(&batch, wish, 5);
        Self { desk, batch, plan_id: noted.plan_id, plan }
    }

    fn card(&self, of: u64) -> Chip {
        self.desk.as_ordered(&self.batch, of, uid(of))
    }

    fn sit(&mut self) -> Sitting<'_> {
        self.desk.sit(&self.plan_id)
    }

    /// What another desk would find in the vault.
    fn kept(&self) -> Session {
        let noted = self.desk.vault.qa_plan(&self.plan_id).unwrap();
        sitting::session(&self.desk.vault, &noted).unwrap()
    }
}

fn wish_of(first: Option<u64>) -> Wish {
    let range = |first| tapsmith_core::batch::RecordRange::new(record(first), 10).unwrap();
    Wish { lot: Some(10), records: first.map(range), critical: Critical::All, ..wish() }
}

fn tally(sitting: &Sitting<'_>) -> [u64; 5] {
    let tally = Tally::of(sitting.session());
    let [critical, major, minor] = Class::ALL.map(|class| tally.class(class).defective);
    [tally.inspected, tally.good, critical, major, minor]
}

fn foreign() -> AesKey {
    AesKey::init_with(|key| key.fill(0xEE))
}

/// A chip with this UID that repeats one tap of `of`.
fn replay(of: &Chip, chip_uid: u64) -> Chip {
    let tapped = crate::tap::read(&mut of.card());
    let mut chip = Chip::new(uid(chip_uid)).ndef(&tapped).settings("ndef", &[0x00, 0x00, 0xE0]);
    for slot in 0..5 {
        chip = chip.key(slot, &foreign(), 1);
    }
    chip
}

#[test]
fn a_card_placed_twice_counts_once() {
    for mut ten in [Ten::by_record(), Ten::by_position()] {
        let (good, bad) = (ten.card(3), ten.card(4).factory_key(3.try_into().unwrap()));
        let mut sitting = ten.sit();
        for chip in [&good, &bad] {
            let mut card = chip.card();
            let first = show(&mut sitting, &mut card);
            let again = show(&mut sitting, &mut card);
            assert_eq!(again.seen.place, Place::Twice { card: first.number });
            assert_eq!(again.stands(), Stands::Outside);
        }
        assert_eq!(tally(&sitting), [2, 1, 1, 0, 0]);
    }
}

#[test]
fn a_copy_under_the_same_uid_is_found_when_it_comes() {
    for mut ten in [Ten::by_record(), Ten::by_position()] {
        let (good, copy) = (ten.card(3), replay(&ten.card(3), 3));
        let other_record = ten.card(5).uid(uid(3));
        let is_by_record = ten.plan.records.is_some();
        let mut sitting = ten.sit();
        assert_eq!(found(&show(&mut sitting, &mut good.card())), [""; 0]);
        let seen = show(&mut sitting, &mut copy.card());
        assert_eq!(found(&seen), ["critical counter_advances"]);
        assert_eq!(tally(&sitting)[2], 1);
        // One unit, where the record says which; a card more, where cards are counted off.
        assert_eq!(tally(&sitting)[0], if is_by_record { 1 } else { 2 });
        let seen = show(&mut sitting, &mut other_record.card());
        assert_eq!(found(&seen), ["critical not_seen_before"]);
        assert_eq!(tally(&sitting)[2], 2);
    }
}

#[test]
fn whether_a_copy_comes_before_or_after_its_original_only_the_copy_is_bad() {
    for copy_first in [true, false] {
        for mut ten in [Ten::by_record(), Ten::by_position()] {
            let good = ten.card(3);
            let copies = [replay(&good, 23), good.clone().uid(uid(24)).key(2, &foreign(), 1)];
            let names = ["critical uid_matches", "critical sun_mac"];
            for (copy, name) in copies.iter().zip(names) {
                let mut sitting = ten.sit();
                let mut cards = vec![(copy, vec![name]), (&good, vec![])];
                if !copy_first {
                    cards.reverse();
                }
                for (chip, names) in cards {
                    assert_eq!(found(&show(&mut sitting, &mut chip.card())), names);
                }
                assert_eq!(tally(&sitting)[2], 1);
                sitting.undo(NOW).unwrap();
                sitting.undo(NOW).unwrap();
                assert_eq!(tally(&sitting), [0; 5]);
            }
        }
    }
}

/// Two cards with all that makes a card of record 3: whichever comes second.
#[test]
fn of_two_cards_with_one_record_the_second_is_a_duplicate() {
    for mut ten in [Ten::by_record(), Ten::by_position()] {
        let [one, two] = [3, 23].map(|number| ten.desk.as_ordered(&ten.batch, 3, uid(number)));
        // A card that is bad is none that the vault knows: only the session can tell.
        let bad = |chip: Chip| chip.settings("proprietary", &[0x03, 0x30, 0x43]);
        let mut sitting = ten.sit();
        assert_eq!(found(&show(&mut sitting, &mut bad(one).card())), ["major settings_match"]);
        assert_eq!(found(&show(&mut sitting, &mut two.card())), ["critical duplicate"]);
    }
}

#[test]
fn cards_of_others_and_cards_that_were_not_drawn_do_not_count() {
    let mut ten = Ten::by_record();
    // The same addresses, other keys.
    let other = ten.desk.batch("other", "sun-aes", 1, 30);
    let alien = ten.desk.as_ordered(&other, 4, uid(40));
    let undrawn = ten.card(20);
    let mut sitting = ten.sit();
    let seen = show(&mut sitting, &mut alien.card());
    assert_eq!(seen.seen.place, Place::OtherBatch { batch: "other".parse().unwrap() });
    let seen = show(&mut sitting, &mut undrawn.card());
    assert_eq!((&seen.seen.place, found(&seen)), (&Place::NotDrawn, vec![]));
    assert_eq!(tally(&sitting), [0; 5]);
    assert!(matches!(sitting.visual(NOW), Err(SittingError::NoCard)));
    // The operator knows better.
    sitting.count_anyway(NOW).unwrap();
    // Whatever it is, it is not what it says.
    assert_eq!(tally(&sitting), [1, 0, 0, 1, 0]);
    assert!(matches!(sitting.count_anyway(NOW), Err(SittingError::Counted)));
    assert_eq!(show(&mut sitting, &mut undrawn.card()).seen.place, Place::Twice { card: 2 });
    sitting.undo(NOW).unwrap();
    sitting.undo(NOW).unwrap();
    assert_eq!(tally(&sitting), [0; 5]);
    assert_eq!(sitting.session().last_card().unwrap().number, 2);
}

/// Its address says nothing, so each batch's keys are tried: all of them where one key opens PICCData, and else of so
/// many records as are tried in a second.
#[test]
fn a_nameless_card_of_another_batch_is_told_by_its_keys() {
    let cases = [("sun-private", 30, true), ("bolt-card", 30, true)];
    let large = [("sun-private", 100_001, true), ("bolt-card", 100_001, false)];
    for (profile, count, is_told) in cases.into_iter().chain(large) {
        let mut desk = Desk::new();
        let batch = desk.batch("b", profile, 1, 30);
        let other = desk.batch("other", profile, 1, count);
        let alien = desk.as_ordered(&other, 24, uid(40));
        let nobodys = alien.clone().key(2, &foreign(), 1);
        let own = desk.as_ordered(&batch, 4, uid(41));
        let (noted, _) = desk.plan(&batch, wish_of(Some(1)), 5);
        let mut sitting = desk.sit(&noted.plan_id);
        let place = show(&mut sitting, &mut alien.card()).seen.place;
        let told = Place::OtherBatch { batch: "other".parse().unwrap() };
        assert_eq!(place == told, is_told, "{profile} of {count}: {place:?}");
        let seen = show(&mut sitting, &mut nobodys.card());
        assert_ne!(seen.seen.place, told, "{profile} of {count}");
        assert_eq!(found(&seen), ["critical sun_mac"], "{profile} of {count}");
        let seen = show(&mut sitting, &mut own.card());
        assert_eq!((seen.seen.place.clone(), found(&seen)), (Place::Unit { unit: 4 }, vec![]));
    }
}

#[test]
fn a_card_of_another_batch_is_one_by_position_too_until_somebody_says_otherwise() {
    let mut ten = Ten::by_position();
    let other = ten.desk.batch("other", "sun-aes", 1, 30);
    let alien = ten.desk.as_ordered(&other, 4, uid(40));
    let mut sitting = ten.sit();
    let seen = show(&mut sitting, &mut alien.card());
    assert_eq!(seen.seen.place, Place::OtherBatch { batch: "other".parse().unwrap() });
    sitting.count_anyway(NOW).unwrap();
    assert_eq!(sitting.session().last_card().unwrap().stands(), Stands::Unit(1));
    assert_eq!(tally(&sitting), [1, 0, 1, 0, 0]);
}

#[test]
fn what_says_nothing_is_one_of_those_still_missing() {
    let mut ten = Ten::by_record();
    let goods: Vec<_> = (1..=7).map(|of| ten.card(of)).collect();
    let mut sitting = ten.sit();
    for chip in &goods {
        show(&mut sitting, &mut chip.card());
    }
    let blank = show(&mut sitting, &mut Chip::new(uid(50)).card());
    // Nobody wrote to it: neither an address nor a key.
    let expected = ["critical factory_keys_gone", "major ndef"].map(str::to_owned).to_vec();
    assert_eq!((blank.stands(), found(&blank)), (Stands::Unplaced, expected));
    assert!(sitting.session().missing_units().is_empty());
    sitting.unreadable(NOW).unwrap();
    let garbage = try_show(&mut sitting, OtherChip).unwrap();
    assert_eq!(garbage.stands(), Stands::Unplaced);
    assert_eq!(sitting.session().missing_units(), [8, 9, 10]);
    // There is no room for another.
    assert_eq!(show(&mut sitting, &mut Chip::new(uid(51)).card()).seen.place, Place::NotDrawn);
    assert!(matches!(sitting.count_anyway(NOW), Err(SittingError::Counted)));
    assert_eq!(tally(&sitting), [10, 7, 1, 2, 0]);
    let (session, judged) = sitting.close(NOW).unwrap();
    assert_eq!(judged.verdict, LotVerdict::Rejected);
    let noted = ten.desk.vault.qa_plan(&ten.plan_id).unwrap();
    let head = tapsmith_store::Head { length: 1, head: String::new() };
    let report = account::report(&noted, &session, None, &head, NOW);
    let missing = report.units.iter().filter(|unit| unit.state == report::UnitState::Missing);
    assert_eq!(missing.map(|unit| unit.number).collect::<Vec<_>>(), [8, 9, 10]);
}

#[test]
fn a_visual_defect_is_of_the_last_card_however_often_it_was_placed() {
    let mut ten = Ten::by_record();
    let (one, two) = (ten.card(1), ten.card(2).signed_for(uid(9)));
    let mut sitting = ten.sit();
    assert!(matches!(sitting.visual(NOW), Err(SittingError::NoCard)));
    let mut card = one.card();
    show(&mut sitting, &mut card);
    show(&mut sitting, &mut two.card());
    show(&mut sitting, &mut card);
    sitting.visual(NOW).unwrap();
    assert_eq!(found(&sitting.session().cards()[0]), ["minor visual"]);
    assert_eq!(tally(&sitting), [2, 0, 1, 0, 1]);
    // Said twice, it is one defect.
    sitting.visual(NOW).unwrap();
    assert_eq!(found(&sitting.session().cards()[0]), ["minor visual"]);
    // A critical card stays one.
    show(&mut sitting, &mut two.card());
    sitting.visual(NOW).unwrap();
    assert_eq!(found(&sitting.session().cards()[1]), ["critical originality", "minor visual"]);
    assert_eq!(tally(&sitting), [2, 0, 1, 0, 1]);
    // And one that says nothing.
    sitting.unreadable(NOW).unwrap();
    sitting.visual(NOW).unwrap();
    assert_eq!(tally(&sitting), [3, 0, 1, 1, 1]);
}

#[test]
fn undo_takes_back_one_thing_at_a_time_from_the_last() {
    let mut ten = Ten::by_position();
    let (one, two) = (ten.card(1), ten.card(2));
    let mut sitting = ten.sit();
    assert!(matches!(sitting.undo(NOW), Err(SittingError::NothingToUndo)));
    show(&mut sitting, &mut one.card());
    sitting.visual(NOW).unwrap();
    show(&mut sitting, &mut two.card());
    assert_eq!(tally(&sitting), [2, 1, 0, 0, 1]);
    sitting.undo(NOW).unwrap();
    assert_eq!(tally(&sitting), [1, 0, 0, 0, 1]);
    sitting.undo(NOW).unwrap();
    assert_eq!(tally(&sitting), [1, 1, 0, 0, 0]);
    // The second position is open again, and gets the next card.
    assert_eq!(show(&mut sitting, &mut two.card()).stands(), Stands::Unit(2));
    sitting.undo(NOW).unwrap();
    sitting.undo(NOW).unwrap();
    assert_eq!(tally(&sitting), [0; 5]);
    assert!(matches!(sitting.undo(NOW), Err(SittingError::NothingToUndo)));
    // What was taken back is not seen before.
    let seen = show(&mut sitting, &mut two.card());
    assert_eq!((seen.stands(), found(&seen)), (Stands::Unit(1), vec![]));
}

#[test]
fn a_lot_is_judged_when_it_is_rejected_or_complete_and_not_before() {
    let mut ten = Ten::by_record();
    let goods: Vec<_> = (1..=10).map(|of| ten.card(of)).collect();
    let bad = ten.card(10).signed_for(uid(1));
    let mut sitting = ten.sit();
    for chip in &goods[..9] {
        show(&mut sitting, &mut chip.card());
    }
    assert!(matches!(sitting.close(NOW), Err(SittingError::Unfinished { open: 1 })));
    // Early: one critical card will do.
    let mut sitting = ten.sit();
    show(&mut sitting, &mut bad.card());
    assert_eq!(Tally::of(sitting.session()).verdict(), LotVerdict::Rejected);
    sitting.undo(NOW).unwrap();
    assert!(matches!(sitting.close(NOW), Err(SittingError::Unfinished { open: 1 })));
    let mut sitting = ten.sit();
    show(&mut sitting, &mut goods[9].card());
    let (_, judged) = sitting.close(NOW).unwrap();
    assert_eq!((judged.verdict, judged.inspected), (LotVerdict::Accepted, 10));
    // For good.
    let judged = ten.desk.try_sit(&ten.plan_id).unwrap_err();
    let refused = matches!(judged, SittingError::Store(tapsmith_store::Error::PlanJudged { .. }));
    assert!(refused, "{judged}");

    let mut ten = Ten::by_record();
    let bad = ten.card(10).signed_for(uid(1));
    let mut sitting = ten.sit();
    show(&mut sitting, &mut bad.card());
    let (_, judged) = sitting.close(NOW).unwrap();
    assert_eq!((judged.verdict, judged.inspected), (LotVerdict::Rejected, 1));
}

#[test]
fn what_is_left_is_taken_up_where_it_was() {
    let mut ten = Ten::by_record();
    let (one, two) = (ten.card(1), ten.card(2).ndef(&[0, 0]));
    let mut sitting = ten.sit();
    show(&mut sitting, &mut one.card());
    sitting.visual(NOW).unwrap();
    let left = sitting.up(NOW).unwrap();
    assert_eq!(ten.kept().cards(), left.cards());
    let mut sitting = ten.sit();
    assert_eq!(sitting.session().cards(), left.cards());
    assert!(sitting.is_rehearsal());
    assert_eq!(show(&mut sitting, &mut one.card()).seen.place, Place::Twice { card: 1 });
    show(&mut sitting, &mut two.card());
    sitting.undo(NOW).unwrap();
    let live = sitting.session().clone();
    drop(sitting);
    assert_eq!(format!("{:?}", ten.kept()), format!("{live:?}"));
}

#[test]
fn of_two_desks_at_one_plan_the_slower_one_is_told_and_counts_nothing() {
    let mut ten = Ten::by_record();
    let (one, two) = (ten.card(1), ten.card(2));
    let mut beside = ten.desk.beside();
    let mut first = Sitting::down(&mut beside, &ten.plan_id, &crate::stage::SEAT, NOW).unwrap();
    let mut second = ten.desk.sit(&ten.plan_id);
    show(&mut second, &mut one.card());
    let mut card = two.card();
    let moved = try_show(&mut first, crate::stage::Wire(&mut card)).unwrap_err();
    let said = matches!(
        moved,
        tapsmith_desk::error::Error::Store(tapsmith_store::Error::PlanMoved { .. })
    );
    assert!(said, "{moved}");
    assert_eq!(first.session().cards(), []);
    let moved = first.visual(NOW).unwrap_err();
    assert!(matches!(moved, SittingError::NoCard), "{moved}");
    drop(first);
    // It sits down anew, and goes on.
    let mut first = Sitting::down(&mut beside, &ten.plan_id, &crate::stage::SEAT, NOW).unwrap();
    let seen = show(&mut first, &mut card);
    assert_eq!((seen.number, found(&seen)), (2, vec![]));
}

/// A reader that fails once.
struct Failing<'c> {
    card: &'c mut Ntag424,
    left: u32,
}

#[derive(Debug)]
struct Failed;

impl Transport for Failing<'_> {
    type Error = Failed;

    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, Failed> {
        self.left = self.left.checked_sub(1).ok_or(Failed)?;
        Ok(self.card.exchange(command, &mut Counting(7)).unwrap())
    }
}

/// Failing at each exchange in turn, with the command unheard; then the same card at a good reader.
#[test]
fn a_reader_that_fails_counts_nothing_and_leaves_the_card_as_good_as_it_was() {
    let mut failures = 0;
    for left in 0.. {
        let mut ten = Ten::by_record();
        let mut card = ten.card(1).card();
        let mut sitting = ten.sit();
        if try_show(&mut sitting, Failing { card: &mut card, left }).is_ok() {
            break;
        }
        failures += 1;
        assert_eq!(sitting.session().cards(), []);
        drop(sitting);
        assert_eq!(ten.kept().events().len(), 1, "somebody sat down, and no more");
        assert_eq!(ten.desk.vault.cards(&ten.batch).unwrap(), []);
        let mut sitting = ten.sit();
        let seen = show(&mut sitting, &mut card);
        assert_eq!((found(&seen), seen.stands()), (vec![], Stands::Unit(1)));
        assert_eq!(tally(&sitting), [1, 1, 0, 0, 0]);
    }
    assert!(failures > 20, "{failures}");
}

/// Any events at all, also those that no desk would write: numbers of cards that are not there, of units that were
/// not drawn. What is undone is what an undo would take back, or anything that has happened.
fn any_event(dice: &mut Dice, session: &Session) -> Event {
    let cards = u32::try_from(session.cards().len()).unwrap();
    let card = u32::try_from(dice.below(u64::from(cards) + 2)).unwrap();
    match dice.below(12) {
        0 => Event::GotUp,
        1 => Event::SatDown {
            station: "s".to_owned(),
            reader: "r".to_owned(),
            version: "v".to_owned(),
        },
        2 => Event::Visual { card },
        3 => {
            let unit = dice.below(12);
            Event::CountedAnyway { card, unit: (unit > 0).then_some(unit) }
        }
        4 | 5 => Event::Undone { number: session.undoable().unwrap_or(1) },
        6 => {
            let number = u32::try_from(dice.below(u64::from(session.last_number() + 1))).unwrap();
            Event::Undone { number }
        }
        _ => Event::Card(Box::new(any_card(dice, card))),
    }
}

fn any_card(dice: &mut Dice, card: u32) -> CardSeen {
    let place = match dice.below(8) {
        0 => Place::Unplaced,
        1 => Place::Twice { card },
        2 => Place::NotDrawn,
        3 => Place::OtherBatch { batch: "other".parse().unwrap() },
        _ => Place::Unit { unit: dice.below(12) },
    };
    let class = Class::ALL.get(usize::try_from(dice.below(6)).unwrap()).copied();
    let finding = |class| Finding { class, name: "any".to_owned(), detail: String::new() };
    let uid = (dice.below(5) > 0).then(|| uid(dice.below(10)));
    let silent = CardSeen::silent(place, class.map(finding).into_iter().collect());
    CardSeen { uid, is_virtual: true, ..silent }
}

/// The same without undo: words that were taken back were not said, cards that were taken back count nothing.
fn without_undo(live: &Session) -> Session {
    let events = live.events();
    let undone: Vec<u32> = events
        .iter()
        .filter_map(|noted| match noted.event {
            Event::Undone { number } => Some(number),
            _ => None,
        })
        .collect();
    let mut session = Session::of(live.plan().clone(), &[]).unwrap();
    let taken_back =
        |number: u32| live.cards().iter().any(|card| card.number == number && card.undone);
    for noted in events {
        let event = match &noted.event {
            Event::Undone { .. } => Event::GotUp,
            Event::CountedAnyway { card, .. } if taken_back(*card) => Event::GotUp,
            _ if !undone.contains(&noted.number) => noted.event.clone(),
            // It keeps its number among the cards.
            Event::Card(seen) => {
                Event::Card(Box::new(CardSeen { place: Place::NotDrawn, ..(**seen).clone() }))
            }
            _ => Event::GotUp,
        };
        session.apply(Noted { event, ..noted.clone() });
    }
    session
}

fn standing(session: &Session) -> (Tally, Vec<u64>, Vec<u64>) {
    (Tally::of(session), session.open_units(), session.missing_units())
}

proptest! {
    #[test]
    fn a_session_taken_up_again_is_the_one_that_was_left(seed in any::<u64>()) {
        let plan: Plan = serde_json::from_str(PLAN).unwrap();
        let mut dice = Dice(seed);
        let mut live = Session::of(plan.clone(), &[]).unwrap();
        let mut kept: Vec<NotedEvent> = Vec::new();
        for _ in 0..30 {
            let noted = Noted {
                number: live.last_number() + 1,
                at: NOW,
                operator: "vera".to_owned(),
                event: any_event(&mut dice, &live),
            };
            kept.push(NotedEvent {
                number: noted.number,
                at: noted.at,
                operator: noted.operator.clone(),
                event: serde_json::to_string(&noted.event).unwrap(),
            });
            live.apply(noted);
            let again = Session::of(plan.clone(), &kept).unwrap();
            prop_assert_eq!(again.cards(), live.cards());
            prop_assert_eq!(again.events(), live.events());
            prop_assert_eq!(again.undoable(), live.undoable());
            prop_assert_eq!(standing(&again), standing(&live));
        }
        prop_assert_eq!(standing(&live), standing(&without_undo(&live)));
    }
}

/// A plan as a file: see `plans`.
const PLAN: &str = include_str!("../../../../tests/vectors/qa/plan.json");
