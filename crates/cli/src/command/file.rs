//! `file`

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde_json::Value;
use tapsmith_desk::order::Place;
use tapsmith_orders::Provider;
use tapsmith_orders::provider::Visual;
use tapsmith_store::{OpenVault, Upload};

use super::Outcome;
use crate::args::{FileCommand, ProviderArgs};
use crate::connect;
use crate::context::{Context, check_interrupted};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::files;
use crate::printer::Report;

/// Runs one of the verbs.
pub(crate) fn run(context: &Context, command: &FileCommand) -> Outcome {
    match command {
        FileCommand::Upload { files, provider } => upload(context, files, provider),
        FileCommand::Get { id, out, provider } => get(context, id, out.as_deref(), provider),
    }
}

#[derive(Debug, Serialize)]
struct Uploads {
    files: Vec<Uploaded>,
}

/// A file that the printer has.
#[derive(Debug, Serialize)]
struct Uploaded {
    file: PathBuf,
    /// What the printer calls it: for `printingVisuals`.
    id: String,
    /// Whether it was there before.
    already: bool,
}

impl Report for Uploads {
    fn text(&self, out: &mut dyn Write) -> io::Result<()> {
        for Uploaded { file, id, already } in &self.files {
            let already = if *already { ", already there" } else { "" };
            writeln!(out, "{}: {id}{already}", file.display())?;
        }
        Ok(())
    }

    fn lines(&self) -> serde_json::Result<Vec<Value>> {
        self.files.iter().map(serde_json::to_value).collect()
    }
}

/// Uploads visuals. All are looked at before the first is sent.
fn upload(context: &Context, paths: &[PathBuf], args: &ProviderArgs) -> Outcome {
    let visuals: Vec<_> = paths.iter().map(|path| read(path)).collect::<Result<_, _>>()?;
    let mut vault = context.open_vault()?;
    let provider = connect::with_vault(context, args, &vault)?;
    let mut files = Vec::new();
    for (path, visual) in paths.iter().zip(&visuals) {
        check_interrupted()?;
        let (id, already) = send(&mut vault, &*provider, visual)?;
        files.push(Uploaded { file: path.clone(), id, already });
    }
    context.printer.print(&Uploads { files })?;
    Ok(Exit::Good)
}

fn read(path: &Path) -> Result<Visual, Failure> {
    let at = |failure: Failure| failure.at(path.display());
    let bytes = fs::read(path).map_err(|error| at(Failure::input(error)))?;
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    Visual::new(name, bytes).map_err(|error| at(Failure::input(error)))
}

/// What the printer calls the file, and whether it was there before.
fn send(
    vault: &mut OpenVault,
    provider: &dyn Provider,
    visual: &Visual,
) -> Result<(String, bool), Failure> {
    let Place { provider: name, place, .. } = Place::of(provider);
    let content = visual.digest();
    if let Some(known) = vault.upload(&name, &place, &content)? {
        return Ok((known.file_id, true));
    }
    let file_id = provider.upload(visual).map_err(|error| {
        let unknown = error.is_unknown();
        let failure = Failure::from(error);
        if unknown {
            failure.hint("run the same command again: a second copy costs nothing")
        } else {
            failure
        }
    })?;
    let size = u64::try_from(visual.bytes.len()).unwrap_or(u64::MAX);
    let at = Context::now();
    vault.note_upload(&Upload {
        provider: name,
        place,
        content,
        file_id: file_id.clone(),
        name: visual.name.clone(),
        size,
        at,
    })?;
    Ok((file_id, false))
}

fn get(context: &Context, id: &str, out: Option<&Path>, args: &ProviderArgs) -> Outcome {
    let provider = connect::without_vault(context, args)?;
    let bytes = provider.file(id)?;
    if let Some(path) = out {
        files::write_private(path, context.global.yes, |out| out.write_all(&bytes))?;
    } else {
        // As it is: an image is no text to be coloured or not.
        let mut out = io::stdout().lock();
        out.write_all(&bytes)?;
        out.flush()?;
    }
    Ok(Exit::Good)
}
