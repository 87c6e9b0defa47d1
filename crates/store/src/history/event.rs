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
    OrderBuilt {
        batch: &'e BatchName,
        reference: &'e str,
        first: RecordId,
        last: RecordId,
        records: u64,
        #[serde(skip_serializing_if = "Option::is_none")]
        reprint_of: Option<&'e str>,
    },
    /// Cards that were ordered already are ordered once more, on purpose.
    OrderedAgain { batch: &'e BatchName, reference: &'e str, reason: &'e str },
    /// Keys are about to leave the vault in an order that is sent.
    KeysDisclosed { batch: Option<&'e BatchName>, reference: &'e str, to: &'e str, records: u64 },
    /// An order without keys is about to be sent.
    OrderSending { reference: &'e str, to: &'e str },
    /// The provider has it.
    OrderDrafted {
        #[serde(flatten)]
        order: OrderAt<'e>,
    },
    /// The provider refused it.
    OrderRefused {
        #[serde(flatten)]
        order: OrderAt<'e>,
    },
    /// It is about to be committed.
    OrderCommitting {
        #[serde(flatten)]
        order: OrderAt<'e>,
        estimate: Option<&'e str>,
    },
    /// It was not.
    OrderNotCommitted {
        #[serde(flatten)]
        order: OrderAt<'e>,
    },
    /// It was.
    OrderCommitted {
        #[serde(flatten)]
        order: OrderAt<'e>,
    },
    /// The provider has another word for its state.
    OrderStatus {
        #[serde(flatten)]
        order: OrderAt<'e>,
        status: &'e str,
    },
    /// It was cancelled or refunded.
    OrderEnded {
        #[serde(flatten)]
        order: OrderAt<'e>,
        status: &'e str,
    },
    /// A provider has a file.
    FileUploaded { to: &'e str, name: &'e str, file_id: &'e str },
    /// The user chose something; no value: no longer.
    SettingChanged { key: &'e str, value: Option<&'e str> },
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
    /// It is settled which cards of a delivery are looked at.
    QaPlanned { plan: &'e str, batch: &'e BatchName, cards: u64 },
    /// The delivery was judged by them.
    QaJudged { plan: &'e str, batch: &'e BatchName, verdict: &'e str, rehearsal: bool },
    /// A report on it was written, with this SHA-256 of its JSON.
    QaReported { plan: &'e str, sha256: &'e str },
    /// A card is about to be taken back to the factory's state.
    CardResetting { batch: &'e BatchName, record: RecordId, uid: Uid },
    /// It is there.
    CardReset { batch: &'e BatchName, record: RecordId, uid: Uid },
}

/// An order at a provider, as it is known when something happens to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct OrderAt<'e> {
    /// Its own reference.
    pub reference: &'e str,
    /// The provider.
    pub provider: &'e str,
    /// Its server.
    pub place: &'e str,
    /// What the provider calls it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remote_id: Option<&'e str>,
    /// What it costs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<&'e str>,
}
