//! What SoftHSM2 never does: `fault.c` stands between.

use std::fs;
use std::path::Path;
use std::process::Command;

use tapsmith_store::hsm::{HsmError, HsmKey, Token, Tries, Unfit};

use crate::common::{LIBRARY, PIN, alone, anyone, folder, keys, make_token};

/// Builds SoftHSM2 with `faults`, a token in it, and opens that with `pin`.
fn open_with(faults: &[&str], pin: &str, tries: Tries) -> Result<Token, HsmError> {
    let library = folder().join("fault.so");
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/hsm/fault.c");
    let done = Command::new("cc")
        .args(["-shared", "-fPIC", "-o"])
        .args([&library, &source])
        .arg(format!("-DSOFTHSM=\"{LIBRARY}\""))
        .arg(format!("-DTRIES=\"{}\"", folder().join("tries").display()))
        .args(faults.iter().map(|fault| format!("-D{fault}")))
        .status()
        .unwrap();
    assert!(done.success());
    make_token("faulty");
    let uri = format!("pkcs11:token=faulty?module-path={}", library.display());
    Token::open(&uri.parse().unwrap(), &pin.into(), tries)
}

fn open(faults: &[&str]) -> Result<Token, HsmError> {
    open_with(faults, PIN, Tries::Again)
}

fn generate(faults: &[&str]) -> Result<HsmKey, HsmError> {
    open(faults).unwrap().generate("batch", b"1")
}

/// How often a PIN was tried.
fn tries() -> usize {
    fs::read(folder().join("tries")).map_or(0, |tries| tries.len())
}

#[test]
fn a_good_pin_is_tried_once() {
    alone(|| {
        open(&[]).unwrap();
        assert_eq!(tries(), 1);
    });
}

#[test]
fn a_wrong_pin_is_tried_once() {
    alone(|| {
        let error = open_with(&[], "161803", Tries::Again).unwrap_err();
        assert!(matches!(error, HsmError::WrongPin { .. }), "{error}");
        assert_eq!(tries(), 1);
    });
}

#[test]
fn a_locked_pin_is_not_tried() {
    alone(|| {
        let error = open(&["FLAGS=0x40000"]).unwrap_err();
        assert!(matches!(error, HsmError::PinLocked { .. }), "{error}");
        assert_eq!(tries(), 0);
    });
}

#[test]
fn the_final_try_is_not_spent() {
    alone(|| {
        let error = open(&["FLAGS=0x20000"]).unwrap_err();
        assert!(matches!(error, HsmError::PinFinalTry { .. }), "{error}");
        assert_eq!(tries(), 0);
    });
}

#[test]
fn few_tries_are_not_spent() {
    alone(|| {
        let error = open_with(&["FLAGS=0x10000"], PIN, Tries::First).unwrap_err();
        assert!(matches!(error, HsmError::PinTriesLow { .. }), "{error}");
        assert_eq!(tries(), 0);
    });
}

#[test]
fn a_pin_that_was_never_set_is_not_tried() {
    alone(|| {
        let error = open(&["NO_FLAGS=0x8UL"]).unwrap_err();
        assert!(matches!(error, HsmError::NoPin { .. }), "{error}");
        assert_eq!(tries(), 0);
    });
}

#[test]
fn a_pin_that_turns_out_never_set_is_told() {
    alone(|| {
        let error = open(&["LOGIN_SAYS=0x102"]).unwrap_err();
        assert!(matches!(error, HsmError::NoPin { .. }), "{error}");
    });
}

#[test]
fn a_pin_that_locks_at_the_login_is_locked() {
    alone(|| {
        let error = open(&["LOGIN_SAYS=0xA4"]).unwrap_err();
        assert!(matches!(error, HsmError::PinLocked { .. }), "{error}");
        assert_eq!(tries(), 1);
    });
}

#[test]
fn a_token_that_cannot_sign_with_cmac_gets_no_pin() {
    alone(|| {
        let error = open(&["NO_SIGN"]).unwrap_err();
        assert!(error.to_string().ends_with("does not sign with CKM_AES_CMAC"), "{error}");
        assert_eq!(tries(), 0);
    });
}

#[test]
fn a_token_without_cmac_gets_no_pin() {
    alone(|| {
        let error = open(&["NO_CMAC"]).unwrap_err();
        assert!(matches!(error, HsmError::NoCmac { .. }), "{error}");
        assert_eq!(tries(), 0);
    });
}

/// That the key is gone is seen from outside.
fn refused(faults: &[&str], expected: Unfit) {
    let error = generate(faults).unwrap_err();
    let HsmError::Unfit { unfit, .. } = error else { panic!("{error}") };
    assert_eq!(unfit, expected);
    assert_eq!(keys(&anyone("faulty")), []);
}

#[test]
fn a_new_key_that_is_extractable_is_destroyed() {
    alone(|| refused(&["FLIPPED=0x162"], Unfit::Extractable));
}

#[test]
fn a_new_key_that_is_not_sensitive_is_destroyed() {
    alone(|| refused(&["FLIPPED=0x103"], Unfit::NotSensitive));
}

#[test]
fn a_new_key_that_was_extractable_is_destroyed() {
    alone(|| refused(&["FLIPPED=0x164"], Unfit::WasExtractable));
}

#[test]
fn a_new_key_that_was_not_sensitive_is_destroyed() {
    alone(|| refused(&["FLIPPED=0x165"], Unfit::WasNotSensitive));
}

#[test]
fn a_new_key_that_was_not_made_inside_is_destroyed() {
    alone(|| refused(&["FLIPPED=0x163"], Unfit::NotLocal));
}

#[test]
fn what_the_token_does_not_say_counts_against_a_new_key() {
    alone(|| refused(&["UNSAID=0x163"], Unfit::NotLocal));
}

#[test]
fn a_new_key_that_cannot_be_read_back_is_destroyed() {
    alone(|| refused(&["NO_READ"], Unfit::Unread));
}

#[test]
fn a_key_that_could_not_be_destroyed_is_told() {
    alone(|| {
        let error = generate(&["FLIPPED=0x163", "NO_DESTROY"]).unwrap_err();
        let HsmError::Stranded { unfit: Unfit::NotLocal, source, .. } = error else {
            panic!("{error}")
        };
        let said = source.to_string();
        assert_eq!(said, "the token refused C_DestroyObject (CKR_FUNCTION_FAILED)");
        assert_eq!(keys(&anyone("faulty")).len(), 1);
    });
}

#[test]
fn a_token_that_takes_no_rigid_key_gets_another() {
    alone(|| {
        generate(&["NOT_RIGID=0xD1"]).unwrap().cmac(&[1; 30]).unwrap();
        assert_eq!(keys(&anyone("faulty")).len(), 1);
    });
}

#[test]
fn a_full_token_says_so() {
    alone(|| {
        let error = generate(&["GENERATE_SAYS=0x31"]).unwrap_err();
        assert!(matches!(error, HsmError::Full), "{error}");
    });
}

#[test]
fn a_read_only_token_makes_no_key() {
    alone(|| {
        let error = generate(&["FLAGS=0x2"]).unwrap_err();
        assert!(matches!(error, HsmError::ReadOnly), "{error}");
        assert_eq!(keys(&anyone("faulty")), []);
    });
}

#[test]
fn a_refusal_without_words_is_named() {
    alone(|| {
        let error = generate(&["GENERATE_SAYS=0x30"]).unwrap_err();
        assert_eq!(error.to_string(), "the token refused C_GenerateKey (CKR_DEVICE_ERROR)");
    });
}

#[test]
fn a_short_mac_is_no_key() {
    alone(|| {
        let key = generate(&["SHORT_MAC"]).unwrap();
        assert!(matches!(key.cmac(&[1; 30]), Err(HsmError::Nonsense(None))));
    });
}
