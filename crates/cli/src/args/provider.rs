//! Printers: `account`, `models`, `statuses`, `file`, `provider-sandbox`.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Subcommand};
use tapsmith_orders::Name;
use tapsmith_sandbox::{CallName, Fault};

/// Which printer's server, and as whom. The token is never typed: it comes from a file, from the
/// environment, or from the key store.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "The printer")]
pub(crate) struct ProviderArgs {
    /// printags or merchrocket; without it, as `vault settings provider` says
    #[arg(long, value_name = "NAME")]
    pub(crate) provider: Option<Name>,
    /// Another server than the printer's own: its staging server, or a stand-in
    #[arg(long, env = "TAPSMITH_API_URL", value_name = "URL")]
    pub(crate) api_url: Option<String>,
    /// Let a token that makes real orders go to this host, which is not the printer's own
    #[arg(long, value_name = "HOST")]
    pub(crate) allow_host: Option<String>,
    /// Another account than the token's own
    #[arg(long, env = "TAPSMITH_ACCOUNT", value_name = "ID")]
    pub(crate) account: Option<String>,
    /// A file that holds the token. Without it, `TAPSMITH_PRINTAGS_TOKEN` or
    /// `TAPSMITH_MERCHROCKET_TOKEN` in the environment, else what `account login` keeps
    #[arg(long, env = "TAPSMITH_TOKEN_FILE", value_name = "FILE")]
    pub(crate) token_file: Option<PathBuf>,
    /// How long to wait for an answer. What was not answered may take effect for twice as long, at a real
    /// server for two minutes at the least
    #[arg(long, value_name = "SECONDS", default_value = "30", value_parser = parse_seconds)]
    pub(crate) timeout: Duration,
}

#[derive(Debug, Subcommand)]
pub(crate) enum AccountCommand {
    /// Who the token is, what is left in the account, and whether orders are real
    #[command(after_help = "Example: tapsmith account show --token-file printags.token")]
    Show {
        #[command(flatten)]
        provider: ProviderArgs,
    },
    /// Keep the token in the operating system's key store, so that no file has to
    #[command(after_help = "Example: tapsmith account login --token-file printags.token")]
    Login {
        #[command(flatten)]
        provider: ProviderArgs,
    },
    /// Forget the token that the key store keeps
    #[command(after_help = "Example: tapsmith account logout --provider merchrocket")]
    Logout {
        #[command(flatten)]
        provider: ProviderArgs,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum FileCommand {
    /// Upload visuals. A file that the printer has already is not uploaded again
    #[command(after_help = "Example: tapsmith file upload front.png back.png")]
    Upload {
        /// Images: PNG, JPEG, SVG, TIFF or PDF
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
        #[command(flatten)]
        provider: ProviderArgs,
    },
    /// Get a file back
    #[command(
        after_help = "Example: tapsmith file get 0806a77d-8007-4cfc-86a7-7d80079cfc8f --out front.png"
    )]
    Get {
        /// What the printer calls it
        id: String,
        /// Where it goes; without it, to stdout
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
        #[command(flatten)]
        provider: ProviderArgs,
    },
}

#[derive(Debug, Args)]
pub(crate) struct SandboxArgs {
    /// printags or merchrocket
    #[arg(long, value_name = "NAME", default_value_t = Name::Printags)]
    pub(crate) provider: Name,
    /// Where to listen: on this machine. Port 0 takes any that is free
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:0")]
    pub(crate) listen: SocketAddr,
    /// Something that goes wrong: FAULT, FAULT@CALL or FAULT@CALL*TIMES, like timeout-after@create; may be
    /// said more than once
    #[arg(long, value_name = "FAULT", long_help = faults())]
    pub(crate) fault: Vec<String>,
    /// Move every committed order on by one status, each so many seconds
    #[arg(long, value_name = "SECONDS", value_parser = parse_seconds)]
    pub(crate) advance: Option<Duration>,
}

/// Seconds, or a part of one.
fn parse_seconds(text: &str) -> Result<Duration, String> {
    let wrong = || "expected seconds, from 0.1 to 600".to_owned();
    let seconds = text.parse::<f32>().ok().filter(|seconds| (0.1..=600.0).contains(seconds));
    Duration::try_from_secs_f32(seconds.ok_or_else(wrong)?).map_err(|_| wrong())
}

/// What `--fault` takes, word by word.
fn faults() -> String {
    let faults = Fault::ALL.map(|fault| fault.to_string()).join(", ");
    let calls = CallName::ALL.map(|call| call.to_string()).join(", ");
    format!(
        "Something that goes wrong: FAULT, FAULT@CALL or FAULT@CALL*TIMES, like timeout-after@create; may \
         be said more than once.\nFaults: {faults}.\nCalls: {calls}."
    )
}
