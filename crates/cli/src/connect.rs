//! The way to a printer's server: which one, as whom, and what is said on the way.

use std::io::{self, IsTerminal, Write as _};
use std::path::Path;
use std::sync::atomic::Ordering;
use std::time::Duration;

use secrecy::{ExposeSecret as _, SecretString};
use tapsmith_orders::provider::UnknownProvider;
use tapsmith_orders::{Http, Name, Place, Policy, Provider, Token, Watch};
use tapsmith_store::Vault;

use crate::args::ProviderArgs;
use crate::context::{Context, STOP};
use crate::credential;
use crate::exit::Exit;
use crate::failure::Failure;

/// The setting that says which printer is meant if none is named.
pub(crate) const PROVIDER: &str = "provider";

/// How long what was sent to a real server, and not answered, may take effect at the least: whatever
/// time-out this run or the one before was given.
const SETTLE: Duration = Duration::from_mins(2);

/// Which printer: the one that was named, else the vault's own, else the first there is.
pub(crate) fn name(args: &ProviderArgs, vault: Option<&Vault>) -> Result<Name, Failure> {
    if let Some(name) = args.provider {
        return Ok(name);
    }
    let set = vault.map(|vault| vault.setting(PROVIDER)).transpose()?.flatten();
    let read = |text: String| {
        text.parse().map_err(|error: UnknownProvider| {
            Failure::input(error).at("the vault's setting provider")
        })
    };
    set.map_or(Ok(Name::default()), read)
}

/// The printer's server, ready to be asked. Says on stderr if nothing is real there.
pub(crate) fn to(
    context: &Context,
    args: &ProviderArgs,
    name: Name,
) -> Result<Box<dyn Provider>, Failure> {
    let place = place(args, name)?;
    let token = token(args, name, &place)?;
    place.check(&token, args.allow_host.as_deref())?;
    let mut policy = Policy::of(args.timeout);
    if !place.is_loopback() {
        policy.settle = policy.settle.max(SETTLE);
    }
    let watch = Box::new(Listener { is_loud: context.global.verbose > 0 });
    let http = Http::new(place, token, policy, watch)
        .map_err(|error| Failure::new(Exit::Remote, error))?;
    if http.is_rehearsal() {
        let place = http.place();
        let _unwritable = writeln!(
            io::stderr(),
            "test mode: what is ordered at {place} is neither made nor charged"
        );
    }
    Ok(name.connect(http, args.account.clone()))
}

/// The same for the printer that was named, or that this vault is set to.
pub(crate) fn with_vault(
    context: &Context,
    args: &ProviderArgs,
    vault: &Vault,
) -> Result<Box<dyn Provider>, Failure> {
    to(context, args, name(args, Some(vault))?)
}

/// The same where the vault is not needed but for its settings, if there is one.
pub(crate) fn without_vault(
    context: &Context,
    args: &ProviderArgs,
) -> Result<Box<dyn Provider>, Failure> {
    let vault = context.vault().ok();
    to(context, args, name(args, vault.as_ref())?)
}

/// The server.
pub(crate) fn place(args: &ProviderArgs, name: Name) -> Result<Place, Failure> {
    let url = args.api_url.as_deref().unwrap_or(name.url());
    Place::new(url, name.url(), name.staging_url())
        .map_err(|error| Failure::input(error).at("--api-url"))
}

/// The token: of the file that was named, of the environment, or of the key store.
fn token(args: &ProviderArgs, name: Name, place: &Place) -> Result<Token, Failure> {
    let variable = variable(name);
    let from = |text: &SecretString, place: &str| {
        let token =
            Token::new(text.expose_secret()).map_err(|error| Failure::input(error).at(place))?;
        if token.is_of_other(name) {
            let sentence = format!("{place}: this is a token of another printer's");
            return Err(
                Failure::say(Exit::Refused, sentence).hint("nothing was sent; say --provider")
            );
        }
        Ok(token)
    };
    if let Some(file) = &args.token_file {
        return from(&read_file(file)?, &format!("--token-file {}", file.display()));
    }
    if let Ok(text) = std::env::var(variable) {
        return from(&SecretString::from(text), variable);
    }
    // A key store that cannot be asked holds no token.
    let kept = tapsmith_store::kept_token(&entry(name, place)).ok().flatten();
    let missing = || {
        Failure::say(Exit::Input, format_args!("no token for {} at {place}", name.title())).hint(
            format!(
                "name its file with --token-file, set {variable}, or say `tapsmith account login`"
            ),
        )
    };
    from(&kept.ok_or_else(missing)?, "the key store")
}

/// A token that is there to be kept: of the file that was named, or typed.
pub(crate) fn new_token(args: &ProviderArgs, name: Name) -> Result<SecretString, Failure> {
    if let Some(file) = &args.token_file {
        return read_file(file);
    }
    if !io::stdin().is_terminal() {
        return Err(Failure::say(Exit::Input, "no token, and no terminal to ask for it")
            .hint("name its file with --token-file FILE"));
    }
    credential::ask(&format!("Token for {}: ", name.title()))
}

/// What the key store calls a token.
pub(crate) fn entry(name: Name, place: &Place) -> String {
    format!("{name} at {place}")
}

fn read_file(file: &Path) -> Result<SecretString, Failure> {
    credential::read_line(file, "--token-file")
}

const fn variable(name: Name) -> &'static str {
    match name {
        Name::Printags => "TAPSMITH_PRINTAGS_TOKEN",
        Name::Merchrocket => "TAPSMITH_MERCHROCKET_TOKEN",
    }
}

/// Hears of each exchange, and of Ctrl-C.
struct Listener {
    is_loud: bool,
}

impl Watch for Listener {
    fn is_stopped(&self) -> bool {
        STOP.load(Ordering::Relaxed)
    }

    fn exchanged(&self, line: &str) {
        if self.is_loud {
            let _unwritable = writeln!(io::stderr(), "{line}");
        }
    }
}
