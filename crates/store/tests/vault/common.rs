//! Vaults for tests: least cost, made-up randomness.

use std::convert::Infallible;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use rusqlite::Connection;
use secrecy::SecretString;
use tapsmith_core::batch::{Batch, BatchId, KeyScheme, RecordRange};
use tapsmith_core::profile::Profile;
use tapsmith_core::random::Random;
use tapsmith_core::record::{Generation, RecordId};
use tapsmith_core::uid::Uid;
use tapsmith_store::{Credential, Error, KdfCost, NewRecipient, OpenVault, Operator, Vault};
use tempfile::TempDir;
use uuid::Uuid;

pub(crate) const PASSPHRASE: &str = "correct horse battery staple";

/// Random enough that no value turns up twice: `SplitMix64`.
pub(crate) struct Dice(pub(crate) u64);

impl Random for Dice {
    type Error = Infallible;

    fn fill(&mut self, out: &mut [u8]) -> Result<(), Infallible> {
        for chunk in out.chunks_mut(8) {
            self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
            let mut z = self.0;
            z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
            chunk.copy_from_slice(&(z ^ (z >> 31)).to_le_bytes()[..chunk.len()]);
        }
        Ok(())
    }
}

/// Fails once it has been asked so many times.
pub(crate) struct FailsAfter(pub(crate) usize);

impl Random for FailsAfter {
    type Error = ();

    fn fill(&mut self, out: &mut [u8]) -> Result<(), ()> {
        self.0 = self.0.checked_sub(1).ok_or(())?;
        Dice(42).fill(out).map_err(|never| match never {})
    }
}

/// A folder in memory, where there is such a place: for tests that make thousands of files.
pub(crate) fn room() -> tempfile::TempDir {
    let memory = Path::new("/dev/shm");
    if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() }.unwrap()
}

/// A folder with a vault in it, gone when dropped.
pub(crate) struct Fixture {
    pub(crate) root: TempDir,
}

impl Fixture {
    pub(crate) fn new() -> Self {
        let fixture = Self { root: room() };
        init(&fixture.dir()).unwrap();
        fixture
    }

    pub(crate) fn dir(&self) -> PathBuf {
        self.root.path().join("vault")
    }

    pub(crate) fn file(&self) -> PathBuf {
        self.dir().join("vault.sqlite")
    }

    pub(crate) fn open(&self) -> Vault {
        Vault::open(&self.dir()).unwrap()
    }

    pub(crate) fn unlock(&self) -> OpenVault {
        self.try_unlock().unwrap()
    }

    /// Open, if file and passphrase let it.
    pub(crate) fn try_unlock(&self) -> Result<OpenVault, Error> {
        Vault::open(&self.dir())?.unlock(&credential(), operator())
    }

    /// The file as any SQLite program sees it, which none of the vault's own constraints binds.
    pub(crate) fn sql(&self) -> Connection {
        let sql = Connection::open(self.file()).unwrap();
        let unbound = "PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON;";
        sql.execute_batch(unbound).unwrap();
        sql
    }
}

pub(crate) fn init(dir: &Path) -> Result<Vault, Error> {
    Vault::init(dir, &[recipient(PASSPHRASE)], &operator(), now(), &mut Dice(1))
}

/// Whoever knows `passphrase`, at the least cost.
pub(crate) fn recipient(passphrase: &str) -> NewRecipient {
    NewRecipient::Passphrase(passphrase.into(), KdfCost::least())
}

pub(crate) fn credential() -> Credential {
    Credential::Passphrase(SecretString::from(PASSPHRASE))
}

pub(crate) fn operator() -> Operator {
    "clerk".parse().unwrap()
}

pub(crate) fn now() -> Timestamp {
    "2026-11-21T17:00:00Z".parse().unwrap()
}

pub(crate) fn later() -> Timestamp {
    "2026-11-22T09:30:00.25Z".parse().unwrap()
}

pub(crate) fn record(id: u64) -> RecordId {
    id.try_into().unwrap()
}

pub(crate) fn generation(n: u8) -> Generation {
    n.try_into().unwrap()
}

pub(crate) fn uid(n: u8) -> Uid {
    Uid([0x04, 0xDE, 0x5F, 0x1E, 0xAC, 0xC0, n])
}

/// A batch whose id follows from its name, with the records `first` and so on.
pub(crate) fn batch(name: &str, keys: KeyScheme, first: u64, count: u64) -> Batch {
    let mut id = [0x5A; 16];
    for (to, from) in id.iter_mut().zip(name.bytes()) {
        *to = from;
    }
    Batch {
        id: BatchId(Uuid::from_bytes(id)),
        name: name.parse().unwrap(),
        records: RecordRange::new(record(first), count).unwrap(),
        base_url: "https://example.com/t".to_owned(),
        keys,
        profile: Profile::shipped("sun-aes").unwrap(),
    }
}

pub(crate) fn derived(name: &str) -> Batch {
    batch(name, KeyScheme::Derived, 1, 3)
}

pub(crate) fn random(name: &str) -> Batch {
    batch(name, KeyScheme::Random, 1, 3)
}

/// Puts `batch` into the vault, with keys that follow from its name.
pub(crate) fn create(vault: &mut OpenVault, batch: &Batch) {
    let seed = batch.name.as_str().bytes().fold(7, |seed, b| seed * 31 + u64::from(b));
    vault.create_batch(batch, None, now(), &mut Dice(seed), &mut |_| true).unwrap();
}
