//! A read without a session: counted, and shown with its mirrors.

use std::ops::Range;

use tapsmith_card::status::Status;
use tapsmith_core::aes::Block;
use tapsmith_core::counter::ReadCounter;
use tapsmith_core::random::Random;

use super::mirror::{self, Tap};
use super::places::{self, overlap};
use super::{ReadCommand, ReadRun, Sdm};
use crate::desfire::Desfire;
use crate::desfire::memory::File;
use crate::ev2::answer::Stop;
use crate::ev2::unknowns::{CounterUnasked, ReadBesideMirrors};

/// Why a read is no tap.
#[derive(Debug)]
pub(in crate::desfire) enum Untapped<E> {
    /// There is no such file.
    Gone,
    /// The read counter stands at its limit.
    Limit,
    /// The read counter stands at its end.
    Overflow,
    /// There is no randomness; nothing was counted.
    Random(E),
}

impl<E> Untapped<E> {
    /// The command's own words for it.
    pub(in crate::desfire) fn refused(self, limit: Status, overflow: Status) -> Stop<E> {
        match self {
            Self::Gone => Stop::Refused(Status::FILE_NOT_FOUND),
            Self::Limit => Stop::Refused(limit),
            Self::Overflow => Stop::Refused(overflow),
            Self::Random(error) => Stop::Random(error),
        }
    }
}

impl Desfire {
    /// The bytes `wanted` of `file` as anybody sees them. The range lies inside the file.
    pub(in crate::desfire) fn show<R: Random>(
        &mut self,
        file: u8,
        by: ReadCommand,
        wanted: Range<usize>,
        random: &mut R,
    ) -> Result<Vec<u8>, Untapped<R::Error>> {
        let other = self.unknowns.read_of_other_file;
        self.volatile.run = self.volatile.run.filter(|run| run.survives_file(file, other));
        let settings = *self.shown_file(file)?.settings();
        let page = match settings.sdm {
            Some(sdm) if self.is_tap(&sdm, &wanted) => {
                let tap = self.tap(file, by, &sdm, random)?;
                let application = self.application().map_err(|_| Untapped::Gone)?;
                mirror::fill(self.memory.uid(), application, self.shown_file(file)?, &sdm, tap)
            }
            _ => self.shown_file(file)?.data().to_vec(),
        };
        Ok(page.get(wanted).unwrap_or_default().to_vec())
    }

    fn shown_file<E>(&self, number: u8) -> Result<&File, Untapped<E>> {
        self.application().ok().and_then(|here| here.file(number)).ok_or(Untapped::Gone)
    }

    fn is_tap(&self, sdm: &Sdm, wanted: &Range<usize>) -> bool {
        self.unknowns.read_beside_mirrors == ReadBesideMirrors::Counts
            || places::of(sdm).iter().any(|place| overlap(place, wanted))
    }

    /// The tap under way, or a new one.
    fn tap<R: Random>(
        &mut self,
        file: u8,
        by: ReadCommand,
        sdm: &Sdm,
        random: &mut R,
    ) -> Result<Tap, Untapped<R::Error>> {
        if let Some(run) = self.volatile.run
            && run.file == file
        {
            return Ok(run.tap);
        }
        let counter = self.next_count(file, sdm)?;
        let mut padding: Block = [0; 16];
        if sdm.picc_data_at.is_some() {
            random.fill(&mut padding).map_err(Untapped::Random)?;
        }
        if let Some(file) = self.application_mut().ok().and_then(|here| here.file_mut(file)) {
            file.read_counter = counter;
        }
        let tap = Tap { counter, padding };
        self.volatile.run = Some(ReadRun { by, file, tap });
        Ok(tap)
    }

    /// The counter one further, unless it has come to its end.
    fn next_count<E>(&self, file: u8, sdm: &Sdm) -> Result<ReadCounter, Untapped<E>> {
        let counter = self.shown_file(file)?.read_counter();
        if !sdm.counter && self.unknowns.counter_unasked == CounterUnasked::Stands {
            return Ok(counter);
        }
        if sdm.counter_limit.is_some_and(|limit| counter >= limit) {
            return Err(Untapped::Limit);
        }
        counter.next().ok_or(Untapped::Overflow)
    }
}
