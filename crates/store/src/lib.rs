//! The vault: batches, their keys at rest, the cards and taps seen, and what happened.
//!
//! A vault is rows in a database: by default one SQLite file in a folder, readable by its owner
//! alone. Reading what is public needs no secret: [`Vault`]. Keys, and every write, need one of its
//! recipients': [`OpenVault`]. Each secret is sealed, and bound to the one place where it may stand;
//! each row says whether it is as it was written.
//!
//! # Layout
//! - [`Vault`], [`OpenVault`]: a vault without and with its data key; `init` makes one, whole or not
//!   at all; `door` is how one becomes the other.
//! - [`rows`]: the narrow trait behind which a database stands; `sqlite`: the one there is.
//! - `guard`: digests, MACs and totals of rows; a change, whole or not at all.
//! - `seal`: one secret sealed, and what it is bound to.
//! - `history`: what happened, linked; `check`: whether everything holds.
//! - `backup`: one sealed file, and the way back.
//! - `batch`: batches made, imported, rotated, retired; [`BatchKeys`].
//! - `card`: which [`Card`] carries which record, and how it was found.
//! - `journal`: every change of a key or a setting, written before it is tried.
//! - `order`: orders built, and what they were built from; `submission`: orders sent, step by step;
//!   `upload`: files that a provider has.
//! - `qa`: deliveries judged by samples.
//! - `setting`: what the user chose.
//! - `tap`: the highest read counter of each card.
//! - [`hsm`]: a master key that stays inside a security module.
//! - [`Error`]: what can go wrong, and what to do then.

mod backup;
mod batch;
mod card;
mod check;
mod door;
mod error;
mod guard;
mod history;
pub mod hsm;
mod init;
mod journal;
mod open;
mod order;
mod qa;
pub mod rows;
mod seal;
mod setting;
mod sqlite;
mod submission;
mod tap;
mod token_store;
mod upload;
mod vault;

pub use backup::{Backup, BackupHead, BadBackup};
pub use batch::{
    BatchKeys, BatchState, ImportedKeys, Keyed, PinSource, RoleKeys, Rotation, Stored,
};
pub use card::{Card, CardCounts, CardState, Claim, Inspection, InspectionCounts};
pub use check::{Checked, Finding};
pub use door::{
    AgeIdentity, AgeRecipient, BadIdentity, BadRecipient, Credential, KdfCost, Kinds, NewRecipient,
    forbid_core_dumps,
};
pub use error::{Cause, Damage, Error};
pub use history::{BadOperator, Entry, Event, Head, Operator, OrderAt};
pub use journal::{FileChange, KeyChange, KnownKey};
pub use open::OpenVault;
pub use order::{BuiltOrder, LineRun, NotedOrder, Reprint};
pub use qa::{NewPlan, NotedEvent, NotedPlan, PlanState};
pub use submission::{NewSubmission, Submission, SubmissionKey, SubmissionState};
pub use tap::{Fresh, Tap};
pub use token_store::{forget_token, keep_token, kept_token};
pub use upload::Upload;
pub use vault::Vault;
