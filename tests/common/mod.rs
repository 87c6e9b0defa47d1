//! A folder with a vault in it, and the program run in it: for tests through the real binary.

#![expect(clippy::unwrap_used, reason = "a test that cannot set up its bench has to stop")]

use std::ffi::OsStr;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;

/// What seals every vault here. Not a word of it may show up anywhere, and none of them is hex, which
/// shows up everywhere.
pub(crate) const PASSPHRASE: &str = "Quetzal-Zwieback-Vuvuzela";

/// A folder with `tapsmith-vault` and `passphrase.txt`.
#[derive(Debug)]
pub(crate) struct Bench {
    folder: tempfile::TempDir,
}

/// A command that ended.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Bench {
    /// A bench with an empty vault.
    pub(crate) fn new() -> Self {
        let bench = Self { folder: tempfile::tempdir().unwrap() };
        bench.secret_file("passphrase.txt", PASSPHRASE);
        bench.run("init --test-vault").ends(0);
        bench
    }

    /// A file that only its owner can read.
    pub(crate) fn secret_file(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::write(&path, text).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
    }

    /// A file or folder of the bench.
    pub(crate) fn path(&self, name: impl AsRef<Path>) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The program with `arguments`, which no space is part of.
    pub(crate) fn command(&self, arguments: &str) -> Command {
        self.command_with(arguments.split_whitespace())
    }

    /// Runs the program with `arguments`, which no space is part of.
    pub(crate) fn run(&self, arguments: &str) -> Run {
        self.command(arguments).output().unwrap().into()
    }

    fn command_with<S: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = S>) -> Command {
        let mut command = self.elsewhere(env!("CARGO_BIN_EXE_tapsmith"));
        command.args(arguments);
        command
    }

    /// Another program, as it would be run on this bench.
    pub(crate) fn elsewhere(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command
            .current_dir(self.folder.path())
            .env("TAPSMITH_VAULT", "tapsmith-vault")
            .env("TAPSMITH_PASSPHRASE_FILE", "passphrase.txt")
            .env("NO_COLOR", "1")
            .stdin(Stdio::null());
        command
    }
}

impl From<Output> for Run {
    fn from(output: Output) -> Self {
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        Self {
            code: output.status.code(),
            stdout: text(output.stdout),
            stderr: text(output.stderr),
        }
    }
}

impl Run {
    /// The same, if it ended with `code`.
    #[track_caller]
    pub(crate) fn ends(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "stdout:\n{}stderr:\n{}", self.stdout, self.stderr);
        self
    }

    /// What it said on stdout, as one JSON value.
    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap()
    }
}
