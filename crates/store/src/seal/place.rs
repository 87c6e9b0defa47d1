//! Where a sealed secret stands. The seal holds there and nowhere else.
//!
//! The associated data of a seal is
//!
//! | bytes | |
//! |---|---|
//! | 15 | `tapsmith vault ` |
//! | 1 | the algorithm, the sealed secret's first byte; 1 stands for this layout too |
//! | 16 | vault id |
//! | 1 | `D` data key, `M` master key of a batch, `R` keys of a record, `I` imported keys of one, `J` a key change, `B` a piece of a backup, `T` the totals, `O` the template of an order |
//! | the rest | `D`: the recipient's kind, a zero byte, its parameters as they are stored |
//! | | `M`: batch id, 16 bytes |
//! | | `R`: batch id, 16 bytes; record id, 8 bytes, big-endian; generation, 1 byte |
//! | | `I`: as `R` |
//! | | `J`: UID, 7 bytes; slot, version of the old key, version of the new key, 1 byte each |
//! | | `B`: SHA-256 of the backup's head, 32 bytes; the piece's number, 8 bytes, big-endian; 1 if it is the last, else 0 |
//! | | `O`: batch id, 16 bytes; the order's reference |

use tapsmith_core::batch::BatchId;
use tapsmith_core::record::{Generation, RecordId};
use tapsmith_core::uid::Uid;

/// What tells two vaults apart: 16 random bytes, public.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct VaultId(pub(crate) [u8; 16]);

/// What a secret is, and whose.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Place<'p> {
    /// The data key, wrapped for a recipient.
    DataKey {
        /// The recipient's kind: no zero byte in it.
        kind: &'p str,
        /// Its parameters, as stored.
        params: &'p str,
    },
    /// A batch's master key, 16 bytes.
    Master(BatchId),
    /// A record's five keys, by role byte: 80 bytes.
    RecordKeys {
        /// The batch.
        batch: BatchId,
        /// The record.
        record: RecordId,
        /// How often its keys were made anew.
        generation: Generation,
    },
    /// The keys of a record that came from elsewhere: a byte that says which roles have one, then 16
    /// bytes for each role: 81 bytes.
    ImportedKeys {
        /// The batch.
        batch: BatchId,
        /// The record.
        record: RecordId,
        /// Always the first, until somebody else rotates their keys.
        generation: Generation,
    },
    /// The totals of all tables.
    Totals,
    /// A piece of a backup.
    Backup {
        /// SHA-256 of its head.
        head: [u8; 32],
        /// Which piece.
        number: u64,
        /// Whether it is the last.
        last: bool,
    },
    /// The template that an order was built from.
    Template {
        /// The batch.
        batch: BatchId,
        /// The order.
        reference: &'p str,
    },
    /// A key change of a card, the old key and the new one: 32 bytes.
    KeyChange {
        /// The card.
        uid: Uid,
        /// The slot, then the versions of the old key and of the new one.
        slot_and_versions: [u8; 3],
    },
}

impl Place<'_> {
    /// As the head of this file lays it out.
    pub(super) fn associated_data(&self, algorithm: u8, vault: VaultId) -> Vec<u8> {
        let head = [b"tapsmith vault ".as_slice(), &[algorithm], &vault.0].concat();
        let rest = match self {
            Self::DataKey { kind, params } => {
                [b"D", kind.as_bytes(), &[0], params.as_bytes()].concat()
            }
            Self::Master(batch) => [b"M", batch.0.as_bytes().as_slice()].concat(),
            Self::RecordKeys { batch, record, generation } => {
                of_record(b"R", *batch, *record, *generation)
            }
            Self::ImportedKeys { batch, record, generation } => {
                of_record(b"I", *batch, *record, *generation)
            }
            Self::Totals => b"T".to_vec(),
            Self::Backup { head, number, last } => {
                [b"B".as_slice(), head, &number.to_be_bytes(), &[u8::from(*last)]].concat()
            }
            Self::Template { batch, reference } => {
                [b"O", batch.0.as_bytes().as_slice(), reference.as_bytes()].concat()
            }
            Self::KeyChange { uid, slot_and_versions } => {
                [b"J", uid.0.as_slice(), slot_and_versions].concat()
            }
        };
        [head, rest].concat()
    }
}

fn of_record(tag: &[u8], batch: BatchId, record: RecordId, generation: Generation) -> Vec<u8> {
    let record = record.as_u64().to_be_bytes();
    [tag, batch.0.as_bytes(), &record, &[generation.as_u8()]].concat()
}
