use super::*;
use crate::aes::TruncatedMac;
use crate::counter::ReadCounter;
use crate::key::AesKey;
use crate::profile::Profile;
use crate::record::RecordId;
use crate::suite::Suite;
use crate::template::Template;
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
    let tap = by_name(&url).unwrap();
    assert_eq!(tap.mac_input, case.text("mac_input_ascii"));
    let reading = tap.verify(&keys).unwrap();
    assert_eq!(u64::from(u32::from(reading.counter.unwrap())), case.number("read_counter"));
    let template = Template::parse("https://example.com/?picc_data={picc}&enc={enc}&cmac={mac}");
    assert_eq!(template.unwrap().read(&url).unwrap().verify(&keys).unwrap(), reading);
}

fn signed(profile: &str, counter: u32) -> (Template, TapKeys, String) {
    let profile = Profile::shipped(profile).unwrap();
    let template = Template::for_base(&profile, "https://example.com/c").unwrap();
    let keys = TapKeys {
        meta_read: key("000102030405060708090A0B0C0D0E0F"),
        file_read: key("101112131415161718191A1B1C1D1E1F"),
    };
    let chip = Chip {
        uid: "04AABBCCDDEEFF".parse().unwrap(),
        counter: counter.try_into().unwrap(),
        random: PiccRandom { padding: [0x5A; 16], start: [0xA5; 8] },
    };
    let url = sign(&template, 7.try_into().unwrap(), &keys, chip);
    (template, keys, url)
}

const SIGNING: [&str; 3] = ["sun-aes", "sun-plain", "sun-enc-file"];

#[test]
fn what_is_signed_verifies() {
    for profile in SIGNING {
        let (template, keys, url) = signed(profile, 0x01_02_03);
        let reading = template.read(&url).unwrap().verify(&keys).unwrap();
        assert_eq!(reading.record, Some(RecordId::try_from(7).unwrap()));
        assert_eq!(reading.uid.unwrap().to_string(), "04AABBCCDDEEFF");
        assert_eq!(u32::from(reading.counter.unwrap()), 0x01_02_03);
        assert_eq!(by_name(&url).unwrap().verify(&keys).unwrap().uid, reading.uid, "{profile}");
    }
}

/// Every character of every tap counts: change one, and the tap is refused.
#[test]
fn no_character_can_be_changed() {
    let mut changed = 0;
    for profile in SIGNING {
        let (template, keys, url) = signed(profile, 5);
        let record_digit = url.find("/7").unwrap() + 1;
        for at in 0..url.len() {
            for other in ["0", "1", "F", "f", "z", "&"] {
                let mut forged = url.clone();
                forged.replace_range(at..=at, other);
                // With the MAC over nothing, the record id is guarded by its keys alone.
                if forged != url && at != record_digit {
                    let verdict = template.read(&forged).and_then(|tap| tap.verify(&keys));
                    assert!(verdict.is_err(), "{profile}: {forged}");
                    changed += 1;
                }
            }
        }
    }
    assert!(changed > 1000, "only {changed} forgeries tried");
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
    let reason = |url: &str| by_name(url).map(drop).map_err(|r| r.reason());
    assert_eq!(reason("hello"), Err("not_a_url"));
    assert_eq!(reason("https://example.com/"), Err("missing_parameter"));
    assert_eq!(reason(&format!("{url}&cmac=00")), Err("doubled_parameter"));
    assert_eq!(reason(&format!("{url}&uid=04AABBCCDDEEFF")), Err("impossible_parameters"));
    let lrp = url.replace("picc_data=", &format!("picc_data={}", "0".repeat(16)));
    assert_eq!(reason(&lrp), Err("lrp"));
    assert!(reason(&format!("{url}&utm_source=mail#top")).is_ok());
}

/// The crate `ntag424` is another team's implementation, built on the same block cipher crate: its
/// SDM code is independent of ours, its AES is not. It accepts every tap that we sign.
#[test]
fn another_implementation_accepts_our_taps() {
    for profile in SIGNING {
        let (template, keys, url) = signed(profile, 77);
        let address = template.fill(7.try_into().unwrap());
        foreign::verify(&address, &keys, &url);
    }
}

mod foreign;

proptest! {
    #[test]
    fn any_text_gets_a_verdict(text in "\\PC{0,120}") {
        let (template, keys, _) = signed("sun-enc-file", 1);
        prop_assert!(template.read(&text).and_then(|tap| tap.verify(&keys)).is_err());
        prop_assert!(by_name(&text).and_then(|tap| tap.verify(&keys)).is_err());
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
