//! SDM of a file, as it is set.

use tapsmith_core::counter::ReadCounter;

use crate::desfire::access::Access;

/// Secure Dynamic Messaging of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sdm {
    /// Whether the UID is mirrored.
    pub uid: bool,
    /// Whether the read counter is.
    pub counter: bool,
    /// `SDMMetaRead`: a key encrypts both, free shows both as they are, never shows neither.
    pub meta_read: Access,
    /// Where the plain UID stands.
    pub uid_at: Option<usize>,
    /// Where the plain counter stands; none also if it is to be shown nowhere.
    pub counter_at: Option<usize>,
    /// Where `PICCENCData` stands.
    pub picc_data_at: Option<usize>,
    /// What is made with the `SDMFileRead` key; none if there is no such key.
    pub file_read: Option<FileRead>,
    /// `SDMCtrRet`: who may ask for the counter.
    pub counter_read: Access,
    /// After so many taps the chip answers no more.
    pub counter_limit: Option<ReadCounter>,
}

/// What is made with the `SDMFileRead` key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileRead {
    /// The key.
    pub key: u8,
    /// Where the MAC's input starts.
    pub mac_input: usize,
    /// Where the MAC stands, and its input ends.
    pub mac: usize,
    /// The encrypted file data.
    pub encrypted: Option<EncryptedData>,
}

/// `SDMENCFileData`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EncryptedData {
    /// Where it starts.
    pub at: usize,
    /// How many characters it fills; half as many are encrypted.
    pub length: usize,
}

impl Sdm {
    /// On, and nothing mirrored.
    pub(in crate::desfire) const NOTHING: Self = Self {
        uid: false,
        counter: false,
        meta_read: Access::Never,
        uid_at: None,
        counter_at: None,
        picc_data_at: None,
        file_read: None,
        counter_read: Access::Never,
        counter_limit: None,
    };

    /// Whether each key that it names is one of the first `keys`.
    pub(in crate::desfire) fn keys_exist_among(&self, keys: usize) -> bool {
        let file_read = self.file_read.map_or(Access::Never, |by| Access::Key(by.key));
        [self.meta_read, self.counter_read, file_read]
            .into_iter()
            .all(|access| access.exists_among(keys))
    }
}
