//! The steps from what a card is to what it shall be.

use thiserror::Error;

use super::target::SectorTarget;
use super::{OpenSector, SectorState, State, Step, Target};
use crate::classic::access::Who;
use crate::classic::{KeyKind, Opener, Sector, Trailer};

/// Why a card cannot be made what it shall be. Nothing was written to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum PlanError {
    /// No known key opens a sector.
    #[error("nobody here knows a key of sector {0}: neither a well-known one nor one of ours")]
    UnknownKey(Sector),
    /// A key opens a sector, and it holds a key B that nobody here knows and that would be needed.
    #[error(
        "nobody here knows key {1} of sector {0}, and only it can change what is to be changed"
    )]
    KeyNeeded(Sector, KeyKind),
    /// A sector that nobody can change any more.
    #[error("sector {0} of this card can never be changed again, and is not as it should be")]
    ReadOnly(Sector),
    /// A sector that the card has blocked.
    #[error(
        "sector {0} is lost for ever: its access bits contradict themselves, and the card blocks it"
    )]
    Blocked(Sector),
    /// A sector that was not read.
    #[error("sector {0} was not read")]
    NotRead(Sector),
    /// Another chip.
    #[error("this card is not a chip of the size that it should be")]
    OtherModel,
}

/// What is to be done, in order. Nothing, if the card is finished.
///
/// # Errors
/// A sector is lost, or nobody here may change it. Either is found out before the first step.
pub fn plan(target: &Target, state: &State) -> Result<Vec<Step>, PlanError> {
    if target.model != state.model {
        return Err(PlanError::OtherModel);
    }
    let mut ndef = Vec::new();
    let mut directory = Vec::new();
    for (target, (sector, state)) in target.sectors.iter().zip(&state.sectors) {
        let steps = SectorSteps::new(target, opened(*sector, state)?)?;
        if sector.is_directory() {
            directory.push(steps);
        } else {
            ndef.push(steps);
        }
    }
    let locks = locks(&mut ndef).chain(locks(&mut directory).rev()).collect::<Vec<_>>();
    let ndef = ndef.into_iter().flat_map(SectorSteps::in_order);
    Ok(ndef.chain(directory_steps(directory, target.blank)).chain(locks).collect())
}

/// What is for good comes last, when all else is done and proved.
fn locks(steps: &mut [SectorSteps]) -> impl DoubleEndedIterator<Item = Step> {
    steps.iter_mut().filter_map(|steps| steps.lock.take())
}

/// An encode writes the directory, and then lets readers at it: sector 0 last of all, since it says that
/// there are others. A reset begins with it for the same reason.
fn directory_steps(directory: Vec<SectorSteps>, blank: bool) -> Vec<Step> {
    if blank {
        return directory.into_iter().flat_map(SectorSteps::in_order).collect();
    }
    let (data, trailers): (Vec<_>, Vec<_>) =
        directory.into_iter().map(|steps| (steps.data, steps.trailer)).unzip();
    data.into_iter().flatten().chain(trailers.into_iter().rev().flatten()).collect()
}

fn opened(sector: Sector, state: &SectorState) -> Result<&OpenSector, PlanError> {
    match state {
        SectorState::Open(open) => Ok(open),
        SectorState::Unknown => Err(PlanError::UnknownKey(sector)),
        SectorState::Blocked => Err(PlanError::Blocked(sector)),
        SectorState::Unasked => Err(PlanError::NotRead(sector)),
    }
}

/// What a sector lacks.
struct SectorSteps {
    data: Vec<Step>,
    trailer: Option<Step>,
    lock: Option<Step>,
}

impl SectorSteps {
    fn new(target: &SectorTarget, open: &OpenSector) -> Result<Self, PlanError> {
        let SectorTarget { sector, blocks, trailer, lock } = target;
        let mut data = Vec::new();
        for ((block, wanted), (_, held)) in blocks.iter().zip(&open.blocks) {
            if *held != Some(*wanted) {
                let by = opener(*sector, open, open.access.of(*block).write())?;
                data.push(Step::WriteBlock { block: *block, data: *wanted, by });
            }
        }
        let locked = lock.map(|access| Trailer { access, ..trailer.clone() });
        if open.holds(locked.as_ref().unwrap_or(trailer)) {
            return Ok(Self { data, trailer: None, lock: None });
        }
        let write = |trailer, by| Step::WriteTrailer { sector: *sector, trailer, by };
        let lock = locked.map(|locked| write(locked, Opener::b(trailer.key_b.clone())));
        let trailer = if open.holds(trailer) {
            None
        } else {
            let by = opener(*sector, open, open.access.trailer.write())?;
            Some(write(trailer.clone(), by))
        };
        Ok(Self { data, trailer, lock })
    }

    fn in_order(self) -> impl Iterator<Item = Step> {
        self.data.into_iter().chain(self.trailer)
    }
}

/// A known key that may do what `who` may.
fn opener(sector: Sector, open: &OpenSector, who: Who) -> Result<Opener, PlanError> {
    let missing = match who {
        Who::Never => PlanError::ReadOnly(sector),
        Who::KeyA | Who::Either => PlanError::KeyNeeded(sector, KeyKind::A),
        Who::KeyB => PlanError::KeyNeeded(sector, KeyKind::B),
    };
    open.opener(who).ok_or(missing)
}
