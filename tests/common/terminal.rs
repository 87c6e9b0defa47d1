//! A terminal that a test types into and reads: tmux.

#![expect(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "helpers of tests stop where they cannot go on, and say what was passed over"
)]

use std::fs;
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use crate::common::Bench;

/// A terminal with a shell in it.
pub(crate) struct Terminal<'b> {
    bench: &'b Bench,
}

impl<'b> Terminal<'b> {
    /// None where there is no tmux.
    pub(crate) fn open(bench: &'b Bench, columns: u16, rows: u16) -> Option<Self> {
        if Command::new("tmux").arg("-V").output().is_err() {
            eprintln!("skipped: tmux is missing; on Debian: apt-get install tmux");
            return None;
        }
        let terminal = Self { bench };
        let size = [columns, rows].map(|size| size.to_string());
        let shell = "env PS1='desk$ ' ENV= sh";
        terminal.tmux(&["new-session", "-d", "-x", &size[0], "-y", &size[1], shell]);
        terminal.reads("desk$");
        Some(terminal)
    }

    #[track_caller]
    pub(crate) fn tmux(&self, arguments: &[&str]) -> String {
        let output = self
            .bench
            .elsewhere("tmux")
            .args(["-u", "-f", "/dev/null", "-S"])
            .arg(self.bench.path("tmux"))
            .args(arguments)
            .output()
            .unwrap();
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{arguments:?}: {error}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// Types a line.
    #[track_caller]
    pub(crate) fn line(&self, line: &str) {
        self.tmux(&["send-keys", "-l", line]);
        self.press("Enter");
    }

    /// Presses a key.
    #[track_caller]
    pub(crate) fn press(&self, key: &str) {
        self.tmux(&["send-keys", key]);
    }

    pub(crate) fn seen(&self) -> String {
        self.tmux(&["capture-pane", "-p"])
    }

    /// Waits until `wanted` can be read. The rest may still be on its way: it is waited for on its own.
    #[track_caller]
    pub(crate) fn reads(&self, wanted: &str) -> String {
        let begun = Instant::now();
        loop {
            let seen = self.seen();
            if seen.contains(wanted) {
                return seen;
            }
            assert!(begun.elapsed() < Duration::from_secs(10), "{wanted:?} does not come:\n{seen}");
            thread::sleep(Duration::from_millis(20));
        }
    }

    /// What the shell says of the terminal's modes.
    #[track_caller]
    pub(crate) fn modes(&self) -> String {
        // Not the words that are waited for.
        self.line("clear; stty -g > modes; echo no''ted");
        self.reads("noted\n");
        let modes = fs::read_to_string(self.bench.path("modes")).unwrap();
        assert!(!modes.is_empty());
        modes
    }

    /// The program that runs in it, by its number.
    pub(crate) fn program(&self) -> String {
        let shell = self.tmux(&["display-message", "-p", "#{pane_pid}"]);
        let children = Command::new("pgrep").args(["-P", shell.trim()]).output().unwrap();
        String::from_utf8(children.stdout).unwrap().trim().to_owned()
    }

    #[track_caller]
    pub(crate) fn kill(&self, signal: &str) {
        let number = self.program();
        assert!(Command::new("kill").args([signal, &number]).status().unwrap().success());
    }
}

impl Drop for Terminal<'_> {
    fn drop(&mut self) {
        let mut tmux = Command::new("tmux");
        drop(tmux.arg("-S").arg(self.bench.path("tmux")).arg("kill-server").output());
    }
}
