//! Sealed keys, opened by a program that is not ours: the `age` of Debian, in Go.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "helpers of tests")]

use std::fs::{self, File};
use std::io::Write as _;
use std::process::{Command, Stdio};

use age::secrecy::ExposeSecret;
use age::x25519::Identity;
use jiff::Timestamp;
use serde_json::Value;
use tapsmith_core::aes::{Cipher, cmac};
use tapsmith_core::batch::BatchId;
use tapsmith_core::derive::ts1::Role;
use tapsmith_core::kcv::KcvMethod;
use tapsmith_core::key::{AesKey, KeyNumber};
use tapsmith_core::record::Generation;
use tapsmith_desk::bureau::{BureauHead, BureauKey, BureauRow, write};
use uuid::Uuid;

/// Enough records for several of age's blocks.
const RECORDS: u64 = 1000;

#[test]
fn another_age_program_opens_it() {
    let (ours, theirs) = (Identity::generate(), Identity::generate());
    let folder = tempfile::tempdir().unwrap();
    let sealed = folder.path().join("keys.age");
    let rows = (1..=RECORDS).map(row).map(Ok::<_, std::io::Error>);
    let to = [&ours, &theirs].map(|one| one.to_public().to_string().parse().unwrap());
    write(File::create(&sealed).unwrap(), &to, &head(), rows).unwrap();

    let opened = age_program(&fs::read(&sealed).unwrap(), &theirs);
    let mut lines = opened.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let head = lines.next().unwrap();
    assert_eq!((&head["format"], &head["records"]), (&"tapsmith-bureau".into(), &RECORDS.into()));
    assert_eq!(head["kcv_method"], "aes-ecb-ones");
    let mut seen = 0;
    for (line, record) in lines.zip(1..) {
        let BureauRow { url, keys, .. } = row(record);
        assert_eq!((&line["record_id"], &line["url"]), (&record.into(), &url.into()));
        for (told, BureauKey { key, .. }) in line["keys"].as_array().unwrap().iter().zip(keys) {
            assert_eq!(AesKey::from_hex(told["key"].as_str().unwrap()).unwrap(), key);
            let kcv = hex(&Cipher::new(&key).encrypt([1; 16])[..3]);
            assert_eq!(told["kcv"], kcv.as_str());
        }
        seen += 1;
    }
    assert_eq!(seen, RECORDS);
}

/// What the program `age` makes of `sealed`.
fn age_program(sealed: &[u8], identity: &Identity) -> String {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    writeln!(file, "{}", identity.to_string().expose_secret()).unwrap();
    let mut child = Command::new("age")
        .arg("--decrypt")
        .arg("--identity")
        .arg(file.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("this test needs the program age: `scripts/need age` installs it");
    let mut stdin = child.stdin.take().unwrap();
    let output = std::thread::scope(|scope| {
        scope.spawn(move || stdin.write_all(sealed).unwrap());
        child.wait_with_output().unwrap()
    });
    assert!(output.status.success(), "age could not open it");
    String::from_utf8(output.stdout).unwrap()
}

fn head() -> BureauHead {
    BureauHead {
        batch: "first".parse().unwrap(),
        batch_id: BatchId(Uuid::from_u128(7)),
        profile: "sun-aes".to_owned(),
        kcv_method: KcvMethod::EcbOnes,
        records: RECORDS,
        made_at: Timestamp::UNIX_EPOCH,
    }
}

fn row(record: u64) -> BureauRow {
    let generation = Generation::default();
    let keys = KeyNumber::ALL.into_iter().zip(Role::ALL).map(|(slot, role)| {
        let number = u128::from(record) << 8 | u128::from(slot.as_u8());
        let made = cmac(&AesKey::factory(), &[&number.to_be_bytes()]);
        let key = AesKey::init_with(|bytes| *bytes = made);
        BureauKey { slot, role, version: generation.key_version(), key }
    });
    BureauRow {
        record: record.try_into().unwrap(),
        url: format!("https://example.com/c/{record}"),
        generation,
        keys: keys.collect(),
    }
}

fn hex(bytes: &[u8]) -> String {
    tapsmith_core::hex::encode(bytes)
}
