//! Which card this is, and all that it shows to anybody.

use tapsmith_card::field::{Field, Speaks};
use tapsmith_card::originality::{self, Originality};
use tapsmith_card::type2::command::{ReadSig, Version};
use tapsmith_card::type2::personalize::{State, read};
use tapsmith_card::type2::{self, Identity, Model, PAGE, Tag, identify};
use tapsmith_core::bytes::join;
use tapsmith_core::profile::Chip;
use tapsmith_core::uid::Uid;

use crate::error::Error;

/// A card that was looked at.
#[derive(Debug, Clone)]
pub(super) struct Seen {
    /// Which chip, and how sure that is.
    pub(super) identity: Identity,
    /// What the reader saw at activation.
    pub(super) reader_uid: Option<Uid>,
    /// What pages 0 and 1 say.
    pub(super) page_uid: Option<Uid>,
    /// Who signed it. None if the reader cannot ask, or the chip has no signature.
    pub(super) originality: Option<Originality>,
    /// What it holds.
    pub(super) state: State,
    /// How many exchanges it took to read that.
    pub(super) reads: u32,
}

impl Seen {
    /// The card's UID: the reader's word, else the pages'.
    pub(super) fn uid(&self) -> Option<Uid> {
        self.reader_uid.or(self.page_uid)
    }

    /// Which chip.
    pub(super) const fn model(&self) -> Model {
        self.identity.model
    }

    /// Whether it is the chip that a profile is for. One that detects a status mirrors that too, and nobody here knows
    /// how it is set.
    pub(super) fn is(&self, chip: Chip) -> bool {
        self.model().is(chip) && !self.detects_status()
    }

    /// Which chip, for people.
    pub(super) fn name(&self) -> String {
        let status = if self.detects_status() { " StatusDetect" } else { "" };
        format!("an {}{status}", self.model().name())
    }

    fn detects_status(&self) -> bool {
        self.identity.version.is_some_and(Version::detects_status)
    }
}

/// A card of pages, if one lies there.
pub(super) fn tag<F: Field>(field: &mut F) -> Result<Tag<'_, F>, Error<F::Error>> {
    match Speaks::of(field.atr()) {
        Speaks::Type2 => Ok(Tag::new(field)),
        other => Err(Error::OtherKind { found: other.called() }),
    }
}

/// Looks at the card on `tag`. It costs no attempt at a password.
pub(super) fn look<F: Field>(tag: &mut Tag<'_, F>) -> Result<Seen, type2::Error<F::Error>> {
    let reader_uid = tag.uid()?.and_then(|uid| uid.try_into().ok()).map(Uid);
    let identity = identify(tag)?;
    let before = tag.count().exchanges;
    let state = read(tag, identity.model)?;
    let reads = tag.count().exchanges - before;
    let page_uid = page_uid(&state);
    let originality = match (identity.model.signature(), reader_uid.or(page_uid)) {
        (Some(family), Some(uid)) if tag.abilities().raw_frames => {
            let signature = tag.ask(&ReadSig)?;
            let signature = signature.unwrap_or_default();
            Some(originality::check_on(family, &uid.0, &signature))
        }
        _ => None,
    };
    Ok(Seen { identity, reader_uid, page_uid, originality, state, reads })
}

/// What the card is instead, if it is not the chip that a profile is for.
///
/// # Errors
/// The reader cannot ask, and what memory tells is no such chip.
pub(super) fn another_chip<F: Field>(
    tag: &Tag<'_, F>,
    seen: &Seen,
    wanted: Chip,
) -> Result<Option<String>, Error<F::Error>> {
    let abilities = tag.abilities();
    if seen.is(wanted) {
        Ok(None)
    } else if seen.identity.version.is_none() && !abilities.raw_frames {
        let task = "ask the card which chip it is";
        Err(Error::ReaderCannot { reader: abilities.profile, task })
    } else {
        Ok(Some(seen.name()))
    }
}

/// Source: NTAG213F/216F Rev. 3.1, "UID/serial number": three bytes, their check byte, four bytes.
fn page_uid(state: &State) -> Option<Uid> {
    let first: [u8; 2 * PAGE] = state.pages.as_flattened().first_chunk().copied()?;
    let (&[a, b, c, check], rest) = first.split_first_chunk()?;
    let uid = join(&[&[a, b, c], rest]);
    (check == 0x88 ^ a ^ b ^ c).then_some(Uid(uid))
}
