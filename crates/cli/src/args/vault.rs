//! `init`, `vault`

use std::path::PathBuf;

use super::LinkArg;
use clap::{Args, Subcommand};

/// Who shall be able to open a vault.
#[derive(Debug, Args)]
pub(crate) struct RecipientArgs {
    /// An age recipient, age1...: whoever has its identity can open the vault. May be said more than
    /// once, as for a second one in escrow
    #[arg(long, value_name = "AGE")]
    pub(crate) recipient: Vec<String>,
    /// This user of this machine: a key in the operating system's key store
    #[arg(long)]
    pub(crate) key_store: bool,
    /// A passphrase, beside the others. Without any of these, a passphrase alone
    #[arg(long)]
    pub(crate) passphrase: bool,
    /// Derive the key with the least work there is. Only for vaults made by tests
    #[arg(long, hide = true)]
    pub(crate) test_vault: bool,
}

#[derive(Debug, Args)]
pub(crate) struct InitArgs {
    #[command(flatten)]
    pub(crate) recipients: RecipientArgs,
}

#[derive(Debug, Args)]
pub(crate) struct RekeyArgs {
    #[command(flatten)]
    pub(crate) recipients: RecipientArgs,
    /// A file that holds the new passphrase; one trailing newline is not part of it
    #[arg(long, value_name = "FILE")]
    pub(crate) new_passphrase_file: Option<PathBuf>,
    /// Let those who can open it now go on to do so
    #[arg(long)]
    pub(crate) keep: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum VaultCommand {
    /// Look at every row, every sealed key and the whole history
    #[command(after_help = "Example: tapsmith vault check --expect 5F3A...")]
    Check {
        /// A link of the history that was noted earlier: it has to be there still
        #[arg(long, value_name = "LINK")]
        expect: Option<LinkArg>,
    },
    /// Write everything to one sealed file, and prove it
    #[command(after_help = "Example: tapsmith vault backup cards-2026-11-21.backup")]
    Backup {
        /// The file
        file: PathBuf,
    },
    /// Make a vault of a backup, in a folder that holds none
    #[command(
        after_help = "Example: tapsmith vault restore cards-2026-11-21.backup --vault cards-again"
    )]
    Restore {
        /// The backup
        file: PathBuf,
        /// The link at which its history has to end, as `vault backup` printed it
        #[arg(long, value_name = "LINK")]
        expect: Option<LinkArg>,
    },
    /// Let others open the vault, and no longer those who could. No batch is touched
    #[command(after_help = "Example: tapsmith vault rekey --new-passphrase-file new.txt\n\
        Example: tapsmith vault rekey --keep --recipient age1...")]
    Rekey(RekeyArgs),
    /// What was chosen once for all commands: all of it, one key, or a new value for one
    #[command(after_help = "Example: tapsmith vault settings provider merchrocket\n\
        Example: tapsmith vault settings printags.key_mapping meta_read/file_read\n\
        Example: tapsmith vault settings provider --unset")]
    Settings(SettingsArgs),
    /// What happened: when, by whom, and the link of each event
    #[command(after_help = "Example: tapsmith vault history --from 100 --format ndjson")]
    History {
        /// From this event on
        #[arg(long, value_name = "N", default_value = "1")]
        from: i64,
    },
}

#[derive(Debug, Args)]
pub(crate) struct SettingsArgs {
    /// The key: `provider`, or `printags.key_mapping`
    pub(crate) key: Option<String>,
    /// Its new value
    pub(crate) value: Option<String>,
    /// As if it never was set
    #[arg(long, requires = "key", conflicts_with = "value")]
    pub(crate) unset: bool,
}
