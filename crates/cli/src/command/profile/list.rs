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
    profiles: Vec<Listed>,
}

#[derive(Debug, Serialize)]
struct Listed {
    #[serde(flatten)]
    profile: Profile,
    for_good: Vec<&'static str>,
}

impl Report for List {
    fn text(&self, out: &mut dyn Write) -> io::Result<()> {
        let row = |Listed { profile, for_good }: &Listed| {
            [profile.name.clone(), profile.url.clone(), for_good.join("; ")]
        };
        let rows = self.profiles.iter().map(row);
        writeln!(out, "{}", table(["profile", "address", "for good"], rows))
    }

    fn lines(&self) -> serde_json::Result<Vec<Value>> {
        self.profiles.iter().map(serde_json::to_value).collect()
    }
}

/// Lists the shipped profiles.
pub(super) fn run(context: &Context) -> Outcome {
    let listed = |name: &&str| {
        Profile::shipped(name).map(|profile| Listed { for_good: profile.for_good(), profile })
    };
    let profiles: Result<_, _> = Profile::NAMES.iter().map(listed).collect();
    context.printer.print(&List { profiles: profiles.map_err(Failure::input)? })?;
    Ok(Exit::Good)
}
