//! `qa report`
