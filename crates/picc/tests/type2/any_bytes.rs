//! Nonsense: any frames, to any chip. The chip answers something, keeps its UID, and never says more than a
//! frame that asks for all of its memory would have it say.

use crate::rig::{Rig, Script, UID};
use proptest::collection::vec;
use proptest::prelude::*;
use tapsmith_card::field::Heard;
use tapsmith_picc::type2::{Chip, Memory, Torn};

const CODES: [u8; 14] =
    [0x30, 0x3A, 0xA2, 0xA0, 0x1B, 0x39, 0x3C, 0x60, 0x1A, 0xAF, 0xA5, 0x3E, 0x4B, 0x50];

fn frame() -> impl Strategy<Value = Vec<u8>> {
    let code = prop_oneof![9 => prop::sample::select(&CODES[..]), 1 => any::<u8>()];
    (code, vec(any::<u8>(), 0..6)).prop_map(|(code, body)| [vec![code], body].concat())
}

proptest! {
    #[test]
    fn any_frames(
        chip in prop::sample::select(&Chip::ALL[..]),
        frames in vec((frame(), any::<bool>(), prop::option::of(prop::sample::select(&Torn::ALL[..]))), 1..60),
    ) {
        let mut rig = Rig::of(Memory::factory(chip, UID));
        for (frame, activate, torn) in frames {
            rig.random = Script(vec![7; 64]);
            if let Some(torn) = torn.filter(|_| frame.len() % 2 == 0) {
                rig.chip.frame_torn(&frame, torn, &mut rig.random).unwrap();
            } else {
                let heard = rig.chip.frame(&frame, &mut rig.random).unwrap();
                let refused = matches!(heard, Heard::Nak(_) | Heard::Silence);
                prop_assert_eq!(rig.chip.is_active(), !refused);
                if let Heard::Answer(bytes) = heard {
                    prop_assert!(!bytes.is_empty() && bytes.len() <= chip.pages() * 4 + 8);
                }
            }
            if activate {
                rig.chip.activate();
            }
            let memory = rig.chip.memory();
            prop_assert_eq!(memory.uid(), UID);
            let again = Memory::from_json(&memory.to_json()).unwrap();
            prop_assert_eq!(&again, memory);
        }
    }
}
