//! `profile show`

use std::io::{self, Write};

use serde::Serialize;
use tapsmith_core::profile::Profile;

use super::load::load;
use crate::command::Outcome;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::printer::{Report, stdout};

#[derive(Debug, Serialize)]
struct Shown {
    #[serde(flatten)]
    profile: Profile,
    for_good: Vec<&'static str>,
    #[serde(skip)]
    toml: String,
}

impl Report for Shown {
    fn text(&self, out: &mut dyn Write) -> io::Result<()> {
        // As a comment: what is shown is a profile's file.
        for clause in &self.for_good {
            writeln!(out, "# for good: {clause}")?;
        }
        write!(out, "{}", self.toml)
    }
}

/// Shows a profile whole, with what its file leaves to the default.
pub(super) fn run(context: &Context, name: Option<&str>) -> Outcome {
    let profile = load(name.unwrap_or_default())?;
    let toml = profile.to_toml().map_err(|error| Failure::new(Exit::Bug, error))?;
    let for_good = profile.for_good();
    context.printer.print(&Shown { profile, for_good, toml })?;
    Ok(Exit::Good)
}

/// Writes the JSON Schema of profile files.
pub(super) fn schema() -> Outcome {
    let mut out = stdout();
    serde_json::to_writer_pretty(&mut out, &schemars::schema_for!(Profile))?;
    writeln!(out)?;
    out.flush()?;
    Ok(Exit::Good)
}
