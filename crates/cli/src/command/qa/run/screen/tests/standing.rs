//! How the sample stands: progress, yield, classes, times and what is known of the lot.

use tapsmith_desk::qa::class::Class;
use tapsmith_desk::qa::report::DrawnBy;

use super::{Desk, bad, good};

fn flawed(record: u64) -> tapsmith_desk::qa::event::CardSeen {
    bad(record, Class::Major, "ndef", "no message")
}

#[test]
fn progress_yield_classes_and_times() {
    let mut desk = Desk::new(DrawnBy::Record);
    assert!(!desk.read().contains("yield"), "of nothing there is none");
    desk.card(good(3));
    desk.card(good(7));
    let mut slow = flawed(12);
    slow.milliseconds = 2_340;
    desk.card(slow);
    desk.says(&[
        "░] 3 of 5, yield 66.6 %",
        "critical 0, reject at 1   major 1, reject at 2   minor 0, reject at 3",
        "last card 2.3 s, median 0.6 s",
    ]);
    assert!(!desk.read().contains("ACCEPTED"), "it is not known yet");
    let wide = desk.read_at(200, 50);
    assert!(wide.contains("major 1, accept up to 1, reject at 2"), "{wide}");
}

#[test]
fn rejection_is_said_as_soon_as_it_is_known() {
    let mut desk = Desk::new(DrawnBy::Record);
    desk.card(flawed(3));
    desk.card(flawed(7));
    desk.says(&["✗ FAIL", "REJECTED already: Enter ends here, or go on"]);
    desk.take_off();
    desk.says(&["↓ PUT A CARD", "REJECTED already: Enter ends here, or go on"]);
    for record in [12, 30, 41] {
        desk.card(good(record));
    }
    desk.says(&["✓ PASS", "REJECTED, all judged: Enter judges the lot", "Take it off."]);
}

#[test]
fn all_judged() {
    let mut desk = Desk::new(DrawnBy::Position);
    for record in [3, 7, 12, 30, 41] {
        desk.card(good(record));
    }
    let decided = "All judged, to be ACCEPTED: Enter judges the lot";
    desk.says(&["✓ PASS", decided, "5 of 5, yield 100.0 %", "Take it off."]);
    desk.take_off();
    desk.says(&["■ ALL JUDGED", decided, "Last: ✓ PASS"]);
}

#[test]
fn the_bar_is_full_when_all_is_done_and_not_before() {
    let mut desk = Desk::new(DrawnBy::Record);
    for (count, record) in [3, 7, 12, 30, 41].into_iter().enumerate() {
        assert!(desk.read().contains("░]"), "after {count}");
        desk.card(good(record));
    }
    assert!(desk.read().contains("█] 5 of 5"), "{}", desk.read());
}
