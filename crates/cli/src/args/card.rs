//! `card`

use clap::{Args, Subcommand};
use tapsmith_core::batch::BatchName;
use tapsmith_core::key::KeyNumber;
use tapsmith_core::record::RecordId;

#[derive(Debug, Subcommand)]
pub(crate) enum CardCommand {
    /// What this card is and how it stands. Reading its address is a tap
    #[command(after_help = "Example: tapsmith card inspect --reader ACR1252 --keys-from spring")]
    Inspect {
        /// Try the keys of a batch's record too: BATCH for the record the address names, or BATCH/N
        #[arg(long, value_name = "BATCH[/N]")]
        keys_from: Option<KeysFrom>,
    },
    /// What encode would do with this card, step by step. Changes nothing
    #[command(after_help = "Example: tapsmith card plan --batch spring --format json")]
    Plan(RecordArgs),
    /// How a card that somebody else encoded is laid out, and which keys it holds
    #[command(after_help = "Example: tapsmith card discover --batch spring --learn")]
    Discover(DiscoverArgs),
    /// Back to the factory: address, settings and keys. Needs --yes
    #[command(after_help = "Example: tapsmith card reset --yes")]
    Reset {
        /// The batch to ask a card for that hides its UID
        #[arg(long, value_name = "BATCH")]
        batch: Option<BatchName>,
    },
    /// Make this card a record's: address, settings and keys
    #[command(after_help = "Example: tapsmith card encode --batch spring")]
    Encode(EncodeArgs),
    /// Check that this card is a finished card of the batch. The vault remembers one that is
    #[command(after_help = "Example: tapsmith card verify --batch spring --format json")]
    Verify(RecordArgs),
}

#[derive(Debug, Args)]
pub(crate) struct DiscoverArgs {
    /// The batch the card should be of
    #[arg(long, value_name = "NAME")]
    pub(crate) batch: BatchName,
    /// The record; without it, the one whose keys made the card's tap
    #[arg(long, value_name = "N")]
    pub(crate) record: Option<RecordId>,
    /// Take a virtual card behind a real reader for what it is
    #[arg(long)]
    pub(crate) accept_virtual: bool,
    /// Keep the layout: every card of the batch is judged by it from now on
    #[arg(long)]
    pub(crate) learn: bool,
    /// Slots, like 0,3, in which the factory's key is accepted from now on
    #[arg(long, value_name = "SLOTS", value_delimiter = ',', requires = "learn", value_parser = parse_slot)]
    pub(crate) tolerate_factory: Vec<KeyNumber>,
}

/// `BATCH` or `BATCH/N`.
#[derive(Debug, Clone)]
pub(crate) struct KeysFrom {
    pub(crate) batch: BatchName,
    pub(crate) record: Option<RecordId>,
}

impl std::str::FromStr for KeysFrom {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (batch, record) = match text.split_once('/') {
            Some((batch, record)) => (batch, Some(record)),
            None => (text, None),
        };
        let batch =
            batch.parse().map_err(|error: tapsmith_core::batch::BadBatchName| error.to_string())?;
        let record = record.map(str::parse).transpose();
        let record =
            record.map_err(|error: tapsmith_core::record::RecordIdOutOfRange| error.to_string())?;
        Ok(Self { batch, record })
    }
}

fn parse_slot(text: &str) -> Result<KeyNumber, String> {
    let number: u8 = text.parse().map_err(|_| "not a slot: there are 0 to 4".to_owned())?;
    number.try_into().map_err(|error: tapsmith_core::key::NoSuchKey| error.to_string())
}

/// Which record of which batch the card is, or shall be.
#[derive(Debug, Args)]
pub(crate) struct RecordArgs {
    /// The batch
    #[arg(long, value_name = "NAME")]
    pub(crate) batch: BatchName,
    /// The record; without it, the card's own or, for a blank card, the next not yet on a card
    #[arg(long, value_name = "N")]
    pub(crate) record: Option<RecordId>,
    /// Take a virtual card behind a real reader for what it is
    #[arg(long)]
    pub(crate) accept_virtual: bool,
}

#[derive(Debug, Args)]
pub(crate) struct EncodeArgs {
    #[command(flatten)]
    pub(crate) card: RecordArgs,
    /// Take a record that is on another card. Its keys are made anew
    #[arg(long, requires = "record")]
    pub(crate) replace: bool,
    /// Leave out what is not needed to write and tap: the originality check, and whether a card with
    /// the factory's keys has settings of its own
    #[arg(long, conflicts_with = "prove_all")]
    pub(crate) fast: bool,
    /// Prove each of the five keys by an authentication
    #[arg(long)]
    pub(crate) prove_all: bool,
    /// So many cards, one after the other, with records of their own
    #[arg(long, value_name = "N", conflicts_with = "record", default_value_t = 1,
        value_parser = clap::value_parser!(u64).range(1..))]
    pub(crate) count: u64,
}
