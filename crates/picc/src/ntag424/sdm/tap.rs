//! A read without a session: counted, and shown with its mirrors.

use std::ops::Range;

use tapsmith_card::command::FileNumber;
use tapsmith_card::settings::{PiccMirror, Sdm};
use tapsmith_card::status::Status;
use tapsmith_core::counter::ReadCounter;
use tapsmith_core::random::Random;
use tapsmith_core::suite::Suite;
use tapsmith_core::sun::PiccRandom;
use tapsmith_core::tamper::TagTamper;

use super::mirror::{self, Tap};
use super::places::{self, overlap};
use super::{ReadCommand, ReadRun};
use crate::ntag424::answer::Stop;
use crate::ntag424::unknowns::{CounterUnasked, ReadBesideMirrors};
use crate::ntag424::{Ntag424, Tamper};

/// Why a read is no tap.
#[derive(Debug)]
pub(in crate::ntag424) enum Untapped<E> {
    /// The read counter stands at its limit.
    Limit,
    /// The read counter stands at its end.
    Overflow,
    /// There is no randomness; nothing was counted.
    Random(E),
}

impl<E> Untapped<E> {
    /// The command's own words for it.
    pub(in crate::ntag424) fn refused(self, limit: Status, overflow: Status) -> Stop<E> {
        match self {
            Self::Limit => Stop::Refused(limit),
            Self::Overflow => Stop::Refused(overflow),
            Self::Random(error) => Stop::Random(error),
        }
    }
}

impl Ntag424 {
    /// The bytes `wanted` of `file` as anybody sees them. The range lies inside the file.
    pub(in crate::ntag424) fn show<R: Random>(
        &mut self,
        file: FileNumber,
        by: ReadCommand,
        wanted: Range<usize>,
        random: &mut R,
    ) -> Result<Vec<u8>, Untapped<R::Error>> {
        let other = self.unknowns.read_of_other_file;
        self.volatile.run = self.volatile.run.filter(|run| run.survives_file(file, other));
        let page = match self.memory.settings(file).sdm {
            Some(sdm) if self.is_tap(&sdm, &wanted) => {
                let tap = self.tap(file, by, &sdm, random)?;
                mirror::fill(&self.memory, &sdm, tap)
            }
            _ => self.memory.data(file).to_vec(),
        };
        Ok(page.get(wanted).unwrap_or_default().to_vec())
    }

    fn is_tap(&self, sdm: &Sdm, wanted: &Range<usize>) -> bool {
        self.unknowns.read_beside_mirrors == ReadBesideMirrors::Counts
            || places::of(sdm, self.memory.configuration.suite)
                .iter()
                .any(|place| overlap(place, wanted))
    }

    /// The tap under way, or a new one.
    fn tap<R: Random>(
        &mut self,
        file: FileNumber,
        by: ReadCommand,
        sdm: &Sdm,
        random: &mut R,
    ) -> Result<Tap, Untapped<R::Error>> {
        if let Some(run) = self.volatile.run
            && run.file == file
        {
            return Ok(run.tap);
        }
        let counter = self.next_count(sdm)?;
        let random = match sdm.picc {
            PiccMirror::Encrypted { .. } => draw(self.memory.configuration.suite, random)?,
            PiccMirror::Plain { .. } | PiccMirror::Off { .. } => PiccRandom::default(),
        };
        self.memory.read_counter = counter;
        let tap = Tap { counter, random, tamper: self.measured(sdm) };
        self.volatile.run = Some(ReadRun { by, file, tap });
        Ok(tap)
    }

    /// The loop, if it is mirrored: one measurement a tap, so that its chunks fit together.
    fn measured(&mut self, sdm: &Sdm) -> Option<TagTamper> {
        sdm.tag_tamper?;
        self.memory.tamper.as_mut().map(Tamper::measure)
    }

    /// The counter one further, unless it has come to its end.
    fn next_count<E>(&self, sdm: &Sdm) -> Result<ReadCounter, Untapped<E>> {
        let counter = self.memory.read_counter;
        if !sdm.picc.has_counter() && self.unknowns.counter_unasked == CounterUnasked::Stands {
            return Ok(counter);
        }
        if sdm.counter_limit.is_some_and(|limit| counter >= limit) {
            return Err(Untapped::Limit);
        }
        counter.next().ok_or(Untapped::Overflow)
    }
}

/// The filling of PICCData, and `PICCRand` where there is one.
fn draw<R: Random>(suite: Suite, random: &mut R) -> Result<PiccRandom, Untapped<R::Error>> {
    let mut drawn = PiccRandom::default();
    random.fill(&mut drawn.padding).map_err(Untapped::Random)?;
    if suite == Suite::Lrp {
        random.fill(&mut drawn.start).map_err(Untapped::Random)?;
    }
    Ok(drawn)
}
