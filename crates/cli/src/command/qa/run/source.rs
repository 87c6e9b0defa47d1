//! Where cards come from: a reader, one after the other; or a file, or a folder of files, as a rehearsal.

use std::collections::VecDeque;
use std::fs;
use std::path::PathBuf;
use std::thread;
use std::time::Duration;

use tapsmith_reader::family::Family;
use tapsmith_reader::pcsc::{self, Placement, Placements};
use tapsmith_reader::selector::Selector;
use tapsmith_reader::wire::{Wire, WireError};

use crate::exit::Exit;
use crate::failure::Failure;

/// How long a change is waited for before the operator is listened to again.
const SLICE: Duration = Duration::from_millis(50);

/// A stack of cards, or a reader that somebody puts cards on.
#[derive(Debug)]
pub(super) enum Source {
    /// A reader; none while it is unplugged.
    Reader { part: Option<String>, placements: Option<Placements>, name: String },
    /// Files, the first one on top.
    Stack { files: VecDeque<PathBuf>, lies: bool, through: bool, name: String },
}

/// What changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Change {
    /// Nothing.
    Nothing,
    /// A card lies there.
    Put,
    /// A card lies there and does not answer.
    Mute,
    /// It was taken away.
    Taken,
    /// The reader was unplugged.
    ReaderGone,
    /// It is back.
    ReaderBack,
    /// There are no more cards.
    End,
}

impl Source {
    /// What `selector` leads to.
    pub(super) fn of(selector: &Selector) -> Result<Self, Failure> {
        match selector {
            Selector::Pcsc(part) => {
                let reader = pcsc::choose(part.as_deref())?;
                let name = reader.to_string();
                let placements = Some(Placements::on(reader)?);
                Ok(Self::Reader { part: part.clone(), placements, name })
            }
            Selector::Virtual(path) => {
                let (files, name) = (files(path)?, selector.to_string());
                Ok(Self::Stack { files, lies: false, through: false, name })
            }
        }
    }

    /// Its name.
    pub(super) fn name(&self) -> String {
        match self {
            Self::Reader { name, .. } | Self::Stack { name, .. } => name.clone(),
        }
    }

    /// Whether cards come without anybody putting them down.
    pub(super) fn is_stack(&self) -> bool {
        matches!(self, Self::Stack { .. })
    }

    /// What changes within a moment.
    pub(super) fn next(&mut self) -> Result<Change, Failure> {
        match self {
            Self::Stack { files, lies, through, .. } => Ok(next_of_stack(files, lies, through)),
            Self::Reader { part, placements, .. } => {
                let Some(watched) = placements else {
                    return Ok(plug_in(part.as_deref(), placements));
                };
                match watched.next(SLICE) {
                    // Whoever interrupted has said more than this.
                    Ok(None) | Err(pcsc::Error::Interrupted) => Ok(Change::Nothing),
                    Ok(Some(Placement::Put)) => Ok(Change::Put),
                    Ok(Some(Placement::Mute)) => Ok(Change::Mute),
                    Ok(Some(Placement::Taken)) => Ok(Change::Taken),
                    Err(pcsc::Error::ReaderGone { .. } | pcsc::Error::Service(_)) => {
                        *placements = None;
                        Ok(Change::ReaderGone)
                    }
                    Err(error) => Err(error.into()),
                }
            }
        }
    }

    /// Does one job with the card that lies there.
    pub(super) fn with_card<R>(
        &mut self,
        family: Option<Family>,
        job: impl FnOnce(Wire<'_>) -> R,
    ) -> Result<R, WireError> {
        match self {
            Self::Stack { files, .. } => {
                let file = files.pop_front().unwrap_or_default();
                Ok(job(Wire::of_file(&file, family)?))
            }
            Self::Reader { part, placements, .. } => {
                let reader = match placements {
                    Some(placements) => placements.reader().clone(),
                    None => pcsc::choose(part.as_deref())?,
                };
                Ok(pcsc::with_card(&reader, family, |transport| job(Wire::Pcsc(transport)))?)
            }
        }
    }
}

/// One card after the other, each taken away again; the end is told once.
fn next_of_stack(files: &VecDeque<PathBuf>, lies: &mut bool, through: &mut bool) -> Change {
    if *lies {
        *lies = false;
        return Change::Taken;
    }
    if !files.is_empty() {
        *lies = true;
        return Change::Put;
    }
    if *through {
        thread::sleep(SLICE);
        return Change::Nothing;
    }
    *through = true;
    Change::End
}

/// Looks whether the reader is there again.
fn plug_in(part: Option<&str>, placements: &mut Option<Placements>) -> Change {
    thread::sleep(SLICE);
    match pcsc::choose(part).and_then(Placements::on) {
        Ok(watched) => {
            *placements = Some(watched);
            Change::ReaderBack
        }
        Err(_) => Change::Nothing,
    }
}

/// The file; or each of the folder's, by name.
fn files(path: &PathBuf) -> Result<VecDeque<PathBuf>, Failure> {
    if path.is_file() {
        return Ok(VecDeque::from([path.clone()]));
    }
    if !path.is_dir() {
        // Anywhere else a new card would be made: here it would be judged, and fail.
        return Err(Failure::say(Exit::Input, "no such virtual card, and no folder of them")
            .at(path.display())
            .hint("`tapsmith virtual --create-only` makes one"));
    }
    let at = |error: std::io::Error| Failure::input(error).at(path.display());
    let mut files = Vec::new();
    for entry in fs::read_dir(path).map_err(at)? {
        let file = entry.map_err(at)?.path();
        if file.extension().is_some_and(|extension| extension == "json") {
            files.push(file);
        }
    }
    if files.is_empty() {
        return Err(Failure::say(Exit::Input, "a folder without a virtual card")
            .at(path.display())
            .hint("a virtual card is a file that ends in .json"));
    }
    files.sort();
    Ok(files.into())
}
