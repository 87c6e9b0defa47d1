//! What a card shall be.

use tapsmith_core::key::SlotKey;
use tapsmith_core::ndef::Message;
use thiserror::Error;

use crate::type2::settings::Mirror;
use crate::type2::{MemoryMap, Model, PAGE, Page, Settings, tlv};

/// A finished card, or one as delivered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// What stands in the owner's pages.
    pub content: Content,
    /// What the password or key shall be; none if it does not matter. The factory's key stands for the factory's.
    pub key: Option<SlotKey>,
    /// The key with which it shall sign its taps, on chips that do; none if it does not matter.
    pub signing_key: Option<SlotKey>,
    /// What CFG0 and CFG1 say, on chips that have them.
    pub settings: Settings,
    /// What is locked.
    pub locks: Locks,
}

/// What stands in the owner's pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Content {
    /// From page 4 on.
    pub pages: Vec<Page>,
    /// Whether all pages behind them hold zeros.
    pub nothing_behind: bool,
    /// The capability container; none if it is left as it is.
    pub container: Option<Page>,
}

/// What no command unlocks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Locks {
    /// Pages 3 to 15.
    pub statics: bool,
    /// The owner's pages behind them.
    pub dynamic: bool,
    /// The pages of the key, and the bits that lock them.
    pub keys: bool,
}

/// What shall stand on the card does not fit it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("the content needs {needed} bytes, and the chip has {room}")]
pub struct TooLong {
    /// Bytes needed, with everything around the message.
    pub needed: usize,
    /// Bytes there are.
    pub room: usize,
}

impl Content {
    /// A message on a chip of this model, that may be written, or read only.
    ///
    /// # Errors
    /// It does not fit.
    pub fn of(model: Model, message: &Message, read_only: bool) -> Result<Self, TooLong> {
        let area = [prefix(model), &tlv::wrap(&message.bytes)].concat();
        let room = model.memory().ndef_length();
        if area.len() > room {
            return Err(TooLong { needed: area.len(), room });
        }
        let [magic, version, size, _] = model.memory().capability_container();
        let access = if read_only { READ_ONLY } else { 0x00 };
        let container = Some([magic, version, size, access]);
        Ok(Self { pages: pages(&area), nothing_behind: false, container })
    }

    /// What a chip of this model holds when it leaves the factory.
    ///
    /// Source: NTAG213F/216F Rev. 3.1, "Memory content at delivery"; an Ultralight holds zeros.
    pub fn delivered(model: Model) -> Self {
        let area = match model {
            _ if model.is_ntag() => [prefix(model), &tlv::wrap(&[])].concat(),
            _ => vec![0; PAGE],
        };
        Self { pages: pages(&area), nothing_behind: true, container: None }
    }

    /// Where the chip writes into `message`, as its settings say it.
    pub fn mirror(model: Model, message: &Message) -> Mirror {
        let offsets = message.offsets;
        let start = match (offsets.uid, offsets.counter) {
            (Some(uid), _) => uid,
            (None, Some(counter)) => counter,
            (None, None) => return Mirror::default(),
        };
        // Tag and length of the block stand before the message.
        let head = if message.bytes.len() < 0xFF { 2 } else { 4 };
        let at = usize::from(MemoryMap::USER) * PAGE + prefix(model).len() + head + start;
        let page = u8::try_from(at / PAGE).unwrap_or_default();
        let byte = u8::try_from(at % PAGE).unwrap_or_default();
        let [uid, counter, mac] =
            [offsets.uid, offsets.counter, offsets.mac].map(|at| at.is_some());
        Mirror { uid, counter, mac, page, byte }
    }
}

/// The write access of a capability container that no command is allowed.
///
/// Source: NFC Forum Type 2 Tag 1.2, "READ-ONLY state".
const READ_ONLY: u8 = 0x0F;

/// What stands before the message: an NTAG213's lock bits are not where readers look for them unasked.
const fn prefix(model: Model) -> &'static [u8] {
    match model {
        Model::Ntag213 => &[0x01, 0x03, 0xA0, 0x0C, 0x34],
        _ => &[],
    }
}

/// `bytes` in pages, the last one filled up with zeros.
fn pages(bytes: &[u8]) -> Vec<Page> {
    let (whole, rest) = bytes.as_chunks::<PAGE>();
    let mut pages = whole.to_vec();
    if !rest.is_empty() {
        let mut last = [0; PAGE];
        for (into, byte) in last.iter_mut().zip(rest) {
            *into = *byte;
        }
        pages.push(last);
    }
    pages
}
