//! Files that are not what tapsmith wrote.

use std::fs;

use tapsmith_core::record::Generation;
use tapsmith_store::{Claim, Damage, Error, Vault};

use crate::common::{Fixture, create, derived, now, random, record, uid};
use crate::forge::redigest;

/// What can be read without a secret.
fn read_closed(fixture: &Fixture) -> Result<(), Error> {
    let vault = Vault::open(&fixture.dir())?;
    for stored in vault.batches()? {
        vault.generation(&stored.batch, record(1))?;
        vault.cards(&stored.batch)?;
    }
    Ok(())
}

/// What can be read with it.
fn read_all(fixture: &Fixture) -> Result<(), Error> {
    let vault = fixture.try_unlock()?;
    for stored in vault.batches()? {
        vault.keys(&stored.batch)?.record(record(1), Generation::default())?;
        vault.generation(&stored.batch, record(1))?;
        vault.cards(&stored.batch)?;
    }
    Ok(())
}

fn claim(fixture: &Fixture) {
    let (record, uid, generation) = (record(1), uid(1), Generation::default());
    let claim = Claim { record, uid, generation, is_virtual: false, replaces: None };
    fixture.unlock().claim(&derived("one"), claim, now()).unwrap();
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

/// The digest tells whoever edits a row and does not know of it.
const EDITS: [&str; 13] = [
    "UPDATE batches SET name = '../etc' WHERE number = 1",
    "UPDATE batches SET first_record = 0",
    "UPDATE batches SET first_record = last_record + 1",
    "UPDATE batches SET last_record = 9007199254740992",
    "UPDATE batches SET keys = 'none'",
    "UPDATE batches SET profile = '{}'",
    "UPDATE batches SET created_at = 'yesterday'",
    "UPDATE batches SET state = 'lost'",
    "UPDATE batches SET sealed_master = NULL WHERE keys = 'derived'",
    "UPDATE recipients SET params = '{}'",
    "INSERT INTO generations VALUES (1, 1, 256, x'', x'')",
    "INSERT INTO cards VALUES (1, 1, x'04112233445566', 0, 'lost', 0, '2026-01-01', x'', x'')",
    "UPDATE vault SET id = zeroblob(16)",
];

#[test]
fn an_edited_row_is_damage() {
    for edit in EDITS {
        let fixture = with_batches();
        fixture.sql().execute_batch(edit).unwrap();
        let outcome = read_all(&fixture);
        assert!(matches!(outcome, Err(Error::Damaged(Damage::Row { .. }))), "{edit}: {outcome:?}");
    }
}

/// Whoever knows of it mends the digest. The closed vault then sees the value itself, the open one
/// the MAC.
#[test]
fn values_that_tapsmith_does_not_write_are_damage() {
    for edit in EDITS {
        let fixture = with_batches();
        fixture.sql().execute_batch(edit).unwrap();
        for table in ["batches", "recipients", "generations", "cards", "vault"] {
            redigest(&fixture.sql(), table);
        }
        let outcome = read_closed(&fixture);
        let harmless = ["sealed_master", "params", "vault"].iter().any(|word| edit.contains(word));
        assert!(
            matches!(outcome, Err(Error::Damaged(Damage::Value { .. } | Damage::Records)))
                || harmless && outcome.is_ok(),
            "{edit}: {outcome:?}"
        );
        let outcome = read_all(&fixture);
        // The vault's id is bound into the wrapped data key.
        let wrong = edit.contains("vault") && matches!(outcome, Err(Error::WrongPassphrase));
        assert!(wrong || matches!(outcome, Err(Error::Damaged(_))), "{edit}: {outcome:?}");
    }
}

#[test]
fn what_a_vault_cannot_be_without_is_missed() {
    for (edit, damage) in [
        ("DELETE FROM vault", Damage::NotAVault),
        ("DELETE FROM totals", Damage::Totals),
        ("DELETE FROM recipients", Damage::Recipient),
        // SQLite's own check, made at each opening of a small file.
        ("UPDATE vault SET number = 2", Damage::Inconsistent),
        ("UPDATE cards SET uid = x'00'", Damage::Inconsistent),
    ] {
        let fixture = with_batches();
        claim(&fixture);
        fixture.sql().execute_batch(edit).unwrap();
        let outcome = read_all(&fixture);
        let Err(Error::Damaged(named)) = outcome else { panic!("{edit}: {outcome:?}") };
        assert_eq!(named, damage, "{edit}");
    }
    let fixture = with_batches();
    fixture.sql().execute_batch("DROP TABLE taps; DROP TABLE cards").unwrap();
    let outcome = read_all(&fixture);
    assert!(matches!(outcome, Err(Error::Damaged(Damage::Schema))), "{outcome:?}");
}
