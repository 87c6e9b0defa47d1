use cryptoki::object::{Attribute, KeyType};
use tapsmith_store::hsm::{HsmError, Unfit};

use crate::common::{alone, anyone, key, key_but, token};

#[test]
fn a_key_that_is_not_there_is_named() {
    alone(|| {
        let token = token("empty");
        let error = token.find(b"\xAB\x01").unwrap_err();
        assert!(matches!(error, HsmError::NoKey { .. }));
        let said = error.to_string();
        assert!(said.starts_with("the token \"empty\" (SoftHSM v2, serial "), "{said}");
        assert!(said.ends_with("has no AES key with the id AB01"), "{said}");
        assert!(matches!(token.find(b""), Err(HsmError::EmptyId)));
    });
}

#[test]
fn two_keys_with_one_id_are_refused() {
    alone(|| {
        let (token, session) = (token("two"), anyone("two"));
        session.create_object(&key(b"1", &[1; 16])).unwrap();
        session.create_object(&key(b"1", &[2; 16])).unwrap();
        let error = token.find(b"1").unwrap_err();
        assert!(matches!(error, HsmError::ManyKeys { .. }), "{error}");
    });
}

#[test]
fn only_aes_keys_that_stay_are_keys() {
    alone(|| {
        let (token, session) = (token("kinds"), anyone("kinds"));
        let generic = Attribute::KeyType(KeyType::GENERIC_SECRET);
        session.create_object(&key_but(b"1", generic)).unwrap();
        session.create_object(&key_but(b"1", Attribute::Token(false))).unwrap();
        assert!(matches!(token.find(b"1"), Err(HsmError::NoKey { .. })));
        let error = token.generate("batch", b"1").unwrap_err();
        assert!(matches!(error, HsmError::KeyExists { .. }), "{error}");
    });
}

#[test]
fn keys_that_could_get_out_are_refused() {
    alone(|| {
        let (token, session) = (token("unfit"), anyone("unfit"));
        let cases = [
            (Attribute::Extractable(true), Unfit::Extractable),
            (Attribute::Sensitive(false), Unfit::NotSensitive),
            (Attribute::Value(vec![0xA5; 32]), Unfit::Length),
            (Attribute::Sign(false), Unfit::NoSign),
        ];
        for (id, (otherwise, expected)) in (1..).zip(cases) {
            session.create_object(&key_but(&[id], otherwise)).unwrap();
            let error = token.find(&[id]).unwrap_err();
            let HsmError::Unfit { unfit, .. } = error else { panic!("{error}") };
            assert_eq!(unfit, expected);
        }
        session.create_object(&key(&[99], &[0xA5; 16])).unwrap();
        token.find(&[99]).unwrap();
    });
}
