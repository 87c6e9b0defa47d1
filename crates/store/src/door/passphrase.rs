//! The recipient `passphrase`: Argon2id makes a key of it, and that key seals the data key.

use argon2::{Algorithm, Argon2, Block, Params, Version};
use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Serialize};
use tapsmith_core::hex;
use tapsmith_core::random::Random;
use tapsmith_core::secret::Reveal as _;
use zeroize::Zeroizing;

use super::{KdfCost, Recipient, Wrapped};
use crate::error::{Damage, Error};
use crate::seal::{Place, SealingKey, VaultId};

/// As in the table `recipients`.
pub(super) const KIND: &str = "passphrase";

type Salt = [u8; 16];

/// What the vault keeps of how the key was computed.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Stored {
    kdf: Kdf,
    m_kib: u32,
    t: u32,
    p: u32,
    /// 32 hex digits.
    salt: String,
}

/// The function and its version.
#[derive(Serialize, Deserialize)]
enum Kdf {
    #[serde(rename = "argon2id-13")]
    Argon2idV13,
}

/// `data_key` for whoever knows `passphrase`.
pub(super) fn wrap<R: Random>(
    data_key: &SealingKey,
    passphrase: &SecretString,
    cost: KdfCost,
    random: &mut R,
) -> Result<Wrapped, Error> {
    let mut salt = Salt::default();
    random.fill(&mut salt).map_err(|_| Error::Random)?;
    let params = store(cost, &salt)?;
    let key = stretch(data_key.vault(), passphrase, cost, &salt)?;
    let wrapped = key.seal(&place(&params), data_key.reveal(), random)?;
    Ok(Wrapped { params, wrapped })
}

/// The data key, or none if `passphrase` does not open this recipient's copy.
pub(super) fn unwrap(
    recipient: &Recipient,
    vault: VaultId,
    passphrase: &SecretString,
) -> Result<Option<SealingKey>, Error> {
    let (cost, salt) = load(&recipient.params)?;
    let key = stretch(vault, passphrase, cost, &salt)?;
    let place = place(&recipient.params);
    let opened = SealingKey::init_with(vault, |out| key.open(&place, &recipient.wrapped, out));
    Ok(opened.ok())
}

fn place(params: &str) -> Place<'_> {
    Place::DataKey { kind: KIND, params }
}

/// Argon2id. Its memory is wiped: its last block would give the key away.
fn stretch(
    vault: VaultId,
    passphrase: &SecretString,
    cost: KdfCost,
    salt: &Salt,
) -> Result<SealingKey, Error> {
    let params =
        Params::new(cost.m_kib(), cost.passes(), cost.lanes(), None).map_err(Error::Kdf)?;
    let mut memory = Zeroizing::new(vec![Block::default(); params.block_count()]);
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let passphrase = passphrase.expose_secret().as_bytes();
    SealingKey::init_with(vault, |out| {
        argon2.hash_password_into_with_memory(passphrase, salt, out, memory.as_mut_slice())
    })
    .map_err(Error::Kdf)
}

fn store(cost: KdfCost, salt: &Salt) -> Result<String, Error> {
    let stored = Stored {
        kdf: Kdf::Argon2idV13,
        m_kib: cost.m_kib(),
        t: cost.passes(),
        p: cost.lanes(),
        salt: hex::encode(salt),
    };
    serde_json::to_string(&stored).map_err(Error::Json)
}

fn load(params: &str) -> Result<(KdfCost, Salt), Damage> {
    let stored: Stored = serde_json::from_str(params).map_err(|_| Damage::Recipient)?;
    let salt = hex::decode(&stored.salt).map_err(|_| Damage::Recipient)?;
    Ok((KdfCost::stored(stored.m_kib, stored.t, stored.p)?, salt))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Made by another implementation: format 1 never changes.
    #[test]
    fn opens_the_data_key_of_format_1() {
        let text = include_str!("../../tests/vectors/format_1.json");
        let case: serde_json::Value = serde_json::from_str(text).unwrap();
        let text = |at: &str| case.pointer(at).unwrap().as_str().unwrap();
        let vault = VaultId(hex::decode(text("/vault_id")).unwrap());
        let mut wrapped = [0; 1 + 24 + 32 + 16];
        hex::decode_into(text("/sealed/data_key"), &mut wrapped).unwrap();
        let params = text("/params").into();
        let recipient = Recipient { kind: KIND.into(), params, wrapped: wrapped.into() };
        let opened = unwrap(&recipient, vault, &text("/passphrase").into()).unwrap().unwrap();
        assert_eq!(hex::encode(opened.reveal()), text("/secrets/data_key"));
        let (cost, salt) = load(&recipient.params).unwrap();
        assert_eq!(store(cost, &salt).unwrap(), recipient.params);
    }

    #[test]
    fn parameters_come_back() {
        let params = store(KdfCost::default(), &[0xA5; 16]).unwrap();
        assert_eq!(load(&params), Ok((KdfCost::default(), [0xA5; 16])));
    }

    #[test]
    fn parameters_of_another_hand_are_damage() {
        let good = store(KdfCost::default(), &[0xA5; 16]).unwrap();
        for (from, to) in [("argon2id-13", "md5"), ("A5A5", "A5"), ("{", "{\"x\":1,"), ("}", "")] {
            assert_eq!(load(&good.replace(from, to)), Err(Damage::Recipient), "{from} as {to}");
        }
        let greedy = good.replace("19456", "1000000");
        assert_eq!(load(&greedy), Err(Damage::Cost { m_kib: 1_000_000, t: 2, p: 1 }));
    }
}
