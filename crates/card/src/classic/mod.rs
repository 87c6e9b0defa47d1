//! MIFARE Classic, 1 KB and 4 KB: blocks of sixteen bytes in sectors, each sector with two keys.
//!
//! A card is spoken to by the storage-card commands of PC/SC; the cipher between reader and card is the
//! reader's. It was broken long ago: who has the card and an afternoon has its keys. So a key here keeps
//! honest people from overwriting a card, and proves nothing.
//!
//! Source: `MF1S50yyX` Rev. 3.0 and `MF1S50YYX_V1` Rev. 3.2, `MF1S70yyX` (4 KB); AN1304 (NDEF on MIFARE Classic),
//! AN10787 (the directory); as `hardware-notes/mifare-classic.md` reads them.
//!
//! NXP's signature of a Classic EV1 lies in a hidden sector that the commands below do not reach on many
//! readers. It is not asked for.
//!
//! # Layout
//! - [`Model`], [`Sector`], [`Block`], [`DataBlock`]: which chip, and its places.
//! - [`Key`], [`AccessConditions`], [`Trailer`]: who may do what.
//! - [`mad`]: the directory. [`tlv`]: where an NDEF message stands.
//! - [`command`]: one file a command. [`Tag`]: the only loop over a field.
//! - [`Keyring`]: keys to try. [`inspect()`]: what they show.
//! - [`personalize`]: target, state, plan, and the steps on a card.

pub mod access;
mod block;
pub mod command;
mod error;
mod inspect;
mod key;
mod keyring;
pub mod mad;
mod model;
pub mod personalize;
mod sector;
mod tag;
pub mod tlv;
mod trailer;

pub use access::AccessConditions;
pub use block::{Area, Block, DataBlock};
pub use error::Error;
pub use inspect::{Inspection, KeyPair, SectorReport, inspect};
pub use key::{Key, KeyKind, Opener};
pub use keyring::{KeyName, Keyring};
pub use mad::Mad;
pub use model::Model;
pub use sector::Sector;
pub use tag::Tag;
pub use trailer::{Gpb, SeenTrailer, Trailer};

/// What a block holds.
pub type Data = [u8; 16];
