use super::*;
use crate::channel::{Channel, SessionSuite};
use tapsmith_core::key::{AesKey, KeyNumber};
use tapsmith_core::secret::Reveal;
use tapsmith_core::suite::Suite;
use tapsmith_testkit::vectors::{Case, case};

fn opened(case: &Case, opening: Opening) -> Channel {
    let key = AesKey::from_hex(case.text("key")).unwrap();
    let challenged = opening.challenge(&case.hex("enc_rnd_b"), &key, case.array("rnd_a")).unwrap();
    assert_eq!(challenged.command().to_bytes().unwrap(), case.hex("command_2"));
    let SessionSuite::Aes(keys) = challenged.session() else { panic!() };
    assert_eq!(keys.enc.reveal(), &case.array("ses_auth_enc_key"));
    assert_eq!(keys.mac.reveal(), &case.array("ses_auth_mac_key"));
    challenged.finish(&case.hex("response_2")).unwrap()
}

fn first(name: &str, number: u8) -> Channel {
    let case = case("ev2_secure_messaging", name);
    let channel = opened(&case, Opening::first(number.try_into().unwrap()));
    let (ti, counter) = channel.into_transaction();
    assert_eq!((ti, counter), (case.array("ti"), 0));
    let keys = SessionSuite::derive(Suite::Aes, &AesKey::factory(), &[0; 16], &[0; 16]);
    Channel::new(keys, ti, counter)
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

fn lrp(number: u8) -> Opening {
    Opening::first(number.try_into().unwrap()).in_suite(Suite::Lrp)
}

/// AN12321: a reader that asks for LRP, and a card that speaks it.
#[test]
fn published_authentication_in_lrp_mode() {
    let case = case("lrp", "authenticate_lrp_first_key3");
    let opening = lrp(3);
    assert_eq!(opening.command().to_bytes().unwrap(), case.hex("command_1"));
    let key = AesKey::from_hex(case.text("key")).unwrap();
    let challenge = [&[0x01], case.hex("rnd_b").as_slice()].concat();
    let challenged = opening.challenge(&challenge, &key, case.array("rnd_a")).unwrap();
    assert_eq!(challenged.command().to_bytes().unwrap(), case.hex("command_2"));
    let channel = challenged.finish(&case.hex("response_2")).unwrap();
    assert_eq!(channel.suite(), Suite::Lrp);
    assert_eq!(channel.into_transaction(), (case.array("ti"), 0));
}

/// Silicon: First, and NonFirst ten commands later.
#[test]
fn captured_authentications_in_lrp_mode() {
    let first = case("lrp_silicon", "first_key0");
    let opened = |opening: Opening, case: &Case| {
        let challenge = case.hex("challenge");
        let challenged =
            opening.challenge(&challenge, &AesKey::factory(), case.array("rnd_a")).unwrap();
        assert_eq!(challenged.command().to_bytes().unwrap(), case.hex("command_2"));
        challenged.finish(&case.hex("response_2"))
    };
    let mut channel = opened(lrp(0), &first).unwrap();
    let passed = crate::apdu::ResponseApdu { data: Vec::new(), status: crate::status::Status::OK };
    let next = case("lrp_silicon", "non_first_key0");
    for _ in 0..next.number("cmd_ctr") {
        channel.unwrap(tapsmith_core::access::CommMode::Plain, &passed).unwrap();
    }
    let opening = Opening::non_first(channel, KeyNumber::MASTER);
    assert_eq!(opening.command().to_bytes().unwrap(), next.hex("command_1"));
    let channel = opened(opening, &next).unwrap();
    assert_eq!(channel.into_transaction(), (first.array("ti"), 10));
}

/// No bit of the card's proof can change in LRP mode, for its MAC covers all of it.
#[test]
fn an_impostor_in_lrp_mode() {
    let case = case("lrp_silicon", "first_key0");
    for bit in 0..256 {
        let mut answer = case.hex("response_2");
        answer[bit / 8] ^= 1 << (bit % 8);
        let challenge = case.hex("challenge");
        let challenged =
            lrp(0).challenge(&challenge, &AesKey::factory(), case.array("rnd_a")).unwrap();
        assert_eq!(challenged.finish(&answer).unwrap_err(), AuthenticationError::Impostor);
    }
}

/// NT4H2421Gx, "Authentication": a chip in AES mode that is asked for LRP answers in AES mode. Nobody
/// falls back the other way, or in the middle of a transaction.
#[test]
fn who_may_fall_back() {
    let case = case("ev2_secure_messaging", "authenticate_ev2_first_key0");
    let channel = opened(&case, Opening::first(KeyNumber::MASTER).in_suite(Suite::Lrp));
    assert_eq!(channel.suite(), Suite::Aes);
    let challenge = [0x01; 17];
    let asked = |opening: Opening, answer: &[u8]| {
        opening.challenge(answer, &AesKey::factory(), [0; 16]).map(drop)
    };
    let refused = Err(AuthenticationError::Length);
    assert_eq!(asked(Opening::first(KeyNumber::MASTER), &challenge), refused);
    assert_eq!(asked(Opening::non_first(channel, KeyNumber::MASTER), &challenge), refused);
    let keys = SessionSuite::derive(Suite::Lrp, &AesKey::factory(), &[0; 16], &[0; 16]);
    let lrp_channel = Channel::new(keys, [0; 4], 0);
    assert_eq!(asked(Opening::non_first(lrp_channel, KeyNumber::MASTER), &[0; 16]), refused);
    assert_eq!(asked(lrp(0), &[0x00; 17]), refused);
}
