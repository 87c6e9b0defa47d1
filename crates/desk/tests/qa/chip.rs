//! Cards by what they remember: the memory of a virtual card is written as text, and no command of ours has a
//! part in it.

use serde_json::{Value, json};
use tapsmith_core::hex;
use tapsmith_core::key::{AesKey, KeyNumber};
use tapsmith_core::suite::Suite;
use tapsmith_core::uid::Uid;
use tapsmith_picc::{Memory, Ntag424};

/// The length of the NDEF file.
const FILE: usize = 256;

/// A memory in the making.
#[derive(Debug, Clone)]
pub(crate) struct Chip(Value);

impl Chip {
    /// As delivered by the factory, with that UID.
    pub(crate) fn new(uid: Uid) -> Self {
        Self(serde_json::from_str(&Memory::factory(uid).to_json()).unwrap())
    }

    /// Another UID, and its signature.
    pub(crate) fn uid(self, uid: Uid) -> Self {
        let Value::String(signature) = Self::new(uid).0["signature"].take() else { panic!() };
        let mut chip = self;
        chip.0["uid"] = json!(uid);
        chip.0["signature"] = json!(signature);
        chip
    }

    /// The signature of another chip.
    pub(crate) fn signed_for(mut self, other: Uid) -> Self {
        self.0["signature"] = Self::new(other).0["signature"].take();
        self
    }

    /// What it speaks, and whether it shows readers a random UID.
    pub(crate) fn configured(mut self, suite: Suite, random_uid: bool) -> Self {
        self.0["configuration"] = json!({ "suite": suite, "random_uid": random_uid });
        self
    }

    pub(crate) fn key(mut self, slot: u8, key: &AesKey, version: u8) -> Self {
        let failures = json!({ "sequential": 0, "total": 0, "spent": 0 });
        let held = json!({ "key": *key.reveal_hex(), "version": version, "failures": failures });
        self.0["keys"][usize::from(slot)] = held;
        self
    }

    /// The key that `slot` left the factory with.
    pub(crate) fn factory_key(self, slot: KeyNumber) -> Self {
        self.key(slot.as_u8(), &AesKey::factory(), 0)
    }

    /// What the NDEF file begins with; zeros follow.
    pub(crate) fn ndef(mut self, bytes: &[u8]) -> Self {
        let mut file = bytes.to_vec();
        file.resize(FILE, 0);
        self.0["files"]["ndef"]["data"] = json!(hex::encode(&file));
        self
    }

    /// The settings of a file, as `ChangeFileSettings` sends them.
    pub(crate) fn settings(mut self, file: &str, settings: &[u8]) -> Self {
        self.0["files"][file]["settings"] = json!(hex::encode(settings));
        self
    }

    /// The settings that a file has.
    pub(crate) fn settings_of(&self, file: &str) -> Vec<u8> {
        let text = self.0["files"][file]["settings"].as_str().unwrap();
        let mut bytes = vec![0; text.len() / 2];
        hex::decode_into(text, &mut bytes).unwrap();
        bytes
    }

    /// The NDEF file, as written.
    pub(crate) fn ndef_file(&self) -> [u8; FILE] {
        hex::decode(self.0["files"]["ndef"]["data"].as_str().unwrap()).unwrap()
    }

    /// The address in the NDEF file, mirrors unfilled.
    pub(crate) fn address(&self) -> String {
        let file = self.ndef_file();
        let end = usize::from(u16::from_be_bytes([file[0], file[1]])) + 2;
        format!("https://{}", str::from_utf8(&file[7..end]).unwrap())
    }

    /// Another address, with nothing mirrored into it.
    pub(crate) fn at_other_address(self, from: &str, to: &str) -> Self {
        let url = self.address().replacen(from, to, 1);
        self.ndef(&uri_file(&url))
    }

    pub(crate) fn card(&self) -> Ntag424 {
        Ntag424::new(Memory::from_json(&self.0.to_string()).unwrap())
    }
}

/// The NDEF file of an `https://` address of fewer than 250 characters: NLEN, and one URI record.
pub(crate) fn uri_file(url: &str) -> Vec<u8> {
    let rest = url.strip_prefix("https://").unwrap();
    let length = u8::try_from(rest.len()).unwrap();
    let mut file = vec![0, length + 5, 0xD1, 0x01, length + 1, 0x55, 0x04];
    file.extend(rest.bytes());
    file
}
