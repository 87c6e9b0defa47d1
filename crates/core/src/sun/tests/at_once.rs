//! Many taps at once say what each says alone, by every way that the processor has. The plain way is held against
//! published taps and another implementation elsewhere.

use std::collections::HashMap;
use std::sync::Arc;

use tapsmith_wide::Wide;
use uuid::Uuid;

use super::*;
use crate::batch::{BatchId, RecordRange};
use crate::derive::ts1::Role;
use crate::derive::{Deriver, RecordKeys};
use crate::key::MasterKey;
use crate::record::Generation;

/// The verdicts of `urls`, the same by whatever way.
fn verdicts(
    verifier: &Verifier,
    template: &Template,
    urls: &[String],
) -> Vec<Result<Reading, Rejection>> {
    let alone: Vec<_> =
        urls.iter().map(|url| template.read(url).and_then(|tap| verifier.verify(&tap))).collect();
    for wide in Wide::each() {
        let name = wide.name();
        let taps = urls.iter().map(|url| template.read(url));
        for ((at_once, alone), url) in
            verifier.verify_all_in(wide, taps).iter().zip(&alone).zip(urls)
        {
            assert_eq!(at_once, alone, "{name}: {url}");
        }
    }
    alone
}

fn record_keys() -> Arc<RecordKeys> {
    let master = MasterKey::new(key("00112233445566778899AABBCCDDEEFF"));
    let raised = HashMap::from([(8.try_into().unwrap(), Generation::try_from(3).unwrap())]);
    Arc::new(RecordKeys::new(Deriver::new(&master, BatchId(Uuid::from_bytes([7; 16]))), raised))
}

/// Who has which key: all the same, one of them each record's own, both.
fn slots() -> [[KeyOf; 2]; 4] {
    let (keys, records) = (tap_keys(), record_keys());
    let meta_read = || KeyOf::All(keys.meta_read.clone());
    let file_read = || KeyOf::All(keys.file_read.clone());
    let own = |role| KeyOf::Record(records.clone(), role);
    [
        [meta_read(), file_read()],
        [meta_read(), own(Role::FileRead)],
        [own(Role::MetaRead), file_read()],
        [own(Role::MetaRead), own(Role::FileRead)],
    ]
}

fn verifier([meta_read, file_read]: &[KeyOf; 2]) -> Verifier {
    Verifier::of_cards(meta_read.clone(), file_read.clone())
}

/// The keys of a record's card, each by itself.
fn keys_of([meta_read, file_read]: &[KeyOf; 2], record: RecordId) -> TapKeys {
    TapKeys { meta_read: meta_read.of(record), file_read: file_read.of(record) }
}

/// A tap of `record`, and forgeries of it: each character changed, each length.
fn tap_and_forgeries(template: &Template, keys: &TapKeys, record: RecordId) -> Vec<String> {
    let url = sign(template, record, keys, chip(5));
    let changed = (0..url.len()).map(|at| {
        let other = if url.as_bytes()[at] == b'0' { "1" } else { "0" };
        let mut forged = url.clone();
        forged.replace_range(at..=at, other);
        forged
    });
    let cut = (0..url.len()).map(|length| url[..length].to_owned());
    changed.chain(cut).chain([url.clone(), format!("{url}0")]).collect()
}

#[test]
fn at_once_is_one_by_one() {
    let mut good = 0;
    for profile in signing() {
        let template = Template::for_base(&profile, "https://example.com/c").unwrap();
        for slots in slots() {
            let urls: Vec<_> = (7..10)
                .flat_map(|record| {
                    let record = RecordId::try_from(record).unwrap();
                    tap_and_forgeries(&template, &keys_of(&slots, record), record)
                })
                .collect();
            let verdicts = verdicts(&verifier(&slots), &template, &urls);
            good += verdicts.iter().filter(|verdict| verdict.is_ok()).count();
        }
    }
    assert!(good > 100, "{good}");
}

/// Where addresses name no record, and each has keys of its own, nothing can be said.
#[test]
fn a_tap_without_a_record_is_told() {
    let profile = Profile::shipped("sun-private").unwrap();
    let template = Template::for_base(&profile, "https://example.com/c").unwrap();
    for (slots, good) in slots().iter().zip([true, false, false, false]) {
        let url = sign(&template, RecordId::MIN, &tap_keys(), chip(5));
        let said = verdicts(&verifier(slots), &template, &[url]);
        match said.as_slice() {
            [Ok(_)] => assert!(good),
            said => assert_eq!(said, [Err(Rejection::NoRecord)]),
        }
    }
}

/// MACs over inputs of every length up to a page, side by side in one flight.
#[test]
fn every_length_up_to_a_page() {
    let keys = tap_keys();
    let verifier = Verifier::new(keys.clone());
    let templates: Vec<_> = (0..4096)
        .map(|length| {
            let filling = "x".repeat(length);
            let text = format!("https://example.com/?picc_data={{picc}}&[[{filling}&cmac={{mac}}");
            Template::parse(&text).unwrap()
        })
        .collect();
    let urls: Vec<_> =
        templates.iter().map(|template| sign(template, RecordId::MIN, &keys, chip(9))).collect();
    let alone: Vec<_> = templates
        .iter()
        .zip(&urls)
        .map(|(template, url)| template.read(url).and_then(|tap| verifier.verify(&tap)))
        .collect();
    assert!(alone.iter().all(Result::is_ok));
    for wide in Wide::each() {
        let taps = templates.iter().zip(&urls).map(|(template, url)| template.read(url));
        assert_eq!(verifier.verify_all_in(wide, taps), alone);
    }
}

/// As many as do not fill the last flight.
#[test]
fn any_number_of_taps() {
    let (template, keys, url) = signed("sun-aes", 5);
    let verifier = Verifier::new(keys);
    for count in 0..50 {
        let taps = vec![url.clone(); count];
        assert_eq!(
            verdicts(&verifier, &template, &taps).iter().filter(|v| v.is_ok()).count(),
            count
        );
    }
}

/// Each record's tap is found among all, by whatever of its keys is its own; a forged one is not, nor one whose keys are
/// all cards'.
#[test]
fn whose_tap_it_is() {
    let records = RecordRange::new(RecordId::MIN, 50).unwrap();
    for profile in signing() {
        let template = Template::for_base(&profile, "https://example.com/c").unwrap();
        for slots in slots().into_iter().skip(1) {
            let plain = matches!(slots[1], KeyOf::All(_)) && !profile.url.contains("{picc}");
            let verifier = verifier(&slots);
            for record in [1, 8, 16, 17, 50, 51] {
                let record = RecordId::try_from(record).unwrap();
                let url = sign(&template, record, &keys_of(&slots, record), chip(5));
                let tap = template.read(&url).unwrap();
                let found = verifier.search(&Tap { record: None, ..tap }, records);
                let there = !plain && records.contains(record);
                assert_eq!(found, there.then_some(record), "{url}");
                let forged = Tap { mac: TruncatedMac([0x55; 8]), ..tap };
                assert_eq!(verifier.search(&forged, records), None, "{url}");
            }
        }
    }
}

/// A million taps of random records, chips and draws, a third of them good, a third with one character changed, a third
/// cut off or longer; of every profile, by whatever keys.
#[test]
#[ignore = "a million taps: scripts/soak"]
fn a_million_random_taps() {
    let mut dice = Dice(1);
    let (mut good, mut all) = (0, 0);
    let aes = signing().into_iter().filter(|profile| profile.configuration.suite == Suite::Aes);
    let templates: Vec<_> =
        aes.map(|p| Template::for_base(&p, "https://example.com/c").unwrap()).collect();
    while all < 1_000_000 {
        let template = &templates[dice.below(templates.len())];
        let slots = &slots()[dice.below(4)];
        let urls: Vec<_> = (0..1000).map(|_| random_tap(&mut dice, template, slots)).collect();
        let verdicts = verdicts(&verifier(slots), template, &urls);
        good += verdicts.iter().filter(|verdict| verdict.is_ok()).count();
        all += urls.len();
    }
    assert!((200_000..400_000).contains(&good), "{good} of {all} are good");
}

fn random_tap(dice: &mut Dice, template: &Template, slots: &[KeyOf; 2]) -> String {
    let record = u64::try_from(dice.below(1000) + 1).unwrap().try_into().unwrap();
    let mut chip = chip(u32::try_from(dice.below(1 << 24)).unwrap());
    chip.uid.0.fill_with(|| dice.byte());
    chip.random.padding.fill_with(|| dice.byte());
    let mut url = sign(template, record, &keys_of(slots, record), chip);
    let at = dice.below(url.len());
    match dice.below(6) {
        0 | 1 => {}
        2 | 3 => {
            let other = char::from(b' ' + dice.byte() % 95);
            url.replace_range(at..=at, &other.to_string());
        }
        4 => url.truncate(at),
        _ => url.push_str(&"0".repeat(dice.below(4096))),
    }
    url
}

/// Xorshift, so that a failure comes again.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn byte(&mut self) -> u8 {
        self.next().to_be_bytes()[3]
    }

    fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() >> 8).unwrap() % limit
    }
}
