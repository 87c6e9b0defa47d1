use std::env::consts::ARCH;
use std::error::Error as _;
use std::fs;
use std::path::PathBuf;

use tapsmith_store::hsm::{HsmError, Token, Tries};

use crate::common::{LIBRARY, alone, folder, make_token, open, pin};

fn open_at(uri: &str) -> Result<Token, HsmError> {
    Token::open(&uri.parse().unwrap(), &pin(), Tries::First)
}

#[test]
fn a_missing_library_is_named_with_the_reason() {
    alone(|| {
        let error = open_at("pkcs11:?module-path=/nowhere/libx.so").unwrap_err();
        assert_eq!(error.to_string(), "the PKCS#11 library /nowhere/libx.so cannot be loaded");
        let why = error.source().unwrap().to_string();
        assert!(why.contains("No such file"), "{why}");
        let error = open_at("pkcs11:?module-name=no-such-library").unwrap_err();
        assert!(matches!(&error, HsmError::NoModule { name } if name == "no-such-library"));
    });
}

#[test]
fn what_is_no_library_is_named_with_the_reason() {
    alone(|| {
        let text = folder().join("text.so");
        fs::write(&text, "not a library").unwrap();
        let libc = PathBuf::from(format!("/lib/{ARCH}-linux-gnu/libc.so.6"));
        assert!(libc.exists());
        for path in [text, libc] {
            let error = open_at(&format!("pkcs11:?module-path={}", path.display())).unwrap_err();
            assert!(matches!(error, HsmError::Module { .. }), "{error}");
            assert!(!error.source().unwrap().to_string().is_empty());
        }
    });
}

#[test]
fn a_library_is_found_by_its_name() {
    alone(|| {
        make_token("named");
        let token = open_at("pkcs11:token=named?module-name=softhsm2").unwrap();
        assert_eq!(token.name().label, "named");
    });
}

#[test]
fn without_any_token_that_is_said() {
    alone(|| {
        let error = open("office").unwrap_err();
        assert!(error.to_string().ends_with("libsofthsm2.so: there is none"), "{error}");
    });
}

#[test]
fn a_token_that_does_not_fit_shows_those_there_are() {
    alone(|| {
        make_token("home");
        make_token("garden");
        let error = open("office").unwrap_err();
        let HsmError::NoToken { tokens, .. } = &error else { panic!("{error}") };
        assert_eq!(tokens.len(), 2);
        let said = error.to_string();
        assert!(said.starts_with("no token fits pkcs11:token=office?module-path="), "{said}");
        assert!(said.contains("\"home\" (SoftHSM v2, serial "), "{said}");
        assert!(said.contains("\"garden\" (SoftHSM v2, serial "), "{said}");

        let error = open_at(&format!("pkcs11:?module-path={LIBRARY}")).unwrap_err();
        let HsmError::ManyTokens { tokens, .. } = &error else { panic!("{error}") };
        assert_eq!(tokens.len(), 2);
        assert!(error.to_string().starts_with("more than one token fits pkcs11:?module-path="));
    });
}

#[test]
fn two_of_one_label_are_told_apart() {
    alone(|| {
        make_token("office");
        make_token("office");
        let error = open("office").unwrap_err();
        let HsmError::ManyTokens { tokens, .. } = error else { panic!("{error}") };
        let [one, other] = &tokens[..] else { panic!("{tokens:?}") };
        for way in [format!("serial={}", one.serial), format!("slot-id={}", one.slot_id)] {
            let token = open_at(&format!("pkcs11:{way}?module-path={LIBRARY}")).unwrap();
            assert_eq!(token.name(), one);
        }
        for way in ["manufacturer=Snake%20Oil", "model=1.0", "serial=0", "slot-id=1"] {
            let error = open_at(&format!("pkcs11:{way}?module-path={LIBRARY}")).unwrap_err();
            assert!(matches!(error, HsmError::NoToken { .. }), "{way}: {error}");
        }
        let all = format!(
            "pkcs11:token=office;manufacturer=SoftHSM%20project;model=SoftHSM%20v2;serial={}\
             ?module-path={LIBRARY}",
            other.serial
        );
        assert_eq!(open_at(&all).unwrap().name(), other);
    });
}
