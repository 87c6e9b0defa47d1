//! How a run ends.

use std::process::ExitCode;

use tapsmith_desk::check::Verdict;

/// The exit codes, a contract with scripts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Done, and good.
    Good,
    /// Checked, and not good: a card, a tap, a lot, an order file.
    NotGood,
    /// Usage or input.
    Input,
    /// The PC/SC service.
    Service,
    /// No reader, or more than one fits.
    Reader,
    /// No card, or it left.
    Card,
    /// The card is not in the state asked for.
    CardState,
    /// Authentication failed while changing a card.
    Authentication,
    /// The remote outcome is unknown.
    Unknown,
    /// Refused: needs `--yes`, would overwrite, would lock.
    Refused,
    /// The remote refused, or was not reached before anything was sent.
    Remote,
    /// The vault: missing, wrong passphrase, damaged, newer, busy.
    Vault,
    /// A bug of ours.
    Bug,
    /// Ctrl-C.
    Interrupted,
}

/// Of a job that judges.
impl From<Verdict> for Exit {
    fn from(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Pass => Self::Good,
            Verdict::Fail => Self::NotGood,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Good => 0,
            Exit::NotGood => 1,
            Exit::Input => 2,
            Exit::Service => 3,
            Exit::Reader => 4,
            Exit::Card => 5,
            Exit::CardState => 6,
            Exit::Authentication => 7,
            Exit::Unknown => 8,
            Exit::Refused => 9,
            Exit::Remote => 10,
            Exit::Vault => 11,
            Exit::Bug => 70,
            Exit::Interrupted => 130,
        })
    }
}
