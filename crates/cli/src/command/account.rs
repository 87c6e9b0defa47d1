//! `account`

use std::io::{self, Write};

use secrecy::ExposeSecret as _;
use serde::Serialize;
use tapsmith_orders::Token;
use tapsmith_orders::provider::Account;

use super::Outcome;
use crate::args::{AccountCommand, ProviderArgs};
use crate::connect;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::printer::Report;

/// Runs one of the verbs.
pub(crate) fn run(context: &Context, command: &AccountCommand) -> Outcome {
    match command {
        AccountCommand::Show { provider } => show(context, provider),
        AccountCommand::Login { provider } => login(context, provider),
        AccountCommand::Logout { provider } => logout(context, provider),
    }
}

/// An account.
#[derive(Debug, Serialize)]
struct Shown {
    provider: &'static str,
    place: String,
    /// Whether nothing that is ordered is made or charged.
    rehearsal: bool,
    balance: Option<String>,
    minimal_balance: Option<String>,
    #[serde(flatten)]
    account: Named,
}

/// Who it is.
#[derive(Debug, Serialize)]
struct Named {
    id: Option<String>,
    name: Option<String>,
    email: Option<String>,
    /// All else the printer says of it.
    other: serde_json::Map<String, serde_json::Value>,
}

impl Report for Shown {
    fn text(&self, out: &mut dyn Write) -> io::Result<()> {
        let mode = if self.rehearsal { "test: nothing is made or charged" } else { "live" };
        writeln!(out, "{} at {}, {mode}", self.provider, self.place)?;
        let lines = [
            ("id", &self.account.id),
            ("name", &self.account.name),
            ("email", &self.account.email),
            ("balance", &self.balance),
            ("least", &self.minimal_balance),
        ];
        for (name, value) in lines {
            if let Some(value) = value {
                writeln!(out, "  {name:<8} {value}")?;
            }
        }
        if self.account.id.is_none() {
            writeln!(out, "  the token is good; the printer shows no account")?;
        }
        Ok(())
    }
}

fn show(context: &Context, args: &ProviderArgs) -> Outcome {
    let provider = connect::without_vault(context, args)?;
    let Account { id, name, email, balance, minimal_balance, other } =
        provider.account(args.account.as_deref())?;
    context.printer.print(&Shown {
        provider: provider.name().as_str(),
        place: provider.http().place().to_string(),
        rehearsal: provider.http().is_rehearsal(),
        balance: balance.map(|money| money.to_string()),
        minimal_balance: minimal_balance.map(|money| money.to_string()),
        account: Named { id, name, email, other },
    })?;
    Ok(Exit::Good)
}

/// A token that is kept, or forgotten.
#[derive(Debug, Serialize)]
struct TokenKept {
    provider: &'static str,
    place: String,
    #[serde(rename = "kept")]
    is_kept: bool,
}

impl Report for TokenKept {
    fn text(&self, out: &mut dyn Write) -> io::Result<()> {
        let Self { provider, place, is_kept } = self;
        let what = if *is_kept { "keeps" } else { "no longer keeps" };
        writeln!(out, "The key store {what} the token for {provider} at {place}.")
    }
}

fn login(context: &Context, args: &ProviderArgs) -> Outcome {
    let (name, place) = where_to(context, args)?;
    let text = connect::new_token(args, name)?;
    let token = Token::new(text.expose_secret()).map_err(Failure::input)?;
    place.check(&token, args.allow_host.as_deref())?;
    tapsmith_store::keep_token(&connect::entry(name, &place), &text).map_err(no_key_store)?;
    let place = place.to_string();
    context.printer.print(&TokenKept { provider: name.as_str(), place, is_kept: true })?;
    Ok(Exit::Good)
}

fn logout(context: &Context, args: &ProviderArgs) -> Outcome {
    let (name, place) = where_to(context, args)?;
    tapsmith_store::forget_token(&connect::entry(name, &place)).map_err(no_key_store)?;
    let place = place.to_string();
    context.printer.print(&TokenKept { provider: name.as_str(), place, is_kept: false })?;
    Ok(Exit::Good)
}

fn no_key_store(error: tapsmith_store::Error) -> Failure {
    Failure::from(error).hint("a file serves as well: --token-file, or TAPSMITH_TOKEN_FILE")
}

fn where_to(
    context: &Context,
    args: &ProviderArgs,
) -> Result<(tapsmith_orders::Name, tapsmith_orders::Place), Failure> {
    let name = connect::name(args, context.vault().ok().as_ref())?;
    Ok((name, connect::place(args, name)?))
}
