//! The SDM block of a layout at the places of an address.

use tapsmith_core::layout::Layout;
use tapsmith_core::template::Offsets;

use crate::settings::{CounterMirror, EncryptedData, FileRead, Offset, PiccMirror, Sdm};

/// Characters of the place for encrypted file data: one block.
const ENCRYPTED_LENGTH: usize = 32;

/// The SDM block that mirrors at `offsets`, under the keys that `layout` names; none for an address
/// without a MAC.
pub(super) fn sdm(layout: &Layout, offsets: &Offsets) -> Option<Sdm> {
    let file_read = FileRead {
        key: layout.file_read,
        mac_input: place(offsets.mac_input)?,
        mac: place(offsets.mac)?,
        encrypted: place(offsets.enc)
            .zip(Offset::new(ENCRYPTED_LENGTH))
            .map(|(at, length)| EncryptedData { at, length }),
    };
    Some(Sdm {
        picc: mirror(layout, offsets),
        file_read: Some(file_read),
        counter_read: layout.counter.read,
        counter_limit: layout.counter.limit,
        tag_tamper: place(offsets.tag_tamper),
    })
}

fn mirror(layout: &Layout, offsets: &Offsets) -> PiccMirror {
    match place(offsets.picc) {
        Some(at) => PiccMirror::Encrypted { key: layout.meta_read, at, uid: true, counter: true },
        None => PiccMirror::Plain {
            uid: place(offsets.uid),
            counter: place(offsets.counter).map_or(CounterMirror::Off, CounterMirror::At),
        },
    }
}

fn place(at: Option<usize>) -> Option<Offset> {
    at.and_then(Offset::new)
}
