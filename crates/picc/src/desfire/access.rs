//! Access rights as four nibbles. An application has up to fourteen keys.
//!
//! Source: libfreefare and proxmark3.

/// One nibble of a file's rights.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// `0` to `D`: after authentication with this key.
    Key(u8),
    /// `E`: anybody.
    Free,
    /// `F`: nobody.
    Never,
}

/// Who may do what with a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rights {
    /// Read.
    pub read: Access,
    /// Write.
    pub write: Access,
    /// Both.
    pub read_write: Access,
    /// Change the settings.
    pub change: Access,
}

impl Access {
    /// The low nibble of a byte.
    pub(super) const fn low(byte: u8) -> Self {
        match byte & 0x0F {
            0xE => Self::Free,
            0xF => Self::Never,
            key => Self::Key(key),
        }
    }

    /// The high nibble.
    pub(super) const fn high(byte: u8) -> Self {
        Self::low(byte >> 4)
    }

    /// As it is sent.
    pub(super) const fn nibble(self) -> u8 {
        match self {
            Self::Key(number) => number & 0x0F,
            Self::Free => 0xE,
            Self::Never => 0xF,
        }
    }

    /// Whether the key that it names is one of the first `keys`.
    pub(super) fn exists_among(self, keys: usize) -> bool {
        match self {
            Self::Key(number) => usize::from(number) < keys,
            Self::Free | Self::Never => true,
        }
    }
}

impl Rights {
    /// From the wire, where the value's low byte comes first: `RW ‖ Change`, `Read ‖ Write`.
    pub(super) const fn from_wire([low, high]: [u8; 2]) -> Self {
        Self {
            read: Access::high(high),
            write: Access::low(high),
            read_write: Access::high(low),
            change: Access::low(low),
        }
    }

    /// For the wire.
    pub(super) const fn to_wire(self) -> [u8; 2] {
        [
            self.read_write.nibble() << 4 | self.change.nibble(),
            self.read.nibble() << 4 | self.write.nibble(),
        ]
    }

    /// All four.
    pub(super) const fn all(self) -> [Access; 4] {
        [self.read, self.write, self.read_write, self.change]
    }
}
