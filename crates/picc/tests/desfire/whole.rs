//! A card made for an address, from delivery to tap.

use crate::reader::{cbc_decrypt, checksum_32, cmac};
use crate::rig::{AID, CONTAINER, Mode, NDEF, NEW_APPLICATION, PROPRIETARY, Rig, UID, ZERO};

const PICC: [u8; 16] = [0xC0; 16];
const META: [u8; 16] = [0x22; 16];
const FILE: [u8; 16] = [0x11; 16];

const APPLICATION: [u8; 7] = [0xD2, 0x76, 0x00, 0x00, 0x85, 0x01, 0x01];

#[test]
fn from_delivery_to_tap() {
    let mut rig = Rig::with_aes_picc(&PICC);
    let mut session = rig.ev2(0, &PICC).unwrap();
    assert_eq!(rig.secure(&mut session, Mode::Mac, 0xCA, &NEW_APPLICATION), (vec![], 0x9100));
    assert_eq!(rig.status(0x5A, &AID), 0x9100);
    let mut session = rig.ev2(0, &ZERO).unwrap();
    for file in [CONTAINER, NDEF, PROPRIETARY] {
        assert_eq!(rig.secured(&mut session, Mode::Mac, 0xCD, &file.body()), 0x9100);
    }
    // Not encrypted: the right is free.
    let text = [b"x".repeat(16), b"0".repeat(32), b"&c=".to_vec(), b"0".repeat(16)].concat();
    let write = [&[2, 0, 0, 0, 67, 0, 0][..], &text].concat();
    assert_eq!(rig.secure(&mut session, Mode::Plain, 0x8D, &write), (vec![], 0x9100));
    for (number, key) in [(2_u8, META), (1, FILE)] {
        let body = [&[number], &key[..], &[1], &checksum_32(&key)].concat();
        assert_eq!(rig.secure(&mut session, Mode::Full(1), 0xC4, &body), (vec![], 0x9100));
    }
    let sdm =
        [&[2, 0x40, 0x00, 0xE0, 0xC1, 0xFF, 0x21][..], &[16, 0, 0, 0, 0, 0, 51, 0, 0]].concat();
    assert_eq!(rig.secure(&mut session, Mode::Full(1), 0x5F, &sdm), (vec![], 0x9100));
    let own = [&[0], &[0xA0; 16][..], &[7]].concat();
    let body = session.wrap(Mode::Full(1), 0xC4, &own);
    assert_eq!(rig.native(0xC4, &body), (vec![], 0x9100), "the session is over: no MAC");
    rig.card.power_off();
    taps(&mut rig);
    assert!(rig.ev2(0, &ZERO).is_err());
    assert_eq!(rig.status(0x5A, &AID), 0x9100);
    assert!(rig.ev2(0, &[0xA0; 16]).is_ok());
}

/// As a phone reads: three taps.
fn taps(rig: &mut Rig) {
    for count in 1..=3_u8 {
        assert_eq!(rig.select(0x04, &APPLICATION), 0x9000);
        assert_eq!(rig.select(0x02, &[0xE1, 0x04]), 0x9000);
        let (head, status) = rig.read_binary(0, 40);
        assert_eq!(status, 0x9000);
        let (tail, status) = rig.read_binary(40, 27);
        assert_eq!(status, 0x9000);
        let shown = String::from_utf8([head, tail].concat()).unwrap();
        let (picc, mac) = (&shown[16..48], &shown[51..67]);
        let mut block = [0; 16];
        tapsmith_core::hex::decode_into(picc, &mut block).unwrap();
        let plain = cbc_decrypt(&META, [0; 16], &block);
        assert_eq!(plain[..11], [&[0xC7][..], &UID.0, &[count, 0, 0]].concat());
        let vector = [&[0x3C, 0xC3, 0x00, 0x01, 0x00, 0x80][..], &UID.0, &[count, 0, 0]].concat();
        let session = cmac(&FILE, &vector);
        let whole = cmac(&session, &shown.as_bytes()[..51]);
        let cut: Vec<u8> = whole.iter().copied().skip(1).step_by(2).collect();
        assert_eq!(mac, tapsmith_core::hex::encode(&cut));
    }
}
