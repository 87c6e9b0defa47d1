//! The program killed while it orders: at each write, and at each word with the server. After each kill
//! the same command, said again, ends with one order, committed once, and the vault's check is clean.

#![expect(clippy::unwrap_used, reason = "a test that cannot set up its bench has to stop")]

mod common;
#[path = "common/shim.rs"]
mod shim;

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;
use std::process::Command;

use common::Bench;
use shim::{Shim, copy};
use tapsmith_orders::Name;
use tapsmith_sandbox::{Config, Sandbox};

const SUBMIT: &str = "order submit orders/one-0001.json --timeout 0.5";
const COMMIT: &str = "order commit spring-cards-0001 --yes --timeout 0.5";

/// A vault with a batch of one card, and its order file; then the same with the order sent.
struct Start {
    bench: Bench,
    shim: Shim,
}

impl Start {
    fn new() -> Self {
        let bench = Bench::new();
        let template = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/order-template.json");
        fs::copy(template, bench.path("template.json")).unwrap();
        bench.run("batch create one --count 1 --base-url https://example.com/c").ends(0);
        bench.run("order build one --template template.json --out orders").ends(0);
        for folder in ["tapsmith-vault", "orders"] {
            copy(&bench.path(folder), &bench.path(format!("{folder}-kept")));
        }
        let shim = Shim::build(&bench);
        Self { bench, shim }
    }

    /// Everything as it was, and a server that has nothing.
    fn lay_out(&self) -> Sandbox {
        for folder in ["tapsmith-vault", "orders"] {
            let _none = fs::remove_dir_all(self.bench.path(folder));
            copy(&self.bench.path(format!("{folder}-kept")), &self.bench.path(folder));
        }
        Sandbox::start(Config::new(Name::Printags)).unwrap()
    }

    fn command(&self, arguments: &str, sandbox: &Sandbox) -> Command {
        let mut command = self.bench.command(arguments);
        command.env("TAPSMITH_API_URL", sandbox.url());
        command.env("TAPSMITH_PRINTAGS_TOKEN", sandbox.token());
        command
    }

    /// Says it until it is done: a busy machine may need more than one answer in time.
    fn finish(&self, arguments: &str, sandbox: &Sandbox) {
        let mut said = String::new();
        for _ in 0..6 {
            let ended = self.command(arguments, sandbox).output().unwrap();
            if ended.status.success() {
                return;
            }
            said.push_str(&String::from_utf8_lossy(&ended.stderr));
        }
        assert_eq!(said, "", "{arguments}");
    }

    /// There is one order, committed so often; the vault is whole and its file a receipt.
    fn is_right(&self, sandbox: &Sandbox, commits: u32, what: &str) {
        let state = sandbox.state();
        let found: Vec<_> = state.orders.iter().map(|order| order.commits).collect();
        assert_eq!(found, [commits], "{what}");
        let checked = self.bench.run("vault check --format json").ends(0).json();
        assert_eq!(checked.get("findings"), Some(&serde_json::json!([])), "{what}");
        let file = fs::read_to_string(self.bench.path("orders/one-0001.json")).unwrap();
        assert!(file.contains("\"privateKey\": \"[redacted]\""), "{what}");
    }
}

#[test]
fn killed_anywhere_while_it_submits() {
    let start = Start::new();
    let mut kills = 0;
    for after in [false, true] {
        for number in 1.. {
            let sandbox = start.lay_out();
            let killed = start.shim.kills(start.command(SUBMIT, &sandbox), number, after);
            assert!(sandbox.state().orders.len() <= 1, "{number}");
            assert!(sandbox.state().orders.iter().all(|order| order.commits == 0), "{number}");
            start.finish(SUBMIT, &sandbox);
            start.is_right(&sandbox, 0, &format!("submit, call {number}"));
            if !killed {
                assert!(number > 20, "only {number} calls");
                break;
            }
            kills += 1;
        }
    }
    said(&format!("{kills} submissions killed: one order each"));
}

#[test]
fn killed_anywhere_while_it_commits() {
    let start = Start::new();
    let mut kills = 0;
    for after in [false, true] {
        for number in 1.. {
            let sandbox = start.lay_out();
            start.finish(SUBMIT, &sandbox);
            let killed = start.shim.kills(start.command(COMMIT, &sandbox), number, after);
            assert!(sandbox.state().orders.iter().all(|order| order.commits <= 1), "{number}");
            start.finish(COMMIT, &sandbox);
            start.is_right(&sandbox, 1, &format!("commit, call {number}"));
            let shown = start.bench.run("order list --format json").ends(0).json();
            assert_eq!(shown.pointer("/orders/0/state").unwrap(), "committed", "{number}");
            if !killed {
                assert!(number > 20, "only {number} calls");
                break;
            }
            kills += 1;
        }
    }
    said(&format!("{kills} commits killed: one commit each"));
}

/// Past the capture of the test harness: the counts are what these tests say.
fn said(counts: &str) {
    let mut stderr = io::stderr();
    writeln!(stderr, "{counts}").unwrap();
}
