//! An order file: read, and looked at.

use std::path::Path;

use serde_json::Value;
use tapsmith_core::order::{JsonError, JsonProblem};
use tapsmith_orders::{BadOrder, Name, Payload};
use zeroize::Zeroizing;

use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::files;

/// What an order file holds.
#[derive(Debug)]
pub(crate) enum OrderFile {
    /// An order.
    Order(Name, Box<dyn Payload>),
    /// What is left of one: its keys are gone.
    Receipt {
        /// Its reference.
        reference: String,
    },
}

/// Reads an order file, for `wanted` if that was said.
pub(crate) fn read(path: &Path, wanted: Option<Name>) -> Result<OrderFile, Failure> {
    let text = Zeroizing::new(files::read(path)?);
    let name = Name::of_order(&text);
    if let Some(wanted) = wanted.filter(|wanted| *wanted != name) {
        let other = BadOrder::Other { found: name.title(), wanted: wanted.title() };
        return Err(Failure::input(other)
            .at(path.display())
            .hint(format!("say --provider {name}, or leave it out")));
    }
    match name.read(&text) {
        Ok(payload) => Ok(OrderFile::Order(name, payload)),
        Err(BadOrder::Printags(JsonError { problem: JsonProblem::Redacted, .. }))
            if reference(&text).is_some() =>
        {
            Ok(OrderFile::Receipt { reference: reference(&text).unwrap_or_default() })
        }
        Err(error) => Err(Failure::input(error).at(path.display())),
    }
}

/// The same where a receipt will not do.
pub(crate) fn read_order(
    path: &Path,
    wanted: Option<Name>,
) -> Result<(Name, Box<dyn Payload>), Failure> {
    match read(path, wanted)? {
        OrderFile::Order(name, payload) => Ok((name, payload)),
        OrderFile::Receipt { reference } => Err(Failure::say(
            Exit::Input,
            format_args!(
                "{}: the keys are hidden: this is a preview or a receipt, not an order",
                path.display()
            ),
        )
        .hint(format!("`tapsmith order rebuild {reference} --out DIR` makes the order again"))),
    }
}

/// Refuses a file with keys that others can read, unless somebody says that it does not matter.
pub(crate) fn refuse_open(
    context: &Context,
    path: &Path,
    payload: &dyn Payload,
) -> Result<(), Failure> {
    if !files::is_open_to_others(path) || !payload.has_keys() || context.global.yes {
        return Ok(());
    }
    Err(Failure::say(
        Exit::Refused,
        format_args!("{} holds keys, and others can read it", path.display()),
    )
    .hint("chmod 600 it; or say --yes if it does not matter"))
}

fn reference(text: &str) -> Option<String> {
    let value: Value = serde_json::from_str(text).ok()?;
    Some(value.get("reference")?.as_str()?.to_owned())
}
