//! Making, opening and unlocking a vault.

use std::fs;
use std::thread;

use tapsmith_store::{Damage, Error, KdfCost, Vault};

use crate::common::{Dice, FailsAfter, Fixture, init, passphrase};

#[test]
fn opens_without_a_secret_and_unlocks_with_its_passphrase() {
    let fixture = Fixture::new();
    assert_eq!(fixture.open().dir(), fixture.dir());
    fixture.open().unlock(&passphrase()).unwrap();
}

#[test]
fn the_default_cost_opens_too() {
    let root = tempfile::tempdir().unwrap();
    let vault = Vault::init(root.path(), &passphrase(), KdfCost::default(), &mut Dice(1)).unwrap();
    vault.unlock(&passphrase()).unwrap();
}

#[test]
fn another_passphrase_does_not_open_it() {
    for wrong in ["", "correct horse battery stapl", "correct horse battery staple "] {
        let outcome = Fixture::new().open().unlock(&wrong.into());
        assert!(matches!(outcome, Err(Error::WrongPassphrase)), "{outcome:?}");
    }
}

#[test]
fn an_empty_passphrase_makes_no_vault() {
    let root = tempfile::tempdir().unwrap();
    let dir = root.path().join("vault");
    let outcome = Vault::init(&dir, &"".into(), KdfCost::least(), &mut Dice(1));
    assert!(matches!(outcome, Err(Error::EmptyPassphrase)));
    assert!(!dir.exists());
}

#[test]
fn where_there_is_none_is_said() {
    let root = tempfile::tempdir().unwrap();
    let absent = root.path().join("absent");
    let file = root.path().join("file");
    fs::write(&file, "").unwrap();
    for dir in [root.path(), &absent, &file] {
        let error = Vault::open(dir).unwrap_err();
        assert!(matches!(&error, Error::Missing { dir: named } if named == dir), "{error:?}");
        assert!(error.hint().unwrap().contains("tapsmith init"));
    }
    assert!(!absent.exists());
}

#[test]
fn a_vault_is_never_made_over_another() {
    let fixture = Fixture::new();
    let before = fs::read(fixture.file()).unwrap();
    assert!(matches!(init(&fixture.dir()), Err(Error::Exists { .. })));
    assert_eq!(fs::read(fixture.file()).unwrap(), before);
}

#[test]
fn of_two_at_the_same_moment_one_makes_it() {
    let root = tempfile::tempdir().unwrap();
    let outcomes: Vec<_> = thread::scope(|scope| {
        let threads: Vec<_> = (0..4).map(|_| scope.spawn(|| init(root.path()).map(drop))).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1, "{outcomes:?}");
    for outcome in outcomes {
        assert!(matches!(outcome, Ok(()) | Err(Error::Exists { .. })), "{outcome:?}");
    }
    Vault::open(root.path()).unwrap().unlock(&passphrase()).unwrap();
}

/// The id, the data key, the salt, the nonce: whichever of them fails.
#[test]
fn a_failed_init_leaves_nothing() {
    for asked in 0..4 {
        let root = tempfile::tempdir().unwrap();
        let made = root.path().join("made");
        for dir in [root.path(), &made] {
            let outcome = Vault::init(dir, &passphrase(), KdfCost::least(), &mut FailsAfter(asked));
            assert!(matches!(outcome, Err(Error::Random)), "{asked}: {outcome:?}");
            assert_eq!(fs::read_dir(root.path()).unwrap().count(), 0);
        }
    }
    let root = tempfile::tempdir().unwrap();
    Vault::init(root.path(), &passphrase(), KdfCost::least(), &mut FailsAfter(4)).unwrap();
}

#[test]
fn a_newer_vault_is_refused_by_both_numbers() {
    let fixture = Fixture::new();
    fixture.sql().pragma_update(None, "user_version", 7).unwrap();
    let error = Vault::open(&fixture.dir()).unwrap_err();
    assert!(matches!(error, Error::Newer { found: 7, known: 1 }));
    assert_eq!(
        error.to_string(),
        "the vault has format 7, and this tapsmith knows formats up to 1"
    );
}

#[test]
fn parameters_that_would_take_all_memory_are_refused() {
    let fixture = Fixture::new();
    let params = "replace(params, '\"m_kib\":8', '\"m_kib\":33000')";
    fixture.sql().execute(&format!("UPDATE recipients SET params = {params}"), ()).unwrap();
    let outcome = fixture.open().unlock(&passphrase());
    assert!(
        matches!(outcome, Err(Error::Damaged(Damage::Cost { m_kib: 33000, t: 1, p: 1 }))),
        "{outcome:?}"
    );
}

/// Parameters are sealed into the wrapped key: cheaper ones do not pass for the true ones.
#[test]
fn changed_parameters_do_not_open() {
    let fixture = Fixture::new();
    fixture.sql().execute("UPDATE recipients SET params = params || ' '", ()).unwrap();
    let outcome = fixture.open().unlock(&passphrase());
    assert!(matches!(outcome, Err(Error::WrongPassphrase)), "{outcome:?}");
}

#[test]
fn a_vault_written_to_for_long_is_busy() {
    let fixture = Fixture::new();
    let mut vault = fixture.unlock();
    let other = fixture.sql();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    // Reading goes on meanwhile.
    assert_eq!(fixture.open().batches().unwrap(), []);
    assert!(matches!(vault.remember(None, &[]), Err(Error::Busy)));
    other.execute_batch("ROLLBACK").unwrap();
    assert_eq!(vault.remember(None, &[]).unwrap(), []);
}

#[test]
fn debug_shows_the_folder_alone() {
    let fixture = Fixture::new();
    let printed = format!("{:?}", fixture.unlock());
    assert_eq!(
        printed,
        format!("OpenVault {{ vault: Vault {{ dir: {:?}, .. }}, .. }}", fixture.dir())
    );
}
