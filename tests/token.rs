//! A batch whose master key is in a token: a real SoftHSM2, through the real binary.

#![expect(clippy::unwrap_used, reason = "a test that cannot set up its bench has to stop")]

mod common;

use std::fs;
use std::process::Command;

use common::{Bench, Run};

const LIBRARY: &str = "/usr/lib/softhsm/libsofthsm2.so";
const PIN: &str = "80417265";

/// A bench with a token called `office`, whose PIN is in `pin.txt`.
struct Office(Bench);

impl Office {
    fn new() -> Self {
        let bench = Bench::new();
        fs::create_dir(bench.path("tokens")).unwrap();
        let conf = format!("directories.tokendir = {}\n", bench.path("tokens").display());
        fs::write(bench.path("softhsm2.conf"), conf).unwrap();
        bench.secret_file("pin.txt", PIN);
        bench.secret_file("wrong.txt", "11111111");
        let office = Self(bench);
        let made = Command::new("softhsm2-util")
            .args(["--init-token", "--free", "--label", "office", "--pin", PIN, "--so-pin", PIN])
            .env("SOFTHSM2_CONF", office.0.path("softhsm2.conf"))
            .output();
        assert!(made.is_ok_and(|made| made.status.success()), "run scripts/need softhsm2");
        office
    }

    fn run(&self, arguments: &str) -> Run {
        let mut command = self.0.command(arguments);
        command.env("SOFTHSM2_CONF", self.0.path("softhsm2.conf"));
        command.output().unwrap().into()
    }

    fn create(&self, name: &str, uri: &str, pin: &str) -> Run {
        let records = "--count 3 --base-url https://example.com/c";
        self.run(&format!("batch create {name} {records} --hsm {uri} --pin-file {pin}"))
    }
}

fn uri(token: &str) -> String {
    format!("pkcs11:token={token}?module-path={LIBRARY}")
}

#[test]
fn cards_of_a_batch_whose_master_key_stays_in_the_token() {
    let office = Office::new();
    let made = office.create("spring", &uri("office"), "pin.txt").ends(0);
    assert!(made.stdout.contains("  master    in the token pkcs11:token=office?"), "{made:?}");
    for job in ["card encode", "card verify"] {
        let card = "--batch spring --reader virtual:card.json --pin-file pin.txt";
        let run = office.run(&format!("{job} {card}")).ends(0);
        assert!(run.stdout.starts_with("PASS record 1 of spring"), "{run:?}");
    }
    let export = "batch export spring --reveal-keys --format ndjson";
    let keys = office.run(&format!("{export} --pin-file pin.txt")).ends(0).stdout;
    assert_eq!(keys.lines().count(), 3);
    // The same keys from the token again; none without it.
    assert_eq!(office.run(&format!("{export} --pin-file pin.txt")).ends(0).stdout, keys);
    office.run("vault check").ends(0);
    let pulled = office.0.path("pulled");
    fs::rename(office.0.path("tokens"), &pulled).unwrap();
    fs::create_dir(office.0.path("tokens")).unwrap();
    let run = office.run(&format!("{export} --pin-file pin.txt")).ends(11);
    assert!(run.stderr.starts_with("error: no token fits pkcs11:token=office"), "{run:?}");
    // What needs no key goes on.
    office.run("batch show spring").ends(0);
    office.run("vault check").ends(0);
}

#[test]
fn keys_that_a_batch_shares_come_out_of_the_token_too() {
    let office = Office::new();
    let records = "--count 3 --base-url https://example.com/c --profile sun-private";
    let token = uri("office");
    office.run(&format!("batch create spring {records} --hsm {token} --pin-file pin.txt")).ends(0);
    let keys = |name: &str| {
        let export = "batch export spring --reveal-keys --format ndjson --pin-file pin.txt";
        let listed = office.run(export).ends(0).stdout;
        let key =
            |line: &str| line.split(&format!("\"{name}\":\"")).nth(1).unwrap()[..32].to_owned();
        listed.lines().map(key).collect::<std::collections::BTreeSet<_>>()
    };
    let (public, private) = (keys("public_key"), keys("private_key"));
    assert_eq!((public.len(), private.len()), (1, 3));
    let rotate = "batch rotate spring --records 1-3 --pin-file pin.txt --yes";
    office.run(rotate).ends(0);
    assert_eq!(keys("public_key"), public);
    assert!(keys("private_key").is_disjoint(&private));
}

#[test]
fn a_wrong_pin_is_tried_once() {
    let office = Office::new();
    office.create("spring", &uri("office"), "pin.txt").ends(0);
    let export = "batch export spring --reveal-keys --format ndjson --pin-file";
    let run = office.run(&format!("{export} wrong.txt")).ends(11);
    assert!(run.stderr.contains("is wrong: one try was spent"), "{run:?}");
    for pin in ["wrong.txt", "pin.txt"] {
        let run = office.run(&format!("{export} {pin} --yes")).ends(9);
        assert!(run.stderr.contains("counts its PIN tries low: none was spent"), "{run:?}");
        assert!(run.stderr.contains("--try-pin-again"), "{run:?}");
    }
    office.run(&format!("{export} pin.txt --try-pin-again")).ends(0);
    office.run(&format!("{export} pin.txt")).ends(0);
}

#[test]
fn what_is_missing_is_named_and_nothing_is_made() {
    let office = Office::new();
    for (uri, pin, code, said) in [
        (uri("nowhere").as_str(), "pin.txt", 11, "error: no token fits"),
        (
            "pkcs11:token=office?module-path=/none.so",
            "pin.txt",
            11,
            "error: the PKCS#11 library /none.so",
        ),
        (&uri("office"), "none.txt", 2, "error: the token's PIN cannot be read"),
        (
            "pkcs11:token=office?pin-value=80417265",
            "pin.txt",
            2,
            "error: --hsm: a PIN does not belong",
        ),
        ("office", "pin.txt", 2, "error: --hsm: "),
    ] {
        let run = office.create("spring", uri, pin).ends(code);
        assert!(run.stderr.starts_with(said), "{run:?}");
    }
    let run = office.run(&format!(
        "batch create spring --count 3 --base-url https://example.com/c --hsm {}",
        uri("office")
    ));
    assert!(run.ends(2).stderr.contains("hint: give it in a file with --pin-file FILE"));
    let batches = office.run("batch list --format json").ends(0).json();
    assert_eq!(batches.get("batches"), Some(&serde_json::json!([])));
}

/// A key was made for a batch that then could not be stored: it does not stay behind.
#[test]
fn a_name_that_is_taken_leaves_no_key_in_the_token() {
    let office = Office::new();
    office.create("spring", &uri("office"), "pin.txt").ends(0);
    let objects = || {
        let tokens = fs::read_dir(office.0.path("tokens")).unwrap();
        tokens.map(|token| fs::read_dir(token.unwrap().path()).unwrap().count()).sum::<usize>()
    };
    let before = objects();
    office.create("spring", &uri("office"), "pin.txt").ends(9);
    assert_eq!(objects(), before);
    let taken = office.create("summer", &uri("office"), "pin.txt").ends(0);
    assert!(objects() > before, "{taken:?}");
}
