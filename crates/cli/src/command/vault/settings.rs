//! `vault settings`

use std::io::{self, Write};

use serde::Serialize;
use tapsmith_core::derive::ts1::Role;
use tapsmith_core::profile::OrderKeys;
use tapsmith_orders::Name;

use crate::args::SettingsArgs;
use crate::command::Outcome;
use crate::command::order::{KEY_MAPPING, mapping};
use crate::connect::PROVIDER;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::printer::Report;

/// What was set.
#[derive(Debug, Serialize)]
struct Settings {
    settings: Vec<Setting>,
}

#[derive(Debug, Serialize)]
struct Setting {
    key: String,
    value: Option<String>,
    /// What it is for.
    meaning: &'static str,
}

/// The keys there are, and what each is for.
const KEYS: [(&str, &str); 2] = [
    (PROVIDER, "the printer that is meant if none is named: printags or merchrocket"),
    (KEY_MAPPING, "the roles whose keys the printer confirmed as publicKey/privateKey"),
];

impl Report for Settings {
    fn text(&self, out: &mut dyn Write) -> io::Result<()> {
        for Setting { key, value, meaning } in &self.settings {
            writeln!(out, "{key} = {}", value.as_deref().unwrap_or("(not set)"))?;
            writeln!(out, "  {meaning}")?;
        }
        Ok(())
    }
}

/// Shows settings, or changes one.
pub(crate) fn run(context: &Context, args: &SettingsArgs) -> Outcome {
    let key = args.key.as_deref().map(known).transpose()?;
    if let (Some(key), true) = (key, args.value.is_some() || args.unset) {
        let value = args.value.as_deref().map(|value| checked(key, value)).transpose()?;
        context.open_vault()?.set_setting(key, value.as_deref(), Context::now())?;
    }
    let vault = context.vault()?;
    let shown = KEYS.iter().filter(|(name, _)| key.is_none_or(|key| key == *name));
    let settings = shown.map(|(name, meaning)| {
        Ok(Setting { key: (*name).to_owned(), value: vault.setting(name)?, meaning })
    });
    let settings = settings.collect::<Result<_, tapsmith_store::Error>>()?;
    context.printer.print(&Settings { settings })?;
    Ok(Exit::Good)
}

fn known(key: &str) -> Result<&'static str, Failure> {
    let mut names = KEYS.iter().map(|(name, _)| *name);
    names.find(|name| *name == key).ok_or_else(|| {
        let names = KEYS.map(|(name, _)| name).join(", ");
        Failure::say(Exit::Input, format_args!("there is no setting {key:?}"))
            .hint(format!("there are: {names}"))
    })
}

/// The value as it is kept.
fn checked(key: &str, value: &str) -> Result<String, Failure> {
    if key == PROVIDER {
        let name: Name = value.parse().map_err(|error| Failure::input(error).at(key))?;
        return Ok(name.to_string());
    }
    let role = |name: &str| Role::ALL.into_iter().find(|role| role.to_string() == name);
    let roles = value.split_once('/').and_then(|(one, other)| role(one).zip(role(other)));
    let (public_key, private_key) = roles.ok_or_else(|| {
        Failure::say(Exit::Input, "expected two roles, like meta_read/file_read").at(key)
    })?;
    Ok(mapping(OrderKeys { public_key, private_key }))
}
