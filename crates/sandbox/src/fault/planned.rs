//! A fault, when it strikes, and how often.

use super::Fault;
use crate::call::CallName;

/// A fault that waits for a call.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Planned {
    /// The call it waits for; any to which it can happen, if none.
    pub call: Option<CallName>,
    /// What goes wrong.
    pub fault: Fault,
    /// How many such calls it strikes.
    pub times: u32,
}

impl Planned {
    /// Strikes `call` once.
    pub const fn once(fault: Fault, call: CallName) -> Self {
        Self { call: Some(call), fault, times: 1 }
    }

    /// Strikes so often.
    #[must_use]
    pub const fn times(self, times: u32) -> Self {
        Self { times, ..self }
    }

    /// The fault, if it strikes `call` now; it is used up by that.
    pub(crate) fn strike(&mut self, call: CallName) -> Option<Fault> {
        let meant = self.call.is_none_or(|planned| planned == call) && self.fault.fits(call);
        if !meant || self.times == 0 {
            return None;
        }
        self.times -= 1;
        Some(self.fault)
    }
}

/// Strikes the next call, once.
impl From<Fault> for Planned {
    fn from(fault: Fault) -> Self {
        Self { call: None, fault, times: 1 }
    }
}
