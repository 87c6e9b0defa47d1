//! The published dialogues of AN12196 and AN12321, and captures of silicon: what we send is compared with the published command, what we
//! accept with the published answer.

use super::*;
use crate::command::{
    ChangeFileSettings, ChangeKey, ChangeMasterKey, FileNumber, GetCardUid, GetFileSettings,
    GetTtStatus, NonMasterKey, ReadData, ReadSig, Reply, SetConfiguration, WriteData,
};
use crate::originality::{self, Originality};
use crate::settings::{FileSettings, Offset};
use tapsmith_core::aes::Cipher;
use tapsmith_core::key::{AesKey, KeyVersion};
use tapsmith_core::uid::Uid;
use tapsmith_testkit::vectors::{Case, case};

fn published(name: &str) -> Case {
    case("ev2_secure_messaging", name)
}

/// The channel of a case; what it does not use may be missing from it.
fn channel(case: &Case, has_enc: bool, counter: u16) -> Channel {
    let key = |field| AesKey::from_hex(case.text(field)).unwrap();
    let enc = if has_enc { key("ses_auth_enc_key") } else { AesKey::factory() };
    let keys = AesSession { enc, mac: key("ses_auth_mac_key") };
    Channel::new(SessionSuite::Aes(keys), case.array("ti"), counter)
}

fn answer(bytes: &[u8]) -> ResponseApdu {
    ResponseApdu::from_bytes(bytes).unwrap()
}

#[test]
fn change_file_settings() {
    let case = published("change_file_settings");
    let settings = FileSettings::decode(&case.hex("data")).unwrap();
    let mode = CommMode::Full;
    let command = ChangeFileSettings { file: FileNumber::Ndef, settings, mode };
    let mut channel = channel(&published(case.text("session")), true, 1);
    assert_eq!(channel.wrap(&command).unwrap().to_bytes().unwrap(), case.hex("command"));
}

#[test]
fn get_file_settings_with_a_mac() {
    let case = published("get_file_settings_mac");
    let mut channel = channel(&case, false, 0);
    let command = GetFileSettings { file: FileNumber::Ndef };
    assert_eq!(channel.wrap(&command).unwrap().to_bytes().unwrap(), case.hex("command"));
    let data = channel.unwrap(CommMode::Mac, &answer(&case.hex("response"))).unwrap();
    let info = crate::command::FileInfo::decode(&data).unwrap();
    assert_eq!(info.size, Offset::new(256).unwrap());
    assert_eq!(info.encode(), *data);
}

#[test]
fn write_data_in_full() {
    let case = published("write_data_full_proprietary_file");
    let mut channel = channel(&published(case.text("session")), true, 0);
    let SessionSuite::Aes(keys) = &channel.suite else { panic!() };
    let cipher = Cipher::new(&keys.enc);
    assert_eq!(aes::iv(&cipher, channel.moment(Direction::ToCard)), case.array("iv"));
    let data: Vec<u8> = (1..=10).collect();
    let (file, offset) = (FileNumber::Proprietary, Offset::new(0).unwrap());
    let sent = channel.wrap(&WriteData { file, offset, data, mode: CommMode::Full }).unwrap();
    let protected = [case.hex("ciphertext"), case.hex("mact")].concat();
    assert_eq!(sent.data[7..], protected);
    let reply = channel.unwrap(CommMode::Full, &answer(&case.hex("response"))).unwrap();
    assert!(reply.is_empty());
}

#[test]
fn change_key_2() {
    let case = published("change_key_2");
    let mut channel = channel(&case, true, 2);
    let key = |field| AesKey::from_hex(case.text(field)).unwrap();
    let command = ChangeKey {
        key: NonMasterKey::new(2.try_into().unwrap()).unwrap(),
        old: key("old_key"),
        new: key("new_key"),
        version: KeyVersion(1),
    };
    assert_eq!(crate::command::key_checksum(&case.array("new_key")), case.array("crc32nk"));
    assert_eq!(channel.wrap(&command).unwrap().to_bytes().unwrap(), case.hex("command"));
    channel.unwrap(CommMode::Full, &answer(&case.hex("response"))).unwrap();
}

#[test]
fn change_key_0() {
    let case = published("change_key_0");
    let new = AesKey::from_hex(case.text("new_key")).unwrap();
    let command = ChangeMasterKey { new, version: KeyVersion(1) };
    let sent = channel(&case, true, 3).wrap(&command).unwrap().to_bytes().unwrap();
    assert_eq!(sent, case.hex("command"));
}

#[test]
fn get_card_uid() {
    let case = published("get_card_uid");
    let mut channel = channel(&case, true, 0);
    assert_eq!(channel.wrap(&GetCardUid).unwrap().to_bytes().unwrap(), case.hex("command"));
    let uid = channel.unwrap(CommMode::Full, &answer(&case.hex("response"))).unwrap();
    assert_eq!(*uid, case.hex("uid"));
}

/// Whatever bit of an answer is turned over, the channel notices.
#[test]
fn no_bit_of_an_answer_can_change() {
    let case = published("get_card_uid");
    let bytes = case.hex("response");
    for bit in 0..(bytes.len() - 2) * 8 {
        let mut forged = bytes.clone();
        forged[bit / 8] ^= 1 << (bit % 8);
        let outcome = channel(&case, true, 0).unwrap(CommMode::Full, &answer(&forged));
        assert_eq!(outcome.unwrap_err(), ChannelError::Mac);
    }
    let replayed = channel(&case, true, 1).unwrap(CommMode::Full, &answer(&bytes));
    assert_eq!(replayed.unwrap_err(), ChannelError::Mac);
    let short = channel(&case, true, 0).unwrap(CommMode::Full, &answer(&[0x91, 0x00]));
    assert_eq!(short.unwrap_err(), ChannelError::Length);
}

/// AN12321: LRP is switched on in a session of AES mode, and the answer has no MAC.
#[test]
fn enable_lrp() {
    let case = case("lrp", "enable_lrp");
    let sent = channel(&case, true, 0).wrap(&SetConfiguration::LRP).unwrap().to_bytes().unwrap();
    assert_eq!(sent, case.hex("command"));
}

/// A channel in LRP mode as silicon had it before the command of a case.
fn lrp_channel(case: &Case) -> Channel {
    let (rnd_a, rnd_b) = (case.array("rnd_a"), case.array("rnd_b"));
    let mut suite = SessionSuite::derive(Suite::Lrp, &AesKey::factory(), &rnd_a, &rnd_b);
    let start = Moment { direction: Direction::FromCard, ti: [0; 4], counter: 0 };
    let mut blocks = vec![[0; 16]; usize::try_from(case.number("enc_ctr")).unwrap()];
    let picc_data = case.has("picc_data").then(|| case.array::<16>("picc_data"));
    if let (Some(data), Some(first)) = (picc_data, blocks.first_mut()) {
        *first = data;
    }
    suite.decrypt(start, &mut blocks);
    let ti = match picc_data {
        Some(_) => *blocks[0].first_chunk().unwrap(),
        None => case.array("ti"),
    };
    Channel::new(suite, ti, u16::try_from(case.number("cmd_ctr")).unwrap())
}

/// What silicon was sent, and what it answered, its protection taken off.
fn captured<C: Command>(name: &str, command: &C) -> Vec<u8> {
    let case = case("lrp_silicon", name);
    let mut channel = lrp_channel(&case);
    assert_eq!(channel.wrap(command).unwrap().to_bytes().unwrap(), case.hex("command"), "{name}");
    channel.unwrap(command.mode(), &answer(&case.hex("response"))).unwrap().to_vec()
}

#[test]
fn captured_commands_in_lrp_mode() {
    let plain = |name: &str| case("lrp_silicon", name).hex("plain");
    assert_eq!(captured("get_card_uid", &GetCardUid), plain("get_card_uid"));
    for name in ["get_tt_status_open", "get_tt_status_invalid"] {
        assert_eq!(captured(name, &GetTtStatus), plain(name));
    }
    let (file, offset, mode) = (FileNumber::Proprietary, Offset::new(0).unwrap(), CommMode::Full);
    let read = ReadData { file, offset, length: Offset::new(8).unwrap(), mode };
    assert_eq!(captured("read_data_full", &read), plain("read_data_full"));
    let data = plain("write_data_full");
    assert!(captured("write_data_full", &WriteData { file, offset, data, mode }).is_empty());
}

/// NXP's signature, as silicon says it in a session of LRP mode.
#[test]
fn captured_signature_in_lrp_mode() {
    let signature = crate::command::Signature::decode(&captured("read_sig", &ReadSig)).unwrap();
    let uid = Uid(case("lrp_silicon", "read_sig").array("uid"));
    assert_eq!(originality::check(uid, &signature), Originality::Valid);
}

/// Data that begins a file, so many bytes of it.
fn write(length: usize, mode: CommMode) -> WriteData {
    let (file, offset) = (FileNumber::Proprietary, Offset::new(0).unwrap());
    WriteData { file, offset, data: vec![0x5A; length], mode }
}

/// NT4H2421Gx Rev. 3.0, "`WriteData`": at most 248 bytes in plain, 240 with a MAC, 239 in full.
#[test]
fn as_much_as_an_apdu_holds() {
    let mut channels = [
        channel(&published("get_card_uid"), true, 0),
        lrp_channel(&case("lrp_silicon", "read_sig")),
    ];
    for channel in &mut channels {
        for (mode, most) in [(CommMode::Plain, 248), (CommMode::Mac, 240), (CommMode::Full, 239)] {
            let longest = channel.wrap(&write(most, mode)).unwrap();
            assert!(longest.to_bytes().is_some(), "{mode:?}");
            assert_eq!(channel.wrap(&write(most + 1, mode)), None, "{mode:?}");
        }
    }
}

/// A command that no APDU holds is never sent, and the card counts no block of it: the next one is,
/// byte for byte, what silicon took.
#[test]
fn a_command_too_long_leaves_the_channel_as_it_was() {
    let case = case("lrp_silicon", "write_data_full");
    let mut channel = lrp_channel(&case);
    for mode in [CommMode::Plain, CommMode::Mac, CommMode::Full] {
        assert_eq!(channel.wrap(&write(256, mode)), None);
    }
    let next = WriteData { data: case.hex("plain"), ..write(0, CommMode::Full) };
    assert_eq!(channel.wrap(&next).unwrap().to_bytes().unwrap(), case.hex("command"));
}
