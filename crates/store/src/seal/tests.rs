use std::convert::Infallible;

use tapsmith_core::batch::BatchId;
use tapsmith_core::record::{Generation, RecordId};
use tapsmith_core::uid::Uid;
use uuid::Uuid;

use super::*;

/// Counts up: never the same nonce twice.
struct Counting(u8);

impl Random for Counting {
    type Error = Infallible;

    fn fill(&mut self, out: &mut [u8]) -> Result<(), Infallible> {
        for byte in out {
            self.0 = self.0.wrapping_add(1);
            *byte = self.0;
        }
        Ok(())
    }
}

fn key(vault: u8) -> SealingKey {
    SealingKey::init_with(VaultId([vault; 16]), |bytes| Counting(7).fill(bytes)).unwrap()
}

fn batch(n: u8) -> BatchId {
    BatchId(Uuid::from_bytes([n; 16]))
}

fn keys_of(batch: BatchId, record: u64, generation: u8) -> Place<'static> {
    let record = RecordId::try_from(record).unwrap();
    let generation = Generation::try_from(generation).unwrap();
    Place::RecordKeys { batch, record, generation }
}

fn opened(key: &SealingKey, place: &Place<'_>, sealed: &[u8]) -> Result<[u8; 16], NotOpened> {
    let mut out = [0; 16];
    key.open(place, sealed, &mut out).map(|()| out)
}

const SECRET: [u8; 16] = *b"sixteen of bytes";

#[test]
fn opens_in_its_own_place_only() {
    let places = [
        Place::Master(batch(1)),
        Place::Master(batch(2)),
        keys_of(batch(1), 1, 0),
        keys_of(batch(1), 1, 1),
        keys_of(batch(1), 2, 0),
        keys_of(batch(2), 1, 0),
        Place::ImportedKeys {
            batch: batch(1),
            record: RecordId::MIN,
            generation: Generation::default(),
        },
        Place::Template { batch: batch(1), reference: "O-1" },
        Place::Template { batch: batch(1), reference: "O-2" },
        Place::Template { batch: batch(2), reference: "O-1" },
        Place::Template { batch: batch(1), reference: "" },
        Place::Backup { head: [1; 32], number: 1, last: false },
        Place::Backup { head: [1; 32], number: 1, last: true },
        Place::Backup { head: [1; 32], number: 2, last: false },
        Place::Backup { head: [2; 32], number: 1, last: false },
        Place::KeyChange { uid: Uid([1; 7]), slot_and_versions: [1, 0, 1] },
        Place::KeyChange { uid: Uid([1; 7]), slot_and_versions: [1, 1, 0] },
        Place::KeyChange { uid: Uid([2; 7]), slot_and_versions: [1, 0, 1] },
        Place::DataKey { kind: "a", params: "b" },
        Place::DataKey { kind: "a", params: "c" },
        Place::DataKey { kind: "ab", params: "" },
    ];
    for (made, place) in places.iter().enumerate() {
        let sealed = key(1).seal(place, &SECRET, &mut Counting(0)).unwrap();
        for (asked, other) in places.iter().enumerate() {
            let expected = if made == asked { Ok(SECRET) } else { Err(NotOpened) };
            assert_eq!(opened(&key(1), other, &sealed), expected, "{place:?} as {other:?}");
        }
        assert_eq!(opened(&key(2), place, &sealed), Err(NotOpened), "in another vault");
    }
}

#[test]
fn every_flipped_bit_and_every_cut_is_noticed() {
    let place = Place::Master(batch(1));
    let sealed = key(1).seal(&place, &SECRET, &mut Counting(0)).unwrap();
    assert_eq!(sealed.len(), 1 + 24 + 16 + 16);
    for position in 0..sealed.len() {
        for bit in 0..8 {
            let mut changed = sealed.clone();
            changed[position] ^= 1 << bit;
            assert_eq!(opened(&key(1), &place, &changed), Err(NotOpened), "byte {position}");
        }
        assert_eq!(opened(&key(1), &place, &sealed[..position]), Err(NotOpened));
    }
    assert_eq!(opened(&key(1), &place, &[sealed, vec![0]].concat()), Err(NotOpened));
}

/// Made by another implementation: format 1 never changes.
#[test]
fn seals_as_format_1_says() {
    let text = include_str!("../../tests/vectors/format_1.json");
    let case: serde_json::Value = serde_json::from_str(text).unwrap();
    let bytes = |at: &str| hex::decode(case.pointer(at).unwrap().as_str().unwrap()).unwrap();
    let vault = VaultId(bytes("/vault_id").try_into().unwrap());
    let data_key = bytes("/secrets/data_key");
    let key = SealingKey::init_with(vault, |out| {
        out.copy_from_slice(&data_key);
        Ok::<_, Infallible>(())
    })
    .unwrap();
    let batch = BatchId(Uuid::from_slice(&bytes("/batch_id")).unwrap());
    let record = RecordId::try_from(case["record_id"].as_u64().unwrap()).unwrap();
    let generation =
        Generation::try_from(u8::try_from(case["generation"].as_u64().unwrap()).unwrap());
    let generation = generation.unwrap();
    let head = bytes("/backup_head").try_into().unwrap();
    let number = case["piece_number"].as_u64().unwrap();
    for (name, place) in [
        ("master", Place::Master(batch)),
        ("record_keys", Place::RecordKeys { batch, record, generation }),
        ("imported_keys", Place::ImportedKeys { batch, record, generation }),
        ("backup_piece", Place::Backup { head, number, last: false }),
        ("last_backup_piece", Place::Backup { head, number, last: true }),
    ] {
        let (secret, expected) =
            (bytes(&format!("/secrets/{name}")), bytes(&format!("/sealed/{name}")));
        // The vector's nonce counts up from 1, and so does this generator.
        assert_eq!(key.seal(&place, &secret, &mut Counting(0)).unwrap(), expected, "{name}");
        let mut out = vec![0; secret.len()];
        key.open(&place, &expected, &mut out).unwrap();
        assert_eq!(out, secret, "{name}");
    }
}

/// Made by another implementation too.
#[test]
fn seals_a_template_as_format_2_says() {
    let text = include_str!("../../tests/vectors/format_2.json");
    let case: serde_json::Value = serde_json::from_str(text).unwrap();
    let text = |at: &str| case[at].as_str().unwrap();
    let bytes = |at: &str| hex::decode(text(at)).unwrap();
    let vault = VaultId(bytes("vault_id").try_into().unwrap());
    let key = SealingKey::init_with(vault, |out| {
        out.copy_from_slice(&bytes("data_key"));
        Ok::<_, Infallible>(())
    })
    .unwrap();
    let batch = BatchId(Uuid::from_slice(&bytes("batch_id")).unwrap());
    let place = Place::Template { batch, reference: text("reference") };
    let (secret, expected) = (text("template").as_bytes(), bytes("sealed"));
    assert_eq!(key.seal(&place, secret, &mut Counting(0)).unwrap(), expected);
    let mut out = vec![0; secret.len()];
    key.open(&place, &expected, &mut out).unwrap();
    assert_eq!(out, secret);
}

/// Two seals of one secret share no nonce, and so nothing else.
#[test]
fn the_nonce_is_fresh() {
    let mut random = Counting(0);
    let place = Place::Master(batch(1));
    let one = key(1).seal(&place, &SECRET, &mut random).unwrap();
    let two = key(1).seal(&place, &SECRET, &mut random).unwrap();
    assert_ne!(one[1..25], two[1..25]);
    assert_ne!(one[25..], two[25..]);
}

#[test]
fn prints_nothing_of_itself() {
    assert_eq!(format!("{:?}", key(1)), "SealingKey([redacted])");
}
