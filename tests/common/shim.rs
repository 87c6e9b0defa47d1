//! A shared object put before the C library: it counts the calls that leave something on disk or speak
//! with a server, and sends SIGKILL at one of them. SQLite, the files, TCP and the program are the real
//! ones.

use std::fs;
use std::os::unix::process::ExitStatusExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::common::Bench;

/// Calls that leave something on disk, or speak with a server. `KILL_AT` counts them from 1; `KILL_AFTER` lets it happen first.
const SOURCE: &str = r#"
#define _GNU_SOURCE
#include <dlfcn.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <sys/uio.h>

static int seen;
static void die(void) { kill(getpid(), SIGKILL); }
static int number(const char *name) { const char *text = getenv(name); return text ? atoi(text) : 0; }
static int now(void) { return ++seen == number("KILL_AT"); }

#define CALL(type, name, params, args) \
    type name params { \
        static type (*real) params; \
        if (!real) *(void **)&real = dlsym(RTLD_NEXT, #name); \
        int mine = now(); \
        if (mine && !number("KILL_AFTER")) die(); \
        type outcome = real args; \
        if (mine) die(); \
        return outcome; \
    }

CALL(ssize_t, pwrite64, (int fd, const void *from, size_t count, off_t at), (fd, from, count, at))
CALL(int, fsync, (int fd), (fd))
CALL(int, fdatasync, (int fd), (fd))
CALL(int, rename, (const char *from, const char *to), (from, to))
CALL(int, ftruncate64, (int fd, off_t length), (fd, length))
CALL(int, unlink, (const char *path), (path))
CALL(int, connect, (int fd, const struct sockaddr *to, socklen_t length), (fd, to, length))
CALL(ssize_t, send, (int fd, const void *from, size_t count, int flags), (fd, from, count, flags))
CALL(ssize_t, writev, (int fd, const struct iovec *from, int count), (fd, from, count))
CALL(ssize_t, recv, (int fd, void *into, size_t count, int flags), (fd, into, count, flags))
"#;

/// The object, built.
#[derive(Debug)]
pub(crate) struct Shim(PathBuf);

impl Shim {
    /// Builds it on a bench.
    pub(crate) fn build(bench: &Bench) -> Self {
        let (source, object) = (bench.path("shim.c"), bench.path("shim.so"));
        fs::write(&source, SOURCE).unwrap();
        let made = Command::new("cc")
            .args(["-shared", "-fPIC", "-o"])
            .args([&object, &source])
            .arg("-ldl")
            .status();
        assert!(made.unwrap().success());
        Self(object)
    }

    /// Whether the command was killed at call `number`; else it ended well by itself.
    pub(crate) fn kills(&self, mut command: Command, number: usize, after: bool) -> bool {
        command.env("LD_PRELOAD", &self.0).env("KILL_AT", number.to_string());
        command.env("KILL_AFTER", if after { "1" } else { "0" });
        let ended = command.output().unwrap();
        assert!(ended.status.success() || ended.status.signal() == Some(9), "{ended:?}");
        !ended.status.success()
    }
}

/// Copies a folder of files.
pub(crate) fn copy(from: &Path, to: &Path) {
    fs::create_dir(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
    }
}
