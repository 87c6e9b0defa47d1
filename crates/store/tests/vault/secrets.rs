//! What someone reads, and can do, who has the vault's file but not its passphrase.

use std::fs;

use rusqlite::Connection;
use tapsmith_core::random::Random as _;
use tapsmith_core::record::Generation;
use tapsmith_core::secret::Reveal as _;
use tapsmith_store::{Damage, Error, OpenVault, RoleKeys, Vault};

use crate::common::{
    Dice, Fixture, PASSPHRASE, create, derived, now, operator, random, recipient, record,
};
use crate::forge::redigest;
use crate::world::{TEMPLATE, order};

fn five(vault: &OpenVault, batch: &str, id: u64) -> Result<RoleKeys, Error> {
    let batch = vault.batch(&batch.parse().unwrap())?;
    vault.keys(&batch)?.record(record(id), Generation::default())
}

/// All bytes of all files in the vault's folder.
fn folder(fixture: &Fixture) -> Vec<u8> {
    let files = fs::read_dir(fixture.dir()).unwrap();
    files.flat_map(|entry| fs::read(entry.unwrap().path()).unwrap()).collect()
}

fn holds(bytes: &[u8], needle: &[u8]) -> bool {
    bytes.windows(needle.len()).any(|window| window == needle)
}

#[test]
fn no_key_and_no_passphrase_in_the_folder() {
    let fixture = Fixture::new();
    let mut vault = fixture.unlock();
    create(&mut vault, &random("random"));
    vault.create_batch(&derived("derived"), None, now(), &mut Dice(99), &mut |_| true).unwrap();
    let mut master = [0; 16];
    Dice(99).fill(&mut master).unwrap();
    let mut secrets = vec![PASSPHRASE.as_bytes().to_vec(), master.to_vec()];
    for (batch, id) in [("random", 1), ("random", 3), ("derived", 1), ("derived", 3)] {
        let keys = five(&vault, batch, id).unwrap();
        secrets.extend(keys.iter().map(|(_, key)| key.reveal().to_vec()));
    }
    vault
        .note_orders(&derived("derived"), &[order("O-1", 1, 2)], TEMPLATE, now(), &mut Dice(7))
        .unwrap();
    secrets.push(TEMPLATE.as_bytes().to_vec());
    let open = folder(&fixture);
    drop(vault);
    let closed = folder(&fixture);
    assert!(holds(&open, b"example.com") && holds(&closed, b"example.com"), "the search works");
    for secret in secrets {
        let (lower, upper) = (hex::encode(&secret), hex::encode_upper(&secret));
        for needle in [secret.as_slice(), lower.as_bytes(), upper.as_bytes()] {
            assert!(!holds(&open, needle) && !holds(&closed, needle), "{lower}");
        }
    }
}

/// A row of another hand: its MAC says so before anything sealed in it is opened. That the seal itself
/// is bound to its place is proved beside the seal.
fn assert_row(table: &str, outcome: &Result<RoleKeys, Error>) {
    assert!(
        matches!(outcome, Err(Error::Damaged(Damage::Row { table: named, .. })) if *named == table),
        "{outcome:?}"
    );
}

/// Swaps a column between the two rows that `first` and `second` choose.
fn swap(sql: &Connection, table: &str, column: &str, first: &str, second: &str) {
    let read = |row| format!("SELECT {column} FROM {table} WHERE {row}");
    let one: Vec<u8> = sql.query_row(&read(first), (), |row| row.get(0)).unwrap();
    let two: Vec<u8> = sql.query_row(&read(second), (), |row| row.get(0)).unwrap();
    assert_ne!(one, two);
    for (row, value) in [(first, two), (second, one)] {
        let write = format!("UPDATE {table} SET {column} = ?1 WHERE {row}");
        assert_eq!(sql.execute(&write, [value]).unwrap(), 1);
    }
}

#[test]
fn swapped_master_keys_do_not_open() {
    let fixture = Fixture::new();
    let mut vault = fixture.unlock();
    create(&mut vault, &derived("one"));
    create(&mut vault, &derived("two"));
    swap(&fixture.sql(), "batches", "sealed_master", "name = 'one'", "name = 'two'");
    for batch in ["one", "two"] {
        assert_row("batches", &five(&vault, batch, 1));
    }
}

#[test]
fn swapped_record_keys_do_not_open() {
    let fixture = Fixture::new();
    let mut vault = fixture.unlock();
    create(&mut vault, &random("one"));
    create(&mut vault, &random("two"));
    let (first, second) = ("batch = 1 AND record = 1", "batch = 1 AND record = 2");
    swap(&fixture.sql(), "record_keys", "sealed", first, second);
    let (first, second) = ("batch = 1 AND record = 3", "batch = 2 AND record = 3");
    swap(&fixture.sql(), "record_keys", "sealed", first, second);
    for (batch, id) in [("one", 1), ("one", 2), ("one", 3), ("two", 3)] {
        assert_row("record_keys", &five(&vault, batch, id));
    }
    five(&vault, "two", 1).unwrap();
}

#[test]
fn keys_of_one_generation_do_not_pass_for_another() {
    let fixture = Fixture::new();
    let mut vault = fixture.unlock();
    create(&mut vault, &random("one"));
    fixture.sql().execute("UPDATE record_keys SET generation = 1 WHERE record = 1", ()).unwrap();
    let batch = vault.batch(&"one".parse().unwrap()).unwrap();
    let keys = vault.keys(&batch).unwrap();
    assert_row("record_keys", &keys.record(record(1), 1.try_into().unwrap()));
}

#[test]
fn keys_of_one_vault_do_not_open_in_another() {
    let [one, two] = [3, 4].map(|seed| {
        let root = tempfile::tempdir().unwrap();
        let fixture = Fixture { root };
        let recipients = [recipient(PASSPHRASE)];
        Vault::init(&fixture.dir(), &recipients, &operator(), now(), &mut Dice(seed)).unwrap();
        create(&mut fixture.unlock(), &derived("one"));
        fixture
    });
    let vault = two.unlock();
    let sealed: Vec<u8> =
        one.sql().query_row("SELECT sealed_master FROM batches", (), |row| row.get(0)).unwrap();
    two.sql().execute("UPDATE batches SET sealed_master = ?1", [sealed]).unwrap();
    redigest(&two.sql(), "batches");
    assert_row("batches", &five(&vault, "one", 1));
}

/// The sealed bytes of four tables, each flipped in turn, the row's digest mended.
#[test]
fn a_flipped_byte_of_any_sealed_secret_is_noticed() {
    let fixture = Fixture::new();
    let mut vault = fixture.unlock();
    create(&mut vault, &derived("derived"));
    create(&mut vault, &random("random"));
    let orders = [order("O-1", 1, 2)];
    vault.note_orders(&derived("derived"), &orders, TEMPLATE, now(), &mut Dice(7)).unwrap();
    drop(vault);
    for (table, column, row, length) in [
        ("recipients", "wrapped", "number = 1", 1 + 24 + 32 + 16),
        ("batches", "sealed_master", "name = 'derived'", 1 + 24 + 16 + 16),
        ("record_keys", "sealed", "record = 1", 1 + 24 + 80 + 16),
        ("orders", "sealed_template", "reference = 'O-1'", 1 + 24 + TEMPLATE.len() + 16),
    ] {
        let sql = fixture.sql();
        let read = format!("SELECT {column} FROM {table} WHERE {row}");
        let sealed: Vec<u8> = sql.query_row(&read, (), |row| row.get(0)).unwrap();
        assert_eq!(sealed.len(), length);
        let write = format!("UPDATE {table} SET {column} = ?1 WHERE {row}");
        for position in 0..length {
            let mut changed = sealed.clone();
            changed[position] ^= 0x10;
            sql.execute(&write, [changed]).unwrap();
            redigest(&sql, table);
            let outcome = fixture.try_unlock().and_then(|vault| {
                vault.built_order("O-1")?;
                Ok((five(&vault, "derived", 1)?, five(&vault, "random", 1)?))
            });
            assert!(
                matches!(outcome, Err(Error::WrongPassphrase | Error::Damaged(_))),
                "{table}, byte {position}: {outcome:?}"
            );
        }
        sql.execute(&write, [sealed]).unwrap();
    }
}
