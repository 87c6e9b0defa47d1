//! Errors of jobs at the card.

use std::convert::Infallible;

use tapsmith_card::classic;
use tapsmith_card::originality::Originality;
use tapsmith_card::personalize::{ApplicationError, PlanError, StepName};
use tapsmith_card::status::Status;
use tapsmith_card::tag;
use tapsmith_card::type2;
use tapsmith_desk::discover::DiscoverError;
use tapsmith_desk::error::Error;

use super::Failure;
use crate::exit::Exit;

const AGAIN: &str = "run the same command again: it goes on where this one stopped";

const MORE_ABLE: &str =
    "an ACR1252U, ACR1552U or ACR122U can; `reader list -v` shows what each reader can do";

const SOMEBODY_ELSES: &str = "put another card on the reader; this one belongs to somebody else";

/// Where there is no card, there is no reader to fail.
impl From<Infallible> for Failure {
    fn from(never: Infallible) -> Self {
        match never {}
    }
}

impl<E> From<Error<E>> for Failure
where
    E: Into<Self> + std::error::Error + Send + Sync + 'static,
{
    fn from(error: Error<E>) -> Self {
        match error {
            Error::Card(error) => error.into(),
            Error::Store(error) => error.into(),
            Error::Layout(error) => Self::input(error),
            Error::Torn { step, source } => torn(step, source),
            Error::NotOriginal(Originality::Virtual) => Self::new(Exit::CardState, error)
                .hint("for a virtual card behind a real reader say --accept-virtual"),
            Error::Plan(error) => Self::from(error),
            Error::Type2(error) => error.into(),
            Error::TornPages { step, source } => torn_pages(step, source),
            Error::Pages(error) => Self::new(Exit::CardState, error).hint(match error {
                type2::personalize::PlanError::UnknownPassword
                | type2::personalize::PlanError::UnknownKey => SOMEBODY_ELSES,
                type2::personalize::PlanError::Unread { .. } => MORE_ABLE,
                _ => "no command undoes that: take another card",
            }),
            Error::OtherChip { .. } | Error::OtherKind { .. } => Self::new(Exit::CardState, error)
                .hint("take a card of the batch's chip, or a batch of this one's"),
            Error::Application(ApplicationError::Missing) => Self::new(Exit::CardState, error)
                .hint("`card encode` makes one: `card plan` says what it would do"),
            Error::Application(ApplicationError::Lacks(_)) => Self::new(Exit::CardState, error)
                .hint("finish it with the command that began it: `card encode`, or `card reset`"),
            Error::Application(_) | Error::NoPlace(_) => Self::new(Exit::CardState, error).hint(
                "take another card: what somebody else made is not deleted, with --yes neither",
            ),
            Error::ApplicationGone => Self::new(Exit::CardState, error)
                .hint("take its record off it first: `card reset --yes`"),
            Error::Classic(error) => error.into(),
            Error::TornSectors { step, source } => torn_sectors(&step, source),
            Error::Sectors(error) => Self::new(Exit::CardState, error).hint(match error {
                classic::personalize::PlanError::UnknownKey(_)
                | classic::personalize::PlanError::KeyNeeded(..) => SOMEBODY_ELSES,
                classic::personalize::PlanError::NotRead(_) => {
                    "too many keys failed before it: take another card"
                }
                _ => "no command undoes that: take another card",
            }),
            Error::ReaderCannot { .. } => Self::new(Exit::CardState, error).hint(MORE_ABLE),
            Error::NotBlank | Error::NotOurs { .. } => {
                Self::new(Exit::CardState, error).hint(SOMEBODY_ELSES)
            }
            Error::RandomUid => Self::new(Exit::CardState, error)
                .hint("name its batch with --batch, or the vault that encoded it with --vault"),
            Error::Stuck { .. } => Self::new(Exit::CardState, error)
                .hint("take another card: somebody else's key is in that slot"),
            Error::MasterKey { .. } => Self::new(Exit::Authentication, error).hint(
                "somebody else has changed it since; `card inspect` shows how the card stands",
            ),
            Error::NoTagTamper => Self::new(Exit::CardState, error)
                .hint("take an NTAG 424 DNA TagTamper, or a batch of another profile"),
            Error::ForGood { .. } => Self::new(Exit::Refused, error)
                .hint("`card plan` shows all steps; confirm them with --yes"),
            Error::NotConfirmed { .. } => {
                Self::new(Exit::Refused, error).hint("confirm it with --yes")
            }
            Error::OtherLayout { .. } => Self::new(Exit::Refused, error)
                .hint("encode cards of your own in a batch of their own: `batch create`"),
            Error::Shared => Self::new(Exit::Refused, error)
                .hint("--yes takes the card's own master key for the batch all the same"),
            Error::HasSettings => {
                Self::new(Exit::Refused, error).hint("--yes writes over what is on it")
            }
            Error::Discover(DiscoverError::FactoryMaster) => Self::new(Exit::Refused, error)
                .hint("if that is what was agreed, say so with --tolerate-factory 0"),
            Error::Discover(DiscoverError::SharedTap(_)) => Self::new(Exit::Refused, error)
                .hint("the record has to stand inside what the MAC covers"),
            Error::Discover(DiscoverError::FactoryTap(_)) => Self::new(Exit::Refused, error)
                .hint("the printer has to put the ordered keys where the taps are made"),
            Error::Discover(DiscoverError::Ambiguous { .. }) => {
                Self::new(Exit::CardState, error).hint("learn from a card of another record")
            }
            Error::Discover(DiscoverError::NoRecord { .. }) => Self::new(Exit::NotGood, error),
            Error::UnknownRecord { .. } => {
                Self::new(Exit::CardState, error).hint("say which record, as in spring/7")
            }
            Error::NoRecordLeft { .. } => {
                Self::new(Exit::Input, error).hint("make another batch with `batch create`")
            }
            Error::TooLong(_) | Error::ContentTooLong(_) | Error::SectorsTooFew(_) => {
                Self::new(Exit::Input, error)
            }
            Error::WrongCard(_) | Error::NotOriginal(_) | Error::Discover(_) => {
                Self::new(Exit::CardState, error)
            }
            Error::Random => Self::new(Exit::Bug, error),
        }
    }
}

impl From<PlanError> for Failure {
    fn from(error: PlanError) -> Self {
        let (exit, hint) = match error {
            PlanError::SameVersion(_) | PlanError::CounterRestart => {
                (Exit::CardState, "take it back first: `card reset --yes`")
            }
            PlanError::NoTarget(_) => (
                Exit::Refused,
                "cards of imported keys can be verified; encode cards of a batch of your own",
            ),
            PlanError::LrpForGood | PlanError::RandomUidForGood => (
                Exit::CardState,
                "no command undoes that: take another card, or a batch of such cards",
            ),
            PlanError::ReadOnly(_) => (
                Exit::CardState,
                "no command undoes that, so the card was left as it is: take another one",
            ),
            PlanError::UnknownKey(_) => (Exit::CardState, SOMEBODY_ELSES),
        };
        Self::new(exit, error).hint(hint)
    }
}

/// The same of a card of pages.
fn torn_pages<E>(step: &str, source: type2::Error<E>) -> Failure
where
    E: Into<Failure> + std::error::Error + Send + Sync + 'static,
{
    let cause = Failure::from(source);
    Failure::new(cause.exit, cause.error)
        .at(format_args!("the card is half-way ({step})"))
        .hint(AGAIN)
}

/// The same of a card of sectors.
fn torn_sectors<E>(step: &str, source: classic::personalize::ApplyError<E>) -> Failure
where
    E: Into<Failure> + std::error::Error + Send + Sync + 'static,
{
    let cause = match source {
        classic::personalize::ApplyError::Card(error) => Failure::from(error),
        other => Failure::new(Exit::CardState, other),
    };
    Failure::new(cause.exit, cause.error)
        .at(format_args!("the card is half-way ({step})"))
        .hint(AGAIN)
}

impl<E> From<classic::Error<E>> for Failure
where
    E: Into<Self> + std::error::Error + Send + Sync + 'static,
{
    fn from(error: classic::Error<E>) -> Self {
        match error {
            classic::Error::Transport { command, source } => source.into().at(command),
            error => Self::new(Exit::CardState, error),
        }
    }
}

impl<E> From<type2::Error<E>> for Failure
where
    E: Into<Self> + std::error::Error + Send + Sync + 'static,
{
    fn from(error: type2::Error<E>) -> Self {
        match error {
            type2::Error::Transport { command, source } => source.into().at(command),
            type2::Error::Unable { .. } => Self::new(Exit::CardState, error).hint(MORE_ABLE),
            type2::Error::Silent { .. } => {
                Self::new(Exit::CardState, error).hint("lay the card still and try again")
            }
            type2::Error::UnknownChip(_) | type2::Error::NoVersion => {
                Self::new(Exit::CardState, error)
                    .hint("it may be a copy of another maker; take another card")
            }
            error => Self::new(Exit::CardState, error),
        }
    }
}

/// An error while the card was being changed says so, and keeps the exit code of its cause.
fn torn<E>(step: StepName, source: tag::Error<E>) -> Failure
where
    E: Into<Failure> + std::error::Error + Send + Sync + 'static,
{
    let refused_key = source.status() == Some(Status::AUTHENTICATION);
    let cause = Failure::from(source);
    let exit = if refused_key { Exit::Authentication } else { cause.exit };
    Failure::new(exit, cause.error).at(format_args!("the card is half-way ({step})")).hint(AGAIN)
}

impl<E> From<tag::Error<E>> for Failure
where
    E: Into<Self> + std::error::Error + Send + Sync + 'static,
{
    fn from(error: tag::Error<E>) -> Self {
        match error {
            tag::Error::Transport { command, source } => source.into().at(command),
            // An authentication is the one command that any state allows, but for a locked key.
            tag::Error::Refused { command, status: Status::PERMISSION_DENIED }
                if command.starts_with("Authenticate") =>
            {
                Self::new(Exit::CardState, error).hint(
                    "this key is locked after too many failed authentications: take another card",
                )
            }
            tag::Error::Authentication(_)
            | tag::Error::Refused {
                status: Status::AUTHENTICATION | Status::AUTHENTICATION_DELAY,
                ..
            } => Self::new(Exit::Authentication, error),
            tag::Error::Refused { .. }
            | tag::Error::Malformed { .. }
            | tag::Error::Channel(_)
            | tag::Error::TooLong { .. } => Self::new(Exit::CardState, error),
        }
    }
}
