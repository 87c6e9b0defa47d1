//! Nonsense: the card always answers, and nobody changes what he may not.

use proptest::collection::vec;
use proptest::prelude::*;
use tapsmith_picc::desfire::{Memory, Unknowns};

use crate::rig::{AID, Rig, ZERO};
use crate::taps::with;

/// Any bytes, and bytes that are nearly a command.
fn command() -> impl Strategy<Value = Vec<u8>> {
    let instruction = prop::sample::select(vec![
        0x0A, 0x1A, 0xAA, 0x71, 0x77, 0xAF, 0x60, 0x51, 0x3C, 0x6E, 0x6A, 0x6D, 0x45, 0x64, 0xCA,
        0xDA, 0x5A, 0xFC, 0xC4, 0x54, 0xCD, 0xDF, 0x6F, 0x61, 0xF5, 0x5F, 0xAD, 0xBD, 0x8D, 0x3D,
        0xF6, 0xA4, 0xB0, 0xD6,
    ]);
    let near =
        (prop::sample::select(vec![0x90, 0x00]), instruction, vec(0..6_u8, 0..45), any::<bool>())
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
    fn a_card_answers_any_bytes(commands in vec((command(), 0..6_usize), 1..40), inside in any::<bool>()) {
        let mut rig = if inside { Rig::files() } else { Rig::delivered() };
        for (command, frames) in commands {
            if frames == 0 {
                rig.tear(&command, 1);
                rig.native(0x5A, &AID);
            } else {
                rig.send(&command);
            }
        }
        let memory = rig.card.into_memory();
        prop_assert_eq!(Memory::from_json(&memory.to_json()), Ok(memory));
    }

    /// Nobody is authenticated: keys, settings and files that are locked stay.
    #[test]
    fn without_a_key_nothing_locked_changes(commands in vec(command(), 1..40)) {
        let mut rig = with(&crate::settings::SDM, Unknowns::default());
        let before = rig.card.memory().clone();
        for command in commands {
            rig.send(&command);
        }
        let after = rig.card.memory();
        prop_assert_eq!(after.picc_key(), before.picc_key());
        prop_assert_eq!(after.picc_settings(), before.picc_settings());
        let (before, after) = (&before.applications()[0], &after.applications()[0]);
        prop_assert_eq!(after.settings(), before.settings());
        for number in 0..5 {
            prop_assert_eq!(after.key(number), before.key(number));
        }
        prop_assert_eq!(after.files().len(), 3);
        for (after, before) in after.files().iter().zip(before.files()) {
            prop_assert_eq!(after.settings(), before.settings());
            prop_assert!(after.data() == before.data() || after.number() == 2);
        }
    }

    /// The same in the middle of a session: nothing passes without its MAC but what is free.
    #[test]
    fn nonsense_in_a_session_changes_nothing_locked(command in command(), legacy in any::<bool>()) {
        let mut rig = if legacy { Rig::delivered() } else { Rig::files() };
        if legacy {
            rig.legacy(&ZERO).unwrap();
        } else {
            rig.ev2(0, &ZERO).unwrap();
        }
        let before = rig.card.memory().clone();
        rig.send(&command);
        let after = rig.card.memory();
        prop_assert_eq!(after.picc_key(), before.picc_key());
        for (after, before) in after.applications().iter().zip(before.applications()) {
            prop_assert_eq!(after.key(1), before.key(1));
            prop_assert_eq!(after.file(1), before.file(1));
        }
    }

    /// Settings from a state file that no chip would have taken: reads still answer.
    #[test]
    fn impossible_settings_are_read_without_harm(fields in vec(any::<u8>(), 18), keys in any::<u8>()) {
        let text = Rig::files().card.into_memory().to_json();
        for options in [0xD1, 0xC1, 0x41] {
            for length in 0..=fields.len() {
                let head = [0x40, 0xE0, 0xEE, options, 0xFF, keys];
                let settings = tapsmith_core::hex::encode(&[&head[..], &fields[..length]].concat());
                let text = text.replacen("00E0EE", &settings, 1);
                let Ok(memory) = Memory::from_json(&text) else { continue };
                let mut rig = Rig::of(memory, Unknowns::default());
                rig.native(0x5A, &AID);
                prop_assert_eq!(rig.read_data(2, 0, 0).1, 0x9100);
            }
        }
    }
}
