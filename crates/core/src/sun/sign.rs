//! A tap as the chip would make it.

use super::{PiccData, PiccRandom, TapKeys, session, verify::record_file_data};
use crate::counter::ReadCounter;
use crate::hex;
use crate::record::RecordId;
use crate::suite::Suite;
use crate::template::{Address, Template};
use crate::uid::Uid;

/// What a chip brings to a tap.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Chip {
    /// Its UID.
    pub uid: Uid,
    /// The tap's number.
    pub counter: ReadCounter,
    /// What a chip draws anew at every tap.
    pub random: PiccRandom,
}

/// The address of `record` as `chip` would show it, mirrors filled and signed.
pub fn sign(template: &Template, record: RecordId, keys: &TapKeys, chip: Chip) -> String {
    let Address { text, offsets } = template.fill(record);
    let mut url = Url(text);
    let Chip { uid, counter, random } = chip;
    let mirrored = PiccData { uid: Some(uid), counter: Some(counter) };
    let picc = mirrored.seal(Suite::Aes, &keys.meta_read, random);
    url.put(offsets.picc, &picc.to_bytes());
    url.put(offsets.uid, &uid.0);
    url.put(offsets.counter, &counter.to_msb());
    if offsets.enc.is_some() {
        let mut data = record_file_data(record);
        let blocks = std::slice::from_mut(&mut data);
        session::encrypt_file_data(Suite::Aes, &keys.file_read, uid, counter, blocks);
        url.put(offsets.enc, &data);
    }
    let counted = offsets.picc.is_some() || offsets.counter.is_some();
    let mirrored = PiccData { uid: Some(uid), counter: counted.then_some(counter) };
    let input = url.between(offsets.mac_input, offsets.mac);
    let mac = session::sdmmac(Suite::Aes, &keys.file_read, mirrored, input);
    url.put(offsets.mac, &mac.0);
    url.0
}

struct Url(String);

impl Url {
    fn put(&mut self, at: Option<usize>, bytes: &[u8]) {
        if let Some(at) = at {
            let digits = hex::encode(bytes);
            self.0.replace_range(at..at + digits.len(), &digits);
        }
    }

    fn between(&self, from: Option<usize>, to: Option<usize>) -> &[u8] {
        from.zip(to).and_then(|(from, to)| self.0.as_bytes().get(from..to)).unwrap_or_default()
    }
}
