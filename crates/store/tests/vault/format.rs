//! Format 1, frozen: a vault and a backup that were made once and have to open for ever; and how the
//! next format may differ from this one.

use std::fs;
use std::path::PathBuf;

use rusqlite::types::Value;
use sha2::{Digest as _, Sha256};
use tapsmith_core::derive::ts1::Role;
use tapsmith_core::secret::Reveal as _;
use tapsmith_store::rows::{ALL, Table};
use tapsmith_store::{Damage, Error, Vault};

use crate::backup::{check, restore};
use crate::common::{Dice, Fixture, generation, later, now, record, room, uid};
use crate::forge::{canonical, mac, rows, rows_key};
use crate::world::{TEMPLATE, derived, fill, imported, key_at, order, random, sent};

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
    // Brought to this format first.
    drop(fixture.open());
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
    fixture.sql().pragma_update(None, "user_version", 4).unwrap();
    let before = fs::read(fixture.file()).unwrap();
    let outcome = Vault::open(&fixture.dir());
    assert!(matches!(outcome, Err(Error::Newer { found: 4, known: 3 })), "{outcome:?}");
    assert_eq!(fs::read(fixture.file()).unwrap(), before);
}

/// What format 1 wrote down of an order is told in the words of this format, and all goes on from there.
#[test]
fn a_vault_of_format_1_takes_the_next_step_whole() {
    let fixture = copy();
    let version = || {
        let read = |row: &rusqlite::Row<'_>| row.get::<_, u32>(0);
        fixture.sql().pragma_query_value(None, "user_version", read).unwrap()
    };
    assert_eq!(version(), 1);
    let mut vault = fixture.unlock();
    assert_eq!(version(), 3);
    let batch = vault.batch(&derived().name).unwrap();
    assert_eq!(vault.orders_of(&batch).unwrap(), [order("O-1", 1, 2)]);
    assert_eq!(vault.count_ordered(&batch).unwrap(), 2);
    let [noted] = &vault.built_order("O-1").unwrap()[..] else { panic!() };
    assert_eq!((&noted.batch, &noted.order), (&batch.name, &order("O-1", 1, 2)));
    assert_eq!((&noted.template, noted.at), (&None, now()));
    let nothing = (vault.settings().unwrap(), vault.submissions().unwrap());
    assert_eq!((nothing, vault.qa_plans().unwrap()), ((vec![], vec![]), vec![]));
    drop(vault);
    // A second time there is no step to take.
    vault = fixture.unlock();
    vault.note_orders(&batch, &[order("O-1", 1, 3)], TEMPLATE, later(), &mut Dice(5)).unwrap();
    let key = key_at("api.printags.com", "O-1");
    vault.begin_submission(&sent(&key, &batch), later()).unwrap();
    let checked = vault.check(None, &mut |_| true).unwrap();
    assert_eq!((checked.findings, checked.head.length), (vec![], 15));
    assert_eq!(vault.built_order("O-1").unwrap()[0].template.as_deref().unwrap(), TEMPLATE);
}

/// A backup that the first version wrote: its rows lack the columns that came later.
#[test]
fn a_backup_of_format_1_makes_a_vault_of_this_format() {
    let bytes = fs::read(frozen().with_extension("backup")).unwrap();
    let (fixture, restored) = (copy(), Fixture { root: room() });
    let mut vault = fixture.unlock();
    let head = check(&vault, &bytes).unwrap();
    assert_eq!((head.format, &head.history), (1, &vault.head().unwrap()));
    restore(&bytes, &restored.dir()).unwrap();
    for table in ALL.iter().filter(|table| !matches!(table.name, "totals" | "history")) {
        let [mine, theirs] = [&restored, &fixture].map(|of| rows(&of.sql(), table));
        assert_eq!(mine, theirs, "{}", table.name);
    }
    vault = restored.unlock();
    assert!(vault.check(Some(&head.history.head), &mut |_| true).unwrap().is_good());
}
