//! What guessing a passphrase shall cost.

use crate::error::Damage;

/// Argon2id's parameters. The default takes 19 MiB and two passes: well under 0.3 s.
///
/// Source: RFC 9106; the OWASP Password Storage Cheat Sheet, "Argon2id".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KdfCost {
    m_kib: u32,
    t: u32,
    p: u32,
}

impl KdfCost {
    /// No vault may ask for more memory: 32 MiB.
    const MOST_KIB: u32 = 32 * 1024;
    /// Nor for more passes.
    const MOST_PASSES: u32 = 8;
    /// Nor for more lanes.
    const MOST_LANES: u32 = 4;

    /// The least that Argon2 can do, 8 KiB and one pass: for vaults of tests alone.
    pub fn least() -> Self {
        Self { m_kib: 8, t: 1, p: 1 }
    }

    /// Parameters from a vault, which anyone may have written: refused beyond the limits.
    pub(super) fn stored(m_kib: u32, t: u32, p: u32) -> Result<Self, Damage> {
        let fits = (8 * p.min(Self::MOST_LANES)..=Self::MOST_KIB).contains(&m_kib)
            && (1..=Self::MOST_PASSES).contains(&t)
            && (1..=Self::MOST_LANES).contains(&p);
        if fits { Ok(Self { m_kib, t, p }) } else { Err(Damage::Cost { m_kib, t, p }) }
    }

    /// Memory, in KiB.
    pub(super) fn m_kib(self) -> u32 {
        self.m_kib
    }

    /// Passes over the memory.
    pub(super) fn passes(self) -> u32 {
        self.t
    }

    /// Lanes.
    pub(super) fn lanes(self) -> u32 {
        self.p
    }
}

impl Default for KdfCost {
    fn default() -> Self {
        Self { m_kib: 19 * 1024, t: 2, p: 1 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_own_costs_may_be_stored() {
        for cost in [KdfCost::default(), KdfCost::least()] {
            assert_eq!(KdfCost::stored(cost.m_kib, cost.t, cost.p), Ok(cost));
        }
    }

    #[test]
    fn hostile_costs_are_refused() {
        let beyond =
            [(32 * 1024 + 1, 1, 1), (u32::MAX, 1, 1), (8, 9, 1), (8, 0, 1), (64, 1, 5), (7, 1, 1)];
        for (m_kib, t, p) in beyond.into_iter().chain([(8, 1, 0), (8, 1, 2), (8, 1, u32::MAX)]) {
            assert_eq!(KdfCost::stored(m_kib, t, p), Err(Damage::Cost { m_kib, t, p }));
        }
    }
}
