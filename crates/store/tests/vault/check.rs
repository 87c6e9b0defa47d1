//! `check`: a good vault, and one in which sealed values changed places.

use tapsmith_store::rows::ALL;
use tapsmith_store::{Damage, Finding};

use crate::common::Fixture;
use crate::forge::{put, redigest, rows, table};
use crate::world::fill;

#[test]
fn a_good_vault_has_no_findings_and_is_counted() {
    let fixture = Fixture::new();
    let mut vault = fixture.unlock();
    fill(&mut vault);
    let checked = vault.check(None, &mut |_| true).unwrap();
    assert_eq!((checked.is_good(), &checked.findings), (true, &Vec::new()));
    let all: usize = ALL.iter().map(|table| rows(&fixture.sql(), table).len()).sum();
    assert_eq!(checked.rows, u64::try_from(all).unwrap());
    assert_eq!(checked.rows, vault.row_count().unwrap());
    // A master key; two random records, each in two generations; an imported record; a key change; the
    // templates of two orders.
    assert_eq!(checked.secrets, 1 + 4 + 1 + 1 + 2);
    assert_eq!(checked.head, vault.head().unwrap());
}

/// Between two rows of a table, and from one table to another of the same length.
#[test]
fn sealed_values_that_changed_places_are_found() {
    for (one, other) in [
        (("record_keys", 0), ("record_keys", 1)),
        (("record_keys", 1), ("record_keys", 3)),
        (("record_keys", 0), ("key_changes", 0)),
        (("batches", 0), ("key_changes", 0)),
        (("orders", 0), ("orders", 1)),
    ] {
        let fixture = Fixture::new();
        let mut vault = fixture.unlock();
        fill(&mut vault);
        let sql = fixture.sql();
        let [first, second] = [one, other].map(|(name, row)| {
            let sealed = table(name).columns.iter().position(|name| name.starts_with("sealed"));
            let sealed = sealed.unwrap();
            (name, row, sealed, rows(&sql, table(name))[row][sealed].clone())
        });
        for ((name, row, sealed, _), value) in [(&first, &second.3), (&second, &first.3)] {
            let mut all = rows(&sql, table(name));
            all[*row][*sealed] = value.clone();
            put(&sql, table(name), &all);
            redigest(&sql, name);
        }
        let found = vault.check(None, &mut |_| true).unwrap().findings;
        for (name, _) in [one, other] {
            let named = |finding: &Finding| matches!(&finding.0, Damage::Row { table, .. } if *table == name);
            assert!(found.iter().any(named), "{one:?}, {other:?}: {found:?}");
        }
    }
}
