//! `models`, `statuses`

use std::io::{self, Write};

use serde::Serialize;
use serde_json::Value;
use tapsmith_orders::provider::Model;

use super::Outcome;
use crate::args::ProviderArgs;
use crate::connect;
use crate::context::Context;
use crate::exit::Exit;
use crate::printer::{Report, table};

#[derive(Debug, Serialize)]
struct Models {
    models: Vec<Model>,
}

impl Report for Models {
    fn text(&self, out: &mut dyn Write) -> io::Result<()> {
        let rows = self.models.iter().map(|model| {
            let chip = match model.can_be_encoded {
                Some(true) => "yes",
                Some(false) => "no",
                None => "?",
            };
            [model.id.clone(), chip.to_owned(), model.prices.len().to_string()]
        });
        writeln!(out, "{}", table(["MODEL", "CAN BE ENCODED", "PRICES"], rows))
    }

    fn lines(&self) -> serde_json::Result<Vec<Value>> {
        self.models.iter().map(serde_json::to_value).collect()
    }
}

/// Lists what can be ordered.
pub(crate) fn models(context: &Context, args: &ProviderArgs) -> Outcome {
    let provider = connect::without_vault(context, args)?;
    context.printer.print(&Models { models: provider.models()? })?;
    Ok(Exit::Good)
}

#[derive(Debug, Serialize)]
struct Statuses {
    statuses: Vec<Meant>,
}

/// A printer's word, and what it means.
#[derive(Debug, Serialize)]
struct Meant {
    status: String,
    meaning: &'static str,
    is_final: bool,
}

impl Report for Statuses {
    fn text(&self, out: &mut dyn Write) -> io::Result<()> {
        let rows =
            self.statuses.iter().map(|meant| [meant.status.clone(), meant.meaning.to_owned()]);
        writeln!(out, "{}", table(["STATUS", "THE ORDER IS"], rows))
    }

    fn lines(&self) -> serde_json::Result<Vec<Value>> {
        self.statuses.iter().map(serde_json::to_value).collect()
    }
}

/// Lists what an order's status can be.
pub(crate) fn statuses(context: &Context, args: &ProviderArgs) -> Outcome {
    let provider = connect::without_vault(context, args)?;
    let name = provider.name();
    let statuses = provider.statuses()?.into_iter().map(|status| {
        let stage = status.stage(name);
        Meant { status: status.0, meaning: stage.words(), is_final: stage.is_final() }
    });
    context.printer.print(&Statuses { statuses: statuses.collect() })?;
    Ok(Exit::Good)
}
