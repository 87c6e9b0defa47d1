//! From a template to one record's address.

use super::{Offsets, Part, Place, Template, Window};
use crate::record::RecordId;

/// A record's address, each mirror filled with zeros, and where the mirrors stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// The address.
    pub text: String,
    /// Where the chip writes into it, in bytes from its first.
    pub offsets: Offsets,
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
                Part::Place(place) => match self.width(*place) {
                    Some(length) => {
                        self.note(&mut offsets, *place, Window { start: text.len(), length });
                        text.extend(std::iter::repeat_n('0', length));
                    }
                    None => text.push_str(&record.to_string()),
                },
            }
        }
        offsets.mac_input = offsets.mac_input.or(offsets.mac);
        Address { text, offsets }
    }

    fn note(&self, offsets: &mut Offsets, place: Place, window: Window) {
        let start = Some(window.start);
        match place {
            Place::RecordId => {}
            Place::Picc => offsets.picc = Some(window),
            Place::Uid => offsets.uid = start,
            Place::Counter => offsets.counter = start,
            Place::Enc => {
                offsets.enc = Some(window);
                let inside = self.file_data.tag_tamper();
                offsets.tag_tamper = inside.map(|at| window.start + at).or(offsets.tag_tamper);
            }
            Place::TagTamper => offsets.tag_tamper = start,
            Place::Mac => offsets.mac = start,
        }
    }
}
