//! The program killed at each of its writes: every write to the vault and its log, every sync, every
//! rename of the card's file, once before it and once after it. The same command again finishes the
//! card as if nothing had been.
//!
//! It is counted up until a run ends by itself.

#![expect(clippy::unwrap_used, reason = "a test that cannot set up its bench has to stop")]

mod common;
#[path = "common/shim.rs"]
mod shim;

use std::fs;
use std::io::{self, Write as _};

use common::Bench;
use shim::{Shim, copy};
use tapsmith_picc::Memory;

/// A vault and a card, kept aside, and laid out anew for each run.
struct Start<'b> {
    bench: &'b Bench,
    shim: Shim,
}

impl<'b> Start<'b> {
    fn keep(bench: &'b Bench) -> Self {
        let start = Self { bench, shim: Shim::build(bench) };
        let _none = fs::remove_dir_all(bench.path("kept"));
        fs::create_dir(bench.path("kept")).unwrap();
        copy(&bench.path("tapsmith-vault"), &bench.path("kept/tapsmith-vault"));
        fs::copy(bench.path("card.json"), bench.path("kept/card.json")).unwrap();
        start
    }

    fn lay_out(&self) {
        fs::remove_dir_all(self.bench.path("tapsmith-vault")).unwrap();
        copy(&self.bench.path("kept/tapsmith-vault"), &self.bench.path("tapsmith-vault"));
        fs::copy(self.bench.path("kept/card.json"), self.bench.path("card.json")).unwrap();
    }

    /// Whether the command was killed at call `number`; else it ended by itself.
    fn is_killed(&self, command: &str, number: usize, after: bool) -> bool {
        self.shim.kills(self.bench.command(command), number, after)
    }

    fn card(&self) -> Memory {
        Memory::from_json(&fs::read_to_string(self.bench.path("card.json")).unwrap()).unwrap()
    }
}

/// Kills `command` everywhere; `again` after each finishes what it began. Returns how often.
fn kill_everywhere(start: &Start<'_>, command: &str, check: impl Fn(&Start<'_>)) -> usize {
    start.lay_out();
    start.bench.run(command).ends(0);
    let whole = start.card();
    let mut kills = 0;
    for after in [false, true] {
        for number in 1.. {
            start.lay_out();
            if !start.is_killed(command, number, after) {
                assert!(number > 10, "{command}: only {number} calls: is the shim in place?");
                break;
            }
            kills += 1;
            finish(start, command);
            let card = start.card();
            assert!(card.same_but_for_counters(&whole), "{command}, killed at {number}");
            check(start);
        }
    }
    kills
}

/// Runs the command again. A reset that was killed after its last write has nothing left to do, and
/// the vault no longer knows the card.
fn finish(start: &Start<'_>, command: &str) {
    let again = start.bench.run(&format!("{command} --format json"));
    if command.contains("reset") && again.code == Some(0) && again.stdout.contains("null") {
        return;
    }
    let said = again.ends(0).json();
    assert_eq!(said.get("failed_authentications").and_then(serde_json::Value::as_u64), Some(0));
    assert_eq!(said.get("verdict").and_then(serde_json::Value::as_str), Some("pass"));
}

const ENCODE: &str = "card encode --batch b --record 1 --reader virtual:card.json";
const RESET: &str = "card reset --yes --reader virtual:card.json";
const VERIFY: &str = "card verify --batch b --reader virtual:card.json";

/// Every profile, and both ways to have keys.
const BATCHES: [&str; 5] = [
    "--profile sun-aes",
    "--profile sun-aes --keys random",
    "--profile sun-plain",
    "--profile sun-enc-file",
    "--profile static-url",
];

#[test]
fn killed_at_any_write_the_same_command_finishes_the_card() {
    finish_all(&BATCHES[..2]);
}

#[test]
fn and_the_cards_of_the_other_profiles() {
    finish_all(&BATCHES[2..]);
}

fn finish_all(batches: &[&str]) {
    let (mut encodes, mut resets) = (0, 0);
    for batch in batches {
        let bench = Bench::new();
        let create = "batch create b --count 2 --base-url https://example.com/c";
        bench.run(&format!("{create} {batch}")).ends(0);
        bench.run("virtual --state card.json --create-only").ends(0);
        let start = Start::keep(&bench);
        encodes += kill_everywhere(&start, ENCODE, |start| {
            start.bench.run(VERIFY).ends(0);
        });
        start.lay_out();
        bench.run(ENCODE).ends(0);
        let start = Start::keep(&bench);
        resets += kill_everywhere(&start, RESET, |start| {
            start.bench.run(&ENCODE.replace(" --record 1", "")).ends(0);
        });
    }
    // Past the capture of the test harness: the counts are what this test says.
    let mut stderr = io::stderr();
    writeln!(stderr, "{encodes} encodes and {resets} resets killed and finished").unwrap();
}
