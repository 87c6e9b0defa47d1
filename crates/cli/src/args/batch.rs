//! `batch`

use std::path::PathBuf;

use clap::{Args, Subcommand};
use tapsmith_core::batch::{BatchName, RecordRange};
use tapsmith_core::record::RecordId;

use super::KeysArg;

#[derive(Debug, Subcommand)]
pub(crate) enum BatchCommand {
    /// Make a batch and its keys
    #[command(
        after_help = "Example: tapsmith batch create spring --count 5000 --base-url https://example.com/c"
    )]
    Create(Box<CreateArgs>),
    /// All batches, oldest first
    #[command(after_help = "Example: tapsmith batch list --format json")]
    List,
    /// One batch, and how far its cards have come
    #[command(after_help = "Example: tapsmith batch show spring")]
    Show {
        /// The batch
        name: BatchName,
    },
    /// The records of a batch: address by address, and their keys if asked
    #[command(
        after_help = "Example: tapsmith batch export spring --format ndjson --reveal-keys --out spring.ndjson"
    )]
    Export(ExportArgs),
    /// Take in keys of others, so that their cards can be verified
    #[command(
        after_help = "Example: tapsmith batch import keys.csv --name spring --base-url https://example.com/c"
    )]
    Import(ImportArgs),
    /// Give records fresh keys. Cards with the old ones fail from then on
    #[command(after_help = "Example: tapsmith batch rotate spring --record 7")]
    Rotate(RotateArgs),
    /// Make no more cards of a batch; verify as before
    #[command(after_help = "Example: tapsmith batch retire spring")]
    Retire(RetireArgs),
}

#[derive(Debug, Args)]
pub(crate) struct CreateArgs {
    /// What to call it: letters, digits, '.', '_' and '-'
    pub(crate) name: BatchName,
    /// How many records
    #[arg(long, value_name = "N")]
    pub(crate) count: u64,
    /// Where every card's address starts; left out where the profile's cards show no address
    #[arg(long, value_name = "URL")]
    pub(crate) base_url: Option<String>,
    /// The first record's id
    #[arg(long, value_name = "N", default_value = "1")]
    pub(crate) first_record_id: RecordId,
    /// How the keys are made
    #[arg(long, value_enum, default_value_t = KeysArg::Derived)]
    pub(crate) keys: KeysArg,
    /// What the cards shall be: a shipped profile, or a TOML file
    #[arg(long, value_name = "NAME|FILE", default_value = "sun-aes")]
    pub(crate) profile: String,
    /// Make the master key in a security module and leave it there: the token's PKCS#11 URI
    #[arg(long, value_name = "URI")]
    pub(crate) hsm: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct ExportArgs {
    /// The batch
    pub(crate) name: BatchName,
    /// Write the keys too. Whoever has them can copy every card
    #[arg(long)]
    pub(crate) reveal_keys: bool,
    /// Write all keys, their versions and check values, sealed for this age recipient, age1...; may be
    /// said more than once
    #[arg(long, value_name = "AGE", conflicts_with = "reveal_keys")]
    pub(crate) to_recipient: Vec<String>,
    /// Write to FILE, readable by its owner alone, instead of stdout
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct ImportArgs {
    /// CSV or NDJSON with a record id and keys for each record
    pub(crate) file: PathBuf,
    /// What to call the batch; without it, as the file is called
    #[arg(long, value_name = "NAME")]
    pub(crate) name: Option<BatchName>,
    /// Where every card's address starts; without it, worked out from the file's addresses
    #[arg(long, value_name = "URL")]
    pub(crate) base_url: Option<String>,
    /// What the cards are: a shipped profile, or a TOML file
    #[arg(long, value_name = "NAME|FILE", default_value = "sun-aes")]
    pub(crate) profile: String,
}

#[derive(Debug, Args)]
pub(crate) struct RotateArgs {
    /// The batch
    pub(crate) name: BatchName,
    #[command(flatten)]
    pub(crate) records: RotateRecords,
}

/// Which records.
#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
pub(crate) struct RotateRecords {
    /// One record
    #[arg(long, value_name = "N")]
    pub(crate) record: Option<RecordId>,
    /// The records from A to B
    #[arg(long, value_name = "A-B", value_parser = parse_range)]
    pub(crate) records: Option<RecordRange>,
    /// Every record
    #[arg(long)]
    pub(crate) all: bool,
}

#[derive(Debug, Args)]
pub(crate) struct RetireArgs {
    /// The batch
    pub(crate) name: BatchName,
    /// Make cards of it again
    #[arg(long)]
    pub(crate) undo: bool,
}

/// `A-B`, both among them.
pub(super) fn parse_range(text: &str) -> Result<RecordRange, String> {
    let parts = text.split_once('-').ok_or("two record ids with a '-' between them")?;
    let id = |text: &str| text.parse::<RecordId>().map_err(|error| error.to_string());
    let (first, last) = (id(parts.0)?, id(parts.1)?);
    let steps =
        last.as_u64().checked_sub(first.as_u64()).ok_or("the second comes before the first")?;
    RecordRange::new(first, steps + 1).map_err(|error| error.to_string())
}
