use std::path::Path;

use super::attribute::UriAttribute;
use super::{HsmUri, Module, UriError};

fn parse(text: &str) -> Result<HsmUri, UriError> {
    text.parse()
}

/// The attributes of RFC 7512, "Examples", as far as they are ours.
#[test]
fn every_attribute_is_found() {
    let uri = parse(
        "pkcs11:token=The%20Software%20PKCS%2311%20Softtoken;manufacturer=Snake%20Oil,%20Inc.;\
         model=1.0;serial=0123;slot-id=327;object=my-key;id=%01%ff%00\
         ?module-path=/usr/lib/softhsm/libsofthsm2.so&pin-source=file:/etc/token_pin",
    )
    .unwrap();
    assert_eq!(uri.token(), Some("The Software PKCS#11 Softtoken"));
    assert_eq!(uri.manufacturer(), Some("Snake Oil, Inc."));
    assert_eq!(uri.model(), Some("1.0"));
    assert_eq!(uri.serial(), Some("0123"));
    assert_eq!(uri.slot_id(), Some(327));
    assert_eq!(uri.object(), Some("my-key"));
    assert_eq!(uri.id(), Some(&[0x01, 0xFF, 0x00][..]));
    assert_eq!(uri.module(), &Module::Path("/usr/lib/softhsm/libsofthsm2.so".into()));
    assert_eq!(uri.pin_source(), Some(Path::new("/etc/token_pin")));
}

#[test]
fn good_ones_print_as_this() {
    let cases = [
        ("pkcs11:", "pkcs11:"),
        ("PKCS11:token=a", "pkcs11:token=a"),
        ("pkcs11:;token=a;", "pkcs11:token=a"),
        ("pkcs11:?module-name=softhsm2", "pkcs11:?module-name=softhsm2"),
        ("pkcs11:id=%0aAz;token=a b", "pkcs11:token=a%20b;id=%0A%41%7A"),
        ("pkcs11:token=100%25%3bx", "pkcs11:token=100%25%3Bx"),
        ("pkcs11:token=sch%C3%B6n", "pkcs11:token=sch%C3%B6n"),
        ("pkcs11:token=schön", "pkcs11:token=sch%C3%B6n"),
        ("pkcs11:object=x;type=secret-key", "pkcs11:object=x"),
        ("pkcs11:token=a+b", "pkcs11:token=a%2Bb"),
        ("pkcs11:token=a&b", "pkcs11:token=a%26b"),
        ("pkcs11:?pin-source=file:///etc/pin", "pkcs11:?pin-source=/etc/pin"),
        ("pkcs11:?pin-source=my/pin", "pkcs11:?pin-source=my/pin"),
        ("pkcs11:?pin-source=/a%3Fb", "pkcs11:?pin-source=/a%3Fb"),
    ];
    for (text, printed) in cases {
        let uri = parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!(uri.to_string(), printed, "{text}");
        assert_eq!(parse(printed), Ok(uri), "{text}");
    }
}

#[test]
fn bad_ones_are_refused_for_this() {
    let cases = [
        ("", UriError::Scheme),
        ("token=a", UriError::Scheme),
        ("pkcs1é:", UriError::Scheme),
        ("pkcs12:token=a", UriError::Scheme),
        ("pkcs11:token=a;b", UriError::Part { position: 2 }),
        ("pkcs11:token=a?b", UriError::Part { position: 2 }),
        ("pkcs11:token=a;token=b", UriError::Twice(UriAttribute::Token)),
        ("pkcs11:?pin-source=a&pin-source=a", UriError::Twice(UriAttribute::PinSource)),
        ("pkcs11:token=", UriError::Empty(UriAttribute::Token)),
        ("pkcs11:id=", UriError::Empty(UriAttribute::Id)),
        ("pkcs11:token=50%", UriError::Percent(UriAttribute::Token)),
        ("pkcs11:token=50%2", UriError::Percent(UriAttribute::Token)),
        ("pkcs11:token=50%zz", UriError::Percent(UriAttribute::Token)),
        ("pkcs11:id=%+1", UriError::Percent(UriAttribute::Id)),
        ("pkcs11:token=%é", UriError::Percent(UriAttribute::Token)),
        ("pkcs11:token=%FF", UriError::NotText(UriAttribute::Token)),
        ("pkcs11:slot-id=one", UriError::SlotId),
        ("pkcs11:slot-id=+1", UriError::SlotId),
        ("pkcs11:slot-id=18446744073709551616", UriError::SlotId),
        ("pkcs11:?module-path=libx.so", UriError::ModulePath),
        ("pkcs11:?module-path=./libx.so", UriError::ModulePath),
        ("pkcs11:?module-name=../x", UriError::ModuleName),
        ("pkcs11:?module-name=x&module-path=/x", UriError::TwoModules),
        ("pkcs11:?pin-source=|cat%20pin", UriError::PinSource),
        ("pkcs11:?pin-source=file:pin", UriError::PinSource),
        ("pkcs11:?pin-source=file://host/pin", UriError::PinSource),
        ("pkcs11:?pin-source=https://host/pin", UriError::PinSource),
    ];
    for (text, error) in cases {
        assert_eq!(parse(text), Err(error), "{text}");
    }
}

#[test]
fn an_unknown_attribute_is_named() {
    let unknown = [
        ("pkcs11:Token=x", "Token"),
        ("pkcs11:library-version=3", "library-version"),
        ("pkcs11:type=private", "type"),
        ("pkcs11:x-mine=1", "x-mine"),
        ("pkcs11:module-path=/x", "module-path"),
        ("pkcs11:?token=x", "token"),
    ];
    for (text, named) in unknown {
        let error = parse(text).unwrap_err();
        assert!(matches!(&error, UriError::Unknown { name, .. } if name == named), "{error}");
    }
    let error = parse("pkcs11:?token=x").unwrap_err().to_string();
    assert!(error.ends_with("\"token\" where only module-path, module-name, pin-source can stand"));
}

#[test]
fn a_pin_is_refused_by_name_and_never_shown() {
    for text in ["pkcs11:token=a?pin-value=271828", "pkcs11:pin-value=271828", "pkcs11:271828"] {
        let error = parse(text).unwrap_err();
        assert!(!format!("{error} {error:?} {:?}", error.hint()).contains("271828"), "{text}");
    }
    assert_eq!(parse("pkcs11:token=a?pin-value=271828"), Err(UriError::PinValue));
}
