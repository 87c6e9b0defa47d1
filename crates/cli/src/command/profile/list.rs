//! `profile list`

use std::io::{self, Write};

use serde::Serialize;
use serde_json::Value;
use tapsmith_core::profile::{ContentKind, Profile};

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
            let chip = profile.chip.name().to_owned();
            [profile.name.clone(), chip, shows(profile), for_good.join("; ")]
        };
        let rows = self.profiles.iter().map(row);
        writeln!(out, "{}", table(["profile", "chip", "shows", "for good"], rows))
    }

    fn lines(&self) -> serde_json::Result<Vec<Value>> {
        self.profiles.iter().map(serde_json::to_value).collect()
    }
}

/// What stands on a card.
fn shows(profile: &Profile) -> String {
    match (profile.content, &profile.text) {
        (ContentKind::Uri, _) => profile.url.clone(),
        (ContentKind::Text, Some(text)) => format!("the text {:?}", text.to_string()),
        (ContentKind::Text, None) | (ContentKind::Empty, _) => "nothing".to_owned(),
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
