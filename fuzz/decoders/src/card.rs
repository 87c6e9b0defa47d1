//! What a card answers.

use std::fmt::Debug;

use tapsmith_card::apdu::ResponseApdu;
use tapsmith_card::auth::Opening;
use tapsmith_card::channel::{AesSession, Channel, SessionSuite};
use tapsmith_card::command::{FileInfo, Reply, Signature, Version};
use tapsmith_card::settings::FileSettings;
use tapsmith_core::access::CommMode;
use tapsmith_core::aes::{TruncatedMac, cmac};
use tapsmith_core::key::{AesKey, KeyNumber, KeyVersion};
use tapsmith_core::uid::Uid;

/// A reply without its protection, to any command; file settings, as a state file keeps them.
///
/// # Panics
/// What was decoded is not what is written.
pub fn card_reply(bytes: &[u8]) {
    if let Some(answer) = ResponseApdu::from_bytes(bytes) {
        assert_eq!(answer.to_bytes(), bytes);
    }
    reply::<()>(bytes);
    reply::<Vec<u8>>(bytes);
    reply::<Uid>(bytes);
    reply::<KeyVersion>(bytes);
    reply::<Version>(bytes);
    reply::<Signature>(bytes);
    reply::<FileInfo>(bytes);
    if let Ok(settings) = FileSettings::decode(bytes) {
        assert_eq!(FileSettings::decode(&settings.encode()), Ok(settings));
    }
}

fn reply<R: Reply + PartialEq + Debug>(bytes: &[u8]) {
    if let Some(reply) = R::decode(bytes) {
        assert_eq!(R::decode(&reply.encode()), Some(reply));
    }
}

/// An answer inside a session, by a card that knows the session's keys and one that does not; and
/// both parts of an authentication.
///
/// # Panics
/// A genuine answer is not taken.
pub fn card_session(bytes: &[u8]) {
    for mode in [CommMode::Plain, CommMode::Mac, CommMode::Full] {
        let _ = unwrap(mode, bytes);
        let signed = [bytes, &mac(bytes).0].concat();
        assert!(mode != CommMode::Mac || unwrap(mode, &signed).as_deref() == Some(bytes));
        let _ = unwrap(mode, &signed);
    }
    authenticate(bytes);
}

const TRANSACTION: [u8; 4] = [1, 2, 3, 4];
const PASSED: u8 = 0x00;

fn unwrap(mode: CommMode, data: &[u8]) -> Option<Vec<u8>> {
    let keys = AesSession { enc: AesKey::factory(), mac: AesKey::factory() };
    let keys = SessionSuite::Aes(keys);
    let answer = [data, &[0x91, PASSED]].concat();
    let answer = ResponseApdu::from_bytes(&answer)?;
    let mut channel = Channel::new(keys, TRANSACTION, 0);
    channel.unwrap(mode, &answer).ok().map(|data| data.to_vec())
}

fn mac(data: &[u8]) -> TruncatedMac {
    TruncatedMac::of(&cmac(&AesKey::factory(), &[&[PASSED, 1, 0], &TRANSACTION, data]))
}

/// The first 16 bytes as the challenge, all others as the proof.
fn authenticate(bytes: &[u8]) {
    let key = AesKey::factory();
    let opening = || Opening::first(KeyNumber::MASTER);
    let _ = opening().challenge(bytes, &key, [1; 16]);
    let Some((challenge, proof)) = bytes.split_at_checked(16) else { return };
    if let Ok(challenged) = opening().challenge(challenge, &key, [1; 16]) {
        let _ = challenged.finish(proof);
    }
}
