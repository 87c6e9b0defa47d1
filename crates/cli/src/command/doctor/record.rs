//! `doctor --record`

use std::cell::RefCell;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use serde::Serialize;
use tapsmith_card::field::{Field as _, Speaks};
use tapsmith_card::tag::Tag;
use tapsmith_card::type2::command::{Read, ReadSig};
use tapsmith_card::type2::{self, identify};
use tapsmith_desk::inspect::inspect;
use tapsmith_reader::patience::Patience;
use tapsmith_reader::transcript::Line;
use tapsmith_reader::watch::How;
use tapsmith_reader::wire::{Wire, with_card};

use crate::command::Outcome;
use crate::command::card::{TIMEOUT, WaitingTalk, selector};
use crate::context::{Context, STOP};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::files::{taken, write_private};
use crate::printer::Report;

#[derive(Debug, Serialize)]
struct Recorded {
    file: PathBuf,
    family: &'static str,
    card: &'static str,
    lines: usize,
    /// What the card or the reader would not do; the transcript shows it.
    problem: Option<String>,
}

impl Report for Recorded {
    fn text(&self, out: &mut dyn Write) -> io::Result<()> {
        let Self { file, family, card, lines, .. } = self;
        let file = file.display();
        writeln!(out, "{card} on a reader of the family {family}: {lines} lines in {file}")?;
        self.problem.as_ref().map_or(Ok(()), |problem| writeln!(out, "  {problem}"))
    }
}

/// Reads what anybody may read of the card, and keeps what went by. A card or reader that does not do what it should is the very
/// thing to be kept, and no failure.
pub(super) fn record(context: &Context, file: &Path) -> Outcome {
    if file.exists() && !context.global.yes {
        return Err(taken(file));
    }
    let lines = Rc::new(RefCell::new(Vec::new()));
    let kept = Rc::clone(&lines);
    let watch = Box::new(move |passed: tapsmith_reader::watch::Passed<'_>| {
        kept.borrow_mut().push(Line::of(passed));
    });
    let how = How { family: context.global.reader_profile, watch: Some(watch) };
    let patience = Patience { timeout: Some(TIMEOUT), stop: &STOP };
    let mut talk = WaitingTalk::default();
    let selector = selector(context)?;
    let (head, card, problem) =
        with_card(&selector, how, patience, |presence| talk.see(presence), look)?;
    let mut lines = lines.borrow_mut();
    lines.insert(0, head.0);
    write_private(file, context.global.yes, |out| {
        lines.iter().try_for_each(|line| {
            serde_json::to_writer(&mut *out, line)?;
            Ok::<_, Failure>(writeln!(out)?)
        })
    })?;
    let (file, lines) = (file.to_owned(), lines.len());
    context.printer.print(&Recorded { file, family: head.1, card, lines, problem })?;
    Ok(Exit::Good)
}

/// The transcript's head with the family's name, what the card is, and what went wrong.
fn look(mut wire: Wire<'_>) -> ((Line, &'static str), &'static str, Option<String>) {
    let (abilities, atr) = (wire.abilities(), wire.atr().to_vec());
    let head = Line::reader(wire.reader_name(), abilities, &atr);
    let (card, problem) = match Speaks::of(&atr) {
        Speaks::Apdus => ("a card of APDUs", type_4(&mut wire).err()),
        Speaks::Type2 => ("a Type 2 card", type_2(&mut wire).err()),
        other @ (Speaks::Classic { .. } | Speaks::Other { .. }) => {
            (other.called(), uid_alone(&mut wire).err())
        }
    };
    ((head, abilities.profile), card, problem)
}

fn type_4(wire: &mut Wire<'_>) -> Result<(), String> {
    let inspected = inspect(&mut Tag::new(wire));
    inspected.map(drop).map_err(|error| Failure::from(error).sentence())
}

/// The UID, the chip, its signature, the pages up to the capability container, and one command that no chip knows: a
/// refusal is the hardest thing to tell.
fn type_2(wire: &mut Wire<'_>) -> Result<(), String> {
    let said = |error: type2::Error<_>| error.to_string();
    let mut tag = type2::Tag::new(wire);
    tag.uid().map_err(said)?;
    tag.send(&Read { page: 0 }).map_err(said)?;
    let model = identify(&mut tag).map_err(said)?.model;
    if tag.abilities().raw_frames {
        tag.ask(&ReadSig).map_err(said)?;
        tag.ask(&Read { page: 0xFF }).map_err(said)?;
    }
    tag.read_pages(model, 0, 0x0F).map(drop).map_err(said)
}

/// Who it is can be had of any card; a MIFARE Classic says no more without a key.
fn uid_alone(wire: &mut Wire<'_>) -> Result<(), String> {
    Tag::new(wire).reader_uid().map(drop).map_err(|error| error.to_string())
}
