//! `sun`

mod identify;
mod keys_file;
mod sign;
mod verify;

use std::io::{self, Write};

use tapsmith_desk::tap::Judged;

use super::Outcome;
use crate::args::SunCommand;
use crate::context::Context;

/// Runs one of the verbs.
pub(crate) fn run(context: &Context, command: SunCommand) -> Outcome {
    match command {
        SunCommand::Identify(args) => identify::run(context, &args),
        SunCommand::Sign(args) => sign::run(context, &args),
        SunCommand::Verify(args) => verify::run(context, &args),
    }
}

/// What a tap says, for people: `  record 7  card 04..  tap 3`.
fn write_reading<W: Write + ?Sized>(out: &mut W, judged: &Judged) -> io::Result<()> {
    if let Some(record) = judged.record_id {
        write!(out, "  record {record}")?;
    }
    if let Some(uid) = judged.uid {
        write!(out, "  card {uid}")?;
    }
    if let Some(counter) = judged.read_counter {
        write!(out, "  tap {counter}")?;
    }
    if let Some(status) = judged.tag_tamper {
        write!(out, "  {status}")?;
    }
    Ok(())
}
