//! A family at work: one reader, one card, and what was found out about both.

mod raw;

use tapsmith_card::field::{Abilities, Heard, Speaks};
use tapsmith_card::transport::Transport;

pub(super) use self::raw::Got;
use super::{Error, Family, Way, acs, omnikey, storage};

/// Get Data: the UID that the reader saw.
const GET_UID: [u8; 5] = [0xFF, 0xCA, 0x00, 0x00, 0x00];

/// Brings frames to the card that lies on a reader now.
///
/// It holds what a reader must not be asked twice, since asking selects the card anew: whether it has
/// transparent sessions, whether one is open, and the UID it saw before.
#[derive(Clone, Debug)]
pub struct Carrier {
    family: Family,
    speaks: Speaks,
    way: Way,
    /// Whether the reader has said that it has sessions.
    has_session: Option<bool>,
    highest_page: u8,
    open: bool,
    /// The answer to [`GET_UID`] from before the session, while there is one.
    uid: Option<Vec<u8>>,
}

impl Carrier {
    /// For a card whose answer to reset is `atr`, on a reader of `family`.
    pub fn new(family: Family, atr: &[u8]) -> Self {
        Self {
            family,
            speaks: Speaks::of(atr),
            way: family.traits().way,
            has_session: None,
            highest_page: family.abilities().highest_page,
            open: false,
            uid: None,
        }
    }

    /// The reader's family.
    pub const fn family(&self) -> Family {
        self.family
    }

    /// Whether the card is one for frames.
    pub fn is_for_frames(&self) -> bool {
        self.speaks == Speaks::Type2
    }

    /// What this reader can do: by its manual, and by what it answered.
    pub fn abilities(&self) -> Abilities {
        let by_manual = self.family.abilities();
        let raw_frames = match self.way {
            Way::Session => self.has_session.unwrap_or(by_manual.raw_frames),
            Way::Pn532 => true,
            Way::Pages => false,
        };
        Abilities { raw_frames, highest_page: self.highest_page, ..by_manual }
    }

    /// Finds out what the manuals leave open, with a Type 2 card on the reader: whether it has sessions, how far its
    /// pages reach. Nothing is written, and nothing that goes wrong here is an error. True if the card may have
    /// refused something: it wants to be selected again.
    pub fn meet<T: Transport>(&mut self, transport: &mut T) -> bool {
        if !self.is_for_frames() {
            return false;
        }
        if self.way == Way::Session {
            self.has_session = Some(self.opened(transport).unwrap_or(false));
            return false;
        }
        if self.highest_page == omnikey::SURE_PAGE {
            let beyond = [0x30, omnikey::SURE_PAGE + 1];
            let heard = storage::frame(self.family, u8::MAX, transport, &beyond);
            if !matches!(heard, Ok(Heard::Answer(_))) {
                return true;
            }
            self.highest_page = u8::MAX;
        }
        false
    }

    /// An APDU. In a session the reader is not asked for the UID: it said so before.
    ///
    /// # Errors
    /// The transport's.
    pub fn transmit<T: Transport>(
        &mut self,
        transport: &mut T,
        command: &[u8],
    ) -> Result<Vec<u8>, T::Error> {
        match &self.uid {
            Some(uid) if command == GET_UID => Ok(uid.clone()),
            _ => transport.transmit(command),
        }
    }

    /// One frame for a Type 2 card. Any other card is not bothered with one.
    ///
    /// # Errors
    /// The transport's, and [`Nonsense`](super::Nonsense).
    pub fn frame<T: Transport>(
        &mut self,
        transport: &mut T,
        frame: &[u8],
    ) -> Result<Heard, Error<T::Error>> {
        if !self.is_for_frames() || frame.is_empty() {
            return Ok(Heard::Unable);
        }
        match (self.way, frame) {
            (Way::Pages, _) => self.pages(transport, frame),
            (Way::Session, _) if self.has_session == Some(false) => self.pages(transport, frame),
            (Way::Session, _) => self.in_session(transport, frame),
            (Way::Pn532, &[0xA2, page, a, b, c, d]) => {
                storage::write(self.family, transport, page, [a, b, c, d])
            }
            // Between its two frames nothing else may be sent, and the first one's four bits are not told.
            (Way::Pn532, [0xA0, ..]) => Ok(Heard::Unable),
            _ => self.raw(transport, frame),
        }
    }

    /// Before the field is taken away, or the card left to others: ends the session.
    pub fn close<T: Transport>(&mut self, transport: &mut T) {
        // A card that hides its UID has another one next time.
        self.uid = None;
        if std::mem::take(&mut self.open) {
            // A reader that does not end a session ends it with the card.
            let _stays = transport.transmit(&acs::END);
        }
    }

    fn pages<T: Transport>(
        &self,
        transport: &mut T,
        frame: &[u8],
    ) -> Result<Heard, Error<T::Error>> {
        storage::frame(self.family, self.highest_page, transport, frame)
    }

    /// A card that cannot be selected says nothing.
    fn in_session<T: Transport>(
        &mut self,
        transport: &mut T,
        frame: &[u8],
    ) -> Result<Heard, Error<T::Error>> {
        if self.open || self.opened(transport).map_err(Error::Transport)? {
            self.raw(transport, frame)
        } else {
            Ok(Heard::Silence)
        }
    }

    /// Opens a session, if the reader has them and the card is there. One that somebody left open is ended first.
    fn opened<T: Transport>(&mut self, transport: &mut T) -> Result<bool, T::Error> {
        let uid = transport.transmit(&GET_UID)?;
        let mut done = |command: &[u8]| Ok(acs::is_done(&transport.transmit(command)?));
        if !(done(&acs::START)? || (done(&acs::END)? && done(&acs::START)?)) {
            return Ok(false);
        }
        self.open = true;
        self.uid = Some(uid).filter(|answer| answer.ends_with(&[0x90, 0x00]));
        if !done(&acs::LAYER_3)? {
            self.close(transport);
        }
        Ok(self.open)
    }
}

#[cfg(test)]
mod tests;
