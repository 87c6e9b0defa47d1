//! Vaults for tests: one is made, every cell gets a copy of it.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use jiff::Timestamp;
use secrecy::SecretString;
use tapsmith_core::random::Random;
use tapsmith_store::{Credential, KdfCost, NewRecipient, OpenVault, Operator, Vault};
use tempfile::TempDir;

/// Random enough for a test, and the same each time.
struct Counting(u8);

impl Random for Counting {
    type Error = std::convert::Infallible;

    fn fill(&mut self, out: &mut [u8]) -> Result<(), Self::Error> {
        for byte in out {
            self.0 = self.0.wrapping_mul(73).wrapping_add(41);
            *byte = self.0;
        }
        Ok(())
    }
}

/// A folder with a vault.
pub(crate) struct Folder(TempDir);

impl Folder {
    /// With a vault of its own, in which nothing was ever sent.
    pub(crate) fn new() -> Self {
        static PREPARED: OnceLock<Folder> = OnceLock::new();
        PREPARED.get_or_init(Self::prepare).copy()
    }

    fn prepare() -> Self {
        let folder = Self(tempfile::tempdir().unwrap());
        let recipient = NewRecipient::Passphrase(passphrase(), KdfCost::least());
        let (operator, now) = (Operator::unknown(), Timestamp::now());
        Vault::init(&folder.path(), &[recipient], &operator, now, &mut Counting(1)).unwrap();
        folder
    }

    /// The same as it is now, somewhere else.
    pub(crate) fn copy(&self) -> Self {
        let copy = Self(tempfile::tempdir().unwrap());
        copy_files(&self.path(), &copy.path());
        copy
    }

    /// Puts it back to how `before` is.
    pub(crate) fn restore(&self, before: &Self) {
        fs::remove_dir_all(self.path()).unwrap();
        copy_files(&before.path(), &self.path());
    }

    /// Opens the vault, as a program that starts.
    pub(crate) fn open(&self) -> OpenVault {
        let vault = self.look();
        vault.unlock(&Credential::Passphrase(passphrase()), Operator::unknown()).unwrap()
    }

    /// The vault without its keys.
    pub(crate) fn look(&self) -> Vault {
        Vault::open(&self.path()).unwrap()
    }

    fn path(&self) -> PathBuf {
        self.0.path().join("vault")
    }
}

fn passphrase() -> SecretString {
    SecretString::from("a passphrase")
}

fn copy_files(from: &Path, to: &Path) {
    fs::create_dir(to).unwrap();
    for file in fs::read_dir(from).unwrap() {
        let file = file.unwrap();
        fs::copy(file.path(), to.join(file.file_name())).unwrap();
    }
}
