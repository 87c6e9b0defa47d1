//! Cards that cannot be made what they shall be: told before anything is written.

use crate::encode::target;
use crate::layout::{hex, key_b};
use crate::rig::{Failed, Rig};
use tapsmith_card::classic::personalize::{
    ApplyError, Limit, PlanError, Step, Target, apply_step, read_state,
};
use tapsmith_card::classic::{
    Block, Data, Error, Key, KeyKind, Keyring, Model, Opener, Sector, Tag,
};
use tapsmith_picc::classic::{Memory, Uid};

const MODEL: Model = Model::Classic1k;

/// A blank card with these blocks.
pub(crate) fn with(blocks: &[(usize, &str)]) -> Rig {
    let text = Memory::delivered(MODEL, Uid::Seven([4, 1, 2, 3, 4, 5, 6])).to_json();
    let mut json: serde_json::Value = serde_json::from_str(&text).unwrap();
    for (block, hex) in blocks {
        json["blocks"][*block] = hex.replace(' ', "").into();
    }
    Rig::new(Memory::from_json(&json.to_string()).unwrap())
}

fn sector(number: u8) -> Sector {
    Sector::new(number).unwrap()
}

#[track_caller]
fn refuses(rig: &mut Rig, target: &Target, error: PlanError) {
    assert_eq!(rig.make(target, &[key_b()]), Err(Failed::Plan(error)));
    assert!(rig.writes.is_empty());
}

#[test]
fn sectors_that_cannot_be_changed() {
    let ndef = target(MODEL, false);
    let cases = [
        // Somebody's keys.
        ("010203040506 FF0780 69 010203040506", PlanError::UnknownKey(sector(15))),
        // Somebody's key B, which alone may change the trailer.
        ("FFFFFFFFFFFF 7F0788 69 010203040506", PlanError::KeyNeeded(sector(15), KeyKind::B)),
        // Nobody may change the keys, or the access bits.
        ("FFFFFFFFFFFF 078F0F 69 FFFFFFFFFFFF", PlanError::ReadOnly(sector(15))),
        ("FFFFFFFFFFFF FF0F00 69 FFFFFFFFFFFF", PlanError::ReadOnly(sector(15))),
        ("FFFFFFFFFFFF 778F08 69 FFFFFFFFFFFF", PlanError::ReadOnly(sector(15))),
        // Access bits that contradict themselves.
        ("FFFFFFFFFFFF FF0781 69 FFFFFFFFFFFF", PlanError::Blocked(sector(15))),
        ("FFFFFFFFFFFF 000000 69 FFFFFFFFFFFF", PlanError::Blocked(sector(15))),
    ];
    for (trailer, error) in cases {
        refuses(&mut with(&[(63, trailer)]), &ndef, error);
    }
}

/// Data that nobody may write any more is no harm if it is what it shall be.
#[test]
fn closed_data() {
    // Condition 010 for data, 001 for the trailer.
    let closed = "FFFFFFFFFFFF 8F0787 69 FFFFFFFFFFFF";
    let mut rig = with(&[(63, closed)]);
    rig.make(&target(MODEL, false), &[key_b()]).unwrap();
    let mut rig = with(&[(63, closed), (60, "01010101010101010101010101010101")]);
    refuses(&mut rig, &target(MODEL, false), PlanError::ReadOnly(sector(15)));
}

#[test]
fn read_only_is_for_good() {
    let mut rig = Rig::blank(MODEL);
    rig.make(&target(MODEL, true), &[key_b()]).unwrap();
    rig.writes.clear();
    refuses(&mut rig, &Target::blank(MODEL), PlanError::ReadOnly(sector(0)));
    refuses(&mut rig, &target(MODEL, false), PlanError::ReadOnly(sector(0)));
    let other = Target::ndef(MODEL, b"\xD0\x00\x00", &key_b(), true).unwrap();
    refuses(&mut rig, &other, PlanError::ReadOnly(sector(1)));
    let other = Target::ndef(MODEL, crate::encode::MESSAGE, &Key::new([1; 6]), true).unwrap();
    refuses(&mut rig, &other, PlanError::ReadOnly(sector(0)));
}

#[test]
fn another_chip() {
    refuses(&mut Rig::blank(MODEL), &Target::blank(Model::Classic4k), PlanError::OtherModel);
}

/// A write that the card takes and does not do is found out at once, and nothing more is written.
#[test]
fn a_card_that_only_says_that_it_writes() {
    let mut rig = Rig::blank(MODEL);
    let steps = rig.make(&target(MODEL, false), &[]).unwrap();
    for (lie, step) in steps.iter().enumerate() {
        let mut rig = Rig::blank(MODEL);
        rig.lie = Some(lie);
        let Err(Failed::Apply(error)) = rig.make(&target(MODEL, false), &[]) else {
            panic!("{lie}: believed")
        };
        let number = step.rsplit('_').next().unwrap().parse().unwrap();
        let expected = if step.starts_with("write_trailer") {
            ApplyError::NotProved(sector(number))
        } else {
            ApplyError::NotAsWritten(Block::new(number))
        };
        assert_eq!(error, expected);
        assert_eq!(rig.writes.len(), lie + 1);
    }
}

/// The same where only the byte behind the access bits is new, or only key B: key A proves nothing then.
#[test]
fn a_trailer_is_proved_in_all_its_parts() {
    let finished: Vec<_> = {
        let mut rig = Rig::blank(MODEL);
        rig.make(&target(MODEL, false), &[]).unwrap();
        rig.blocks()
    };
    let hex_of = |block: Data| tapsmith_core::hex::encode(&block);
    let with_7 = |trailer: &str| {
        let mut all: Vec<_> = finished.iter().map(|block| hex_of(*block)).collect();
        all[7] = hex_of(hex(trailer));
        let all: Vec<_> = all.iter().map(String::as_str).enumerate().collect();
        with(&all)
    };
    let cases = [
        ("D3F7D3F7D3F7 7F0788 41 4B4559204221", ApplyError::NotAsWritten(Block::new(7))),
        ("D3F7D3F7D3F7 787788 40 4B4559204221", ApplyError::NotAsWritten(Block::new(7))),
        ("D3F7D3F7D3F7 7F0788 40 FFFFFFFFFFFF", ApplyError::NotProved(sector(1))),
        ("FFFFFFFFFFFF 7F0788 40 4B4559204221", ApplyError::NotProved(sector(1))),
    ];
    for (trailer, error) in cases {
        let mut rig = with_7(trailer);
        rig.lie = Some(0);
        assert_eq!(rig.make(&target(MODEL, false), &[key_b()]), Err(Failed::Apply(error)));
        assert_eq!(rig.writes, [7]);
        rig.lie = None;
        rig.make(&target(MODEL, false), &[key_b()]).unwrap();
        assert_eq!(rig.blocks(), finished);
    }
    // Where key B can be read, it is read: nothing else is new here.
    let mut rig = with(&[(7, "FFFFFFFFFFFF FF0780 69 010203040506")]);
    rig.lie = Some(0);
    let error = ApplyError::NotAsWritten(Block::new(7));
    assert_eq!(rig.make(&Target::blank(MODEL), &[]), Err(Failed::Apply(error)));
}

/// A card is as usable as before when it refused, in the same breath: a refusal silences it.
#[test]
fn a_card_is_read_again_after_a_refusal() {
    let mut rig = with(&[(3, "FFFFFFFFFFFF FF0780 69 FFFFFFFFFFFF")]);
    let mut steps = rig.steps(&target(MODEL, false), &[]).unwrap();
    rig.make(&target(MODEL, false), &[]).unwrap();
    let ring = Keyring::new([key_b()]);
    let mut tag = Tag::new(&mut rig);
    let before = read_state(&mut tag, MODEL, &ring, Limit::NONE).unwrap();
    // The first trailer once more, by a key that may not write it any more.
    let Step::WriteTrailer { sector, trailer, .. } = steps.swap_remove(2) else { panic!() };
    let by = Opener::a(trailer.key_a.clone());
    let error = apply_step(&mut tag, &Step::WriteTrailer { sector, trailer, by }).unwrap_err();
    assert!(matches!(error, ApplyError::Card(Error::Refused { command: "Update Binary", .. })));
    assert_eq!(read_state(&mut tag, MODEL, &ring, Limit::NONE), Ok(before));
}
