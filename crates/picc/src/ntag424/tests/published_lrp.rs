//! The dialogues of AN12321, byte for byte: LRP switched on, an authentication, a tap. Independent
//! of our client: commands and answers are NXP's. Shared with it: the primitive of
//! `tapsmith_core::lrp`, which AN12304's own vectors judge.

use super::*;
use tapsmith_card::command::FileNumber;
use tapsmith_card::settings::{FileSettings, Offset};
use tapsmith_core::aes::Block;
use tapsmith_core::counter::ReadCounter;
use tapsmith_core::lrp::Lrp;
use tapsmith_core::suite::Suite;
use tapsmith_testkit::vectors::case;

const FILE: &str = "lrp";

/// A factory card in LRP mode, its application selected.
fn lrp_card(uid: [u8; 7]) -> Ntag424 {
    let mut card = card(uid);
    card.memory.configuration.suite = Suite::Lrp;
    card
}

/// The document's first part, with the reader's wish for LRP; the chip's answer in it has the
/// `AuthMode` and RndB. In the second, the chip's PICCData and its whole MAC.
#[test]
fn authenticate_lrp_first_with_key_3() {
    let case = case(FILE, "authenticate_lrp_first_key3");
    let mut card = lrp_card([4; 7]);
    let part_one = card.exchange(&case.hex("command_1"), &mut Script(case.hex("rnd_b"))).unwrap();
    assert_eq!(part_one, [&[0x01], &case.hex("rnd_b")[..], &[0x91, 0xAF]].concat());
    let part_two = card.exchange(&case.hex("command_2"), &mut Script(case.hex("ti"))).unwrap();
    assert_eq!(part_two, [&case.hex("response_2")[..], &[0x91, 0x00]].concat());
    let session = card.volatile.session.as_ref().unwrap();
    assert_eq!(session.transaction, Transaction { identifier: case.array("ti"), counter: 0 });
    let SessionKeys::Lrp { blocks, .. } = &session.keys else { panic!("not in LRP mode") };
    assert_eq!(*blocks, 1, "PICCData was the first block");
}

/// One bit of the reader's proof, wherever it is, and there is no session.
#[test]
fn a_proof_that_is_nearly_right() {
    let case = case(FILE, "authenticate_lrp_first_key3");
    for byte in 5..37 {
        let mut card = lrp_card([4; 7]);
        card.exchange(&case.hex("command_1"), &mut Script(case.hex("rnd_b"))).unwrap();
        let mut command = case.hex("command_2");
        command[byte] ^= 1;
        let answer = card.exchange(&command, &mut Script(case.hex("ti")));
        assert_eq!(answer, Ok(vec![0x91, 0xAE]), "byte {byte}");
        assert!(card.volatile.session.is_none());
    }
}

#[test]
fn enable_lrp() {
    let case = case(FILE, "enable_lrp");
    let mut card = card([4; 7]);
    let (enc, mac) = (case.array("ses_auth_enc_key"), case.array("ses_auth_mac_key"));
    card.volatile.session = Some(session(0, enc, mac, case.array("ti"), 0));
    let answer = card.exchange(&case.hex("command"), &mut Script::none()).unwrap();
    assert_eq!(answer, case.hex("response"));
    assert_eq!(card.memory.configuration.suite, Suite::Lrp);
    assert!(card.volatile.session.is_none());
}

/// The document shows PICCENCData, SDMENCFileData and SDMMAC; the MAC
/// covers what stands from the second to its own place.
#[test]
fn a_tap_with_encrypted_picc_and_file_data() {
    let case = case(FILE, "sun_picc_and_file_data");
    let (picc, enc) = (case.text("picc_enc_data"), case.text("enc_file_data"));
    let shown = format!("?p={picc}&e={enc}&cmac={}", case.text("sdmmac"));
    let at = |name: &str| shown.find(name).unwrap() + name.len();
    let (picc_at, enc_at, mac_at) = (at("?p="), at("&e="), at("&cmac="));
    let written = shown
        .replace(picc, &"0".repeat(48))
        .replace(enc, &format!("{}{}", case.text("file_data_ascii"), "0".repeat(16)))
        .replace(case.text("sdmmac"), &"0".repeat(16));
    let mut card = lrp_card(case.array("uid"));
    card.memory = card.memory.with_data(FileNumber::Ndef, written.as_bytes());
    let fields = [picc_at, enc_at, enc_at, 32, mac_at];
    let fields = fields.map(|field| Offset::new(field).unwrap().to_lsb()).concat();
    let settings = [&[0x40, 0xEE, 0xEE, 0xD1, 0xFF, 0x00], fields.as_slice()].concat();
    *card.memory.files.settings_mut(FileNumber::Ndef) = FileSettings::decode(&settings).unwrap();
    let before = u32::try_from(case.number("read_counter") - 1).unwrap();
    card.memory.read_counter = ReadCounter::try_from(before).unwrap();
    let bytes = case.hex("picc_enc_data");
    let mut start: [u8; 8] = bytes[..8].try_into().unwrap();
    let mut data: [Block; 1] = [bytes[8..].try_into().unwrap()];
    let drawn = start;
    Lrp::new(&AesKey::factory()).decrypt(&mut start, &mut data);
    let mut random = Script([&data[0], &drawn[..]].concat());
    card.exchange(&[0x00, 0xA4, 0x00, 0x0C, 0x02, 0xE1, 0x04], &mut Script::none()).unwrap();
    let length = u8::try_from(shown.len()).unwrap();
    let page = card.exchange(&[0x00, 0xB0, 0x00, 0x00, length], &mut random).unwrap();
    assert_eq!(String::from_utf8_lossy(&page[..shown.len()]), shown);
}
