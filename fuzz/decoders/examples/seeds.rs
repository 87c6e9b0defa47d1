//! Writes the seeds under `fuzz/corpus`: published dialogues and taps, the shipped profiles, the
//! printer's own example, and the life of a virtual card. Run it again after a format changed:
//! `cargo run -p tapsmith-decoders --example seeds`.

use std::cell::RefCell;
use std::convert::Infallible;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use tapsmith_card::command::{
    ChangeFileSettings, ChangeKey, ChangeMasterKey, FileNumber, GetCardUid, GetFileSettings,
    GetVersion, IsoReadBinary, IsoSelectFile, IsoUpdateBinary, NonMasterKey, ReadData, ReadSig,
    WriteData,
};
use tapsmith_card::settings::{FileSettings, Offset};
use tapsmith_card::tag::Tag;
use tapsmith_card::transport::Transport;
use tapsmith_core::access::CommMode;
use tapsmith_core::counter::ReadCounter;
use tapsmith_core::key::{AesKey, KeyNumber, KeyVersion};
use tapsmith_core::ndef::Image;
use tapsmith_core::profile::Profile;
use tapsmith_core::record::RecordId;
use tapsmith_core::sun::{Chip, PiccRandom, TapKeys, sign};
use tapsmith_core::tamper::TagTamper;
use tapsmith_core::template::Template;
use tapsmith_core::uid::Uid;
use tapsmith_decoders::Counting;
use tapsmith_picc::{Memory, Ntag424};
use tapsmith_testkit::vectors;

/// Settings with every option of SDM, and the MAC's window around the encrypted data.
const LIMITED: &str = "40E0EEF1F021200000400000400000400000800000050000";

type Outcome = Result<(), Box<dyn Error>>;

const UID: Uid = Uid([4, 1, 2, 3, 4, 5, 6]);

fn main() -> Outcome {
    published_dialogues()?;
    published_taps()?;
    profiles()?;
    orders()?;
    messages()?;
    life()
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn seed(target: &str, name: &str, bytes: impl AsRef<[u8]>) -> Outcome {
    let folder = root().join("fuzz/corpus").join(target);
    fs::create_dir_all(&folder)?;
    Ok(fs::write(folder.join(name), bytes)?)
}

/// Commands and answers as AN12196 prints them.
fn published_dialogues() -> Outcome {
    let case = |name| vectors::case("ev2_secure_messaging", name);
    for name in ["change_file_settings", "change_key_2", "change_key_0", "get_card_uid"] {
        seed("command_apdu", name, case(name).hex("command"))?;
    }
    for name in ["get_file_settings_mac", "get_card_uid"] {
        let answer = case(name).hex("response");
        let unprotected = answer.len().saturating_sub(10);
        seed("card_reply", &format!("{name}_protected"), &answer)?;
        seed("card_reply", name, answer.get(..unprotected).unwrap_or_default())?;
        seed("card_session", name, &answer)?;
    }
    seed("card_reply", "settings", case("change_file_settings").hex("data"))?;
    for name in ["change_key_2", "write_data_full_proprietary_file"] {
        seed("card_session", name, case(name).hex("response"))?;
    }
    let first = case("authenticate_ev2_first_key0");
    let parts = [first.hex("enc_rnd_b"), first.hex("response_2")];
    seed("card_session", "authenticate_ev2_first", parts.concat())?;
    seed("command_apdu", "authenticate_part_2", first.hex("command_2"))
}

/// Taps as published; and one of each shipped profile, with its NDEF file.
fn published_taps() -> Outcome {
    let published = vectors::case("sdm_aes", "encrypted_picc_data_cmac_over_nothing");
    seed("tap", "published", published.text("url"))?;
    let renamed = published.text("url").replace("?e=", "?picc_data=").replace("&c=", "&cmac=");
    seed("tap", "published_by_name", renamed)?;
    let template = "https://choose.url.com/ntag424?e={picc}&c={mac}\n";
    seed("tap", "published_with_template", [template, published.text("url")].concat())?;
    for name in Profile::NAMES {
        let template = Template::for_base(&Profile::shipped(name)?, "https://example.com/c")?;
        let record = "42".parse::<RecordId>()?;
        let keys = TapKeys { meta_read: AesKey::factory(), file_read: AesKey::factory() };
        let chip = Chip {
            uid: UID,
            counter: ReadCounter::from_lsb([7, 0, 0]),
            random: PiccRandom { padding: [9; 16], start: [9; 8] },
            tag_tamper: TagTamper::INTACT,
        };
        let url = sign(&template, record, &keys, chip);
        seed("tap", name, &url)?;
        let mut file = Image::for_record(&template, record)?.bytes;
        let tail = url.trim_start_matches("https://");
        file.splice(file.len() - tail.len().., tail.bytes());
        file.resize(256, 0);
        seed("ndef_file", name, file)?;
    }
    // NFC Forum URI RTD 1.0, "Examples".
    let example = [&[0, 12, 0xD1, 0x01, 0x08, 0x55, 0x01], b"nfc.com".as_slice()].concat();
    seed("ndef_file", "published", example)?;
    // A record that claims 4 GiB, and one without even its abbreviation byte.
    seed("ndef_file", "greedy", [0, 8, 0xC1, 0x01, 0xFF, 0xFF, 0xFF, 0xFF, 0x55, 0x04])?;
    seed("ndef_file", "no_payload", [0, 4, 0xD1, 0x01, 0x00, 0x55])
}

fn profiles() -> Outcome {
    for name in Profile::NAMES {
        seed("profile_toml", name, Profile::shipped_toml(name)?)?;
    }
    let whole = Profile::shipped("sun-aes")?.to_toml()?;
    seed("profile_toml", "limited", whole.replace("[counter]\n", "[counter]\nlimit = 5\n"))?;
    seed("profile_toml", "whole", whole)
}

fn orders() -> Outcome {
    let files =
        ["tests/vectors/orders/printags-create-order.request.json", "docs/order-template.json"];
    for (name, file) in ["published", "template"].into_iter().zip(files) {
        seed("order_json", name, fs::read(root().join(file))?)?;
    }
    let keys = |private: &str| {
        format!(
            r#"{{"reference":"a","products":[{{"quantity":1,"modelId":"ntag424_pvccard_white","nfc":{{"type":"dynamic",
            "dynamic":{{"baseUrl":"https://example.com/c","records":{{"recordId":"1",
            "publicKey":"00112233445566778899AABBCCDDEEFF","privateKey":"{private}"}}}}}}}}]}}"#
        )
    };
    seed("order_json", "dynamic", keys("0123456789ABCDEF0123456789ABCDEF"))?;
    seed("order_json", "receipt", keys("[redacted]"))
}

fn messages() -> Outcome {
    for (name, byte) in [("power_off", 0), ("power_on", 1), ("reset", 2), ("get_atr", 4)] {
        seed("vpcd_message", name, [byte])?;
    }
    seed("vpcd_message", "command", [0x90, 0x60, 0x00, 0x00, 0x00])
}

/// A card as a transport that writes down what it is told.
#[derive(Clone)]
struct Recorder {
    card: Rc<RefCell<Ntag424>>,
    random: Rc<RefCell<Counting>>,
    told: Rc<RefCell<Vec<Vec<u8>>>>,
}

impl Transport for Recorder {
    type Error = Infallible;

    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, Infallible> {
        self.told.borrow_mut().push(command.to_vec());
        self.card.borrow_mut().exchange(command, &mut *self.random.borrow_mut())
    }
}

/// A virtual card inspected, encoded and tapped; and the same with the write torn.
fn life() -> Outcome {
    let recorder = Recorder {
        card: Rc::new(RefCell::new(Ntag424::new(Memory::factory(UID)))),
        random: Rc::default(),
        told: Rc::default(),
    };
    seed("state_file", "factory", &*recorder.card.borrow().memory().to_json())?;
    let text = recorder.card.borrow().memory().to_json();
    for (name, settings) in [("locked", "00F0FF"), ("limited", LIMITED)] {
        seed("state_file", name, text.replacen("00E0EE", settings, 1))?;
    }
    let mut tag = Tag::new(recorder.clone());
    phone(&mut tag)?;
    encode(&mut tag)?;
    phone(&mut tag)?;
    seed("state_file", "encoded", &*recorder.card.borrow().memory().to_json())?;
    let told = recorder.told.borrow();
    seed("virtual_card", "life", stream(&told, usize::MAX))?;
    for (at, command) in told.iter().enumerate() {
        if Ntag424::frames_of(command) > 1 {
            seed("virtual_card", &format!("torn_at_{at}"), stream(&told, at))?;
        }
    }
    seed("virtual_card", "power", [0xC0, 1, 0, 0xC0, 1, 1, 0xC0, 1, 2, 0xC0, 1, 4])
}

/// The messages of the target `virtual_card`, the one at `torn` cut off after its first frame.
fn stream(told: &[Vec<u8>], torn: usize) -> Vec<u8> {
    let message = |(at, command): (usize, &Vec<u8>)| {
        let frames: u16 = if at == torn { 1 } else { 3 };
        let length = u16::try_from(command.len()).unwrap_or_default();
        [&(frames << 14 | length).to_be_bytes(), command.as_slice()].concat()
    };
    told.iter().enumerate().flat_map(message).collect()
}

fn phone(tag: &mut Tag<Recorder>) -> Outcome {
    tag.select_application()?;
    tag.send_iso(&IsoSelectFile::File(FileNumber::Ndef))?;
    tag.send_iso(&IsoReadBinary { offset: 0, length: 0 })?;
    tag.send(&GetVersion)?;
    tag.send(&ReadSig)?;
    Ok(())
}

fn encode(tag: &mut Tag<Recorder>) -> Outcome {
    tag.send_iso(&IsoSelectFile::File(FileNumber::Ndef))?;
    tag.send_iso(&IsoUpdateBinary { offset: 0, data: vec![b'0'; 200] })?;
    let mut session = tag.authenticate(KeyNumber::MASTER, &AesKey::factory(), [7; 16])?;
    let zero = Offset::from_lsb([0; 3]);
    let (file, data) = (FileNumber::Ndef, vec![b'0'; 240]);
    session.send(&WriteData { file, offset: zero, data, mode: CommMode::Plain })?;
    session.send(&GetCardUid)?;
    session.send(&GetFileSettings { file })?;
    let published = vectors::case("ev2_secure_messaging", "change_file_settings").hex("data");
    let settings = FileSettings::decode(&published).map_err(|status| status.to_string())?;
    session.send(&ChangeFileSettings { file, settings, mode: CommMode::Full })?;
    let new = || AesKey::init_with(|key| key.fill(5));
    let key = NonMasterKey::new(KeyNumber::try_from(1)?).ok_or("key 0")?;
    let version = KeyVersion(1);
    session.send(&ChangeKey { key, old: AesKey::factory(), new: new(), version })?;
    session.send(&ReadData { file, offset: zero, length: zero, mode: CommMode::Plain })?;
    session.change_master_key(&ChangeMasterKey { new: new(), version })?;
    tag.authenticate(KeyNumber::MASTER, &new(), [8; 16])?;
    Ok(())
}
