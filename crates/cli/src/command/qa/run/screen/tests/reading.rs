//! Each word that is said big, with its reason, its card and what to do now.

use tapsmith_desk::qa::class::Class;
use tapsmith_desk::qa::event::{CardSeen, Event, Place};
use tapsmith_desk::qa::report::DrawnBy;

use super::{Desk, bad, elsewhere, good};
use crate::command::qa::run::face::Notice;

#[test]
fn a_card_is_waited_for() {
    Desk::new(DrawnBy::Record).says(&[
        "spring-qa-1   lot of 50   batch spring",
        "┌ ↓ PUT A CARD ─",
        "Put the next card on the reader.",
        "0 of 5",
    ]);
    let rehearsal = Desk { rehearsal: true, ..Desk::new(DrawnBy::Record) };
    rehearsal.says(&["REHEARSAL"]);
}

#[test]
fn a_good_card() {
    let mut desk = Desk::new(DrawnBy::Record);
    desk.lies = true;
    desk.notice = Notice::Reading;
    desk.says(&["… READING", "Leave it where it is."]);
    desk.card(good(7));
    desk.says(&["╭ ✓ PASS ─", "record 7, UID 04000000000007", "Take it off, then the next card."]);
    desk.take_off();
    desk.says(&["↓ PUT A CARD", "Last: ✓ PASS, record 7, UID 04000000000007"]);
}

#[test]
fn a_bad_card() {
    let mut desk = Desk::new(DrawnBy::Record);
    let long = "the address does not start with https://example.com/c and there is much more to say of it here";
    desk.card(bad(7, Class::Major, "base_url", long));
    desk.says(&["╔ ✗ FAIL ═", "record 7", "Major: base_url: the address", "of it here."]);
    desk.take_off();
    desk.says(&["↓ PUT A CARD", "Last: ✗ FAIL, record 7", "major: base_url"]);
}

#[test]
fn cards_that_are_not_counted_are_told_apart() {
    let batch = "autumn".to_owned().try_into().unwrap();
    for (place, wanted) in [
        (Place::Twice { card: 1 }, ["┌ = TWICE ╌", "It was judged as card 1."]),
        (Place::NotDrawn, ["┏ ○ NOT DRAWN ╍", "It is not of the sample; nothing was counted."]),
        (
            Place::OtherBatch { batch },
            ["┏ ≠ OTHER BATCH ┅", "It is of batch autumn; nothing was counted."],
        ),
    ] {
        let mut desk = Desk::new(DrawnBy::Record);
        desk.card(good(3));
        desk.take_off();
        desk.card(elsewhere(9, place));
        desk.says(&wanted);
        desk.says(&["record 9", "1 of 5"]);
    }
}

#[test]
fn a_card_taken_back() {
    let mut desk = Desk::new(DrawnBy::Record);
    desk.card(good(3));
    desk.card(good(7));
    desk.event(Event::Undone { number: 2 });
    desk.notice = Notice::Done("taken back");
    desk.says(&["← TAKEN BACK", "record 7", "Done: taken back.", "1 of 5"]);
    // And the card before it.
    desk.event(Event::Undone { number: 1 });
    desk.says(&["← TAKEN BACK", "record 3", "0 of 5"]);
}

#[test]
fn a_word_about_a_card_and_its_taking_back() {
    let mut desk = Desk::new(DrawnBy::Record);
    desk.card(good(3));
    desk.event(Event::Visual { card: 1 });
    desk.notice = Notice::Done("a visual defect was added");
    desk.says(&[
        "✗ FAIL",
        "record 3",
        "Minor: a visual defect",
        "Done: a visual defect was added.",
    ]);
    desk.event(Event::Undone { number: 2 });
    desk.notice = Notice::Done("taken back");
    desk.says(&["✓ PASS", "record 3", "Done: taken back.", "1 of 5"]);
    desk.card(elsewhere(9, Place::NotDrawn));
    desk.event(Event::CountedAnyway { card: 2, unit: None });
    desk.notice = Notice::Done("counted");
    desk.says(&["✗ FAIL", "by the operator's word", "2 of 5"]);
}

#[test]
fn what_goes_wrong_is_said_until_the_next_card() {
    let mut desk = Desk::new(DrawnBy::Record);
    desk.card(good(3));
    desk.notice = Notice::Problem("the card left".to_owned());
    desk.says(&["┏ ! NOT COUNTED ━", "The card left.", "Take it off and put it again"]);
    desk.lies = false;
    desk.says(&["! NOT COUNTED", "Put it again; x if it can never be read.", "Last: ✓ PASS"]);
    desk.notice = Notice::ReaderGone;
    desk.says(&["? NO READER", "Plug the reader in again."]);
    desk.notice = Notice::Through;
    desk.says(&["There are no more cards."]);
}

#[test]
fn what_is_refused_is_said_beside_the_card() {
    let mut desk = Desk::new(DrawnBy::Record);
    desk.card(good(3));
    desk.notice = Notice::Refused("4 cards of the sample are still to be judged".to_owned());
    desk.says(&["✓ PASS", "Not done: 4 cards of the sample are still to be judged."]);
    desk.lies = false;
    desk.says(&["↓ PUT A CARD", "Not done: 4 cards"]);
}

#[test]
fn a_card_without_a_word() {
    let mut desk = Desk::new(DrawnBy::Record);
    let silent = CardSeen { uid: None, record: None, apdus: 0, milliseconds: 0, ..good(1) };
    let mut seen = CardSeen { place: Place::Unplaced, ..silent };
    seen.findings = bad(1, Class::Major, "not_readable", "the card does not answer").findings;
    desk.card(seen);
    desk.notice = Notice::Done("counted as not readable");
    desk.says(&[
        "✗ FAIL",
        "a card that says nothing",
        "Major: not_readable: the card does not answer.",
    ]);
    assert!(!desk.read().contains("last card 0.0 s"), "nothing was read");
}

#[test]
fn the_next_position_is_said_big() {
    let mut desk = Desk::new(DrawnBy::Position);
    desk.says(&["↓ TAKE 3 ─", "Next: position 3 of the delivery."]);
    desk.card(elsewhere(17, Place::Unit { unit: 3 }));
    desk.says(&["✓ PASS", "position 3, record 17", "Take it off. Next: position 7."]);
    desk.take_off();
    desk.says(&["↓ TAKE 7 ─"]);
}
