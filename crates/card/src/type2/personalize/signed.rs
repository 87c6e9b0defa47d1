//! A tap that an NTAG 22x DNA has signed, as it stands in memory that was read.

use tapsmith_core::key::AesKey;
use tapsmith_core::sun::{Reading, TapKeys};
use tapsmith_core::template::{Mirroring, Template};

use super::State;
use crate::type2::{MemoryMap, PAGE};

/// How a chip writes UID, counter and MAC.
const PIECE: &str = "{uid}x{ctr}x{mac}";
/// Its characters.
pub(super) const LENGTH: usize = 38;

fn piece() -> Option<Template> {
    Template::parse_of(Mirroring::SunCmac, PIECE).ok()
}

impl State {
    /// What the tap says that was mirrored when memory was read, if there is one and `key` made it. A chip that does not
    /// count shows 0.
    pub fn tap_signed_by(&self, key: &AesKey) -> Option<Reading> {
        let keys = TapKeys { meta_read: key.clone(), file_read: key.clone() };
        piece()?.read(self.mirrored_text()?).ok()?.verify(&keys).ok()
    }

    /// Whether a tap is mirrored, whoever's key made it.
    pub(super) fn shows_tap(&self) -> bool {
        let text = self.mirrored_text();
        text.zip(piece()).is_some_and(|(text, piece)| piece.read(text).is_ok())
    }

    fn mirrored_text(&self) -> Option<&str> {
        self.said().filter(|said| said.mirror.mac)?;
        let (place, user) = (self.mirrored(), usize::from(MemoryMap::USER) * PAGE);
        let place = place.start.checked_sub(user)?..place.end.checked_sub(user)?;
        std::str::from_utf8(self.user().get(place)?).ok()
    }
}
