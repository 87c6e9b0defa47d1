use super::*;
use crate::aes::TruncatedMac;
use crate::counter::ReadCounter;
use crate::key::AesKey;
use crate::profile::Profile;
use crate::record::RecordId;
use crate::suite::Suite;
use crate::tamper::{Loop, TagTamper};
use crate::template::{Mirroring, Template};
use crate::uid::Uid;
use proptest::prelude::*;
use tapsmith_testkit::vectors::case;

fn key(hex: &str) -> AesKey {
    AesKey::from_hex(hex).unwrap()
}

#[test]
fn published_tap_with_a_mac_over_nothing() {
    let case = case("sdm_aes", "encrypted_picc_data_cmac_over_nothing");
    let keys = TapKeys {
        meta_read: key(case.text("meta_read_key")),
        file_read: key(case.text("file_read_key")),
    };
    let enc_data = PiccEncData::Aes(case.array("picc_enc_data"));
    let data = enc_data.open(&keys.meta_read).unwrap();
    let template = Template::parse("https://choose.url.com/ntag424?e={picc}&c={mac}").unwrap();
    let reading = template.read(case.text("url")).unwrap().verify(&keys).unwrap();
    assert_eq!(reading.uid, Some(Uid(case.array("uid"))));
    assert_eq!((reading.uid, reading.counter), (data.uid, data.counter));
    assert_eq!(u64::from(u32::from(reading.counter.unwrap())), case.number("read_counter"));
    // The same block from the chip's side, with the padding the published chip drew.
    let random = PiccRandom { padding: case.array("picc_data"), ..PiccRandom::default() };
    assert_eq!(data.seal(Suite::Aes, &keys.meta_read, random), enc_data);
    let mac = session::sdmmac(Suite::Aes, &keys.file_read, data, b"");
    assert_eq!(mac, TruncatedMac(case.array("sdmmac")));
}

/// AN12321: PICCData, encrypted file data and the MAC over it, of one tap in LRP mode.
#[test]
fn published_tap_in_lrp_mode() {
    let case = case("lrp", "sun_picc_and_file_data");
    let file_read = key(case.text("key"));
    let enc_data = PiccEncData::from(case.array::<24>("picc_enc_data"));
    let data = enc_data.open(&file_read).unwrap();
    assert_eq!(data.uid, Some(Uid(case.array("uid"))));
    assert_eq!(u64::from(u32::from(data.counter.unwrap())), case.number("read_counter"));
    assert_eq!(enc_data.to_bytes(), case.hex("picc_enc_data"));
    let PiccData { uid: Some(uid), counter: Some(counter) } = data else { panic!() };
    let mut block = case.array("enc_file_data");
    let blocks = std::slice::from_mut(&mut block);
    session::decrypt_file_data(Suite::Lrp, &file_read, uid, counter, blocks);
    session::encrypt_file_data(Suite::Lrp, &file_read, uid, counter, blocks);
    assert_eq!(block, case.array("enc_file_data"));
    session::decrypt_file_data(
        Suite::Lrp,
        &file_read,
        uid,
        counter,
        std::slice::from_mut(&mut block),
    );
    assert_eq!(block, case.text("file_data_ascii").as_bytes());
    let input = format!("{}&cmac=", case.text("enc_file_data"));
    let mac = session::sdmmac(Suite::Lrp, &file_read, data, input.as_bytes());
    assert_eq!(mac, TruncatedMac(case.array("sdmmac")));
}

#[test]
fn published_tap_with_file_data_under_the_mac() {
    let case = case("sdm_aes", "encrypted_picc_and_file_data_cmac_over_enc");
    let url = format!(
        "https://example.com/?picc_data={}&enc={}&cmac={}",
        case.text("picc_enc_data"),
        case.text("enc_file_data"),
        case.text("sdmmac")
    );
    let keys = TapKeys {
        meta_read: key(case.text("meta_read_key")),
        file_read: key(case.text("file_read_key")),
    };
    let tap = by_name(&url, Suite::Aes).unwrap();
    assert_eq!(tap.mac_input, case.text("mac_input_ascii"));
    let reading = tap.verify(&keys).unwrap();
    assert_eq!(u64::from(u32::from(reading.counter.unwrap())), case.number("read_counter"));
    let template = Template::parse("https://example.com/?picc_data={picc}&enc={enc}&cmac={mac}");
    assert_eq!(template.unwrap().read(&url).unwrap().verify(&keys).unwrap(), reading);
}

/// Two taps that another implementation's tests verify: the MAC over PICCData, and over all there is.
#[test]
fn taps_that_others_verify_in_lrp_mode() {
    for name in ["sun_picc_mac_over_it", "sun_file_data_mac_over_all"] {
        let case = case("lrp", name);
        let keys = TapKeys { meta_read: key(case.text("key")), file_read: key(case.text("key")) };
        let template = Template::parse(case.text("template")).unwrap();
        let url = case.text("url");
        assert_eq!(template.read(url), Err(Rejection::Lrp));
        let either = template.read_either(url).unwrap().verify(&keys).unwrap();
        let template = template.clone().in_suite(Suite::Lrp);
        let reading = template.read(url).unwrap().verify(&keys).unwrap();
        assert_eq!(either, reading);
        assert_eq!(reading.uid, Some(Uid(case.array("uid"))));
        assert_eq!(u64::from(u32::from(reading.counter.unwrap())), case.number("read_counter"));
        if name == "sun_file_data_mac_over_all" {
            assert_eq!(reading.file_data.unwrap(), case.text("file_data_ascii").as_bytes());
        }
    }
}

/// What our own taps are made of, whatever the profile.
fn chip(counter: u32) -> Chip {
    Chip {
        uid: "04AABBCCDDEEFF".parse().unwrap(),
        counter: counter.try_into().unwrap(),
        random: PiccRandom { padding: [0x5A; 16], start: [0xA5; 8] },
        tag_tamper: STATUS,
    }
}

const STATUS: TagTamper = TagTamper { permanent: Loop::Open, current: Loop::Closed };

fn tap_keys() -> TapKeys {
    TapKeys {
        meta_read: key("000102030405060708090A0B0C0D0E0F"),
        file_read: key("101112131415161718191A1B1C1D1E1F"),
    }
}

fn signed_by(profile: &Profile, counter: u32) -> (Template, TapKeys, String) {
    let template = Template::for_base(profile, "https://example.com/c").unwrap();
    let url = sign(&template, 7.try_into().unwrap(), &tap_keys(), chip(counter));
    (template, tap_keys(), url)
}

fn signed(profile: &str, counter: u32) -> (Template, TapKeys, String) {
    signed_by(&Profile::shipped(profile).unwrap(), counter)
}

/// A profile whose status is encrypted, in as many blocks as the file has room for.
const HIDDEN_STATUS: &str = "name = \"hidden\"\nchip = \"ntag424tt\"\n\
    url = \"{base}/{record_id}?picc_data={picc}&enc={enc:64}&cmac={mac}\"\n\
    file_data = \"id={record_id};tt={tt}\"\n[configuration]\ntag_tamper = \"key0\"";

/// All shipped profiles that sign by SDM, and one with the status encrypted: each in both suites.
fn signing() -> Vec<Profile> {
    let shipped = Profile::NAMES.map(|name| Profile::shipped(name).unwrap());
    let hidden = Profile::from_toml(HIDDEN_STATUS).unwrap();
    let is_sdm = |p: &Profile| p.url.contains("{mac}") && p.chip.mirroring() == Mirroring::Sdm;
    let sun: Vec<_> = shipped.into_iter().filter(|p| is_sdm(p)).chain([hidden]).collect();
    let in_suite = |suite| {
        sun.iter().cloned().map(move |mut profile| {
            profile.configuration.suite = suite;
            profile
        })
    };
    in_suite(Suite::Aes).chain(in_suite(Suite::Lrp)).collect()
}

#[test]
fn what_is_signed_verifies() {
    for profile in signing() {
        let (template, keys, url) = signed_by(&profile, 0x01_02_03);
        let suite = profile.configuration.suite;
        let reading = template.read(&url).unwrap().verify(&keys).unwrap();
        let named = profile.url.contains("{record_id}");
        assert_eq!(reading.record, named.then(|| RecordId::try_from(7).unwrap()));
        assert_eq!(reading.uid.unwrap().to_string(), "04AABBCCDDEEFF");
        assert_eq!(u32::from(reading.counter.unwrap()), 0x01_02_03);
        assert_eq!(reading.tag_tamper, template.shows_tag_tamper().then_some(STATUS), "{url}");
        if profile.url.contains("cmac=") && !profile.url.contains("[[") {
            assert_eq!(by_name(&url, suite).unwrap().verify(&keys).unwrap().uid, reading.uid);
        }
    }
}

/// Keys made ready say what they say otherwise: of good taps and of forged ones, in either suite.
#[test]
fn a_verifier_says_what_a_tap_does() {
    for profile in signing() {
        let (template, keys, url) = signed_by(&profile, 5);
        let verifier = Verifier::new(keys.clone());
        let both = |url: &str| {
            let tap = template.read(url)?;
            let verdict = verifier.verify(&tap);
            assert_eq!(verdict, tap.verify(&keys), "{url}");
            verdict
        };
        assert!(both(&url).is_ok(), "{url}");
        for at in 0..url.len() {
            let mut forged = url.clone();
            forged.replace_range(at..=at, if url.as_bytes()[at] == b'0' { "1" } else { "0" });
            let _ = both(&forged);
        }
    }
}

/// Every character of every tap counts: change one, and the tap is refused.
#[test]
fn no_character_can_be_changed() {
    let mut changed = 0;
    for profile in signing() {
        let (template, keys, url) = signed_by(&profile, 5);
        let record_digit = url.find("/7").map(|at| at + 1);
        for at in 0..url.len() {
            for other in ["0", "1", "C", "F", "f", "z", "&"] {
                let mut forged = url.clone();
                forged.replace_range(at..=at, other);
                // With the MAC over nothing, the record id is guarded by its keys alone.
                if forged != url && Some(at) != record_digit {
                    let verdict = template.read(&forged).and_then(|tap| tap.verify(&keys));
                    assert!(verdict.is_err(), "{}: {forged}", profile.name);
                    changed += 1;
                }
            }
        }
    }
    assert!(changed > 5000, "only {changed} forgeries tried");
}

/// The status in the open, and encrypted: the same six that a chip can say, and no other letters.
#[test]
fn the_loop_is_as_the_chip_says() {
    let hidden = Profile::from_toml(HIDDEN_STATUS).unwrap();
    for profile in [Profile::shipped("sun-tamper").unwrap(), hidden] {
        let template = Template::for_base(&profile, "https://example.com/c").unwrap();
        for permanent in Loop::ALL {
            for current in Loop::ALL {
                let tag_tamper = TagTamper { permanent, current };
                let chip = Chip { tag_tamper, ..chip(9) };
                let url = sign(&template, 7.try_into().unwrap(), &tap_keys(), chip);
                let reading = template.read(&url).unwrap().verify(&tap_keys()).unwrap();
                assert_eq!(reading.tag_tamper, Some(tag_tamper), "{url}");
            }
        }
    }
    let (template, _, url) = signed("sun-tamper", 5);
    for letters in ["XX", "co", "00", "C0"] {
        let forged = url.replace("tt=OC", &format!("tt={letters}"));
        assert_eq!(template.read(&forged), Err(Rejection::BadTagTamper), "{letters}");
    }
}

#[test]
fn file_data_is_the_records() {
    let profile = Profile::from_toml(HIDDEN_STATUS).unwrap();
    let (template, keys, url) = signed_by(&profile, 5);
    let reading = template.read(&url).unwrap().verify(&keys).unwrap();
    assert_eq!(reading.file_data.unwrap(), b"id=0000000000000007;tt=OC0000000");
    // The address is not under the MAC, the file data is: with another record in the address it is found out.
    let other = url.replace("/7?", "/8?");
    let verdict = template.read(&other).unwrap().verify(&keys);
    assert_eq!(verdict, Err(Rejection::WrongFileData));
}

#[test]
fn a_tap_of_the_other_suite_is_named() {
    for (profile, other) in [("sun-aes", "sun-lrp"), ("sun-lrp", "sun-aes")] {
        let (_, keys, url) = signed(other, 5);
        let (template, ..) = signed(profile, 5);
        let reason = template.read(&url).map(drop).map_err(|rejection| rejection.reason());
        assert_eq!(reason, Err(if other == "sun-lrp" { "lrp" } else { "aes" }));
        assert!(template.read_either(&url).unwrap().verify(&keys).is_ok());
        assert!(by_name(&url, Suite::Aes).unwrap().verify(&keys).is_ok());
    }
    // Plain mirrors are alike: only the MAC tells, and whoever judges has to say which it is.
    let mut profile = Profile::shipped("sun-plain").unwrap();
    profile.configuration.suite = Suite::Lrp;
    let (_, keys, url) = signed_by(&profile, 5);
    assert!(by_name(&url, Suite::Lrp).unwrap().verify(&keys).is_ok());
    assert_eq!(by_name(&url, Suite::Aes).unwrap().verify(&keys), Err(Rejection::WrongMac));
}

#[test]
fn each_way_to_be_wrong_has_its_reason() {
    let (template, keys, url) = signed("sun-aes", 5);
    let reason = |url: &str| {
        template.read(url).and_then(|tap| tap.verify(&keys)).map_err(|r| r.reason()).unwrap_err()
    };
    assert_eq!(reason("https://example.org/c/7"), "wrong_address");
    assert_eq!(reason(&url.replace("/7?", "/?")), "no_record_id");
    assert_eq!(reason(&url.replace("/7?", "/07?")), "no_record_id");
    assert_eq!(reason(&url.replace("/7?", "/99999999999999999999?")), "unknown_record");
    assert_eq!(reason(&url.replace("picc_data", "picc")), "wrong_layout");
    assert_eq!(reason(&url[..url.len() - 1]), "bad_hex");
    assert_eq!(reason(&format!("{url}0")), "trailing_text");
    assert_eq!(reason(&url.to_lowercase()), "bad_hex");
    let mac = url.len() - 16;
    assert_eq!(reason(&format!("{}0000000000000000", &url[..mac])), "wrong_mac");
    let picc = url.find("picc_data=").unwrap() + 10;
    let forged = format!("{}{}{}", &url[..picc], "0".repeat(32), &url[picc + 32..]);
    assert_eq!(reason(&forged), "wrong_picc_data");
}

#[test]
fn by_name_says_what_is_missing_or_doubled() {
    let (_, _, url) = signed("sun-aes", 5);
    let reason = |url: &str| by_name(url, Suite::Aes).map(drop).map_err(|r| r.reason());
    assert_eq!(reason("hello"), Err("not_a_url"));
    assert_eq!(reason("https://example.com/"), Err("missing_parameter"));
    assert_eq!(reason(&format!("{url}&cmac=00")), Err("doubled_parameter"));
    assert_eq!(reason(&format!("{url}&uid=04AABBCCDDEEFF")), Err("impossible_parameters"));
    let longer = url.replace("picc_data=", "picc_data=00");
    assert_eq!(reason(&longer), Err("bad_hex"));
    for blocks in ["", "00", "0123456789abcdef0123456789ABCDEF"] {
        let enc = url.replace("&cmac", &format!("&enc={blocks}&cmac"));
        assert_eq!(reason(&enc), Err("bad_hex"));
    }
    assert!(reason(&format!("{url}&utm_source=mail#top")).is_ok());
}

/// The crate `ntag424` is another team's implementation, built on the same block cipher crate: its
/// SDM and LRP code is independent of ours, its AES is not. It accepts every tap that we sign.
#[test]
fn another_implementation_accepts_our_taps() {
    for profile in signing() {
        let (template, keys, url) = signed_by(&profile, 77);
        foreign::verify(&template, &keys, &url);
    }
}

mod at_once;
mod foreign;
mod suncmac;

proptest! {
    #[test]
    fn any_text_gets_a_verdict(text in "\\PC{0,120}") {
        let (template, keys, _) = signed("sun-enc-file", 1);
        prop_assert!(template.read(&text).and_then(|tap| tap.verify(&keys)).is_err());
        prop_assert!(by_name(&text, Suite::Aes).and_then(|tap| tap.verify(&keys)).is_err());
    }

    /// Whatever the record, the chip and its draw: what is signed says so, in both suites.
    #[test]
    fn every_tap_that_is_signed_verifies(
        index in 0..signing().len(), record in 1..=RecordId::MAX.as_u64(), uid: [u8; 7],
        counter in 0..=0x00FF_FFFF_u32, padding: [u8; 16], start: [u8; 8],
    ) {
        let template = Template::for_base(&signing()[index], "https://example.com/c").unwrap();
        let (record, random) = (record.try_into().unwrap(), PiccRandom { padding, start });
        let chip = Chip { uid: Uid(uid), random, ..chip(counter) };
        let url = sign(&template, record, &tap_keys(), chip);
        let reading = template.read(&url).unwrap().verify(&tap_keys()).unwrap();
        prop_assert_eq!((reading.uid, reading.counter), (Some(chip.uid), Some(chip.counter)));
        prop_assert!(reading.record.is_none_or(|named| named == record));
        let wrong = TapKeys { file_read: key("FF1112131415161718191A1B1C1D1E1F"), ..tap_keys() };
        prop_assert_eq!(template.read(&url).unwrap().verify(&wrong), Err(Rejection::WrongMac));
    }

    #[test]
    fn picc_data_opens_as_it_was_closed(
        uid: Option<[u8; 7]>, counter: Option<[u8; 3]>, padding: [u8; 16], start: [u8; 8], lrp: bool
    ) {
        let suite = if lrp { Suite::Lrp } else { Suite::Aes };
        let data = PiccData { uid: uid.map(Uid), counter: counter.map(ReadCounter::from_lsb) };
        let meta_read = key("000102030405060708090A0B0C0D0E0F");
        let sealed = data.seal(suite, &meta_read, PiccRandom { padding, start });
        let opened = sealed.open(&meta_read);
        prop_assert_eq!(sealed.suite(), suite);
        prop_assert_eq!(opened, (uid.is_some() || counter.is_some()).then_some(data));
    }
}
