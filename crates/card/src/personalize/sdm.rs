//! The SDM block of a profile at the places of an address.

use tapsmith_core::derive::ts1::Role;
use tapsmith_core::profile::Profile;
use tapsmith_core::template::Offsets;

use crate::settings::{CounterMirror, EncryptedData, FileRead, Offset, PiccMirror, Sdm};

/// Characters of the place for encrypted file data: one block.
const ENCRYPTED_LENGTH: usize = 32;

/// The SDM block that mirrors at `offsets`, under the keys of `profile`; none for an address
/// without a MAC.
pub(super) fn sdm(profile: &Profile, offsets: &Offsets) -> Option<Sdm> {
    let file_read = FileRead {
        key: profile.slots.of(Role::FileRead),
        mac_input: place(offsets.mac_input)?,
        mac: place(offsets.mac)?,
        encrypted: place(offsets.enc)
            .zip(Offset::new(ENCRYPTED_LENGTH))
            .map(|(at, length)| EncryptedData { at, length }),
    };
    Some(Sdm {
        picc: mirror(profile, offsets),
        file_read: Some(file_read),
        counter_read: profile.counter.read,
        counter_limit: profile.counter.limit,
        tag_tamper: place(offsets.tag_tamper),
    })
}

fn mirror(profile: &Profile, offsets: &Offsets) -> PiccMirror {
    match place(offsets.picc) {
        Some(at) => {
            let key = profile.slots.of(Role::MetaRead);
            PiccMirror::Encrypted { key, at, uid: true, counter: true }
        }
        None => PiccMirror::Plain {
            uid: place(offsets.uid),
            counter: place(offsets.counter).map_or(CounterMirror::Off, CounterMirror::At),
        },
    }
}

fn place(at: Option<usize>) -> Option<Offset> {
    at.and_then(Offset::new)
}
