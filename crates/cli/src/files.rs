//! Files: read with their name in every error, written beside and renamed, for their owner alone.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use tempfile::NamedTempFile;

use crate::exit::Exit;
use crate::failure::Failure;

/// The text of `path`.
pub(crate) fn read(path: &Path) -> Result<String, Failure> {
    fs::read_to_string(path).map_err(at(path))
}

/// Writes `path` whole or not at all, with mode 0600: `fill` writes beside, then it is renamed. A
/// file that is there is kept unless `overwrite`; a device or a pipe is written to as it is.
pub(crate) fn write_private<E: Into<Failure>>(
    path: &Path,
    overwrite: bool,
    fill: impl FnOnce(&mut dyn Write) -> Result<(), E>,
) -> Result<(), Failure> {
    // Through a link to the file itself, or the rename would replace the link.
    let path = &fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let named = |error: E| error.into().at(path.display());
    match fs::metadata(path) {
        Ok(found) if !found.is_file() => {
            let mut out = fs::OpenOptions::new().write(true).open(path).map_err(at(path))?;
            return fill(&mut out).map_err(named);
        }
        Ok(_) if !overwrite => return Err(taken(path)),
        _ => {}
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    fs::metadata(folder).map_err(at(folder))?;
    // A temporary file is made with mode 0600.
    let mut file = NamedTempFile::new_in(folder).map_err(at(path))?;
    let mut out = io::BufWriter::new(&mut file);
    fill(&mut out).map_err(named)?;
    out.flush().map_err(at(path))?;
    drop(out);
    file.as_file().sync_all().map_err(at(path))?;
    file.persist(path).map_err(|error| at(path)(error.error))?;
    Ok(())
}

/// Refuses to write over what is there.
pub(crate) fn taken(path: &Path) -> Failure {
    Failure::say(Exit::Refused, format!("{} is there already", path.display()))
        .hint("name another file, or overwrite it with --yes")
}

/// Makes a folder for files with secrets, for its owner alone, if it is not there.
pub(crate) fn make_folder(path: &Path) -> Result<(), Failure> {
    use std::os::unix::fs::DirBuilderExt as _;
    fs::DirBuilder::new().recursive(true).mode(0o700).create(path).map_err(at(path))
}

fn at(path: &Path) -> impl Fn(io::Error) -> Failure + '_ {
    move |error| Failure::input(error).at(path.display())
}
