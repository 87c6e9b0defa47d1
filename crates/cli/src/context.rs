//! What the global options mean.

use std::sync::atomic::{AtomicBool, Ordering};

use jiff::Timestamp;
use tapsmith_store::hsm::Tries;
use tapsmith_store::{OpenVault, Operator, PinSource, Vault};

use crate::args::Global;
use crate::credential;
use crate::failure::Failure;
use crate::printer::Printer;

/// Set by Ctrl-C. Whatever is long looks at it between two steps.
pub(crate) static STOP: AtomicBool = AtomicBool::new(false);

/// The global options, and what they open.
#[derive(Debug)]
pub(crate) struct Context {
    pub(crate) global: Global,
    pub(crate) printer: Printer,
}

impl Context {
    pub(crate) fn new(global: Global) -> Self {
        let printer = Printer::new(global.format);
        Self { global, printer }
    }

    /// The vault, for what needs no secret.
    pub(crate) fn vault(&self) -> Result<Vault, Failure> {
        Ok(Vault::open(&self.global.vault)?)
    }

    /// The vault with its secrets.
    pub(crate) fn open_vault(&self) -> Result<OpenVault, Failure> {
        let vault = self.vault()?;
        let credential = credential::of(&self.global, vault.kinds()?)?;
        Ok(vault.unlock(&credential, self.operator())?.with_pins(self.pins(), self.tries()))
    }

    /// The same for a vault that may be damaged.
    pub(crate) fn open_to_check(&self) -> Result<OpenVault, Failure> {
        let vault = Vault::open_to_check(&self.global.vault)?;
        let credential = credential::of(&self.global, vault.kinds()?)?;
        Ok(vault.unlock_to_check(&credential, self.operator())?)
    }

    /// Whom the history names.
    pub(crate) fn operator(&self) -> Operator {
        let named = self.global.operator.clone();
        let of_system = || whoami::username().ok()?.parse().ok();
        named.or_else(of_system).unwrap_or_else(Operator::unknown)
    }

    /// A PIN that was wrong is tried again only if somebody says so.
    fn tries(&self) -> Tries {
        if self.global.try_pin_again { Tries::Again } else { Tries::First }
    }

    /// Where the PIN of a token comes from: `--pin-file`, the URI's own file, or the terminal.
    fn pins(&self) -> PinSource {
        let given = self.global.pin_file.clone();
        Box::new(move |uri| {
            let file = given.as_deref().or(uri.pin_source());
            file.map_or_else(|| credential::ask_pin(uri), credential::read_pin)
        })
    }

    pub(crate) fn now() -> Timestamp {
        Timestamp::now()
    }
}

/// From now on Ctrl-C ends the work between two steps, and a second one ends it at once. Without
/// this it ends at once always; what is on disk stays whole all the same.
pub(crate) fn catch_ctrl_c() {
    let handler = || {
        if STOP.swap(true, Ordering::Relaxed) {
            abandon();
        }
    };
    // If it cannot be set, Ctrl-C ends the program at once, as it did.
    let _unset = ctrlc::set_handler(handler);
}

#[expect(clippy::exit, reason = "the second Ctrl-C: whatever hangs shall not keep the user")]
fn abandon() {
    give_terminal_back();
    std::process::exit(130);
}

/// Leaves a screen of ours, if it is there still: left twice, it would take what was said since with it. A terminal
/// that is gone takes nothing back.
pub(crate) fn give_terminal_back() {
    if ratatui::crossterm::terminal::is_raw_mode_enabled().unwrap_or(false) {
        let _gone = ratatui::try_restore();
    }
}

/// An error if Ctrl-C was pressed.
pub(crate) fn check_interrupted() -> Result<(), Failure> {
    if STOP.load(Ordering::Relaxed) { Err(Failure::interrupted()) } else { Ok(()) }
}
