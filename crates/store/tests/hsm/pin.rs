use std::error::Error;

use cryptoki::context::Pkcs11;
use tapsmith_store::hsm::{HsmError, Token, Tries};

use crate::common::{LIBRARY, PIN, alone, anyone, make_token, open, token, uri};

fn open_with(label: &str, pin: &str) -> Result<Token, HsmError> {
    Token::open(&uri(label), &pin.into(), Tries::First)
}

#[test]
fn a_wrong_pin_is_told_and_never_shown() {
    alone(|| {
        make_token("office");
        let error = open_with("office", "161803").unwrap_err();
        assert!(matches!(error, HsmError::WrongPin { .. }), "{error}");
        assert!(error.to_string().ends_with("is wrong: one try was spent"), "{error}");
        assert!(!everything_said(&error).contains("161803"));
    });
}

/// SoftHSM2 counts its tries low from the first wrong one until the next login.
#[test]
fn after_a_wrong_pin_no_second_is_tried_until_someone_logged_in() {
    alone(|| {
        make_token("office");
        open_with("office", "161803").unwrap_err();
        for pin in ["161803", PIN] {
            let error = open_with("office", pin).unwrap_err();
            assert!(matches!(error, HsmError::PinTriesLow { .. }), "{error}");
            assert!(!everything_said(&error).contains(pin));
        }
        drop(anyone("office"));
        open("office").unwrap();
    });
}

#[test]
fn whoever_says_that_the_pin_is_right_gets_one_more_try() {
    alone(|| {
        make_token("office");
        open_with("office", "161803").unwrap_err();
        let error = Token::open(&uri("office"), &"141421".into(), Tries::Again).unwrap_err();
        assert!(matches!(error, HsmError::WrongPin { .. }), "{error}");
        Token::open(&uri("office"), &PIN.into(), Tries::Again).unwrap();
    });
}

#[test]
fn a_pin_that_cannot_be_right_is_not_tried() {
    alone(|| {
        make_token("office");
        for pin in ["", "123", &"1".repeat(256)] {
            let error = open_with("office", pin).unwrap_err();
            assert!(matches!(error, HsmError::PinLength { least: 4, most: 255, .. }), "{error}");
        }
        open("office").unwrap();
    });
}

#[test]
fn a_token_without_a_pin_says_so() {
    alone(|| {
        make_token("office");
        let module = Pkcs11::new(LIBRARY).unwrap();
        drop(anyone("office"));
        let slot = module.get_slots_with_initialized_token().unwrap()[0];
        module.init_token(slot, &"314159".into(), "office").unwrap();
        let error = open("office").unwrap_err();
        assert!(matches!(error, HsmError::NoPin { .. }), "{error}");
    });
}

#[test]
fn nothing_that_is_opened_prints_the_pin() {
    alone(|| {
        let token = token("office");
        let key = token.generate("batch", b"1").unwrap();
        assert_eq!(format!("{key:?}"), "HsmKey(31)");
        assert!(!format!("{token:?} {key:?} {:?}", uri("office")).contains(PIN));
    });
}

/// An open token ends its login with its last key.
#[test]
fn the_login_ends() {
    alone(|| {
        let key = token("office").generate("batch", b"1").unwrap();
        open_with("office", "161803").unwrap();
        drop(key);
        let error = open_with("office", "161803").unwrap_err();
        assert!(matches!(error, HsmError::WrongPin { .. }), "{error}");
    });
}

fn everything_said(error: &HsmError) -> String {
    let source = error.source().map(ToString::to_string);
    format!("{error} {error:?} {source:?} {:?}", error.hint())
}
