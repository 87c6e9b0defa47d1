//! Where it is looked: the files of a system, below a root.

use std::{env, fs, path::PathBuf};

/// A system, as far as its files tell.
#[derive(Clone, Debug)]
pub struct System {
    root: PathBuf,
    linux: bool,
    /// Whether whoever runs this came over the network.
    pub remote: bool,
}

impl System {
    /// This machine.
    pub fn here() -> Self {
        let remote = ["SSH_CONNECTION", "SSH_TTY"].iter().any(|name| env::var_os(name).is_some());
        Self { root: PathBuf::from("/"), linux: cfg!(target_os = "linux"), remote }
    }

    /// A Linux whose files are below `root`.
    pub const fn below(root: PathBuf) -> Self {
        Self { root, linux: true, remote: false }
    }

    /// The same, and no Linux.
    #[cfg(test)]
    pub(super) fn elsewhere(self) -> Self {
        Self { linux: false, ..self }
    }

    /// Whether its files are where those of a Linux are.
    pub const fn is_linux(&self) -> bool {
        self.linux
    }

    /// The text of a file; none if it is not there, or not for us.
    pub(super) fn read(&self, path: &str) -> Option<String> {
        fs::read(self.root.join(path))
            .ok()
            .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
    }

    /// Whether there is anything of that name.
    pub(super) fn has(&self, path: &str) -> bool {
        fs::symlink_metadata(self.root.join(path)).is_ok()
    }

    /// What lies in a folder, by name; nothing if there is none.
    pub(super) fn list(&self, path: &str) -> Vec<String> {
        let entries = fs::read_dir(self.root.join(path)).into_iter().flatten().flatten();
        let mut names: Vec<_> =
            entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }
}
