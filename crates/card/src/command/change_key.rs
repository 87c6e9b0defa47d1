//! `ChangeKey`: a new key into a slot. Always in a session with key 0.
//!
//! The payload differs: key 0 is sent as it is, any other as the difference to the old key with a
//! checksum of the new one, so that the card can tell a wrong old key. Two types keep them apart.
//!
//! Source: NT4H2421Gx Rev. 3.0, "`ChangeKey`"; the CRC-32 goes without its final inversion (seen
//! on silicon).

use crc::{CRC_32_JAMCRC, Crc};
use tapsmith_core::access::CommMode;
use tapsmith_core::key::{AesKey, KeyNumber, KeyVersion};
use tapsmith_core::secret::Reveal;
use zeroize::Zeroizing;

use super::Command;

/// A key that is not the master key: 1 to 4.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NonMasterKey(KeyNumber);

impl NonMasterKey {
    /// None for key 0.
    pub fn new(number: KeyNumber) -> Option<Self> {
        (number != KeyNumber::MASTER).then_some(Self(number))
    }

    /// The number.
    pub const fn number(self) -> KeyNumber {
        self.0
    }
}

/// Puts `new` where `old` is. The session goes on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeKey {
    /// The slot.
    pub key: NonMasterKey,
    /// What it holds now. If that is wrong, the card refuses with [`INTEGRITY`].
    ///
    /// [`INTEGRITY`]: crate::status::Status::INTEGRITY
    pub old: AesKey,
    /// What it shall hold.
    pub new: AesKey,
    /// The version to keep beside it.
    pub version: KeyVersion,
}

/// Puts `new` into slot 0. The session ends, and the answer carries no MAC.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeMasterKey {
    /// What the slot shall hold.
    pub new: AesKey,
    /// The version to keep beside it.
    pub version: KeyVersion,
}

impl Command for ChangeKey {
    const NAME: &'static str = "ChangeKey";
    const INSTRUCTION: u8 = 0xC4;
    const HEADER: usize = 1;
    type Reply = ();

    fn mode(&self) -> CommMode {
        CommMode::Full
    }

    fn payload(&self) -> Zeroizing<Vec<u8>> {
        let mut payload = Zeroizing::new(Vec::with_capacity(22));
        payload.push(self.key.0.as_u8());
        payload.extend(self.new.reveal().iter().zip(self.old.reveal()).map(|(new, old)| new ^ old));
        payload.push(self.version.0);
        payload.extend(key_checksum(self.new.reveal()));
        payload
    }
}

impl Command for ChangeMasterKey {
    const NAME: &'static str = ChangeKey::NAME;
    const INSTRUCTION: u8 = ChangeKey::INSTRUCTION;
    const HEADER: usize = 1;
    type Reply = ();

    fn mode(&self) -> CommMode {
        CommMode::Full
    }

    fn payload(&self) -> Zeroizing<Vec<u8>> {
        let mut payload = Zeroizing::new(Vec::with_capacity(18));
        payload.push(KeyNumber::MASTER.as_u8());
        payload.extend(self.new.reveal());
        payload.push(self.version.0);
        payload
    }
}

/// The checksum of a new key, least significant byte first.
pub fn key_checksum(new: &[u8; 16]) -> [u8; 4] {
    const CRC: Crc<u32> = Crc::<u32>::new(&CRC_32_JAMCRC);
    CRC.checksum(new).to_le_bytes()
}
