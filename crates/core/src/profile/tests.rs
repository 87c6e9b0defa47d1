use super::*;
use crate::access::CommMode;
use crate::derive::ts1::{Owner, Role};
use crate::key::KeyNumber;
use crate::record::{Generation, RecordId};
use crate::template::Template;

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
        (rule("proprietary", "full", "key2", "free", "key0"), "files.proprietary.rights.write is"),
        (
            rule("capability_container", "full", "free", "key0", "key0"),
            "files.capability_container: ph",
        ),
        (
            rule("capability_container", "plain", "key1", "key0", "key0"),
            "files.capability_container: ph",
        ),
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

#[test]
fn every_rule_of_a_chip_has_its_sentence() {
    let of = |head: &str, url: &str, rest: &str| {
        format!("name = \"p\"\n{head}\nurl = \"{url}\"\n{rest}")
    };
    let sun = "{base}/{record_id}?p={picc}&m={mac}";
    let signed = "{base}/[[{record_id}?p={picc}&m={mac}";
    let enc = "{base}?p={picc}&e={enc}&m={mac}";
    let plain = "{base}?u={uid}&c={ctr}&m={mac}";
    let tamper = "{base}?p={picc}&[[tt={tt}&m={mac}";
    let tt = "chip = \"ntag424tt\"";
    let watched = "[configuration]\ntag_tamper = \"free\"";
    let hidden = "[configuration]\nrandom_uid = true";
    let shared = |roles: &str| format!("shared = [{roles}]");
    let rule = |limit, decrement| {
        format!("[configuration.failed_authentications]\nlimit = {limit}\ndecrement = {decrement}")
    };
    let cases = [
        (of("", tamper, watched), "chip: an ntag424 has no tamper loop"),
        (of("", sun, watched), "chip: an ntag424 has no tamper loop"),
        (of("file_data = \"{tt}\"", enc, watched), "chip: an ntag424 has no tamper loop"),
        (of(tt, tamper, ""), "configuration.tag_tamper is missing"),
        (
            of(&format!("{tt}\nfile_data = \"{{tt}}\""), enc, ""),
            "configuration.tag_tamper is missing",
        ),
        (of(tt, sun, "[configuration]\ntag_tamper = \"key5\""), "key5"),
        (of(tt, "{base}?tt={tt}&p={picc}&m={mac}", watched), "url: the template has {tt} outside"),
        (of("file_data = \"x\"", sun, ""), "file_data: the address has no place for it: add {enc}"),
        (
            of("file_data = \"{record_id}1\"", enc, ""),
            "file_data: 17 characters, and {enc} has room for 16",
        ),
        (of("file_data = \"{uid}\"", enc, ""), "file_data: the place {uid} is unknown"),
        (of("file_data = \"\\t\"", enc, ""), "is not printable ASCII"),
        (of("", "{base}?u={uid}&e={enc}&m={mac}", ""), "url: the template has {enc} without"),
        (of("", "{base}?p={picc}&e={enc:33}&m={mac}", ""), "url: the template has {enc:33}"),
        (of("scheme = \"1x\"", sun, ""), "scheme: \"1x\" is no scheme"),
        (of("scheme = \"\"", sun, ""), "scheme: \"\" is no scheme"),
        (of("scheme = \"a:b\"", sun, ""), "scheme: \"a:b\" is no scheme"),
        (of(&shared("\"meta_read\""), plain, hidden), "{uid} in plain gives away"),
        (
            of(&shared("\"meta_read\""), "{base}/{record_id}", hidden),
            "random_uid without {picc}: nobody",
        ),
        (of("", sun, hidden), "random_uid without meta_read in shared"),
        (
            of(&shared("\"meta_read\", \"meta_read\""), sun, ""),
            "shared: meta_read stands there twice",
        ),
        (of(&shared("\"app_master\""), sun, ""), "shared: app_master: whoever"),
        (of(&shared("\"file_read\""), sun, ""), "shared: file_read: {record_id} has to be inside"),
        (of(&shared("\"file_read\""), enc, ""), "shared: file_read: {record_id} has to be inside"),
        (of("", sun, &rule(100, 100)), "decrement 100 is not below limit 100"),
        (of("", sun, &rule(49, 1)), "limit is 49: so few failures lock a key"),
        (of("", sun, &rule(1, 0)), "limit is 1: so few failures lock a key"),
        (
            of(tt, sun, "[configuration]\ntag_tamper = \"never\""),
            "nobody could tell that it was cut",
        ),
        (of("", "{base}?u={uid}&m={mac}", "[counter]\nlimit = 9"), "counter.limit without {picc}"),
        (of("", "{base}?u={uid}&m={mac}", "[counter]\nread = \"key1\""), "counter.read without"),
        (of("", "{base}/{record_id}", "[counter]\nlimit = 9"), "counter.limit without {picc}"),
        (of("", sun, "[configuration]\nsuite = \"des\""), "des"),
    ];
    for (toml, expected) in cases {
        assert!(problem(&toml).contains(expected), "{}\n{toml}", problem(&toml));
    }
    for good in [
        of(tt, tamper, watched),
        of(&format!("{tt}\nfile_data = \"{{tt}}\""), enc, watched),
        of(&shared("\"meta_read\", \"spare_3\""), sun, hidden),
        of(&shared("\"file_read\""), signed, ""),
        of(&shared("\"file_read\""), "{base}/{record_id}", ""),
        of("scheme = \"x-a+b.1\"", sun, &rule(0, 10)),
        of("", sun, &rule(50, 49)),
        of(tt, tamper, "[configuration]\ntag_tamper = \"never\""),
        of("", plain, "[counter]\nlimit = 9"),
    ] {
        assert!(Profile::from_toml(&good).is_ok(), "{}\n{good}", problem(&good));
    }
}

#[test]
fn what_no_card_of_the_chip_could_hold_is_refused() {
    let text = |chip: &str, length: usize| {
        let text = "x".repeat(length);
        format!("name = \"p\"\nchip = \"{chip}\"\ncontent = \"text\"\ntext = \"{text}\"")
    };
    // A text record says its language: 7 bytes before the text, and a tag with its length before that.
    for (chip, most) in [("ntag213", 135), ("ultralight-ev1", 119), ("ntag224", 199)] {
        assert!(Profile::from_toml(&text(chip, most)).is_ok(), "{chip}");
        assert!(
            problem(&text(chip, most + 1)).contains("at the least, and the chip has"),
            "{chip}"
        );
    }
    let url = format!("{{base}}/{}", "x".repeat(400));
    let toml = format!("name = \"p\"\nchip = \"classic-1k\"\nurl = \"{url}\"");
    assert!(Profile::from_toml(&toml).is_ok());
    assert!(
        problem(&toml.replace("classic-1k", "ntag213"))
            .contains("at the least, and the chip has 144")
    );
}

/// What signs can be found out by who may write its pages.
#[test]
fn a_chip_that_signs_with_the_key_itself_locks_it() {
    let of = |url: &str, rest: &str| {
        format!("name = \"p\"\nchip = \"ntag223\"\nurl = \"{url}\"\n[protection]\n{rest}")
    };
    let (sun, fixed) = ("{base}/{record_id}?m={uid}x{ctr}x{mac}", "{base}/{record_id}");
    let locked = "password = true\nlock = [\"keys\"]";
    let cases = [
        (of(sun, ""), "protection: the key that signs can be found out"),
        (of(sun, "password = true"), "protection: the key that signs can be found out"),
        (of(sun, "lock = [\"keys\"]"), "protection.lock of keys without a password"),
        (of(fixed, locked), "protection.lock: keys, and the address has no {uid}x{ctr}x{mac}"),
        (of(sun, &format!("{locked}\nattempts = 5")), "counts to 0 at the most"),
        (of(sun, &format!("{locked}\nfrom_page = 41")), "write 40 at the most"),
        (of(sun, &format!("{locked}\ncount = \"free\"")), "protection.count"),
        (of(sun, "password = true\nlock = [\"keys\", \"dynamic\"]"), "has no lock of dynamic"),
        (of("{base}?m={uid}x{ctr}", locked), "url: the template has not all of"),
        (of("{base}?p={picc}&c={mac}", locked), "url: the template has {picc}"),
    ];
    for (toml, expected) in cases {
        assert!(problem(&toml).contains(expected), "{}\n{toml}", problem(&toml));
    }
    for good in [
        of(sun, locked),
        of(sun, &format!("{locked}\nfrom_page = 40")),
        of(sun, "password = true\nlock = [\"static\", \"keys\", \"configuration\"]"),
        of(fixed, ""),
        of(fixed, "password = true"),
    ] {
        assert!(Profile::from_toml(&good).is_ok(), "{}\n{good}", problem(&good));
    }
}

/// Of a card with room for others, nothing is set that is not its NDEF application's.
#[test]
fn a_desfire_is_left_alone_but_for_its_application() {
    let of = |head: &str, url: &str, rest: &str| {
        format!("name = \"p\"\nchip = \"desfire-ev3\"\n{head}\nurl = \"{url}\"\n{rest}")
    };
    let sun = "{base}/{record_id}?p={picc}&m={mac}";
    let tamper = "{base}?p={picc}&[[tt={tt}&m={mac}";
    let shared = "shared = [\"meta_read\"]";
    let rule = "[configuration.failed_authentications]\nlimit = 100\ndecrement = 10";
    let watched = "[configuration]\ntag_tamper = \"free\"";
    let left_alone = [
        (of("", sun, "[configuration]\nsuite = \"lrp\""), "configuration.suite"),
        (of(shared, sun, "[configuration]\nrandom_uid = true"), "configuration.random_uid"),
        (of("", tamper, watched), "configuration.tag_tamper"),
        (of("", sun, rule), "configuration.failed_authentications"),
        (of("", tamper, ""), "url: {tt}"),
    ];
    for (toml, section) in left_alone {
        let said = format!("{section}: of this chip, desfire-ev3, nothing is set but");
        assert!(problem(&toml).starts_with(&said), "{}", problem(&toml));
    }
    let password = problem(&of("", sun, "[protection]\npassword = true"));
    assert_eq!(password, "protection: this chip, desfire-ev3, has no such thing: leave it out");
    let empty = problem("name = \"p\"\nchip = \"desfire-ev3\"\ncontent = \"empty\"\n");
    assert_eq!(empty, "content: the cards of this chip, desfire-ev3, hold an address");
    for good in [of("", sun, "[counter]\nlimit = 9"), of("read_only = true", sun, "")] {
        assert!(Profile::from_toml(&good).is_ok(), "{}", problem(&good));
    }
}

/// The profile that the documentation shows can be used.
#[test]
fn the_example_of_the_documentation_is_a_profile() {
    let page = include_str!("../../../../docs/profiles.md");
    let example = page.split("```toml\n").nth(1).unwrap().split("```").next().unwrap();
    let profile = Profile::from_toml(example).unwrap();
    assert_eq!(profile.for_good().len(), 3);
    let template = Template::for_base(&profile, "https://example.com/c").unwrap();
    let file_data = template.file_data().unwrap().fill(7.try_into().unwrap(), 32);
    assert_eq!(file_data, "id=0000000000000007;tt=000000000");
    assert!(page.contains(&file_data));
}

#[test]
fn what_cannot_be_undone_is_said() {
    let said = |name: &str| Profile::shipped(name).unwrap().for_good();
    for name in ["sun-aes", "sun-plain", "sun-enc-file", "static-url", "bolt-card"] {
        assert!(said(name).is_empty(), "{name}");
    }
    assert!(said("desfire-ev3-sun").is_empty());
    assert_eq!(said("sun-lrp"), ["the chip speaks LRP, and never AES again"]);
    assert_eq!(said("sun-tamper"), ["the chip watches its tamper loop"]);
    assert_eq!(said("sun-private"), ["the chip shows readers a random UID, and never its own"]);
}

#[test]
fn a_read_only_card_has_no_right_left() {
    let profile = Profile::from_toml(&format!("read_only = true\n{START}")).unwrap();
    let rights = profile.files_on_card().ndef.rights;
    assert_eq!(rights.read, Access::Free);
    assert_eq!([rights.write, rights.read_write, rights.change], [Access::Never; 3]);
    let Files { capability_container, proprietary, .. } = profile.files_on_card();
    assert_eq!(
        (capability_container, proprietary),
        (profile.files.capability_container, profile.files.proprietary)
    );
    assert_eq!(profile.for_good().len(), 1);
}

#[test]
fn shared_keys_are_the_batchs_and_stay() {
    let profile = Profile::shipped("sun-private").unwrap();
    let (record, later) = (RecordId::MIN, Generation::try_from(3).unwrap());
    assert_eq!(profile.owner(Role::MetaRead, record), Owner::Batch);
    assert_eq!(profile.owner(Role::FileRead, record), Owner::Record(record));
    assert_eq!(profile.generation_of(Role::MetaRead, later), Generation::default());
    assert_eq!(profile.generation_of(Role::FileRead, later), later);
}

/// The schema that editors read is the one that the types have.
#[test]
fn the_schema_in_the_documentation_is_current() {
    let written = include_str!("../../../../docs/profile.schema.json");
    let written: serde_json::Value = serde_json::from_str(written).unwrap();
    assert_eq!(written, serde_json::to_value(schemars::schema_for!(Profile)).unwrap());
}
