//! `order price`, `order rates`

use std::io::{self, Write};
use std::path::PathBuf;

use serde::Serialize;
use serde_json::Value;
use tapsmith_orders::Name;
use tapsmith_orders::price::Estimate;
use tapsmith_orders::provider::Rate;

use super::file::read_order;
use crate::args::FilesArgs;
use crate::command::Outcome;
use crate::connect;
use crate::context::{Context, check_interrupted};
use crate::exit::Exit;
use crate::printer::Report;

/// What orders will cost.
#[derive(Debug, Serialize)]
struct Prices {
    /// Always: only a commit says what is charged.
    estimate: bool,
    files: Vec<Price>,
    /// Of all files.
    total: String,
    /// Whether every charge that is known of has a price.
    is_whole: bool,
}

#[derive(Debug, Serialize)]
struct Price {
    file: PathBuf,
    #[serde(flatten)]
    estimate: Shown,
}

/// An estimate, its amounts as text.
#[derive(Debug, Serialize)]
pub(super) struct Shown {
    pub(super) total: String,
    charges: Vec<Charged>,
    pub(super) missing: Vec<String>,
}

/// A charge, its amount as text.
#[derive(Debug, Serialize)]
struct Charged {
    name: String,
    amount: String,
}

impl Shown {
    pub(super) fn of(estimate: &Estimate) -> Self {
        let charges = estimate.charges.iter();
        Self {
            total: estimate.total().to_string(),
            charges: charges
                .map(|charge| Charged {
                    name: charge.name.clone(),
                    amount: charge.amount.to_string(),
                })
                .collect(),
            missing: estimate.missing.clone(),
        }
    }

    pub(super) fn text(&self, out: &mut dyn Write) -> io::Result<()> {
        for Charged { name, amount } in &self.charges {
            writeln!(out, "  {amount:>12}  {name}")?;
        }
        for name in &self.missing {
            writeln!(out, "  {:>12}  {name}", "?")?;
        }
        Ok(())
    }
}

impl Report for Prices {
    fn text(&self, out: &mut dyn Write) -> io::Result<()> {
        for Price { file, estimate } in &self.files {
            writeln!(out, "{}", file.display())?;
            estimate.text(out)?;
        }
        let more = if self.is_whole { "" } else { ", and what has no price" };
        writeln!(
            out,
            "about {} EUR without VAT{more}: an estimate, only a commit says it",
            self.total
        )
    }

    fn lines(&self) -> serde_json::Result<Vec<Value>> {
        self.files.iter().map(serde_json::to_value).collect()
    }
}

/// Estimates what orders will cost.
pub(crate) fn price(context: &Context, args: &FilesArgs) -> Outcome {
    let orders = read(args)?;
    let provider = connect(context, args, &orders)?;
    let (mut files, mut total, mut is_whole) = (Vec::new(), tapsmith_orders::Money::ZERO, true);
    for (file, _, wants) in orders {
        check_interrupted()?;
        let estimate = provider.estimate(&wants)?;
        total = total + estimate.total();
        is_whole &= estimate.is_whole();
        files.push(Price { file, estimate: Shown::of(&estimate) });
    }
    let total = total.to_string();
    context.printer.print(&Prices { estimate: true, files, total, is_whole })?;
    Ok(Exit::Good)
}

#[derive(Debug, Serialize)]
struct Rates {
    files: Vec<FileRates>,
}

#[derive(Debug, Serialize)]
struct FileRates {
    file: PathBuf,
    rates: Vec<ShownRate>,
}

/// A service, its price as text.
#[derive(Debug, Serialize)]
struct ShownRate {
    carrier_service_id: Option<String>,
    name: Option<String>,
    price: String,
}

impl Report for Rates {
    fn text(&self, out: &mut dyn Write) -> io::Result<()> {
        for FileRates { file, rates } in &self.files {
            writeln!(out, "{}", file.display())?;
            for ShownRate { carrier_service_id, name, price } in rates {
                let id = carrier_service_id.as_deref().unwrap_or("?");
                writeln!(out, "  {price:>12}  {id}  {}", name.as_deref().unwrap_or_default())?;
            }
            if rates.is_empty() {
                writeln!(out, "  no service carries it there")?;
            }
        }
        Ok(())
    }

    fn lines(&self) -> serde_json::Result<Vec<Value>> {
        self.files.iter().map(serde_json::to_value).collect()
    }
}

/// Asks what carrying orders costs.
pub(crate) fn rates(context: &Context, args: &FilesArgs) -> Outcome {
    let orders = read(args)?;
    let provider = connect(context, args, &orders)?;
    let mut files = Vec::new();
    for (file, _, wants) in orders {
        check_interrupted()?;
        let rates = provider.rates(&wants)?.into_iter().map(ShownRate::from).collect();
        files.push(FileRates { file, rates });
    }
    context.printer.print(&Rates { files })?;
    Ok(Exit::Good)
}

impl From<Rate> for ShownRate {
    fn from(Rate { id, name, price }: Rate) -> Self {
        Self { carrier_service_id: id, name, price: price.to_string() }
    }
}

type Wanted = (PathBuf, Name, tapsmith_orders::Wants);

/// What the files ask for, without what they hold.
fn read(args: &FilesArgs) -> Result<Vec<Wanted>, crate::failure::Failure> {
    let mut wanted = args.provider.provider;
    let mut read = |path: &PathBuf| {
        let (name, payload) = read_order(path, wanted)?;
        // All have to be the same printer's.
        wanted = Some(name);
        Ok((path.clone(), name, payload.wants()))
    };
    args.files.iter().map(&mut read).collect()
}

fn connect(
    context: &Context,
    args: &FilesArgs,
    orders: &[Wanted],
) -> Result<Box<dyn tapsmith_orders::Provider>, crate::failure::Failure> {
    let name = orders.first().map(|(_, name, _)| *name).unwrap_or_default();
    connect::to(context, &args.provider, args.provider.provider.unwrap_or(name))
}
