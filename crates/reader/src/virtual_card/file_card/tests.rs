use std::{fs, os::unix::fs::PermissionsExt as _, path::PathBuf};

use super::*;

const SELECT: &[u8] =
    &[0x00, 0xA4, 0x04, 0x00, 0x07, 0xD2, 0x76, 0x00, 0x00, 0x85, 0x01, 0x01, 0x00];
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
    let uid = FileCard::open(&path).unwrap().memory().uid();
    assert_eq!(uid.0[0], NXP);
    assert_eq!(FileCard::open(&path).unwrap().memory().uid(), uid);
    let other = FileCard::open(&dir.path().join("other.json")).unwrap().memory().uid();
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
    assert_eq!(FileCard::open(&copy).unwrap().memory(), card.memory());
    drop(card);
    assert_eq!(FileCard::open(&path).unwrap().memory().data(NDEF)[2], 0x5A);
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
    assert_eq!(FileCard::open(&path).unwrap().memory().data(NDEF)[2], 0x5A);
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
    assert_eq!(FileCard::create(&path, Chip::Ntag424, Some(uid)).unwrap().memory().uid(), uid);
    assert!(matches!(FileCard::create(&path, Chip::Ntag424, Some(uid)), Err(Error::Exists { .. })));
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
