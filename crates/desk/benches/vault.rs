//! Batches at size, each beside a plain loop over the same primitives: the ratio of the two is what the
//! vault's own work costs. `cargo bench -p tapsmith-desk`.

#![expect(clippy::unwrap_used, reason = "a bench that cannot be set up has to stop")]

use std::hint::black_box;
use std::io::Write as _;

use chacha20poly1305::{AeadInOut as _, KeyInit as _, XChaCha20Poly1305};
use cmac::{Cmac, Mac as _};
use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use hmac::Hmac;
use jiff::Timestamp;
use sha2::{Digest as _, Sha256};
use tapsmith_core::batch::{Batch, KeyScheme, RecordRange};
use tapsmith_core::profile::Profile;
use tapsmith_core::random::Random as _;
use tapsmith_core::record::RecordId;
use tapsmith_desk::batch::{NewBatch, create, rows_with_keys};
use tapsmith_reader::os_random::OsRandom;
use tapsmith_store::{Credential, KdfCost, NewRecipient, OpenVault, Operator, Vault};
use tempfile::TempDir;

/// Enough that a batch's own cost does not show.
const RECORDS: u64 = 20_000;

fn vault() -> (TempDir, OpenVault) {
    let folder = tempfile::tempdir().unwrap();
    let (place, operator, now) = (folder.path().join("v"), Operator::unknown(), Timestamp::now());
    let recipient = NewRecipient::Passphrase("a".into(), KdfCost::least());
    let vault = Vault::init(&place, &[recipient], &operator, now, &mut OsRandom).unwrap();
    (folder, vault.unlock(&Credential::Passphrase("a".into()), operator).unwrap())
}

fn make(vault: &mut OpenVault, keys: KeyScheme, count: u64) -> Batch {
    let new = NewBatch {
        name: "b".parse().unwrap(),
        records: RecordRange::new(RecordId::MIN, count).unwrap(),
        base_url: "https://example.com/c".to_owned(),
        keys,
        profile: Profile::shipped("sun-aes").unwrap(),
        hsm: None,
    };
    create(vault, new, Timestamp::now(), &mut OsRandom, &mut |_| true).unwrap()
}

/// Each record: 80 random bytes sealed, a digest and a MAC over the row, the row written.
fn creating(c: &mut Criterion) {
    let mut group = c.benchmark_group("create");
    group.sample_size(10);
    group.throughput(Throughput::Elements(1_000_000));
    group.bench_function("derived, a million", |b| {
        b.iter_batched_ref(
            vault,
            |(_, vault)| make(vault, KeyScheme::Derived, 1_000_000),
            BatchSize::PerIteration,
        );
    });
    group.throughput(Throughput::Elements(RECORDS));
    group.bench_function("random", |b| {
        b.iter_batched_ref(
            vault,
            |(_, vault)| make(vault, KeyScheme::Random, RECORDS),
            BatchSize::PerIteration,
        );
    });
    group.bench_function("random, the primitives alone", |b| b.iter(seal_in_a_loop));
    group.finish();
}

fn seal_in_a_loop() {
    let cipher = XChaCha20Poly1305::new(&[7; 32].into());
    let mac = Hmac::<Sha256>::new_from_slice(&[8; 32]).unwrap();
    for _ in 0..RECORDS {
        let (mut keys, mut nonce) = ([0; 80], [0; 24]);
        OsRandom.fill(&mut keys).unwrap();
        OsRandom.fill(&mut nonce).unwrap();
        let tag = cipher
            .encrypt_inout_detached(
                &nonce.into(),
                b"associated data of some length",
                keys.as_mut_slice().into(),
            )
            .unwrap();
        let row = [&[0; 60][..], &nonce, &keys, &tag].concat();
        black_box(Sha256::digest(&row));
        let mut mac = mac.clone();
        mac.update(&row);
        black_box(mac.finalize());
    }
}

/// Each record: two keys, an address, a line of NDJSON.
fn exporting(c: &mut Criterion) {
    let mut group = c.benchmark_group("export with keys");
    group.sample_size(20);
    group.throughput(Throughput::Elements(RECORDS));
    for keys in [KeyScheme::Derived, KeyScheme::Random] {
        let (_folder, mut vault) = vault();
        let batch = make(&mut vault, keys, RECORDS);
        group.bench_function(keys.to_string(), |b| b.iter(|| export(&vault, &batch)));
    }
    group.bench_function("derived, the primitives alone", |b| b.iter(derive_in_a_loop));
    group.finish();
}

fn export(vault: &OpenVault, batch: &Batch) -> usize {
    let mut out = Vec::with_capacity(1 << 22);
    for row in rows_with_keys(vault, batch).unwrap() {
        let row = row.unwrap();
        let (public, private) = row.keys.unwrap();
        let (public, private) = (public.reveal_hex(), private.reveal_hex());
        let (record, url) = (row.record, row.url);
        line(&mut out, record.as_u64(), &url, &public, &private);
    }
    out.len()
}

fn derive_in_a_loop() -> usize {
    let master = Cmac::<aes::Aes128>::new(&[9; 16].into());
    let mut out = Vec::with_capacity(1 << 22);
    for record in 1..=RECORDS {
        let key = |role: u8| {
            let mut mac = master.clone();
            mac.update(&[1, b'T', b'S', b'1', role, 0]);
            mac.update(&[5; 16]);
            mac.update(&record.to_be_bytes());
            hex::encode_upper(mac.finalize().into_bytes())
        };
        let zeros = "0".repeat(32);
        let url = format!("https://example.com/c/{record}?picc_data={zeros}&cmac=0000000000000000");
        line(&mut out, record, &url, &key(1), &key(2));
    }
    out.len()
}

fn line(out: &mut Vec<u8>, record: u64, url: &str, public: &str, private: &str) {
    writeln!(
        out,
        r#"{{"record_id":{record},"url":"{url}","public_key":"{public}","private_key":"{private}"}}"#
    )
    .unwrap();
}

criterion_group!(benches, creating, exporting);
criterion_main!(benches);
