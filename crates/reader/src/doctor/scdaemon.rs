//! `GnuPG`'s daemon for smart cards, which has a driver of its own and keeps a reader to itself.
//!
//! Source: `GnuPG` manual, "Scdaemon Options", `--disable-ccid`.

use super::{Finding, System};

const NAME: &str = "scdaemon";

pub(super) fn look(system: &System) -> Finding {
    let processes = system.list("proc");
    let numbered = processes.iter().filter(|name| name.bytes().all(|b| b.is_ascii_digit()));
    let mut names = numbered.filter_map(|number| system.read(&format!("proc/{number}/comm")));
    if names.any(|name| name.trim() == NAME) {
        Finding::warning(NAME, "GnuPG's scdaemon is running: it may keep a reader to itself")
            .mend("echo disable-ccid >> ~/.gnupg/scdaemon.conf, then: gpgconf --kill scdaemon")
    } else {
        Finding::ok(NAME, "GnuPG's scdaemon is not running")
    }
}
