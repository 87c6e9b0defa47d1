//! The dialogues of AN12196, byte for byte. Independent of our client: commands and answers are
//! NXP's. Shared with it: the AES and CMAC primitives, and nothing else.

use super::*;
use tapsmith_card::command::FileNumber;
use tapsmith_card::settings::FileSettings;
use tapsmith_core::secret::Reveal;
use tapsmith_testkit::vectors::{Case, case};

const FILE: &str = "ev2_secure_messaging";

/// The answer to `command`, with the randomness in `script`.
fn answer(card: &mut Ntag424, command: &[u8], script: &[&[u8]]) -> Vec<u8> {
    card.exchange(command, &mut Script(script.concat())).unwrap()
}

fn plus(data: &[u8], status: [u8; 2]) -> Vec<u8> {
    [data, &status].concat()
}

/// Where the document does not print RndB, it is what its encrypted form decrypts to.
fn rnd_b(case: &Case) -> [u8; 16] {
    let key = AesKey::from_hex(case.text("key")).unwrap();
    tapsmith_core::aes::Cipher::new(&key).decrypt(case.array("enc_rnd_b"))
}

/// The document's `AuthenticateEV2First`, both parts.
fn authenticate_first(card: &mut Ntag424, number: u8, case: &Case) {
    let part_one = answer(card, &[0x90, 0x71, 0, 0, 2, number, 0, 0], &[&rnd_b(case)]);
    assert_eq!(part_one, plus(&case.hex("enc_rnd_b"), [0x91, 0xAF]));
    let part_two = answer(card, &case.hex("command_2"), &[&case.hex("ti")]);
    assert_eq!(part_two, plus(&case.hex("response_2"), [0x91, 0x00]));
    let (enc, mac) = aes_keys(card);
    assert_eq!(enc.reveal(), &case.array("ses_auth_enc_key"));
    assert_eq!(mac.reveal(), &case.array("ses_auth_mac_key"));
    let session = card.volatile.session.as_ref().unwrap();
    assert_eq!(session.transaction.identifier, case.array("ti"));
}

fn set_counter(card: &mut Ntag424, counter: u16) {
    card.volatile.session.as_mut().unwrap().transaction.counter = counter;
}

#[test]
fn authenticate_ev2_first_with_key_0() {
    let case = case(FILE, "authenticate_ev2_first_key0");
    assert_eq!(rnd_b(&case), case.array("rnd_b"));
    authenticate_first(&mut card([4; 7]), 0, &case);
}

#[test]
fn authenticate_ev2_first_with_key_3() {
    authenticate_first(&mut card([4; 7]), 3, &case(FILE, "authenticate_ev2_first_key3"));
}

/// The document prints the command, not the answer: its MAC is checked against our own client in
/// `tests/`, and here what the card then holds is.
#[test]
fn change_file_settings() {
    let mut card = card([4; 7]);
    authenticate_first(&mut card, 0, &case(FILE, "authenticate_ev2_first_key0"));
    let case = case(FILE, "change_file_settings");
    set_counter(&mut card, u16::try_from(case.number("cmd_ctr")).unwrap());
    let answer = answer(&mut card, &case.hex("command"), &[]);
    assert_eq!((answer.len(), &answer[8..]), (10, &[0x91, 0x00][..]));
    assert_eq!(card.memory.settings(FileNumber::Ndef).encode(), case.hex("data"));
}

/// The document leaves `CmdCtr` and the encryption key out: the counter is 0, as its command's MAC
/// shows, and no key is needed. The settings are put there before.
#[test]
fn get_file_settings_with_a_mac() {
    let case = case(FILE, "get_file_settings_mac");
    let mut card = card([4; 7]);
    let settings = case.hex("response");
    let settings = [&settings[1..4], &settings[7..settings.len() - 10]].concat();
    *card.memory.files.settings_mut(FileNumber::Ndef) = FileSettings::decode(&settings).unwrap();
    let mac = case.array("ses_auth_mac_key");
    card.volatile.session = Some(session(0, [0; 16], mac, case.array("ti"), 0));
    assert_eq!(answer(&mut card, &case.hex("command"), &[]), case.hex("response"));
}

/// One personalization as the document shows it: `AuthenticateEV2First` with key 3, `WriteData`,
/// `AuthenticateEV2NonFirst` with key 0, `ChangeKey` twice. Between the second and the third it
/// has a command that it does not print; the counter is moved over it.
#[test]
fn write_data_non_first_and_change_key() {
    let mut card = card([4; 7]);
    authenticate_first(&mut card, 3, &case(FILE, "authenticate_ev2_first_key3"));
    write_data(&mut card);
    set_counter(&mut card, 2);
    non_first(&mut card);
    change_key_2(&mut card);
    change_key_0(&mut card);
}

/// The header is not in the vector; that the command's MAC is right under this one confirms it.
fn write_data(card: &mut Ntag424) {
    let case = case(FILE, "write_data_full_proprietary_file");
    let header = [0x03, 0x00, 0x00, 0x00, 0x0A, 0x00, 0x00];
    let body = [&header[..], &case.hex("ciphertext"), &case.hex("mact")].concat();
    let length = u8::try_from(body.len()).unwrap();
    let command = [&[0x90, 0x8D, 0, 0, length], body.as_slice(), &[0]].concat();
    assert_eq!(answer(card, &command, &[]), case.hex("response"));
    let written = card.memory.data(FileNumber::Proprietary);
    assert_eq!(written[..10], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
}

fn non_first(card: &mut Ntag424) {
    let case = case(FILE, "authenticate_ev2_non_first");
    let part_one = answer(card, &[0x90, 0x77, 0, 0, 1, 0, 0], &[&case.hex("rnd_b")]);
    assert_eq!(part_one, plus(&case.hex("enc_rnd_b"), [0x91, 0xAF]));
    let part_two = answer(card, &case.hex("command_2"), &[]);
    assert_eq!(part_two, plus(&case.hex("response_2"), [0x91, 0x00]));
    let (enc, mac) = aes_keys(card);
    assert_eq!(enc.reveal(), &case.array("ses_auth_enc_key"));
    assert_eq!(mac.reveal(), &case.array("ses_auth_mac_key"));
    let session = card.volatile.session.as_ref().unwrap();
    assert_eq!(session.transaction.counter, 2, "a second authentication does not count");
}

fn change_key_2(card: &mut Ntag424) {
    let case = case(FILE, "change_key_2");
    let session = card.volatile.session.as_ref().unwrap();
    assert_eq!(u64::from(session.transaction.counter), case.number("cmd_ctr"));
    assert_eq!(answer(card, &case.hex("command"), &[]), case.hex("response"));
    assert_key(card, 2, &case);
}

fn change_key_0(card: &mut Ntag424) {
    let case = case(FILE, "change_key_0");
    assert_eq!(answer(card, &case.hex("command"), &[]), case.hex("response"));
    assert_key(card, 0, &case);
    assert!(card.volatile.session.is_none());
}

fn assert_key(card: &Ntag424, number: u8, case: &Case) {
    let number = KeyNumber::try_from(number).unwrap();
    assert_eq!(card.memory.key(number).reveal(), &case.array("new_key"));
    assert_eq!(u64::from(card.memory.key_version(number).0), case.number("version"));
}

#[test]
fn get_card_uid() {
    let case = case(FILE, "get_card_uid");
    let mut card = card(case.array("uid"));
    let (enc, mac) = (case.array("ses_auth_enc_key"), case.array("ses_auth_mac_key"));
    card.volatile.session = Some(session(0, enc, mac, case.array("ti"), 0));
    assert_eq!(answer(&mut card, &case.hex("command"), &[]), case.hex("response"));
}
