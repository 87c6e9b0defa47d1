//! Why a job at the card did not come to its end.

use tapsmith_card::classic;
use tapsmith_card::command::ApplicationId;
use tapsmith_card::originality::Originality;
use tapsmith_card::personalize::{ApplicationError, PlanError, StepName};
use tapsmith_card::status::Status;
use tapsmith_card::tag;
use tapsmith_card::type2;
use tapsmith_core::layout::LayoutError;
use tapsmith_core::ndef::TooLong;
use tapsmith_core::profile::Chip;
use tapsmith_core::uid::Uid;
use thiserror::Error;

use crate::discover::DiscoverError;

/// A job failed. `E` is the reader's own error.
#[derive(Debug, Error)]
pub enum Error<E> {
    /// The card or the reader.
    #[error(transparent)]
    Card(#[from] tag::Error<E>),
    /// The card, while a step changed it.
    #[error("the card was being changed ({step}) when: {source}")]
    Torn {
        /// The step.
        step: StepName,
        /// What happened.
        source: tag::Error<E>,
    },
    /// The card of pages, or the reader.
    #[error(transparent)]
    Type2(#[from] type2::Error<E>),
    /// The card of pages, while a step changed it.
    #[error("the card was being changed ({step}) when: {source}")]
    TornPages {
        /// The step.
        step: &'static str,
        /// What happened.
        source: type2::Error<E>,
    },
    /// A card of pages that cannot be made what it shall be.
    #[error("{0}: the card was not changed")]
    Pages(#[from] type2::personalize::PlanError),
    /// The card of sectors, or the reader.
    #[error(transparent)]
    Classic(#[from] classic::Error<E>),
    /// The card of sectors, while a step changed it.
    #[error("the card was being changed ({step}) when: {source}")]
    TornSectors {
        /// The step.
        step: String,
        /// What happened.
        source: classic::personalize::ApplyError<E>,
    },
    /// A card of sectors that cannot be made what it shall be.
    #[error("{0}: the card was not changed")]
    Sectors(#[from] classic::personalize::PlanError),
    /// Its content does not fit the sectors.
    #[error(transparent)]
    SectorsTooFew(#[from] classic::tlv::TooLong),
    /// Its content does not fit the chip.
    #[error(transparent)]
    ContentTooLong(#[from] type2::personalize::TooLong),
    /// Another chip than the batch's.
    #[error("this card is {found}, and the batch's cards are {wanted}: it was not changed")]
    OtherChip {
        /// What lies there.
        found: String,
        /// What should.
        wanted: Chip,
    },
    /// A card of another kind than the job is for.
    #[error("this card is {found}")]
    OtherKind {
        /// What lies there.
        found: &'static str,
    },
    /// A MIFARE DESFire whose NDEF application is not ours to work with, or not there.
    #[error("{0}: the card was not changed")]
    Application(ApplicationError),
    /// A MIFARE DESFire without a place for the NDEF application.
    #[error("{0}: it was not changed")]
    NoPlace(NoPlace),
    /// A card on which others have applications.
    #[error(
        "others have applications on this card, and would lose its own master key to the batch: it was not changed"
    )]
    Shared,
    /// A finished card that somebody has formatted since.
    #[error(
        "the vault knows this card as finished, and its NDEF application is gone, or not whole: made anew, it would count its taps from zero, and old ones would be good again. It was not changed"
    )]
    ApplicationGone,
    /// The reader has no way to do what the job needs.
    #[error("a reader of the family {reader} cannot {task}: the card was not changed")]
    ReaderCannot {
        /// The reader's family.
        reader: &'static str,
        /// What it cannot do.
        task: &'static str,
    },
    /// The vault.
    #[error(transparent)]
    Store(#[from] tapsmith_store::Error),
    /// Not a card of this kind.
    #[error("this card is no NTAG 424 DNA, and no MIFARE DESFire EV3: {0}")]
    WrongCard(tag::Error<E>),
    /// The signature is missing or wrong.
    #[error("{}: the card was not changed", why(*.0))]
    NotOriginal(Originality),
    /// The chip does not show its UID.
    #[error(
        "the card shows a random UID, and no key that the vault can try tells which card it is: it was not changed"
    )]
    RandomUid,
    /// A profile for a chip with a tamper loop, and a chip without.
    #[error("this chip has no tamper loop, and the batch's cards need one: it was not changed")]
    NoTagTamper,
    /// Steps that nobody has confirmed for this card.
    #[error("no command can undo this on the card {uid}: {}. It was not changed", steps.join(", "))]
    ForGood {
        /// The card.
        uid: Uid,
        /// The steps.
        steps: Vec<String>,
    },
    /// Its key 0 is not the factory's.
    #[error("the card is not blank: the factory's key 0 does not open it. It was not changed")]
    NotBlank,
    /// Its settings are not the factory's.
    #[error("the card is not blank: its NDEF file has settings of its own. It was not changed")]
    HasSettings,
    /// A slot that was taken for blank is not, and the card is half-way.
    #[error("the card is half-way, and cannot be finished ({step}): {unknown}")]
    Stuck {
        /// The step that the card refused.
        step: StepName,
        /// The slot.
        unknown: PlanError,
    },
    /// The key that the vault has for slot 0 does not open the card.
    #[error(
        "key 0 of this card is not the one that the vault has for its version: the card was not changed {status}"
    )]
    MasterKey {
        /// What the card said.
        status: Status,
    },
    /// A key that nobody here knows, or could tell from ours.
    #[error(transparent)]
    Plan(#[from] PlanError),
    /// No journal and no record of this card.
    #[error("the vault knows nothing of the card {uid}: it was not changed")]
    NotOurs {
        /// The card.
        uid: Uid,
    },
    /// The user has to confirm.
    #[error("this would change the card: {steps}")]
    NotConfirmed {
        /// The steps.
        steps: String,
    },
    /// Nothing says which record a card is.
    #[error(
        "neither its address nor its UID nor its tap says which record of batch {batch} this card is"
    )]
    UnknownRecord {
        /// The batch.
        batch: String,
    },
    /// All records are on cards.
    #[error("every record of batch {batch} is on a card")]
    NoRecordLeft {
        /// The batch.
        batch: String,
    },
    /// The address does not fit.
    #[error(transparent)]
    TooLong(#[from] TooLong),
    /// The card tells nothing, or nothing that may be learnt.
    #[error(transparent)]
    Discover(#[from] DiscoverError),
    /// The batch's layout cannot be judged by.
    #[error(transparent)]
    Layout(#[from] LayoutError),
    /// The batch's cards are judged by a layout that encode does not write.
    #[error(
        "cards of batch {batch} are judged by a layout learnt from a returned card, not its profile's"
    )]
    OtherLayout {
        /// The batch.
        batch: String,
    },
    /// The operating system gave no random numbers.
    #[error("the operating system's random generator failed")]
    Random,
}

/// Why no application can be made on a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum NoPlace {
    /// It takes the card's own master key.
    #[error("on this card, only who has its master key may make an application")]
    Locked,
    /// Another application has the number.
    #[error("this card has an application {} of another name", ApplicationId::NDEF)]
    Number,
    /// Its master key can never be changed, and is as delivered.
    #[error(
        "this card's own master key is as delivered, and frozen so: anybody could format the card, for good"
    )]
    Frozen,
    /// It is full.
    #[error("this card has room for {free} bytes, and the NDEF application may need {needed}")]
    Room {
        /// Bytes.
        free: usize,
        /// Bytes.
        needed: usize,
    },
}

// The reason is in the text, so it is no source: a chain would say it twice.
impl<E> From<ApplicationError> for Error<E> {
    fn from(error: ApplicationError) -> Self {
        Self::Application(error)
    }
}

impl<E> From<NoPlace> for Error<E> {
    fn from(error: NoPlace) -> Self {
        Self::NoPlace(error)
    }
}

fn why(originality: Originality) -> &'static str {
    match originality {
        Originality::Valid => "the card is original",
        Originality::Invalid => "the card's originality signature is not NXP's",
        Originality::Virtual => "the card is virtual, and the reader one for real cards",
        Originality::Unchecked => "the card gave no originality signature",
    }
}
