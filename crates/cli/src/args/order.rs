//! `order`

use std::path::PathBuf;

use clap::{Args, Subcommand};
use tapsmith_core::batch::BatchName;

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
}

#[derive(Debug, Args)]
pub(crate) struct CheckArgs {
    /// Order files
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
}
