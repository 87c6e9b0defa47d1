//! Whatever lies on the reader: no panic, no wait without end, no memory beyond the card's own size.

use proptest::prelude::*;
use tapsmith_card::field::{Abilities, Field, Heard};
use tapsmith_card::transport::Transport;
use tapsmith_desk::any;
use tapsmith_desk::encode::Request;
use tapsmith_desk::trust::VirtualCards;
use tapsmith_desk::verify::{self, Strangers};
use tapsmith_picc::Type2;
use tapsmith_picc::type2::{Chip, Memory};

use crate::common::Counting;
use crate::rig::{InField, Pulled, delivered, desk, request};

/// A card that answers what it likes, and a reader that hands it on.
#[derive(Debug)]
struct Anything {
    atr: Vec<u8>,
    answers: Vec<Heard>,
    raw_frames: bool,
    asked: usize,
}

/// More exchanges than any job has with any card.
const ENDLESS: usize = 3000;

impl Anything {
    fn next(&mut self) -> Heard {
        self.asked += 1;
        assert!(self.asked < ENDLESS, "no end to it");
        let index = self.asked % self.answers.len();
        self.answers.get(index).cloned().unwrap_or(Heard::Silence)
    }
}

impl Transport for Anything {
    type Error = Pulled;

    fn transmit(&mut self, _: &[u8]) -> Result<Vec<u8>, Pulled> {
        match self.next() {
            Heard::Answer(bytes) => Ok(bytes),
            Heard::Ack => Ok(vec![0x90, 0x00]),
            Heard::Nak(_) => Ok(vec![0x63, 0x00]),
            Heard::Unable => Ok(vec![0x6A, 0x81]),
            Heard::Silence => Err(Pulled),
        }
    }
}

impl Field for Anything {
    fn atr(&self) -> &[u8] {
        &self.atr
    }

    fn abilities(&self) -> Abilities {
        Abilities { raw_frames: self.raw_frames, ..Abilities::ALL }
    }

    fn frame(&mut self, _: &[u8]) -> Result<Heard, Pulled> {
        Ok(self.next())
    }

    fn reactivate(&mut self) -> Result<(), Pulled> {
        Ok(())
    }
}

fn heard() -> impl Strategy<Value = Heard> {
    let bytes = prop_oneof![
        prop::collection::vec(any::<u8>(), 0..20),
        prop::collection::vec(any::<u8>(), 48..62),
        // What a chip says of itself, and a first page like a card's.
        Just(vec![0, 4, 4, 2, 1, 0, 0x0F, 3]),
        Just(vec![0, 4, 3, 1, 1, 0, 0x0E, 3]),
        prop::collection::vec(any::<u8>(), 16..=16),
    ];
    prop_oneof![
        6 => bytes.prop_map(Heard::Answer),
        1 => Just(Heard::Ack),
        1 => prop::option::of(0_u8..16).prop_map(Heard::Nak),
        1 => Just(Heard::Silence),
    ]
}

const CLASSIC: [u8; 20] =
    [0x3B, 0x8F, 0x80, 1, 0x80, 0x4F, 0x0C, 0xA0, 0, 0, 3, 6, 3, 0, 1, 0, 0, 0, 0, 0x6A];

fn atr() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        4 => Just(Type2::ATR.to_vec()),
        2 => Just(CLASSIC.to_vec()),
        1 => Just(vec![0x3B, 0x81, 0x80, 1, 0x80, 0x80]),
        1 => prop::collection::vec(any::<u8>(), 0..33),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]
    #[test]
    fn a_card_that_answers_garbage_ends_every_job(
        answers in prop::collection::vec(heard(), 1..12),
        atr in atr(),
        raw_frames: bool,
    ) {
        let field = || Anything { atr: atr.clone(), answers: answers.clone(), raw_frames, asked: 0 };
        let _ = any::inspect(&mut field());
        for profile in ["ntag213-password", "classic-key"] {
            let mut desk = desk(profile);
            let batch = desk.batch.clone();
            let now = request(&desk).now;
            let virtual_cards = VirtualCards::Accept;
            let strangers = Strangers::All;
            let judge = verify::Request { batch: &batch, record: None, virtual_cards, strangers, now };
            let _ = any::verify(&mut field(), &mut desk.vault, judge, &mut Counting(1));
            let encode = Request { batch: &batch, ..request(&desk) };
            let _ = any::encode(&mut field(), &mut desk.vault, encode, &mut Counting(1));
        }
    }

    /// Any memory at all, on the chip itself: TLVs past the end, NDEF lengths of 4 GiB, settings that contradict
    /// themselves. Looking at it never writes, and never shows a password that could lock it.
    #[test]
    fn any_memory_is_looked_at(
        pages in prop::collection::vec((2_u8..0x2D, any::<[u8; 4]>()), 0..40),
        head in prop_oneof![
            Just([0x03, 0xFF, 0xFF, 0xFF]),
            Just([0x03, 0x0A, 0xC1, 0x01]),
            Just([0xFD, 0xF0, 0x00, 0x00]),
            any::<[u8; 4]>(),
        ],
    ) {
        let memory = pages.iter().fold(
            Memory::factory(Chip::Ntag213, delivered(Chip::Ntag213, 6).memory().uid()),
            |memory, (page, data)| memory.with_page(*page, *data),
        );
        let memory = memory.with_page(4, head).with_page(5, [0xFF, 0xFF, 0xFF, 0xFF]);
        let mut card = Type2::new(memory);
        let before = card.memory().clone();
        let mut field = InField::new(&mut card);
        any::inspect(&mut field).unwrap();
        prop_assert!(field.frames.iter().all(|frame| ![0xA2, 0x1B].contains(&frame[0])));
        let mut desk = desk("ntag213-password");
        desk.verify(&mut card).unwrap();
        prop_assert_eq!(card.memory().pages(), before.pages());
        let limit = before.page(0x2A)[0] & 0x07;
        prop_assert!(limit == 0 || card.memory().failures() < u16::from(limit));
    }
}
