//! An encode torn at every exchange, once before the card acted and once after, for every profile:
//! the same command again leaves the memory that an untorn one leaves.
//!
//! Card and client are both ours here. What is judged is the way through them: the order of things,
//! what is written down before, what is read first when a card comes back.

#![expect(clippy::unwrap_used, clippy::panic, clippy::expect_used, reason = "a test")]

use jiff::Timestamp;
use secrecy::SecretString;
use tapsmith_card::tag::Tag;
use tapsmith_card::transport::Transport;
use tapsmith_core::batch::{Batch, KeyScheme, RecordRange};
use tapsmith_core::profile::Profile;
use tapsmith_core::random::Random;
use tapsmith_core::record::RecordId;
use tapsmith_core::uid::Uid;
use tapsmith_desk::batch::{NewBatch, create};
use tapsmith_desk::check::Verdict;
use tapsmith_desk::encode::{Encoded, Request, encode};
use tapsmith_desk::error::Error;
use tapsmith_desk::trust::VirtualCards;
use tapsmith_picc::{Memory, Ntag424};
use tapsmith_store::{KdfCost, OpenVault, Vault};
use tempfile::TempDir;

/// Random enough for a test, and the same each time.
struct Counting(u8);

impl Random for Counting {
    type Error = std::convert::Infallible;

    fn fill(&mut self, out: &mut [u8]) -> Result<(), Self::Error> {
        for byte in out {
            self.0 = self.0.wrapping_mul(73).wrapping_add(41);
            *byte = self.0;
        }
        Ok(())
    }
}

/// Where the card is pulled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tear {
    Never,
    /// The exchange of this number does not reach the card.
    Before(u32),
    /// The exchange of this number reaches the card, its answer does not come back.
    After(u32),
}

#[derive(Debug)]
struct Pulled;

/// A card that is pulled once.
struct Pullable<'c> {
    card: &'c mut Ntag424,
    tear: Tear,
    seen: u32,
}

impl Transport for Pullable<'_> {
    type Error = Pulled;

    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, Pulled> {
        self.seen += 1;
        if self.tear == Tear::Before(self.seen) {
            self.card.power_off();
            return Err(Pulled);
        }
        let answer = self.card.exchange(command, &mut Counting(7)).unwrap();
        if self.tear == Tear::After(self.seen) {
            self.card.power_off();
            return Err(Pulled);
        }
        Ok(answer)
    }
}

struct Desk {
    vault: OpenVault,
    batch: Batch,
    _folder: TempDir,
}

impl Desk {
    fn new(profile: &str, keys: KeyScheme) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let passphrase = SecretString::from("a passphrase");
        let place = folder.path().join("vault");
        let vault =
            Vault::init(&place, &passphrase, KdfCost::least(), &mut Counting(1)).unwrap();
        let mut vault = vault.unlock(&passphrase).unwrap();
        let new = NewBatch {
            name: "b".parse().unwrap(),
            records: RecordRange::new(RecordId::MIN, 2).unwrap(),
            base_url: "https://example.com/c".to_owned(),
            keys,
            profile: Profile::shipped(profile).unwrap(),
        };
        let now = Timestamp::UNIX_EPOCH;
        let batch = create(&mut vault, new, now, &mut Counting(3), &mut |_| ()).unwrap();
        Self { vault, batch, _folder: folder }
    }

    fn encode(&mut self, card: &mut Ntag424, tear: Tear) -> Result<Encoded, Error<Pulled>> {
        let request = Request {
            batch: &self.batch,
            record: None,
            virtual_cards: VirtualCards::Accept,
            overwrite: false,
            now: Timestamp::UNIX_EPOCH,
        };
        card.power_off();
        let mut tag = Tag::new(Pullable { card, tear, seen: 0 });
        encode(&mut tag, &mut self.vault, request, &mut Counting(9))
    }
}

fn blank() -> Ntag424 {
    Ntag424::new(Memory::factory(Uid([0x04, 1, 2, 3, 4, 5, 6])))
}

/// A card's memory without what tells how often it was tapped.
fn memory(card: &Ntag424) -> serde_json::Value {
    let mut memory: serde_json::Value = serde_json::from_str(&card.memory().to_json()).unwrap();
    let forgotten = forget(&mut memory);
    assert!(forgotten > 0, "the tap counter has another name now: {memory}");
    memory
}

/// Takes the tap counters out, wherever they stand; says how many.
fn forget(value: &mut serde_json::Value) -> usize {
    match value {
        serde_json::Value::Object(fields) => {
            let before = fields.len();
            fields.retain(|name, _| !name.contains("read_counter"));
            before - fields.len() + fields.values_mut().map(forget).sum::<usize>()
        }
        serde_json::Value::Array(items) => items.iter_mut().map(forget).sum(),
        _ => 0,
    }
}

fn tear_everywhere(profile: &str, keys: KeyScheme) -> u32 {
    let mut whole = blank();
    let untorn = Desk::new(profile, keys).encode(&mut whole, Tear::Never).unwrap();
    assert_eq!((untorn.verdict, untorn.apdus), (Verdict::Pass, 16), "{profile}");
    let mut torn = 0;
    // One more than the chip sees: asking the reader for the UID is no exchange of the chip's.
    for number in 1..=untorn.apdus + 1 {
        for tear in [Tear::Before(number), Tear::After(number)] {
            let mut desk = Desk::new(profile, keys);
            let mut card = blank();
            desk.encode(&mut card, tear).expect_err("the card was pulled");
            let again = desk.encode(&mut card, Tear::Never);
            let again = again.unwrap_or_else(|error| panic!("{profile}, {tear:?}: {error}"));
            assert_eq!(again.verdict, Verdict::Pass, "{profile}, {tear:?}: {again:?}");
            assert_eq!(again.failed_authentications, 0, "{profile}, {tear:?}");
            assert_eq!(again.record_id, untorn.record_id, "{profile}, {tear:?}");
            assert_eq!(memory(&card), memory(&whole), "{profile}, {tear:?}");
            torn += 1;
        }
    }
    torn
}

#[test]
fn torn_anywhere_the_same_command_finishes_the_card() {
    let mut torn = 0;
    for profile in Profile::NAMES {
        torn += tear_everywhere(profile, KeyScheme::Derived);
    }
    torn += tear_everywhere("sun-aes", KeyScheme::Random);
    println!("{torn} torn encodes finished");
    assert_eq!(torn, 5 * 2 * 17);
}

#[test]
fn a_finished_card_has_nothing_to_do() {
    let mut desk = Desk::new("sun-aes", KeyScheme::Derived);
    let mut card = blank();
    desk.encode(&mut card, Tear::Never).unwrap();
    let finished = memory(&card);
    let again = desk.encode(&mut card, Tear::Never).unwrap();
    assert!(again.steps.is_empty() && again.verdict == Verdict::Pass, "{again:?}");
    assert_eq!(memory(&card), finished);
}

#[test]
fn a_strangers_card_is_refused_and_stays_as_it_is() {
    let mut card = blank();
    Desk::new("sun-aes", KeyScheme::Derived).encode(&mut card, Tear::Never).unwrap();
    let finished = memory(&card);
    let refused = Desk::new("sun-plain", KeyScheme::Derived).encode(&mut card, Tear::Never);
    assert!(matches!(refused, Err(Error::NotBlank)), "{refused:?}");
    let mut failed: Vec<String> = Vec::new();
    compare(&finished, &memory(&card), "", &mut failed);
    assert!(failed.iter().all(|path| path.contains("fail")), "{failed:?}");
}

/// The paths at which two values differ.
fn compare(
    a: &serde_json::Value,
    b: &serde_json::Value,
    path: &str,
    differing: &mut Vec<String>,
) {
    match (a.as_object(), b.as_object()) {
        (Some(a), Some(b)) => {
            for (name, value) in a {
                compare(value, b.get(name).unwrap(), &format!("{path}.{name}"), differing);
            }
        }
        _ if a != b => differing.push(format!("{path}: {a} {b}")),
        _ => {}
    }
}
