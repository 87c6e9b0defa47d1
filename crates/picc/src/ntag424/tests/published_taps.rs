//! The taps of AN12196: the card, told the UID, the counter and the padding of the published chip,
//! shows the published URL.

use super::*;
use tapsmith_card::command::FileNumber;
use tapsmith_card::settings::FileSettings;
use tapsmith_core::aes::{Block, Cipher};
use tapsmith_core::counter::ReadCounter;
use tapsmith_core::suite::Suite;
use tapsmith_core::sun::{PiccEncData, session as sun};
use tapsmith_testkit::vectors::{Case, case};

const FILE: &str = "sdm_aes";

/// A card whose NDEF file holds `text` and whose next tap will be the `counter`th.
fn tapped(uid: Uid, counter: u64, text: &str, settings: &[u8]) -> Ntag424 {
    let mut card = card(uid.0);
    card.memory.files.data_mut(FileNumber::Ndef)[..text.len()].copy_from_slice(text.as_bytes());
    *card.memory.files.settings_mut(FileNumber::Ndef) = FileSettings::decode(settings).unwrap();
    let before = u32::try_from(counter - 1).unwrap();
    card.memory.read_counter = ReadCounter::try_from(before).unwrap();
    card
}

/// Reads as a phone does.
fn read(card: &mut Ntag424, length: usize, padding: Block) -> String {
    let select = [0x00, 0xA4, 0x00, 0x0C, 0x02, 0xE1, 0x04];
    card.exchange(&select, &mut Script::none()).unwrap();
    let length = u8::try_from(length).unwrap();
    let read = [0x00, 0xB0, 0x00, 0x00, length];
    let mut page = card.exchange(&read, &mut Script(padding.to_vec())).unwrap();
    page.truncate(page.len() - 2);
    String::from_utf8(page).unwrap()
}

/// PICCData of the published chip, padding and all.
fn picc_data(case: &Case) -> Block {
    Cipher::new(&AesKey::factory()).decrypt(case.array("picc_enc_data"))
}

#[test]
fn encrypted_picc_data_and_a_mac_over_nothing() {
    let case = case(FILE, "encrypted_picc_data_cmac_over_nothing");
    assert_eq!(picc_data(&case), case.array("picc_data"));
    let published = case.text("url");
    let at = |name: &str| published.find(name).unwrap() + name.len();
    let (picc, mac) = (at("?e="), at("&c="));
    let template = blank(published, &[(picc, 32), (mac, 16)]);
    let settings =
        [&[0x40, 0xEE, 0xEE, 0xC1, 0xFF, 0x00][..], &lsb(picc), &lsb(mac), &lsb(mac)].concat();
    let uid = Uid(case.array("uid"));
    let mut card = tapped(uid, case.number("read_counter"), &template, &settings);
    assert_eq!(read(&mut card, published.len(), picc_data(&case)), published);
}

/// The document shows PICCENCData, SDMENCFileData and SDMMAC, and not the file data: what is
/// written here is what decrypts to it, so that of the three only the first and the last speak for
/// themselves.
#[test]
fn encrypted_picc_data_and_file_data_and_a_mac_over_it() {
    let case = case(FILE, "encrypted_picc_and_file_data_cmac_over_enc");
    let data = PiccEncData::Aes(case.array("picc_enc_data")).open(&AesKey::factory()).unwrap();
    let (uid, counter) = (data.uid.unwrap(), data.counter.unwrap());
    let mut plain: [Block; 1] = [case.array("enc_file_data")];
    sun::decrypt_file_data(Suite::Aes, &AesKey::factory(), uid, counter, &mut plain);
    let plain = String::from_utf8(plain[0].to_vec()).unwrap();
    let published = format!(
        "?e={}&m={}{}",
        case.text("picc_enc_data"),
        case.text("mac_input_ascii"),
        case.text("sdmmac")
    );
    let (picc, enc, mac) = (3, 38, published.len() - 16);
    let mut template = blank(&published, &[(picc, 32), (enc, 32), (mac, 16)]);
    template.replace_range(enc..enc + 16, &plain);
    let settings = [
        &[0x40, 0xEE, 0xEE, 0xD1, 0xFF, 0x00][..],
        &lsb(picc),
        &lsb(enc),
        &lsb(enc),
        &lsb(32),
        &lsb(mac),
    ]
    .concat();
    let mut card = tapped(uid, case.number("read_counter"), &template, &settings);
    assert_eq!(read(&mut card, published.len(), picc_data(&case)), published);
}

/// `text` with zeros in these places.
fn blank(text: &str, places: &[(usize, usize)]) -> String {
    let mut text = text.to_owned();
    for (at, length) in places {
        text.replace_range(*at..at + length, &"0".repeat(*length));
    }
    text
}

fn lsb(offset: usize) -> [u8; 3] {
    tapsmith_card::settings::Offset::new(offset).unwrap().to_lsb()
}
