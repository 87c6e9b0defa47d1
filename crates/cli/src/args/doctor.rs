//! `doctor`

use std::path::PathBuf;

use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct DoctorArgs {
    /// Read the card on the reader, and write to FILE what the reader was asked and answered. FILE holds the card's
    /// UID and address, and no keys
    #[arg(long, value_name = "FILE")]
    pub(crate) record: Option<PathBuf>,
    /// Look at the files of the Linux below DIR instead
    #[arg(long, value_name = "DIR", hide = true)]
    pub(crate) root: Option<PathBuf>,
}
