//! Every right of every condition, by the data sheet's tables: they stand in a file that was typed off it,
//! and know nothing of `rights`. The trailers are laid out here, bit by bit.

use super::*;
use tapsmith_card::classic::Model;
use tapsmith_testkit::vectors::{Case, list};

const A_KEY: [u8; 6] = [0xA1; 6];
const B_KEY: [u8; 6] = [0xB1; 6];
const OTHER: Data = [0x77; 16];

/// A trailer with these bits for each of four areas, in the data sheet's order: block 0 to trailer.
fn trailer(bits: [&str; 4]) -> Data {
    let nibble = |which: usize| {
        let set = |(area, bits): (usize, &&str)| u8::from(&bits[which..=which] == "1") << area;
        bits.iter().enumerate().map(set).sum::<u8>()
    };
    let [c1, c2, c3] = [nibble(0), nibble(1), nibble(2)];
    let access = [(15 - c2) << 4 | (15 - c1), c1 << 4 | (15 - c3), c3 << 4 | c2, 0x42];
    [&A_KEY[..], &access, &B_KEY].concat().try_into().unwrap()
}

/// A chip of 4 KB whose sector of `block` has this trailer, and this content.
fn chip(block: u8, trailer: Data, unknowns: Unknowns) -> Classic {
    let mut memory = Memory::delivered(Model::Classic4k, Uid::Seven([4; 7]));
    if block != 0 {
        memory.block_mut(block).unwrap().fill(0x11);
    }
    *memory.block_mut(trailer_of(block)).unwrap() = trailer;
    Classic::with(memory, unknowns)
}

fn key(kind: KeyKind) -> &'static [u8; 6] {
    match kind {
        KeyKind::A => &A_KEY,
        KeyKind::B => &B_KEY,
    }
}

fn admits(row: &Case, what: &str, kind: KeyKind) -> bool {
    match row.text(what) {
        "never" => false,
        "key A" => kind == KeyKind::A,
        "key B" => kind == KeyKind::B,
        "key A|B" => true,
        other => panic!("{other}"),
    }
}

const KINDS: [KeyKind; 2] = [KeyKind::A, KeyKind::B];

/// One block of each area of a small sector and of a large one.
const BLOCKS: [(usize, [u8; 2]); 3] = [(0, [8, 144]), (1, [9, 149]), (2, [10, 158])];

#[test]
fn data_blocks_by_the_data_sheet() {
    for (row, trailer_row) in list("mifare_classic", "data_blocks").iter().flat_map(|row| {
        list("mifare_classic", "trailers").into_iter().map(move |trailer| (row.clone(), trailer))
    }) {
        let readable = trailer_row.text("key_b_read") == "key A";
        for (area, block) in BLOCKS.iter().flat_map(|(area, two)| two.map(|block| (*area, block))) {
            // The other areas have another condition, so that a mixed-up area shows.
            let other = if row.text("bits") == "000" { "111" } else { "000" };
            let mut bits = [other, other, other, trailer_row.text("bits")];
            bits[area] = row.text("bits");
            for kind in KINDS {
                let told = format!("{bits:?} block {block} key {kind:?}");
                let powerless = readable && kind == KeyKind::B;
                let may = |what| admits(&row, what, kind) && !powerless;
                let mut chip = chip(block, trailer(bits), Unknowns::default());
                assert!(chip.authenticate(block, kind, key(kind)), "{told}");
                assert_eq!(chip.read(block).is_some(), may("read"), "{told}");
                assert_eq!(chip.authenticate(block, kind, key(kind)), may("read"), "{told}");
                chip.power_off();
                chip.authenticate(block, kind, key(kind));
                assert_eq!(chip.write(block, &OTHER), may("write"), "{told}");
                assert_eq!(chip.memory().block(block) == Some(&OTHER), may("write"), "{told}");
            }
        }
    }
}

#[test]
fn trailers_by_the_data_sheet() {
    for row in list("mifare_classic", "trailers") {
        for (block, kind) in [11, 159].into_iter().flat_map(|at| KINDS.map(|kind| (at, kind))) {
            let bits = row.text("bits");
            let held = trailer(["000", "000", "000", bits]);
            let readable = row.text("key_b_read") == "key A";
            let powerless = readable && kind == KeyKind::B;
            let mut chip_read = chip(block, held, Unknowns::default());
            assert!(chip_read.authenticate(block, kind, key(kind)));
            let shown = chip_read.read(block);
            assert_eq!(shown.is_some(), admits(&row, "access_read", kind) && !powerless, "{bits}");
            if let Some(shown) = shown {
                assert_eq!(shown[..6], [0; 6], "key A is never read");
                assert_eq!(shown[6..10], held[6..10]);
                assert_eq!(shown[10..] == B_KEY, admits(&row, "key_b_read", kind), "{bits}");
                assert!(shown[10..] == B_KEY || shown[10..] == [0; 6]);
            }
            for partial in [PartialTrailer::Parts, PartialTrailer::Refused] {
                let unknowns = Unknowns { partial_trailer: partial, ..Unknowns::default() };
                let may = ["key_a_write", "access_write", "key_b_write"]
                    .map(|what| admits(&row, what, kind) && !powerless);
                let whole = partial == PartialTrailer::Refused;
                let taken = if whole { may == [true; 3] } else { may.contains(&true) };
                let mut chip = chip(block, held, unknowns);
                chip.authenticate(block, kind, key(kind));
                let new = trailer(["010", "010", "010", "001"]);
                let new: Data = [&[1; 6][..], &new[6..10], &[2; 6]].concat().try_into().unwrap();
                assert_eq!(chip.write(block, &new), taken, "{bits} {kind:?} {partial:?}");
                let part = |may: bool| if may && taken { &new } else { &held };
                let [a, access, b] = may.map(part);
                let expected = [&a[..6], &access[6..10], &b[10..]].concat();
                assert_eq!(chip.memory().block(block).unwrap()[..], expected, "{bits} {kind:?}");
            }
        }
    }
}

#[test]
fn nobody_writes_block_0() {
    for kind in KINDS {
        let mut chip = chip(0, trailer(["000", "000", "000", "011"]), Unknowns::default());
        let before = *chip.memory().block(0).unwrap();
        assert!(chip.authenticate(0, kind, key(kind)));
        assert_eq!(chip.read(0), Some(before));
        assert!(!chip.write(0, &OTHER));
        assert_eq!(chip.memory().block(0), Some(&before));
        assert!(!chip.authenticate(0, kind, key(kind)), "it is silent");
    }
}

/// Each of the access bits turned around alone: nothing of the sector is left, and other sectors live.
#[test]
fn access_bits_that_contradict_themselves_block_a_sector() {
    for bit in 0..24 {
        for blocked_sector in [BlockedSector::GivesNothing, BlockedSector::DoesNotOpen] {
            let mut held = trailer(["000", "000", "000", "001"]);
            held[6 + bit / 8] ^= 1 << (bit % 8);
            let unknowns = Unknowns { blocked_sector, ..Unknowns::default() };
            let mut chip = chip(8, held, unknowns);
            let opens = blocked_sector == BlockedSector::GivesNothing;
            for block in 8..12 {
                assert_eq!(chip.authenticate(block, KeyKind::A, &A_KEY), opens, "bit {bit}");
                assert_eq!(chip.read(block), None);
                chip.power_off();
                chip.authenticate(block, KeyKind::A, &A_KEY);
                assert!(!chip.write(block, &OTHER));
                chip.power_off();
            }
            assert!(chip.authenticate(12, KeyKind::A, &[0xFF; 6]));
            assert!(chip.read(12).is_some());
        }
    }
}

#[test]
fn one_sector_is_open_at_a_time_and_silence_lasts() {
    let mut chip = chip(8, trailer(["000", "000", "000", "001"]), Unknowns::default());
    assert_eq!(chip.read(8), None);
    assert!(!chip.authenticate(8, KeyKind::A, &A_KEY), "it is silent");
    chip.power_off();
    assert!(chip.authenticate(8, KeyKind::A, &A_KEY));
    assert!(chip.authenticate(4, KeyKind::A, &[0xFF; 6]));
    assert!(chip.read(5).is_some());
    assert_eq!(chip.read(8), None);
    chip.power_off();
    assert!(!chip.authenticate(8, KeyKind::A, &B_KEY));
    assert!(!chip.authenticate(8, KeyKind::A, &A_KEY), "it is silent");
    chip.power_off();
    assert!(chip.authenticate(8, KeyKind::A, &A_KEY));
    chip.power_off();
    assert_eq!(chip.read(8), None, "power closes it");
}

#[test]
fn blocks_that_a_small_chip_lacks() {
    let mut chip = Classic::new(Memory::delivered(Model::Classic1k, Uid::Four([1; 4])));
    assert!(!chip.authenticate(64, KeyKind::A, &[0xFF; 6]));
    chip.power_off();
    assert!(chip.authenticate(63, KeyKind::A, &[0xFF; 6]));
    assert_eq!(chip.read(255), None);
    assert_eq!(chip.into_memory().block(63).unwrap()[..6], [0xFF; 6]);
}

#[test]
fn a_torn_write_leaves_what_the_tester_says() {
    let mask: Data = std::array::from_fn(|at| if at < 5 { 0xFF } else { 0x0F });
    let mixed: Data = std::array::from_fn(|at| if at < 5 { 0x77 } else { 0x17 });
    for (torn, left) in [(Torn::OLD, [0x11; 16]), (Torn::NEW, OTHER), (Torn(mask), mixed)] {
        let mut chip = chip(8, trailer(["000", "000", "000", "001"]), Unknowns::default());
        chip.write_torn(8, &OTHER, torn);
        assert_eq!(chip.memory().block(8), Some(&[0x11; 16]), "nothing is open");
        assert!(chip.authenticate(8, KeyKind::A, &A_KEY));
        chip.write_torn(8, &OTHER, torn);
        assert_eq!(chip.memory().block(8), Some(&left));
        assert_eq!(chip.read(8), None, "the field was gone");
    }
}

proptest::proptest! {
    /// Whatever a reader sends, and whatever stands in a trailer: an answer, and block 0 as it was.
    #[test]
    fn a_card_answers_any_bytes(
        trailer in proptest::array::uniform16(proptest::num::u8::ANY),
        commands in proptest::collection::vec(proptest::collection::vec(proptest::num::u8::ANY, 0..24), 0..20),
        block in proptest::num::u8::ANY,
    ) {
        let chip = chip(block, trailer, Unknowns::default());
        let before = *chip.memory().block(0).unwrap();
        let mut reader = Reader::new(chip, KeyPlaces::Two);
        for command in commands {
            let near = [&[0xFF, [0x82, 0x86, 0xB0, 0xD6, 0xCA][command.len() % 5], 0][..], &command];
            proptest::prop_assert!(reader.transmit(&near.concat()).len() >= 2);
            proptest::prop_assert!(reader.transmit(&command).len() >= 2);
        }
        proptest::prop_assert_eq!(*reader.chip().memory().block(0).unwrap(), before);
    }
}
