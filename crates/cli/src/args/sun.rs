//! `sun`

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use tapsmith_core::batch::BatchName;
use tapsmith_core::counter::ReadCounter;
use tapsmith_core::record::RecordId;
use tapsmith_core::tamper::{Loop, TagTamper};
use tapsmith_core::uid::Uid;

#[derive(Debug, Subcommand)]
pub(crate) enum SunCommand {
    /// Make addresses as the chips of a batch would
    #[command(after_help = "Example: tapsmith sun sign --batch spring --record 7 --counter 3")]
    Sign(SignArgs),
    /// Find the record whose keys made an address, if that does not say it or is not believed
    #[command(
        after_help = "Example: tapsmith sun identify 'https://example.com/c?picc_data=...&cmac=...'"
    )]
    Identify(IdentifyArgs),
    /// Check addresses that cards showed
    #[command(after_help = SUN_VERIFY)]
    Verify(SunVerifyArgs),
}

const SUN_VERIFY: &str = r#"The lines of --input: addresses, JSON objects with a field "url", or CSV with a column url (commas, semicolons or tabs).
A line that is none of it is a fail with its reason; one tap that stands twice is marked as a replay.
The file of --keys: {"meta_read":"32 hex digits","file_read":"32 hex digits"}
The places of --template: {record_id} {picc} {uid} {ctr} {enc} {enc:64} {tt} {mac}; [[ marks where the MAC starts.

Example: tapsmith sun verify --batch spring --input taps.txt --format ndjson
Example: tapsmith sun verify --keys keys.json --template 'https://example.com/c?picc_data={picc}&cmac={mac}' URL"#;

#[derive(Debug, Args)]
pub(crate) struct SignArgs {
    /// The batch
    #[arg(long, value_name = "NAME")]
    pub(crate) batch: BatchName,
    /// Only this record
    #[arg(long, value_name = "N")]
    pub(crate) record: Option<RecordId>,
    /// The chip's UID, 14 hex digits; without it, one is made up for each record
    #[arg(long, value_name = "HEX")]
    pub(crate) uid: Option<Uid>,
    /// The first read counter
    #[arg(long, value_name = "N", default_value = "1", value_parser = parse_counter)]
    pub(crate) counter: ReadCounter,
    /// How many addresses; they go round the records, the counter one higher each round
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u64).range(1..))]
    pub(crate) count: u64,
    /// The tamper loop, where the address shows it: whole, cut, or whole again after it was cut
    #[arg(long, value_name = "STATE", value_enum, default_value_t = LoopArg::Closed)]
    pub(crate) tag_tamper: LoopArg,
}

#[derive(Debug, Args)]
pub(crate) struct IdentifyArgs {
    /// The address
    #[arg(value_name = "URL")]
    pub(crate) url: String,
    /// Only this batch; may be said more than once. Without it, all batches of the vault
    #[arg(long, value_name = "NAME")]
    pub(crate) batch: Vec<BatchName>,
}

/// What a chip says of its tamper loop.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum LoopArg {
    /// Whole, and never seen cut
    Closed,
    /// Cut
    Open,
    /// Whole now, but seen cut before
    Opened,
}

impl From<LoopArg> for TagTamper {
    fn from(state: LoopArg) -> Self {
        let (permanent, current) = match state {
            LoopArg::Closed => (Loop::Closed, Loop::Closed),
            LoopArg::Open => (Loop::Open, Loop::Open),
            LoopArg::Opened => (Loop::Open, Loop::Closed),
        };
        Self { permanent, current }
    }
}

/// What stands on each line of an input.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum InputFormat {
    /// The address alone
    Urls,
    /// A JSON object with a field "url"
    Ndjson,
    /// Fields, one of them called url in the first line, or the first that is an address
    Csv,
}

#[derive(Debug, Args)]
pub(crate) struct SunVerifyArgs {
    /// Addresses
    #[arg(value_name = "URL", required_unless_present = "input")]
    pub(crate) urls: Vec<String>,
    /// A file with an address on each line, or - for standard input; see below
    #[arg(long, value_name = "FILE", conflicts_with = "urls")]
    pub(crate) input: Option<PathBuf>,
    /// What stands on each line of the input; without it, the first line tells
    #[arg(long, value_name = "FORMAT", value_enum, requires = "input")]
    pub(crate) input_format: Option<InputFormat>,
    /// The batch the cards are of
    #[arg(long, value_name = "NAME", required_unless_present = "keys")]
    pub(crate) batch: Option<BatchName>,
    /// A JSON file with the two keys instead of a batch; see below
    #[arg(long, value_name = "FILE", conflicts_with = "batch")]
    pub(crate) keys: Option<PathBuf>,
    /// The address with its places, for --keys; see below
    #[arg(long, value_name = "TEMPLATE")]
    pub(crate) template: Option<String>,
    /// With --keys: cards with plain mirrors are in LRP mode; {picc} says by its width what they are in
    #[arg(long, conflicts_with = "batch")]
    pub(crate) lrp: bool,
    /// With --template: the cards are NTAG 223 DNA or 224 DNA, which sign {uid}x{ctr}x{mac} with the key itself
    #[arg(long, requires = "template", conflicts_with_all = ["batch", "lrp"])]
    pub(crate) suncmac: bool,
    /// Keep each card's highest read counter in the vault, and fail a tap that is not above it
    #[arg(long)]
    pub(crate) remember: bool,
}

impl SunVerifyArgs {
    /// Whether the input ends by itself: nobody has to stop typing, or writing to a pipe.
    pub(crate) fn reads_file(&self) -> bool {
        self.input.as_ref().is_some_and(|path| path.is_file())
    }
}

fn parse_counter(text: &str) -> Result<ReadCounter, String> {
    let number: u32 =
        text.parse().map_err(|_| "not a whole number from 0 to 16777215".to_owned())?;
    number.try_into().map_err(|error: tapsmith_core::counter::CounterOutOfRange| error.to_string())
}
