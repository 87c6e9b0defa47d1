use super::*;
use crate::access::CommMode;
use crate::derive::ts1::Role;
use crate::key::KeyNumber;

fn problem(toml: &str) -> String {
    Profile::from_toml(toml).unwrap_err().to_string()
}

const START: &str = "name = \"p\"\nurl = \"{base}/{record_id}?picc_data={picc}&cmac={mac}\"\n";

#[test]
fn shipped_profiles_read_and_write() {
    for name in Profile::NAMES {
        let profile = Profile::shipped(name).unwrap();
        assert_eq!(profile.name, name);
        let again = Profile::from_toml(&profile.to_toml().unwrap()).unwrap();
        assert_eq!(again, profile);
        let json = serde_json::to_string(&profile).unwrap();
        assert_eq!(serde_json::from_str::<Profile>(&json).unwrap(), profile);
    }
    assert!(Profile::shipped("sun").is_err());
}

#[test]
fn what_a_file_leaves_out_is_the_default() {
    let profile = Profile::from_toml(START).unwrap();
    assert_eq!(profile.files, Files::default());
    assert_eq!(profile.slots.of(Role::FileRead), KeyNumber::ALL[2]);
    assert_eq!(profile.files.proprietary.mode, CommMode::Full);
}

#[test]
fn every_rule_has_its_sentence() {
    let cases = [
        ("name = \"a b\"\nurl = \"{base}\"", "name: \"a b\" is not 1 to 64"),
        ("name = \"p\"\nurl = \"https://x\"", "url: no {base}"),
        ("name = \"p\"\nurl = \"{base}?p={picc}\"", "url: the template has picc but no place"),
    ];
    for (toml, expected) in cases {
        assert!(problem(toml).starts_with(expected), "{}", problem(toml));
    }
    let rule = |file: &str, mode: &str, read: &str, write: &str, change: &str| {
        format!(
            "{START}[files.{file}]\nmode = \"{mode}\"\n[files.{file}.rights]\nread = \"{read}\"\n\
             write = \"{write}\"\nread_write = \"key0\"\nchange = \"{change}\"\n"
        )
    };
    let cases = [
        (rule("ndef", "plain", "free", "key0", "never"), "could never be changed again"),
        (rule("proprietary", "full", "key2", "key3", "never"), "files.proprietary.rights.change"),
        (rule("ndef", "plain", "free", "key0", "free"), "could be changed by anybody"),
        (rule("ndef", "plain", "key1", "key0", "key0"), "read free"),
        (rule("ndef", "mac", "free", "key0", "key0"), "mode must be plain"),
        (rule("ndef", "plain", "free", "free", "key0"), "files.ndef.rights.write is free"),
        (format!("{START}[slots]\napp_master = 1"), "slots.app_master is 1"),
        (format!("{START}[slots]\nmeta_read = 2"), "meta_read and file_read are both in slot 2"),
        (format!("{START}[order]\npublic_key = \"file_read\""), "are both file_read"),
        (format!("{START}[counter]\nlimit = 0"), "counter.limit is 0"),
        (format!("{START}[counter]\nlimt = 0"), "line 4, column 1: unknown field `limt`"),
        (format!("{START}[counter]\nread = \"key5\""), "key5"),
        (format!("{START}[slots]\nmeta_read = 5"), "no key 5"),
    ];
    for (toml, expected) in cases {
        assert!(problem(&toml).contains(expected), "{}", problem(&toml));
    }
    assert!(Profile::from_toml(&rule("ndef", "plain", "free", "key0", "key0")).is_ok());
}

/// The schema that editors read is the one that the types have.
#[test]
fn the_schema_in_the_documentation_is_current() {
    let written = include_str!("../../../../docs/profile.schema.json");
    let written: serde_json::Value = serde_json::from_str(written).unwrap();
    assert_eq!(written, serde_json::to_value(schemars::schema_for!(Profile)).unwrap());
}
