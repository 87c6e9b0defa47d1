//! A backup that was damaged, cut, or put together from others: never a vault.

use std::path::Path;

use tapsmith_core::batch::KeyScheme;
use tapsmith_store::{Error, Vault};

use crate::backup::{backup, check, filled, restore};
use crate::common::{Dice, Fixture, batch, create, later, room};

/// The head, then the pieces with their lengths.
fn parts(bytes: &[u8]) -> (&[u8], Vec<&[u8]>) {
    let mut newlines = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'\n');
    let (head, mut rest) = bytes.split_at(newlines.nth(1).unwrap().0 + 1);
    let mut pieces = Vec::new();
    while let Some(length) = rest.first_chunk() {
        let length = usize::try_from(u32::from_be_bytes(*length)).unwrap();
        let (piece, more) = rest.split_at(4 + length);
        pieces.push(piece);
        rest = more;
    }
    assert!(rest.is_empty());
    (head, pieces)
}

/// Nothing came into `dir`, not even the folder.
fn assert_refused(dir: &Path, outcome: &Result<Vault, Error>, what: &str) {
    assert!(
        matches!(
            outcome,
            Err(Error::Backup(_)
                | Error::Damaged(_)
                | Error::WrongPassphrase
                | Error::Newer { .. })
        ),
        "{what}: {outcome:?}"
    );
    assert!(!dir.exists(), "{what}");
}

/// The smallest backup there is, so that each can be tried for real.
#[test]
fn any_byte_flipped_and_any_cut_makes_no_vault() {
    let (room, fixture) = (room(), Fixture::new());
    let dir = room.path().join("vault");
    let bytes = backup(&mut fixture.unlock());
    for place in 0..bytes.len() {
        let mut flipped = bytes.clone();
        flipped[place] ^= 1;
        assert_refused(&dir, &restore(&flipped, &dir), &format!("byte {place}"));
        assert_refused(&dir, &restore(&bytes[..place], &dir), &format!("{place} bytes"));
    }
    restore(&bytes, &dir).unwrap();
}

/// A backup with everything in it, proved without being restored.
#[test]
fn any_byte_flipped_and_any_cut_is_no_good_backup() {
    let (_fixture, mut vault) = filled();
    let bytes = backup(&mut vault);
    for place in 0..bytes.len() {
        let mut flipped = bytes.clone();
        flipped[place] ^= 0x80;
        for bad in [&flipped, &bytes[..place]] {
            let outcome = check(&vault, bad);
            assert!(
                matches!(outcome, Err(Error::Backup(_) | Error::Newer { .. })),
                "{place}: {outcome:?}"
            );
        }
    }
    check(&vault, &bytes).unwrap();
}

#[test]
fn pieces_hold_in_their_place_alone() {
    let fixture = Fixture::new();
    let mut vault = fixture.unlock();
    create(&mut vault, &batch("big", KeyScheme::Random, 1, 1200));
    let bytes = backup(&mut vault);
    let (head, pieces) = parts(&bytes);
    let [first, second, third, .., last] = &pieces[..] else { panic!("{}", pieces.len()) };
    assert!(pieces.len() > 3);
    // Another backup of the same vault: the same rows, another head.
    let mut again = Vec::new();
    vault.backup(&mut again, later(), &mut Dice(41), &mut |_| true).unwrap();
    let (_, foreign) = parts(&again);
    let middle = &pieces[3..];
    let room = room();
    let dir = room.path().join("vault");
    for (what, order) in [
        ("swapped", [&[*second, *first, *third], middle].concat()),
        ("doubled", [&[*first, *second, *second, *third], middle].concat()),
        ("dropped", [&[*first, *third], middle].concat()),
        ("the last dropped", pieces[..pieces.len() - 1].to_vec()),
        ("the last early", vec![*first, *last]),
        ("the last twice", [&pieces[..], &[*last]].concat()),
        ("another backup's", [&[*first, foreign[1], *third], middle].concat()),
        ("none", Vec::new()),
    ] {
        let bad = [head, &order.concat()].concat();
        assert!(matches!(check(&vault, &bad), Err(Error::Backup(_))), "{what}");
        assert_refused(&dir, &restore(&bad, &dir), what);
    }
    restore(&[head, &pieces.concat()].concat(), &dir).unwrap();
}
