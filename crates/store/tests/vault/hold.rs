//! One process at a time sends orders.

use std::io::{BufRead as _, BufReader};
use std::os::unix::fs::PermissionsExt as _;
use std::process::{Child, Command, Stdio};
use std::{env, fs, thread};

use tapsmith_store::{Error, Vault};

use crate::common::{Fixture, create, now};
use crate::world::derived;

fn is_busy(vault: &Vault) -> bool {
    match vault.hold_orders() {
        Ok(_) => false,
        Err(Error::OrdersBusy) => true,
        Err(error) => panic!("{error:?}"),
    }
}

#[test]
fn orders_are_held_by_one_and_the_vault_by_nobody() {
    let fixture = Fixture::new();
    let (mut one, mut other) = (fixture.unlock(), fixture.unlock());
    let held = one.hold_orders().unwrap();
    assert!(is_busy(&other) && is_busy(&one), "a process's own second try too");
    // Whoever holds them writes, and so does everybody else.
    create(&mut one, &derived());
    other.set_setting("a", Some("1"), now()).unwrap();
    let mode = fs::metadata(fixture.dir().join("orders.lock")).unwrap().permissions().mode();
    assert_eq!(mode & 0o7777, 0o600);
    drop(one);
    assert!(is_busy(&other), "held by itself, not by its vault");
    drop(held);
    assert!(!is_busy(&other));
    assert!(!is_busy(&Fixture::new().open()), "each vault has its own");
}

/// What a process of its own does: see below.
#[test]
#[ignore = "a part of another test, which runs it in a process of its own"]
fn a_sender_in_a_process_of_its_own() {
    let Ok(dir) = env::var("TAPSMITH_SENDER_DIR") else { return };
    let _held = Vault::open(dir.as_ref()).unwrap().hold_orders().unwrap();
    println!("\nheld");
    loop {
        thread::park();
    }
}

fn start(fixture: &Fixture) -> Child {
    let mut child = Command::new(env::current_exe().unwrap())
        .args(["--ignored", "--nocapture", "--exact", "hold::a_sender_in_a_process_of_its_own"])
        .env("TAPSMITH_SENDER_DIR", fixture.dir())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    assert!(lines.map(Result::unwrap).any(|line| line == "held"));
    child
}

#[test]
fn a_process_that_is_killed_lets_go() {
    let fixture = Fixture::new();
    let mut child = start(&fixture);
    let busy = is_busy(&fixture.open());
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(busy);
    assert!(!is_busy(&fixture.open()));
}
