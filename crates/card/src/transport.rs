//! What a reader has to offer.

/// A card within reach.
///
/// `transmit` carries one command APDU and brings its answer, status word included, whatever that
/// word says: a refusal is the card's answer and no error. An error means that the reader or the
/// way to the card failed, and says nothing of whether the card acted.
///
/// The transport keeps the card to itself from the first call to the last, neither splits nor joins
/// APDUs, and keeps no state of its own.
pub trait Transport {
    /// Why the reader could not deliver.
    type Error;

    /// One exchange.
    ///
    /// # Errors
    /// The reader or the way to the card failed.
    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, Self::Error>;
}

impl<T: Transport + ?Sized> Transport for &mut T {
    type Error = T::Error;

    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, Self::Error> {
        (**self).transmit(command)
    }
}
