//! Several stations, threads and processes, on one vault.

use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;
use std::{env, thread};

use tapsmith_core::batch::{Batch, KeyScheme};
use tapsmith_store::{Error, OpenVault, Operator, Vault};

use crate::common::{Dice, Fixture, batch, create, credential, later, now, record, uid};
use crate::world::{claim, inspection};

/// How many cards each station makes.
const EACH: u8 = 20;

fn cards() -> Batch {
    batch("cards", KeyScheme::Derived, 1, 200)
}

fn station(dir: &std::path::Path, name: &str) -> OpenVault {
    let operator: Operator = name.parse().unwrap();
    Vault::open(dir).unwrap().unlock(&credential(), operator).unwrap()
}

/// Makes the cards that are this station's: `number * EACH` and on.
fn make_cards(vault: &mut OpenVault, number: u8) {
    for card in (number * EACH..).take(usize::from(EACH)) {
        let id = u64::from(card) + 1;
        vault.claim(&cards(), claim(id, card), now()).unwrap();
        vault.mark_encoded(&cards(), record(id), uid(card), later()).unwrap();
    }
}

/// What a process of its own does: see below.
#[test]
#[ignore = "a part of another test, which runs it in a process of its own"]
fn a_station_in_a_process_of_its_own() {
    let Ok(dir) = env::var("TAPSMITH_STATION_DIR") else { return };
    let number = env::var("TAPSMITH_STATION").unwrap().parse().unwrap();
    make_cards(&mut station(dir.as_ref(), "process"), number);
}

fn start(fixture: &Fixture, number: u8) -> Child {
    Command::new(env::current_exe().unwrap())
        .args(["--ignored", "--exact", "concurrent::a_station_in_a_process_of_its_own"])
        .env("TAPSMITH_STATION_DIR", fixture.dir())
        .env("TAPSMITH_STATION", number.to_string())
        .stdout(Stdio::null())
        .spawn()
        .unwrap()
}

/// Two processes and two threads write; two more threads read on meanwhile, and never see a card
/// that goes again.
#[test]
fn nothing_is_lost_between_stations() {
    let fixture = Fixture::new();
    create(&mut fixture.unlock(), &cards());
    let all = usize::from(EACH) * 4;
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        for open in [false, true] {
            let (fixture, done) = (&fixture, &done);
            scope.spawn(move || read_on(fixture, open, done));
        }
        let threads = [0, 1].map(|number| {
            let dir = fixture.dir();
            scope.spawn(move || make_cards(&mut station(&dir, "thread"), number))
        });
        let processes = [2, 3].map(|number| start(&fixture, number));
        // All have ended before anything is said of how, or the readers would read on for ever.
        let threads = threads.map(thread::ScopedJoinHandle::join);
        let processes = processes.map(|mut process| process.wait());
        done.store(true, Ordering::Relaxed);
        assert!(threads.iter().all(Result::is_ok));
        assert!(processes.into_iter().all(|status| status.unwrap().success()));
    });
    let vault = fixture.unlock();
    let checked = vault.check(None, &mut |_| true).unwrap();
    assert_eq!(checked.findings, []);
    // The vault, the batch, and two events of each card.
    assert_eq!(checked.head.length, 2 + 2 * i64::try_from(all).unwrap());
    assert_eq!(vault.count_cards(&cards()).unwrap().encoded, u64::try_from(all).unwrap());
}

fn read_on(fixture: &Fixture, open: bool, done: &AtomicBool) {
    let open = open.then(|| fixture.unlock());
    let closed = fixture.open();
    let vault: &Vault = open.as_deref().unwrap_or(&closed);
    let (mut seen, mut events) = (0, 0);
    while !done.load(Ordering::Relaxed) {
        let counts = vault.cards(&cards()).unwrap().len();
        assert!(counts >= seen);
        seen = counts;
        let mut length = 0;
        vault.history(1, &mut |entry| length = entry.number).unwrap();
        assert!(length >= events);
        events = length;
    }
}

/// What is checked is of one moment: a station that writes meanwhile is no damage.
#[test]
fn a_vault_written_to_opens_and_checks_clean() {
    let fixture = Fixture::new();
    create(&mut fixture.unlock(), &cards());
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        let writer = scope.spawn(|| {
            let mut vault = fixture.unlock();
            while !done.load(Ordering::Relaxed) {
                vault.inspected(&cards(), inspection(1, 1, true), now()).unwrap();
            }
        });
        let looks = || {
            let checked = fixture.try_unlock()?.check(None, &mut |_| true)?;
            Ok::<_, Error>(checked.findings)
        };
        let found: Vec<_> = (0..30).map(|_| looks()).collect();
        done.store(true, Ordering::Relaxed);
        writer.join().unwrap();
        for found in found {
            assert_eq!(found.unwrap(), []);
        }
    });
}

/// A station that makes a large batch keeps another waiting: after twenty seconds that one is told who.
#[test]
fn whoever_waits_in_vain_is_told_for_whom() {
    let fixture = Fixture::new();
    let (begun, wait) = mpsc::channel();
    let (release, released) = mpsc::channel();
    thread::scope(|scope| {
        // Let go too should this thread fail: the other one would wait for ever.
        let release = release;
        let dir = fixture.dir();
        scope.spawn(move || {
            let large = batch("large", KeyScheme::Random, 1, 1500);
            // Told at 1000, half-way, and at the end.
            let mut half_way =
                |done| done != 1000 || begun.send(()).is_ok() && released.recv().is_ok();
            let mut busy = station(&dir, "Anna");
            busy.create_batch(&large, None, now(), &mut Dice(9), &mut half_way).unwrap();
        });
        wait.recv().unwrap();
        let mut other = station(&fixture.dir(), "Bert");
        // Reading goes on meanwhile.
        assert_eq!(other.batches().unwrap(), []);
        let error = other.remember(None, &[]).unwrap_err();
        let Error::Busy { holder: Some(holder) } = &error else { panic!("{error:?}") };
        let process = format!("Anna, process {}, since 20", std::process::id());
        assert!(holder.starts_with(&process), "{holder}");
        assert!(error.to_string().starts_with("the vault is busy: held by Anna, process "));
        release.send(()).unwrap();
        // Waited for rather than refused, now that it ends.
        create(&mut other, &cards());
    });
    let names: Vec<_> = fixture.open().batches().unwrap();
    assert_eq!(names.len(), 2);
    assert!(fixture.unlock().check(None, &mut |_| true).unwrap().is_good());
}
