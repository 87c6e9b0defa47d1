//! `qa`

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use tapsmith_core::batch::{BatchName, RecordRange};
use tapsmith_core::sampling::{Aql, Confidence, Level, Seed, Severity, Share, Standard};

use super::order::parse_records;

/// One range of records.
fn parse_lot(text: &str) -> Result<RecordRange, String> {
    parse_records(text).map_err(|_| "expected records like 1-500".to_owned())
}

#[derive(Debug, Subcommand)]
pub(crate) enum QaCommand {
    /// Settle how many cards of a delivery are looked at, which, and what decides
    #[command(after_help = "Example: tapsmith qa plan spring --lot 5000 --aql 1.0")]
    Plan(PlanArgs),
    /// Judge the cards of a plan, one after the other. Goes on where it was left
    #[command(after_help = "Example: tapsmith qa run spring-qa-1 --reader ACR1252\n\
        Example: tapsmith qa run spring-qa-1 --reader virtual:cards (a folder of them, as a rehearsal)\n\n\
        Keys, or lines on stdin where that is no terminal:\n  \
        m  the last card has a visual defect            u  take the last word or card back\n  \
        c  the last card is of the sample all the same  x  the card cannot be read\n  \
        q  leave the rest for later                     Enter  judge the lot, once all is looked at\n\n\
        On a terminal: a screen. Nothing is judged before Enter, and a bell rings for what needs a look.\n\
        Otherwise, and with --plain, --format or -v: lines. The lot is judged once its verdict is known.\n\n\
        Exit codes: 0 the lot is accepted, 1 rejected. If it was left for later: 1 a card of this run has\n\
        a defect, 6 none of its cards was of the sample or could be read, 0 otherwise; 130 interrupted")]
    Run(RunArgs),
    /// Write what was found: a page, and files for programs
    #[command(after_help = "Example: tapsmith qa report spring-qa-1 --out report")]
    Report(QaReportArgs),
    /// The plans, and what came of them
    #[command(after_help = "Example: tapsmith qa list --format json")]
    List,
    /// A plan again, with its drawn cards and how far it has come
    #[command(after_help = "Example: tapsmith qa show spring-qa-1")]
    Show {
        /// The plan's name
        #[arg(value_name = "PLAN")]
        plan: String,
    },
}

#[derive(Debug, Args)]
pub(crate) struct PlanArgs {
    /// The batch whose cards were delivered
    #[arg(value_name = "BATCH")]
    pub(crate) batch: BatchName,
    /// How many cards were delivered; without it, one for each record
    #[arg(long, value_name = "N")]
    pub(crate) lot: Option<u64>,
    /// Which records were delivered, like 1-500, if not all of the batch
    #[arg(long, value_name = "A-B", value_parser = parse_lot)]
    pub(crate) records: Option<RecordRange>,
    /// The acceptance quality limit for major defects, in percent
    #[arg(long, value_name = "PERCENT")]
    pub(crate) aql: Aql,
    /// The same for minor defects; without it 4.0, or that for major ones if it is larger
    #[arg(long, value_name = "PERCENT")]
    pub(crate) minor_aql: Option<Aql>,
    /// The inspection level: S-1 to S-4, I, II, III
    #[arg(long, default_value_t)]
    pub(crate) level: Level,
    /// Whose tables: iso2859-1 or z1.4 (they differ under reduced inspection)
    #[arg(long, default_value_t)]
    pub(crate) standard: Standard,
    /// How critical defects are judged; none is ever accepted
    #[arg(long, value_enum, default_value_t = CriticalArg::Ac0)]
    pub(crate) critical: CriticalArg,
    /// With zero-acceptance: how sure; without it 0.95
    #[arg(long, value_name = "SHARE")]
    pub(crate) confidence: Option<Confidence>,
    /// With zero-acceptance: that fewer cards of the lot than this share are critical; without it 1%
    #[arg(long, value_name = "SHARE")]
    pub(crate) limit: Option<Share>,
    /// normal, tightened or reduced; without it, what the supplier's past lots make it
    #[arg(long)]
    pub(crate) severity: Option<Severity>,
    /// Who delivered; without it, the printer that the batch was ordered from
    #[arg(long, value_name = "NAME")]
    pub(crate) supplier: Option<String>,
    /// This lot was judged before, and came again: it says nothing more of the supplier
    #[arg(long)]
    pub(crate) resubmitted: bool,
    /// What the draw follows from: 32 hex digits, said by somebody else; without it, the system's random numbers
    #[arg(long, value_name = "HEX")]
    pub(crate) seed: Option<Seed>,
}

/// `--critical`
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum CriticalArg {
    /// None in the sample for major defects
    Ac0,
    /// None in a sample large enough for --confidence and --limit
    ZeroAcceptance,
    /// Every card of the lot is looked at
    All,
}

#[derive(Debug, Args)]
pub(crate) struct RunArgs {
    /// The plan's name
    #[arg(value_name = "PLAN")]
    pub(crate) plan: String,
    /// Take a virtual card behind a real reader for what it is
    #[arg(long)]
    pub(crate) accept_virtual: bool,
    /// Look at the whole sample, also where the lot is rejected already
    #[arg(long)]
    pub(crate) all: bool,
    /// Lines instead of a screen
    #[arg(long)]
    pub(crate) plain: bool,
}

#[derive(Debug, Args)]
pub(crate) struct QaReportArgs {
    /// The plan's name
    #[arg(value_name = "PLAN")]
    pub(crate) plan: String,
    /// The folder for the files; it is made if it is not there
    #[arg(long, value_name = "DIR")]
    pub(crate) out: PathBuf,
}
