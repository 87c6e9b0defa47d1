//! What the global options mean.

use std::fs;
use std::io::{self, IsTerminal, Write as _};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use jiff::Timestamp;
use secrecy::SecretString;
use tapsmith_store::{OpenVault, Vault};
use zeroize::Zeroizing;

use crate::args::Global;
use crate::exit::Exit;
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
        let passphrase = self.passphrase("Passphrase of the vault: ")?;
        Ok(vault.unlock(&passphrase)?)
    }

    /// The passphrase, from its file or from the terminal.
    pub(crate) fn passphrase(&self, prompt: &str) -> Result<SecretString, Failure> {
        match &self.global.passphrase_file {
            Some(file) => read_passphrase(file),
            None if io::stdin().is_terminal() => ask(prompt),
            None => Err(Failure::say(Exit::Input, "no passphrase, and no terminal to ask for it")
                .hint("give it in a file with --passphrase-file FILE")),
        }
    }

    /// A new passphrase: twice, if a person types it.
    pub(crate) fn new_passphrase(&self) -> Result<SecretString, Failure> {
        use secrecy::ExposeSecret as _;
        let first = self.passphrase("Passphrase for the new vault: ")?;
        if self.global.passphrase_file.is_none() {
            let second = ask("The same again: ")?;
            if first.expose_secret() != second.expose_secret() {
                return Err(Failure::say(Exit::Input, "the two passphrases differ"));
            }
        }
        Ok(first)
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
    std::process::exit(130);
}

/// An error if Ctrl-C was pressed.
pub(crate) fn check_interrupted() -> Result<(), Failure> {
    if STOP.load(Ordering::Relaxed) { Err(Failure::interrupted()) } else { Ok(()) }
}

fn read_passphrase(file: &Path) -> Result<SecretString, Failure> {
    let unreadable =
        |error| Failure::input(error).at(format_args!("--passphrase-file {}", file.display()));
    let text = Zeroizing::new(fs::read_to_string(file).map_err(unreadable)?);
    warn_if_open(file);
    let line = text.strip_suffix("\r\n").or_else(|| text.strip_suffix('\n')).unwrap_or(&text);
    Ok(SecretString::from(line))
}

/// A passphrase that others can read protects nothing from them.
fn warn_if_open(file: &Path) {
    use std::os::unix::fs::MetadataExt as _;
    let open = fs::metadata(file).is_ok_and(|found| found.is_file() && found.mode() & 0o077 != 0);
    if open {
        let _unwritable = writeln!(
            io::stderr(),
            "warning: {} can be read by others: chmod 600 it",
            file.display()
        );
    }
}

fn ask(prompt: &str) -> Result<SecretString, Failure> {
    let text = rpassword::prompt_password(prompt);
    text.map(SecretString::from).map_err(|error| Failure::input(error).at("the terminal"))
}
