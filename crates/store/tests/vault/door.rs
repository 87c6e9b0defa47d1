//! Making, opening and unlocking a vault.

use std::fs;
use std::thread;

use tapsmith_store::{Credential, Damage, Error, KdfCost, NewRecipient, Vault};

use crate::common::{
    Dice, FailsAfter, Fixture, PASSPHRASE, credential, init, now, operator, recipient,
};
use crate::forge::redigest;

#[test]
fn opens_without_a_secret_and_unlocks_with_its_passphrase() {
    let fixture = Fixture::new();
    assert_eq!(fixture.open().batches().unwrap(), []);
    fixture.open().unlock(&credential(), operator()).unwrap();
}

#[test]
fn the_default_cost_opens_too() {
    let root = tempfile::tempdir().unwrap();
    let dear = NewRecipient::Passphrase(PASSPHRASE.into(), KdfCost::default());
    let vault = Vault::init(root.path(), &[dear], &operator(), now(), &mut Dice(1)).unwrap();
    vault.unlock(&credential(), operator()).unwrap();
}

#[test]
fn another_passphrase_does_not_open_it() {
    for wrong in ["", "correct horse battery stapl", "correct horse battery staple "] {
        let wrong = Credential::Passphrase(wrong.into());
        let outcome = Fixture::new().open().unlock(&wrong, operator());
        assert!(matches!(outcome, Err(Error::WrongPassphrase)), "{outcome:?}");
    }
}

#[test]
fn a_credential_of_another_kind_does_not_open_it() {
    let outcome = Fixture::new().open().unlock(&Credential::Identities(Vec::new()), operator());
    assert!(matches!(outcome, Err(Error::WrongIdentity)), "{outcome:?}");
}

#[test]
fn nobody_or_an_empty_passphrase_makes_no_vault() {
    let root = tempfile::tempdir().unwrap();
    let dir = root.path().join("vault");
    let outcome = Vault::init(&dir, &[], &operator(), now(), &mut Dice(1));
    assert!(matches!(outcome, Err(Error::NoRecipient)), "{outcome:?}");
    let both = [recipient(PASSPHRASE), recipient("")];
    let outcome = Vault::init(&dir, &both, &operator(), now(), &mut Dice(1));
    assert!(matches!(outcome, Err(Error::EmptyPassphrase)), "{outcome:?}");
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
    Vault::open(root.path()).unwrap().unlock(&credential(), operator()).unwrap();
}

/// The id, the data key, the salt, the nonce: whichever of them fails.
#[test]
fn a_failed_init_leaves_nothing() {
    let init = |dir: &_, fills| {
        let recipients = [recipient(PASSPHRASE)];
        Vault::init(dir, &recipients, &operator(), now(), &mut FailsAfter(fills))
    };
    for asked in 0..4 {
        let root = tempfile::tempdir().unwrap();
        let made = root.path().join("made");
        for dir in [root.path(), &made] {
            let outcome = init(dir, asked);
            assert!(matches!(outcome, Err(Error::Random)), "{asked}: {outcome:?}");
            assert_eq!(fs::read_dir(root.path()).unwrap().count(), 0);
        }
    }
    init(tempfile::tempdir().unwrap().path(), 4).unwrap();
}

#[test]
fn a_newer_vault_is_refused_by_both_numbers() {
    let fixture = Fixture::new();
    fixture.sql().pragma_update(None, "user_version", 7).unwrap();
    let error = Vault::open(&fixture.dir()).unwrap_err();
    assert!(matches!(error, Error::Newer { found: 7, known: 3 }));
    assert_eq!(
        error.to_string(),
        "the vault has format 7, and this tapsmith knows formats up to 3"
    );
}

/// Whoever edits the parameters also has to mend the digest; a closed vault believes it then.
#[test]
fn parameters_that_would_take_all_memory_are_refused() {
    let fixture = Fixture::new();
    let edit = "UPDATE recipients SET params = replace(params, '\"m_kib\":8', '\"m_kib\":33000')";
    fixture.sql().execute(edit, ()).unwrap();
    let outcome = fixture.try_unlock();
    assert!(matches!(outcome, Err(Error::Damaged(Damage::Row { .. }))), "{outcome:?}");
    redigest(&fixture.sql(), "recipients");
    let outcome = fixture.try_unlock();
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
    redigest(&fixture.sql(), "recipients");
    let outcome = fixture.try_unlock();
    assert!(matches!(outcome, Err(Error::WrongPassphrase)), "{outcome:?}");
}

#[test]
fn debug_shows_no_secret() {
    let printed = format!("{:?}", Fixture::new().unlock());
    assert_eq!(printed, "OpenVault { vault: Vault { database: Sqlite { .. }, .. }, .. }");
}
