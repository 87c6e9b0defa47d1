//! What may be typed. Only clap lives here; what it means is in [`crate::command`].

mod batch;
mod card;
mod doctor;
mod order;
mod profile;
mod provider;
mod qa;
mod sun;
mod values;
mod vault;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use tapsmith_reader::family::Family;
use tapsmith_store::Operator;

pub(crate) use batch::{
    BatchCommand, CreateArgs, ExportArgs, ImportArgs, RetireArgs, RotateArgs, RotateRecords,
};
pub(crate) use card::{CardCommand, DiscoverArgs, EncodeArgs, KeysFrom, RecordArgs};
pub(crate) use doctor::DoctorArgs;
pub(crate) use order::{
    AmendArgs, BuildArgs, CheckArgs, CommitArgs, FilesArgs, ListArgs, OrderCommand, RebuildArgs,
    RefsArgs, ReprintArgs, ShowArgs, SubmitArgs, WatchArgs,
};
pub(crate) use profile::ProfileCommand;
pub(crate) use provider::{AccountCommand, FileCommand, ProviderArgs, SandboxArgs};
pub(crate) use qa::{CriticalArg, PlanArgs, QaCommand, QaReportArgs, RunArgs};
pub(crate) use sun::{IdentifyArgs, InputFormat, SignArgs, SunCommand, SunVerifyArgs};
pub(crate) use values::{KeysArg, LinkArg};
pub(crate) use vault::{InitArgs, RecipientArgs, RekeyArgs, SettingsArgs, VaultCommand};

/// Order, encode and verify NFC cards that sign their own address at every tap.
#[derive(Debug, Parser)]
#[command(name = "tapsmith", version, max_term_width = 100, after_help = EXIT_CODES)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) command: Command,
}

const EXIT_CODES: &str = "\
Exit codes:
   0  done, and good
   1  checked, and not good: a card, a tap, a lot, an order file
   2  usage or input
   3  the PC/SC service
   4  no reader, or more than one fits
   5  no card, or it left
   6  the card is not in the state asked for
   7  authentication failed while changing a card
   8  the remote outcome is unknown
   9  refused: needs --yes, or would overwrite
  10  the remote refused, or was not reached
  11  the vault: missing, wrong passphrase, damaged, newer, busy
  70  a bug
 130  interrupted";

/// Options of every command, before or after its name.
#[derive(Debug, Args)]
#[command(next_help_heading = "Options of every command")]
pub(crate) struct Global {
    /// The folder of the vault
    #[arg(
        long,
        global = true,
        env = "TAPSMITH_VAULT",
        default_value = "tapsmith-vault",
        value_name = "DIR"
    )]
    pub(crate) vault: PathBuf,
    /// A file that holds the vault's passphrase; one trailing newline is not part of it
    #[arg(long, global = true, env = "TAPSMITH_PASSPHRASE_FILE", value_name = "FILE")]
    pub(crate) passphrase_file: Option<PathBuf>,
    /// A file that holds an age identity, if the vault is for age recipients
    #[arg(long, global = true, env = "TAPSMITH_IDENTITY_FILE", value_name = "FILE")]
    pub(crate) identity: Option<PathBuf>,
    /// A file that holds the PIN of a security module's token
    #[arg(long, global = true, env = "TAPSMITH_PIN_FILE", value_name = "FILE")]
    pub(crate) pin_file: Option<PathBuf>,
    /// Try a token's PIN although a wrong one was tried since the last login
    #[arg(long, global = true)]
    pub(crate) try_pin_again: bool,
    /// Whom the vault's history names; without it, the user of the operating system
    #[arg(long, global = true, env = "TAPSMITH_OPERATOR", value_name = "NAME")]
    pub(crate) operator: Option<Operator>,
    /// Part of a reader's name, or `virtual:FILE` for a virtual card kept in FILE
    #[arg(long, global = true, value_name = "NAME")]
    pub(crate) reader: Option<String>,
    /// How to speak to the reader, where its name does not tell: its family
    #[arg(long, global = true, value_name = "NAME", value_parser = values::family())]
    pub(crate) reader_profile: Option<Family>,
    /// How data is written to stdout
    #[arg(long, global = true, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,
    /// Do what would otherwise be refused until confirmed
    #[arg(long, global = true)]
    pub(crate) yes: bool,
    /// Say more on stderr: each exchange with a card, without its data
    #[arg(short, long, global = true, action = clap::ArgAction::Count)]
    pub(crate) verbose: u8,
}

/// How data is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people
    Text,
    /// One JSON value
    Json,
    /// One JSON value a line
    Ndjson,
    /// Comma-separated values (`batch export` only)
    Csv,
}

/// The verbs.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Make a vault
    #[command(after_help = "Example: tapsmith init --vault cards --passphrase-file secret.txt\n\
        Example: tapsmith init --recipient age1... --recipient age1... (the desk's, and one in escrow)")]
    Init(InitArgs),
    /// The vault: checked, backed up, opened by others
    #[command(subcommand)]
    Vault(VaultCommand),
    /// Batches: records that share an address and a profile
    #[command(subcommand)]
    Batch(BatchCommand),
    /// Profiles: what a card shall be
    #[command(subcommand)]
    Profile(ProfileCommand),
    /// Orders to the printer
    #[command(subcommand)]
    Order(Box<OrderCommand>),
    /// The account at the printer's
    #[command(subcommand)]
    Account(AccountCommand),
    /// What can be ordered
    #[command(after_help = "Example: tapsmith models")]
    Models(ProviderArgs),
    /// What an order's status can be, and what it means
    #[command(after_help = "Example: tapsmith statuses --provider merchrocket")]
    Statuses(ProviderArgs),
    /// Visuals: what is printed on the cards
    #[command(subcommand)]
    File(FileCommand),
    /// A stand-in for a printer's server, to rehearse an order with
    #[command(after_help = "Example: tapsmith provider-sandbox\n\
        Example: tapsmith provider-sandbox --provider merchrocket --fault timeout-after@create")]
    ProviderSandbox(SandboxArgs),
    /// The card on the reader
    #[command(subcommand)]
    Card(CardCommand),
    /// The addresses that cards sign
    #[command(subcommand)]
    Sun(SunCommand),
    /// Deliveries, judged by a sample
    #[command(subcommand)]
    Qa(Box<QaCommand>),
    /// Readers
    #[command(subcommand)]
    Reader(ReaderCommand),
    /// What keeps readers from working, and what mends it
    #[command(after_help = "Example: tapsmith doctor\n\
        Example: tapsmith doctor --record reader.jsonl, with a card on the reader\n\n\
        Ends with 0 if nothing is a problem, 1 if something is, 3 if the PC/SC service does not answer.")]
    Doctor(DoctorArgs),
    /// A virtual card in the foreground, for a real pcscd with vsmartcard-vpcd
    #[command(after_help = "Example: tapsmith virtual --chip ntag424 --state card.json\n\
        Example: tapsmith virtual --state card.json --create-only, then --reader virtual:card.json")]
    Virtual(VirtualArgs),
    /// Write a completion script for a shell to stdout
    #[command(after_help = "Example: tapsmith completion bash > /etc/bash_completion.d/tapsmith")]
    Completion {
        /// The shell
        shell: clap_complete::Shell,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum ReaderCommand {
    /// What readers there are, and which of them can read cards. With -v, what each can do
    #[command(
        after_help = "Example: tapsmith reader list -v\nExample: tapsmith reader list --format json"
    )]
    List,
}

/// A tamper loop, as somebody leaves it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum LoopState {
    /// Whole
    Closed,
    /// Cut
    Open,
}

#[derive(Debug, Args)]
pub(crate) struct VirtualArgs {
    /// The chip of a new card; a FILE that exists remembers its own
    #[arg(long, value_name = "NAME")]
    pub(crate) chip: Option<String>,
    /// The file the card is kept in
    #[arg(long, value_name = "FILE")]
    pub(crate) state: PathBuf,
    /// The UID of a new card, 14 hex digits
    #[arg(long, value_name = "HEX")]
    pub(crate) uid: Option<tapsmith_core::uid::Uid>,
    /// Cut the card's tamper loop, or mend it
    #[arg(long = "loop", value_name = "STATE", value_enum)]
    pub(crate) tamper_loop: Option<LoopState>,
    /// Where vsmartcard-vpcd listens
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:35963")]
    pub(crate) vpcd: String,
    /// Make FILE and end
    #[arg(long)]
    pub(crate) create_only: bool,
}
