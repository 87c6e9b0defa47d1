//! Files: read with their name in every error, written beside and renamed, for their owner alone.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use tempfile::NamedTempFile;

use crate::failure::Failure;

/// The text of `path`.
pub(crate) fn read(path: &Path) -> Result<String, Failure> {
    fs::read_to_string(path).map_err(at(path))
}

/// Writes `path` whole or not at all, with mode 0600: `fill` writes beside, then it is renamed.
pub(crate) fn write_private<E: Into<Failure>>(
    path: &Path,
    fill: impl FnOnce(&mut dyn Write) -> Result<(), E>,
) -> Result<(), Failure> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    // A temporary file is made with mode 0600.
    let mut file = NamedTempFile::new_in(folder.unwrap_or(Path::new("."))).map_err(at(path))?;
    let mut out = io::BufWriter::new(&mut file);
    fill(&mut out).map_err(|error| error.into().at(path.display()))?;
    out.flush().map_err(at(path))?;
    drop(out);
    file.as_file().sync_all().map_err(at(path))?;
    file.persist(path).map_err(|error| at(path)(error.error))?;
    Ok(())
}

/// Makes a folder for files with secrets, for its owner alone, if it is not there.
pub(crate) fn make_folder(path: &Path) -> Result<(), Failure> {
    use std::os::unix::fs::DirBuilderExt as _;
    fs::DirBuilder::new().recursive(true).mode(0o700).create(path).map_err(at(path))
}

fn at(path: &Path) -> impl Fn(io::Error) -> Failure + '_ {
    move |error| Failure::input(error).at(path.display())
}
