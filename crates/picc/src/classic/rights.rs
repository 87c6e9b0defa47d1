//! Who may do what with a block, from the bytes of its sector's trailer as they stand.
//!
//! Source: `MF1S50yyX` Rev. 3.0, figure "Access conditions", tables "Access conditions for the sector trailer" and
//! "Access conditions for data blocks"; `MF1S70yyX`, the same for sectors of sixteen blocks.

use tapsmith_card::classic::{Data, KeyKind};

/// A set of keys: none, one or both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Keys(u8);

/// What may be done with one block, in bytes: which of them each key reads, and which it writes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rights {
    bits: u8,
    is_trailer: bool,
    is_manufacturers: bool,
    /// Key B can be read, so it is data, and who comes with it may do nothing.
    pub(super) key_b_is_data: bool,
}

impl Keys {
    const NONE: Self = Self(0);
    const A: Self = Self(1);
    pub(super) const B: Self = Self(2);
    const BOTH: Self = Self(3);

    fn has(self, key: Self) -> bool {
        self.0 & key.0 != 0
    }
}

impl From<KeyKind> for Keys {
    fn from(kind: KeyKind) -> Self {
        match kind {
            KeyKind::A => Self::A,
            KeyKind::B => Self::B,
        }
    }
}

const N: Keys = Keys::NONE;
const A: Keys = Keys::A;
const B: Keys = Keys::B;
const AB: Keys = Keys::BOTH;

/// Of data, for C1 C2 C3 from 000 to 111: who reads, who writes.
const DATA: [(Keys, Keys); 8] =
    [(AB, AB), (AB, N), (AB, N), (B, B), (AB, B), (B, N), (AB, B), (N, N)];

/// Of a trailer, for the same: who writes the keys, who writes the access bits, whether key A reads key B.
/// Everybody whose key is one reads the access bits.
const TRAILER: [(Keys, Keys, bool); 8] = [
    (A, N, true),
    (A, A, true),
    (N, N, true),
    (B, B, false),
    (B, N, false),
    (N, B, false),
    (N, N, false),
    (N, N, false),
];

/// The bytes of a trailer that are access bits and what is behind them, and those of either key.
const ACCESS: Data = [0, 0, 0, 0, 0, 0, 255, 255, 255, 255, 0, 0, 0, 0, 0, 0];
const KEY_B: Data = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255, 255, 255, 255, 255];
const KEYS: Data = [255, 255, 255, 255, 255, 255, 0, 0, 0, 0, 255, 255, 255, 255, 255, 255];

/// The last block of the sector of `block`.
pub(super) const fn trailer_of(block: u8) -> u8 {
    if block < 128 { block | 3 } else { block | 15 }
}

impl Rights {
    /// Of `block` in the sector of this trailer; none if the trailer contradicts itself.
    pub(super) fn of_block(trailer: &Data, block: u8) -> Option<Self> {
        let [_, _, _, _, _, _, low, middle, high, ..] = *trailer;
        let sound = low == !(high << 4 | middle >> 4) && (middle ^ high >> 4) & 15 == 15;
        let bits = |area: u8| {
            let one = |byte: u8, at: u8| byte >> at & 1;
            one(middle, area + 4) << 2 | one(high, area) << 1 | one(high, area + 4)
        };
        let area = if block < 128 { block & 3 } else { (block & 15) / 5 };
        sound.then(|| Self {
            bits: bits(area),
            is_trailer: block == trailer_of(block),
            is_manufacturers: block == 0,
            key_b_is_data: row(&TRAILER, bits(3)).is_some_and(|(_, _, readable)| readable),
        })
    }

    /// Of the trailer itself.
    pub(super) fn of_trailer(trailer: &Data) -> Option<Self> {
        Self::of_block(trailer, 3)
    }

    /// The bytes that `by` reads; the others show as zeros. None if it may not read at all.
    pub(super) fn read_mask(self, by: Keys) -> Option<Data> {
        if self.is_trailer {
            // Who comes with a key B that is data does not come so far.
            return Some(if self.key_b_is_data { add(&ACCESS, &KEY_B) } else { ACCESS });
        }
        let (read, _) = row(&DATA, self.bits)?;
        read.has(by).then_some([0xFF; 16])
    }

    /// The bytes that `by` writes; none if it may write none, or if it may not write all and `whole` is asked
    /// for.
    pub(super) fn write_mask(self, by: Keys, whole: bool) -> Option<Data> {
        if self.is_manufacturers {
            return None;
        }
        if !self.is_trailer {
            let (_, write) = row(&DATA, self.bits)?;
            return write.has(by).then_some([0xFF; 16]);
        }
        let (keys, access, _) = row(&TRAILER, self.bits)?;
        match (keys.has(by), access.has(by)) {
            (true, true) => Some([0xFF; 16]),
            (true, false) if !whole => Some(KEYS),
            (false, true) if !whole => Some(ACCESS),
            _ => None,
        }
    }
}

fn row<T: Copy>(table: &[T; 8], bits: u8) -> Option<T> {
    table.get(usize::from(bits)).copied()
}

fn add(one: &Data, other: &Data) -> Data {
    (u128::from_be_bytes(*one) | u128::from_be_bytes(*other)).to_be_bytes()
}
