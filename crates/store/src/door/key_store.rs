//! The recipient `key-store`: a random key that the operating system keeps for this user of this
//! machine, and that seals the data key. On Linux the Secret Service, on a Mac the Keychain.

use keyring::{Entry, Error as Refused};
use serde::{Deserialize, Serialize};
use tapsmith_core::hex;
use tapsmith_core::random::Random;
use tapsmith_core::secret::Reveal as _;
use zeroize::Zeroizing;

use super::{Recipient, Wrapped};
use crate::error::{Cause, Damage, Error};
use crate::seal::{Place, SealingKey, VaultId};

/// As in the table `recipients`.
pub(super) const KIND: &str = "key-store";

/// What the key store calls us.
const SERVICE: &str = "tapsmith";

/// Which of our keys in the key store it is.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Params {
    entry: String,
}

/// `data_key` for whoever is this user of this machine. Each wrapping has an entry of its own, so that
/// one that comes to nothing leaves the last one whole.
pub(super) fn wrap<R: Random>(data_key: &SealingKey, random: &mut R) -> Result<Wrapped, Error> {
    let mut salt = [0; 8];
    random.fill(&mut salt).map_err(|_| Error::Random)?;
    let vault = data_key.vault();
    let params = Params { entry: format!("{} {}", hex::encode(&vault.0), hex::encode(&salt)) };
    let key = SealingKey::init_with(vault, |key| random.fill(key)).map_err(|_| Error::Random)?;
    let params_text = serde_json::to_string(&params).map_err(Error::Json)?;
    let place = Place::DataKey { kind: KIND, params: &params_text };
    let wrapped = key.seal(&place, data_key.reveal(), random)?;
    entry(&params)?.set_secret(key.reveal()).map_err(refused)?;
    Ok(Wrapped { params: params_text, wrapped })
}

/// The data key, or none if the key store has another one.
pub(super) fn unwrap(recipient: &Recipient, vault: VaultId) -> Result<Option<SealingKey>, Error> {
    let secret = match entry(&load(recipient)?)?.get_secret() {
        // Another user's, or another machine's.
        Err(Refused::NoEntry) => return Ok(None),
        secret => Zeroizing::new(secret.map_err(refused)?),
    };
    let secret: &[u8; 32] = secret.as_slice().try_into().map_err(|_| Error::NotInKeyStore)?;
    let key = SealingKey::init_with(vault, |key| {
        *key = *secret;
        Ok::<_, Error>(())
    })?;
    let place = Place::DataKey { kind: KIND, params: &recipient.params };
    let opened = SealingKey::init_with(vault, |out| key.open(&place, &recipient.wrapped, out));
    Ok(opened.ok())
}

fn load(recipient: &Recipient) -> Result<Params, Damage> {
    serde_json::from_str(&recipient.params).map_err(|_| Damage::Recipient)
}

fn entry(params: &Params) -> Result<Entry, Error> {
    if let Err(error) = Entry::store_status() {
        return Err(Error::KeyStore(Cause::words(error.to_string())));
    }
    Entry::new(SERVICE, &params.entry).map_err(refused)
}

/// The words only: some of these errors carry what the store held.
fn refused(error: Refused) -> Error {
    Error::KeyStore(Cause::new(error))
}
