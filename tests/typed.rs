//! What no command can undo is done when somebody at a terminal has typed "yes", with tmux as the terminal; without
//! tmux the test says that it was passed over.

#[expect(dead_code, reason = "each test takes what it needs")]
mod common;
#[expect(dead_code, reason = "each test takes what it needs")]
#[path = "common/terminal.rs"]
mod terminal;

use std::fs;

use common::Bench;
use terminal::Terminal;

const ENCODE: &str = "card encode --batch b --reader virtual:card.json";

/// Runs the program, after `before`, on an empty screen. What it ended with is shown behind `mark`, which no run
/// before it had.
fn run(desk: &Terminal<'_>, before: &str, mark: &str) {
    let program = env!("CARGO_BIN_EXE_tapsmith");
    desk.line(&format!("clear; {before}{program} {ENCODE}; echo {mark} $?"));
}

/// In full, for the card that is named; asked once, and a word in a pipe is none.
#[test]
fn what_no_command_can_undo_waits_for_a_typed_yes() {
    let bench = Bench::new();
    let create = "batch create b --count 2 --base-url https://example.com/c --profile sun-lrp";
    bench.run(create).ends(0);
    bench.run("virtual --state card.json --uid 04112233445566 --create-only").ends(0);
    let blank = fs::read(bench.path("card.json")).unwrap();
    let untouched = || fs::read(bench.path("card.json")).unwrap() == blank;
    let Some(desk) = Terminal::open(&bench, 120, 24) else { return };
    run(&desk, "echo yes | ", "piped");
    desk.reads("piped 9");
    assert!(untouched());
    for (mark, typed) in [("first", "y"), ("second", "no"), ("third", "")] {
        run(&desk, "", mark);
        desk.reads("Type yes to go on:");
        desk.line(typed);
        let seen = desk.reads(&format!("{mark} 9"));
        assert!(seen.contains("on the card 04112233445566: enable_lrp"), "{seen}");
        assert!(untouched(), "{typed:?}");
    }
    run(&desk, "", "fourth");
    desk.reads("Type yes to go on:");
    desk.line("yes");
    let seen = desk.reads("fourth 0");
    assert!(seen.contains("the card speaks LRP"), "{seen}");
    run(&desk, "", "fifth");
    let seen = desk.reads("fifth 0");
    assert!(!seen.contains("Type yes"), "{seen}");
}
