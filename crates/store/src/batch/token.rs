//! Master keys that are in a token: opened once in a run, with a PIN that is asked for once.

use secrecy::SecretString;
use tapsmith_core::batch::{BatchId, BatchName};

use crate::error::{Cause, Error};
use crate::hsm::{HsmKey, HsmUri, Token, Tries};
use crate::open::OpenVault;

/// Says the PIN of the token that a URI names.
pub type PinSource = Box<dyn Fn(&HsmUri) -> Result<SecretString, Cause>>;

impl OpenVault {
    /// Who is asked for the PIN of a token, once one is needed, and which try may be spent on it.
    #[must_use]
    pub fn with_pins(mut self, source: PinSource, tries: Tries) -> Self {
        self.pins = Some((source, tries));
        self
    }

    /// Makes a master key in the token that `uri` names. It is not in the vault until a batch is made
    /// of it; if none is, it has to be destroyed.
    ///
    /// # Errors
    /// [`Error::Hsm`], [`Error::Pin`].
    pub fn new_master_in_token(
        &self,
        name: &BatchName,
        id: BatchId,
        uri: &HsmUri,
    ) -> Result<HsmKey, Error> {
        Ok(self.token(uri)?.generate(name.as_str(), id.0.as_bytes())?)
    }

    /// The master key of a batch, in the token that `uri` names.
    pub(super) fn master_in_token(&self, id: BatchId, uri: &str) -> Result<HsmKey, Error> {
        let mut open = self.masters.borrow_mut();
        if let Some((_, master)) = open.iter().find(|(batch, _)| *batch == id) {
            return Ok(master.clone());
        }
        let uri: HsmUri = uri.parse().map_err(Error::HsmUri)?;
        let master = self.token(&uri)?.find(id.0.as_bytes())?;
        open.push((id, master.clone()));
        Ok(master)
    }

    fn token(&self, uri: &HsmUri) -> Result<Token, Error> {
        let (source, tries) = self.pins.as_ref().ok_or(Error::NoPin)?;
        Ok(Token::open(uri, &source(uri).map_err(Error::Pin)?, *tries)?)
    }
}
