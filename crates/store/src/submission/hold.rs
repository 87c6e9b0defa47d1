//! One process at a time sends orders from a vault.

use crate::error::Error;
use crate::rows::Held;
use crate::vault::Vault;

impl Vault {
    /// Until what it returns is dropped, no other process sends orders from this vault: two that ask
    /// whether an order is there, and then send it, could order it twice. The vault can be changed
    /// meanwhile. A process that dies lets go.
    ///
    /// # Errors
    /// [`Error::OrdersBusy`] at once if another holds them; the lock's file may not be written.
    pub fn hold_orders(&self) -> Result<Box<dyn Held>, Error> {
        self.database.hold("orders")
    }
}
