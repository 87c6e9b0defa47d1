//! What a backup says of itself to anyone.

use std::io::{BufRead, Read as _};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use tapsmith_core::hex;

use super::{BadBackup, unread};
use crate::door::Recipient;
use crate::error::Error;
use crate::history::Head;
use crate::seal::VaultId;
use crate::sqlite::KNOWN;

const MAGIC: &str = "tapsmith backup 1\n";

/// No head is longer: some recipients of a few hundred bytes each.
const LONGEST: u64 = 1 << 20;

/// What a backup is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BackupHead {
    /// Its own id: 32 hex digits.
    pub backup: String,
    /// When it was made.
    pub made_at: Timestamp,
    /// Where the vault's history stood.
    pub history: Head,
    /// The version of the vault's rows.
    pub format: u32,
    /// The vault's id: 32 hex digits.
    vault: String,
    recipients: Vec<Stated>,
}

/// A recipient, as in the table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Stated {
    kind: String,
    params: String,
    /// Hex.
    wrapped: String,
}

impl BackupHead {
    pub(super) fn new(
        vault: VaultId,
        id: [u8; 16],
        made_at: Timestamp,
        history: Head,
        recipients: &[Recipient],
    ) -> Self {
        let stated = recipients.iter().map(|recipient| Stated {
            kind: recipient.kind.clone(),
            params: recipient.params.clone(),
            wrapped: hex::encode(&recipient.wrapped),
        });
        Self {
            backup: hex::encode(&id),
            made_at,
            history,
            format: KNOWN,
            vault: hex::encode(&vault.0),
            recipients: stated.collect(),
        }
    }

    /// As the file begins.
    pub(super) fn to_text(&self) -> Result<String, Error> {
        let json = serde_json::to_string(self).map_err(Error::Json)?;
        Ok(format!("{MAGIC}{json}\n"))
    }

    /// Reads the beginning of a file; tells it and what the pieces are bound to.
    pub(super) fn read(from: &mut dyn BufRead) -> Result<(Self, [u8; 32]), Error> {
        let mut text = Vec::new();
        let mut limited = from.take(LONGEST);
        for _line in 0..2 {
            limited.read_until(b'\n', &mut text).map_err(|error| unread(&error))?;
        }
        let json = text.strip_prefix(MAGIC.as_bytes()).ok_or(BadBackup::NotABackup)?;
        if !json.ends_with(b"\n") {
            return Err(BadBackup::CutShort.into());
        }
        let head: Self = serde_json::from_slice(json).map_err(|_| BadBackup::Changed)?;
        if head.format > KNOWN {
            return Err(Error::Newer { found: head.format, known: KNOWN });
        }
        Ok((head, hash(&text)))
    }

    pub(super) fn vault(&self) -> Result<VaultId, BadBackup> {
        hex::decode(&self.vault).map(VaultId).map_err(|_| BadBackup::Changed)
    }

    pub(super) fn recipients(&self) -> Result<Vec<Recipient>, BadBackup> {
        let read = |stated: &Stated| {
            let wrapped = ::hex::decode(&stated.wrapped).map_err(|_| BadBackup::Changed)?;
            Ok(Recipient { kind: stated.kind.clone(), params: stated.params.clone(), wrapped })
        };
        self.recipients.iter().map(read).collect()
    }
}

/// What the pieces are bound to.
pub(super) fn hash(text: &[u8]) -> [u8; 32] {
    Sha256::digest(text).into()
}
