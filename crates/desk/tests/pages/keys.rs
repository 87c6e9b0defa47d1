//! Chips with a key that both ends prove: Ultralight C and Ultralight AES. What is compared with what:
//! the bytes of a key in memory with the data sheet's order, written out here; who may write with the virtual chip's
//! own rules, which `crates/picc/tests/type2` holds against published dialogues. Which key a record has is the
//! vault's word on both sides.

use tapsmith_core::derive::ts1::Role;
use tapsmith_core::record::RecordId;
use tapsmith_core::secret::Reveal;
use tapsmith_desk::check::{Outcome, Verdict};
use tapsmith_desk::error::Error;
use tapsmith_desk::verify::Verified;
use tapsmith_picc::Type2;
use tapsmith_picc::type2::{Chip, Memory};

use crate::common::Desk;
use crate::rig::{InField, delivered, desk, failed};

/// A chip with a key: its shipped profile, where the key lies, and how the chip is delivered.
#[derive(Debug, Clone, Copy)]
struct Kind {
    chip: Chip,
    profile: &'static str,
    key: u8,
    factory: [u8; 16],
    /// The pages of AUTH0 and of its neighbour, once a record's key protects from page 4 on.
    protected: [(u8, [u8; 4]); 2],
    in_memory: fn([u8; 16]) -> [u8; 16],
}

const KINDS: [Kind; 2] = [ULTRALIGHT_C, ULTRALIGHT_AES];

/// MF0ICU2 Rev. 3.3, "Programming of the 3DES key", "Memory content at delivery".
const ULTRALIGHT_C: Kind = Kind {
    chip: Chip::UltralightC,
    profile: "ultralight-c-url",
    key: 0x2C,
    factory: *b"BREAKMEIFYOUCAN!",
    protected: [(0x2A, [0x04, 0, 0, 0]), (0x2B, [0x01, 0, 0, 0])],
    in_memory: |key| {
        let [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p] = key;
        [h, g, f, e, d, c, b, a, p, o, n, m, l, k, j, i]
    },
};

/// As `hardware-notes/ultralight.md` has it: AUTH0 3C and CFG1 00 05 at delivery, keys of zeros, written backwards.
const ULTRALIGHT_AES: Kind = Kind {
    chip: Chip::UltralightAes,
    profile: "ultralight-aes-url",
    key: 0x30,
    factory: [0; 16],
    protected: [(0x29, [0, 0, 0, 0x04]), (0x2A, [0, 0x05, 0, 0])],
    in_memory: |mut key| {
        key.reverse();
        key
    },
};

impl Kind {
    fn key_of(self, card: &Type2) -> [u8; 16] {
        let pages: Vec<_> = (0..4).map(|page| card.memory().page(self.key + page)).collect();
        pages.as_flattened().try_into().unwrap()
    }

    /// What the vault has for the first record.
    fn record_key(self, desk: &Desk) -> [u8; 16] {
        let generation = desk.vault.generation(&desk.batch, RecordId::MIN).unwrap();
        let keys = desk.vault.keys(&desk.batch).unwrap();
        let keys = keys.record(RecordId::MIN, generation).unwrap();
        (self.in_memory)(*keys.get(Role::AppMaster).unwrap().reveal())
    }

    /// As delivered, with pages of somebody else's making.
    fn with(self, pages: &[(u8, [u8; 4])]) -> Type2 {
        let memory = delivered(self.chip, 6).memory().clone();
        let memory =
            pages.iter().fold(memory, |memory, (page, data)| memory.with_page(*page, *data));
        Type2::new(memory)
    }
}

fn outcome(verified: &Verified, name: &str) -> Outcome {
    verified.checks.iter().find(|check| check.name == name).unwrap().outcome
}

/// `WRITE`s among the frames.
fn writes(frames: &[Vec<u8>]) -> Vec<u8> {
    let page = |frame: &Vec<u8>| match frame.as_slice() {
        [0xA2, page, ..] => Some(*page),
        _ => None,
    };
    frames.iter().filter_map(page).collect()
}

#[test]
fn a_record_s_key_protects_its_card_and_goes_with_a_reset() {
    for kind in KINDS {
        let mut desk = desk(kind.profile);
        let mut card = delivered(kind.chip, 6);
        let encoded = desk.encode(&mut card).unwrap();
        assert_eq!(encoded.verdict, Verdict::Pass, "{kind:?}: {:?}", encoded.proofs);
        assert_eq!(kind.key_of(&card), kind.record_key(&desk), "{kind:?}");
        for (page, data) in kind.protected {
            assert_eq!(card.memory().page(page), data, "{kind:?}");
        }
        let verified = desk.verify(&mut card).unwrap();
        assert_eq!(failed(&verified), Vec::<&str>::new(), "{kind:?}: {:?}", verified.checks);
        for check in ["keys_installed", "factory_keys_gone", "write_protected", "settings_match"] {
            assert_eq!(outcome(&verified, check), Outcome::Pass, "{kind:?} {check}");
        }
        let reset = desk.reset(&mut card).unwrap();
        assert_eq!(reset.verdict, Verdict::Pass, "{kind:?}: {:?}", reset.proofs);
        assert_eq!(kind.key_of(&card), kind.factory, "{kind:?}");
        // OTP is all that stays.
        let left = delivered(kind.chip, 6).memory().clone().with_page(3, [0xE1, 0x10, 0x12, 0]);
        assert_eq!(card.memory().pages(), left.pages(), "{kind:?}");
    }
}

/// The key is written before AUTH0, and between them the card is activated and the key proved.
#[test]
fn a_key_is_proved_before_it_protects() {
    for kind in KINDS {
        let mut desk = desk(kind.profile);
        let mut card = delivered(kind.chip, 6);
        let plan = desk.plan(&mut card).unwrap();
        let names: Vec<_> = plan.steps.iter().map(|step| step.name.as_str()).collect();
        let expected =
            ["write_ndef", "write_capability_container", "change_key", "change_configuration"];
        assert_eq!(names, expected, "{kind:?}");
        let mut field = InField::new(&mut card);
        let encoded = desk.encode_in(&mut field).unwrap();
        assert_eq!(encoded.apdus, plan.apdus, "{kind:?}: as planned");
        let at = |wanted: &dyn Fn(&Vec<u8>) -> bool| field.frames.iter().position(wanted).unwrap();
        let last_of_key = at(&|frame| frame.starts_with(&[0xA2, kind.key + 3]));
        let [(auth0, _), _] = kind.protected;
        let protected = at(&|frame| frame.starts_with(&[0xA2, auth0]));
        // It is asked for one to see which chip it is, too.
        let between = field.frames.get(last_of_key..protected).unwrap();
        assert!(between.iter().any(|frame| frame.starts_with(&[0x1A, 0x00])), "{kind:?}");
        // Again, and nothing is written.
        let mut again = InField::new(&mut card);
        desk.encode_in(&mut again).unwrap();
        assert_eq!(writes(&again.frames), Vec::<u8>::new(), "{kind:?}");
    }
}

#[test]
fn a_card_with_an_unknown_key_is_refused_before_any_write() {
    for kind in KINDS {
        let key = [(kind.key, *b"some"), (kind.key + 1, *b"body"), kind.protected[0]];
        let mut card = kind.with(&[&key[..], &kind.protected[1..]].concat());
        let mut desk = desk(kind.profile);
        let mut field = InField::new(&mut card);
        let error = desk.encode_in(&mut field).unwrap_err();
        assert!(matches!(error, Error::Pages(_)), "{kind:?}: {error}");
        assert_eq!(
            error.to_string(),
            "a key that nobody here knows protects this card: the card was not changed"
        );
        assert_eq!(writes(&field.frames), Vec::<u8>::new(), "{kind:?}");
        // Nor once the vault knows the card: somebody gave it another key since.
        let mut ours = delivered(kind.chip, 6);
        desk.encode(&mut ours).unwrap();
        let memory = key
            .iter()
            .fold(ours.memory().clone(), |memory, (page, data)| memory.with_page(*page, *data));
        let mut ours = Type2::new(memory);
        for reset in [false, true] {
            let mut field = InField::new(&mut ours);
            let refused = if reset {
                desk.reset_in(&mut field).map(|_| ()).unwrap_err()
            } else {
                desk.encode_in(&mut field).map(|_| ()).unwrap_err()
            };
            assert!(matches!(refused, Error::Pages(_)), "{kind:?}: {refused}");
            assert_eq!(writes(&field.frames), Vec::<u8>::new(), "{kind:?}");
        }
        let verified = desk.verify(&mut ours).unwrap();
        assert_eq!(failed(&verified), ["keys_installed"], "{kind:?}");
        assert_eq!(outcome(&verified, "factory_keys_gone"), Outcome::Skipped, "{kind:?}");
        assert_eq!(outcome(&verified, "write_protected"), Outcome::Skipped, "{kind:?}");
    }
}

/// A card whose settings are right and whose key is still the factory's.
#[test]
fn a_card_that_kept_the_factory_s_key_fails() {
    for kind in KINDS {
        let mut desk = desk(kind.profile);
        let mut card = delivered(kind.chip, 6);
        desk.encode(&mut card).unwrap();
        let pages = kind.factory.as_chunks::<4>().0;
        let memory: Memory = (kind.key..)
            .zip(pages)
            .fold(card.memory().clone(), |memory, (page, data)| memory.with_page(page, *data));
        let verified = desk.verify(&mut Type2::new(memory)).unwrap();
        assert_eq!(failed(&verified), ["keys_installed"], "{kind:?}");
    }
}

/// Where the profile asks for no key, the card keeps the factory's, and anybody else's is told of.
#[test]
fn a_profile_without_a_key_leaves_the_factory_s() {
    for kind in KINDS {
        let chip = kind.chip.name();
        let open = format!("name = \"open\"\nchip = \"{chip}\"\nurl = \"{{base}}/{{record_id}}\"");
        let mut desk = desk(&open);
        let mut card = delivered(kind.chip, 6);
        desk.encode(&mut card).unwrap();
        assert_eq!(kind.key_of(&card), kind.factory, "{kind:?}");
        let [(auth0, _), (neighbour, _)] = kind.protected;
        let fresh = delivered(kind.chip, 6);
        for page in [auth0, neighbour] {
            assert_eq!(card.memory().page(page), fresh.memory().page(page), "{kind:?}");
        }
        assert_eq!(failed(&desk.verify(&mut card).unwrap()), Vec::<&str>::new(), "{kind:?}");
        let mut other = Type2::new(card.memory().clone().with_page(kind.key, *b"else"));
        assert_eq!(failed(&desk.verify(&mut other).unwrap()), ["keys_installed"], "{kind:?}");
    }
}

/// A locked key can be used, and never be changed.
#[test]
fn a_locked_key_stays() {
    for kind in KINDS {
        let chip = kind.chip.name();
        let locked = format!(
            "name = \"locked\"\nchip = \"{chip}\"\nurl = \"{{base}}/{{record_id}}\"\n\
             [protection]\npassword = true\nlock = [\"keys\"]"
        );
        let mut desk = desk(&locked);
        let mut card = delivered(kind.chip, 6);
        let steps = desk.plan(&mut card).unwrap().steps;
        let last: Vec<_> = steps
            .iter()
            .rev()
            .take(2)
            .map(|step| (step.name.as_str(), step.irreversible))
            .collect();
        assert_eq!(last, [("lock_keys", true); 2], "{kind:?}");
        desk.encode(&mut card).unwrap();
        assert_eq!(failed(&desk.verify(&mut card).unwrap()), Vec::<&str>::new(), "{kind:?}");
        let mut field = InField::new(&mut card);
        let error = desk.reset_in(&mut field).unwrap_err();
        let said = "a key of this card is locked for good, and nothing shows that it is as it should be: the card was not changed";
        assert_eq!(error.to_string(), said, "{kind:?}");
        assert_eq!(writes(&field.frames), Vec::<u8>::new(), "{kind:?}");
        // Under a profile that locks nothing, more is locked than planned.
        let mut other = crate::rig::desk(kind.profile);
        let refused = other.encode(&mut card).unwrap_err();
        assert!(matches!(refused, Error::Pages(_)), "{kind:?}: {refused}");
        assert!(failed(&other.verify(&mut card).unwrap()).contains(&"settings_match"));
    }
}

/// An Ultralight AES that hides its UID or asks for MACs is left as it is, whoever set it so.
#[test]
fn secure_modes_are_refused() {
    for options in [0x01, 0x02, 0x03] {
        let mut card = ULTRALIGHT_AES.with(&[(0x29, [options, 0, 0, 0x3C])]);
        let mut desk = desk("ultralight-aes-url");
        let mut field = InField::new(&mut card);
        let error = desk.encode_in(&mut field).unwrap_err().to_string();
        let said = "this card hides its UID or asks for MACs, which no profile's card does: the card was not changed";
        assert_eq!(error, said);
        assert_eq!(writes(&field.frames), Vec::<u8>::new());
    }
}

/// What stands in the two pages and is nobody's business here stays: the counter's rights, and VCTID.
#[test]
fn other_bits_of_an_ultralight_aes_stay() {
    let mut card = ULTRALIGHT_AES.with(&[(0x2A, [0x0C, 0x07, 0, 0xF0])]);
    let mut desk = desk("ultralight-aes-url");
    assert_eq!(desk.encode(&mut card).unwrap().verdict, Verdict::Pass);
    assert_eq!(card.memory().page(0x2A), [0x0C, 0x07, 0, 0xF0]);
    assert_eq!(card.memory().page(0x29), [0, 0, 0, 4]);
}

/// The bits of both keys, then the one that freezes them.
#[test]
fn key_locks_in_memory() {
    let cases = [(ULTRALIGHT_C, 0x28, [0, 0x88, 0, 0]), (ULTRALIGHT_AES, 0x2D, [0xE0, 0, 0, 0])];
    for (kind, page, locked) in cases {
        let chip = kind.chip.name();
        let profile = format!(
            "name = \"k\"\nchip = \"{chip}\"\nurl = \"{{base}}/{{record_id}}\"\n\
             [protection]\npassword = true\nlock = [\"keys\"]"
        );
        let mut card = delivered(kind.chip, 6);
        let mut field = InField::new(&mut card);
        desk(&profile).encode_in(&mut field).unwrap();
        let written: Vec<_> =
            field.frames.iter().filter(|frame| frame.starts_with(&[0xA2, page])).collect();
        assert_eq!(written.len(), 2, "{kind:?}");
        assert_eq!(written[1][2..], locked, "{kind:?}");
        assert_eq!(card.memory().page(page), locked, "{kind:?}");
    }
}

/// A READ that runs into what is protected goes on with page 0: those pages are none that were read.
#[test]
fn pages_that_are_hidden_are_not_taken_for_read() {
    let mut card = ULTRALIGHT_C.with(&[(0x2A, [0x06, 0, 0, 0])]);
    let seen = tapsmith_desk::any::inspect(&mut InField::new(&mut card)).unwrap();
    let tapsmith_desk::any::Inspection::Type2(seen) = seen else { panic!("a card of pages") };
    assert_eq!((seen.pages_read, seen.protected, seen.settings), (6, true, None));
}
