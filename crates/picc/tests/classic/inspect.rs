//! What a card shows to somebody with the keys that everybody has.

use crate::encode::{MESSAGE, target};
use crate::layout::key_b;
use crate::refused::with;
use crate::rig::Rig;
use tapsmith_card::classic::personalize::{Limit, SectorState};
use tapsmith_card::classic::tlv::PastEnd;
use tapsmith_card::classic::{
    AccessConditions, Gpb, Inspection, Key, KeyName, KeyPair, Keyring, Model, Tag, inspect,
};
use tapsmith_card::tag::Count;

fn look(rig: &mut Rig, given: &[Key], limit: Limit) -> (Inspection, Count) {
    let model = rig.model();
    let ring = Keyring::new(given.iter().cloned());
    let before = rig.blocks();
    let mut tag = Tag::new(rig);
    let shown = inspect(&mut tag, model, &ring, limit).unwrap();
    let count = tag.count();
    assert_eq!(rig.blocks(), before);
    (shown, count)
}

#[test]
fn a_blank_card() {
    for model in Model::ALL {
        let (shown, count) = look(&mut Rig::blank(model), &[], Limit::NONE);
        let factory = KeyPair { a: Some(KeyName::Factory), b: Some(KeyName::Factory) };
        for sector in &shown.sectors {
            assert_eq!(sector.keys, factory);
            assert_eq!(sector.access, Some(AccessConditions::DELIVERED));
            assert_eq!((sector.gpb, sector.blocked), (Some(Gpb::DELIVERED), false));
        }
        assert_eq!((shown.mad, shown.message), (Ok(None), Ok(None)));
        assert_eq!(count.failed_authentications, 0);
    }
}

#[test]
fn a_finished_card_shows_all_to_everybody_but_key_b() {
    for model in Model::ALL {
        let mut rig = Rig::blank(model);
        rig.make(&target(model, false), &[]).unwrap();
        for (given, name) in
            [(vec![], None), (vec![Key::new([1; 6]), key_b()], Some(KeyName::Given(1)))]
        {
            let (shown, _) = look(&mut rig, &given, Limit::NONE);
            assert_eq!(shown.message, Ok(Some(MESSAGE.to_vec())));
            assert_eq!(shown.ndef_sectors, model.ndef_sectors().collect::<Vec<_>>());
            for sector in &shown.sectors {
                let a =
                    if sector.sector.is_directory() { KeyName::Directory } else { KeyName::Nfc };
                assert_eq!(sector.keys, KeyPair { a: Some(a), b: name });
            }
        }
        let json =
            serde_json::to_value(look(&mut rig, &[key_b()], Limit::NONE).0.sectors[1]).unwrap();
        let expected = serde_json::json!({
            "sector": 1, "keys": { "a": "nfc", "b": "given_0" }, "access": "7F0788", "gpb": 64, "blocked": false,
        });
        assert_eq!(json, expected);
    }
}

/// A directory without a message; one that is damaged; a message that goes beyond the end; a sector of it
/// that does not open.
#[test]
fn cards_that_are_not_quite_right() {
    let directory = [
        (1, "140103E103E103E103E103E103E103E1"),
        (2, "03E103E103E103E103E103E103E103E1"),
        (3, "A0A1A2A3A4A5 787788 C1 010203040506"),
    ];
    let (shown, _) = look(&mut with(&directory), &[], Limit::NONE);
    assert_eq!((shown.ndef_sectors.len(), shown.message), (15, Ok(None)));
    let mut beyond = directory.to_vec();
    beyond.push((4, "0003FF02CE0000000000000000000000"));
    let (shown, _) = look(&mut with(&beyond), &[], Limit::NONE);
    assert_eq!(shown.message, Err(PastEnd { at: 1 }));
    let mut closed = directory.to_vec();
    closed.push((4, "0303D0000000FE000000000000000000"));
    closed.push((63, "010203040506 FF0780 69 010203040506"));
    let (shown, _) = look(&mut with(&closed), &[], Limit::NONE);
    assert_eq!(shown.sectors[15].keys, KeyPair::default());
    assert_eq!(shown.message, Ok(None));
    let mut damaged = directory;
    damaged[0].1 = "150103E103E103E103E103E103E103E1";
    let (shown, _) = look(&mut with(&damaged), &[], Limit::NONE);
    assert_eq!(shown.mad.map_err(|error| (error.stored, error.computed)), Err((0x15, 0x14)));
    assert!(shown.ndef_sectors.is_empty());
}

/// A phone's card: the text in its first sector, a directory of sectors that are not all there.
#[test]
fn a_directory_of_a_larger_chip() {
    let mut rig = with(&[
        (1, "140103E103E103E103E103E103E103E1"),
        (2, "03E103E103E103E103E103E103E103E1"),
        (3, "A0A1A2A3A4A5 787788 C2 FFFFFFFFFFFF"),
        (4, "0303D0000000FE000000000000000000"),
    ]);
    let (shown, _) = look(&mut rig, &[], Limit::NONE);
    assert_eq!(shown.message, Ok(Some(vec![0xD0, 0, 0])));
}

/// Data that only key B reads, and data that nobody reads.
#[test]
fn data_behind_key_b() {
    // Conditions 011, 111, 101 for the three blocks, 011 for the trailer.
    let access = |c1: u8, c2: u8, c3: u8| {
        let bytes = [(15 - c2) << 4 | (15 - c1), c1 << 4 | (15 - c3), c3 << 4 | c2];
        tapsmith_core::hex::encode(&bytes)
    };
    let access = access(0b0110, 0b1011, 0b1111);
    let trailer = format!("D3F7D3F7D3F7{access}40FFFFFFFFFFFF");
    let full = "41".repeat(16);
    let mut rig = with(&[(4, full.as_str()), (5, &full), (6, &full), (7, &trailer)]);
    let (shown, _) = look(&mut rig, &[], Limit::NONE);
    let open = shown.state.open(shown.sectors[1].sector).unwrap();
    let data: Vec<_> = open.blocks.iter().map(|(_, data)| *data).collect();
    assert_eq!(data, [Some([0x41; 16]), None, Some([0x41; 16])]);
}

/// Sixteen sectors of which nobody knows a key, and one key given: 16 times 4 keys of two kinds fail, or few.
#[test]
fn failures_are_bounded() {
    let strange = "010203040506 FF0780 69 010203040506";
    let all: Vec<_> = (0..16).map(|sector| (sector * 4 + 3, strange)).collect();
    let (shown, count) = look(&mut with(&all), &[key_b()], Limit::NONE);
    assert_eq!(count.failed_authentications, 16 * 4 * 2);
    assert!(shown.state.sectors.iter().all(|(_, state)| *state == SectorState::Unknown));
    for (limit, sectors) in [(0, 0), (1, 1), (8, 1), (9, 2)] {
        let (shown, count) = look(&mut with(&all), &[key_b()], Limit(limit));
        assert_eq!(count.failed_authentications, sectors * 8);
        let unasked = |state: &SectorState| *state == SectorState::Unasked;
        let unasked = shown.state.sectors.iter().filter(|(_, state)| unasked(state)).count();
        assert_eq!(unasked, 16 - usize::try_from(sectors).unwrap());
    }
}
