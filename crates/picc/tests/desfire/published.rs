//! Dialogues with silicon, and of NXP's papers, byte for byte.

use tapsmith_core::hex;
use tapsmith_core::random::Random;
use tapsmith_core::secret::Reveal;
use tapsmith_core::uid::Uid;
use tapsmith_picc::desfire::{Desfire, Memory, PiccKey};
use tapsmith_testkit::vectors::{Case, case};

use crate::reader::{cbc_decrypt, des_decrypt};
use crate::rig::{AID, NEW_APPLICATION, PROPRIETARY, ZERO, wrapped};

/// Randomness that was decided beforehand.
struct Script(Vec<u8>);

impl Random for Script {
    type Error = &'static str;

    fn fill(&mut self, out: &mut [u8]) -> Result<(), Self::Error> {
        if self.0.len() < out.len() {
            return Err("the script is at its end");
        }
        let rest = self.0.split_off(out.len());
        out.copy_from_slice(&self.0);
        self.0 = rest;
        Ok(())
    }
}

/// `script` is what is drawn for the command; commands and answers are hex.
fn play(card: &mut Desfire, dialogue: &[(&str, &str, &str)]) {
    for (command, script, answer) in dialogue {
        let mut random = Script(bytes(script));
        let found = card.exchange(&bytes(command), &mut random).unwrap();
        assert_eq!(hex::encode(&found), answer.replace(' ', ""), "{command}");
        assert!(random.0.is_empty(), "{command}");
    }
}

fn bytes(text: &str) -> Vec<u8> {
    let text = text.replace(' ', "");
    let mut bytes = vec![0; text.len() / 2];
    hex::decode_into(&text, &mut bytes).unwrap();
    bytes
}

/// A card of version EV1, from delivery to an AES key at the PICC: skjolber/desfire-tools-for-android,
/// `DESEncryptionTest`. RndB is what the challenge decrypts to under the zero key (OpenSSL).
#[test]
fn from_des_to_aes() {
    let mut card = Desfire::new(Memory::factory(Uid([0x04, 0x4C, 0x59, 0x92, 0xDA, 0x2C, 0x80])));
    play(
        &mut card,
        &[
            ("90 5A 00 00 03 00 00 00 00", "", "91 00"),
            ("90 64 00 00 01 00 00", "", "00 91 00"),
            ("90 0A 00 00 01 00 00", "AF A2 C1 47 CF AE 67 A4", "C9 36 93 A0 CD 32 AC 39 91 AF"),
            (
                "90 AF 00 00 10 E9 6A 7E 6D 79 03 10 E8 C0 B3 6E D9 70 78 24 06 00",
                "",
                "89 B5 D3 8C 76 03 DA B2 91 00",
            ),
            ("90 54 00 00 08 73 40 52 86 C5 C8 A1 41 00", "", "91 00"),
            (
                "90 C4 00 00 19 80 0B 74 92 5D 1B 18 71 77 BD AF 1C 2C 0A 1A 36 29 F6 C1 33 5B 8F E6 B1 66 00",
                "",
                "91 00",
            ),
        ],
    );
    assert_eq!(card.memory().picc_settings().0, 0x0F);
    let PiccKey::Aes(slot) = card.memory().picc_key() else { panic!("it is still DES") };
    assert_eq!((slot.key.reveal(), slot.version.0), (&ZERO, 0x42));
}

/// A user's card at mifare.net (reply 18844): authentication and new key settings.
#[test]
fn authenticate_and_change_key_settings() {
    let mut card = Desfire::new(Memory::factory(Uid([4; 7])));
    play(
        &mut card,
        &[
            ("90 0A 00 00 01 00 00", "F6 B0 33 39 4E C6 E8 CF", "63 C5 4D CF 6F 3A 6F C9 91 AF"),
            (
                "90 AF 00 00 10 49 1E 89 0D E9 AC E9 32 9C 5C 6D 55 D9 FA 36 D7 00",
                "",
                "B7 D1 DA 7C E0 DD 98 6B 91 00",
            ),
            ("90 54 00 00 08 CB 64 3F D0 30 E6 87 DA 00", "", "91 00"),
        ],
    );
}

/// AN12196, `AuthenticateEV2First` with keys 0 and 3, and what NTAG 424 DNA then answers: DESFire's sessions are
/// the same.
#[test]
fn authenticate_ev2_first() {
    for (name, number) in [("authenticate_ev2_first_key0", 0), ("authenticate_ev2_first_key3", 3)] {
        let case = case("ev2_secure_messaging", name);
        let mut card = application();
        let rnd_b = cbc_decrypt(&ZERO, [0; 16], &case.hex("enc_rnd_b"));
        let part_one = hex::encode(&wrapped(0x71, &[number, 0]));
        play(
            &mut card,
            &[
                (&part_one, &hex::encode(&rnd_b), &format!("{}91AF", case.text("enc_rnd_b"))),
                (
                    case.text("command_2"),
                    case.text("ti"),
                    &format!("{}9100", case.text("response_2")),
                ),
            ],
        );
    }
}

/// AN12196, the session with key 3: `WriteData` in full, to a file like NTAG 424 DNA's third. The header is not
/// printed; that the MAC is right under this one confirms it.
#[test]
fn write_data() {
    let mut card = application();
    let create = hex::encode(&wrapped(0xCD, &PROPRIETARY.body()));
    play(&mut card, &[(&create, "", "9100")]);
    let first = case("ev2_secure_messaging", "authenticate_ev2_first_key3");
    let rnd_b = hex::encode(&cbc_decrypt(&ZERO, [0; 16], &first.hex("enc_rnd_b")));
    let write = case("ev2_secure_messaging", "write_data_full_proprietary_file");
    let header = [3, 0, 0, 0, 10, 0, 0];
    let body = [&header[..], &write.hex("ciphertext"), &write.hex("mact")].concat();
    play(
        &mut card,
        &[
            ("90 71 00 00 02 03 00 00", &rnd_b, &format!("{}91AF", first.text("enc_rnd_b"))),
            (
                first.text("command_2"),
                first.text("ti"),
                &format!("{}9100", first.text("response_2")),
            ),
            (&hex::encode(&wrapped(0x8D, &body)), "", write.text("response")),
        ],
    );
    let file = card.memory().applications()[0].file(3).unwrap();
    assert_eq!(file.data()[..11], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 0]);
}

/// An application whose files may be created without its key.
fn application() -> Desfire {
    let mut card = Desfire::new(Memory::factory(Uid([4; 7])));
    let mut new = NEW_APPLICATION;
    new[3] = 0x0F;
    let create = hex::encode(&wrapped(0xCA, &new));
    let select = hex::encode(&wrapped(0x5A, &AID));
    play(&mut card, &[(&create, "", "9100"), (&select, "", "9100")]);
    card
}

/// Dialogues with a DESFire EV3, as its owner's reader had them: native frames, which are wrapped here.
fn replay(case: &Case, card: &mut Desfire, lines: usize) {
    let mut keys = case.text("keys").split(' ');
    for line in case.text("exchanges").lines().take(lines) {
        let (command, answer) = line.split_once(' ').unwrap();
        let (command, answer) = (bytes(command), bytes(answer));
        let script = match command[0] {
            0x1A | 0xAA => rnd_b(&bytes(keys.next().unwrap()), &answer[1..]),
            _ => Vec::new(),
        };
        let wrapped = wrapped(command[0], &command[1..]);
        let found = card.exchange(&wrapped, &mut Script(script)).unwrap();
        let expected = [&answer[1..], &[0x91, answer[0]]].concat();
        assert_eq!(found, expected, "{}: {line}", case.text("name"));
    }
}

fn rnd_b(key: &[u8], challenge: &[u8]) -> Vec<u8> {
    match key.try_into() {
        Ok(key) => cbc_decrypt(key, [0; 16], challenge),
        Err(_) => {
            des_decrypt(&[key, key].concat().try_into().unwrap(), challenge.try_into().unwrap())
                .to_vec()
        }
    }
}

/// Key settings, version, lists, and the UID, encrypted. Of GetVersion all but how large the chip is: theirs has 4
/// KB, ours 8.
#[test]
fn silicon_as_delivered() {
    let case = case("desfire_ev3_silicon", "metadata");
    let mut card = Desfire::new(Memory::factory(Uid([0x04, 0x64, 0xD5, 0x9A, 0xDD, 0x1E, 0x90])));
    replay(&case, &mut card, 6);
    for line in case.text("exchanges").lines().skip(6).take(2) {
        let (command, answer) = line.split_once(' ').unwrap();
        let found =
            card.exchange(&wrapped(bytes(command)[0], &[]), &mut Script(Vec::new())).unwrap();
        let mut expected = bytes(answer);
        expected[6] = 0x1A;
        assert_eq!(found, [&expected[1..], &[0x91, 0xAF]].concat());
    }
}

/// An application made, its settings read and changed, and deleted again.
#[test]
fn silicon_makes_an_application() {
    let case = case("desfire_ev3_silicon", "application");
    let mut card = Desfire::new(Memory::factory(Uid([4; 7])));
    replay(&case, &mut card, usize::MAX);
    assert!(card.memory().applications().is_empty());
}

/// Three files, one a mode, written and read in frames.
#[test]
fn silicon_writes_and_reads() {
    let case = case("desfire_ev3_silicon", "file_io");
    let mut card = Desfire::new(Memory::factory(Uid([4; 7])));
    replay(&case, &mut card, usize::MAX);
    let files = card.memory().applications()[0].files();
    let held: Vec<_> = files.iter().map(|file| String::from_utf8_lossy(file.data())).collect();
    assert!(held[0].starts_with("Had I the heavens' embroidered cloths,") && held[0].len() == 328);
    assert!(held[1] == held[0] && held[2] == held[0]);
}

/// Keys: an application's, and the PICC's once round, from DES to another DES key, to AES, to another, and back.
#[test]
fn silicon_changes_keys() {
    for name in ["key_change_app_aes_aes", "key_change_picc_round_the_world"] {
        let mut card = Desfire::new(Memory::factory(Uid([4; 7])));
        replay(&case("desfire_ev3_silicon", name), &mut card, usize::MAX);
    }
}
