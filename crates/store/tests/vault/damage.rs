//! Files that are not what tapsmith wrote.

use std::fs;

use tapsmith_core::record::Generation;
use tapsmith_store::{Damage, Error, OpenVault, Vault};

use crate::common::{Fixture, create, derived, passphrase, random, record};

/// Everything that reads.
fn read_all(fixture: &Fixture) -> Result<(), Error> {
    let vault: OpenVault = Vault::open(&fixture.dir())?.unlock(&passphrase())?;
    for stored in vault.batches()? {
        vault.keys(&stored.batch)?.record(record(1), Generation::default())?;
        vault.generation(&stored.batch, record(1))?;
        vault.cards(&stored.batch)?;
    }
    Ok(())
}

fn with_batches() -> Fixture {
    let fixture = Fixture::new();
    let mut vault = fixture.unlock();
    create(&mut vault, &derived("one"));
    create(&mut vault, &random("two"));
    fixture
}

#[test]
fn files_of_other_kinds_are_damage() {
    let fixture = Fixture::new();
    for content in [&b""[..], b"x", b"not a database, but long enough to be one", &[0; 4096]] {
        fs::write(fixture.file(), content).unwrap();
        let outcome = Vault::open(&fixture.dir());
        assert!(matches!(outcome, Err(Error::Damaged(_))), "{content:?}: {outcome:?}");
    }
}

#[test]
fn the_sqlite_file_of_another_program_is_left_alone() {
    let fixture = Fixture::new();
    fs::remove_file(fixture.file()).unwrap();
    fixture.sql().execute_batch("CREATE TABLE vault (id); INSERT INTO vault VALUES (1)").unwrap();
    let before = fs::read(fixture.file()).unwrap();
    let outcome = Vault::open(&fixture.dir());
    assert!(matches!(outcome, Err(Error::Damaged(Damage::NotAVault))), "{outcome:?}");
    assert_eq!(fs::read(fixture.file()).unwrap(), before);
}

/// The last page is an empty index: without its end it still says all it said.
#[test]
fn every_truncation_is_noticed() {
    let fixture = with_batches();
    let whole = fs::read(fixture.file()).unwrap();
    read_all(&fixture).unwrap();
    for length in (0..whole.len()).step_by(1021) {
        fs::write(fixture.file(), &whole[..length]).unwrap();
        let outcome = read_all(&fixture);
        let harmless = length > whole.len() - 4096 && outcome.is_ok();
        assert!(
            harmless || matches!(outcome, Err(Error::Damaged(_))),
            "{length} bytes: {outcome:?}"
        );
    }
}

/// Each page overwritten in turn: an error or all as before, never a panic.
#[test]
fn an_overwritten_page_is_no_panic() {
    let fixture = with_batches();
    let whole = fs::read(fixture.file()).unwrap();
    for page in 0..whole.len() / 4096 {
        let mut changed = whole.clone();
        changed[page * 4096..][..4096].fill(0xA5);
        fs::write(fixture.file(), &changed).unwrap();
        drop(read_all(&fixture));
    }
}

#[test]
fn values_that_tapsmith_does_not_write_are_damage() {
    for change in [
        "UPDATE batches SET name = '../etc' WHERE number = 1",
        "UPDATE batches SET first_record = 0",
        "UPDATE batches SET first_record = last_record + 1",
        "UPDATE batches SET last_record = 9007199254740992",
        "UPDATE batches SET keys = 'none'",
        "UPDATE batches SET profile = '{}'",
        "UPDATE batches SET created_at = 'yesterday'",
        "UPDATE batches SET sealed_master = NULL WHERE keys = 'derived'",
        "UPDATE vault SET id = zeroblob(16); DELETE FROM vault",
        "DELETE FROM recipients",
        "UPDATE recipients SET params = '{}'",
        "INSERT INTO generations VALUES (1, 1, 255)",
        "INSERT INTO cards VALUES (1, 1, x'04112233445566', 0, 'lost', 0, '2026-01-01T00:00:00Z')",
        "DROP TABLE taps; DROP TABLE cards",
    ] {
        let fixture = with_batches();
        fixture.sql().execute_batch(change).unwrap();
        let outcome = read_all(&fixture);
        assert!(matches!(outcome, Err(Error::Damaged(_))), "{change}: {outcome:?}");
    }
}
