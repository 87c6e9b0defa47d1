//! `order`

use std::collections::HashSet;
use std::path::PathBuf;

use clap::{Args, Subcommand};
use tapsmith_core::batch::{BatchName, RecordRange};
use tapsmith_orders::Money;

use super::ProviderArgs;
use super::batch::parse_range;

#[derive(Debug, Subcommand)]
pub(crate) enum OrderCommand {
    /// Write the order files of a batch from a template
    #[command(
        after_help = "Example: tapsmith order build spring --template order.json --out orders"
    )]
    Build(BuildArgs),
    /// Check order files, without a network
    #[command(after_help = "Example: tapsmith order check orders/spring-0001.json")]
    Check(CheckArgs),
    /// What carrying the orders costs, service by service
    #[command(after_help = "Example: tapsmith order rates orders/*.json")]
    Rates(FilesArgs),
    /// What the orders will cost, as far as anybody can say before they are committed
    #[command(after_help = "Example: tapsmith order price orders/*.json")]
    Price(FilesArgs),
    /// Send orders to the printer as drafts, each once: nothing is charged
    #[command(after_help = "Example: tapsmith order submit orders/*.json")]
    Submit(SubmitArgs),
    /// Have orders made. This spends money: it shows the price, and asks
    #[command(after_help = "Example: tapsmith order commit spring-cards-0001 --max-total 1500\n\
        The price before a commit is an estimate: without VAT, and without what is named as missing.")]
    Commit(CommitArgs),
    /// The orders that were built and sent, as the vault knows them
    #[command(after_help = "Example: tapsmith order list --format json")]
    List(ListArgs),
    /// One order, as the vault knows it and as the printer shows it
    #[command(after_help = "Example: tapsmith order show spring-cards-0001")]
    Show(ShowArgs),
    /// Follow orders until they are delivered
    #[command(after_help = "Example: tapsmith order watch spring-cards-0001 spring-cards-0002")]
    Watch(WatchArgs),
    /// An order for cards that have to be made again
    #[command(
        after_help = "Example: tapsmith order reprint --of spring-cards-0001 --records 7,12-15 --out orders\n\
        Example: tapsmith order reprint --of TCS-5442223218 --provider merchrocket --template mugs.json --out orders"
    )]
    Reprint(ReprintArgs),
    /// Write an order's file once more, as it was: from what the vault remembers
    #[command(after_help = "Example: tapsmith order rebuild spring-cards-0001 --out orders")]
    Rebuild(RebuildArgs),
    /// Take orders back before they are made, where the printer can
    #[command(after_help = "Example: tapsmith order cancel YOW-7792796022 --provider merchrocket")]
    Cancel(RefsArgs),
    /// Ask for the money back, where the printer can
    #[command(after_help = "Example: tapsmith order refund YOW-7792796022 --provider merchrocket")]
    Refund(RefsArgs),
    /// Change a draft by a JSON merge patch, where the printer can
    #[command(
        after_help = "Example: tapsmith order amend YOW-7792796022 --patch new-address.json --provider merchrocket"
    )]
    Amend(AmendArgs),
}

#[derive(Debug, Args)]
pub(crate) struct BuildArgs {
    /// The batch
    pub(crate) name: BatchName,
    /// An order with one line, which stands for every card
    #[arg(long, value_name = "FILE")]
    pub(crate) template: PathBuf,
    /// The folder for the order files; it is made if it is not there
    #[arg(long, value_name = "DIR")]
    pub(crate) out: PathBuf,
    /// How many lines an order has at the most
    #[arg(long, value_name = "N", default_value = "500", value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub(crate) max_lines: u32,
    /// Order cards once more that were ordered already, for this reason
    #[arg(long, value_name = "REASON", value_parser = parse_reason)]
    pub(crate) again: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct CheckArgs {
    /// Order files
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct FilesArgs {
    /// Order files
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) provider: ProviderArgs,
}

#[derive(Debug, Clone, Args)]
pub(crate) struct SubmitArgs {
    /// Order files
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// Leave the keys in the files. Without this, a file becomes a receipt when its order is a draft
    #[arg(long)]
    pub(crate) keep_keys: bool,
    /// Take an order that the printer has already under the same reference for this file's
    #[arg(long)]
    pub(crate) adopt: bool,
    /// Order cards once more that were ordered already, for this reason
    #[arg(long, value_name = "REASON", value_parser = parse_reason)]
    pub(crate) again: Option<String>,
    #[command(flatten)]
    pub(crate) provider: ProviderArgs,
}

impl SubmitArgs {
    /// The same with each file once, however often it was named.
    pub(crate) fn once(&self) -> Self {
        let mut once = self.clone();
        let mut seen = HashSet::new();
        once.files.retain(|file| seen.insert(file.clone()));
        once
    }
}

#[derive(Debug, Args)]
pub(crate) struct CommitArgs {
    /// References of orders
    #[arg(required = true, value_name = "REF")]
    pub(crate) references: Vec<String>,
    /// Commit nothing that brings the sum above this
    #[arg(long, value_name = "EUR")]
    pub(crate) max_total: Option<Money>,
    #[command(flatten)]
    pub(crate) provider: ProviderArgs,
}

#[derive(Debug, Args)]
pub(crate) struct ListArgs {
    /// List what the printer has instead, order by order
    #[arg(long)]
    pub(crate) remote: bool,
    #[command(flatten)]
    pub(crate) provider: ProviderArgs,
}

#[derive(Debug, Args)]
pub(crate) struct ShowArgs {
    /// The order's reference
    #[arg(value_name = "REF")]
    pub(crate) reference: String,
    /// Ask the vault alone
    #[arg(long)]
    pub(crate) offline: bool,
    #[command(flatten)]
    pub(crate) provider: ProviderArgs,
}

#[derive(Debug, Args)]
pub(crate) struct WatchArgs {
    /// References of orders
    #[arg(required = true, value_name = "REF")]
    pub(crate) references: Vec<String>,
    /// How long to wait between two looks
    #[arg(long, value_name = "SECONDS", default_value = "300", value_parser = clap::value_parser!(u32).range(1..=86_400))]
    pub(crate) interval: u32,
    #[command(flatten)]
    pub(crate) provider: ProviderArgs,
}

#[derive(Debug, Args)]
pub(crate) struct ReprintArgs {
    /// The reference of the original order
    #[arg(long, value_name = "REF", required_unless_present = "failed_of")]
    pub(crate) of: Option<String>,
    /// The cards that failed under a plan of `qa`, in whichever orders they were
    #[arg(long, value_name = "PLAN", conflicts_with = "records")]
    pub(crate) failed_of: Option<String>,
    /// The batch, where orders of several have this reference
    #[arg(long, value_name = "NAME")]
    pub(crate) batch: Option<BatchName>,
    /// Which cards, like 7,12-15
    #[arg(long, value_name = "LIST", value_delimiter = ',', value_parser = parse_records)]
    pub(crate) records: Vec<RecordRange>,
    /// Print the cards with the keys they have. Without this they get fresh ones, and older cards fail
    #[arg(long)]
    pub(crate) same_keys: bool,
    /// Merchrocket: an order without actions, for whom and what
    #[arg(long, value_name = "FILE")]
    pub(crate) template: Option<PathBuf>,
    /// The folder for the order file; it is made if it is not there
    #[arg(long, value_name = "DIR")]
    pub(crate) out: PathBuf,
    #[command(flatten)]
    pub(crate) provider: ProviderArgs,
}

#[derive(Debug, Args)]
pub(crate) struct RebuildArgs {
    /// The order's reference
    #[arg(value_name = "REF")]
    pub(crate) reference: String,
    /// The batch, where orders of several have this reference
    #[arg(long, value_name = "NAME")]
    pub(crate) batch: Option<BatchName>,
    /// The folder for the order file; it is made if it is not there
    #[arg(long, value_name = "DIR")]
    pub(crate) out: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct RefsArgs {
    /// References of orders
    #[arg(required = true, value_name = "REF")]
    pub(crate) references: Vec<String>,
    #[command(flatten)]
    pub(crate) provider: ProviderArgs,
}

#[derive(Debug, Args)]
pub(crate) struct AmendArgs {
    /// The order's reference
    #[arg(value_name = "REF")]
    pub(crate) reference: String,
    /// What changes: a JSON merge patch (RFC 7396)
    #[arg(long, value_name = "FILE")]
    pub(crate) patch: PathBuf,
    #[command(flatten)]
    pub(crate) provider: ProviderArgs,
}

/// One record, or `A-B`.
pub(super) fn parse_records(text: &str) -> Result<RecordRange, String> {
    if text.contains('-') {
        return parse_range(text);
    }
    let record = text.parse().map_err(|_| "expected records like 7,12-15".to_owned())?;
    RecordRange::new(record, 1).map_err(|error| error.to_string())
}

/// Some words.
fn parse_reason(text: &str) -> Result<String, String> {
    let text = text.trim();
    if text.is_empty() { Err("say why, in some words".to_owned()) } else { Ok(text.to_owned()) }
}
