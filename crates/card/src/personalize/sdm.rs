//! The SDM block of a layout at the places of an address.

use tapsmith_core::layout::Layout;
use tapsmith_core::template::{Offsets, Window};

use crate::settings::{CounterMirror, EncryptedData, FileRead, Offset, PiccMirror, Sdm};

/// The SDM block that mirrors at `offsets`, under the keys that `layout` names; none for an address
/// without a MAC.
pub(super) fn sdm(layout: &Layout, offsets: &Offsets) -> Option<Sdm> {
    let file_read = FileRead {
        key: layout.file_read,
        mac_input: place(offsets.mac_input)?,
        mac: place(offsets.mac)?,
        encrypted: offsets.enc.and_then(|Window { start, length }| {
            Some(EncryptedData { at: Offset::new(start)?, length: Offset::new(length)? })
        }),
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
    match place(offsets.picc.map(|window| window.start)) {
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
