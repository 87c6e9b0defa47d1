//! Windows of all sizes: what is needed is always there, and nothing is written beyond an edge.

use tapsmith_desk::qa::class::Class;
use tapsmith_desk::qa::event::Place;
use tapsmith_desk::qa::report::DrawnBy;

use super::{Desk, bad, elsewhere, good};
use crate::command::qa::run::face::Notice;
use crate::command::qa::run::screen::letters;

fn desks() -> Vec<(Desk, &'static [&'static str])> {
    let mut desks: Vec<(Desk, &[&str])> = Vec::new();
    let fresh = || Desk::new(DrawnBy::Record);
    let mut desk = fresh();
    desk.card(good(3));
    desks.push((desk, &["✓ PASS", "record 3", "1 of 5"]));
    let mut desk = fresh();
    let why = "the originality signature is not NXP's: a copy, or a card of somebody else";
    desk.card(bad(3, Class::Critical, "originality", why));
    desks.push((
        desk,
        &["✗ FAIL", "record 3", "Critical: originality", "REJECTED already: Enter ends here"],
    ));
    let mut desk = fresh();
    let batch = "autumn".to_owned().try_into().unwrap();
    desk.card(elsewhere(9, Place::OtherBatch { batch }));
    desks.push((desk, &["≠ OTHER BATCH", "batch autumn"]));
    let mut desk = fresh();
    desk.card(good(3));
    desk.take_off();
    desks.push((desk, &["↓ PUT A CARD", "Last: ✓ PASS"]));
    let mut desk = fresh();
    desk.card(good(3));
    desk.notice = Notice::Refused("4 cards of the sample are still to be judged".to_owned());
    desks.push((desk, &["✓ PASS", "Not done: 4 cards of the sample"]));
    let mut desk = Desk::new(DrawnBy::Position);
    desk.notice = Notice::Problem("the card left".to_owned());
    desks.push((desk, &["! NOT COUNTED", "The card left.", "q pause"]));
    desks
}

#[test]
fn the_smallest_window_says_what_is_needed() {
    for (desk, wanted) in desks() {
        let read = desk.read_at(40, 12);
        for wanted in wanted.iter().chain(&["critical ", "of 5", "u undo"]) {
            assert!(read.contains(wanted), "{wanted:?} is not on\n{read}");
        }
    }
}

#[test]
fn every_size_can_be_drawn() {
    for (desk, wanted) in desks() {
        for columns in (1..215).step_by(13) {
            for rows in (1..64).step_by(6) {
                let read = desk.read_at(columns, rows);
                if columns >= 40 && rows >= 12 {
                    assert!(read.contains(wanted[0]), "{}: {columns}x{rows}\n{read}", wanted[0]);
                }
            }
        }
    }
}

#[test]
fn a_window_that_is_too_small_says_so() {
    let desk = Desk::new(DrawnBy::Record);
    assert!(desk.read_at(39, 12).contains("too small: 39x12, and\n40x12 are needed"));
    assert!(desk.read_at(80, 11).contains("too small"));
}

#[test]
fn pass_and_fail_differ_in_shape() {
    let drawn = letters::large("PASS", 1, false);
    assert_eq!(
        drawn,
        ["█▀▀▀▄ ▄▀▀▀▄ ▄▀▀▀▀ ▄▀▀▀▀", "█▀▀▀  █▀▀▀█  ▀▀▀▄  ▀▀▀▄", "▀     ▀   ▀ ▀▀▀▀  ▀▀▀▀ ",]
    );
    let cut = letters::large("FAIL", 1, true);
    assert!(cut[0].starts_with("█▀▀▀"), "a block: {cut:?}");
    for scale in 1..=6 {
        for cut_out in [false, true] {
            let word = letters::large("TAKE 12", scale, cut_out);
            assert_eq!(word.len(), letters::height(scale, cut_out));
            let width = letters::width("TAKE 12", scale, cut_out);
            assert!(word.iter().all(|row| row.chars().count() == width), "{word:?}");
        }
    }
    for letter in ('A'..='Z').filter(|letter| !"MQVXYZ".contains(*letter)).chain('0'..='9') {
        let drawn = letters::large(&letter.to_string(), 1, false).concat();
        assert!(drawn.contains(['█', '▀', '▄']), "{letter}");
    }
}

#[test]
fn what_does_not_fit_ends_in_an_ellipsis() {
    use crate::command::qa::run::screen::wrap::{clip, wrap};
    assert_eq!(wrap("a card that is bad", 7), ["a card", "that is", "bad"]);
    assert_eq!(wrap("at https://example.com/c", 8), ["at", "https://", "example.", "com/c"]);
    assert_eq!(clip("a card that is bad", 7, 3), ["a card", "that is", "bad"]);
    assert_eq!(clip("a card that is bad", 7, 2), ["a card", "that i…"]);
    assert_eq!(clip("a card", 7, 0), [""; 0]);
}
