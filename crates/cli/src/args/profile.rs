//! `profile`

use std::path::PathBuf;

use clap::Subcommand;

#[derive(Debug, Subcommand)]
pub(crate) enum ProfileCommand {
    /// The shipped profiles
    #[command(after_help = "Example: tapsmith profile list")]
    List,
    /// A profile's file, to start one of your own from
    #[command(after_help = "Example: tapsmith profile show sun-aes > mine.toml")]
    Show {
        /// The profile, or a file
        #[arg(value_name = "NAME|FILE", required_unless_present = "schema")]
        profile: Option<String>,
        /// The JSON Schema of profile files instead
        #[arg(long)]
        schema: bool,
    },
    /// Whether profile files make cards that can be used
    #[command(after_help = "Example: tapsmith profile check mine.toml")]
    Check {
        /// Profile files
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
    },
}
