//! Files: read with their name in every error, written beside and renamed, for their owner alone.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::exit::Exit;
use crate::failure::Failure;

/// Whether others than its owner can read the file.
pub(crate) fn is_open_to_others(path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    fs::metadata(path).is_ok_and(|found| found.is_file() && found.mode() & 0o077 != 0)
}

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
    if fs::metadata(path).is_ok_and(|found| !found.is_file()) {
        let mut out = fs::OpenOptions::new().write(true).open(path).map_err(at(path))?;
        return fill(&mut out).map_err(|error| named(error.into(), path));
    }
    let mut beside = Beside::of(path, overwrite)?;
    beside.fill(fill)?;
    beside.place()
}

/// A file that is being written beside its place. Dropped, it goes again.
#[derive(Debug)]
pub(crate) struct Beside {
    /// As it was named.
    path: PathBuf,
    /// Where it goes: through a link to the file itself, or the rename would replace the link.
    place: PathBuf,
    file: NamedTempFile,
    /// Whether a file in its place may go.
    overwrite: bool,
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

impl Beside {
    /// An empty one, with mode 0600. A file in its place is kept unless `overwrite`.
    pub(crate) fn of(path: &Path, overwrite: bool) -> Result<Self, Failure> {
        if fs::metadata(path).is_ok() && !overwrite {
            return Err(taken(path));
        }
        let place = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let folder = folder_of(&place);
        fs::metadata(folder).map_err(at(folder))?;
        // Should it stay behind after a kill, it says whose it is.
        let name = place.file_name().unwrap_or_default().to_string_lossy();
        let file = tempfile::Builder::new()
            .prefix(&format!(".{name}.tapsmith-"))
            .tempfile_in(folder)
            .map_err(at(path))?;
        Ok(Self { path: path.to_owned(), place, file, overwrite })
    }

    /// What `fill` writes, on disk before this returns.
    pub(crate) fn fill<T, E: Into<Failure>>(
        &mut self,
        fill: impl FnOnce(&mut dyn Write) -> Result<T, E>,
    ) -> Result<T, Failure> {
        let mut out = io::BufWriter::new(self.file.as_file());
        let made = fill(&mut out).map_err(|error| named(error.into(), &self.path))?;
        out.flush().map_err(at(&self.path))?;
        drop(out);
        self.file.as_file().sync_all().map_err(at(&self.path))?;
        Ok(made)
    }

    /// What was written, to be read again from the start.
    pub(crate) fn reopen(&self) -> Result<File, Failure> {
        self.file.reopen().map_err(at(&self.path))
    }

    /// Gives it its name.
    pub(crate) fn place(self) -> Result<(), Failure> {
        let Self { path, place, file, overwrite } = self;
        let placed = if overwrite { file.persist(&place) } else { file.persist_noclobber(&place) };
        placed.map_err(|error| at(&path)(error.error))?;
        // The name too survives a power cut.
        File::open(folder_of(&place)).and_then(|folder| folder.sync_all()).map_err(at(&path))
    }
}

/// Names the file in an error of writing it, and in no other.
fn named(failure: Failure, path: &Path) -> Failure {
    if failure.is_of_io() { failure.at(path.display()) } else { failure }
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
