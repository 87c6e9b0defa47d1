//! `batch import`

use std::fs::File;
use std::io::Write as _;

use tapsmith_core::batch::BatchName;
use tapsmith_desk::import::{NewImport, TakenIn, into_vault};
use tapsmith_reader::os_random::OsRandom;

use super::show::Shown;
use crate::args::ImportArgs;
use crate::command::Outcome;
use crate::command::profile::load;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::progress::Progress;

/// Takes in the keys of a batch that was made elsewhere.
pub(crate) fn run(context: &Context, args: &ImportArgs) -> Outcome {
    let name = match &args.name {
        Some(name) => name.clone(),
        None => name_of(args)?,
    };
    let profile = load(&args.profile).map_err(|failure| failure.at("--profile"))?;
    let new = NewImport { name, base_url: args.base_url.clone(), profile };
    let unreadable = |error| Failure::input(error).at(args.file.display());
    let opened = File::open(&args.file).and_then(|file| file.metadata()).map_err(unreadable)?;
    if !opened.is_file() {
        return Err(Failure::say(Exit::Input, "not a regular file: it is read twice")
            .at(args.file.display()));
    }
    let mut vault = context.open_vault()?;
    let progress = Progress::counting("records");
    let mut keep_on = |done| progress.keep_on(done);
    let open = || File::open(&args.file);
    let TakenIn { batch, ignored } =
        into_vault(&mut vault, new, open, Context::now(), &mut OsRandom, &mut keep_on)
            .map_err(|error| Failure::from(error).at(args.file.display()))?;
    progress.finish();
    if !ignored.is_empty() {
        let _unwritable =
            writeln!(std::io::stderr(), "warning: columns left out: {}", ignored.join(", "));
    }
    let stored = vault.stored(&batch.name)?;
    context.printer.print(&Shown::of(&vault, stored)?)?;
    Ok(Exit::Good)
}

/// As the file is called, without its ending.
fn name_of(args: &ImportArgs) -> Result<BatchName, Failure> {
    let stem = args.file.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
    stem.parse().map_err(|error| {
        Failure::input(error).at(args.file.display()).hint("say how to call it with --name")
    })
}
