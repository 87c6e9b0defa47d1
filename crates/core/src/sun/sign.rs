//! A tap as the chip would make it.

use super::{PiccData, PiccRandom, TapKeys, session};
use crate::aes::{Block, CmacKey};
use crate::counter::ReadCounter;
use crate::hex;
use crate::key::AesKey;
use crate::record::RecordId;
use crate::secret::Reveal as _;
use crate::tamper::TagTamper;
use crate::template::{Address, Template, Window};
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
    /// The state of its loop, for addresses that show it.
    pub tag_tamper: TagTamper,
}

/// The address of `record` as `chip` would show it, mirrors filled and signed.
pub fn sign(template: &Template, record: RecordId, keys: &TapKeys, chip: Chip) -> String {
    let Address { text, offsets } = template.fill(record);
    let mut url = Url(text);
    let Chip { uid, counter, random, .. } = chip;
    let suite = template.suite();
    let mirrored = PiccData { uid: Some(uid), counter: Some(counter) };
    let picc = mirrored.seal(suite, &keys.meta_read, random);
    url.put(offsets.picc.map(|window| window.start), &picc.to_bytes());
    url.put(offsets.uid, &uid.0);
    url.put(offsets.counter, &counter.to_msb());
    url.put_status(offsets.tag_tamper, chip.tag_tamper);
    if let Some(window) = offsets.enc {
        let data = encrypted(template, record, &keys.file_read, chip, window);
        url.put(Some(window.start), &data);
    }
    let counted = offsets.picc.is_some() || offsets.counter.is_some();
    let mirrored = PiccData { uid: Some(uid), counter: counted.then_some(counter) };
    let input = url.between(offsets.mac_input, offsets.mac);
    let (key, cmac) = (keys.file_read.reveal(), &CmacKey::new(&keys.file_read));
    let signing = session::Signing { key, cmac };
    let mac = signing.mac(template.mirroring(), suite, mirrored, input);
    url.put(offsets.mac, &mac.0);
    url.0
}

/// The file data of `record` with the chip's status in it, encrypted.
fn encrypted(
    template: &Template,
    record: RecordId,
    file_read: &AesKey,
    Chip { uid, counter, tag_tamper, .. }: Chip,
    window: Window,
) -> Vec<u8> {
    let mut blocks: Vec<Block> = vec![[0; 16]; window.length / 32];
    if let Some(expected) = template.file_data() {
        let mut text = Url(expected.fill(record, window.length / 2));
        text.put_status(expected.tag_tamper(), tag_tamper);
        let plain = blocks.as_flattened_mut();
        plain.iter_mut().zip(text.0.bytes()).for_each(|(to, from)| *to = from);
    }
    session::encrypt_file_data(template.suite(), file_read, uid, counter, &mut blocks);
    blocks.into_flattened()
}

struct Url(String);

impl Url {
    fn put(&mut self, at: Option<usize>, bytes: &[u8]) {
        self.write(at, &hex::encode(bytes));
    }

    fn put_status(&mut self, at: Option<usize>, status: TagTamper) {
        let [permanent, current] = status.to_bytes().map(char::from);
        self.write(at, &format!("{permanent}{current}"));
    }

    fn write(&mut self, at: Option<usize>, text: &str) {
        if let Some(at) = at {
            self.0.replace_range(at..at + text.len(), text);
        }
    }

    fn between(&self, from: Option<usize>, to: Option<usize>) -> &[u8] {
        from.zip(to).and_then(|(from, to)| self.0.as_bytes().get(from..to)).unwrap_or_default()
    }
}
