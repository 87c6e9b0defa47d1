//! `init`

use std::io::{self, Write};
use std::path::PathBuf;

use serde::Serialize;
use tapsmith_reader::os_random::OsRandom;
use tapsmith_store::{Kinds, Vault};

use super::Outcome;
use crate::args::InitArgs;
use crate::context::Context;
use crate::credential::{self, NewPassphrase};
use crate::exit::Exit;
use crate::printer::Report;

#[derive(Debug, Serialize)]
struct Made {
    vault: PathBuf,
    #[serde(skip)]
    kinds: Kinds,
}

impl Report for Made {
    fn text(&self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "Made a vault in {}.", self.vault.display())?;
        let Kinds { passphrase, age, key_store } = self.kinds;
        let needed = [
            passphrase.then_some("its passphrase"),
            age.then_some("the identity of one of its recipients"),
            key_store.then_some("this user's key store"),
        ];
        let needed: Vec<_> = needed.into_iter().flatten().collect();
        let needed = needed.join(" or ");
        writeln!(out, "Without {needed} nothing in it can be read, by anyone. Keep it safe.")?;
        if key_store && !passphrase && !age {
            writeln!(
                out,
                "A backup of it opens on this machine alone: add a --recipient in escrow."
            )?;
        }
        Ok(())
    }
}

/// Makes a vault.
pub(crate) fn run(context: &Context, args: &InitArgs) -> Outcome {
    let (dir, operator) = (&context.global.vault, context.operator());
    // Before anything is asked.
    Vault::refuse_existing(dir)?;
    let from = NewPassphrase {
        option: "--passphrase-file",
        file: context.global.passphrase_file.as_deref(),
        is_asked_for: false,
    };
    let recipients = credential::new_recipients(&args.recipients, from)?;
    let vault = Vault::init(dir, &recipients, &operator, Context::now(), &mut OsRandom)?;
    context.printer.print(&Made { vault: dir.clone(), kinds: vault.kinds()? })?;
    Ok(Exit::Good)
}
