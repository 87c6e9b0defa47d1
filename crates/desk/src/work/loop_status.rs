//! What a chip with a tamper loop says of it.

use tapsmith_card::command::{GetTtStatus, Version};
use tapsmith_card::status::Status;
use tapsmith_card::tag::{self, Tag};
use tapsmith_card::transport::Transport;
use tapsmith_core::access::Access;
use tapsmith_core::tamper::{Loop, TagTamper};

/// What a chip with a loop says of it to anybody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LoopStatus {
    /// This.
    Says(TagTamper),
    /// Only to who holds a key.
    AsksForKey,
    /// Nothing, to nobody.
    KeepsSilent,
}

impl LoopStatus {
    /// By the answer to `GetTTStatus`. Other refusals than for a lack of rights say nothing of the loop.
    pub(crate) fn of<E>(answer: Result<TagTamper, tag::Error<E>>) -> Result<Self, tag::Error<E>> {
        match answer {
            Ok(status) => Ok(Self::Says(status)),
            Err(tag::Error::Refused { status: Status::AUTHENTICATION, .. }) => Ok(Self::AsksForKey),
            Err(tag::Error::Refused { status: Status::PERMISSION_DENIED, .. }) => {
                Ok(Self::KeepsSilent)
            }
            Err(error) => Err(error),
        }
    }

    /// Whether the chip lets those ask that `wanted` names, as far as it shows.
    pub(crate) fn lets(self, wanted: Access) -> bool {
        matches!(
            (self, wanted),
            (Self::Says(_), Access::Free | Access::Key(_))
                | (Self::AsksForKey, Access::Never | Access::Key(_))
                | (Self::KeepsSilent, Access::Never)
        )
    }

    /// What it says.
    pub(crate) fn status(self) -> Option<TagTamper> {
        match self {
            Self::Says(status) => Some(status),
            Self::AsksForKey | Self::KeepsSilent => None,
        }
    }

    /// What it says of a loop that is watched.
    pub(crate) fn said(self) -> Option<TagTamper> {
        self.status().filter(|_| self.watched().is_some())
    }

    /// Who may ask, if the loop is watched at all. Which key it asks for, nobody is told.
    pub(crate) fn watched(self) -> Option<Access> {
        match self {
            Self::Says(TagTamper { permanent: Loop::Invalid, .. }) => None,
            Self::Says(_) => Some(Access::Free),
            Self::AsksForKey | Self::KeepsSilent => Some(Access::Never),
        }
    }
}

/// Asks a chip with a loop for its state, without a key.
pub(crate) fn loop_status<T: Transport>(
    tag: &mut Tag<T>,
) -> Result<LoopStatus, tag::Error<T::Error>> {
    LoopStatus::of(tag.send(&GetTtStatus))
}

/// The same of a chip of this version; none if it has no loop.
pub(crate) fn loop_of<T: Transport>(
    tag: &mut Tag<T>,
    version: &Version,
) -> Result<Option<LoopStatus>, tag::Error<T::Error>> {
    version.has_tag_tamper().then(|| loop_status(tag)).transpose()
}
