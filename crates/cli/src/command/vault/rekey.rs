//! `vault rekey`

use std::io::{self, Write};

use serde::Serialize;
use tapsmith_reader::os_random::OsRandom;
use tapsmith_store::Kinds;

use crate::args::RekeyArgs;
use crate::command::Outcome;
use crate::context::Context;
use crate::credential::{NewPassphrase, new_recipients};
use crate::exit::Exit;
use crate::printer::Report;

/// Who can open the vault now.
#[derive(Debug, Serialize)]
struct Opens {
    passphrase: bool,
    age: bool,
    key_store: bool,
}

impl Report for Opens {
    fn text(&self, out: &mut dyn Write) -> io::Result<()> {
        let kinds = [
            (self.passphrase, "a passphrase"),
            (self.age, "an age identity"),
            (self.key_store, "this user's key store"),
        ];
        let kinds: Vec<_> = kinds.iter().filter(|(is, _)| *is).map(|(_, what)| *what).collect();
        writeln!(out, "The vault opens with {} now.", kinds.join(" or "))?;
        writeln!(out, "Copies and backups made before open as they did: destroy what shall not.")
    }
}

/// Lets others open the vault.
pub(crate) fn run(context: &Context, args: &RekeyArgs) -> Outcome {
    let mut vault = context.open_vault()?;
    let from = NewPassphrase {
        option: "--new-passphrase-file",
        file: args.new_passphrase_file.as_deref(),
        is_asked_for: true,
    };
    let new = new_recipients(&args.recipients, from)?;
    vault.rekey(&new, args.keep, Context::now(), &mut OsRandom)?;
    let Kinds { passphrase, age, key_store } = vault.kinds()?;
    context.printer.print(&Opens { passphrase, age, key_store })?;
    Ok(Exit::Good)
}
