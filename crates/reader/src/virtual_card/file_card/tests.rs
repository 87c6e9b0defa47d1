use std::{fs, os::unix::fs::PermissionsExt as _, path::PathBuf};

use super::*;

const SELECT: &[u8] =
    &[0x00, 0xA4, 0x04, 0x00, 0x07, 0xD2, 0x76, 0x00, 0x00, 0x85, 0x01, 0x01, 0x00];
const DNA: VirtualKind = VirtualKind::NTAG424;
/// Writes one byte into the free NDEF file.
const SELECT_NDEF: &[u8] = &[0x00, 0xA4, 0x00, 0x00, 0x02, 0xE1, 0x04];
const WRITE: &[u8] = &[0x00, 0xD6, 0x00, 0x02, 0x01, 0x5A];
const OK: &[u8] = &[0x90, 0x00];

fn place() -> (tempfile::TempDir, PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("card.json");
    (dir, path)
}

#[test]
fn a_missing_file_becomes_a_card_of_its_own() {
    let (dir, path) = place();
    let uid = FileCard::open(&path).unwrap().uid();
    assert_eq!(uid.0[0], NXP);
    assert_eq!(FileCard::open(&path).unwrap().uid(), uid);
    let other = FileCard::open(&dir.path().join("other.json")).unwrap().uid();
    assert_ne!(other, uid);
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn a_change_is_on_file_before_the_answer_is_given() {
    let (dir, path) = place();
    let mut card = FileCard::open(&path).unwrap();
    for command in [SELECT, SELECT_NDEF, WRITE] {
        assert_eq!(card.transmit(command).unwrap(), OK);
    }
    // A copy, since the card itself is locked.
    let copy = dir.path().join("copy.json");
    fs::copy(&path, &copy).unwrap();
    assert_eq!(FileCard::open(&copy).unwrap().ntag424(), card.ntag424());
    drop(card);
    assert_eq!(FileCard::open(&path).unwrap().ntag424().unwrap().data(NDEF)[2], 0x5A);
}

#[test]
fn an_exchange_that_changes_nothing_writes_nothing() {
    let (_dir, path) = place();
    let mut card = FileCard::open(&path).unwrap();
    fs::remove_file(&path).unwrap();
    card.transmit(SELECT).unwrap();
    assert!(!path.exists());
}

#[test]
fn opening_is_power_on() {
    let (_dir, path) = place();
    let mut card = FileCard::open(&path).unwrap();
    card.transmit(SELECT).unwrap();
    card.transmit(SELECT_NDEF).unwrap();
    drop(card);
    // Nothing is selected any more, so there is nothing to write to.
    assert_ne!(FileCard::open(&path).unwrap().transmit(WRITE).unwrap(), OK);
}

#[test]
fn a_change_that_could_not_be_saved_is_no_answer_and_is_tried_again() {
    let (dir, path) = place();
    let mut card = FileCard::open(&path).unwrap();
    card.transmit(SELECT).unwrap();
    card.transmit(SELECT_NDEF).unwrap();
    let in_the_way = dir.path().join("card.json.new");
    fs::create_dir(&in_the_way).unwrap();
    assert!(matches!(card.transmit(WRITE), Err(Error::Write { .. })));
    fs::remove_dir(&in_the_way).unwrap();
    card.transmit(SELECT).unwrap();
    drop(card);
    assert_eq!(FileCard::open(&path).unwrap().ntag424().unwrap().data(NDEF)[2], 0x5A);
}

#[test]
fn one_process_at_a_time() {
    let (_dir, path) = place();
    let _card = FileCard::open(&path).unwrap();
    let told = FileCard::open(&path).unwrap_err().to_string();
    assert!(told.contains("card.json") && told.contains("in use"), "{told}");
}

#[test]
fn a_card_is_made_once() {
    let (_dir, path) = place();
    let uid = Uid([4, 1, 2, 3, 4, 5, 6]);
    assert_eq!(FileCard::create(&path, DNA, Some(uid)).unwrap().uid(), uid);
    assert!(matches!(FileCard::create(&path, DNA, Some(uid)), Err(Error::Exists { .. })));
}

#[test]
fn a_damaged_file_is_named_and_never_shown_or_changed() {
    let secret = "000102030405060708090A0B0C0D0E0F";
    for content in [
        String::new(),
        format!("{{\"{secret}\""),
        format!("{{\"format\":\"{secret}\",\"chip\":\"{secret}\"}}"),
        format!("{{\"format\":1,\"chip\":\"ntag424\",\"{secret}\":\"{secret}\"}}"),
    ] {
        let (_dir, path) = place();
        fs::write(&path, &content).unwrap();
        let error = FileCard::open(&path).unwrap_err();
        let source = std::error::Error::source(&error).unwrap();
        let told = format!("{error} {source} {error:?}");
        assert!(told.contains("card.json"), "{told}");
        assert!(!told.contains(secret), "{told}");
        assert_eq!(fs::read_to_string(&path).unwrap(), content);
    }
    let (_dir, path) = place();
    fs::write(&path, [0xFF, 0xFE]).unwrap();
    assert!(matches!(FileCard::open(&path), Err(Error::NotText { .. })));
}

#[test]
fn debug_shows_the_file_only() {
    let (_dir, path) = place();
    let shown = format!("{:?}", FileCard::open(&path).unwrap());
    assert!(shown.contains("card.json") && shown.len() < 200, "{shown}");
}

const NDEF: tapsmith_card::command::FileNumber = tapsmith_card::command::FileNumber::Ndef;

/// Each chip is made, written to through `FF D6`, and found again.
#[test]
fn other_chips() {
    for kind in VirtualKind::ALL.into_iter().filter(|kind| matches!(kind, VirtualKind::Type2(_))) {
        let (_dir, path) = place();
        let uid = Uid([4, 1, 2, 3, 4, 5, 6]);
        let mut card = FileCard::create(&path, kind, Some(uid)).unwrap();
        assert_eq!((card.kind(), card.uid(), card.atr().len()), (kind, uid, 20));
        assert!(card.ntag424().is_none());
        assert_eq!(card.transmit(&[0xFF, 0xD6, 0, 5, 4, 0xCA, 0xFE, 0xBA, 0xBE]).unwrap(), OK);
        drop(card);
        let mut card = FileCard::open(&path).unwrap();
        let page = card.transmit(&[0xFF, 0xB0, 0, 5, 4]).unwrap();
        assert_eq!((card.kind(), page), (kind, vec![0xCA, 0xFE, 0xBA, 0xBE, 0x90, 0x00]));
    }
}

/// A card in a file lies on an ACS reader, or on the one that was said.
#[test]
fn on_a_reader_of_another_family() {
    let version = [0xFF, 0, 0, 0, 3, 0xD4, 0x42, 0x60];
    let (_dir, path) = place();
    let kind = "ntag213".parse().unwrap();
    let mut card = FileCard::create(&path, kind, None).unwrap();
    assert_eq!(card.transmit(&version).unwrap(), [0x6A, 0x81]);
    let mut card = card.as_seen_by(Personality::Acr122u);
    assert_eq!(card.transmit(&version).unwrap()[..4], [0xD5, 0x43, 0x00, 0x00]);
    // Power goes, and what the chip was shown with it.
    let refused = [0xFF, 0, 0, 0, 4, 0xD4, 0x42, 0x60, 0x00];
    assert_eq!(card.transmit(&refused).unwrap(), [0xD5, 0x43, 0x01, 0x90, 0x00]);
    assert_eq!(card.transmit(&version).unwrap(), [0xD5, 0x43, 0x01, 0x90, 0x00]);
    card.power_off().unwrap();
    assert_eq!(card.transmit(&version).unwrap().len(), 13);
}
