//! Dice of these tests' own, so that what is planted has nothing to do with what is drawn.

/// `SplitMix64`, which is public domain.
#[derive(Debug)]
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// 0 to `m` - 1; that it is not quite even matters to nobody here.
    pub(crate) fn below(&mut self, m: u64) -> u64 {
        self.next() % m
    }

    pub(crate) fn shuffle<T>(&mut self, things: &mut [T]) {
        for last in (1..things.len()).rev() {
            let other = self.below(u64::try_from(last).unwrap() + 1);
            things.swap(last, usize::try_from(other).unwrap());
        }
    }
}
