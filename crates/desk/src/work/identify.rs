//! Which card this is, and whether it is original.

use tapsmith_card::command::{GetVersion, Product};
use tapsmith_card::originality::Originality;
use tapsmith_card::personalize::FoundApplication;
use tapsmith_card::tag::{self, Tag};
use tapsmith_card::transport::Transport;
use tapsmith_core::batch::Batch;
use tapsmith_core::profile::{Chip, Family};
use tapsmith_core::random::Random;
use tapsmith_core::uid::Uid;
use tapsmith_store::OpenVault;

use super::{OnCard, ask_card, look, reveal, select_picc};
use crate::error::Error;
use crate::inspect::{self, WithFiles, read_originality};
use crate::trust::VirtualCards;

/// A card that may be worked on.
#[derive(Debug, Clone)]
pub(crate) struct Identified {
    pub(crate) uid: Uid,
    pub(crate) is_virtual: bool,
    /// Whether it shows readers a random UID.
    pub(crate) hides_uid: bool,
    pub(crate) application: Application,
    /// What a card with applications says of itself.
    pub(crate) on_card: Option<OnCard>,
}

/// The application, which is selected if it is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Application {
    /// It is there, and on most chips always was.
    Selected,
    /// On a chip that is delivered without, there is none: the card itself is selected.
    Missing,
    /// On such a chip, this was found.
    Found(FoundApplication),
}

/// A card and the job it is for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Wanted<'w> {
    /// What it has to be; without it, any chip with files.
    pub(crate) chip: Option<Chip>,
    /// The batch whose key a card that hides its UID is asked with first.
    pub(crate) batch: Option<&'w Batch>,
    pub(crate) virtual_cards: VirtualCards,
    /// Whether the signature is asked for.
    pub(crate) check: bool,
}

/// Selects the application and takes the UID from the reader; if the job asks for it, takes the signature
/// over it too. One exchange, or two. A card that hides its UID is asked for it with a key. A MIFARE DESFire is asked
/// for its version too, and what it has for an application.
pub(crate) fn identify<T: Transport, R: Random>(
    tag: &mut Tag<T>,
    vault: &OpenVault,
    wanted: Wanted<'_>,
    random: &mut R,
) -> Result<Identified, Error<T::Error>> {
    match wanted.chip {
        Some(chip) if chip.family() == Family::Desfire => {
            identify_desfire(tag, wanted, chip, random)
        }
        chip => {
            let application = select(tag, chip)?;
            let has_keys = application == Application::Selected;
            let shown = shown_uid(tag)?;
            let (uid, originality) = match shown {
                Some(uid) if wanted.check => {
                    (uid, Some(read_originality(tag, Product::Ntag424, Some(uid))?))
                }
                Some(uid) => (uid, None),
                None if has_keys => {
                    let (uid, originality) = reveal(tag, vault, wanted.batch, random)?;
                    (uid, Some(originality).filter(|_| wanted.check))
                }
                None => return Err(Error::RandomUid),
            };
            let is_virtual = match (judge(wanted, originality), chip) {
                (Err(Error::NotOriginal(Originality::Invalid)), Some(chip)) => {
                    return Err(
                        other_chip(tag, chip)?.unwrap_or(Error::NotOriginal(Originality::Invalid))
                    );
                }
                (judged, _) => judged?,
            };
            let hides_uid = shown.is_none();
            Ok(Identified { uid, is_virtual, hides_uid, application, on_card: None })
        }
    }
}

/// Its version and signature are the card's own, and asked for where no application is selected.
fn identify_desfire<T: Transport, R: Random>(
    tag: &mut Tag<T>,
    wanted: Wanted<'_>,
    chip: Chip,
    random: &mut R,
) -> Result<Identified, Error<T::Error>> {
    match select_picc(tag) {
        Err(refused @ tag::Error::Refused { .. }) => {
            return Err(other_chip(tag, chip)?.unwrap_or(Error::WrongCard(refused)));
        }
        selected => selected?,
    }
    if let Some(other) = other_chip(tag, chip)? {
        return Err(other);
    }
    let uid = shown_uid(tag)?.ok_or(Error::RandomUid)?;
    let originality = if wanted.check {
        Some(read_originality(tag, Product::DesfireEv3, Some(uid))?)
    } else {
        None
    };
    let is_virtual = judge(wanted, originality)?;
    let on_card = Some(ask_card(tag, random)?);
    let application = match look(tag)? {
        Some(found) => Application::Found(found),
        None => Application::Missing,
    };
    Ok(Identified { uid, is_virtual, hides_uid: false, application, on_card })
}

/// Whether the card is virtual, if it may be worked on.
fn judge<E>(wanted: Wanted<'_>, originality: Option<Originality>) -> Result<bool, Error<E>> {
    match originality {
        None => Ok(wanted.virtual_cards == VirtualCards::Accept),
        Some(originality) if wanted.virtual_cards.accept(originality) => {
            Ok(originality == Originality::Virtual)
        }
        Some(originality) => Err(Error::NotOriginal(originality)),
    }
}

/// Selects the application of a chip that is delivered with one. A chip that is not has it or not, where it is not
/// said what the card has to be.
fn select<T: Transport>(
    tag: &mut Tag<T>,
    chip: Option<Chip>,
) -> Result<Application, Error<T::Error>> {
    let refused = match tag.select_application() {
        Ok(()) => return Ok(Application::Selected),
        Err(error @ tag::Error::Transport { .. }) => return Err(error.into()),
        Err(refused) => refused,
    };
    match (chip, inspect::identify(tag)) {
        (None, Ok(WithFiles { product: Product::DesfireEv3, is_selected: false, .. })) => {
            Ok(Application::Missing)
        }
        (Some(wanted), Ok(WithFiles { product, .. })) => {
            Err(Error::OtherChip { found: product.name().to_owned(), wanted })
        }
        (_, Err(error @ (Error::OtherKind { .. } | Error::Card(_)))) => Err(error),
        (_, Ok(_) | Err(_)) => Err(Error::WrongCard(refused)),
    }
}

/// The error that names the chip, if it is another than the batch's.
fn other_chip<T: Transport>(
    tag: &mut Tag<T>,
    wanted: Chip,
) -> Result<Option<Error<T::Error>>, Error<T::Error>> {
    match tag.send(&GetVersion) {
        Ok(version) => Ok(match version.product() {
            Some(product) if product == inspect::product_of(wanted) => None,
            Some(product) => Some(Error::OtherChip { found: product.name().to_owned(), wanted }),
            None => Some(Error::WrongCard(tag::Error::Malformed { command: "GetVersion" })),
        }),
        Err(error @ tag::Error::Transport { .. }) => Err(error.into()),
        Err(refused) => Ok(Some(Error::WrongCard(refused))),
    }
}

/// The UID of activation, or of the chip's version if the reader does not say it; none if the chip hides it.
///
/// Source: ISO/IEC 14443-3, "UID contents": a random one has four bytes.
fn shown_uid<T: Transport>(tag: &mut Tag<T>) -> Result<Option<Uid>, Error<T::Error>> {
    const RANDOM: usize = 4;
    match tag.reader_uid()? {
        Some(bytes) if bytes.len() == RANDOM => Ok(None),
        bytes => match bytes.and_then(|bytes| bytes.try_into().ok()) {
            Some(uid) => Ok(Some(Uid(uid))),
            None => Ok(inspect::shown_uid(&tag.send(&GetVersion)?)),
        },
    }
}
