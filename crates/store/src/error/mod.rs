//! What can go wrong with a vault, in its owner's words. Never holds a secret.

mod cause;
mod damage;
mod hint;

use std::io;
use std::path::PathBuf;

use tapsmith_core::batch::{BatchName, RecordRange};
use tapsmith_core::derive::ts1::Role;
use tapsmith_core::record::{Generation, RecordId};
use tapsmith_core::uid::Uid;
use thiserror::Error;

use crate::backup::BadBackup;
use crate::hsm::{HsmError, UriError};
use crate::qa::PlanState;
use crate::submission::{SubmissionKey, SubmissionState};

/// How long a busy vault is waited for, in seconds: a batch of a million random keys takes half of it.
pub(crate) const PATIENCE_S: u64 = 20;

pub use cause::Cause;
pub use damage::Damage;

/// Why the vault did not do what it was asked. What it held before, it still holds.
#[derive(Debug, Error)]
pub enum Error {
    /// No vault in the folder.
    #[error("there is no vault in {}", dir.display())]
    Missing {
        /// The folder.
        dir: PathBuf,
    },
    /// A vault where a new one was to be made.
    #[error("there is a vault in {} already", dir.display())]
    Exists {
        /// The folder.
        dir: PathBuf,
    },
    /// A passphrase of no characters.
    #[error("the passphrase is empty")]
    EmptyPassphrase,
    /// Not this vault's passphrase, or its entry was changed: the seal does not tell them apart.
    #[error("the passphrase does not open this vault")]
    WrongPassphrase,
    /// The file is not what tapsmith wrote.
    #[error("the vault is damaged")]
    Damaged(#[source] Damage),
    /// A newer tapsmith has been at the vault.
    #[error("the vault has format {found}, and this tapsmith knows formats up to {known}")]
    Newer {
        /// The vault's `user_version`.
        found: u32,
        /// The newest this program knows.
        known: u32,
    },
    /// Another process kept the vault for longer than we wait: 20 seconds.
    #[error("the vault is busy: {}", held_by(holder.as_deref()))]
    Busy {
        /// Who began to write last, if that is known.
        holder: Option<String>,
    },
    /// The age identities at hand are none of its recipients'.
    #[error("none of the identities opens this vault")]
    WrongIdentity,
    /// The key store holds no key for this vault.
    #[error("the operating system's key store holds no key for this vault")]
    NotInKeyStore,
    /// The key store did not answer, or refused.
    #[error("the operating system's key store cannot be used")]
    KeyStore(#[source] Cause),
    /// Nobody who could open the vault.
    #[error("a vault needs somebody who can open it")]
    NoRecipient,
    /// Sealing for an age recipient failed.
    #[error("a secret could not be sealed for an age recipient")]
    Age(#[source] Cause),
    /// A change of a vault that is not open: no way leads here.
    #[error("the vault is not open")]
    NotOpen,
    /// Stopped half-way by whoever asked for it.
    #[error("interrupted: the vault is as it was")]
    Interrupted,
    /// No more cards are made of the batch.
    #[error("batch {batch} is retired: no more cards are made of it")]
    Retired {
        /// The batch.
        batch: BatchName,
    },
    /// Records that are on cards, which would fail from then on.
    #[error("{cards} of these records are on cards, which fail from then on")]
    OnCards {
        /// How many.
        cards: u64,
    },
    /// Keys that came from others can only come anew from them.
    #[error("the keys of batch {batch} were imported: whoever made them has to make new ones")]
    KeysOfOthers {
        /// The batch.
        batch: BatchName,
    },
    /// Others gave no key for this role.
    #[error("record {record} has no key for {role}: none was imported")]
    NoKey {
        /// The record.
        record: RecordId,
        /// The role.
        role: Role,
    },
    /// The token that holds a batch's master key.
    #[error(transparent)]
    Hsm(#[from] HsmError),
    /// A batch whose token's URI is none.
    #[error("the batch does not say which token holds its master key")]
    HsmUri(#[source] UriError),
    /// A token's PIN is needed, and nobody was named who knows it.
    #[error("the master key of this batch is in a token, and no PIN was given")]
    NoPin,
    /// A token's PIN could not be had.
    #[error("the token's PIN cannot be read")]
    Pin(#[source] Cause),
    /// The backup's file takes no more.
    #[error("the backup cannot be written")]
    BackupFile(#[source] io::Error),
    /// Not a backup of ours, damaged, or cut short.
    #[error("the backup cannot be used")]
    Backup(#[source] BadBackup),
    /// No room left on the disk.
    #[error("the disk is full: nothing was written to the vault")]
    Full,
    /// The file or its folder may not be written.
    #[error("the vault cannot be written")]
    ReadOnly,
    /// The operating system refused something about a file or folder.
    #[error("{} cannot be used", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// SQLite takes no such name for a file that is only read.
    #[error("{} is no UTF-8, and cannot be opened where nothing can be written", path.display())]
    NotUtf8 {
        /// The file.
        path: PathBuf,
    },
    /// SQLite refused for a reason that has no word of its own here.
    #[error("the vault's database refused")]
    Database(#[source] Cause),
    /// No random bytes to be had.
    #[error("the system gave no random numbers: nothing was written to the vault")]
    Random,
    /// The key could not be computed from the passphrase.
    #[error("the passphrase could not be turned into a key")]
    Kdf(#[source] argon2::Error),
    /// More than the cipher can seal in one piece.
    #[error("a secret is too long to be sealed")]
    Seal,
    /// A value that JSON cannot hold.
    #[error("a value cannot be written down as JSON: nothing was written to the vault")]
    Json(#[source] serde_json::Error),
    /// The name is taken.
    #[error("there is a batch called {name} already")]
    BatchExists {
        /// The name.
        name: BatchName,
    },
    /// No batch of that name.
    #[error("no batch called {name}: {}", known_names(known))]
    NoBatch {
        /// What was asked for.
        name: BatchName,
        /// Those there are, oldest first.
        known: Vec<BatchName>,
    },
    /// A record that the batch does not have.
    #[error(
        "batch {batch} has no record {record}: it has the records {} to {}",
        records.first(),
        records.last()
    )]
    NotInBatch {
        /// The record.
        record: RecordId,
        /// The batch.
        batch: BatchName,
        /// Those it has.
        records: RecordRange,
    },
    /// Random keys that the vault never made.
    #[error("the vault holds no keys of generation {} for record {record}", generation.as_u8())]
    NoKeys {
        /// The record.
        record: RecordId,
        /// The generation asked for.
        generation: Generation,
    },
    /// The record is on another card.
    #[error("record {record} is on the card {uid} already")]
    RecordTaken {
        /// The record.
        record: RecordId,
        /// The card that carries it.
        uid: Uid,
    },
    /// The card carries another record.
    #[error("the card {uid} carries record {record} of batch {batch} already")]
    CardTaken {
        /// The card.
        uid: Uid,
        /// The batch of the record it carries.
        batch: BatchName,
        /// The record it carries.
        record: RecordId,
    },
    /// Another station made the record's keys anew.
    #[error("the keys of record {record} were made anew by another station in the meantime")]
    StaleGeneration {
        /// The record.
        record: RecordId,
    },
    /// 255 generations of keys are all there are.
    #[error("record {record} has had its last generation of keys")]
    LastGeneration {
        /// The record.
        record: RecordId,
    },
    /// An order without a record.
    #[error("order {reference} has no record")]
    EmptyOrder {
        /// The order.
        reference: String,
    },
    /// Another process sends orders.
    #[error("another tapsmith is sending orders from this vault")]
    OrdersBusy,
    /// An order that was never about to be sent there.
    #[error("order {} was not sent to {} from this vault", key.reference, key.place)]
    NotSubmitted {
        /// Which, and where.
        key: SubmissionKey,
    },
    /// A step that does not follow on the order's state.
    #[error("order {reference} is {state}: that step does not follow on it")]
    NotInState {
        /// The order.
        reference: String,
        /// How far it has come.
        state: SubmissionState,
    },
    /// The provider has the order, or had it.
    #[error("order {reference} was sent already: it is {state}")]
    SubmittedAlready {
        /// The order.
        reference: String,
        /// How far it has come.
        state: SubmissionState,
    },
    /// Something else may have been sent under the order's reference.
    #[error("other content was sent under the reference {reference}, and its outcome is unknown")]
    OtherContent {
        /// The order.
        reference: String,
    },
    /// The provider calls the order by two names.
    #[error("order {reference} is {known} at the provider, and now it is to be {found}")]
    OtherOrder {
        /// The order.
        reference: String,
        /// What the provider called it first.
        known: String,
        /// What it calls it now.
        found: String,
    },
    /// No plan of that name.
    #[error("no plan called {plan_id}")]
    NoPlan {
        /// What was asked for.
        plan_id: String,
    },
    /// A plan is judged once.
    #[error("plan {plan_id} is judged already: {state}")]
    PlanJudged {
        /// The plan.
        plan_id: String,
        /// What came of it.
        state: PlanState,
    },
    /// Somebody else added to the plan since it was read.
    #[error("another tapsmith is at plan {plan_id} too: this card was not counted")]
    PlanMoved {
        /// The plan.
        plan_id: String,
    },
    /// The record was not claimed for this card.
    #[error("record {record} was never claimed for the card {uid}")]
    NotClaimed {
        /// The record.
        record: RecordId,
        /// The card.
        uid: Uid,
    },
}

fn held_by(holder: Option<&str>) -> String {
    match holder {
        Some(holder) => format!("held by {holder}; waited {PATIENCE_S} seconds"),
        None => format!("another program has been writing to it for {PATIENCE_S} seconds"),
    }
}

/// At most ten names, so that an error stays a line.
fn known_names(known: &[BatchName]) -> String {
    const SHOWN: usize = 10;
    let names: Vec<_> = known.iter().take(SHOWN).map(BatchName::as_str).collect();
    match known.len().saturating_sub(SHOWN) {
        _ if names.is_empty() => "the vault has none".to_owned(),
        0 => format!("there are {}", names.join(", ")),
        more => format!("there are {} and {more} more", names.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn no_batch(known: usize) -> String {
        let known = (0..known).map(|n| format!("b{n}").parse().unwrap()).collect();
        Error::NoBatch { name: "x".parse().unwrap(), known }.to_string()
    }

    #[test]
    fn an_unknown_batch_names_those_there_are() {
        assert_eq!(no_batch(0), "no batch called x: the vault has none");
        assert_eq!(no_batch(2), "no batch called x: there are b0, b1");
        assert!(no_batch(12).ends_with("b8, b9 and 2 more"));
    }
}
