use super::*;
use crate::profile::Profile;

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
    ] {
        assert_eq!(Template::parse(text).unwrap().to_string(), text);
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
    ];
    for (text, error) in cases {
        assert_eq!(Template::parse(text), Err(error), "{text}");
    }
}
