//! A desk for tests: a vault, a batch, and cards in process.

#![expect(clippy::unwrap_used, reason = "a test that cannot set up its desk has to stop")]

use std::convert::Infallible;
use std::path::PathBuf;

use jiff::Timestamp;
use secrecy::SecretString;
use tapsmith_card::transport::Transport;
use tapsmith_core::batch::{Batch, KeyScheme, RecordRange};
use tapsmith_core::profile::{Chip, Profile};
use tapsmith_core::random::Random;
use tapsmith_core::record::RecordId;
use tapsmith_core::uid::Uid;
use tapsmith_desk::batch::{NewBatch, create};
use tapsmith_picc::{Memory, Ntag424};
use tapsmith_store::{Credential, KdfCost, NewRecipient, OpenVault, Operator, Vault};
use tempfile::TempDir;

/// Random enough for a test, and the same each time.
#[derive(Debug)]
pub(crate) struct Counting(pub(crate) u8);

impl Random for Counting {
    type Error = Infallible;

    fn fill(&mut self, out: &mut [u8]) -> Result<(), Self::Error> {
        for byte in out {
            self.0 = self.0.wrapping_mul(73).wrapping_add(41);
            *byte = self.0;
        }
        Ok(())
    }
}

/// A card that is never pulled.
#[derive(Debug)]
pub(crate) struct Wire<'c>(pub(crate) &'c mut Ntag424);

impl Transport for Wire<'_> {
    type Error = Infallible;

    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, Self::Error> {
        self.0.exchange(command, &mut Counting(7))
    }
}

/// A vault with one batch of 50 records, called `b`.
#[derive(Debug)]
pub(crate) struct Desk {
    pub(crate) vault: OpenVault,
    pub(crate) batch: Batch,
    _folder: TempDir,
}

impl Desk {
    pub(crate) fn new(profile: &str, keys: KeyScheme) -> Self {
        Self::at(profile, keys, "https://example.com/c")
    }

    /// The same with a base URL of its own.
    pub(crate) fn at(profile: &str, keys: KeyScheme, base_url: &str) -> Self {
        Self::of(Profile::shipped(profile).unwrap(), keys, base_url)
    }

    /// The same with a profile of its own.
    pub(crate) fn of(profile: Profile, keys: KeyScheme, base_url: &str) -> Self {
        let now = Timestamp::UNIX_EPOCH;
        let folder = tempfile::tempdir_in(memory()).unwrap();
        let passphrase = SecretString::from("a passphrase");
        let place = folder.path().join("vault");
        let recipient = NewRecipient::Passphrase(passphrase.clone(), KdfCost::least());
        let operator = Operator::unknown();
        let vault = Vault::init(&place, &[recipient], &operator, now, &mut Counting(1)).unwrap();
        let mut vault = vault.unlock(&Credential::Passphrase(passphrase), operator).unwrap();
        let new = NewBatch {
            name: "b".parse().unwrap(),
            records: RecordRange::new(RecordId::MIN, 50).unwrap(),
            base_url: base_url.to_owned(),
            keys,
            profile,
            hsm: None,
        };
        let batch = create(&mut vault, new, now, &mut Counting(3), &mut |_| true).unwrap();
        Self { vault, batch, _folder: folder }
    }
}

/// Where hundreds of vaults cost no disk: they are tested for what they hold, and not for outliving a power cut.
fn memory() -> PathBuf {
    let shared = PathBuf::from("/dev/shm");
    if shared.is_dir() { shared } else { std::env::temp_dir() }
}

/// A blank card of this chip, whose UID ends with `last`.
pub(crate) fn blank(chip: Chip, last: u8) -> Ntag424 {
    let uid = Uid([0x04, 1, 2, 3, 4, 5, last]);
    Ntag424::new(Memory::delivered(chip, uid).unwrap())
}
