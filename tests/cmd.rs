//! Command lines, as readable files: `cmd/*.trycmd` and `cmd/*.toml`, one file a theme, each in a
//! folder of its own that starts as `NAME.in`; and the console blocks of the README, in order, in one
//! folder.
//!
//! `[..]` stands for a part of a line that no two runs share, `...` for lines. When an output is
//! meant to change: `TRYCMD=overwrite cargo test -p tapsmith --test cmd`, then put the `[..]` back.

#![expect(clippy::unwrap_used, reason = "helpers of tests stop where they cannot go on")]

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use trycmd::TestCases;

/// Programs of the system that cases look at the outcome with.
const SYSTEM: [&str; 6] = ["cat", "cp", "ls", "mkdir", "stat", "truncate"];

/// What scripts outside stand on; more may come.
const PROMISED: [&str; 37] = [
    "init",
    "batch create",
    "batch list",
    "batch show",
    "batch export",
    "order build",
    "order check",
    "order rates",
    "order price",
    "order submit",
    "order commit",
    "order list",
    "order show",
    "order watch",
    "order reprint",
    "order cancel",
    "order refund",
    "account show",
    "models",
    "statuses",
    "file upload",
    "file get",
    "provider-sandbox",
    "vault settings",
    "vault history",
    "vault check",
    "card inspect",
    "card encode",
    "card verify",
    "sun sign",
    "sun verify",
    "qa plan",
    "qa run",
    "qa report",
    "reader list",
    "doctor",
    "virtual",
];

fn tests() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests"))
}

/// Cases that see nothing of the machine's own vault, passphrase and readers.
fn cases() -> TestCases {
    let cases = TestCases::new();
    cases
        .env("TAPSMITH_VAULT", "tapsmith-vault")
        .env("TAPSMITH_PASSPHRASE_FILE", "passphrase.txt")
        .env("PCSCLITE_CSOCK_NAME", "/nonexistent")
        .env("LC_ALL", "C")
        .env("NO_COLOR", "1");
    for name in SYSTEM {
        let path = std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default())
            .map(|folder| folder.join(name))
            .find(|path| path.is_file());
        // A case with a program that is not there would be passed over without a word.
        cases.register_bin(name, path.unwrap_or_else(|| PathBuf::from("/nonexistent").join(name)));
    }
    cases
}

#[test]
fn commands() {
    close_secrets(&tests().join("cmd"));
    cases().case(tests().join("cmd/*.trycmd")).case(tests().join("cmd/*.toml"));
}

/// A checkout forgets who may read a file, and tapsmith warns of a passphrase that all can read, and
/// refuses an order with keys.
fn close_secrets(folder: &Path) {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    for started in entries.filter(|path| path.extension().is_some_and(|end| end == "in")) {
        let files = fs::read_dir(started).unwrap().map(|entry| entry.unwrap().path());
        files
            .filter(|path| path.extension().is_some_and(|end| end == "txt" || end == "json"))
            .for_each(|f| close(&f));
    }
}

fn close(file: &Path) {
    fs::set_permissions(file, Permissions::from_mode(0o600)).unwrap();
}

#[test]
fn the_readme_tells_the_truth() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::copy(tests().join("../README.md"), at("README.md")).unwrap();
    fs::create_dir(at("README.in")).unwrap();
    for file in fs::read_dir(tests().join("readme.in")).unwrap() {
        let file = file.unwrap();
        fs::copy(file.path(), at("README.in").join(file.file_name())).unwrap();
    }
    close(&at("README.in").join("passphrase.txt"));
    let template = tests().join("../docs/order-template.json");
    fs::copy(template, at("README.in/order-template.json")).unwrap();
    // With a folder to compare with, trycmd runs all blocks in one copy of README.in.
    fs::create_dir(at("README.out")).unwrap();
    cases().case(at("README.md"));
}

#[test]
fn every_verb_explains_itself_with_an_example() {
    let verbs = verbs();
    for promised in PROMISED {
        assert!(verbs.iter().any(|verb| verb == promised), "{promised}");
    }
    let without: Vec<_> = verbs
        .iter()
        .filter(|verb| {
            !tapsmith(&format!("{verb} --help")).contains(&format!("Example: tapsmith {verb}"))
        })
        .collect();
    assert_eq!(without, Vec::<&String>::new(), "no \"Example: tapsmith VERB\" in their help");
}

/// All verbs that the help knows.
fn verbs() -> Vec<String> {
    let verbs = subcommands(&tapsmith("--help")).into_iter().flat_map(|group| {
        let inner = subcommands(&tapsmith(&format!("{group} --help")));
        if inner.is_empty() {
            vec![group]
        } else {
            inner.iter().map(|verb| format!("{group} {verb}")).collect()
        }
    });
    verbs.collect()
}

/// `tapsmith ... | head -1` is no failure.
#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("passphrase.txt"), "secret").unwrap();
    close(&folder.path().join("passphrase.txt"));
    let command = |arguments: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tapsmith"));
        command.args(arguments.split(' ')).current_dir(folder.path());
        command.env("TAPSMITH_PASSPHRASE_FILE", "passphrase.txt").env_remove("TAPSMITH_VAULT");
        command
    };
    for made in ["init --test-vault", "batch create b --count 5000 --base-url https://example.com"]
    {
        assert!(command(made).stdout(Stdio::null()).status().unwrap().success());
    }
    for format in ["text", "json", "ndjson", "csv"] {
        let mut export = command(&format!("batch export b --format {format}"));
        let mut export = export.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(export.stdout.take());
        let output = export.wait_with_output().unwrap();
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{format}");
        assert_eq!(output.status.code(), Some(0), "{format}");
    }
}

/// The names under "Commands:" of a help text.
fn subcommands(help: &str) -> Vec<String> {
    let listed = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    let names = listed.take_while(|line| !line.is_empty());
    let names = names.filter_map(|line| line.split_whitespace().next());
    names.filter(|name| *name != "help").map(str::to_owned).collect()
}

/// What `tapsmith` says on stdout.
fn tapsmith(arguments: &str) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_tapsmith"))
        .args(arguments.split(' '))
        .env("NO_COLOR", "1")
        .output()
        .unwrap();
    assert!(output.status.success(), "{arguments}");
    String::from_utf8(output.stdout).unwrap()
}
