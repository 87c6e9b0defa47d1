//! Nonsense: the card always answers, and nobody changes what he may not.

use crate::rig::{Rig, key, memory};
use proptest::collection::vec;
use proptest::prelude::*;
use tapsmith_card::command::FileNumber;
use tapsmith_core::key::KeyNumber;
use tapsmith_picc::{Memory, Unknowns};

/// Any bytes, and bytes that are nearly a command.
fn command() -> impl Strategy<Value = Vec<u8>> {
    let instruction = prop::sample::select(vec![
        0x71, 0x77, 0xAF, 0x60, 0x64, 0xF5, 0x5F, 0xAD, 0x8D, 0x51, 0xC4, 0x3C, 0x5C, 0xF6, 0xF7,
        0xA4, 0xB0, 0xD6,
    ]);
    let near =
        (prop::sample::select(vec![0x90, 0x00]), instruction, vec(0..6u8, 0..45), any::<bool>())
            .prop_map(|(class, instruction, data, le)| {
                let length = u8::try_from(data.len()).unwrap();
                let head = [class, instruction, 0, 0];
                let lc = (length > 0).then_some(length);
                head.into_iter().chain(lc).chain(data).chain(le.then_some(0)).collect()
            });
    prop_oneof![vec(any::<u8>(), 0..300), near]
}

proptest! {
    #[test]
    fn a_card_answers_any_bytes(commands in vec(command(), 1..30)) {
        let mut rig = Rig::new();
        for command in commands {
            rig.send(&command);
        }
    }

    /// Nobody is authenticated, so keys, rights and locked files stay, and only what is free to
    /// write or counts by itself moves.
    #[test]
    fn without_a_key_nothing_locked_changes(commands in vec(command(), 1..30)) {
        let mut rig = Rig::new();
        let before = rig.card.memory().clone();
        for command in commands {
            rig.send(&command);
        }
        let after = rig.card.memory();
        prop_assert_eq!(after.configuration(), before.configuration());
        for number in KeyNumber::ALL {
            prop_assert_eq!(after.key(number), before.key(number));
            prop_assert_eq!(after.key_version(number), before.key_version(number));
        }
        for file in FileNumber::ALL {
            prop_assert_eq!(after.settings(file), before.settings(file));
        }
        for file in [FileNumber::CapabilityContainer, FileNumber::Proprietary] {
            prop_assert_eq!(after.data(file), before.data(file));
        }
    }

    /// The same in the middle of a session: nothing passes without its MAC but what is free.
    #[test]
    fn nonsense_in_a_session_changes_nothing_locked(command in command()) {
        let mut rig = Rig::new();
        rig.authenticate(0);
        let before = rig.card.memory().clone();
        rig.send(&command);
        let after = rig.card.memory();
        prop_assert_eq!(after.configuration(), before.configuration());
        prop_assert_eq!(after.key(key(1)), before.key(key(1)));
        prop_assert_eq!(after.settings(FileNumber::Ndef), before.settings(FileNumber::Ndef));
        let container = FileNumber::CapabilityContainer;
        prop_assert_eq!(after.data(container), before.data(container));
    }

    /// Settings from a state file that no chip would have taken: reads still answer.
    #[test]
    fn impossible_settings_are_read_without_harm(fields in vec(any::<u32>(), 6), meta in prop::sample::select(vec![0x0, 0x4, 0xE, 0xF])) {
        let text = memory().to_json();
        for (options, file_read) in [(0xD1, 0x0), (0xC1, 0x0), (0x41, 0xF)] {
            let settings = crate::settings::sdm(options, 0xF, meta, file_read, &fields);
            for length in 6..=settings.len() {
                let Some(mut rig) = with_settings(&text, &settings[..length]) else { continue };
                rig.select();
                prop_assert_eq!(rig.read_data(2, 0, 0).1, 0x9100);
            }
        }
    }
}

/// None if they are not even settings.
fn with_settings(text: &str, settings: &[u8]) -> Option<Rig> {
    let text = text.replacen(
        "\"settings\": \"00E0EE\"",
        &format!("\"settings\": \"{}\"", tapsmith_core::hex::encode(settings)),
        1,
    );
    let memory = Memory::from_json(&text).ok()?;
    Some(Rig::fresh(memory, Unknowns::default()))
}
