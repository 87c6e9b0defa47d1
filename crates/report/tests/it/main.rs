//! Reports as others read them: an HTML parser, an XML parser, a CSV reader, and a browser.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stderr,
    reason = "a test that goes another way than it should has nothing better to do than to stop"
)]

mod browser;
mod chromium;
mod csv;
mod deliveries;
mod json;
mod junit;
mod page;
mod plans;
