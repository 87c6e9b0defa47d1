//! Three bits of access, and what they allow.

use crate::classic::KeyKind;

/// Three access bits, as the data sheet names them, not inverted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Condition {
    /// C1.
    pub c1: bool,
    /// C2.
    pub c2: bool,
    /// C3.
    pub c3: bool,
}

/// Which key may do something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// None.
    Never,
    /// Key A.
    KeyA,
    /// Key B.
    KeyB,
    /// Either.
    Either,
}

/// The condition of blocks with data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DataCondition(pub Condition);

/// The condition of a trailer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TrailerCondition(pub Condition);

impl Condition {
    /// C1, C2 and C3.
    pub const fn new([c1, c2, c3]: [bool; 3]) -> Self {
        Self { c1, c2, c3 }
    }

    /// As the data sheet's tables print them.
    fn bits(self) -> (u8, u8, u8) {
        (self.c1.into(), self.c2.into(), self.c3.into())
    }
}

impl Who {
    /// Whether a key of this kind may.
    pub const fn admits(self, kind: KeyKind) -> bool {
        matches!(
            (self, kind),
            (Self::Either, _) | (Self::KeyA, KeyKind::A) | (Self::KeyB, KeyKind::B)
        )
    }
}

/// Source: `MF1S50yyX` Rev. 3.0, table "Access conditions for data blocks".
impl DataCondition {
    /// Who reads.
    pub fn read(self) -> Who {
        match self.0.bits() {
            (0, 1, 1) | (1, 0, 1) => Who::KeyB,
            (1, 1, 1) => Who::Never,
            _ => Who::Either,
        }
    }

    /// Who writes.
    pub fn write(self) -> Who {
        match self.0.bits() {
            (0, 0, 0) => Who::Either,
            (1, 0 | 1, 0) | (0, 1, 1) => Who::KeyB,
            _ => Who::Never,
        }
    }
}

/// Source: `MF1S50yyX` Rev. 3.0, table "Access conditions for the sector trailer". Nobody ever reads key A.
impl TrailerCondition {
    /// Who writes either key.
    pub fn write_keys(self) -> Who {
        match self.0.bits() {
            (0, 0, 0 | 1) => Who::KeyA,
            (1, 0, 0) | (0, 1, 1) => Who::KeyB,
            _ => Who::Never,
        }
    }

    /// Who reads the access bits, and the byte behind them.
    pub fn read_access(self) -> Who {
        if self.key_b_readable() { Who::KeyA } else { Who::Either }
    }

    /// Who writes the access bits, and the byte behind them.
    pub fn write_access(self) -> Who {
        match self.0.bits() {
            (0, 0, 1) => Who::KeyA,
            (0, 1, 1) | (1, 0, 1) => Who::KeyB,
            _ => Who::Never,
        }
    }

    /// Whether key A reads key B. It is data then: who authenticates with it may do nothing.
    pub fn key_b_readable(self) -> bool {
        matches!(self.0.bits(), (0, 0, 0 | 1) | (0, 1, 0))
    }

    /// Who writes all of a trailer at once.
    pub fn write(self) -> Who {
        match self.0.bits() {
            (0, 0, 1) => Who::KeyA,
            (0, 1, 1) => Who::KeyB,
            _ => Who::Never,
        }
    }
}
