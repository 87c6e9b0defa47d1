//! The tag-tamper loop of an NTAG 424 DNA TagTamper, and what the chip knows of it.
//!
//! Source: NT4H2421Tx Rev. 3.0, "TagTamper", "`SetConfiguration`", "`GetTTStatus`".

use serde::{Deserialize, Serialize};
use tapsmith_core::access::Access;
use tapsmith_core::tamper::{Loop, TagTamper};

/// The wire itself, how the feature is set, and what was ever measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Tamper {
    /// Whether the wire is cut: the one thing here that is not the chip's to know until it measures.
    pub cut: bool,
    /// Whether the chip measures at all. For good.
    pub on: bool,
    /// `TTStatusKey`: who may ask.
    pub read: Access,
    /// `TTPermStatus`: whether an open loop was ever measured. For good.
    pub opened: bool,
}

/// As delivered: whole, and the feature off.
impl Default for Tamper {
    fn default() -> Self {
        Self { cut: false, on: false, read: Access::Free, opened: false }
    }
}

impl Tamper {
    /// Measures the loop. What is open once is open for ever.
    pub(in crate::ntag424) fn measure(&mut self) -> TagTamper {
        if !self.on {
            return TagTamper { permanent: Loop::Invalid, current: Loop::Invalid };
        }
        self.opened |= self.cut;
        let state = |open| if open { Loop::Open } else { Loop::Closed };
        TagTamper { permanent: state(self.opened), current: state(self.cut) }
    }

    /// Measures at the first command of an activation: only until an open loop was seen.
    pub(in crate::ntag424) fn wake(&mut self) {
        if !self.opened {
            self.measure();
        }
    }
}
