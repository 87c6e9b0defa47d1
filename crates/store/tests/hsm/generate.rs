use cryptoki::error::{Error, RvError};
use cryptoki::mechanism::Mechanism;
use cryptoki::object::{Attribute, AttributeInfo, AttributeType};
use tapsmith_store::hsm::HsmError;

use crate::common::{alone, anyone, key_but, keys, open, token};

#[test]
fn a_generated_key_is_found_again() {
    alone(|| {
        let token = token("again");
        let made = token.generate("spring batch", b"\x01\x02").unwrap();
        assert_eq!(made.id().to_string(), "0102");
        let mac = made.cmac(&[7; 30]).unwrap();
        drop((token, made));
        let found = open("again").unwrap().find(b"\x01\x02").unwrap();
        assert_eq!(found.cmac(&[7; 30]).unwrap(), mac);
    });
}

#[test]
fn a_generated_key_does_one_thing_and_stays_inside() {
    alone(|| {
        token("inside").generate("spring batch", b"1").unwrap();
        let session = anyone("inside");
        let said = [
            Attribute::Label(b"spring batch".to_vec()),
            Attribute::ValueLen(16.into()),
            Attribute::Token(true),
            Attribute::Private(true),
            Attribute::Sensitive(true),
            Attribute::Extractable(false),
            Attribute::AlwaysSensitive(true),
            Attribute::NeverExtractable(true),
            Attribute::Local(true),
            Attribute::Sign(true),
            Attribute::Verify(false),
            Attribute::Encrypt(false),
            Attribute::Decrypt(false),
            Attribute::Wrap(false),
            Attribute::Unwrap(false),
            Attribute::Derive(false),
            Attribute::Modifiable(false),
        ];
        let types = said.each_ref().map(Attribute::attribute_type);
        assert_eq!(session.get_attributes(keys(&session)[0], &types).unwrap(), said);
    });
}

#[test]
fn a_generated_key_cannot_be_read() {
    alone(|| {
        token("read").generate("batch", b"1").unwrap();
        let session = anyone("read");
        let key = keys(&session)[0];
        let value = [AttributeType::Value];
        assert_eq!(session.get_attributes(key, &value).unwrap(), []);
        let [AttributeInfo::Sensitive] = session.get_attribute_info(key, &value).unwrap()[..]
        else {
            panic!()
        };
        session.update_attributes(key, &[Attribute::Extractable(true)]).unwrap_err();
        session.update_attributes(key, &[Attribute::Sensitive(false)]).unwrap_err();
        session.update_attributes(key, &[Attribute::Encrypt(true)]).unwrap_err();
        session.copy_object(key, &[Attribute::Extractable(true)]).unwrap_err();
    });
}

#[test]
fn a_generated_key_cannot_be_wrapped() {
    alone(|| {
        let token = token("wrap");
        let session = anyone("wrap");
        let wrapper = [Attribute::ValueLen(16.into()), Attribute::Wrap(true)];
        let wrapper = session.generate_key(&Mechanism::AesKeyGen, &wrapper).unwrap();
        let loose = session.create_object(&key_but(b"2", Attribute::Extractable(true))).unwrap();
        session.wrap_key(&Mechanism::AesKeyWrap, wrapper, loose).unwrap();
        session.destroy_object(loose).unwrap();

        token.generate("batch", b"1").unwrap();
        let found = session.find_objects(&[Attribute::Id(b"1".to_vec())]).unwrap();
        let error = session.wrap_key(&Mechanism::AesKeyWrap, wrapper, found[0]).unwrap_err();
        assert!(matches!(error, Error::Pkcs11(RvError::KeyUnextractable, _)), "{error}");
    });
}

#[test]
fn an_id_is_taken_once() {
    alone(|| {
        let token = token("twice");
        token.generate("batch", b"1").unwrap();
        let error = token.generate("another", b"1").unwrap_err();
        assert!(matches!(error, HsmError::KeyExists { .. }), "{error}");
        assert!(error.to_string().ends_with("has a key with the id 31 already"), "{error}");
        token.generate("another", b"2").unwrap();
        assert!(matches!(token.generate("none", b""), Err(HsmError::EmptyId)));
        assert_eq!(keys(&anyone("twice")).len(), 2);
    });
}

#[test]
fn a_destroyed_key_is_gone() {
    alone(|| {
        let token = token("gone");
        token.generate("other", b"2").unwrap();
        token.generate("batch", b"1").unwrap().destroy().unwrap();
        assert!(matches!(token.find(b"1"), Err(HsmError::NoKey { .. })));
        token.find(b"2").unwrap();
    });
}
