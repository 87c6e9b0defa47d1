use super::*;
use crate::command::{GetKeyVersion, GetVersion, ReadSig};
use std::collections::VecDeque;

/// A card that says what it was told to say; the commands it got stand in `got`.
#[derive(Debug, Default)]
struct Script {
    answers: VecDeque<Vec<u8>>,
    got: Vec<Vec<u8>>,
}

impl Transport for Script {
    type Error = &'static str;

    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, Self::Error> {
        self.got.push(command.to_vec());
        self.answers.pop_front().ok_or("the card left")
    }
}

fn tag(answers: &[&[u8]]) -> Tag<Script> {
    let answers = answers.iter().map(|answer| answer.to_vec()).collect();
    Tag::new(Script { answers, got: Vec::new() })
}

/// A capture of silicon: three frames, each a full exchange.
#[test]
fn get_version_collects_three_frames() {
    let mut tag = tag(&[
        &[0x04, 0x04, 0x02, 0x30, 0x00, 0x11, 0x05, 0x91, 0xAF],
        &[0x04, 0x04, 0x02, 0x01, 0x02, 0x11, 0x05, 0x91, 0xAF],
        &[4, 1, 2, 3, 4, 5, 6, 0xCF, 0x39, 0xD4, 0x49, 0x80, 0x46, 0x21, 0x91, 0x00],
    ]);
    let version = tag.send(&GetVersion).unwrap();
    assert!(version.is_ntag424() && !version.has_tag_tamper());
    assert_eq!((version.week, version.year), (0x46, 0x21));
    assert_eq!(tag.count().exchanges, 3);
    assert_eq!(tag.transport.got[2], [0x90, 0xAF, 0x00, 0x00, 0x00]);
}

#[test]
fn an_endless_card_is_ended() {
    let frame: &[u8] = &[0x91, 0xAF];
    let error = tag(&[frame; 3]).send(&GetVersion).unwrap_err();
    assert_eq!(error, Error::Malformed { command: "GetVersion" });
}

#[test]
fn a_signature_ends_with_9190_and_by_the_data_sheet_with_9100() {
    for word in [[0x91, 0x90], [0x91, 0x00]] {
        let answer = [&[0x5A; 56], word.as_slice()].concat();
        assert!(tag(&[&answer]).send(&ReadSig).is_ok());
    }
    let refused = tag(&[&[0x91, 0x0B]]).send(&ReadSig).unwrap_err();
    assert_eq!(refused.status(), Some(Status::COMMAND_NOT_FOUND));
}

#[test]
fn errors_say_whose_fault_it_was() {
    let version = GetKeyVersion { key: KeyNumber::MASTER };
    let refused = tag(&[&[0x91, 0x9D]]).send(&version).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "the card refused GetKeyVersion: the card does not allow this in its present state [919D]"
    );
    assert!(matches!(tag(&[]).send(&version).unwrap_err(), Error::Transport { .. }));
    let malformed = Error::Malformed { command: "GetKeyVersion" };
    assert_eq!(tag(&[&[1, 2, 0x91, 0x00]]).send(&version).unwrap_err(), malformed);
    assert_eq!(tag(&[&[0x91]]).send(&version).unwrap_err(), malformed);
}

#[test]
fn a_delay_is_sat_out() {
    let delay: &[u8] = &[0x91, 0xAD];
    let mut tag = tag(&[delay, delay, delay, &[0x91, 0x40]]);
    let refused = tag.authenticate(KeyNumber::MASTER, &AesKey::factory(), [1; 16]).unwrap_err();
    assert_eq!(refused.status(), Some(Status::NO_SUCH_KEY));
    assert_eq!(tag.count(), Count { exchanges: 4, failed_authentications: 0 });
    let mut endless = self::tag(&[delay; 300]);
    let refused = endless.authenticate(KeyNumber::MASTER, &AesKey::factory(), [1; 16]).unwrap_err();
    assert_eq!(refused.status(), Some(Status::AUTHENTICATION_DELAY));
    assert_eq!(endless.count().exchanges, 256);
}

#[test]
fn a_refused_authentication_is_counted() {
    let mut tag = tag(&[&[&[0; 16], [0x91, 0xAF].as_slice()].concat(), &[0x91, 0xAE]]);
    let refused = tag.authenticate(KeyNumber::MASTER, &AesKey::factory(), [1; 16]).unwrap_err();
    assert_eq!(refused.status(), Some(Status::AUTHENTICATION));
    assert_eq!(tag.count(), Count { exchanges: 2, failed_authentications: 1 });
}

/// A capture of silicon in LRP mode, behind the refusal that it answers an AES reader with.
#[test]
fn a_card_in_lrp_mode_is_found_out() {
    let case = tapsmith_testkit::vectors::case("lrp_silicon", "first_key0");
    let challenge = [case.hex("challenge").as_slice(), &[0x91, 0xAF]].concat();
    let proof = [case.hex("response_2").as_slice(), &[0x91, 0x00]].concat();
    let answers: [&[u8]; 3] = [&[0x91, 0x9D], &challenge, &proof];
    let mut asked_for_aes = tag(&answers);
    let open = |tag: &mut Tag<Script>| {
        tag.authenticate(KeyNumber::MASTER, &AesKey::factory(), case.array("rnd_a")).map(drop)
    };
    assert_eq!(open(&mut asked_for_aes), Ok(()));
    assert_eq!((asked_for_aes.suite(), asked_for_aes.count().exchanges), (Suite::Lrp, 3));
    let mut asked_for_lrp = tag(&answers[1..]);
    asked_for_lrp.expect_suite(Suite::Lrp);
    assert_eq!(open(&mut asked_for_lrp), Ok(()));
    assert_eq!(asked_for_lrp.count().exchanges, 2);
}

/// A locked key is refused with the same word, in either mode.
#[test]
fn a_locked_key_stays_locked() {
    let denied: &[u8] = &[0x91, 0x9D];
    let mut tag = tag(&[denied, denied]);
    let refused = tag.authenticate(KeyNumber::MASTER, &AesKey::factory(), [1; 16]).unwrap_err();
    assert_eq!(refused.status(), Some(Status::PERMISSION_DENIED));
    assert_eq!(tag.suite(), Suite::Aes);
}
