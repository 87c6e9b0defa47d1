//! Somebody else's verifier judges our cards: the crate `ntag424` takes the taps of virtual cards
//! that the binary encoded, with the keys that it exports for the printer.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "helpers of tests stop where they cannot go on"
)]

mod common;

use common::Bench;
use ntag424::KeyNumber;
use ntag424::sdm::Verifier;
use ntag424::types::file_settings::{
    CryptoMode, CtrRetAccess, EncFileData, EncLength, EncryptedContent, FileRead, MacWindow,
    Offset, PiccData, PlainMirror, ReadCtrFeatures, ReadCtrMirror, Sdm,
};
use serde_json::Value;

const UID: &str = "04A1B2C3D4E5F6";
const UID_BYTES: [u8; 7] = [0x04, 0xA1, 0xB2, 0xC3, 0xD4, 0xE5, 0xF6];
const PROFILES: [&str; 3] = ["sun-aes", "sun-plain", "sun-enc-file"];
const SCHEMES: [&str; 2] = ["derived", "random"];

/// A record's keys: to open PICCENCData, and to check the MAC.
#[derive(Debug, PartialEq, Eq)]
struct Keys {
    meta_read: [u8; 16],
    file_read: [u8; 16],
}

#[test]
fn another_verifier_takes_our_taps() {
    for profile in PROFILES {
        for scheme in SCHEMES {
            let (bench, keys) = encoded(profile, scheme);
            // Proving the card was its first tap.
            for tap in 2..5 {
                let url = tap_now(&bench);
                let found = verify(&url, &keys).unwrap_or_else(|error| panic!("{url}: {error}"));
                assert_eq!(found.0, Some(UID_BYTES), "{url}");
                assert_eq!(found.1, Some(tap), "{url}");
                let data = found.2.as_deref();
                let expected = (profile == "sun-enc-file").then_some(&b"0000000000000008"[..]);
                assert_eq!(data, expected, "{url}");
            }
        }
    }
}

#[test]
fn and_refuses_what_is_not_one() {
    for profile in PROFILES {
        let (bench, keys) = encoded(profile, "derived");
        let url = tap_now(&bench);
        let (start, last) = url.split_at(url.len() - 1);
        let flipped = format!("{start}{}", if last == "0" { "1" } else { "0" });
        assert!(verify(&flipped, &keys).is_err(), "{flipped}");
        let swapped = Keys { meta_read: keys.file_read, file_read: keys.meta_read };
        assert!(verify(&url, &swapped).is_err(), "{url}");
    }
}

/// A bench whose `card.json` is record 8 of the batch, and the keys exported of it.
fn encoded(profile: &str, scheme: &str) -> (Bench, Keys) {
    let bench = Bench::new();
    let create = "batch create b --count 2 --first-record-id 7 --base-url https://example.com/c/";
    bench.run(&format!("{create} --profile {profile} --keys {scheme}")).ends(0);
    bench.run(&format!("virtual --state card.json --uid {UID} --create-only")).ends(0);
    bench.run("card encode --batch b --record 8 --reader virtual:card.json").ends(0);
    let export = bench.run("batch export b --reveal-keys --format ndjson").ends(0).stdout;
    let rows: Vec<Value> = export.lines().map(|row| serde_json::from_str(row).unwrap()).collect();
    assert_eq!([&rows[0]["record_id"], &rows[1]["record_id"]], [7, 8]);
    let key = |name: &str| tapsmith_core::hex::decode(rows[1][name].as_str().unwrap()).unwrap();
    (bench, Keys { meta_read: key("public_key"), file_read: key("private_key") })
}

/// What a phone reads from `card.json` now.
fn tap_now(bench: &Bench) -> String {
    let inspected = bench.run("card inspect --reader virtual:card.json --format json").ends(0);
    inspected.json()["ndef"]["url"].as_str().unwrap().to_owned()
}

type Found = (Option<[u8; 7]>, Option<u32>, Option<Vec<u8>>);

/// Verifies `url` by the places its parameters' names give.
fn verify(url: &str, keys: &Keys) -> Result<Found, String> {
    let verifier = Verifier::try_new(&settings(url), CryptoMode::Aes).unwrap();
    let found = verifier
        .verify_with_meta_key(url.as_bytes(), &keys.file_read, &keys.meta_read)
        .map_err(|error| format!("{error:?}"))?;
    Ok((found.uid, found.read_ctr, found.enc_file_data))
}

fn settings(url: &str) -> Sdm {
    let place = |name: &str| {
        let at = url.find(name)? + name.len();
        Offset::new(u32::try_from(at).unwrap()).ok()
    };
    let features = ReadCtrFeatures { limit: None, ret_access: CtrRetAccess::NoAccess };
    let picc_data = match place("?picc_data=") {
        Some(offset) => PiccData::Encrypted {
            key: KeyNumber::Key1,
            offset,
            content: EncryptedContent::Both(features),
        },
        None => PiccData::Plain(PlainMirror::Both {
            uid: place("?uid=").unwrap(),
            read_ctr: ReadCtrMirror { offset: place("&ctr=").unwrap(), features },
        }),
    };
    let mac = place("&cmac=").unwrap();
    let key = KeyNumber::Key2;
    let file_read = match place("&enc=") {
        None => FileRead::MacOnly { key, window: MacWindow { input: mac, mac } },
        Some(start) => FileRead::MacAndEnc {
            key,
            window: MacWindow { input: start, mac },
            enc: EncFileData { start, length: EncLength::new(32).unwrap() },
        },
    };
    Sdm::try_new(picc_data, Some(file_read), None, CryptoMode::Aes).unwrap()
}
