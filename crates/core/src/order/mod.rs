//! The printer's order.
