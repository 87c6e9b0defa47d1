//! Ultralight C: triple DES, AUTH0 and AUTH1, the key and the counter. The dialogues are the data sheet's own
//! (MF0ICU2 Rev. 3.3, 7.5.6) and one that somebody published; no cipher of ours made them.

use crate::rig::{Rig, UID, hex};
use tapsmith_picc::type2::{Chip, Memory};

const RND_B: &str = "51E764602678DF2B";
const ASKED: &str = "AF 577293FD2F34CA51";
const PROOF: &str = "AF 0A638559FC7737F9F15D7862EBBE967A";
const PROVED: &str = "00 3B884FA07C137CE1";

fn rig() -> Rig {
    Rig::new(Chip::UltralightC)
}

fn guarded(first: u8, auth1: u8) -> Rig {
    let memory = Memory::factory(Chip::UltralightC, UID);
    Rig::of(memory.with_page(0x2A, [first, 0, 0, 0]).with_page(0x2B, [auth1, 0, 0, 0]))
}

/// The data sheet's dialogue, with the factory's key.
fn authenticate(rig: &mut Rig) {
    rig.random.0 = hex(RND_B);
    rig.dialogue(&[("1A 00", ASKED), (PROOF, PROVED)]);
}

#[test]
fn the_dialogue_of_the_data_sheet() {
    authenticate(&mut rig());
}

/// As published by a user of a real card; its answer was left out, and the first part is what counts: the
/// chip took the proof.
#[test]
fn another_published_dialogue() {
    let mut rig = rig();
    rig.random.0 = hex("6183511C5B7EF046");
    rig.dialogue(&[("1A 00", "AF CCF489BFB7B98605")]);
    let answer = rig.send("AF AB7AF6C6E76675F52B9FF40021A8E2D6");
    assert_eq!((&answer[..2], answer.len()), ("00", 18));
}

/// Any bit of the proof, and any other frame in its place.
#[test]
fn a_wrong_proof() {
    let proof = hex(PROOF);
    for bit in 8..proof.len() * 8 {
        let mut wrong = proof.clone();
        wrong[bit / 8] ^= 1 << (bit % 8);
        let mut rig = guarded(0x04, 0x00);
        rig.random.0 = hex(RND_B);
        rig.dialogue(&[("1A 00", ASKED)]);
        let heard = rig.hear(&wrong);
        // Of the first block, which is RndA, the chip knows nothing; but the second hangs on it.
        assert_eq!(heard, "nak 0", "bit {bit}");
        assert_eq!(rig.afresh("30 04"), "");
        assert_eq!(rig.afresh("30 04"), "nak 0");
    }
    for other in
        ["1A 00", "30 00", "AF", "AF 0A638559FC7737F9", "00 0A638559FC7737F9F15D7862EBBE967A"]
    {
        let mut rig = guarded(0x04, 0x00);
        rig.random.0 = hex(RND_B);
        rig.dialogue(&[("1A 00", ASKED), (other, "nak 0")]);
    }
    assert_eq!(rig().send(PROOF), "nak 0", "nothing was asked");
}

/// AUTH1 bit 0: 0 guards reading and writing, 1 writing only. AUTH0 at 30h is off.
#[test]
fn auth0_and_auth1() {
    let mut rig = guarded(0x05, 0x00);
    rig.dialogue(&[("30 04", "00000000 04E1412C 124C2880 F6480000")]);
    assert_eq!(rig.afresh("30 05"), "nak 0");
    assert_eq!(rig.afresh("A2 05 01020304"), "nak 0");
    authenticate(&mut rig);
    rig.dialogue(&[("A2 05 01020304", "ack"), ("30 05", "01020304 00000000 00000000 00000000")]);
    let mut rig = guarded(0x05, 0x01);
    rig.dialogue(&[("30 05", "00000000 00000000 00000000 00000000"), ("A2 04 01020304", "ack")]);
    assert_eq!(rig.afresh("A2 05 01020304"), "nak 0");
    assert_eq!(guarded(0x30, 0x00).send("A2 2F 01020304"), "ack");
    assert_eq!(guarded(0x2F, 0x00).send("A2 2F 01020304"), "nak 0");
}

/// Nobody reads the key, whoever is there; a read that comes near goes on with page 0.
#[test]
fn the_key_is_never_read() {
    let mut rig = rig();
    authenticate(&mut rig);
    rig.dialogue(&[("30 2B", "00000000 04E1412C 124C2880 F6480000")]);
    for page in 0x2C..=0x30 {
        assert_eq!(rig.afresh(&format!("30 {page:02X}")), "nak 0");
    }
}

/// Data sheet, "Programming of the 3DES key": key 00 01 .. 0F goes as 07060504, 03020100, 0F0E0D0C, 0B0A0908.
/// It is the key from the next activation on. The proof was made with OpenSSL 3.
#[test]
fn a_new_key() {
    let mut rig = rig();
    rig.dialogue(&[
        ("A2 2C 07060504", "ack"),
        ("A2 2D 03020100", "ack"),
        ("A2 2E 0F0E0D0C", "ack"),
        ("A2 2F 0B0A0908", "ack"),
    ]);
    authenticate(&mut rig);
    rig.chip.activate();
    rig.random.0 = hex(RND_B);
    rig.dialogue(&[("1A 00", NEW_ASKED), (NEW_PROOF, NEW_PROVED)]);
}

const NEW_ASKED: &str = "AF DC03A826B12B8EA0";
const NEW_PROOF: &str = "AF E660D6C14F9A197D47C3E35129949957";
const NEW_PROVED: &str = "00 F2503D26865C441C";

/// The first write sets the counter, each other adds its low four bits; it shows after the next activation.
#[test]
fn the_counter() {
    let mut rig = rig();
    let shown = |rig: &mut Rig| rig.send("30 29")[..8].to_owned();
    assert_eq!(rig.send("A2 29 34120000"), "ack");
    assert_eq!(shown(&mut rig), "00000000");
    rig.chip.activate();
    assert_eq!(shown(&mut rig), "34120000");
    assert_eq!(rig.send("A2 29 1F000000"), "ack");
    assert_eq!(rig.send("A2 29 00FF0000"), "ack");
    rig.chip.power_off();
    assert_eq!(shown(&mut rig), "43120000");
    let full = Memory::factory(Chip::UltralightC, UID).with_page(0x29, [0xFE, 0xFF, 0, 0]);
    let mut rig = Rig::of(full);
    assert_eq!(rig.afresh("A2 29 02000000"), "nak 0");
    assert_eq!(rig.afresh("A2 29 01000000"), "ack");
    assert_eq!(shown(&mut rig), "FFFF0000");
}
