//! Why a report could not be written.

use std::io;

use plotters::drawing::DrawingAreaErrorKind;
use thiserror::Error;

/// A report could not be written. All of it happens in memory, so none of this is the disk's fault.
#[derive(Debug, Error)]
pub enum ReportError {
    /// A chart.
    #[error("a chart could not be drawn")]
    Chart(#[from] DrawingAreaErrorKind<io::Error>),
    /// The page.
    #[error("the page could not be filled in")]
    Page(#[from] askama::Error),
    /// The JSON.
    #[error("the report could not be written as JSON")]
    Json(#[from] serde_json::Error),
    /// The CSV.
    #[error("the cards could not be written as CSV")]
    Csv(#[from] csv::Error),
    /// The JUnit XML.
    #[error("the report could not be written as JUnit XML")]
    Junit(#[from] quick_junit::SerializeError),
}
