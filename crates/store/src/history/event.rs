//! What is worth remembering. None of it is secret.

use serde::Serialize;
use tapsmith_core::batch::{BatchName, KeyScheme};
use tapsmith_core::record::{Generation, RecordId};
use tapsmith_core::uid::Uid;

/// Something that happened. A word, then what it happened to: as JSON in the vault and in
/// `vault history`.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "event", rename_all = "snake_case")]
#[expect(missing_docs, reason = "each variant says it, its fields are the words of the house")]
pub enum Event<'e> {
    /// The vault was made.
    VaultMade { recipients: Vec<String> },
    /// These can open it now, and with `kept` those who could before.
    VaultRekeyed { recipients: Vec<String>, kept: bool },
    /// A backup was written: all up to the event before this one.
    VaultBackedUp { backup: &'e str },
    /// The vault was made from a backup.
    VaultRestored { backup: &'e str },
    /// A batch was made, with its keys.
    BatchMade { batch: &'e BatchName, keys: KeyScheme, records: u64 },
    /// Keys of others came in.
    BatchImported { batch: &'e BatchName, records: u64 },
    /// No more cards are made of it.
    BatchRetired { batch: &'e BatchName },
    /// They are again.
    BatchRevived { batch: &'e BatchName },
    /// Records were given the keys of their next generation.
    KeysRotated { batch: &'e BatchName, first: RecordId, last: RecordId, records: u64 },
    /// Keys left the vault, readable.
    KeysRevealed { batch: &'e BatchName, records: u64, to: &'e str },
    /// Keys left the vault, sealed for others.
    KeysSealed { batch: &'e BatchName, records: u64, to: &'e [String] },
    /// Keys left the vault in an order's file.
    OrderBuilt { batch: &'e BatchName, reference: &'e str, first: RecordId, last: RecordId },
    /// How cards of others are laid out.
    LayoutLearnt { batch: &'e BatchName },
    /// A card is about to be written.
    CardClaimed { batch: &'e BatchName, record: RecordId, uid: Uid, generation: Generation },
    /// Everything was written to it, and proved.
    CardEncoded { batch: &'e BatchName, record: RecordId, uid: Uid },
    /// A card was looked at, and judged.
    CardVerified {
        batch: &'e BatchName,
        record: Option<RecordId>,
        uid: Option<Uid>,
        verdict: &'e str,
    },
    /// A card is about to be taken back to the factory's state.
    CardResetting { batch: &'e BatchName, record: RecordId, uid: Uid },
    /// It is there.
    CardReset { batch: &'e BatchName, record: RecordId, uid: Uid },
}
