//! TS1: how a batch's keys follow from its master key. A format: it never changes under this tag.
//!
//! `K = AN10922-AES-128(master key, M)` with
//!
//! | bytes | of M |
//! |---|---|
//! | 3 | `54 53 31`, "TS1" |
//! | 1 | role: 0 `app_master`, 1 `meta_read`, 2 `file_read`, 3 `spare_3`, 4 `spare_4` |
//! | 1 | generation, 0 to 254 |
//! | 16 | batch id, the UUID's bytes in order |
//! | 8 | record id, big-endian, 1 to 2^53-1; zero only for a key shared by the batch |
//!
//! The page for implementers, with vectors, is `docs/key-derivation.md`.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{DiversificationInput, diversify};
use crate::batch::BatchId;
use crate::bytes::join;
use crate::key::{AesKey, MasterKey};
use crate::record::{Generation, RecordId};

/// Bytes of M.
const M_LENGTH: usize = 29;

/// What a key is for.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Changes keys and settings.
    AppMaster,
    /// Opens PICCData.
    MetaRead,
    /// Signs the tap, and opens file data.
    FileRead,
    /// No use yet.
    #[serde(rename = "spare_3")]
    Spare3,
    /// No use yet.
    #[serde(rename = "spare_4")]
    Spare4,
}

impl Role {
    /// All five, by their byte.
    pub const ALL: [Self; 5] =
        [Self::AppMaster, Self::MetaRead, Self::FileRead, Self::Spare3, Self::Spare4];

    /// The byte in M.
    pub const fn as_u8(self) -> u8 {
        match self {
            Self::AppMaster => 0,
            Self::MetaRead => 1,
            Self::FileRead => 2,
            Self::Spare3 => 3,
            Self::Spare4 => 4,
        }
    }

    /// What stands for this role in a list with one for each, in the order of [`Role::ALL`].
    pub const fn of<T>(self, each: &[T; 5]) -> &T {
        let [app_master, meta_read, file_read, spare_3, spare_4] = each;
        match self {
            Self::AppMaster => app_master,
            Self::MetaRead => meta_read,
            Self::FileRead => file_read,
            Self::Spare3 => spare_3,
            Self::Spare4 => spare_4,
        }
    }

    /// The same, to be changed.
    pub const fn of_mut<T>(self, each: &mut [T; 5]) -> &mut T {
        let [app_master, meta_read, file_read, spare_3, spare_4] = each;
        match self {
            Self::AppMaster => app_master,
            Self::MetaRead => meta_read,
            Self::FileRead => file_read,
            Self::Spare3 => spare_3,
            Self::Spare4 => spare_4,
        }
    }

    /// As in files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::AppMaster => "app_master",
            Self::MetaRead => "meta_read",
            Self::FileRead => "file_read",
            Self::Spare3 => "spare_3",
            Self::Spare4 => "spare_4",
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// Whose key it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Owner {
    /// One record's.
    Record(RecordId),
    /// The whole batch's.
    Batch,
}

impl Owner {
    /// The record id as it stands in M.
    #[inline]
    pub(super) const fn number(self) -> u64 {
        match self {
            Self::Record(id) => id.as_u64(),
            Self::Batch => 0,
        }
    }
}

/// The key for `role` in `generation` of `owner` in `batch`.
pub fn derive(
    master: &MasterKey,
    batch: BatchId,
    role: Role,
    generation: Generation,
    owner: Owner,
) -> AesKey {
    let input = DiversificationInput::fixed(message(batch, role, generation, owner));
    diversify(master.as_key(), &input)
}

/// `01 ‖ M`: what a device that holds the master key has to take an AES-CMAC of for the same key.
///
/// For a message of this length AN10922's function is a plain AES-CMAC (NIST SP 800-38B).
pub fn mac_input(
    batch: BatchId,
    role: Role,
    generation: Generation,
    owner: Owner,
) -> [u8; 1 + M_LENGTH] {
    join(&[&[0x01], &message(batch, role, generation, owner)])
}

fn message(batch: BatchId, role: Role, generation: Generation, owner: Owner) -> [u8; M_LENGTH] {
    let record = owner.number().to_be_bytes();
    join(&[b"TS1", &[role.as_u8(), generation.as_u8()], batch.0.as_bytes(), &record])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aes::cmac;
    use crate::derive::Deriver;
    use crate::secret::Reveal;
    use tapsmith_testkit::vectors;
    use uuid::Uuid;

    /// The vectors come from an independent CMAC.
    #[test]
    fn published_vectors() {
        let cases = vectors::cases("ts1_key_derivation");
        for case in &cases {
            let master = MasterKey::new(AesKey::from_hex(case.text("master_key")).unwrap());
            let batch = BatchId(Uuid::from_bytes(case.array("batch_id")));
            let role = Role::ALL.into_iter().find(|r| r.name() == case.text("role")).unwrap();
            let generation = u8::try_from(case.number("generation")).unwrap().try_into().unwrap();
            let owner = match case.number("record_id") {
                0 => Owner::Batch,
                id => Owner::Record(id.try_into().unwrap()),
            };
            assert_eq!(message(batch, role, generation, owner), case.array("m"));
            let key = derive(&master, batch, role, generation, owner);
            assert_eq!(key.reveal(), &case.array("key"), "{case:?}");
            let one_of_many = Deriver::new(&master, batch).key(role, generation, owner);
            assert_eq!(one_of_many, key, "{case:?}, many at once");
            let input = mac_input(batch, role, generation, owner);
            assert_eq!(&cmac(master.as_key(), &[&input]), key.reveal(), "{case:?}");
        }
        assert!(cases.len() >= 100, "only {} cases", cases.len());
    }

    /// The vectors that implementers read in the documentation.
    #[test]
    fn vectors_of_the_documentation() {
        let page = include_str!("../../../../docs/key-derivation.md");
        let given = page.lines().find(|line| line.starts_with("Master key")).unwrap();
        let [_, master, _, batch, _] = given.split('`').collect::<Vec<_>>()[..] else { panic!() };
        let master = MasterKey::new(AesKey::from_hex(master).unwrap());
        let batch = BatchId(batch.parse().unwrap());
        let rows = page.lines().filter_map(|line| {
            let cells: Vec<_> = line.split('|').map(|cell| cell.trim().trim_matches('`')).collect();
            let role = Role::ALL.into_iter().find(|role| cells.get(1) == Some(&role.name()))?;
            Some((role, cells))
        });
        let mut seen = 0;
        for (role, cells) in rows {
            let generation = cells[2].parse::<u8>().unwrap().try_into().unwrap();
            let owner = match cells[3] {
                "0" => Owner::Batch,
                id => Owner::Record(id.parse().unwrap()),
            };
            let key = derive(&master, batch, role, generation, owner);
            assert_eq!(*key.reveal_hex(), cells[5], "{cells:?}");
            seen += 1;
        }
        assert_eq!(seen, 9);
    }
}
