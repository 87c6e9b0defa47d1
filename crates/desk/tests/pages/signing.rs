//! NTAG 223 DNA and NTAG 224 DNA: chips that sign their taps with a key that has to be locked. The pages are written
//! out here as `hardware-notes/ntag22x.md` has them. That the client's MAC and the virtual chip's are the chip's is for
//! OpenSSL's vectors to say (`tests/vectors/ntag22x.json`), which hold against either.

use jiff::Timestamp;
use tapsmith_card::field::{Abilities, Field, Heard};
use tapsmith_card::transport::Transport;
use tapsmith_core::derive::ts1::Role;
use tapsmith_core::record::{Generation, RecordId};
use tapsmith_core::secret::Reveal;
use tapsmith_desk::check::{Outcome, Verdict};
use tapsmith_desk::encode::{ForGood, Request};
use tapsmith_desk::error::Error;
use tapsmith_desk::tap::ByVault;
use tapsmith_desk::verify::Verified;
use tapsmith_desk::{any, encode, reset};
use tapsmith_picc::Type2;
use tapsmith_picc::type2::{Chip, Memory};

use crate::common::{Counting, Desk};
use crate::rig::{Failed, InField, Pulled, delivered, desk, failed, request};

/// A chip: its profile, CFG0, the page that locks the key that signs, and that key's first page.
#[derive(Debug, Clone, Copy)]
struct Kind {
    chip: Chip,
    profile: &'static str,
    cfg0: u8,
    lock: u8,
    key: u8,
}

const KINDS: [Kind; 2] = [
    Kind { chip: Chip::Ntag223, profile: "ntag223-sun", cfg0: 0x29, lock: 0x2D, key: 0x34 },
    Kind { chip: Chip::Ntag224, profile: "ntag224-sun", cfg0: 0x39, lock: 0x3D, key: 0x44 },
];

impl Kind {
    fn encoded(self) -> (Desk, Type2) {
        let mut desk = desk(self.profile);
        let mut card = delivered(self.chip, 6);
        assert_eq!(desk.encode(&mut card).unwrap().verdict, Verdict::Pass);
        (desk, card)
    }

    fn held_key(self, card: &Type2) -> Vec<u8> {
        (0..4).flat_map(|page| card.memory().page(self.key + page)).collect()
    }
}

/// The record's key for its taps as the pages hold it: backwards.
fn record_key(desk: &Desk) -> Vec<u8> {
    let keys = desk.vault.keys(&desk.batch).unwrap();
    let keys = keys.record(RecordId::MIN, Generation::default()).unwrap();
    keys.get(Role::FileRead).unwrap().reveal().iter().rev().copied().collect()
}

fn changed(card: &Type2, change: impl Fn(Memory) -> Memory) -> Type2 {
    Type2::new(change(card.memory().clone()))
}

fn outcome(verified: &Verified, name: &str) -> Outcome {
    verified.checks.iter().find(|check| check.name == name).unwrap().outcome
}

#[test]
fn a_card_is_made_that_signs_and_whose_key_is_locked() {
    for kind in KINDS {
        let mut desk = desk(kind.profile);
        let mut card = delivered(kind.chip, 6);
        let planned = desk.plan(&mut card).unwrap();
        assert!(planned.needs_yes);
        let last = planned.steps.last().unwrap();
        assert_eq!((last.name.as_str(), last.irreversible), ("lock_keys", true));
        let encoded = desk.encode(&mut card).unwrap();
        assert_eq!(encoded.verdict, Verdict::Pass, "{:?}", encoded.proofs);
        assert!(encoded.proofs.iter().any(|proof| proof.name == "sun_mac"));
        // MIRROR_EN and the counter; AUTH0 at the first page of the owner's; LOCK_SUNCMAC_KEY.
        let memory = card.memory();
        let ([head, _, _, auth0], [access, ..]) =
            (memory.page(kind.cfg0), memory.page(kind.cfg0 + 1));
        assert_eq!((head & 0x80, auth0, access & 0x90), (0x80, 4, 0x10));
        assert_eq!(memory.page(kind.lock), [0x80, 0, 0, 0]);
        assert_eq!(kind.held_key(&card), record_key(&desk));
        let again = desk.encode(&mut card).unwrap();
        assert!(again.steps.is_empty(), "{:?}", again.steps);
        let verified = desk.verify(&mut card).unwrap();
        assert_eq!(failed(&verified), Vec::<&str>::new());
        for check in ["sun_mac", "counter_advances", "uid_matches", "settings_match"] {
            assert_eq!(outcome(&verified, check), Outcome::Pass, "{check}");
        }
        let counter = verified.read_counter.map(u32::from);
        assert!(counter.is_some_and(|counter| counter > 2), "{counter:?}");
    }
}

/// A backend that has the vault takes what a phone reads, and takes no other record's word for it.
#[test]
fn the_batchs_keys_judge_a_tap() {
    let (mut desk, mut card) = KINDS[0].encoded();
    let url = desk.verify(&mut card).unwrap().url.unwrap();
    let mut judge = ByVault::new(&desk.vault, &desk.batch).unwrap();
    let judged = judge.judge(&url).unwrap();
    assert_eq!((judged.verdict, judged.record_id), (Verdict::Pass, Some(RecordId::MIN)));
    let other = judge.judge(&url.replace("/1?", "/2?")).unwrap();
    assert_eq!((other.verdict, other.reason), (Verdict::Fail, Some("wrong_mac")));
}

/// The order of things: the key first, in a field of its own a tap of it, and only then the lock.
#[test]
fn the_lock_comes_after_a_tap_has_proved_the_key() {
    for kind in KINDS {
        let mut desk = desk(kind.profile);
        let mut card = delivered(kind.chip, 6);
        let mut field = InField::new(&mut card);
        desk.encode_in(&mut field).unwrap();
        let at =
            |wanted: &dyn Fn(&[u8]) -> bool| field.frames.iter().position(|frame| wanted(frame));
        let write = |page: u8| move |frame: &[u8]| matches!(frame, [0xA2, at, ..] if *at == page);
        let key = at(&write(kind.key + 3)).unwrap();
        let mirror = at(&write(kind.cfg0)).unwrap();
        let lock = at(&write(kind.lock)).unwrap();
        let reads = |frame: &Vec<u8>| matches!(frame.as_slice(), [0x3A, ..]);
        assert!(key < mirror && mirror < lock);
        assert!(field.frames[mirror..lock].iter().any(reads), "{kind:?}");
    }
}

/// In the first byte of CFG1.
const NFC_CNT_EN: u8 = 0x10;

/// A chip that takes what it is told, and does not do it.
struct Stubborn<'c> {
    inner: InField<'c>,
    /// Writes to these pages are acknowledged and forgotten.
    forgets: std::ops::Range<u8>,
    /// What it says of itself in the fourth byte of its version.
    subtype: Option<u8>,
    /// CFG1, if it does not count, though it says that it is told to.
    counts_not: Option<u8>,
    told: bool,
}

impl<'c> Stubborn<'c> {
    fn new(card: &'c mut Type2) -> Self {
        Self {
            inner: InField::new(card),
            forgets: 0..0,
            subtype: None,
            counts_not: None,
            told: false,
        }
    }

    /// Encodes it.
    fn encode(&mut self, desk: &mut Desk) -> Result<encode::Encoded, Failed> {
        let batch = desk.batch.clone();
        let request = Request { batch: &batch, ..request(desk) };
        any::encode(self, &mut desk.vault, request, &mut Counting(9))
    }
}

impl Transport for Stubborn<'_> {
    type Error = Pulled;

    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, Pulled> {
        self.inner.transmit(command)
    }
}

impl Field for Stubborn<'_> {
    fn atr(&self) -> &[u8] {
        &Type2::ATR
    }

    fn abilities(&self) -> Abilities {
        Abilities::ALL
    }

    fn frame(&mut self, frame: &[u8]) -> Result<Heard, Pulled> {
        if matches!(frame, [0xA2, page, ..] if self.forgets.contains(page)) {
            return Ok(Heard::Ack);
        }
        let cfg1 = self.counts_not.unwrap_or_default();
        let heard = match frame {
            [0xA2, page, access, rest @ ..] if *page == cfg1 && cfg1 > 0 => {
                self.told = true;
                self.inner.frame(&[&[0xA2, *page, access & !NFC_CNT_EN], rest].concat())?
            }
            frame => self.inner.frame(frame)?,
        };
        if let ([0x30 | 0x3A, first, ..], Heard::Answer(mut bytes)) = (frame, heard.clone()) {
            let at = cfg1.checked_sub(*first).map(|pages| usize::from(pages) * 4);
            if let Some(byte) = at.and_then(|at| bytes.get_mut(at)).filter(|_| self.told) {
                *byte |= NFC_CNT_EN;
                return Ok(Heard::Answer(bytes));
            }
        }
        match (frame, heard, self.subtype) {
            ([0x60], Heard::Answer(mut version), Some(subtype)) => {
                if let Some(byte) = version.get_mut(3) {
                    *byte = subtype;
                }
                Ok(Heard::Answer(version))
            }
            (_, heard, _) => Ok(heard),
        }
    }

    fn reactivate(&mut self) -> Result<(), Pulled> {
        self.inner.reactivate()
    }
}

/// A key that the chip did not take is not locked in; nor is one whose taps are not counted.
#[test]
fn what_no_tap_has_proved_is_not_locked() {
    for kind in KINDS {
        let mut card = delivered(kind.chip, 6);
        let forgets = kind.key + 1..kind.key + 2;
        let mut first = desk(kind.profile);
        for step in ["change_configuration", "change_signing_key"] {
            let mut field = Stubborn { forgets: forgets.clone(), ..Stubborn::new(&mut card) };
            let error = field.encode(&mut first).unwrap_err().to_string();
            assert!(error.contains(step), "{error}");
            assert_eq!(card.memory().page(kind.lock), [0; 4], "{kind:?}");
        }

        let mut card = delivered(kind.chip, 6);
        let mut second = desk(kind.profile);
        for (told, step) in [(false, "change_configuration"), (true, "change_signing_key")] {
            let counts_not = Some(kind.cfg0 + 1);
            let mut field = Stubborn { counts_not, told, ..Stubborn::new(&mut card) };
            let error = field.encode(&mut second).unwrap_err().to_string();
            assert!(error.contains(step), "{error}");
            assert_eq!(card.memory().page(kind.lock), [0; 4], "{kind:?}");
        }

        // All is as it should be, but for the key.
        let (mut desk, card) = kind.encoded();
        let mut card = changed(&card, |memory| {
            memory.with_page(kind.lock, [0; 4]).with_page(kind.key, [1, 2, 3, 4])
        });
        let mut field = Stubborn { forgets: kind.key..kind.key + 1, ..Stubborn::new(&mut card) };
        let outcome = field.encode(&mut desk);
        let error = outcome.unwrap_err().to_string();
        assert!(error.contains("change_signing_key"), "{error}");
        assert_eq!(card.memory().page(kind.lock), [0; 4], "{kind:?}");
    }
}

/// Nobody here knows how a chip that detects a status is set: it is refused before anything is written.
#[test]
fn a_chip_that_detects_a_status_is_another_one() {
    let kind = KINDS[0];
    let mut card = delivered(kind.chip, 6);
    let before = card.memory().clone();
    let mut field = Stubborn { subtype: Some(0x08), ..Stubborn::new(&mut card) };
    let outcome = field.encode(&mut desk(kind.profile));
    let Err(Error::OtherChip { found, .. }) = outcome else { panic!("{outcome:?}") };
    assert_eq!(found, "an ntag223 StatusDetect");
    assert_eq!(*card.memory(), before);
}

/// Bits that nobody knows the meaning of are left as they are.
#[test]
fn the_lock_leaves_its_neighbours_alone() {
    for kind in KINDS {
        let mut desk = desk(kind.profile);
        let card = delivered(kind.chip, 6);
        let mut card = changed(&card, |memory| memory.with_page(kind.lock, [0, 0, 3, 4]));
        assert_eq!(desk.encode(&mut card).unwrap().verdict, Verdict::Pass);
        assert_eq!(card.memory().page(kind.lock), [0x80, 0, 3, 4], "{kind:?}");
    }
}

/// Whether it counts wrong passwords nobody knows: of the three that it once had, two are tried.
#[test]
fn no_more_than_two_are_tried() {
    let kind = KINDS[0];
    let (mut desk, card) = kind.encoded();
    let mut card = changed(&card, |memory| memory.with_page(kind.lock, [0; 4]));
    desk.reset(&mut card).unwrap();
    desk.encode(&mut card).unwrap();
    let mut card = changed(&card, |memory| memory.with_page(kind.cfg0 + 2, [9; 4]));
    for job in 0..2 {
        let mut field = InField::new(&mut card);
        match job {
            0 => assert!(desk.encode_in(&mut field).is_err()),
            _ => assert!(desk.verify_in(&mut field).is_ok()),
        }
        let shown = field.frames.iter().filter(|frame| frame.first() == Some(&0x1B)).count();
        assert!(shown <= 2, "{shown} in job {job}");
    }
}

#[test]
fn the_lock_is_asked_for() {
    let mut desk = desk("ntag223-sun");
    let mut card = delivered(Chip::Ntag223, 6);
    let batch = desk.batch.clone();
    let request = Request { batch: &batch, for_good: ForGood::Ask, ..request(&desk) };
    let mut field = InField::new(&mut card);
    let asked = any::encode(&mut field, &mut desk.vault, request, &mut Counting(9));
    let Err(Error::ForGood { steps, .. }) = asked else { panic!("{asked:?}") };
    assert_eq!(steps, ["lock_keys"]);
    assert!(!field.frames.iter().any(|frame| frame.first() == Some(&0xA2)));
}

/// A card whose key could be found out does not pass, whatever its taps say.
#[test]
fn an_open_key_does_not_pass() {
    for kind in KINDS {
        let (mut desk, card) = kind.encoded();
        let mut open = changed(&card, |memory| memory.with_page(kind.lock, [0; 4]));
        let verified = desk.verify(&mut open).unwrap();
        assert_eq!(verified.verdict, Verdict::Fail);
        // The first is critical to a delivery: the card can be copied.
        assert_eq!(failed(&verified), ["factory_keys_gone", "settings_match"]);
        let planned = desk.plan(&mut open).unwrap();
        let steps: Vec<_> = planned.steps.iter().map(|step| step.name.as_str()).collect();
        assert_eq!(steps, ["lock_keys"]);
    }
}

/// A key of somebody else's, locked: nothing is to be done, and nothing is tried.
#[test]
fn a_locked_key_of_somebody_else() {
    for kind in KINDS {
        let (mut desk, card) = kind.encoded();
        let mut foreign = changed(&card, |memory| memory.with_page(kind.key, [1, 2, 3, 4]));
        let verified = desk.verify(&mut foreign).unwrap();
        assert!(failed(&verified).contains(&"sun_mac"), "{:?}", failed(&verified));
        let before = foreign.memory().clone();
        let refused = desk.encode(&mut foreign).unwrap_err();
        assert!(refused.to_string().contains("locked for good"), "{refused}");
        assert_eq!(foreign.memory().pages(), before.pages());
        // While it is open, it is written again, and proved at once.
        let mut open = changed(&foreign, |memory| memory.with_page(kind.lock, [0; 4]));
        let done = desk.encode(&mut open).unwrap();
        let steps: Vec<_> = done.steps.iter().map(|step| step.name.as_str()).collect();
        assert_eq!(steps, ["change_signing_key", "lock_keys"]);
        assert_eq!(kind.held_key(&open), record_key(&desk));
    }
}

/// A chip that does not count is not what the profile says: what it signs can be replayed.
#[test]
fn a_tap_that_does_not_count_does_not_pass() {
    let kind = KINDS[0];
    let (mut desk, card) = kind.encoded();
    let mut still = changed(&card, |memory| memory.with_page(kind.cfg0 + 1, [0, 5, 0, 0]));
    let verified = desk.verify(&mut still).unwrap();
    assert_eq!(failed(&verified), ["sun_mac", "counter_advances", "settings_match"]);
}

/// A copy of a tap, with the UID and all that can be read, shows the same tap again.
#[test]
fn a_copied_tap_does_not_pass() {
    let kind = KINDS[0];
    let (mut desk, mut card) = kind.encoded();
    let url = desk.verify(&mut card).unwrap().url.unwrap();
    let [_, piece] = url.split("?m=").collect::<Vec<_>>().try_into().unwrap();
    let mut copied = changed(&card, |memory| {
        let [head, second, page, auth0] = memory.page(kind.cfg0);
        let from = usize::from(page) * 4 + usize::from((head >> 3) & 3);
        let memory = memory.with_page(kind.cfg0, [head & 0x7F, second, page, auth0]);
        (from..).zip(piece.bytes()).fold(memory, |memory, (at, byte)| {
            let page = u8::try_from(at / 4).unwrap();
            let mut bytes = memory.page(page);
            if let Some(place) = bytes.get_mut(at % 4) {
                *place = byte;
            }
            memory.with_page(page, bytes)
        })
    });
    let verified = desk.verify(&mut copied).unwrap();
    assert_eq!(verified.url.as_deref(), Some(url.as_str()));
    assert_eq!(failed(&verified), ["sun_mac", "counter_advances", "settings_match"]);
}

/// A counter that only whoever has the password sees is none to a phone: it is set free, or nothing is locked.
#[test]
fn a_counter_that_is_hidden_from_phones_is_set_free() {
    for kind in KINDS {
        let (mut desk, card) = kind.encoded();
        let hidden = |memory: Memory| memory.with_page(kind.cfg0 + 1, [0x18, 5, 0, 0]);
        let mut hidden = changed(&card, hidden);
        let verified = desk.verify(&mut hidden).unwrap();
        assert_eq!(failed(&verified), ["sun_mac", "counter_advances", "settings_match"]);
        let mut open = changed(&hidden, |memory| memory.with_page(kind.lock, [0; 4]));
        let done = desk.encode(&mut open).unwrap();
        assert_eq!(done.verdict, Verdict::Pass);
        assert_eq!(open.memory().page(kind.cfg0 + 1), [0x10, 5, 0, 0]);
        assert_eq!(failed(&desk.verify(&mut open).unwrap()), Vec::<&str>::new());
    }
}

/// The word for a reset is asked with what comes of it.
#[test]
fn a_reset_says_before_that_the_card_signs_no_more() {
    let (mut desk, mut card) = KINDS[0].encoded();
    let request = reset::Request { batch: None, confirmed: false, now: Timestamp::UNIX_EPOCH };
    let mut field = InField::new(&mut card);
    let asked = any::reset(&mut field, &mut desk.vault, request, &mut Counting(9));
    let asked = asked.unwrap_err().to_string();
    assert!(asked.contains("no record whose card signs can take it then"), "{asked}");
}

/// Torn between the key and the mirror, a card shows no tap: the journal says that a key was given.
#[test]
fn a_reset_takes_back_a_key_that_no_tap_shows() {
    for kind in KINDS {
        let (mut desk, card) = kind.encoded();
        let mut torn = changed(&card, |memory| {
            let [head, second, page, auth0] = memory.page(kind.cfg0);
            let memory = memory.with_page(kind.cfg0, [head & 0x7F, second, page, auth0]);
            memory.with_page(kind.lock, [0; 4])
        });
        assert_eq!(desk.reset(&mut torn).unwrap().verdict, Verdict::Pass);
        assert_eq!(kind.held_key(&torn), [0; 16], "{kind:?}");
        assert!(desk.reset(&mut torn).is_err() || kind.held_key(&torn) == [0; 16]);
    }
}

/// A card whose key is locked, and that shows no tap of it, is told to, and proves it.
#[test]
fn a_locked_key_of_ours_is_proved_when_the_mirror_is_back() {
    for kind in KINDS {
        let (mut desk, card) = kind.encoded();
        let mut still = changed(&card, |memory| {
            let [head, second, page, auth0] = memory.page(kind.cfg0);
            memory.with_page(kind.cfg0, [head & 0x7F, second, page, auth0])
        });
        let done = desk.encode(&mut still).unwrap();
        assert_eq!(done.verdict, Verdict::Pass, "{:?}", done.proofs);
        let steps: Vec<_> = done.steps.iter().map(|step| step.name.as_str()).collect();
        assert_eq!(steps, ["change_configuration"]);
    }
}

/// What is locked beyond the profile is refused by both who encodes and who judges.
#[test]
fn a_locked_key_is_no_plain_cards() {
    let (mut signing, mut card) = KINDS[0].encoded();
    signing.reset(&mut card).unwrap();
    let mut plain = desk("name = \"p\"\nchip = \"ntag223\"\nurl = \"{base}/{record_id}\"");
    let refused = plain.encode(&mut card).unwrap_err();
    assert!(refused.to_string().contains("locked for good"), "{refused}");
    assert!(failed(&plain.verify(&mut card).unwrap()).contains(&"settings_match"));
}

/// What is locked stays, and is named; an open key goes back to the factory's, and is proved before the mirror goes.
#[test]
fn a_reset_takes_back_what_is_not_locked() {
    for kind in KINDS {
        let (mut desk, mut card) = kind.encoded();
        let reset = desk.reset(&mut card).unwrap();
        assert_eq!((reset.verdict, reset.for_good), (Verdict::Pass, vec!["lock_keys"]));
        assert_eq!(kind.held_key(&card), record_key(&desk));
        let refused = desk.encode(&mut card).unwrap_err();
        assert!(refused.to_string().contains("locked for good"), "{refused}");

        let (mut desk, card) = kind.encoded();
        let mut open = changed(&card, |memory| memory.with_page(kind.lock, [0; 4]));
        let reset = desk.reset(&mut open).unwrap();
        assert_eq!((reset.verdict, reset.for_good.len()), (Verdict::Pass, 0));
        assert_eq!(kind.held_key(&open), [0; 16]);
        assert_eq!(open.memory().pages(), delivered(kind.chip, 6).memory().pages());
    }
}
