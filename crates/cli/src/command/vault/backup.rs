//! `vault backup`

use std::io::{self, BufReader, Write};
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde::Serialize;
use tapsmith_reader::os_random::OsRandom;
use tapsmith_store::{BackupHead, Head, Kinds};

use crate::command::Outcome;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::files;
use crate::printer::Report;
use crate::progress::Progress;

/// What `backup` and `restore` tell of a backup.
#[derive(Debug, Serialize)]
pub(super) struct Told {
    pub(super) file: PathBuf,
    pub(super) backup: String,
    pub(super) made_at: Timestamp,
    pub(super) history: Head,
    /// The folder of the vault that was made of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) restored_to: Option<PathBuf>,
    /// Whether it opens on this machine alone.
    #[serde(skip)]
    only_here: bool,
}

impl Told {
    pub(super) fn of(file: &Path, head: &BackupHead, kinds: Kinds) -> Self {
        let Kinds { passphrase, age, key_store } = kinds;
        Self {
            file: file.to_owned(),
            backup: head.backup.clone(),
            made_at: head.made_at,
            history: head.history.clone(),
            restored_to: None,
            only_here: key_store && !passphrase && !age,
        }
    }
}

impl Report for Told {
    fn text(&self, out: &mut dyn Write) -> io::Result<()> {
        let Self { file, made_at, restored_to, .. } = self;
        if let Some(dir) = restored_to {
            writeln!(out, "Made a vault in {} of {}.", dir.display(), file.display())?;
            writeln!(out, "It is as it was at {made_at}: what happened later is not in it.")?;
        } else {
            writeln!(out, "{}: everything up to {made_at}, proved", file.display())?;
        }
        let Head { length, head } = &self.history;
        writeln!(out, "history: {length} events, the last link {head}")?;
        if self.only_here {
            writeln!(
                out,
                "It opens on this machine alone: `vault rekey --keep --recipient age1...`"
            )?;
        }
        if restored_to.is_some() {
            return writeln!(
                out,
                "Use one of the two only: cards encoded from both would share their keys."
            );
        }
        writeln!(out, "It opens with what opens the vault now.")
    }
}

/// Writes a backup beside its place, proves it there, and gives it its name.
pub(crate) fn run(context: &Context, file: &Path) -> Outcome {
    let mut vault = context.open_vault()?;
    let now = Context::now();
    let mut beside = files::Beside::of(file, context.global.yes)?;
    let progress = Progress::new("rows", vault.row_count()?);
    let mut keep_on = |rows| progress.keep_on(rows);
    let head = beside.fill(|out| vault.backup(out, now, &mut OsRandom, &mut keep_on))?;
    progress.finish();
    let proved = vault.check_backup(&mut BufReader::new(beside.reopen()?));
    proved.map_err(|error| Failure::from(error).at(file.display()))?;
    beside.place()?;
    vault.backed_up(&head, now)?;
    context.printer.print(&Told::of(file, &head, vault.kinds()?))?;
    Ok(Exit::Good)
}
