//! What keeps a reader from working, and what mends it.
//!
//! Nothing here fails: what cannot be looked at is a finding too. The files of the system are read below a root of
//! the caller's choice, so that each finding can be had in a test.
//!
//! # Layout
//! - [`finding`]: what is said. [`system`]: where it is looked.
//! - [`ask()`]: readers, asked without a transaction; [`service`]: whether there is anybody to ask.
//! - `driver`, `kernel_modules`, `scdaemon`, `polkit`: one file a cause, Linux only. `readers`: what each reader comes to.

pub mod ask;
mod driver;
pub mod finding;
mod kernel_modules;
mod polkit;
mod readers;
mod scdaemon;
pub mod service;
pub mod system;

pub use self::{
    ask::{Asked, ask},
    finding::{Finding, Outcome},
    system::System,
};
use crate::pcsc;

/// All that is found: of the service, of the system, of each reader.
pub fn examine(system: &System, readers: &Result<Vec<Asked>, pcsc::Error>) -> Vec<Finding> {
    let mut findings = vec![service::look(system, readers.as_ref().err())];
    if system.is_linux() {
        let seen = readers.as_ref().is_ok_and(|readers| !readers.is_empty());
        findings.push(driver::look(system, seen));
        findings.push(kernel_modules::look(system));
        findings.push(scdaemon::look(system));
        findings.push(polkit::look(system));
    } else {
        findings.push(Finding::unknown(
            "system",
            "drivers, and programs that take readers for themselves, are looked for on Linux only",
        ));
    }
    if let Ok(asked) = readers {
        findings.extend(readers::look(asked));
    }
    findings
}

#[cfg(test)]
mod tests;
