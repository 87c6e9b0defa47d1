use super::*;
use tapsmith_core::secret::Reveal;
use tapsmith_testkit::vectors::{Case, case};

fn opened(case: &Case, opening: Opening) -> Channel {
    let key = AesKey::from_hex(case.text("key")).unwrap();
    let challenged = opening.challenge(&case.hex("enc_rnd_b"), &key, case.array("rnd_a")).unwrap();
    assert_eq!(challenged.command().to_bytes().unwrap(), case.hex("command_2"));
    assert_eq!(challenged.keys.as_ref().unwrap().enc.reveal(), &case.array("ses_auth_enc_key"));
    assert_eq!(challenged.keys.as_ref().unwrap().mac.reveal(), &case.array("ses_auth_mac_key"));
    challenged.finish(&case.hex("response_2")).unwrap()
}

fn first(name: &str, number: u8) -> Channel {
    let case = case("ev2_secure_messaging", name);
    let channel = opened(&case, Opening::first(number.try_into().unwrap()));
    let (ti, counter) = channel.into_transaction();
    assert_eq!((ti, counter), (case.array("ti"), 0));
    Channel::new(SessionKeys::derive(&AesKey::factory(), &[0; 16], &[0; 16]), ti, counter)
}

#[test]
fn published_authentications() {
    first("authenticate_ev2_first_key0", 0);
    first("authenticate_ev2_first_key3", 3);
}

#[test]
fn published_non_first_keeps_the_transaction() {
    let mut before = first("authenticate_ev2_first_key3", 3);
    let passed = crate::apdu::ResponseApdu { data: Vec::new(), status: crate::status::Status::OK };
    before.unwrap(tapsmith_core::access::CommMode::Plain, &passed).unwrap();
    let case = case("ev2_secure_messaging", "authenticate_ev2_non_first");
    let channel = opened(&case, Opening::non_first(before, 0.try_into().unwrap()));
    assert_eq!(channel.into_transaction().1, 1);
}

#[test]
fn a_card_without_the_key_is_an_impostor() {
    let case = case("ev2_secure_messaging", "authenticate_ev2_first_key0");
    for bit in 0..128 {
        // TI is the card's to choose; what is behind it in the first block is our own number.
        let mut answer = case.hex("response_2");
        answer[bit / 8] ^= 1 << (bit % 8);
        let key = AesKey::from_hex(case.text("key")).unwrap();
        let challenged = Opening::first(KeyNumber::MASTER)
            .challenge(&case.hex("enc_rnd_b"), &key, case.array("rnd_a"))
            .unwrap();
        assert_eq!(challenged.finish(&answer).unwrap_err(), AuthenticationError::Impostor);
    }
}

#[test]
fn answers_of_the_wrong_length_are_refused() {
    let case = case("ev2_secure_messaging", "authenticate_ev2_first_key0");
    let key = AesKey::factory();
    let challenge =
        |answer: &[u8]| Opening::first(KeyNumber::MASTER).challenge(answer, &key, [0; 16]);
    for length in [0, 15, 17] {
        assert_eq!(challenge(&vec![0; length]).unwrap_err(), AuthenticationError::Length);
    }
    for length in [0, 16, 31, 33, 48] {
        let challenged = challenge(&case.hex("enc_rnd_b")).unwrap();
        assert_eq!(challenged.finish(&vec![0; length]).unwrap_err(), AuthenticationError::Length);
    }
}
