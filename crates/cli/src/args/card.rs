//! `card`

use clap::{Args, Subcommand};
use tapsmith_core::batch::BatchName;
use tapsmith_core::record::RecordId;

#[derive(Debug, Subcommand)]
pub(crate) enum CardCommand {
    /// What this card is and how it stands. Reading its address is a tap
    #[command(after_help = "Example: tapsmith card inspect --reader ACR1252")]
    Inspect,
    /// Make this card a record's: address, settings and keys
    #[command(after_help = "Example: tapsmith card encode --batch spring")]
    Encode(EncodeArgs),
    /// Check that this card is a finished card of the batch
    #[command(after_help = "Example: tapsmith card verify --batch spring --format json")]
    Verify(VerifyArgs),
}

#[derive(Debug, Args)]
pub(crate) struct EncodeArgs {
    /// The batch
    #[arg(long, value_name = "NAME")]
    pub(crate) batch: BatchName,
    /// The record; without it, the next one not yet on a card
    #[arg(long, value_name = "N")]
    pub(crate) record: Option<RecordId>,
    /// Take a virtual card behind a real reader for what it is
    #[arg(long)]
    pub(crate) accept_virtual: bool,
}

#[derive(Debug, Args)]
pub(crate) struct VerifyArgs {
    /// The batch
    #[arg(long, value_name = "NAME")]
    pub(crate) batch: BatchName,
    /// The record; without it, the one the card's address names
    #[arg(long, value_name = "N")]
    pub(crate) record: Option<RecordId>,
    /// Take a virtual card behind a real reader for what it is
    #[arg(long)]
    pub(crate) accept_virtual: bool,
}
