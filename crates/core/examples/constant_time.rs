//! Whether time tells anything of MACs or keys, by dudect's statistics (Reparaz, Balasch and Verbauwhede, "dude, is my code
//! constant time?"). Each measurement has two classes of inputs; |t| beyond 5 says that time tells them apart, and `control`
//! has to be far beyond it, or nothing was measured. `scripts/bench` runs this and keeps what it says.

#![expect(clippy::unwrap_used, reason = "a bench that cannot be set up has to stop")]

use std::hint::black_box;

use dudect_bencher::{BenchRng, Class, CtRunner, ctbench_main, rand::RngExt as _};
use tapsmith_core::aes::TruncatedMac;
use tapsmith_core::key::AesKey;
use tapsmith_core::record::RecordId;
use tapsmith_core::sun::{Chip, PiccRandom, TapKeys, Verifier, sign};
use tapsmith_core::tamper::TagTamper;
use tapsmith_core::template::Template;
use tapsmith_core::uid::Uid;

/// Measurements of each kind.
const SAMPLES: usize = 100_000;

/// Plain mirrors, so that all taps get as far as the MAC.
const TEMPLATE: &str = "https://example.com/c/{record_id}?uid={uid}&ctr={ctr}&cmac={mac}";

fn key(fill: impl FnOnce(&mut [u8; 16])) -> AesKey {
    AesKey::init_with(fill)
}

fn keys(file_read: AesKey) -> TapKeys {
    TapKeys { meta_read: AesKey::factory(), file_read }
}

/// A genuine tap whose MAC is then wrong in one digit.
fn forged(at: usize) -> String {
    let chip = Chip {
        uid: Uid([4, 1, 2, 3, 4, 5, 6]),
        counter: 5.try_into().unwrap(),
        random: PiccRandom::default(),
        tag_tamper: TagTamper::INTACT,
    };
    let template = Template::parse(TEMPLATE).unwrap();
    let mut url = sign(&template, RecordId::MIN, &keys(AesKey::factory()), chip);
    let at = url.len() - 16 + at;
    let other = if url.as_bytes().get(at) == Some(&b'0') { "1" } else { "0" };
    url.replace_range(at..=at, other);
    url
}

/// Left and right in an order of chance.
fn classes(rng: &mut BenchRng) -> Vec<bool> {
    (0..SAMPLES).map(|_| rng.random()).collect()
}

fn class(is_left: bool) -> Class {
    if is_left { Class::Left } else { Class::Right }
}

/// A comparison that stops at the first difference: it has to be found out.
fn control(runner: &mut CtRunner, rng: &mut BenchRng) {
    let genuine = [0xA5_u8; 64];
    let (mut first, mut last) = (genuine, genuine);
    first.first_mut().unwrap().clone_from(&0);
    last.last_mut().unwrap().clone_from(&0);
    for is_left in classes(rng) {
        let other = if is_left { first } else { last };
        runner.run_one(class(is_left), || {
            black_box(black_box(&genuine).iter().zip(black_box(&other)).all(|(a, b)| a == b))
        });
    }
}

/// Wrong in the first byte, or in the last.
fn comparing_macs(runner: &mut CtRunner, rng: &mut BenchRng) {
    let genuine = TruncatedMac([0xA5; 8]);
    let first = TruncatedMac([0, 0xA5, 0xA5, 0xA5, 0xA5, 0xA5, 0xA5, 0xA5]);
    let last = TruncatedMac([0xA5, 0xA5, 0xA5, 0xA5, 0xA5, 0xA5, 0xA5, 0]);
    for is_left in classes(rng) {
        let other = if is_left { first } else { last };
        runner.run_one(class(is_left), || {
            (0..50).filter(|_| black_box(&genuine) == black_box(&other)).count()
        });
    }
}

/// The same of whole taps.
fn verifying_forged_macs(runner: &mut CtRunner, rng: &mut BenchRng) {
    let template = Template::parse(TEMPLATE).unwrap();
    let verifier = Verifier::new(keys(AesKey::factory()));
    let (first, last) = (forged(0), forged(15));
    for is_left in classes(rng) {
        let tap = template.read(if is_left { &first } else { &last }).unwrap();
        runner.run_one(class(is_left), || verifier.verify(black_box(&tap)).is_ok());
    }
}

/// A key of zeros, or one of chance: made ready, and used.
fn verifying_with_keys(runner: &mut CtRunner, rng: &mut BenchRng) {
    let template = Template::parse(TEMPLATE).unwrap();
    let url = forged(7);
    let tap = template.read(&url).unwrap();
    for is_left in classes(rng) {
        let drawn: [u8; 16] = rng.random();
        let keys = keys(key(|key| *key = if is_left { [0; 16] } else { drawn }));
        runner.run_one(class(is_left), || tap.verify(black_box(&keys)).is_ok());
    }
}

/// The same of sixteen at once.
fn verifying_at_once(runner: &mut CtRunner, rng: &mut BenchRng) {
    let template = Template::parse(TEMPLATE).unwrap();
    let url = forged(7);
    for is_left in classes(rng).into_iter().take(SAMPLES / 4) {
        let drawn: [u8; 16] = rng.random();
        let verifier = Verifier::new(keys(key(|key| *key = if is_left { [0; 16] } else { drawn })));
        let taps = || (0..16).map(|_| template.read(&url));
        runner.run_one(class(is_left), || verifier.verify_all(taps()).len());
    }
}

ctbench_main!(
    control,
    comparing_macs,
    verifying_forged_macs,
    verifying_with_keys,
    verifying_at_once
);
