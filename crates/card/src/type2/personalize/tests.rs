//! What a target holds, and where its mirrors stand. The steps between are judged at the desk, on a card.

use proptest::prelude::*;
use tapsmith_core::ndef::{Content as Said, Message, read};
use tapsmith_core::template::{Mirroring, Template};

use super::{Content, TooLong};
use crate::type2::settings::Mirror;
use crate::type2::{Model, tlv};

fn message(path: usize, places: &str) -> Message {
    let text = format!("https://example.com/{}?m={places}", "p".repeat(path));
    let mirroring = if places.contains("{mac}") { Mirroring::SunCmac } else { Mirroring::Plain };
    let template = Template::parse_of(mirroring, &text).unwrap();
    Message::uri(&template.fill(1.try_into().unwrap()))
}

/// The area as a reader takes it: found by another reading than the one that wrote it.
fn area(content: &Content) -> Vec<u8> {
    content.pages.as_flattened().to_vec()
}

proptest! {
    /// The settings point at the first character that the chip writes: there stand the zeros, and nowhere before.
    #[test]
    fn a_mirror_stands_on_its_zeros(path in 0_usize..400, which in 0_usize..4) {
        let (places, zeros) = [
            ("{uid}", "00000000000000"),
            ("{ctr}", "000000"),
            ("{uid}x{ctr}", "00000000000000x000000"),
            ("{uid}x{ctr}x{mac}", "00000000000000x000000x0000000000000000"),
        ][which];
        let message = message(path, places);
        let content = Content::of(Model::Ntag216, &message, false).unwrap();
        let Mirror { uid, counter, mac, page, byte } = Content::mirror(Model::Ntag216, &message);
        prop_assert_eq!((uid, counter, mac), (which != 1, which != 0, which == 3));
        let at = (usize::from(page) - 4) * 4 + usize::from(byte);
        let area = area(&content);
        prop_assert_eq!(&area[at..at + zeros.len()], zeros.as_bytes());
        prop_assert_eq!(&area[at - 2..at], b"m=");
    }

    #[test]
    fn what_is_written_is_what_is_read(path in 0_usize..120, small: bool) {
        let model = if small { Model::Ntag213 } else { Model::UltralightEv1Large };
        let message = message(path, "{uid}");
        let room = model.memory().ndef_length();
        match Content::of(model, &message, false) {
            Ok(content) => {
                let area = area(&content);
                prop_assert!(area.len() <= room);
                let found = tlv::message(&area).unwrap().unwrap();
                prop_assert_eq!(read(found), Ok(Said::Uri(message.said)));
            }
            Err(TooLong { needed, .. }) => prop_assert!(needed > room && path > 50),
        }
    }
}

/// A card that may not be written any more says so to phones (NFC Forum Type 2 Tag 1.2, "READ-ONLY state").
#[test]
fn a_locked_card_says_that_it_is_read_only() {
    let of = |read_only| Content::of(Model::Ntag213, &message(0, "{uid}"), read_only).unwrap();
    assert_eq!(of(false).container, Some([0xE1, 0x10, 0x12, 0x00]));
    assert_eq!(of(true).container, Some([0xE1, 0x10, 0x12, 0x0F]));
    assert_eq!(Content::delivered(Model::Ntag213).container, None);
}
