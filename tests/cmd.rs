//! Command-line cases.
