//! A backup: the same vault again, or nothing.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use tapsmith_core::random::Random as _;
use tapsmith_store::rows::ALL;
use tapsmith_store::{Backup, BackupHead, BadBackup, Credential, Error, OpenVault, Vault};

use crate::common::{Dice, Fixture, PASSPHRASE, credential, later, now, operator, recipient, room};
use crate::forge::{rows, table};
use crate::world::{Words, fill, read_all};

/// A backup's bytes.
pub(crate) fn backup(vault: &mut OpenVault) -> Vec<u8> {
    let mut bytes = Vec::new();
    vault.backup(&mut bytes, now(), &mut Dice(40), &mut |_| true).unwrap();
    bytes
}

fn restore_with(
    bytes: &[u8],
    dir: &Path,
    credential: &Credential,
    expected: Option<&str>,
) -> Result<Vault, Error> {
    Backup::read(&mut &*bytes)?.restore(dir, credential, expected, operator(), later())
}

pub(crate) fn restore(bytes: &[u8], dir: &Path) -> Result<Vault, Error> {
    restore_with(bytes, dir, &credential(), None)
}

pub(crate) fn check(vault: &OpenVault, bytes: &[u8]) -> Result<BackupHead, Error> {
    vault.check_backup(&mut &*bytes)
}

pub(crate) fn filled() -> (Fixture, OpenVault) {
    let fixture = Fixture::new();
    let mut vault = fixture.unlock();
    fill(&mut vault);
    (fixture, vault)
}

#[test]
fn a_restored_vault_is_the_same_but_for_one_event() {
    let (fixture, mut vault) = filled();
    let (before, head) = (read_all(&mut vault), vault.head().unwrap());
    let bytes = backup(&mut vault);
    let stated = check(&vault, &bytes).unwrap();
    assert_eq!((&stated.history, stated.made_at), (&head, now()));
    let copy = Fixture { root: room() };
    restore_with(&bytes, &copy.dir(), &credential(), Some(&head.head)).unwrap();
    for table in ALL.iter().filter(|table| !matches!(table.name, "totals" | "history")) {
        assert_eq!(rows(&copy.sql(), table), rows(&fixture.sql(), table), "{}", table.name);
    }
    let mut history = rows(&copy.sql(), table("history"));
    let last = history.pop().unwrap();
    assert_eq!(history, rows(&fixture.sql(), table("history")));
    let event = format!(r#"{{"event":"vault_restored","backup":"{}"}}"#, stated.backup);
    assert_eq!(last[1..4], [later().to_string(), "clerk".to_owned(), event].map(Into::into));
    let mut copy = copy.unlock();
    assert!(copy.check(Some(&head.head), &mut |_| true).unwrap().is_good());
    let after = read_all(&mut copy);
    let missing: Words = before.into_iter().filter(|word| !after.contains(word)).collect();
    assert_eq!(missing, [format!("{head:?}")], "the history's end alone is another");
}

#[test]
fn who_has_no_vault_sees_the_head_and_no_secret() {
    let (_fixture, mut vault) = filled();
    let bytes = backup(&mut vault);
    let mut source = &*bytes;
    let read = Backup::read(&mut source).unwrap();
    assert_eq!(read.head().history, vault.head().unwrap());
    assert!(read.kinds().unwrap().passphrase);
    let mut secrets = vec![[1; 16].to_vec(), [3; 16].to_vec(), [0xA1; 16].to_vec()];
    let mut data_key = [0; 32];
    // What the generator gave when the vault was made: its id, then its data key.
    let mut dice = Dice(1);
    dice.fill(&mut [0; 16]).unwrap();
    dice.fill(&mut data_key).unwrap();
    secrets.push(data_key.to_vec());
    secrets.push(b"https://example.com".to_vec());
    secrets.push(b"the design of a template".to_vec());
    for word in read_all(&mut vault).iter().flat_map(|word| word.split(' ')) {
        secrets.extend(hex::decode(word).ok().filter(|key| key.len() == 16));
    }
    assert!(secrets.len() > 12);
    for secret in secrets {
        let (lower, upper) = (hex::encode(&secret), hex::encode_upper(&secret));
        for needle in [&*secret, lower.as_bytes(), upper.as_bytes()] {
            assert!(!bytes.windows(needle.len()).any(|window| window == needle), "{lower}");
        }
    }
}

#[test]
fn what_does_not_fit_is_refused_by_name() {
    let (fixture, mut vault) = filled();
    let bytes = backup(&mut vault);
    let root = room();
    let dir = root.path().join("vault");
    let longer = [&*bytes, b"\0"].concat();
    let outcome = restore(&longer, &dir);
    assert!(matches!(outcome, Err(Error::Backup(BadBackup::Changed))), "{outcome:?}");
    assert!(matches!(check(&vault, &longer), Err(Error::Backup(BadBackup::Changed))));
    let outcome = restore(b"SQLite format 3\0", &dir);
    assert!(matches!(outcome, Err(Error::Backup(BadBackup::NotABackup))), "{outcome:?}");
    let outcome = restore_with(&bytes, &dir, &Credential::Passphrase("wrong".into()), None);
    assert!(matches!(outcome, Err(Error::WrongPassphrase)), "{outcome:?}");
    let outcome = restore_with(&bytes, &dir, &credential(), Some(&"00".repeat(32)));
    assert!(matches!(outcome, Err(Error::Backup(BadBackup::NotExpected))), "{outcome:?}");
    assert!(!dir.exists());
    let before = fs::read(fixture.file()).unwrap();
    assert!(matches!(restore(&bytes, &fixture.dir()), Err(Error::Exists { .. })));
    assert_eq!(fs::read(fixture.file()).unwrap(), before);
    let other = Fixture { root: room() };
    let recipients = [recipient(PASSPHRASE)];
    Vault::init(&other.dir(), &recipients, &operator(), now(), &mut Dice(2)).unwrap();
    let outcome = check(&other.unlock(), &bytes);
    assert!(matches!(outcome, Err(Error::Backup(BadBackup::Changed))), "{outcome:?}");
}

#[test]
fn what_restore_makes_is_its_owners_alone() {
    let (_fixture, mut vault) = filled();
    let copy = Fixture { root: room() };
    restore(&backup(&mut vault), &copy.dir()).unwrap();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(&copy.dir()), mode(&copy.file())), (0o700, 0o600));
    let names = fs::read_dir(copy.dir()).unwrap().map(|entry| entry.unwrap().file_name());
    assert_eq!(names.collect::<Vec<_>>(), ["vault.sqlite"]);
}
