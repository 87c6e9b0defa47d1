//! Any one byte of the file flipped: either nothing that can be read changes, or the damage is named.
//!
//! Every byte of a small vault with something in every table.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::{fs, thread};

use tapsmith_store::{Error, Vault};

use crate::common::{Fixture, credential, operator, room};
use crate::world::{Words, fill, read_closed, read_open};

/// The filled vault in as few bytes as SQLite makes of it.
fn smallest() -> Vec<u8> {
    let fixture = Fixture::new();
    fill(&mut fixture.unlock());
    let shrink = "PRAGMA journal_mode = DELETE; PRAGMA page_size = 512; VACUUM; \
                  PRAGMA journal_mode = WAL;";
    fixture.sql().execute_batch(shrink).unwrap();
    fs::read(fixture.file()).unwrap()
}

/// A folder in which one file after the other is a vault.
struct Bench {
    dir: tempfile::TempDir,
    truth: Words,
}

impl Bench {
    fn new(file: &[u8]) -> Self {
        let mut bench = Self { dir: room(), truth: Words::new() };
        let mut truth = Words::new();
        bench.read(file, &mut truth).unwrap();
        bench.truth = truth;
        bench
    }

    fn path(&self, ending: &str) -> PathBuf {
        self.dir.path().join(format!("vault.{ending}"))
    }

    /// All that this file says: first without a secret, then what it takes one for.
    fn read(&self, file: &[u8], words: &mut Words) -> Result<(), Error> {
        for ending in ["sqlite-wal", "sqlite-shm", "sqlite-journal", "holder"] {
            drop(fs::remove_file(self.path(ending)));
        }
        fs::write(self.path("sqlite"), file).unwrap();
        let vault = Vault::open(self.dir.path())?;
        read_closed(&vault, words)?;
        read_open(&mut vault.unlock(&credential(), operator())?, words)
    }

    /// What a flip came to: a word for what is good, else what was read or said.
    fn judge(&self, file: &[u8]) -> Result<&'static str, String> {
        let mut words = Words::new();
        let outcome = self.read(file, &mut words);
        if let Some((word, truth)) =
            words.iter().zip(&self.truth).find(|(word, truth)| word != truth)
        {
            return Err(format!("read {word}, written {truth}"));
        }
        match outcome {
            Ok(()) if words.len() == self.truth.len() => Ok("unchanged"),
            Err(Error::Damaged(_)) => Ok("damaged"),
            Err(Error::Newer { .. }) => Ok("newer"),
            // SQLite's mark of a file that a newer SQLite may read and not write: all of it was read.
            Err(Error::ReadOnly) => Ok("not written to"),
            // Whoever opens a vault is told this of a changed entry too: the seal knows no more.
            Err(Error::WrongPassphrase) => Ok("wrong passphrase"),
            outcome => Err(format!("{} of {} read: {outcome:?}", words.len(), self.truth.len())),
        }
    }
}

type Outcomes = BTreeMap<Result<&'static str, String>, Vec<usize>>;

/// Every `step`-th byte from `first` on.
fn flip(file: &[u8], mask: u8, first: usize, step: usize) -> Outcomes {
    let bench = Bench::new(file);
    let mut outcomes = Outcomes::new();
    let mut flipped = file.to_vec();
    for place in (first..file.len()).step_by(step) {
        flipped[place] ^= mask;
        outcomes.entry(bench.judge(&flipped)).or_default().push(place);
        flipped[place] ^= mask;
    }
    outcomes
}

/// Every byte of the file, on all processors.
fn flip_all(mask: u8) {
    let file = smallest();
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let mut all = Outcomes::new();
    thread::scope(|scope| {
        let file = &file;
        let run = |first| scope.spawn(move || flip(file, mask, first, threads));
        for outcomes in (0..threads).map(run).collect::<Vec<_>>() {
            for (outcome, places) in outcomes.join().unwrap() {
                all.entry(outcome).or_default().extend(places);
            }
        }
    });
    println!("{} bytes, each flipped by {mask:02X}:", file.len());
    for (outcome, places) in &all {
        println!("  {outcome:?}: {}, at {:?}", places.len(), &places[..places.len().min(8)]);
    }
    assert!(all.keys().all(Result::is_ok), "a flip that nobody names: see above");
    assert_eq!(all.values().map(Vec::len).sum::<usize>(), file.len());
}

#[test]
fn any_byte_flipped_is_harmless_or_named() {
    flip_all(0xFF);
}

#[test]
#[ignore = "minutes: scripts/soak runs it"]
fn any_byte_with_its_lowest_or_highest_bit_flipped_is_harmless_or_named() {
    flip_all(0x01);
    flip_all(0x80);
}
