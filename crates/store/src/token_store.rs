//! Tokens of printers' servers, in the operating system's key store: no file holds them.

use keyring::{Entry, Error as Refused};
use secrecy::{ExposeSecret as _, SecretString};
use zeroize::Zeroizing;

use crate::error::{Cause, Error};

/// What the key store calls us.
const SERVICE: &str = "tapsmith token";

/// Keeps a token for `place`: the next one takes its place.
///
/// # Errors
/// [`Error::KeyStore`].
pub fn keep_token(place: &str, token: &SecretString) -> Result<(), Error> {
    entry(place)?.set_secret(token.expose_secret().as_bytes()).map_err(refused)
}

/// The token for `place`, if one is kept.
///
/// # Errors
/// [`Error::KeyStore`].
pub fn kept_token(place: &str) -> Result<Option<SecretString>, Error> {
    match entry(place)?.get_secret() {
        Ok(secret) => {
            let secret = Zeroizing::new(secret);
            let text = std::str::from_utf8(&secret).map_err(|_| Error::NotInKeyStore)?;
            Ok(Some(SecretString::from(text)))
        }
        Err(Refused::NoEntry) => Ok(None),
        Err(error) => Err(refused(error)),
    }
}

/// Forgets the token for `place`. One that is not kept is as good as forgotten.
///
/// # Errors
/// [`Error::KeyStore`].
pub fn forget_token(place: &str) -> Result<(), Error> {
    match entry(place)?.delete_credential() {
        Ok(()) | Err(Refused::NoEntry) => Ok(()),
        Err(error) => Err(refused(error)),
    }
}

fn entry(place: &str) -> Result<Entry, Error> {
    if let Err(error) = Entry::store_status() {
        return Err(Error::KeyStore(Cause::words(error.to_string())));
    }
    Entry::new(SERVICE, place).map_err(refused)
}

/// The words only: some of these errors carry what the store held.
fn refused(error: Refused) -> Error {
    Error::KeyStore(Cause::new(error))
}
