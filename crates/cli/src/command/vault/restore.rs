//! `vault restore`

use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use tapsmith_store::{Backup, Error};

use super::backup::Told;
use crate::args::LinkArg;
use crate::command::Outcome;
use crate::context::Context;
use crate::credential;
use crate::exit::Exit;
use crate::failure::Failure;

/// Makes a vault of a backup.
pub(crate) fn run(context: &Context, file: &Path, expect: Option<&LinkArg>) -> Outcome {
    let at = |failure: Failure| failure.at(file.display());
    let opened = File::open(file).map_err(|error| at(Failure::input(error)))?;
    let mut from = BufReader::new(opened);
    let backup = Backup::read(&mut from).map_err(|error| at(error.into()))?;
    let kinds = backup.kinds().map_err(|error| at(error.into()))?;
    let head = backup.head().clone();
    let credential = credential::of(&context.global, kinds)?;
    let (dir, operator) = (&context.global.vault, context.operator());
    backup
        .restore(dir, &credential, expect.map(LinkArg::as_str), operator, Context::now())
        .map_err(|error| {
            let of_the_file = matches!(error, Error::Backup(_) | Error::Damaged(_));
            let failure = Failure::from(error);
            if of_the_file { at(failure) } else { failure }
        })?;
    let mut told = Told::of(file, &head, kinds);
    told.restored_to = Some(dir.clone());
    context.printer.print(&told)?;
    Ok(Exit::Good)
}
