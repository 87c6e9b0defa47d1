//! Taps that are signed with the key itself, as an NTAG 22x DNA does.

use super::*;
use tapsmith_testkit::vectors::list;

/// OpenSSL's, of UID and counter as they are shown; neither by this program nor by the virtual card.
#[test]
fn suncmac_is_that_of_others() {
    for case in list("ntag22x", "suncmac") {
        let counter = ReadCounter::from_msb(case.array("counter"));
        let mac = session::suncmac(&key(case.text("key")), Uid(case.array("uid")), counter);
        assert_eq!(mac, TruncatedMac(case.array("mac")), "{counter}");
    }
}

/// Of an NTAG 22x DNA's tap, no character of the mirror can be another one; what stands around it is not signed.
#[test]
fn a_mirror_in_one_piece_is_signed_with_the_key_itself() {
    let [case, ..] = &list("ntag22x", "suncmac")[1..] else { panic!() };
    let keys = TapKeys { meta_read: key(&"FF".repeat(16)), file_read: key(case.text("key")) };
    let text = "https://e.com/{record_id}?m={uid}x{ctr}x{mac}";
    let template = Template::parse_of(Mirroring::SunCmac, text).unwrap();
    let mirror = format!("{}x{}x{}", case.text("uid"), case.text("counter"), case.text("mac"));
    let url = format!("https://e.com/12?m={mirror}");
    let reading = template.read(&url).unwrap().verify(&keys).unwrap();
    let counter = ReadCounter::from_msb(case.array("counter"));
    assert_eq!((reading.uid, reading.counter), (Some(Uid(case.array("uid"))), Some(counter)));
    assert_eq!(reading.record, Some(12.try_into().unwrap()));
    let chip = Chip {
        uid: Uid(case.array("uid")),
        counter,
        random: PiccRandom::default(),
        tag_tamper: TagTamper { permanent: Loop::Invalid, current: Loop::Invalid },
    };
    assert_eq!(sign(&template, 12.try_into().unwrap(), &keys, chip), url);
    let start = url.len() - mirror.len();
    for at in start..url.len() {
        let other = if url.as_bytes()[at] == b'7' { "8" } else { "7" };
        let mut url = url.clone();
        url.replace_range(at..=at, other);
        assert!(template.read(&url).and_then(|tap| tap.verify(&keys)).is_err(), "{url}");
    }
    let sdm = Template::parse("https://e.com/{record_id}?m={uid}x{ctr}x{mac}").unwrap();
    assert_eq!(sdm.read(&url).unwrap().verify(&keys), Err(Rejection::WrongMac));
}
