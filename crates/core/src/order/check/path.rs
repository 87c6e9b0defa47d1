//! A JSON path that costs nothing until it is written: 10,000 good lines write none.

use std::fmt;

/// A place in the order. Its text is like `products[3].nfc.dynamic`.
#[derive(Debug, Clone, Copy)]
pub(super) enum Path<'a> {
    Order,
    Field(&'a Path<'a>, &'static str),
    Item(&'a Path<'a>, usize),
}

impl Path<'_> {
    pub(super) const fn field(&self, name: &'static str) -> Path<'_> {
        Path::Field(self, name)
    }

    pub(super) const fn item(&self, index: usize) -> Path<'_> {
        Path::Item(self, index)
    }
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Order => Ok(()),
            Self::Field(Path::Order, name) => f.write_str(name),
            Self::Field(parent, name) => write!(f, "{parent}.{name}"),
            Self::Item(parent, index) => write!(f, "{parent}[{index}]"),
        }
    }
}
