//! The program killed while it writes to the vault: at each write, sync and rename of every kind of
//! change, and at random moments of long ones. After each kill the vault opens, its check is clean,
//! what was acknowledged is there, and what was not is there whole or not at all.

#![expect(clippy::unwrap_used, reason = "a test that cannot set up its bench has to stop")]

mod common;
#[path = "common/shim.rs"]
mod shim;

use std::fs;
use std::io::{self, Write as _};
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use common::Bench;
use shim::{Shim, copy};

const BASE: &str = "--base-url https://example.com/c";

/// A change, and how one sees that it happened.
struct Change {
    command: &'static str,
    /// Ends 0 once it happened.
    sign: &'static str,
    /// Said again after a kill: 0, or 9 where it had happened and is refused a second time.
    again: &'static [i32],
}

const CHANGES: [Change; 9] = [
    Change {
        command: "batch create new --count 3 --base-url https://example.com/c",
        sign: "batch show new",
        again: &[0, 9],
    },
    Change {
        command: "batch create new --count 40 --keys random --base-url https://example.com/c",
        sign: "batch show new",
        again: &[0, 9],
    },
    Change { command: "batch import keys.csv --name new", sign: "batch show new", again: &[0, 9] },
    Change { command: "batch rotate old --all --yes", sign: "vault check", again: &[0] },
    Change { command: "batch retire old", sign: "vault check", again: &[0] },
    Change { command: "batch export old --reveal-keys", sign: "vault check", again: &[0] },
    Change {
        command: "vault rekey --test-vault --new-passphrase-file new.txt",
        sign: "vault check --passphrase-file new.txt",
        again: &[0, 11],
    },
    Change { command: "vault backup a.backup --yes", sign: "vault check", again: &[0] },
    Change {
        command: "vault restore kept.backup --vault restored",
        sign: "vault check --vault restored",
        again: &[0, 9],
    },
];

/// A vault with two batches, a list of keys, a backup; and what was acknowledged of them.
struct Start {
    bench: Bench,
    shim: Shim,
    keys: String,
}

impl Start {
    fn new() -> Self {
        let bench = Bench::new();
        bench.run(&format!("batch create old --count 5 --keys random {BASE}")).ends(0);
        bench.run(&format!("batch create older --count 5 {BASE}")).ends(0);
        bench.run("vault backup kept.backup").ends(0);
        bench.run("batch export older --reveal-keys --format csv --out keys.csv").ends(0);
        bench.secret_file("new.txt", "Another-Passphrase");
        let keys = bench.run("batch export older --reveal-keys").ends(0).stdout;
        copy(&bench.path("tapsmith-vault"), &bench.path("kept"));
        let shim = Shim::build(&bench);
        Self { bench, shim, keys }
    }

    fn lay_out(&self) {
        for folder in ["tapsmith-vault", "restored"] {
            let _none = fs::remove_dir_all(self.bench.path(folder));
        }
        let _none = fs::remove_file(self.bench.path("a.backup"));
        copy(&self.bench.path("kept"), &self.bench.path("tapsmith-vault"));
    }

    /// The vault opens with one of the two passphrases, every row, key and event in it is as it was
    /// written and none is missing, and the batch that nobody touched has the keys it had.
    fn is_whole(&self, what: &str) {
        let new = self.bench.run("vault check --passphrase-file new.txt").code == Some(0);
        let with = if new { " --passphrase-file new.txt" } else { "" };
        let checked = self.bench.run(&format!("vault check --format json{with}")).ends(0).json();
        assert_eq!(checked.get("findings"), Some(&serde_json::json!([])), "{what}");
        let keys = self.bench.run(&format!("batch export older --reveal-keys{with}")).ends(0);
        assert_eq!(keys.stdout, self.keys, "{what}");
    }
}

#[test]
fn killed_at_any_write_of_any_change() {
    let start = Start::new();
    let mut kills = 0;
    for change in &CHANGES {
        for after in [false, true] {
            for number in 1.. {
                start.lay_out();
                if !start.shim.kills(start.bench.command(change.command), number, after) {
                    assert!(number > 3, "{}: only {number} calls", change.command);
                    start.bench.run(change.sign).ends(0);
                    break;
                }
                kills += 1;
                start.is_whole(change.command);
                let again = start.bench.run(change.command).code.unwrap();
                assert!(change.again.contains(&again), "{}: {again}", change.command);
                start.bench.run(change.sign).ends(0);
            }
        }
    }
    said(&format!("{kills} changes killed"));
}

/// At random moments of changes that take a while: so many times as `TAPSMITH_KILLS` says, else 50.
#[test]
fn killed_at_random_moments_of_long_changes() {
    let times = std::env::var("TAPSMITH_KILLS").ok().and_then(|n| n.parse().ok()).unwrap_or(50);
    let start = Start::new();
    let mut list = b"record_id,public_key,private_key\n".to_vec();
    for record in 1..=4000 {
        writeln!(list, "{record},{record:032X},{:032X}", record + 100_000).unwrap();
    }
    fs::write(start.bench.path("long.csv"), list).unwrap();
    let create = format!("batch create long --count 4000 --keys random {BASE}");
    let import = format!("batch import long.csv {BASE}");
    let rotate = "batch rotate old --all --yes".to_owned();
    let backup = "vault backup a.backup --yes".to_owned();
    let rekey = "vault rekey --test-vault --keep --new-passphrase-file new.txt".to_owned();
    let commands = [create, import, rotate, backup, rekey];
    let mut dice = Dice(0x7A95_4D17);
    let mut killed = 0;
    for turn in 0..times {
        let command = &commands[turn % commands.len()];
        start.lay_out();
        let takes = {
            let begun = Instant::now();
            start.bench.run(command).ends(0);
            begun.elapsed()
        };
        start.lay_out();
        killed += usize::from(kill_after(start.bench.command(command), takes.mul_f64(dice.roll())));
        start.is_whole(command);
    }
    assert!(
        killed * 4 > times,
        "only {killed} of {times} were killed: the moments are badly chosen"
    );
    said(&format!("{killed} of {times} long changes killed at random moments"));
}

/// Whether the command was still at work when the time came.
fn kill_after(mut command: Command, time: Duration) -> bool {
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    sleep(time);
    let _ended = child.kill();
    !child.wait().unwrap().success()
}

/// Numbers below 1 that follow each other for ever in the same way: `SplitMix64`.
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        let [.., high, low] = (z ^ (z >> 31)).to_be_bytes();
        f64::from(u16::from_be_bytes([high, low])) / f64::from(u16::MAX)
    }
}

/// Past the capture of the test harness: the counts are what these tests say.
fn said(counts: &str) {
    let mut stderr = io::stderr();
    writeln!(stderr, "{counts}").unwrap();
}
