//! The screen of `qa run` as somebody at the desk has it: in a terminal, with cards in a reader of a real PC/SC
//! service.
//!
//! Runs only under `scripts/with-pcscd`, and with tmux as the terminal; otherwise each test says that it was passed
//! over.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "helpers of tests stop where they cannot go on"
)]

mod common;
#[path = "common/terminal.rs"]
mod terminal;
#[path = "common/vpcd.rs"]
mod vpcd;

use std::thread;
use std::time::Duration;

use common::Bench;
use serde_json::Value;
use terminal::Terminal;
use vpcd::{FIRST, Inserted, Pull, Scissors, rig, text};

/// A delivery of 20 cards, with a card for each drawn record, one that was not drawn, and one of another batch.
struct Delivery {
    bench: Bench,
    drawn: Vec<u64>,
}

impl Delivery {
    fn new() -> Self {
        let bench = Bench::new();
        for batch in ["b", "other"] {
            let create =
                format!("batch create {batch} --count 20 --base-url https://example.com/{batch}");
            bench.run(&create).ends(0);
        }
        let plan = bench.run("qa plan b --aql 4.0 --format json").ends(0).json();
        let drawn = plan.pointer("/drawn").and_then(Value::as_array).unwrap();
        let drawn: Vec<u64> = drawn.iter().map(|record| record.as_u64().unwrap()).collect();
        let free = (1..=20).find(|record| !drawn.contains(record)).unwrap();
        let mut cards: Vec<_> =
            drawn.iter().map(|record| (format!("drawn-{record}"), "b", *record)).collect();
        cards.extend([("free".to_owned(), "b", free), ("other".to_owned(), "other", 1)]);
        for (number, (file, batch, record)) in cards.into_iter().enumerate() {
            let uid = format!("041122334455{number:02}");
            bench.run(&format!("virtual --create-only --state {file}.json --uid {uid}")).ends(0);
            let encode = "card encode --fast --reader virtual:";
            bench.run(&format!("{encode}{file}.json --batch {batch} --record {record}")).ends(0);
        }
        Self { bench, drawn }
    }

    fn put(&self, card: &str) -> Inserted<'_> {
        Inserted::new(&self.bench, FIRST, &format!("{card}.json"))
    }

    fn put_drawn(&self, at: usize) -> Inserted<'_> {
        self.put(&format!("drawn-{}", self.drawn[at]))
    }

    /// A card that is pulled while it is read.
    fn pulled(&self, at: usize, pull: Pull) -> Inserted<'_> {
        let file = format!("drawn-{}.json", self.drawn[at]);
        Inserted::at_once(&self.bench, FIRST, &file, Scissors::new(FIRST, pull))
    }

    fn of(&self, judged: usize) -> String {
        format!("] {judged} of {}, yield 100.0 %", self.drawn.len())
    }
}

/// Sits down at the plan, on an empty screen.
#[track_caller]
fn sit_down(desk: &Terminal<'_>, more: &str) {
    let (program, reader) = (env!("CARGO_BIN_EXE_tapsmith"), FIRST.reader);
    let run = format!("{program} qa run b-qa-1 --reader '{reader}' --accept-virtual {more}");
    desk.line(&format!("clear; {run}; echo ended with $?"));
}

/// A card that is pulled while it is read, and put again.
#[track_caller]
fn put_after_pull<'d>(
    desk: &Terminal<'_>,
    delivery: &'d Delivery,
    at: usize,
    pull: Pull,
) -> Inserted<'d> {
    let pulled = delivery.pulled(at, pull);
    desk.reads("! NOT COUNTED");
    desk.reads("Put it again");
    desk.reads(&delivery.of(at));
    pulled.take_out();
    // Longer than the service takes to look at the slot: a card that is back by then, it may take for the one it
    // has given up.
    thread::sleep(Duration::from_millis(600));
    let card = delivery.put_drawn(at);
    desk.reads("✓ PASS");
    desk.reads(&delivery.of(at + 1));
    card
}

#[test]
fn a_delivery_is_judged_at_the_desk() {
    const READ_SIG: u8 = 0x3C;
    let Some(_rig) = rig() else { return };
    let delivery = Delivery::new();
    let Some(desk) = Terminal::open(&delivery.bench, 80, 24) else { return };
    sit_down(&desk, "");
    desk.reads("↓ PUT A CARD");

    let card = delivery.put_drawn(0);
    desk.reads("✓ PASS");
    desk.reads(&format!("record {}, UID 04", delivery.drawn[0]));
    desk.reads(&delivery.of(1));
    desk.reads("REHEARSAL");
    card.take_out();
    desk.reads("↓ PUT A CARD");
    desk.reads("Last: ✓ PASS");

    let again = delivery.put_drawn(0);
    desk.reads("= TWICE");
    desk.reads("It was judged as card 1.");
    again.take_out();
    desk.reads("↓ PUT A CARD");
    let other = delivery.put("other");
    desk.reads("≠ OTHER BATCH");
    desk.reads("It is of batch other; nothing was counted.");
    other.take_out();
    desk.reads("↓ PUT A CARD");
    let free = delivery.put("free");
    desk.reads("○ NOT DRAWN");
    desk.reads(&delivery.of(1));
    free.take_out();
    desk.reads("Last: ○ NOT DRAWN");

    let card = put_after_pull(&desk, &delivery, 1, Pull::Before(READ_SIG, 1));
    desk.press("m");
    desk.reads("✗ FAIL");
    desk.reads("Minor: a visual defect, seen by the operator.");
    desk.reads("minor 1, ");
    desk.press("u");
    desk.reads("✓ PASS");
    desk.reads("minor 0, ");
    desk.reads(&delivery.of(2));
    desk.press("Enter");
    desk.reads("Not done: ");

    // The power fails with a card on the reader; the terminal cannot be given back then.
    let judged = || delivery.bench.run("qa show b-qa-1 --format json").ends(0).json();
    let before = judged();
    desk.kill("-KILL");
    // What a user types blindly then: in raw mode a line ends with its own character.
    desk.tmux(&["send-keys", "-l", "stty sane; printf '\\033[?1049l'"]);
    desk.press("C-j");
    let modes = desk.modes();
    sit_down(&desk, "");
    // It lies there still: it was judged.
    desk.reads("= TWICE");
    desk.reads(&delivery.of(2));
    assert_eq!(judged(), before);
    desk.press("u");
    desk.reads("← TAKEN BACK");
    desk.reads(&delivery.of(2));
    card.take_out();
    desk.reads("↓ PUT A CARD");

    for at in 2..delivery.drawn.len() {
        put_after_pull(&desk, &delivery, at, Pull::After(READ_SIG, 1)).take_out();
    }
    desk.reads("■ ALL JUDGED");
    desk.reads("Enter judges the lot");
    desk.press("Enter");
    let seen = desk.reads("ended with 0");
    desk.reads("ACCEPTED (a rehearsal, with virtual cards)");
    assert!(!seen.contains("ALL JUDGED"), "the screen is left: {seen}");
    assert_eq!(desk.modes(), modes);
    let state = judged();
    assert_eq!(text(&state, "/state"), "accepted", "{state}");
}

#[test]
fn the_terminal_is_given_back_whatever_ends_it() {
    let Some(_rig) = rig() else { return };
    let delivery = Delivery::new();
    let Some(desk) = Terminal::open(&delivery.bench, 40, 12) else { return };
    let modes = desk.modes();
    let endings: [(&dyn Fn(), &str); 4] = [
        (&|| desk.press("q"), "ended with 0"),
        (&|| desk.press("C-c"), "ended with 130"),
        (&|| desk.kill("-TERM"), "ended with 130"),
        (&|| desk.kill("-HUP"), "ended with 130"),
    ];
    for (end, code) in endings {
        sit_down(&desk, "");
        desk.reads("↓ PUT A CARD");
        end();
        let seen = desk.reads(code);
        assert!(!seen.contains("PUT A CARD"), "the screen is left: {seen}");
        assert_eq!(desk.modes(), modes, "{code}");
    }
    // A window that is made larger is drawn anew.
    sit_down(&desk, "");
    desk.reads("m visual u undo");
    desk.tmux(&["resize-window", "-x", "100", "-y", "30"]);
    desk.reads("Enter judges the lot");
    desk.press("q");
    desk.reads("ended with 0");
    // Lines, where they are asked for.
    sit_down(&desk, "--plain");
    desk.reads("Put a card on the reader.");
    desk.line("q");
    desk.reads("ended with 0");
}

#[test]
fn a_lot_is_rejected_before_all_is_judged() {
    let Some(_rig) = rig() else { return };
    let delivery = Delivery::new();
    let bench = &delivery.bench;
    // Nobody encoded this one. A single defect is too many for so small a sample.
    bench.run("virtual --create-only --state blank.json --uid 04112233445599").ends(0);
    let Some(desk) = Terminal::open(bench, 200, 50) else { return };
    sit_down(&desk, "");
    desk.reads("↓ PUT A CARD");
    let blank = delivery.put("blank");
    desk.reads("✗ FAIL");
    blank.take_out();
    desk.reads("Last: ✗ FAIL");
    desk.reads("REJECTED already: Enter ends here, or go on");
    desk.press("Enter");
    desk.reads("ended with 1");
    desk.reads("REJECTED");
}
