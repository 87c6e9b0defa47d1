//! Nobody else can read the vault, whatever the umask.

use std::env;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Command;

use tapsmith_store::Vault;

use crate::common::{Fixture, create, credential, init, operator, random};

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o7777
}

#[test]
fn folder_0700_and_files_0600_while_open() {
    let fixture = Fixture::new();
    let mut vault = fixture.unlock();
    create(&mut vault, &random("keys"));
    assert_eq!(mode(&fixture.dir()), 0o700);
    let mut names = Vec::new();
    for entry in fs::read_dir(fixture.dir()).unwrap() {
        let path = entry.unwrap().path();
        assert_eq!(mode(&path), 0o600, "{}", path.display());
        names.push(path.file_name().unwrap().to_owned());
    }
    names.sort();
    assert_eq!(names, ["vault.holder", "vault.sqlite", "vault.sqlite-shm", "vault.sqlite-wal"]);
}

/// A umask is the whole process's, so the test above runs again in processes of their own.
#[test]
fn the_umask_changes_nothing() {
    let test = env::current_exe().unwrap();
    for umask in ["000", "022", "077", "177"] {
        let status = Command::new("sh")
            .args([
                "-c",
                "umask \"$1\"; exec \"$0\" --exact modes::folder_0700_and_files_0600_while_open",
            ])
            .args([test.as_os_str(), umask.as_ref()])
            .output()
            .unwrap();
        let printed = String::from_utf8_lossy(&status.stdout);
        assert!(status.status.success(), "umask {umask}: {printed}");
        assert!(printed.contains("1 passed"), "umask {umask}: {printed}");
    }
}

#[test]
fn an_empty_folder_becomes_its_owners_alone() {
    let root = tempfile::tempdir().unwrap();
    fs::set_permissions(root.path(), fs::Permissions::from_mode(0o755)).unwrap();
    init(root.path()).unwrap();
    assert_eq!(mode(root.path()), 0o700);
}

#[test]
fn a_folder_with_other_files_keeps_its_mode() {
    let root = tempfile::tempdir().unwrap();
    fs::set_permissions(root.path(), fs::Permissions::from_mode(0o755)).unwrap();
    fs::write(root.path().join("letter.txt"), "dear").unwrap();
    init(root.path()).unwrap();
    assert_eq!(mode(root.path()), 0o755);
    assert_eq!(mode(&root.path().join("vault.sqlite")), 0o600);
    Vault::open(root.path()).unwrap().unlock(&credential(), operator()).unwrap();
}
