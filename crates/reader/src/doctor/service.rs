//! Whether there is anybody to ask.

use ::pcsc::Error as Code;

use super::{Finding, System};
use crate::pcsc;

/// pcscd's socket on Linux.
const SOCKET: &str = "run/pcscd/pcscd.comm";

const NAME: &str = "service";

pub(super) fn look(system: &System, error: Option<&pcsc::Error>) -> Finding {
    match error {
        None => Finding::ok(NAME, "the PC/SC service answers"),
        Some(pcsc::Error::Service(Code::SecurityViolation | Code::NoAccess)) => {
            Finding::problem(NAME, "the PC/SC service does not let this user in")
                .mend("let this user in by a rule of polkit for org.debian.pcsc-lite.access_pcsc")
        }
        Some(error) if !system.is_linux() => {
            Finding::problem(NAME, format!("the PC/SC service does not answer: {}", told(error)))
                .mend("plug a reader in: the system starts the service with it")
        }
        Some(error) if system.has(SOCKET) => {
            Finding::problem(NAME, format!("pcscd does not answer: {}", told(error)))
                .mend("systemctl restart pcscd.socket pcscd.service")
        }
        Some(_) => Finding::problem(NAME, "pcscd is not running: it has no socket")
            .mend("install pcscd, then: systemctl enable --now pcscd.socket"),
    }
}

/// The service's own words.
fn told(error: &pcsc::Error) -> String {
    match error {
        pcsc::Error::Service(code) => code.to_string(),
        other => other.to_string(),
    }
}
