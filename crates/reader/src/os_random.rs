//! The operating system's random numbers.

use tapsmith_core::random::Random;

/// The operating system's generator, which is the one a key may come from.
#[derive(Clone, Copy, Debug, Default)]
pub struct OsRandom;

impl Random for OsRandom {
    type Error = getrandom::Error;

    fn fill(&mut self, out: &mut [u8]) -> Result<(), Self::Error> {
        getrandom::fill(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_draws_differ() {
        let (mut first, mut second) = ([0; 16], [0; 16]);
        OsRandom.fill(&mut first).unwrap();
        OsRandom.fill(&mut second).unwrap();
        assert_ne!(first, second);
    }
}
