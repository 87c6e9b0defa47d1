//! Taps verified, searched and keys derived, beside the crate `ntag424` on the same taps in the same run: what counts is
//! the ratio. `scripts/bench` runs this and writes `benches/README.md`.

#![expect(clippy::unwrap_used, reason = "a bench that cannot be set up has to stop")]

mod peer;

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use tapsmith_core::batch::RecordRange;
use tapsmith_core::derive::ts1::{Owner, Role};
use tapsmith_core::record::{Generation, RecordId};

use peer::{Case, TAPS, Taps, derived_by_them, deriver, records};

fn verifying(c: &mut Criterion) {
    for (name, case) in Case::ALL {
        let taps = Taps::of(case);
        let mut group = c.benchmark_group(name);
        group.throughput(Throughput::Elements(TAPS.into()));
        group.bench_function("ntag424", |b| b.iter(|| taps.by_them()));
        if case == Case::Fixed {
            group.bench_function("bare", |b| b.iter(|| taps.bare()));
            group.bench_function("read only", |b| {
                let read = |url| drop(black_box(taps.template.read(black_box(url))));
                b.iter(|| taps.urls.iter().for_each(|url| read(url)));
            });
        }
        group.bench_function("one tap", |b| b.iter(|| taps.one_by_one()));
        group.bench_function("at once", |b| b.iter(|| taps.at_once()));
        group.finish();
    }
}

/// What a bad tap costs beside a good one: of each kind, as many as there are good ones.
fn refusing(c: &mut Criterion) {
    let good = Taps::of(Case::BothDerived);
    let of = |change: fn(&str) -> String| good.urls.iter().map(|url| change(url)).collect();
    let kinds: [(&str, Vec<String>); 6] = [
        ("genuine", good.urls.clone()),
        ("another MAC", of(|url| other_digit(url, url.len() - 1))),
        ("another PICCData", of(|url| other_digit(url, url.len() - 30))),
        ("lower case", of(str::to_lowercase)),
        ("cut", of(|url| url.get(..url.len() - 1).unwrap_or_default().to_owned())),
        ("another address", of(|url| url.replace("example.com", "example.org"))),
    ];
    let mut group = c.benchmark_group("refuse");
    group.throughput(Throughput::Elements(TAPS.into()));
    for (name, urls) in kinds {
        group.bench_function(name, |b| {
            b.iter(|| {
                let taps = urls.iter().map(|url| good.template.read(black_box(url)));
                black_box(good.verifier.verify_all(taps))
            });
        });
    }
    group.finish();
}

fn other_digit(url: &str, at: usize) -> String {
    let mut url = url.to_owned();
    let other = if url.get(at..=at) == Some("0") { "1" } else { "0" };
    url.replace_range(at..=at, other);
    url
}

/// A million records of which none made the tap, each with both keys of its own; the other crate is given a hundredth.
fn identifying(c: &mut Criterion) {
    let taps = Taps::of(Case::BothDerived);
    let url = taps.urls.first().unwrap();
    let tap = taps.template.read(url).unwrap();
    let candidates = |count| RecordRange::new(RecordId::MIN, count).unwrap();
    let mut group = c.benchmark_group("identify");
    group.sample_size(10);
    group.bench_function("a million", |b| {
        let others = RecordRange::new(2_000_000.try_into().unwrap(), 1_000_000).unwrap();
        b.iter(|| assert_eq!(taps.verifier.search(black_box(&tap), others), None));
    });
    group.bench_function("ntag424, a hundredth", |b| {
        let made = |record: &RecordId| taps.one_by_them(url, *record).is_ok();
        b.iter(|| assert_eq!(candidates(10_000).iter().find(made), None));
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
    let deriver = deriver();
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

criterion_group!(benches, verifying, refusing, identifying, deriving);
criterion_main!(benches);
