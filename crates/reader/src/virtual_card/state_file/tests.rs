use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink};

use super::*;

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[test]
fn a_missing_file_is_none_and_is_written_private() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("card.json");
    let file = StateFile::lock(&path).unwrap();
    assert!(file.read().unwrap().is_none());
    file.write(b"one").unwrap();
    assert_eq!(file.read().unwrap().unwrap().as_slice(), b"one");
    assert_eq!(mode(&path), 0o600);
    assert_eq!(mode(&sibling(&path, ".lock")), 0o600);
}

#[test]
fn one_at_a_time_and_the_lock_survives_a_write() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("card.json");
    let file = StateFile::lock(&path).unwrap();
    assert!(matches!(StateFile::lock(&path), Err(Error::InUse { .. })));
    file.write(b"one").unwrap();
    file.write(b"two").unwrap();
    assert!(matches!(StateFile::lock(&path), Err(Error::InUse { .. })));
    drop(file);
    assert_eq!(StateFile::lock(&path).unwrap().read().unwrap().unwrap().as_slice(), b"two");
}

#[test]
fn a_write_torn_by_a_kill_leaves_the_old_memory_and_does_not_block_the_next() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("card.json");
    let file = StateFile::lock(&path).unwrap();
    file.write(b"old").unwrap();
    fs::write(sibling(&path, ".new"), b"ha").unwrap();
    assert_eq!(file.read().unwrap().unwrap().as_slice(), b"old");
    file.write(b"new").unwrap();
    assert_eq!(file.read().unwrap().unwrap().as_slice(), b"new");
    assert!(!sibling(&path, ".new").exists());
}

#[test]
fn a_link_planted_beside_is_not_followed() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("card.json");
    let elsewhere = dir.path().join("elsewhere");
    fs::write(&elsewhere, b"mine").unwrap();
    symlink(&elsewhere, sibling(&path, ".new")).unwrap();
    StateFile::lock(&path).unwrap().write(b"card").unwrap();
    assert_eq!(fs::read(&elsewhere).unwrap(), b"mine");
}

#[test]
fn a_link_to_the_file_stays_a_link() {
    let dir = tempfile::tempdir().unwrap();
    let (path, link) = (dir.path().join("card.json"), dir.path().join("link"));
    fs::write(&path, b"old").unwrap();
    symlink(&path, &link).unwrap();
    StateFile::lock(&link).unwrap().write(b"new").unwrap();
    assert_eq!(fs::read(&path).unwrap(), b"new");
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
}

#[test]
fn a_failed_write_leaves_the_file_as_it_was() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("card.json");
    let file = StateFile::lock(&path).unwrap();
    file.write(b"old").unwrap();
    let before = fs::metadata(&path).unwrap().ino();
    fs::create_dir(sibling(&path, ".new")).unwrap();
    assert!(matches!(file.write(b"new"), Err(Error::Write { .. })));
    assert_eq!(fs::metadata(&path).unwrap().ino(), before);
}

#[test]
fn what_is_no_card_file_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("folder");
    fs::create_dir(&folder).unwrap();
    let file = StateFile::lock(&folder).unwrap();
    assert!(matches!(file.read(), Err(Error::NotAFile { .. })));
    let long = dir.path().join("long");
    File::create(&long).unwrap().set_len(LONGEST + 1).unwrap();
    assert!(matches!(StateFile::lock(&long).unwrap().read(), Err(Error::TooLong { .. })));
    let nowhere = dir.path().join("no/such/folder");
    assert!(matches!(StateFile::lock(&nowhere), Err(Error::Read { .. })));
}
