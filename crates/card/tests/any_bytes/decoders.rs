//! Bytes to values. What decodes is written back as it stood, or as the same value.

use std::fmt::Debug;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use tapsmith_card::apdu::{CommandApdu, ResponseApdu};
use tapsmith_card::auth::LegacyOpening;
use tapsmith_card::command::{
    ApplicationId, ChangeFileSettings, Command, FileInfo, GetFileSettings, GetKeyVersion,
    KeySettings, ReadData, Reply, Signature, Version, WriteData,
};
use tapsmith_card::settings::{FileSettings, Offset};
use tapsmith_card::status::Status;
use tapsmith_core::access::CommMode;
use tapsmith_core::key::KeyVersion;
use tapsmith_core::uid::Uid;

fn bytes() -> impl Strategy<Value = Vec<u8>> {
    vec(any::<u8>(), 0..300)
}

/// Bytes that are nearly settings: option, rights, SDM options and their rights, then fields.
fn nearly_settings() -> impl Strategy<Value = Vec<u8>> {
    let option = prop_oneof![4 => Just(0x40_u8), 4 => Just(0x43), 1 => any::<u8>()];
    let right = || prop_oneof![4 => select(vec![0x00_u8, 0xE0, 0xEE, 0xF2]), 1 => any::<u8>()];
    let options = prop_oneof![6 => any::<u8>().prop_map(|bits| bits & 0xF8 | 1), 1 => any::<u8>()];
    let low = prop_oneof![6 => select(vec![0xF0_u8, 0xFE, 0xFF]), 1 => any::<u8>()];
    let high = prop_oneof![6 => select(vec![0x00_u8, 0x0F, 0xE0, 0xEF, 0xF2]), 1 => any::<u8>()];
    let fields = vec(any::<[u8; 3]>(), 0..8);
    (option, [right(), right()], options, low, high, fields).prop_map(
        |(option, rights, options, low, high, fields)| {
            [&[option], &rights[..], &[options, low, high], &fields.concat()].concat()
        },
    )
}

/// A reply that decodes, encodes to a reply that decodes to the same.
fn reply<R: Reply + PartialEq + Debug>(bytes: &[u8]) -> Result<(), TestCaseError> {
    if let Some(reply) = R::decode(bytes) {
        prop_assert_eq!(R::decode(&reply.encode()), Some(reply));
    }
    Ok(())
}

fn replies(bytes: &[u8]) -> Result<(), TestCaseError> {
    reply::<()>(bytes)?;
    reply::<Vec<u8>>(bytes)?;
    reply::<Uid>(bytes)?;
    reply::<KeyVersion>(bytes)?;
    reply::<Version>(bytes)?;
    reply::<Signature>(bytes)?;
    reply::<KeySettings>(bytes)?;
    reply::<Vec<ApplicationId>>(bytes)?;
    reply::<Offset>(bytes)?;
    reply::<FileInfo>(bytes)
}

/// Whether a command that decoded is written back as it stood.
fn same<C: Command>(decoded: Result<C, Status>, payload: &[u8]) -> bool {
    decoded.map_or(true, |command| command.payload().as_slice() == payload)
}

proptest! {
    /// A card that answers anything to the authentication with the delivered key.
    #[test]
    fn a_legacy_authentication(challenge in vec(any::<u8>(), 6..10), proof in vec(any::<u8>(), 6..10)) {
        if let Ok(challenged) = LegacyOpening.challenge(&challenge, [7; 8]) {
            prop_assert_eq!(challenge.len(), 8);
            prop_assert!(challenged.finish(&proof).is_err());
        }
    }

    #[test]
    fn a_reply(bytes in bytes()) {
        replies(&bytes)?;
    }

    /// Lengths that a reply has, mostly.
    #[test]
    fn a_short_reply(bytes in vec(any::<u8>(), 0..60)) {
        replies(&bytes)?;
    }

    #[test]
    fn settings(bytes in prop_oneof![bytes(), nearly_settings()]) {
        if let Ok(settings) = FileSettings::decode(&bytes) {
            prop_assert_eq!(FileSettings::decode(&settings.encode()), Ok(settings));
        }
        if let [option, low, high, sdm @ ..] = bytes.as_slice() {
            reply::<FileInfo>(&[&[0x00, *option, *low, *high, 0, 1, 0], sdm].concat())?;
        }
    }

    #[test]
    fn a_command(bytes in bytes()) {
        if let Ok(command) = CommandApdu::from_bytes(&bytes) {
            prop_assert_eq!(command.to_bytes(), Some(bytes));
        }
    }

    /// Lengths that add up, mostly.
    #[test]
    fn a_commands_data(data in vec(any::<u8>(), 0..=255), head in any::<[u8; 4]>(), le in any::<Option<u8>>()) {
        let [class, instruction, parameters @ ..] = head;
        let command = CommandApdu { class, instruction, parameters, data, expected: le };
        let bytes = command.to_bytes().unwrap();
        prop_assert_eq!(CommandApdu::from_bytes(&bytes), Ok(command));
    }

    #[test]
    fn an_answer(bytes in bytes()) {
        let answer = ResponseApdu::from_bytes(&bytes);
        prop_assert_eq!(answer.is_none(), bytes.len() < 2);
        if let Some(answer) = answer {
            prop_assert_eq!(answer.to_bytes(), bytes);
        }
    }

    /// The virtual card's side of the same types.
    #[test]
    fn a_payload(bytes in vec(any::<u8>(), 0..30), first in 0..6_u8) {
        let payload = [&[first], bytes.as_slice()].concat();
        for payload in [payload.as_slice(), &bytes] {
            prop_assert!(same(ReadData::decode(payload, CommMode::Plain), payload));
            prop_assert!(same(WriteData::decode(payload, CommMode::Plain), payload));
            prop_assert!(same(GetKeyVersion::decode(payload), payload));
            prop_assert!(same(GetFileSettings::decode(payload), payload));
            if let Ok(command) = ChangeFileSettings::decode(payload) {
                prop_assert_eq!(ChangeFileSettings::decode(&command.payload()), Ok(command));
            }
        }
    }
}
