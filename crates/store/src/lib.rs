//! The vault: batches, their keys at rest, the cards and taps seen.
//!
//! A vault is a folder with one SQLite file in it, readable by its owner alone. Reading what is
//! public needs no secret: [`Vault`]. Keys, and every write, need the passphrase: [`OpenVault`].
//! Each secret in the file is sealed, and bound to the one place where it may stand.
//!
//! # Layout
//! - [`Vault`]: a vault on disk; `init` makes one, whole or not at all.
//! - [`OpenVault`]: the same with its data key at hand; `door` is how one becomes the other.
//! - `seal`: one secret sealed, and what it is bound to.
//! - `batch`: batches made and listed, their generations, and [`BatchKeys`].
//! - `card`: which [`Card`] carries which record.
//! - `journal`: every change of a key or a setting, written before it is tried.
//! - `tap`: the highest read counter of each card.
//! - `file`: modes, pragmas and migrations; `column`: domain types in columns.
//! - [`Error`]: what can go wrong, and what to do then.

mod batch;
mod card;
mod column;
mod door;
mod error;
mod file;
mod init;
mod journal;
mod open;
mod seal;
mod tap;
mod vault;

pub use batch::{BatchKeys, Stored};
pub use card::{Card, CardCounts, CardState, Claim, Sight};
pub use door::KdfCost;
pub use error::{Damage, Error};
pub use journal::{FileChange, KeyChange, KnownKey};
pub use open::OpenVault;
pub use tap::{Fresh, Tap};
pub use vault::Vault;
