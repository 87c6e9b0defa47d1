//! `init`

use std::io::{self, Write};
use std::path::PathBuf;

use serde::Serialize;
use tapsmith_reader::os_random::OsRandom;
use tapsmith_store::{KdfCost, Vault};

use super::Outcome;
use crate::args::InitArgs;
use crate::context::Context;
use crate::exit::Exit;
use crate::printer::Report;

#[derive(Debug, Serialize)]
struct Made {
    vault: PathBuf,
}

impl Report for Made {
    fn text(&self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "Made a vault in {}.", self.vault.display())?;
        writeln!(out, "Without its passphrase nothing in it can be read, by anyone. Keep it safe.")
    }
}

/// Makes a vault.
pub(crate) fn run(context: &Context, args: &InitArgs) -> Outcome {
    let cost = if args.test_vault { KdfCost::least() } else { KdfCost::default() };
    let passphrase = context.new_passphrase()?;
    let vault = Vault::init(&context.global.vault, &passphrase, cost, &mut OsRandom)?;
    context.printer.print(&Made { vault: vault.dir().to_owned() })?;
    Ok(Exit::Good)
}
