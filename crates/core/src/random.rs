//! Randomness as an argument: the binary passes the operating system's, a test its own.

/// A source of random bytes.
pub trait Random {
    /// Why it could not deliver.
    type Error;

    /// Fills `out`.
    ///
    /// # Errors
    /// The source failed; what `out` then holds must not be used.
    fn fill(&mut self, out: &mut [u8]) -> Result<(), Self::Error>;
}

impl<R: Random + ?Sized> Random for &mut R {
    type Error = R::Error;

    fn fill(&mut self, out: &mut [u8]) -> Result<(), Self::Error> {
        (**self).fill(out)
    }
}
