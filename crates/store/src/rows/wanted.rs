//! Which rows.

use super::{Column, Value};

/// The rows whose columns have these values, in the order of the key.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Columns and what they hold.
    pub equal: Vec<(&'static str, Value)>,
    /// A column of the key, and the least it may hold.
    pub from: Option<(&'static str, Value)>,
    /// The highest key first.
    pub backwards: bool,
}

impl Wanted {
    /// Every row.
    pub(crate) fn all() -> Self {
        Self::default()
    }

    /// Those whose `column` holds `value`.
    pub(crate) fn with(column: &'static str, value: &impl Column) -> Self {
        Self::all().and(column, value)
    }

    /// Of those, the ones whose `column` holds `value`.
    pub(crate) fn and(mut self, column: &'static str, value: &impl Column) -> Self {
        self.equal.push((column, value.to_value()));
        self
    }

    /// Of those, the ones whose `column` of the key holds `value` or more.
    pub(crate) fn from(mut self, column: &'static str, value: &impl Column) -> Self {
        self.from = Some((column, value.to_value()));
        self
    }

    /// The highest key first.
    pub(crate) fn backwards(mut self) -> Self {
        self.backwards = true;
        self
    }
}
