//! Taps verified and keys derived, beside the crate `ntag424` on the same taps in the same run: what counts is the
//! ratio. `scripts/bench` runs this and writes `benches/README.md`.

#![expect(clippy::unwrap_used, reason = "a bench that cannot be set up has to stop")]

use std::collections::HashMap;
use std::hint::black_box;
use std::sync::Arc;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use ntag424::KeyNumber;
use ntag424::key_diversification::diversify_aes128;
use ntag424::types::file_settings::{
    CryptoMode, CtrRetAccess, EncryptedContent, FileRead, MacWindow, Offset, PiccData,
    ReadCtrFeatures, Sdm,
};
use tapsmith_core::batch::{BatchId, RecordRange};
use tapsmith_core::counter::ReadCounter;
use tapsmith_core::derive::ts1::{Owner, Role, mac_input};
use tapsmith_core::derive::{Deriver, RecordKeys};
use tapsmith_core::key::{AesKey, MasterKey};
use tapsmith_core::record::{Generation, RecordId};
use tapsmith_core::secret::Reveal as _;
use tapsmith_core::sun::{Chip, KeyOf, PiccRandom, TapKeys, Verifier, sign};
use tapsmith_core::tamper::TagTamper;
use tapsmith_core::template::{Offsets, Template};
use tapsmith_core::uid::Uid;
use uuid::Uuid;

/// As `sun-aes` writes it: PICCData encrypted, a MAC over nothing.
const TEMPLATE: &str = "https://example.com/c/{record_id}?picc_data={picc}&cmac={mac}";

/// As many as stay in a cache. Each is of a record of its own.
const TAPS: u32 = 1024;

/// The records start where all ids are equally long, as the other crate asks for.
const FIRST: u64 = 100_000;

const BATCH: BatchId = BatchId(Uuid::from_bytes([7; 16]));

/// Who has which key.
#[derive(Clone, Copy)]
enum Case {
    Fixed,
    FileDerived,
    BothDerived,
}

impl Case {
    const ALL: [(&str, Self); 3] = [
        ("fixed keys", Self::Fixed),
        ("one key derived", Self::FileDerived),
        ("both keys derived", Self::BothDerived),
    ];

    fn slots(self) -> [KeyOf; 2] {
        let records = Arc::new(RecordKeys::new(Deriver::new(&master(), BATCH), HashMap::new()));
        let all = |fill| KeyOf::All(key(fill));
        let own = |role| KeyOf::Record(records.clone(), role);
        match self {
            Self::Fixed => [all(0x11), all(0x22)],
            Self::FileDerived => [all(0x11), own(Role::FileRead)],
            Self::BothDerived => [own(Role::MetaRead), own(Role::FileRead)],
        }
    }

    fn keys(self, record: RecordId) -> TapKeys {
        let [meta_read, file_read] = self.slots().map(|slot| slot.of(record));
        TapKeys { meta_read, file_read }
    }
}

fn key(fill: u8) -> AesKey {
    AesKey::init_with(|key| key.fill(fill))
}

fn master() -> MasterKey {
    MasterKey::new(key(0x33))
}

fn records() -> RecordRange {
    RecordRange::new(FIRST.try_into().unwrap(), TAPS.into()).unwrap()
}

fn taps(template: &Template, case: Case) -> Vec<String> {
    let tap = |(number, record): (u32, RecordId)| {
        let chip = Chip {
            uid: Uid([0x04, 0xAA, 0xBB, 0xCC, 0xDD, 0xEE, 0xFF]),
            counter: ReadCounter::try_from(number).unwrap(),
            random: PiccRandom { padding: [0x5A; 16], start: [0; 8] },
            tag_tamper: TagTamper::INTACT,
        };
        sign(template, record, &case.keys(record), chip)
    };
    (1..).zip(records().iter()).map(tap).collect()
}

/// The same addresses, as the other crate is told of them.
fn theirs(offsets: &Offsets, suite: CryptoMode) -> ntag424::sdm::Verifier {
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
    let sdm = Sdm::try_new(picc_data, Some(file_read), None, suite).unwrap();
    ntag424::sdm::Verifier::try_new(&sdm, suite).unwrap()
}

/// The key that the other crate derives for a record.
fn derived_by_them(role: Role, record: RecordId) -> [u8; 16] {
    let input = mac_input(BATCH, role, Generation::default(), Owner::Record(record));
    diversify_aes128(master().as_key().reveal(), input.get(1..).unwrap())
}

fn verifying(c: &mut Criterion) {
    let template = Template::parse(TEMPLATE).unwrap();
    let theirs = theirs(&template.fill(records().first()).offsets, CryptoMode::Aes);
    for (name, case) in Case::ALL {
        let taps = taps(&template, case);
        let [meta_read, file_read] = case.slots();
        let verifier = Verifier::of_cards(meta_read, file_read);
        let mut group = c.benchmark_group(name);
        group.throughput(Throughput::Elements(TAPS.into()));
        group.bench_function("ntag424", |b| {
            let fixed = case.keys(records().first());
            b.iter(|| {
                for (url, record) in taps.iter().zip(records().iter()) {
                    let derived = |role| derived_by_them(role, record);
                    let (meta_read, file_read) = match case {
                        Case::Fixed => (*fixed.meta_read.reveal(), *fixed.file_read.reveal()),
                        Case::FileDerived => (*fixed.meta_read.reveal(), derived(Role::FileRead)),
                        Case::BothDerived => (derived(Role::MetaRead), derived(Role::FileRead)),
                    };
                    let url = black_box(url).as_bytes();
                    black_box(theirs.verify_with_meta_key(url, &file_read, &meta_read)).unwrap();
                }
            });
        });
        group.bench_function("one tap", |b| {
            b.iter(|| {
                for url in &taps {
                    let tap = template.read(black_box(url)).unwrap();
                    black_box(verifier.verify(&tap)).unwrap();
                }
            });
        });
        group.bench_function("at once", |b| {
            b.iter(|| {
                let verdicts =
                    verifier.verify_all(taps.iter().map(|url| template.read(black_box(url))));
                assert!(verdicts.iter().all(Result::is_ok));
                black_box(verdicts)
            });
        });
        group.finish();
    }
}

/// With keys that nothing was made ready of.
fn tap_alone(c: &mut Criterion) {
    let template = Template::parse(TEMPLATE).unwrap();
    let (taps, keys) = (taps(&template, Case::Fixed), Case::Fixed.keys(RecordId::MIN));
    let mut group = c.benchmark_group("fixed keys");
    group.throughput(Throughput::Elements(TAPS.into()));
    group.bench_function("bare", |b| {
        b.iter(|| {
            for url in &taps {
                let tap = template.read(black_box(url)).unwrap();
                black_box(tap.verify(&keys)).unwrap();
            }
        });
    });
    group.bench_function("read only", |b| {
        b.iter(|| {
            for url in &taps {
                black_box(template.read(black_box(url))).unwrap();
            }
        });
    });
    group.finish();
}

fn deriving(c: &mut Criterion) {
    let mut group = c.benchmark_group("derive");
    group.throughput(Throughput::Elements(TAPS.into()));
    group.bench_function("ntag424", |b| {
        b.iter(|| {
            for record in records().iter() {
                black_box(derived_by_them(Role::FileRead, record));
            }
        });
    });
    let deriver = Deriver::new(&master(), BATCH);
    group.bench_function("one key", |b| {
        b.iter(|| {
            for record in records().iter() {
                let owner = Owner::Record(record);
                black_box(deriver.key(Role::FileRead, Generation::default(), owner));
            }
        });
    });
    let owners: Vec<_> =
        records().iter().map(|record| (Generation::default(), Owner::Record(record))).collect();
    group.bench_function("at once", |b| {
        b.iter(|| black_box(deriver.keys(Role::FileRead, black_box(&owners))));
    });
    group.finish();
}

criterion_group!(benches, verifying, tap_alone, deriving);
criterion_main!(benches);
