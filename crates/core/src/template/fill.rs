//! From a template to one record's address.

use super::{Part, Place, Template};
use crate::record::RecordId;

/// A record's address, each mirror filled with zeros, and where the mirrors stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// The address.
    pub text: String,
    /// Where the chip writes into it, in bytes from its first.
    pub offsets: Offsets,
}

/// Where the chip writes, in bytes. What the template has no place for is none.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Offsets {
    /// PICCENCData.
    pub picc: Option<usize>,
    /// The plain UID.
    pub uid: Option<usize>,
    /// The plain read counter.
    pub counter: Option<usize>,
    /// SDMENCFileData.
    pub enc: Option<usize>,
    /// The tag-tamper status.
    pub tag_tamper: Option<usize>,
    /// The start of the MAC's input. Equal to `mac` if it covers nothing.
    pub mac_input: Option<usize>,
    /// SDMMAC.
    pub mac: Option<usize>,
}

impl Offsets {
    /// The same places, each put elsewhere.
    #[must_use]
    pub fn map(self, place: impl Fn(usize) -> usize) -> Self {
        Self {
            picc: self.picc.map(&place),
            uid: self.uid.map(&place),
            counter: self.counter.map(&place),
            enc: self.enc.map(&place),
            tag_tamper: self.tag_tamper.map(&place),
            mac_input: self.mac_input.map(&place),
            mac: self.mac.map(&place),
        }
    }

    /// The stretches the chip writes, each as place and start.
    pub fn mirrors(&self) -> impl Iterator<Item = (Place, usize)> {
        [
            (Place::Picc, self.picc),
            (Place::Uid, self.uid),
            (Place::Counter, self.counter),
            (Place::Enc, self.enc),
            (Place::TagTamper, self.tag_tamper),
            (Place::Mac, self.mac),
        ]
        .into_iter()
        .filter_map(|(place, at)| at.map(|at| (place, at)))
    }

    fn set(&mut self, place: Place, at: usize) {
        let slot = match place {
            Place::RecordId => return,
            Place::Picc => &mut self.picc,
            Place::Uid => &mut self.uid,
            Place::Counter => &mut self.counter,
            Place::Enc => &mut self.enc,
            Place::TagTamper => &mut self.tag_tamper,
            Place::Mac => &mut self.mac,
        };
        *slot = Some(at);
    }
}

impl Template {
    /// The address of `record`.
    pub fn fill(&self, record: RecordId) -> Address {
        let mut text = String::new();
        let mut offsets = Offsets::default();
        for (index, part) in self.parts.iter().enumerate() {
            if self.mac_input == Some(index) {
                offsets.mac_input = Some(text.len());
            }
            match part {
                Part::Text(literal) => text.push_str(literal),
                Part::Place(place) => {
                    offsets.set(*place, text.len());
                    match place.width() {
                        Some(width) => text.extend(std::iter::repeat_n('0', width)),
                        None => text.push_str(&record.to_string()),
                    }
                }
            }
        }
        offsets.mac_input = offsets.mac_input.or(offsets.mac);
        Address { text, offsets }
    }
}
