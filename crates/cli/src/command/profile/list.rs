//! `profile list`

use std::io::{self, Write};

use serde::Serialize;
use serde_json::Value;
use tapsmith_core::profile::Profile;

use crate::command::Outcome;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::printer::{Report, table};

#[derive(Debug, Serialize)]
struct List {
    profiles: Vec<Profile>,
}

impl Report for List {
    fn text(&self, out: &mut dyn Write) -> io::Result<()> {
        let rows = self.profiles.iter().map(|profile| [profile.name.clone(), profile.url.clone()]);
        writeln!(out, "{}", table(["profile", "address"], rows))
    }

    fn lines(&self) -> serde_json::Result<Vec<Value>> {
        self.profiles.iter().map(serde_json::to_value).collect()
    }
}

/// Lists the shipped profiles.
pub(super) fn run(context: &Context) -> Outcome {
    let profiles: Result<_, _> = Profile::NAMES.iter().map(|name| Profile::shipped(name)).collect();
    context.printer.print(&List { profiles: profiles.map_err(Failure::input)? })?;
    Ok(Exit::Good)
}
