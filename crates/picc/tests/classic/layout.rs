//! What a card holds, byte by byte: laid out from AN1304, AN10787 and dumps of cards, without the code that
//! encodes.

use tapsmith_card::classic::{Data, Key, Model};
use tapsmith_picc::classic::{Memory, Uid};
use tapsmith_testkit::vectors::{case, list};

pub(crate) const KEY_B: &str = "4B4559204221";

pub(crate) fn key_b() -> Key {
    Key::from_hex(KEY_B).unwrap()
}

pub(crate) fn hex(text: &str) -> Data {
    tapsmith_core::hex::decode(&text.replace(' ', "")).unwrap()
}

/// A delivered card.
pub(crate) fn blank(model: Model) -> Vec<Data> {
    let memory = Memory::delivered(model, Uid::Seven([4, 1, 2, 3, 4, 5, 6]));
    (0..=255).map_while(|at| memory.block(at).copied()).collect()
}

/// The blocks that hold NDEF, in order, by the data sheets' figures of memory.
pub(crate) fn ndef_blocks(model: Model) -> Vec<u8> {
    let small = |block: &u8| block % 4 != 3 && !(64..68).contains(block);
    match model {
        Model::Classic1k => (4..64).filter(small).collect(),
        Model::Classic4k => {
            (4..128).filter(small).chain((128..=255).filter(|block| block % 16 != 15)).collect()
        }
    }
}

/// A card with this stretch of memory, from its first NDEF block on.
pub(crate) fn finished(model: Model, memory: &[u8], read_only: bool) -> Vec<Data> {
    let mut blocks = blank(model);
    let trailer = |key_a: &str, open: &str, closed: &str| {
        hex(&format!("{key_a}{}{KEY_B}", if read_only { closed } else { open }))
    };
    let nfc = trailer("D3F7D3F7D3F7", "7F078840", "078F0F43");
    for block in (4..=255_u8).filter(|at| if *at < 128 { at % 4 == 3 } else { at % 16 == 15 }) {
        if let Some(trailer) = blocks.get_mut(usize::from(block)) {
            *trailer = nfc;
        }
    }
    let dump = case("mifare_classic", "adafruit_dump");
    (blocks[1], blocks[2]) = (dump.array("block_1"), dump.array("block_2"));
    match model {
        Model::Classic1k => blocks[3] = trailer("A0A1A2A3A4A5", "787788C1", "078F0FC1"),
        Model::Classic4k => {
            blocks[3] = trailer("A0A1A2A3A4A5", "787788C2", "078F0FC2");
            blocks[67] = trailer("A0A1A2A3A4A5", "78778800", "078F0F00");
            let second = list("mifare_classic", "directories");
            let second = second.iter().find(|case| case.text("name") == "second_all").unwrap();
            blocks[64..67].copy_from_slice(second.hex("bytes").as_chunks().0);
        }
    }
    let mut bytes = memory.iter().copied();
    for block in ndef_blocks(model) {
        blocks[usize::from(block)] = std::array::from_fn(|_| bytes.next().unwrap_or_default());
    }
    assert_eq!(bytes.next(), None);
    blocks
}
