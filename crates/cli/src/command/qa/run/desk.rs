//! One step after the other, until all is judged or somebody gets up.

use std::sync::atomic::Ordering;
use std::time::Instant;

use tapsmith_desk::error::Error;
use tapsmith_desk::qa::report::LotVerdict;
use tapsmith_desk::qa::sitting::{Look, Sitting, SittingError};
use tapsmith_desk::qa::tally::Tally;
use tapsmith_desk::trust::VirtualCards;
use tapsmith_reader::os_random::OsRandom;

use super::effort::Effort;
use super::face::{Face, Notice, View};
use super::source::{Change, Source};
use super::word::Word;
use crate::command::card::Trace;
use crate::context::{Context, STOP};
use crate::exit::Exit;
use crate::failure::Failure;

/// Somebody at the desk, with a reader and a face.
pub(super) struct Desk<'d> {
    context: &'d Context,
    plan_id: String,
    sitting: Sitting<'d>,
    source: Source,
    virtual_cards: VirtualCards,
    /// Whether to go on where the lot is rejected already.
    all: bool,
    notice: Notice,
    turn: u64,
    lies: bool,
    /// Whether the card that was put down last could not be judged.
    unread: bool,
    effort: Effort,
}

/// Whether to go on.
enum Flow {
    On,
    /// The rest is for later.
    Pause(Exit),
    /// The lot is judged.
    Close,
}

impl<'d> Desk<'d> {
    pub(super) fn new(
        context: &'d Context,
        plan_id: String,
        sitting: Sitting<'d>,
        source: Source,
        virtual_cards: VirtualCards,
        all: bool,
    ) -> Self {
        let effort = Effort::from(sitting.session());
        let (notice, turn, lies, unread) = (Notice::Waiting, 0, false, false);
        Self {
            context,
            plan_id,
            sitting,
            source,
            virtual_cards,
            all,
            notice,
            turn,
            lies,
            unread,
            effort,
        }
    }

    /// Works until the end. Returns what a pause ends with; good, if the lot was judged.
    pub(super) fn work(mut self, face: &mut dyn Face) -> Result<Exit, Failure> {
        loop {
            match self.show(face).and_then(|()| self.step(face)) {
                Ok(Flow::On) => {}
                Ok(Flow::Pause(exit)) => {
                    let exit = self.effort.exit(self.sitting.session(), exit);
                    self.sitting.up(Context::now())?;
                    return Ok(exit);
                }
                Ok(Flow::Close) => {
                    self.sitting.close(Context::now())?;
                    return Ok(Exit::Good);
                }
                Err(failure) => {
                    // A vault that failed fails again; and the first failure is the one that counts.
                    if failure.exit() != Exit::Vault {
                        let _not_noted = self.sitting.up(Context::now());
                    }
                    return Err(failure);
                }
            }
        }
    }

    fn show(&self, face: &mut dyn Face) -> Result<(), Failure> {
        face.show(&View {
            plan_id: &self.plan_id,
            session: self.sitting.session(),
            rehearsal: self.sitting.is_rehearsal(),
            notice: &self.notice,
            turn: self.turn,
            lies: self.lies,
        })
    }

    fn tell(&mut self, notice: Notice) {
        self.effort.problems += usize::from(matches!(notice, Notice::Problem(_)));
        match notice {
            Notice::Problem(_) => self.unread = true,
            Notice::Judged => self.unread = false,
            _ => {}
        }
        self.notice = notice;
        self.turn += 1;
    }

    fn step(&mut self, face: &mut dyn Face) -> Result<Flow, Failure> {
        if STOP.load(Ordering::Relaxed) {
            return Ok(Flow::Pause(Exit::Interrupted));
        }
        for word in face.words()? {
            match self.hear(word)? {
                Flow::On => self.show(face)?,
                end => return Ok(end),
            }
        }
        // A run may begin where the last one was killed between the last card and the verdict.
        if !face.has_operator() && !self.lies && self.is_decided() {
            return Ok(Flow::Close);
        }
        let change = self.source.next()?;
        self.lies = match change {
            Change::Put | Change::Mute => true,
            Change::Taken | Change::ReaderGone | Change::ReaderBack => false,
            Change::Nothing | Change::End => self.lies,
        };
        match change {
            Change::Nothing => {}
            Change::Put => self.judge(face)?,
            Change::Mute => {
                self.tell(Notice::Problem("the card does not answer: move it".to_owned()));
            }
            Change::Taken => {
                // What went wrong is read after the card was pulled, more often than before.
                if !(face.has_operator() && matches!(self.notice, Notice::Problem(_))) {
                    self.tell(Notice::Taken);
                }
            }
            Change::ReaderGone => self.tell(Notice::ReaderGone),
            Change::ReaderBack => self.tell(Notice::Waiting),
            Change::End if face.has_operator() => self.tell(Notice::Through),
            Change::End => return Ok(Flow::Pause(Exit::Good)),
        }
        Ok(Flow::On)
    }

    /// Whether nothing that could still come would change the verdict, or nothing more is to come.
    fn is_decided(&self) -> bool {
        let tally = Tally::of(self.sitting.session());
        match tally.verdict() {
            LotVerdict::Accepted => true,
            LotVerdict::Rejected => !self.all || tally.open == 0,
            LotVerdict::Unfinished => false,
        }
    }

    fn judge(&mut self, face: &mut dyn Face) -> Result<(), Failure> {
        self.tell(Notice::Reading);
        self.show(face)?;
        let put = Instant::now();
        let elapsed = || u32::try_from(put.elapsed().as_millis()).unwrap_or(u32::MAX);
        let look = Look { virtual_cards: self.virtual_cards, now: Context::now() };
        let (sitting, loud) = (&mut self.sitting, self.context.global.verbose > 0);
        let family = self.context.global.reader_profile;
        let outcome = self.source.with_card(family, |mut wire| {
            let mut field = Trace::new(&mut wire, loud);
            let judged = sitting.card_in(&mut field, look, &mut OsRandom, elapsed);
            let judged = judged.map(|card| card.is_some_and(|card| card.class().is_none()));
            wire.signal(matches!(judged, Ok(true)));
            judged.map(drop)
        });
        self.tell(match outcome {
            Ok(Ok(())) => Notice::Judged,
            // The vault is not the card's fault, and does not get better by another card.
            Ok(Err(Error::Store(error))) => return Err(error.into()),
            Ok(Err(error)) => Notice::Problem(Failure::from(error).sentence()),
            Err(error) => Notice::Problem(Failure::from(error).sentence()),
        });
        Ok(())
    }

    fn hear(&mut self, word: Word) -> Result<Flow, Failure> {
        let now = Context::now();
        let (done, said) = match word {
            Word::Pause => return Ok(Flow::Pause(Exit::Good)),
            Word::Close if self.is_closable() => return Ok(Flow::Close),
            Word::Close => {
                let open = Tally::of(self.sitting.session()).open;
                (Err(SittingError::Unfinished { open }), "")
            }
            Word::Undo => (self.sitting.undo(now), "taken back"),
            // A word is about the card that was put down last, and not about the one before.
            Word::Visual | Word::CountAnyway if self.unread => (Err(SittingError::NotJudged), ""),
            Word::Visual => (self.sitting.visual(now), "a visual defect was added"),
            Word::CountAnyway => (self.sitting.count_anyway(now), "counted"),
            Word::Unreadable if self.unread => {
                self.unread = false;
                (self.sitting.unreadable(now), "counted as not readable")
            }
            Word::Unreadable => (Err(SittingError::Readable), ""),
        };
        self.tell(match done {
            Ok(()) => Notice::Done(said),
            Err(SittingError::Store(error)) => return Err(error.into()),
            Err(error) => Notice::Refused(error.to_string()),
        });
        Ok(Flow::On)
    }

    fn is_closable(&self) -> bool {
        Tally::of(self.sitting.session()).verdict() != LotVerdict::Unfinished
    }
}
