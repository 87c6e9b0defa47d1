use super::*;
use tapsmith_card::classic::Key;
use tapsmith_core::secret::Reveal;

const SEVEN: Uid = Uid::Seven([4, 1, 2, 3, 4, 5, 6]);
const FOUR: Uid = Uid::Four([0xDE, 0xAD, 0xBE, 0xEF]);
const SECRET: &str = "0123456789AB";

/// A memory that differs from the factory's.
fn used(model: Model, uid: Uid) -> Memory {
    let mut memory = Memory::delivered(model, uid);
    let key = Key::from_hex(SECRET).unwrap();
    memory.block_mut(7).unwrap()[10..].copy_from_slice(key.reveal());
    memory.block_mut(5).unwrap().fill(0x41);
    memory
}

#[test]
fn memory_survives_json() {
    for model in Model::ALL {
        for uid in [SEVEN, FOUR] {
            for memory in [Memory::delivered(model, uid), used(model, uid)] {
                let text = memory.to_json();
                assert!(text.len() < 16_384, "{}", text.len());
                assert_eq!(Memory::from_json(&text), Ok(memory));
            }
        }
    }
}

/// A file as it was written once; the format is pinned by it.
#[test]
fn the_first_files_are_read() {
    let first = include_str!("tests/format_1.json");
    assert_eq!(Memory::from_json(first), Ok(used(Model::Classic1k, SEVEN)));
    assert_eq!(used(Model::Classic1k, SEVEN).to_json().trim(), first.trim());
}

#[test]
fn json_holds_the_keys_and_debug_does_not() {
    let memory = used(Model::Classic1k, SEVEN);
    assert!(memory.to_json().contains(SECRET));
    let printed = format!("{memory:?}");
    assert!(printed.contains("[redacted]") && !printed.contains("41"), "{printed}");
}

/// Whatever is changed in the text: an error, never a key in it, and never a panic.
#[test]
fn damage_is_told_and_shows_no_key() {
    let text = used(Model::Classic1k, SEVEN).to_json();
    let zeros = "0".repeat(32);
    let cases = [
        (
            text.replacen(SECRET, &SECRET[1..], 1),
            "line 14, column 4: a card's memory has something else here",
        ),
        (text.replacen(&format!("    \"{zeros}\",\n"), "", 1), "has 63 blocks, and the chip 64"),
        (text.replacen("classic-1k", "classic-4k", 1), "has 64 blocks, and the chip 256"),
        (text.replacen("classic-1k", "ntag424", 1), "not that of a chip that is known here"),
        (text.replacen("\"format\": 1", "\"format\": 2", 1), "format 2"),
        (text.replacen("\"uid\": \"04", "\"uid\": \"05", 1), "block 0 begins"),
        (text.replacen("\"uid\": \"04", "\"uid\": \"", 1), "block 0 begins"),
        (text.replacen("\"uid\"", &format!("\"{SECRET}\""), 1), "something else here"),
        (text.replacen("\"format\": 1", "\"format\": \"1\"", 1), "something else here"),
        (text[..text.len() / 2].to_owned(), "not JSON"),
        (String::new(), "not JSON"),
    ];
    for (damaged, says) in cases {
        let error = Memory::from_json(&damaged).unwrap_err();
        let told = format!("{error} {error:?}");
        assert!(told.contains(says), "{told}");
        assert!(!told.contains(&SECRET[1..]), "{told}");
    }
}

/// As dumps of new cards show it; the first by MIFARE Classic Tool, published by a university's wiki.
#[test]
fn a_delivered_chip() {
    let memory = Memory::delivered(Model::Classic1k, Uid::Four([0xEB, 0xB5, 0x5B, 0x1B]));
    let expected = [0xEB, 0xB5, 0x5B, 0x1B, 0x1E, 0x08, 0x04, 0x00];
    assert_eq!(memory.block(0).unwrap()[..8], expected);
    let trailers: Vec<_> = (0..64).filter(|at| *memory.block(*at).unwrap() == DELIVERED).collect();
    assert_eq!(trailers, (0..16).map(|sector| sector * 4 + 3).collect::<Vec<_>>());
    assert_eq!((memory.block(64), memory.uid().as_bytes().len()), (None, 4));
    let memory = Memory::delivered(Model::Classic4k, SEVEN);
    let trailers: Vec<_> =
        (0..=255).filter(|at| *memory.block(*at).unwrap() == DELIVERED).collect();
    let large = (0..8).map(|sector| 143 + sector * 16);
    assert_eq!(trailers, (0..32).map(|at| at * 4 + 3).chain(large).collect::<Vec<_>>());
    assert_eq!(memory.block(0).unwrap()[..9], [4, 1, 2, 3, 4, 5, 6, 0x18, 0x42]);
}
