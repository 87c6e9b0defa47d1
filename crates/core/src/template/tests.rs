use super::*;
use crate::profile::Profile;
use crate::record::RecordId;
use crate::sun::Rejection;

fn shipped(profile: &str, base: &str) -> Result<Template, BaseError> {
    Template::for_base(&Profile::shipped(profile).unwrap(), base)
}

#[test]
fn a_trailing_slash_of_the_base_is_dropped() {
    for base in ["https://example.com/c", "https://example.com/c/"] {
        let address = shipped("sun-aes", base).unwrap().fill(7.try_into().unwrap());
        let zeros = "0".repeat(32);
        let expected = format!("https://example.com/c/7?picc_data={zeros}&cmac=0000000000000000");
        assert_eq!(address.text, expected);
    }
}

#[test]
fn offsets_point_at_the_mirrors() {
    let template = Template::parse("https://e.com/{record_id}?a={uid}&[[c={ctr}&m={mac}").unwrap();
    let Address { text, offsets } = template.fill(12.try_into().unwrap());
    assert_eq!(&text[..offsets.uid.unwrap()], "https://e.com/12?a=");
    assert_eq!(&text[offsets.mac_input.unwrap()..offsets.mac.unwrap()], "c=000000&m=");
    assert_eq!(offsets.picc, None);
}

#[test]
fn a_base_that_holds_the_places_is_the_whole_template() {
    let base = "https://example.com/t/{record_id}?p={picc}&c={mac}";
    assert!(shipped("sun-aes", base).is_ok());
    let missing = shipped("sun-aes", "https://example.com/{record_id}?p={picc}");
    assert!(matches!(missing, Err(BaseError::Template(TemplateError::NoMac("picc")))));
    let no_record = shipped("sun-aes", "https://example.com/?p={picc}&c={mac}");
    assert!(matches!(no_record, Err(BaseError::MissingPlace { missing: Place::RecordId, .. })));
    let extra = shipped("static-url", base);
    assert!(matches!(extra, Err(BaseError::ExtraPlace { extra: Place::Picc, .. })));
}

/// The profile's own address keeps the rule; the one that takes its place has to keep it too.
#[test]
fn a_key_that_signs_for_all_signs_the_record_in_every_base() {
    let toml = "name = \"p\"\nurl = \"{base}/[[{record_id}?p={picc}&m={mac}\"\n";
    let alone = Profile::from_toml(toml).unwrap();
    let sharing = format!("{toml}shared = [\"meta_read\", \"file_read\"]");
    let sharing = Profile::from_toml(&sharing).unwrap();
    let refused = Err(BaseError::SharedFileRead { profile: "p".to_owned() });
    for unsigned in [
        "https://x.example/{record_id}?p={picc}&m={mac}",
        "https://x.example/{record_id}?p={picc}&[[m={mac}",
        "https://x.example/?p={picc}&[[m={mac}&r={record_id}",
    ] {
        assert_eq!(Template::for_base(&sharing, unsigned), refused, "{unsigned}");
        assert!(Template::for_base(&alone, unsigned).is_ok(), "{unsigned}");
    }
    for signed in ["https://x.example", "https://x.example/?[[r={record_id}&p={picc}&m={mac}"] {
        assert!(Template::for_base(&sharing, signed).is_ok(), "{signed}");
    }
}

#[test]
fn bases_that_are_no_base() {
    for base in ["", "example.com", "https://", "mailto:a@example.com", "/c"] {
        assert!(matches!(shipped("sun-aes", base), Err(BaseError::NotUrl { .. })), "{base}");
    }
    for base in ["https://example.com?x=1", "https://example.com/#top"] {
        assert!(matches!(shipped("sun-aes", base), Err(BaseError::Query { .. })), "{base}");
    }
    let space = shipped("sun-aes", "https://example.com/a b");
    let character = TemplateError::Character { character: ' ', position: 22 };
    assert_eq!(space, Err(BaseError::Template(character)));
}

#[test]
fn prints_as_it_parses() {
    for text in [
        "https://e.com/{record_id}?a={uid}&[[c={ctr}&m={mac}",
        "https://e.com/{record_id}?p={picc}&m={mac}",
        "https://e.com/{record_id}?p={picc}&e=[[{enc}&m={mac}",
        "https://e.com/{record_id}",
        "https://e.com/{record_id}?p={picc}&e=[[{enc:96}&m={mac}",
        "https://e.com/{record_id}?p={picc}&[[tt={tt}&m={mac}",
    ] {
        assert_eq!(Template::parse(text).unwrap().to_string(), text);
        let lrp = Template::parse(text).unwrap().in_suite(Suite::Lrp);
        assert_eq!(lrp.to_string(), text);
    }
    let default = Template::parse("https://e.com/?p={picc}&e={enc}&m={mac}").unwrap();
    assert_eq!(Template::parse(&default.to_string()), Ok(default));
}

#[test]
fn every_rule_has_its_error() {
    use TemplateError::*;
    let cases = [
        ("https://e.com/{uid", Brace(15)),
        ("https://e.com/uid}", Brace(18)),
        ("https://e.com/{UID}", Unknown { name: "UID".to_owned() }),
        ("{uid}{uid}{mac}", Twice(Place::Uid)),
        ("{uid}[[x[[{mac}", MarkTwice),
        ("https://é.com", Character { character: 'é', position: 9 }),
        ("https://e.com/{picc}", NoMac("picc")),
        ("https://e.com/[[x", NoMac("[[")),
        ("https://e.com/{mac}", NoUid),
        ("{picc}{uid}{mac}", BothMirrors(Place::Uid)),
        ("{uid}{enc}{mac}", EncAlone),
        ("{picc}{mac}{enc}", EncOutsideMac),
        ("{picc}{enc}[[{mac}", EncOutsideMac),
        ("{uid}{mac}[[", MarkBehindMac),
        ("{record_id}0{uid}{mac}", RecordIdEnd),
        ("{record_id}{uid}{mac}", RecordIdEnd),
        ("{picc}{enc:40}{mac}", EncLength { found: "40".to_owned() }),
        ("{picc}{enc:0}{mac}", EncLength { found: "0".to_owned() }),
        ("{picc}{enc:256}{mac}", EncLength { found: "256".to_owned() }),
        ("{picc}{enc:}{mac}", EncLength { found: String::new() }),
        ("{picc:48}{mac}", Unknown { name: "picc:48".to_owned() }),
        ("{picc}{enc}{enc:64}{mac}", Twice(Place::Enc)),
        ("{tt}", NoMac("tt")),
        ("{picc}{tt}{mac}", TagTamperUnsigned),
        ("{picc}{tt}[[{mac}", TagTamperUnsigned),
        ("{picc}[[x{mac}{tt}", TagTamperUnsigned),
    ];
    for (text, error) in cases {
        assert_eq!(Template::parse(text), Err(error), "{text}");
    }
}

#[test]
fn widths_are_those_of_the_suite() {
    let text = "https://e.com/{record_id}?p={picc}&[[t={tt}&e={enc:96}&m={mac}";
    for (suite, picc) in [(Suite::Aes, 32), (Suite::Lrp, 48)] {
        let template = Template::parse(text).unwrap().in_suite(suite);
        let Address { text, offsets } = template.fill(12.try_into().unwrap());
        let zeros = |count| "0".repeat(count);
        let (first, enc) = (zeros(picc), zeros(96));
        let expected = format!("https://e.com/12?p={first}&t=00&e={enc}&m={}", zeros(16));
        assert_eq!(text, expected);
        assert_eq!(offsets.picc, Some(Window { start: 19, length: picc }));
        assert_eq!(offsets.enc, Some(Window { start: 27 + picc, length: 96 }));
        assert_eq!(offsets.tag_tamper, Some(22 + picc));
    }
}

#[test]
fn file_data_is_filled_up_and_says_where_the_status_is() {
    let data = FileData::parse("v1 {record_id}/{tt}!").unwrap();
    assert_eq!(data.to_string(), "v1 {record_id}/{tt}!");
    assert_eq!((data.length(), data.tag_tamper()), (23, Some(20)));
    assert_eq!(data.fill(RecordId::MAX, 32), "v1 9007199254740991/00!000000000");
    let template = Template::parse("https://e.com/?p={picc}&e={enc:64}&m={mac}").unwrap();
    let template = template.with_file_data(data).unwrap();
    let Address { offsets, .. } = template.fill(RecordId::MIN);
    assert_eq!(offsets.tag_tamper, Some(offsets.enc.unwrap().start + 20));
    assert_eq!(FileData::default(), FileData::parse("{record_id}").unwrap());
}

/// What the chip encrypts is the first half of the place, and stands there when the card is written.
#[test]
fn the_file_holds_what_is_to_be_encrypted() {
    let template = Template::parse("https://e.com/?p={picc}&e={enc:64}&m={mac}").unwrap();
    let template = template.with_file_data(FileData::parse("{tt}{record_id}").unwrap()).unwrap();
    let image = crate::ndef::Image::for_record(&template, 7.try_into().unwrap()).unwrap();
    let enc = image.offsets.enc.unwrap();
    let (plain, rest) = image.bytes[enc.start..enc.start + enc.length].split_at(32);
    assert_eq!(plain, b"00000000000000000700000000000000");
    assert_eq!(rest, [b'0'; 32]);
    assert_eq!(image.offsets.tag_tamper, Some(enc.start));
}

#[test]
fn every_rule_of_file_data_has_its_error() {
    use FileDataError::*;
    let enc = "{picc}[[{enc}{mac}";
    let cases = [
        ("{picc}{mac}", "{record_id}", NoEnc),
        (enc, "{record_id}1", TooLong { needed: 17, room: 16 }),
        ("{picc}[[{enc:96}{mac}", &"x".repeat(49), TooLong { needed: 49, room: 48 }),
        ("{picc}[[{tt}{enc}{mac}", "{tt}", TagTamperInAddress),
        (enc, "ab{tt", Brace(3)),
        (enc, "ab}", Brace(3)),
        (enc, "{uid}", Unknown { name: "uid".to_owned() }),
        (enc, "{tt}{tt}", Twice(Place::TagTamper)),
        (enc, "{record_id}{record_id}", Twice(Place::RecordId)),
        (enc, "a\u{e9}", Character { character: '\u{e9}', position: 2 }),
        (enc, "a\n", Character { character: '\n', position: 2 }),
    ];
    for (template, text, error) in cases {
        let template = Template::parse(template).unwrap();
        let outcome = FileData::parse(text).and_then(|data| template.with_file_data(data));
        assert_eq!(outcome, Err(error), "{text}");
    }
}

#[test]
fn the_profiles_scheme_takes_the_place_of_the_bases() {
    for base in ["https://pay.e.com/ln", "http://pay.e.com/ln/", "lnurlw://pay.e.com/ln"] {
        let template = shipped("bolt-card", base).unwrap().to_string();
        assert_eq!(template, "lnurlw://pay.e.com/ln?p={picc}&c={mac}", "{base}");
    }
    let whole = shipped("bolt-card", "https://e.com/?x={picc}&y={mac}").unwrap();
    assert_eq!(whole.to_string(), "lnurlw://e.com/?x={picc}&y={mac}");
    for base in ["pay.e.com/ln", "lnurlw://"] {
        assert!(matches!(shipped("bolt-card", base), Err(BaseError::NotUrl { .. })), "{base}");
    }
}

/// An NTAG 22x DNA writes UID, counter and MAC as one, and the MAC covers nothing else.
#[test]
fn every_rule_of_a_mirror_in_one_piece() {
    use TemplateError::*;
    let of = |text: &str| Template::parse_of(Mirroring::SunCmac, text);
    let cases = [
        ("https://e.com/?m={uid}x{ctr}", Piece),
        ("https://e.com/?m={uid}x{ctr}&c={mac}", Piece),
        ("https://e.com/?m={uid}{ctr}x{mac}", Piece),
        ("https://e.com/?m={ctr}x{uid}x{mac}", Piece),
        ("https://e.com/?m={mac}", Piece),
        ("https://e.com/?m=[[{uid}x{ctr}x{mac}", NoMark),
        ("https://e.com/?p={picc}&m={uid}x{ctr}x{mac}", NoSdm(Place::Picc)),
        ("https://e.com/?p={enc}", NoSdm(Place::Enc)),
        ("https://e.com/?p={tt}", NoSdm(Place::TagTamper)),
        ("https://e.com/{record_id}1", RecordIdEnd),
    ];
    for (text, error) in cases {
        assert_eq!(of(text), Err(error), "{text}");
    }
    assert!(!of("https://e.com/{record_id}").unwrap().is_sun());
    let template = of("https://e.com/{record_id}?m={uid}x{ctr}x{mac}").unwrap();
    let Address { text, offsets } = template.fill(12.try_into().unwrap());
    assert_eq!(text, "https://e.com/12?m=00000000000000x000000x0000000000000000");
    assert_eq!((offsets.uid, offsets.counter, offsets.mac), (Some(19), Some(34), Some(41)));
}

/// The standard library reads the number too, and says what is too large for it.
#[test]
fn a_record_id_is_a_number_of_any_length() {
    let template = Template::parse("https://e.com/{record_id}/{picc}{mac}").unwrap();
    let wrapped = [1 << 64, (1 << 64) + 5, 10 * (1 << 64) + 1].map(|id: u128| id.to_string());
    let long = (1..40).map(|length| "9".repeat(length));
    let limits = [(1_u64 << 53) - 1, 1 << 53].map(|id| id.to_string());
    for id in long.chain(wrapped).chain(limits) {
        let url = format!("https://e.com/{id}/{}", "0".repeat(48));
        let wanted: Result<RecordId, _> = id.parse().map_err(|_| Rejection::UnknownRecord);
        assert_eq!(template.read(&url).map(|tap| tap.record), wanted.map(Some), "{id}");
    }
    for id in ["", "0", "01", "x"] {
        let url = format!("https://e.com/{id}/{}", "0".repeat(48));
        let read = template.read(&url).map(|tap| tap.record);
        assert_eq!(read, Err(Rejection::NoRecordId { position: 15 }), "{id}");
    }
}
