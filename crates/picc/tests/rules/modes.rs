//! AES mode and LRP mode: which is spoken, how it is switched, and what else goes with it.

use crate::lrp;
use crate::rig::{Raw, Rig, UID};
use crate::settings::plain;
use tapsmith_card::apdu::ResponseApdu;
use tapsmith_card::command::FileNumber;
use tapsmith_card::status::Status;
use tapsmith_core::access::CommMode;
use tapsmith_core::aes::Cipher;
use tapsmith_core::key::{AesKey, KeyNumber};
use tapsmith_core::suite::Suite;
use tapsmith_picc::ntag424::{Configuration, Failures};
use tapsmith_picc::{Memory, Unknowns};

/// Option 05h with LRP.
const LRP: [u8; 10] = [0, 0, 0, 0, 2, 0, 0, 0, 0, 0];

fn in_mode(suite: Suite) -> Rig {
    let configuration = Configuration { suite, ..Configuration::default() };
    Rig::of(Memory::factory(UID).with_configuration(configuration), Unknowns::default())
}

/// What a first part with these capabilities is answered: bytes, and status word.
fn first(suite: Suite, capabilities: &[u8]) -> (usize, u16) {
    let length = u8::try_from(capabilities.len()).unwrap();
    let (data, status) = in_mode(suite).wrapped(0x71, &[&[0, length], capabilities].concat());
    (data.len(), status)
}

/// The data sheet's table of what is asked and what the chip is.
#[test]
fn negotiation() {
    assert_eq!(first(Suite::Aes, &[]), (16, 0x91AF));
    assert_eq!(first(Suite::Aes, &[0]), (16, 0x91AF));
    assert_eq!(first(Suite::Aes, &[2]), (16, 0x91AF), "so that the reader can fall back");
    assert_eq!(first(Suite::Lrp, &[]), (0, 0x919D));
    assert_eq!(first(Suite::Lrp, &[0]), (0, 0x919D));
    assert_eq!(first(Suite::Lrp, &[0xFD]), (0, 0x919D));
    assert_eq!(first(Suite::Lrp, &[2]), (17, 0x91AF));
    assert_eq!(first(Suite::Lrp, &[2, 0, 0, 0, 0, 0]), (17, 0x91AF));
    assert_eq!(
        first(Suite::Lrp, &[2, 0, 0, 0, 0, 0, 0, 0]),
        (17, 0x91AF),
        "longer, if LenCap fits"
    );
}

#[test]
fn a_first_part_in_lrp_mode_whose_length_is_not_lencaps() {
    for body in [&[0][..], &[0, 1], &[0, 2, 2], &[0, 0, 2]] {
        assert_eq!(in_mode(Suite::Lrp).wrapped(0x71, body).1, 0x917E, "{body:02X?}");
    }
    let mut rig = in_mode(Suite::Lrp);
    assert_eq!(rig.wrapped(0x71, &[0, 1, 2]).1, 0x91AF);
    assert_eq!(rig.wrapped(0xAF, &[0; 31]).1, 0x917E);
    assert_eq!(rig.card.memory().failures(KeyNumber::MASTER), &Failures::default());
}

/// The reader's capabilities come back, cut or filled up to six bytes, and the card's own beside
/// them, with what option 05h made of them.
#[test]
fn capabilities() {
    for capabilities in [&[][..], &[2], &[2, 0, 0, 0, 0, 0], &[2, 1, 2, 3, 4, 5, 6, 7]] {
        let mut rig = in_mode(Suite::Aes);
        let length = u8::try_from(capabilities.len()).unwrap();
        let (challenge, status) = rig.wrapped(0x71, &[&[0, length], capabilities].concat());
        assert_eq!((challenge.len(), status), (16, 0x91AF), "{capabilities:?}");
        let mut expected = capabilities.to_vec();
        expected.resize(6, 0);
        assert_eq!(
            capabilities_after(&mut rig, &challenge),
            [&[0; 6], expected.as_slice()].concat()
        );
    }
    let mut rig = in_mode(Suite::Aes);
    rig.configured(0x05, &[0, 0, 0, 0, 0, 0, 0, 0, 0x55, 0x66]);
    let (challenge, _) = rig.wrapped(0x71, &[0, 0]);
    assert_eq!(
        capabilities_after(&mut rig, &challenge),
        [0, 0, 0, 0, 0x55, 0x66, 0, 0, 0, 0, 0, 0]
    );
}

/// The capabilities at the end of an authentication with a factory key, the card's first.
fn capabilities_after(rig: &mut Rig, challenge: &[u8]) -> Vec<u8> {
    let cipher = Cipher::new(&AesKey::factory());
    let mut rnd_b = cipher.decrypt(challenge.try_into().unwrap());
    rnd_b.rotate_left(1);
    let mut blocks = [[0x3C; 16], rnd_b];
    cipher.cbc_encrypt(&[0; 16], &mut blocks);
    let (proof, status) = rig.wrapped(0xAF, blocks.as_flattened());
    assert_eq!(status, 0x9100);
    let mut proof = proof.as_chunks().0.to_vec();
    cipher.cbc_decrypt(&[0; 16], &mut proof);
    proof.as_flattened().iter().skip(20).copied().collect()
}

/// Seen on silicon: 02 and five zeros, both ways.
#[test]
fn capabilities_in_lrp_mode() {
    let mut rig = in_mode(Suite::Lrp);
    let channel = lrp::first(&mut rig, 0, &AesKey::factory()).unwrap();
    assert_eq!(channel.capabilities, [2, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0]);
    let mut rig = in_mode(Suite::Aes);
    rig.configured(0x05, &[0, 0, 0, 0, 2, 0, 0, 0, 0x55, 0x66]);
    let channel = lrp::first(&mut rig, 0, &AesKey::factory()).unwrap();
    assert_eq!(channel.capabilities, [2, 0, 0, 0, 0x55, 0x66, 2, 0, 0, 0, 0, 0]);
}

/// LRP at once: the session is over, its answer bare, SDM off; keys and files stay.
#[test]
fn the_switch() {
    let mut rig = in_mode(Suite::Aes);
    assert_eq!(rig.change_settings(2, &plain()), 0x9100);
    let mut open = rig.authenticate(0);
    assert_eq!(rig.configure(&mut open, 0x05, &LRP), (0, 0x9100));
    let alive = Raw::<0x64, 1> { mode: CommMode::Mac, payload: vec![0] };
    assert_eq!(rig.secure(&mut open, &alive).1, 0x917E);
    assert_eq!(rig.card.memory().settings(FileNumber::Ndef).encode(), [0x00, 0xE0, 0xEE]);
    assert_eq!(rig.read_data(2, 0, 14), (vec![0; 14], 0x9100), "nothing is mirrored any more");
    assert_eq!(rig.wrapped(0x71, &[0, 0]).1, 0x919D);
    assert!(lrp::first(&mut rig, 0, &AesKey::factory()).is_ok(), "with the same key");
    rig.card.power_off();
    rig.select();
    assert_eq!(rig.wrapped(0x71, &[0, 0]).1, 0x919D, "for good");
}

/// Sent again it is no change: the session goes on, and so does SDM.
#[test]
fn the_switch_on_a_chip_in_lrp_mode() {
    let mut rig = in_mode(Suite::Lrp);
    let mut channel = lrp::first(&mut rig, 0, &AesKey::factory()).unwrap();
    let payload = [&[2], plain().as_slice()].concat();
    let settings = channel.wrap(&Raw::<0x5F, 1> { mode: CommMode::Full, payload });
    let (data, status) = rig.apdu(&settings);
    assert_eq!(status, 0x9100);
    let answer = ResponseApdu { data, status: Status::OK };
    assert!(channel.unwrap(CommMode::Full, &answer).is_empty());
    let before = rig.card.memory().clone();
    for data in [LRP, [0; 10]] {
        let payload = [&[0x05], &data[..]].concat();
        let command = channel.wrap(&Raw::<0x5C, 1> { mode: CommMode::Full, payload });
        assert_eq!(rig.apdu(&command), (Vec::new(), 0x9100));
        let bare = ResponseApdu { data: Vec::new(), status: Status::OK };
        channel.unwrap(CommMode::Plain, &bare);
        assert_eq!(rig.card.memory(), &before);
    }
}

/// 919D for an AES First, and the session before it is over.
#[test]
fn an_aes_first_in_an_lrp_session() {
    let mut rig = in_mode(Suite::Lrp);
    let channel = lrp::first(&mut rig, 0, &AesKey::factory()).unwrap();
    assert_eq!(rig.wrapped(0x71, &[0, 0]).1, 0x919D);
    let command = channel.wrap(&Raw::<0x51, 0> { mode: CommMode::Full, payload: Vec::new() });
    assert_eq!(rig.apdu(&command).1, 0x917E);
}

/// Nobody has the originality keys: they are asked for, in either mode, and no answer is right.
#[test]
fn originality_keys() {
    for suite in [Suite::Aes, Suite::Lrp] {
        let asked: [&[u8]; 2] = [&[1, 1, 2], &[4, 6, 2, 0, 0, 0, 0, 0]];
        for body in asked {
            let mut rig = under_master_file(suite);
            let (challenge, status) = rig.wrapped(0x71, body);
            assert_eq!((challenge.len(), challenge[0], status), (17, 0x01, 0x91AF));
            assert_eq!(rig.wrapped(0xAF, &[0; 31]).1, 0x917E);
            assert_eq!(rig.wrapped(0x71, body).1, 0x91AF);
            assert_eq!(rig.wrapped(0xAF, &[0; 32]).1, 0x91AE);
            assert_eq!(rig.wrapped(0xAF, &[0; 32]).1, 0x911C, "and nothing is awaited");
        }
        let mut rig = under_master_file(suite);
        for _ in 0..60 {
            assert_eq!(rig.wrapped(0x77, &[1]).1, 0x91AF, "without a session, and never delayed");
            assert_eq!(rig.wrapped(0xAF, &[0; 32]).1, 0x91AE);
        }
        for number in KeyNumber::ALL {
            assert_eq!(rig.card.memory().failures(number), &Failures::default());
        }
    }
}

#[test]
fn keys_that_are_not_originality_keys() {
    for suite in [Suite::Aes, Suite::Lrp] {
        for number in [0, 5] {
            assert_eq!(under_master_file(suite).wrapped(0x71, &[number, 1, 2]).1, 0x9140);
            assert_eq!(under_master_file(suite).wrapped(0x77, &[number]).1, 0x9140);
        }
        assert_eq!(under_master_file(suite).wrapped(0x71, &[1, 0]).1, 0x9140, "not in AES");
    }
}

fn under_master_file(suite: Suite) -> Rig {
    let mut rig = in_mode(suite);
    rig.card.power_off();
    rig
}
