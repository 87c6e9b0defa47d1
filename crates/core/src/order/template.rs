//! What all orders of a batch have in common: an order with one line, which stands for each card.

use serde::Deserialize;
use thiserror::Error;

use super::json::{self, JsonError};
use super::{Line, Order};

/// An order template: the order's JSON with one line, in `products` or in `groups`.
///
/// What [`build()`](super::build()) decides, it need not hold: `isDraft`, `nfc.type`,
/// `nfc.dynamic.baseUrl` and the fields of `nfc.dynamic.records` are replaced. So an earlier order,
/// or its receipt, cut down to one line is a template; its keys are dropped as they are read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderTemplate {
    /// The order without its lines.
    pub(super) order: Order,
    /// The list the line stood in.
    pub(super) list: List,
    /// The line that stands for each card.
    pub(super) line: Line,
}

/// The two names the printer has for the list of lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum List {
    Products,
    Groups,
}

impl List {
    const fn name(self) -> &'static str {
        match self {
            Self::Products => "products",
            Self::Groups => "groups",
        }
    }
}

/// Why a text is no order template.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum OrderTemplateError {
    /// No order at all.
    #[error(transparent)]
    Json(#[from] JsonError),
    /// Both lists have lines.
    #[error(
        "products and groups both have lines: a template has one line, in products or in groups"
    )]
    BothLists,
    /// No line.
    #[error(
        "neither products nor groups has a line: a template has one line, which stands for each card"
    )]
    NoLine,
    /// More lines than one.
    #[error("{list} has {count} lines: a template has one line, which stands for each card")]
    Lines {
        /// The list.
        list: &'static str,
        /// How many lines it has.
        count: usize,
    },
    /// Another quantity than 1.
    #[error(
        "{list}[0].quantity is {quantity}: the line stands for one card, so leave it out or write 1"
    )]
    Quantity {
        /// The list.
        list: &'static str,
        /// What stands there.
        quantity: u32,
    },
}

/// A key in a template: whatever it is, it is not kept.
struct Dropped;

impl<'de> Deserialize<'de> for Dropped {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        serde::de::IgnoredAny::deserialize(deserializer).map(|_| Self)
    }
}

impl OrderTemplate {
    /// Reads a template.
    ///
    /// # Errors
    /// No order, or not exactly one line, or a line for more than one card.
    pub fn from_json(text: &str) -> Result<Self, OrderTemplateError> {
        let mut order: Order = json::read::<Order<Dropped>>(text)?.map_keys(&|_| None);
        let (list, lines) = match (take(&mut order.products), take(&mut order.groups)) {
            (Some(_), Some(_)) => return Err(OrderTemplateError::BothLists),
            (Some(lines), None) => (List::Products, lines),
            (None, Some(lines)) => (List::Groups, lines),
            (None, None) => return Err(OrderTemplateError::NoLine),
        };
        let line = only(list, lines)?;
        Ok(Self { order, list, line })
    }
}

/// The lines, if there are any; an empty list is as good as none.
fn take(lines: &mut Option<Vec<Line>>) -> Option<Vec<Line>> {
    lines.take().filter(|lines| !lines.is_empty())
}

fn only(list: List, lines: Vec<Line>) -> Result<Line, OrderTemplateError> {
    let list = list.name();
    let [line] = <[Line; 1]>::try_from(lines)
        .map_err(|lines| OrderTemplateError::Lines { list, count: lines.len() })?;
    match line.quantity {
        None | Some(1) => Ok(line),
        Some(quantity) => Err(OrderTemplateError::Quantity { list, quantity }),
    }
}
