//! Who can open a vault, and how that changes.

use std::fs;

use age::secrecy::ExposeSecret as _;
use age::x25519::Identity;
use rusqlite::types::Value;
use tapsmith_store::{
    AgeIdentity, BadIdentity, Credential, Damage, Error, Kinds, NewRecipient, OpenVault, Vault,
};

use crate::common::{Dice, Fixture, PASSPHRASE, credential, later, now, operator, recipient, room};
use crate::forge::{put, rows, table};
use crate::world::fill;

fn age(identity: &Identity) -> NewRecipient {
    NewRecipient::Age(identity.to_public().to_string().parse().unwrap())
}

fn identities(of: &[&Identity]) -> Credential {
    let lines: Vec<_> = of.iter().map(|one| one.to_string().expose_secret().to_owned()).collect();
    Credential::Identities(AgeIdentity::read_all(&lines.join("\n")).unwrap())
}

fn unlock(fixture: &Fixture, credential: &Credential) -> Result<OpenVault, Error> {
    Vault::open(&fixture.dir())?.unlock(credential, operator())
}

fn rekey(fixture: &Fixture, recipients: &[NewRecipient], keep: bool) -> Result<(), Error> {
    fixture.unlock().rekey(recipients, keep, later(), &mut Dice(70))
}

fn passphrase(text: &str) -> Credential {
    Credential::Passphrase(text.into())
}

/// The wrapped data key of each recipient.
fn wrapped(fixture: &Fixture) -> Vec<Vec<u8>> {
    let all = rows(&fixture.sql(), table("recipients"));
    let bytes = all.into_iter().map(|row| match row.into_iter().nth(3) {
        Some(Value::Blob(bytes)) => bytes,
        other => panic!("{other:?}"),
    });
    bytes.collect()
}

#[test]
fn another_passphrase_takes_the_place_of_the_first() {
    let fixture = Fixture::new();
    fill(&mut fixture.unlock());
    let kept = ["record_keys", "batches", "key_changes"].map(table);
    let before = kept.map(|table| rows(&fixture.sql(), table));
    let [old] = &wrapped(&fixture)[..] else { panic!("one recipient") };
    let mut vault = fixture.unlock();
    vault.rekey(&[recipient("another")], false, later(), &mut Dice(70)).unwrap();
    // While it is open and once it is closed, in the file and in its log.
    for moment in ["open", "closed"] {
        for entry in fs::read_dir(fixture.dir()).unwrap() {
            let path = entry.unwrap().path();
            let bytes = fs::read(&path).unwrap();
            assert!(!bytes.windows(16).any(|w| w == &old[40..56]), "{moment}: {}", path.display());
        }
        if moment == "open" {
            vault = fixture.open().unlock(&passphrase("another"), operator()).unwrap();
        }
    }
    assert!(vault.check(None, &mut |_| true).unwrap().is_good());
    let outcome = unlock(&fixture, &credential());
    assert!(matches!(outcome, Err(Error::WrongPassphrase)), "{outcome:?}");
    assert_eq!(kept.map(|table| rows(&fixture.sql(), table)), before);
}

#[test]
fn each_of_several_identities_opens_and_a_strangers_does_not() {
    let [desk, escrow, stranger] = [(); 3].map(|()| Identity::generate());
    let fixture = Fixture::new();
    rekey(&fixture, &[age(&desk), age(&escrow)], false).unwrap();
    let kinds = Kinds { age: true, ..Kinds::default() };
    assert_eq!(fixture.open().kinds().unwrap(), kinds);
    for several in [&[&desk][..], &[&escrow], &[&stranger, &escrow]] {
        let vault = unlock(&fixture, &identities(several)).unwrap();
        assert!(vault.check(None, &mut |_| true).unwrap().is_good());
    }
    let outcome = unlock(&fixture, &identities(&[&stranger]));
    assert!(matches!(outcome, Err(Error::WrongIdentity)), "{outcome:?}");
    let outcome = unlock(&fixture, &credential());
    assert!(matches!(outcome, Err(Error::WrongPassphrase)), "{outcome:?}");
}

#[test]
fn a_vault_is_made_for_several_from_the_start() {
    let (fixture, escrow) = (Fixture { root: tempfile::tempdir().unwrap() }, Identity::generate());
    let recipients = [recipient(PASSPHRASE), age(&escrow), recipient("second")];
    Vault::init(&fixture.dir(), &recipients, &operator(), now(), &mut Dice(1)).unwrap();
    for credential in [credential(), identities(&[&escrow]), passphrase("second")] {
        unlock(&fixture, &credential).unwrap();
    }
}

/// The wrapped key names its vault: in another one it is no recipient's.
#[test]
fn a_recipient_of_another_vault_is_damage() {
    let desk = Identity::generate();
    let [one, two] = [1, 2].map(|seed| {
        let fixture = Fixture { root: room() };
        let recipients = [age(&desk)];
        Vault::init(&fixture.dir(), &recipients, &operator(), now(), &mut Dice(seed)).unwrap();
        fixture
    });
    let recipients = table("recipients");
    put(&two.sql(), recipients, &rows(&one.sql(), recipients));
    let outcome = unlock(&two, &identities(&[&desk]));
    assert!(matches!(outcome, Err(Error::Damaged(Damage::Recipient))), "{outcome:?}");
    unlock(&one, &identities(&[&desk])).unwrap();
}

#[test]
fn with_keep_the_old_ones_stay() {
    let fixture = Fixture::new();
    let escrow = Identity::generate();
    let before = wrapped(&fixture);
    rekey(&fixture, &[age(&escrow), recipient("third")], true).unwrap();
    for credential in [credential(), identities(&[&escrow]), passphrase("third")] {
        unlock(&fixture, &credential).unwrap();
    }
    assert_eq!(wrapped(&fixture)[..1], before);
    assert_eq!(wrapped(&fixture).len(), 3);
}

#[test]
fn nobody_and_an_empty_passphrase_change_nothing() {
    let fixture = Fixture::new();
    let (before, head) = (wrapped(&fixture), fixture.unlock().head().unwrap());
    for keep in [false, true] {
        let outcome = rekey(&fixture, &[], keep);
        assert!(matches!(outcome, Err(Error::NoRecipient)), "{outcome:?}");
        let outcome = rekey(&fixture, &[recipient("good"), recipient("")], keep);
        assert!(matches!(outcome, Err(Error::EmptyPassphrase)), "{outcome:?}");
    }
    assert_eq!((wrapped(&fixture), fixture.unlock().head().unwrap()), (before, head));
}

#[test]
fn files_of_identities() {
    let text = Identity::generate().to_string();
    let one = text.expose_secret();
    for (file, count) in [
        (one.to_owned(), 1),
        (format!("# created: 2026-11-21\n# public key: age1...\n{one}\n"), 1),
        (format!("\r\n  {one}  \r\n\r\n{one}\r\n#"), 2),
    ] {
        assert_eq!(AgeIdentity::read_all(&file).unwrap().len(), count, "{file}");
    }
    for (file, bad) in [
        (String::new(), BadIdentity::None),
        ("# nothing\n\n".to_owned(), BadIdentity::None),
        (format!("{one}\nx"), BadIdentity::Line(2)),
        (format!("#\n\n{}", &one[..one.len() - 1]), BadIdentity::Line(3)),
        (format!("{one}{one}"), BadIdentity::Line(1)),
        (Identity::generate().to_public().to_string(), BadIdentity::Line(1)),
        ("AGE-PLUGIN-YUBIKEY-1QQPQZR".to_owned(), BadIdentity::Line(1)),
        ("-----BEGIN AGE ENCRYPTED FILE-----\n".to_owned(), BadIdentity::Sealed),
        ("age-encryption.org/v1\n-> scrypt".to_owned(), BadIdentity::Sealed),
    ] {
        assert_eq!(AgeIdentity::read_all(&file).unwrap_err(), bad, "{file}");
    }
    let printed = format!("{:?}", AgeIdentity::read_all(one).unwrap());
    assert_eq!(printed, "[AgeIdentity([redacted])]");
}
