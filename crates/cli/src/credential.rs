//! What opens a vault: from files, the operating system's key store, or the terminal. Never from argv.

use std::fs;
use std::io::{self, IsTerminal, Read as _, Write as _};
use std::path::Path;

use secrecy::{ExposeSecret as _, SecretString};
use tapsmith_store::hsm::HsmUri;
use tapsmith_store::{
    AgeIdentity, AgeRecipient, BadRecipient, Cause, Credential, Damage, KdfCost, Kinds,
    NewRecipient,
};
use zeroize::Zeroizing;

use crate::args::{Global, RecipientArgs};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::files;

/// No passphrase, identity or PIN is longer.
const LONGEST: u64 = 64 * 1024;

/// What opens a vault with recipients of these `kinds`: an identity or a passphrase that was given,
/// else the key store, else what a person types.
pub(crate) fn of(global: &Global, kinds: Kinds) -> Result<Credential, Failure> {
    let Global { identity, passphrase_file, .. } = global;
    if kinds == Kinds::default() {
        return Err(tapsmith_store::Error::from(Damage::Recipient).into());
    }
    match (identity, passphrase_file) {
        (Some(file), _) if kinds.age => read_identities(file).map(Credential::Identities),
        (_, Some(file)) if kinds.passphrase => {
            read_line(file, "--passphrase-file").map(Credential::Passphrase)
        }
        _ if kinds.key_store => Ok(Credential::KeyStore),
        _ if kinds.passphrase && io::stdin().is_terminal() => {
            ask("Passphrase of the vault: ").map(Credential::Passphrase)
        }
        _ => Err(missing(kinds)),
    }
}

/// Says what would open the vault.
fn missing(kinds: Kinds) -> Failure {
    if kinds.passphrase {
        return no_passphrase("--passphrase-file");
    }
    Failure::say(Exit::Input, "this vault opens with an age identity")
        .hint("name its file with --identity FILE")
}

fn no_passphrase(option: &str) -> Failure {
    Failure::say(Exit::Input, "no passphrase, and no terminal to ask for it")
        .hint(format!("give it in a file with {option} FILE"))
}

/// Where a new passphrase comes from, if not from the terminal.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NewPassphrase<'f> {
    /// The option that names the file.
    pub(crate) option: &'static str,
    /// The file.
    pub(crate) file: Option<&'f Path>,
    /// Whether naming the file asks for a passphrase.
    pub(crate) is_asked_for: bool,
}

/// Who shall be able to open a vault. A passphrase comes from a file, or is typed twice.
pub(crate) fn new_recipients(
    args: &RecipientArgs,
    from: NewPassphrase<'_>,
) -> Result<Vec<NewRecipient>, Failure> {
    let RecipientArgs { recipient, key_store, passphrase, test_vault } = args;
    let mut age = age_recipients(recipient, "--recipient")?;
    age.sort_by_key(ToString::to_string);
    age.dedup();
    let mut new: Vec<_> = age.into_iter().map(NewRecipient::Age).collect();
    if *key_store {
        new.push(NewRecipient::KeyStore);
    }
    let is_asked_for = *passphrase || from.is_asked_for && from.file.is_some();
    if is_asked_for || new.is_empty() {
        let cost = if *test_vault { KdfCost::least() } else { KdfCost::default() };
        new.push(NewRecipient::Passphrase(new_passphrase(from)?, cost));
    }
    Ok(new)
}

/// What was typed as age recipients. Not for clap to read: its errors repeat what was typed, and that
/// may be a secret by mistake.
pub(crate) fn age_recipients(
    typed: &[String],
    option: &'static str,
) -> Result<Vec<AgeRecipient>, Failure> {
    let read = |text: &String| {
        text.parse().map_err(|error: BadRecipient| Failure::input(error).at(option))
    };
    typed.iter().map(read).collect()
}

fn new_passphrase(from: NewPassphrase<'_>) -> Result<SecretString, Failure> {
    let NewPassphrase { option, file, .. } = from;
    if let Some(file) = file {
        return read_line(file, option);
    }
    if !io::stdin().is_terminal() {
        return Err(no_passphrase(option));
    }
    let first = ask("Passphrase for the vault: ")?;
    let second = ask("The same again: ")?;
    if first.expose_secret() != second.expose_secret() {
        return Err(Failure::say(Exit::Input, "the two passphrases differ"));
    }
    Ok(first)
}

/// A secret in a file of its own.
pub(crate) fn read_line(file: &Path, option: &str) -> Result<SecretString, Failure> {
    let text = read_secret(file)
        .map_err(|error| Failure::input(error).at(format_args!("{option} {}", file.display())))?;
    Ok(SecretString::from(first_line(&text)))
}

fn read_identities(file: &Path) -> Result<Vec<AgeIdentity>, Failure> {
    let at = format!("--identity {}", file.display());
    let text = read_secret(file).map_err(|error| Failure::input(error).at(&at))?;
    AgeIdentity::read_all(&text).map_err(|error| Failure::input(error).at(&at))
}

/// A token's PIN in a file, as a passphrase is.
pub(crate) fn read_pin(file: &Path) -> Result<SecretString, Cause> {
    let text = read_secret(file).map_err(Cause::new)?;
    Ok(SecretString::from(first_line(&text)))
}

/// A token's PIN, typed.
pub(crate) fn ask_pin(uri: &HsmUri) -> Result<SecretString, Cause> {
    if !io::stdin().is_terminal() {
        return Err(Cause::new(io::Error::other("no terminal to ask for it")));
    }
    let token = uri.token().unwrap_or("the token");
    let text = rpassword::prompt_password(format!("PIN of {token}: "));
    text.map(SecretString::from).map_err(Cause::new)
}

/// The whole text of a file that only its owner should be able to read.
fn read_secret(file: &Path) -> io::Result<Zeroizing<String>> {
    let mut text = Zeroizing::new(String::with_capacity(1024));
    let mut limited = fs::File::open(file)?.take(LONGEST);
    limited.read_to_string(&mut text)?;
    if limited.limit() == 0 {
        return Err(io::Error::other("it is too long to be a secret: 64 KiB are the most"));
    }
    warn_if_open(file);
    Ok(text)
}

/// One trailing newline is not part of it.
fn first_line(text: &str) -> &str {
    text.strip_suffix("\r\n").or_else(|| text.strip_suffix('\n')).unwrap_or(text)
}

/// A secret that others can read protects nothing from them.
fn warn_if_open(file: &Path) {
    if files::is_open_to_others(file) {
        let _unwritable = writeln!(
            io::stderr(),
            "warning: {} can be read by others: chmod 600 it",
            file.display()
        );
    }
}

/// Asks for a secret at the terminal.
pub(crate) fn ask(prompt: &str) -> Result<SecretString, Failure> {
    let text = rpassword::prompt_password(prompt);
    text.map(SecretString::from).map_err(|error| match error.kind() {
        io::ErrorKind::Interrupted => Failure::interrupted(),
        _ => Failure::input(error).at("the terminal"),
    })
}
