use super::*;
use crate::classic::{Memory, Uid};
use tapsmith_card::field::Speaks;

const UID: Uid = Uid::Seven([4, 1, 2, 3, 4, 5, 6]);
const OK: [u8; 2] = [0x90, 0x00];
const NO: [u8; 2] = [0x63, 0x00];

fn reader(places: KeyPlaces) -> Reader {
    Reader::new(Classic::new(Memory::delivered(Model::Classic1k, UID)), places)
}

/// Commands as ACS's manuals print them.
const LOAD: [u8; 11] = [0xFF, 0x82, 0x00, 0x00, 0x06, 255, 255, 255, 255, 255, 255];
const OPEN_4: [u8; 10] = [0xFF, 0x86, 0x00, 0x00, 0x05, 0x01, 0x00, 0x04, 0x60, 0x00];
const READ_4: [u8; 5] = [0xFF, 0xB0, 0x00, 0x04, 0x10];

#[test]
fn a_block_is_read_and_written() {
    let mut reader = reader(KeyPlaces::Two);
    assert_eq!(reader.transmit(&[0xFF, 0xCA, 0, 0, 0]), [4, 1, 2, 3, 4, 5, 6, 0x90, 0x00]);
    assert_eq!(reader.transmit(&READ_4), NO);
    reader.select();
    assert_eq!(reader.transmit(&LOAD), OK);
    assert_eq!(reader.transmit(&OPEN_4), OK);
    let write = [&[0xFF, 0xD6, 0x00, 0x04, 0x10][..], &[7; 16]].concat();
    assert_eq!(reader.transmit(&write), OK);
    assert_eq!(reader.transmit(&READ_4), [&[7; 16][..], &OK].concat());
    // The last authentication alone counts.
    let mut open_8 = OPEN_4;
    open_8[7] = 8;
    assert_eq!(reader.transmit(&open_8), OK);
    assert_eq!(reader.transmit(&READ_4), NO);
}

/// A card that has refused something is silent, and so everything fails.
#[test]
fn a_refusal_silences_the_card() {
    let wrong = [&LOAD[..5], &[1; 6]].concat();
    let mut patient = reader(KeyPlaces::Two);
    let mut eager = reader(KeyPlaces::Two).that_selects_again();
    for reader in [&mut patient, &mut eager] {
        assert_eq!(reader.transmit(&wrong), OK);
        assert_eq!(reader.transmit(&OPEN_4), NO);
        assert_eq!(reader.transmit(&LOAD), OK);
    }
    assert_eq!(patient.transmit(&OPEN_4), NO);
    assert_eq!(eager.transmit(&OPEN_4), OK);
    patient.select();
    assert_eq!(patient.transmit(&OPEN_4), OK);
}

#[test]
fn keys_have_their_places() {
    let (place, authenticate) = (3, 9);
    for (places, taken) in [(KeyPlaces::Two, vec![0, 1]), (KeyPlaces::Session, vec![0x20])] {
        for number in [0, 1, 2, 0x1F, 0x20, 0xFF] {
            let mut reader = reader(places);
            let (mut load, mut open) = (LOAD, OPEN_4);
            (load[place], open[authenticate]) = (number, number);
            assert_eq!(reader.transmit(&open), [0x69, 0x88]);
            let word = if taken.contains(&number) { OK } else { [0x69, 0x88] };
            assert_eq!(reader.transmit(&load), word);
            assert_eq!(reader.transmit(&open), word);
        }
    }
    // The later key takes the earlier one's place, and the other place keeps its own.
    let mut reader = reader(KeyPlaces::Two);
    let second = [&[0xFF, 0x82, 0, 1, 6][..], &[1; 6]].concat();
    let third = [&LOAD[..5], &[1; 6]].concat();
    for load in [&third, &second, &LOAD.to_vec()] {
        assert_eq!(reader.transmit(load), OK);
    }
    assert_eq!(reader.transmit(&OPEN_4), OK);
}

#[test]
fn what_a_reader_does_not_know() {
    let mut reader = reader(KeyPlaces::Two);
    let lengths: [&[u8]; 8] = [
        &[],
        &[0xFF],
        &[0xFF, 0x82, 0, 0, 5, 1, 2, 3, 4, 5],
        &[0xFF, 0x86, 0, 0, 4, 1, 0, 4, 0x60],
        &[0xFF, 0x86, 0, 0, 5, 1, 0, 4, 0x62, 0],
        &[0xFF, 0xB0, 0, 4, 4],
        &[0xFF, 0xD6, 0, 4, 4, 1, 2, 3, 4],
        &[0xFF, 0xCA, 0, 0],
    ];
    for command in lengths {
        assert_eq!(reader.transmit(command), [0x67, 0x00], "{command:02X?}");
    }
    // Value blocks; the card's own class; non-volatile places; ATS.
    let unknown: [&[u8]; 4] = [
        &[0xFF, 0xD7, 0, 4, 5, 0, 0, 0, 0, 1],
        &[0x90, 0x60, 0, 0, 0],
        &[0xFF, 0x82, 0x20, 0, 6, 1, 2, 3, 4, 5, 6],
        &[0xFF, 0xCA, 1, 0, 0],
    ];
    for command in unknown {
        assert_eq!(reader.transmit(command), [0x6A, 0x81], "{command:02X?}");
    }
}

/// The last byte of an ATR makes all but the first come to zero (ISO/IEC 7816-3, "Check byte").
#[test]
fn an_atr_says_which_chip() {
    for model in Model::ALL {
        let atr = atr(model);
        assert_eq!(Model::of(Speaks::of(&atr)), Some(model));
        assert_eq!(atr[1..].iter().fold(0, |sum, byte| sum ^ byte), 0);
    }
}
