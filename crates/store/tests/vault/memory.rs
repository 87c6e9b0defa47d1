//! Another database behind the same trait: maps in memory. What the trait says is enough for a vault.

use std::collections::BTreeMap;
use std::io;
use std::sync::{Arc, Mutex};

use tapsmith_store::rows::{Database, Held, Moment, Rows, Table, Value, Visitor, Wanted, Writing};
use tapsmith_store::{Backup, Cause, Error, OpenVault, Vault};

use crate::common::{Dice, Fixture, PASSPHRASE, credential, later, now, operator, recipient, room};
use crate::world::{advance, fill, read_all, read_closed};

/// A key in the order in which a database has it: numbers, then texts, then bytes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Integer(i64),
    Text(String),
    Blob(Vec<u8>),
}

impl Part {
    fn of(value: &Value) -> Self {
        match value {
            Value::Integer(number) => Self::Integer(*number),
            Value::Text(text) => Self::Text(text.clone()),
            Value::Blob(bytes) => Self::Blob(bytes.clone()),
            Value::Null => unreachable!("no key holds nothing"),
        }
    }
}

type Key = Vec<Part>;
type Tables = BTreeMap<&'static str, BTreeMap<Key, Vec<Value>>>;

/// All tables; clones of it are the same database.
#[derive(Debug, Clone, Default)]
struct Memory(Arc<Mutex<Tables>>);

/// A change: the tables as they will be.
struct Draft<'m> {
    tables: Tables,
    of: &'m Memory,
}

fn key(table: &Table, stored: &[Value]) -> Key {
    stored[..table.key].iter().map(Part::of).collect()
}

fn visit(
    tables: &Tables,
    table: &Table,
    wanted: &Wanted,
    each: &mut Visitor<'_>,
) -> Result<(), Error> {
    let place = |column: &str| table.columns.iter().position(|name| *name == column).unwrap();
    let equal =
        |row: &[Value]| wanted.equal.iter().all(|(column, value)| row[place(column)] == *value);
    let from = |row: &[Value]| {
        wanted.from.iter().all(|(column, least)| Part::of(&row[place(column)]) >= Part::of(least))
    };
    let rows = tables.get(table.name).into_iter().flat_map(BTreeMap::values);
    let mut rows: Vec<_> = rows.filter(|row| equal(row) && from(row)).cloned().collect();
    if wanted.backwards {
        rows.reverse();
    }
    for row in rows {
        if each(row)?.is_break() {
            break;
        }
    }
    Ok(())
}

impl Rows for Memory {
    fn visit(&self, table: &Table, wanted: &Wanted, each: &mut Visitor<'_>) -> Result<(), Error> {
        let tables = self.0.lock().unwrap().clone();
        visit(&tables, table, wanted, each)
    }
}

/// Nobody else is here: every moment is the same, and nothing is kept from anybody.
#[derive(Debug)]
struct Alone;

impl Moment for Alone {}

impl Held for Alone {}

impl Database for Memory {
    fn moment(&self) -> Result<Box<dyn Moment + '_>, Error> {
        Ok(Box::new(Alone))
    }

    fn change(&mut self, _who: &str) -> Result<Box<dyn Writing + '_>, Error> {
        let tables = self.0.lock().unwrap().clone();
        Ok(Box::new(Draft { tables, of: self }))
    }

    fn hold(&self, _what: &'static str) -> Result<Box<dyn Held>, Error> {
        Ok(Box::new(Alone))
    }

    fn check(&self) -> Result<(), Error> {
        Ok(())
    }

    fn forget(&mut self) -> Result<(), Error> {
        Ok(())
    }
}

impl Rows for Draft<'_> {
    fn visit(&self, table: &Table, wanted: &Wanted, each: &mut Visitor<'_>) -> Result<(), Error> {
        visit(&self.tables, table, wanted, each)
    }
}

impl Writing for Draft<'_> {
    fn insert(&mut self, table: &Table, stored: &[Value]) -> Result<(), Error> {
        let rows = self.tables.entry(table.name).or_default();
        if rows.insert(key(table, stored), stored.to_vec()).is_none() {
            return Ok(());
        }
        let taken = io::Error::from(io::ErrorKind::AlreadyExists);
        Err(Error::Database(Cause::new(taken)))
    }

    fn replace(&mut self, table: &Table, stored: &[Value]) -> Result<(), Error> {
        let rows = self.tables.entry(table.name).or_default();
        rows.insert(key(table, stored), stored.to_vec());
        Ok(())
    }

    fn remove(&mut self, table: &Table, key: &[Value]) -> Result<(), Error> {
        let key: Key = key.iter().map(Part::of).collect();
        self.tables.entry(table.name).or_default().remove(&key);
        Ok(())
    }

    fn commit(self: Box<Self>) -> Result<(), Error> {
        *self.of.0.lock().unwrap() = self.tables;
        Ok(())
    }
}

fn init(memory: &Memory) -> Vault {
    let recipients = [recipient(PASSPHRASE)];
    let database = Box::new(memory.clone());
    Vault::init_over(database, &recipients, &operator(), now(), &mut Dice(1)).unwrap()
}

fn unlock(memory: &Memory) -> OpenVault {
    Vault::over(Box::new(memory.clone())).unwrap().unlock(&credential(), operator()).unwrap()
}

/// Both databases, with the same randomness, through all that a vault does.
#[test]
fn a_vault_in_memory_is_the_one_in_sqlite() {
    let (memory, fixture) = (Memory::default(), Fixture::new());
    init(&memory);
    let (mut ours, mut theirs) = (unlock(&memory), fixture.unlock());
    for step in [fill, advance] {
        step(&mut ours);
        step(&mut theirs);
        assert_eq!(read_all(&mut ours), read_all(&mut theirs));
        assert_eq!(
            ours.check(None, &mut |_| true).unwrap(),
            theirs.check(None, &mut |_| true).unwrap()
        );
    }
    let [mut one, mut other] = [Vec::new(), Vec::new()];
    ours.backup(&mut one, later(), &mut Dice(40), &mut |_| true).unwrap();
    theirs.backup(&mut other, later(), &mut Dice(40), &mut |_| true).unwrap();
    assert!(one == other, "backups differ");
    let room = room();
    let backup = &mut &*one;
    let backup = Backup::read(backup).unwrap();
    backup.restore(room.path(), &credential(), None, operator(), later()).unwrap();
    for vault in [&mut ours, &mut theirs] {
        vault.rekey(&[recipient("another")], false, later(), &mut Dice(41)).unwrap();
    }
    assert_eq!(read_all(&mut ours), read_all(&mut theirs));
    drop(ours);
    let outcome = Vault::over(Box::new(memory)).unwrap().unlock(&credential(), operator());
    assert!(matches!(outcome, Err(Error::WrongPassphrase)), "{outcome:?}");
}

/// A row taken out, and one changed, are seen in any database.
#[test]
fn the_guard_stands_above_the_database() {
    let memory = Memory::default();
    init(&memory);
    let mut vault = unlock(&memory);
    fill(&mut vault);
    let whole = memory.0.lock().unwrap().clone();
    let is_good = || vault.check(None, &mut |_| true).unwrap().is_good();
    for table in ["cards", "taps", "orders", "history", "settings", "submissions", "uploads"] {
        memory.0.lock().unwrap().get_mut(table).unwrap().pop_last();
        assert!(!is_good(), "{table}");
        memory.0.lock().unwrap().clone_from(&whole);
        let mut tables = memory.0.lock().unwrap();
        let row = tables.get_mut(table).unwrap().values_mut().next_back().unwrap();
        // The last column before digest and MAC.
        let last = row.len() - 3;
        row[last] = Value::Text("another".to_owned());
        drop(tables);
        let closed = Vault::over(Box::new(memory.clone())).unwrap();
        let read = read_closed(&closed, &mut Vec::new());
        assert_eq!(read.is_ok(), table == "taps", "{table}: no closed vault reads taps");
        assert!(!is_good(), "{table}");
        memory.0.lock().unwrap().clone_from(&whole);
    }
    assert!(is_good());
    assert!(matches!(Vault::over(Box::new(Memory::default())), Err(Error::Damaged(_))));
}
