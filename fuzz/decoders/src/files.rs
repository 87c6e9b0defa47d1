//! Files that people hand over.

use tapsmith_core::order::{Order, check};
use tapsmith_core::profile::Profile;
use tapsmith_core::template::Template;
use tapsmith_picc::{Memory, Ntag424};

use crate::Counting;

/// An order, read and checked.
pub fn order_json(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    match Order::from_json(text) {
        Ok(order) => check(&order).iter().for_each(|finding| drop(format!("{finding:?}"))),
        Err(error) => drop(error.to_string()),
    }
}

/// A profile.
///
/// # Panics
/// What was read is not what is written.
pub fn profile_toml(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    match Profile::from_toml(text) {
        Ok(profile) => {
            let written = profile.to_toml();
            assert_eq!(written.map(|text| Profile::from_toml(&text)), Ok(Ok(profile.clone())));
            let _ = Template::for_base(&profile, "https://example.com/c");
        }
        Err(error) => drop(error.to_string()),
    }
}

/// A virtual card's memory; the card with it answers a phone.
///
/// # Panics
/// What was read is not what is written.
pub fn state_file(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    match Memory::from_json(text) {
        Ok(memory) => {
            assert_eq!(Memory::from_json(&memory.to_json()).as_ref(), Ok(&memory));
            phone(memory);
        }
        Err(error) => drop(error.to_string()),
    }
}

/// Selects and reads, a tap or not.
fn phone(memory: Memory) {
    const APPLICATION: [u8; 13] =
        [0x00, 0xA4, 0x04, 0x00, 0x07, 0xD2, 0x76, 0x00, 0x00, 0x85, 0x01, 0x01, 0x00];
    const READ: [u8; 13] = [0x90, 0xAD, 0x00, 0x00, 0x07, 2, 0, 0, 0, 0, 0, 0, 0x00];
    let mut card = Ntag424::new(memory);
    for command in [&APPLICATION[..], &READ, &[0x00, 0xB0, 0x84, 0x00, 0x00]] {
        let Ok(_) = card.exchange(command, &mut Counting::default());
    }
}
