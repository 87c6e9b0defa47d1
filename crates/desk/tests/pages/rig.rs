//! A card of pages in a field that may be pulled, on a reader that may be able to do less.

use std::convert::Infallible;

use jiff::Timestamp;
use tapsmith_card::field::{Abilities, Field, Heard};
use tapsmith_card::transport::Transport;
use tapsmith_core::batch::KeyScheme;
use tapsmith_core::profile::Profile;
use tapsmith_core::uid::Uid;
use tapsmith_desk::any;
use tapsmith_desk::encode::{Effort, Encoded, ForGood, Planned, Request};
use tapsmith_desk::error::Error;
use tapsmith_desk::reset::{self, Reset};
use tapsmith_desk::trust::VirtualCards;
use tapsmith_desk::verify::{self, Strangers, Verified};
use tapsmith_picc::Type2;
use tapsmith_picc::type2::{Chip, Memory, Torn};

use crate::common::{Counting, Desk};

/// The card is gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("pulled")]
pub(crate) struct Pulled;

/// A card in a field.
pub(crate) struct InField<'c> {
    pub(crate) card: &'c mut Type2,
    pub(crate) abilities: Abilities,
    /// The frame in which it is pulled, counted from 1, and what the chip makes of it.
    pub(crate) tear: Option<(usize, Torn)>,
    /// Every frame that reached the card.
    pub(crate) frames: Vec<Vec<u8>>,
}

impl<'c> InField<'c> {
    pub(crate) fn new(card: &'c mut Type2) -> Self {
        card.power_off();
        Self { card, abilities: Abilities::ALL, tear: None, frames: Vec::new() }
    }
}

impl Transport for InField<'_> {
    type Error = Pulled;

    /// The reader's own answer to "Get Data"; nothing else is an APDU's.
    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, Pulled> {
        match command {
            [0xFF, 0xCA, 0, 0, ..] => {
                Ok([self.card.memory().uid().0.as_slice(), &[0x90, 0x00]].concat())
            }
            _ => Ok(vec![0x6A, 0x81]),
        }
    }
}

impl Field for InField<'_> {
    fn atr(&self) -> &[u8] {
        &Type2::ATR
    }

    fn abilities(&self) -> Abilities {
        self.abilities
    }

    fn frame(&mut self, frame: &[u8]) -> Result<Heard, Pulled> {
        let page = frame.get(1).copied().unwrap_or_default();
        match frame.first() {
            Some(0x30 | 0xA2)
                if self.abilities.raw_frames || page <= self.abilities.highest_page => {}
            _ if self.abilities.raw_frames => {}
            _ => return Ok(Heard::Unable),
        }
        self.frames.push(frame.to_vec());
        match self.tear {
            Some((at, torn)) if at == self.frames.len() => {
                let Ok(()): Result<(), Infallible> =
                    self.card.frame_torn(frame, torn, &mut Counting(7));
                Err(Pulled)
            }
            Some((at, _)) if at < self.frames.len() => Err(Pulled),
            _ => {
                let Ok(heard): Result<Heard, Infallible> = self.card.frame(frame, &mut Counting(7));
                Ok(heard)
            }
        }
    }

    fn reactivate(&mut self) -> Result<(), Pulled> {
        if self.tear.is_some_and(|(at, _)| at <= self.frames.len()) {
            return Err(Pulled);
        }
        self.card.power_off();
        Ok(())
    }
}

/// A chip as delivered, whose UID ends with `last`.
pub(crate) fn delivered(chip: Chip, last: u8) -> Type2 {
    Type2::new(Memory::factory(chip, Uid([0x04, 1, 2, 3, 4, 5, last])))
}

pub(crate) fn desk(profile: &str) -> Desk {
    let profile = Profile::shipped(profile).or_else(|_| Profile::from_toml(profile)).unwrap();
    let base = if profile.url.is_empty() { "" } else { "https://example.com/c" };
    Desk::of(profile, KeyScheme::Derived, base)
}

/// What the jobs are asked, with every confirmation given.
pub(crate) fn request(desk: &Desk) -> Request<'_> {
    Request {
        batch: &desk.batch,
        record: None,
        virtual_cards: VirtualCards::Accept,
        overwrite: false,
        for_good: ForGood::Any,
        replace: false,
        effort: Effort::Normal,
        now: Timestamp::UNIX_EPOCH,
    }
}

pub(crate) type Failed = Error<Pulled>;

impl Desk {
    pub(crate) fn encode_in(&mut self, field: &mut InField<'_>) -> Result<Encoded, Failed> {
        let batch = self.batch.clone();
        let request = Request { batch: &batch, ..request(self) };
        any::encode(field, &mut self.vault, request, &mut Counting(9))
    }

    pub(crate) fn encode(&mut self, card: &mut Type2) -> Result<Encoded, Failed> {
        self.encode_in(&mut InField::new(card))
    }

    pub(crate) fn plan(&self, card: &mut Type2) -> Result<Planned, Failed> {
        any::plan(&mut InField::new(card), &self.vault, request(self), &mut Counting(9))
    }

    pub(crate) fn reset_in(&mut self, field: &mut InField<'_>) -> Result<Reset, Failed> {
        let request = reset::Request { batch: None, confirmed: true, now: Timestamp::UNIX_EPOCH };
        any::reset(field, &mut self.vault, request, &mut Counting(9))
    }

    pub(crate) fn reset(&mut self, card: &mut Type2) -> Result<Reset, Failed> {
        self.reset_in(&mut InField::new(card))
    }

    pub(crate) fn verify_in(&mut self, field: &mut InField<'_>) -> Result<Verified, Failed> {
        let request = verify::Request {
            batch: &self.batch.clone(),
            record: None,
            virtual_cards: VirtualCards::Accept,
            strangers: Strangers::One,
            now: Timestamp::UNIX_EPOCH,
        };
        any::verify(field, &mut self.vault, request, &mut Counting(9))
    }

    pub(crate) fn verify(&mut self, card: &mut Type2) -> Result<Verified, Failed> {
        self.verify_in(&mut InField::new(card))
    }
}

/// The names of the checks that failed.
pub(crate) fn failed(verified: &Verified) -> Vec<&str> {
    use tapsmith_desk::check::Outcome;
    let failed = verified.checks.iter().filter(|check| check.outcome == Outcome::Fail);
    failed.map(|check| &*check.name).collect()
}
