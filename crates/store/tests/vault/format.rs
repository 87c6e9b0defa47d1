//! Format 1, frozen: a vault that was made once and has to open for ever, and how the next format may
//! differ from it.

use std::fs;
use std::path::PathBuf;

use rusqlite::types::Value;
use sha2::{Digest as _, Sha256};
use tapsmith_core::derive::ts1::Role;
use tapsmith_core::secret::Reveal as _;
use tapsmith_store::rows::{ALL, Table};
use tapsmith_store::{Damage, Error, Vault};

use crate::common::{Fixture, generation, record, room, uid};
use crate::forge::{canonical, mac, rows, rows_key};
use crate::world::{derived, fill, imported, random};

fn frozen() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/format-1.sqlite")
}

/// A copy of the frozen vault: opening one may bring it to a newer format.
fn copy() -> Fixture {
    let fixture = Fixture { root: room() };
    fs::create_dir(fixture.dir()).unwrap();
    fs::copy(frozen(), fixture.file()).unwrap();
    fixture
}

/// Ran once, when format 1 was made. It never writes over what it made.
#[test]
#[ignore = "made the frozen vault"]
fn make_the_frozen_vault() {
    if frozen().exists() {
        return;
    }
    let fixture = Fixture::new();
    fill(&mut fixture.unlock());
    let shrink = "PRAGMA journal_mode = DELETE; PRAGMA page_size = 1024; VACUUM; \
                  PRAGMA journal_mode = WAL;";
    fixture.sql().execute_batch(shrink).unwrap();
    fs::copy(fixture.file(), frozen()).unwrap();
}

#[test]
fn a_vault_of_format_1_opens_is_whole_and_has_its_keys() {
    let fixture = copy();
    let vault = fixture.unlock();
    let checked = vault.check(None, &mut |_| true).unwrap();
    assert_eq!(checked.findings, []);
    assert_eq!(
        (checked.rows, checked.secrets, checked.head.length, &*checked.head.head),
        (37, 7, 13, "ACB654EC88B52F3E143A48DBF2EA03893FC86F995AC7FFE6F81ECFC26FDC11BC")
    );
    for (batch, id, of, role, key) in [
        (derived(), 1, 0, Role::AppMaster, "ad22af09daedd9823c9b8cdece4ab8e9"),
        (derived(), 3, 1, Role::FileRead, "b8b7a4238b543ccc3c5363458e8effc6"),
        (random(), 1, 0, Role::MetaRead, "decb7f281736329c0c76cc0a329718a8"),
        (random(), 1, 1, Role::MetaRead, "e4fee0eb4fe835ffd76cd81d78858800"),
        (imported(), 6, 0, Role::FileRead, "03030303030303030303030303030303"),
    ] {
        let keys = vault.keys(&vault.batch(&batch.name).unwrap()).unwrap();
        let found = keys.key(record(id), role, generation(of)).unwrap();
        assert_eq!(hex::encode(found.reveal()), key, "{}, record {id}", batch.name);
    }
    let known = vault.known_keys(uid(1)).unwrap();
    assert_eq!(hex::encode(known[0].held.key.reveal()), "a1".repeat(16));
}

/// `table` as the next format has it: with a column more.
fn wider(table: &Table) -> Table {
    let columns = table.columns.iter().copied().chain(["note"]).collect::<Vec<_>>();
    Table { name: table.name, columns: columns.leak(), key: table.key }
}

#[test]
fn a_column_more_leaves_every_row_as_it_was() {
    let fixture = copy();
    for table in ALL {
        let add = format!("ALTER TABLE {} ADD COLUMN note TEXT", table.name);
        fixture.sql().execute_batch(&add).unwrap();
    }
    let key = rows_key();
    for table in ALL {
        let wider = wider(table);
        for row in rows(&fixture.sql(), &wider) {
            let [values @ .., Value::Blob(digest), Value::Blob(stored)] = &row[..] else {
                panic!("{row:?}")
            };
            assert_eq!(values.last(), Some(&Value::Null));
            let canonical = canonical(&wider, values);
            assert_eq!(*digest, Sha256::digest(&canonical)[..8], "{}", table.name);
            assert_eq!(*stored, mac(&key, &canonical), "{}", table.name);
        }
    }
    // Today's program knows neither the column nor the number.
    let outcome = Vault::open(&fixture.dir());
    assert!(matches!(outcome, Err(Error::Damaged(Damage::Schema))), "{outcome:?}");
    fixture.sql().pragma_update(None, "user_version", 2).unwrap();
    let before = fs::read(fixture.file()).unwrap();
    let outcome = Vault::open(&fixture.dir());
    assert!(matches!(outcome, Err(Error::Newer { found: 2, known: 1 })), "{outcome:?}");
    assert_eq!(fs::read(fixture.file()).unwrap(), before);
}
