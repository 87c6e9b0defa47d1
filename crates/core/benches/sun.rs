//! Taps verified, beside the crate `ntag424` on the same taps in the same run: what counts is the ratio.
//! `scripts/bench` runs this and writes `benches/README.md`.

#![expect(clippy::unwrap_used, reason = "a bench that cannot be set up has to stop")]

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use ntag424::KeyNumber;
use ntag424::types::file_settings::{
    CryptoMode, CtrRetAccess, EncryptedContent, FileRead, MacWindow, Offset, PiccData,
    ReadCtrFeatures, Sdm,
};
use tapsmith_core::counter::ReadCounter;
use tapsmith_core::key::AesKey;
use tapsmith_core::record::RecordId;
use tapsmith_core::secret::Reveal as _;
use tapsmith_core::sun::{Chip, PiccRandom, TapKeys, Verifier, sign};
use tapsmith_core::tamper::TagTamper;
use tapsmith_core::template::{Offsets, Template};
use tapsmith_core::uid::Uid;

/// As `sun-aes` writes it: PICCData encrypted, a MAC over nothing.
const TEMPLATE: &str = "https://example.com/c/{record_id}?picc_data={picc}&cmac={mac}";

/// As many as stay in a cache.
const TAPS: u32 = 1024;

fn keys() -> TapKeys {
    let key = |fill: u8| AesKey::init_with(|key| key.fill(fill));
    TapKeys { meta_read: key(0x11), file_read: key(0x22) }
}

/// Taps of one card, one after the other.
fn taps(template: &Template) -> Vec<String> {
    let tap = |number: u32| {
        let chip = Chip {
            uid: Uid([0x04, 0xAA, 0xBB, 0xCC, 0xDD, 0xEE, 0xFF]),
            counter: ReadCounter::try_from(number).unwrap(),
            random: PiccRandom { padding: [0x5A; 16], start: [0; 8] },
            tag_tamper: TagTamper::INTACT,
        };
        sign(template, RecordId::MIN, &keys(), chip)
    };
    (1..=TAPS).map(tap).collect()
}

/// The same addresses, as the other crate is told of them.
fn theirs(offsets: &Offsets) -> ntag424::sdm::Verifier {
    let offset = |at: usize| Offset::new(u32::try_from(at).unwrap()).unwrap();
    let features = ReadCtrFeatures { limit: None, ret_access: CtrRetAccess::NoAccess };
    let picc_data = PiccData::Encrypted {
        key: KeyNumber::Key1,
        offset: offset(offsets.picc.unwrap().start),
        content: EncryptedContent::Both(features),
    };
    let window =
        MacWindow { input: offset(offsets.mac_input.unwrap()), mac: offset(offsets.mac.unwrap()) };
    let file_read = FileRead::MacOnly { key: KeyNumber::Key2, window };
    let sdm = Sdm::try_new(picc_data, Some(file_read), None, CryptoMode::Aes).unwrap();
    ntag424::sdm::Verifier::try_new(&sdm, CryptoMode::Aes).unwrap()
}

fn fixed_keys(c: &mut Criterion) {
    let template = Template::parse(TEMPLATE).unwrap();
    let (taps, keys) = (taps(&template), keys());
    let verifier = Verifier::new(keys.clone());
    let theirs = theirs(&template.fill(RecordId::MIN).offsets);
    let mut group = c.benchmark_group("fixed keys");
    group.throughput(Throughput::Elements(TAPS.into()));
    group.bench_function("ntag424", |b| {
        let (file_read, meta_read) = (keys.file_read.reveal(), keys.meta_read.reveal());
        b.iter(|| {
            for url in &taps {
                let url = black_box(url).as_bytes();
                black_box(theirs.verify_with_meta_key(url, file_read, meta_read)).unwrap();
            }
        });
    });
    group.bench_function("tap", |b| {
        b.iter(|| {
            for url in &taps {
                let tap = template.read(black_box(url)).unwrap();
                black_box(tap.verify(&keys)).unwrap();
            }
        });
    });
    group.bench_function("verifier", |b| {
        b.iter(|| {
            for url in &taps {
                let tap = template.read(black_box(url)).unwrap();
                black_box(verifier.verify(&tap)).unwrap();
            }
        });
    });
    group.finish();
}

criterion_group!(benches, fixed_keys);
criterion_main!(benches);
