//! `batch`

use std::path::PathBuf;

use clap::{Args, Subcommand};
use tapsmith_core::batch::BatchName;
use tapsmith_core::record::RecordId;

use super::KeysArg;

#[derive(Debug, Subcommand)]
pub(crate) enum BatchCommand {
    /// Make a batch and its keys
    #[command(
        after_help = "Example: tapsmith batch create spring --count 5000 --base-url https://example.com/c"
    )]
    Create(CreateArgs),
    /// All batches, oldest first
    List,
    /// One batch, and how far its cards have come
    Show {
        /// The batch
        name: BatchName,
    },
    /// The records of a batch: address by address, and their keys if asked
    #[command(
        after_help = "Example: tapsmith batch export spring --format ndjson --reveal-keys --out spring.ndjson"
    )]
    Export(ExportArgs),
}

#[derive(Debug, Args)]
pub(crate) struct CreateArgs {
    /// What to call it: letters, digits, '.', '_' and '-'
    pub(crate) name: BatchName,
    /// How many records
    #[arg(long, value_name = "N")]
    pub(crate) count: u64,
    /// Where every card's address starts
    #[arg(long, value_name = "URL")]
    pub(crate) base_url: String,
    /// The first record's id
    #[arg(long, value_name = "N", default_value = "1")]
    pub(crate) first_record_id: RecordId,
    /// How the keys are made
    #[arg(long, value_enum, default_value_t = KeysArg::Derived)]
    pub(crate) keys: KeysArg,
    /// What the cards shall be: a shipped profile, or a TOML file
    #[arg(long, value_name = "NAME|FILE", default_value = "sun-aes")]
    pub(crate) profile: String,
}

#[derive(Debug, Args)]
pub(crate) struct ExportArgs {
    /// The batch
    pub(crate) name: BatchName,
    /// Write the keys too. Whoever has them can copy every card
    #[arg(long)]
    pub(crate) reveal_keys: bool,
    /// Write to FILE, readable by its owner alone, instead of stdout
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
}
