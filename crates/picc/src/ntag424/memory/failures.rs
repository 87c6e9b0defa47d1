//! The counters of failed authentications, one set a key.
//!
//! Source: AN12196, "Failed authentication counters"; NT4H2421Gx Rev. 3.0, "Failed authentication
//! counter". That the 51st attempt is the first to be delayed, that a small delay clears after a
//! few attempts, and that removing the tag clears nothing, was seen on silicon.

use serde::{Deserialize, Serialize};
use tapsmith_card::status::Status;
use tapsmith_core::profile::FailureRule;

/// Three counters. Without a success, authentication gets slower and slower, and then ends.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Failures {
    /// `SeqFailCtr`: failures since the last success.
    pub sequential: u8,
    /// `TotFailCtr`: failures, less those that successes took back.
    pub total: u16,
    /// `SpentTimeCtr`: refused attempts since the last failure, by which the delay is spent.
    pub spent: u16,
}

/// What is counted, as the chip is set.
#[derive(Debug, Clone, Copy)]
pub(in crate::ntag424) struct Counting {
    /// What becomes of the total. It is not counted under a limit of 0.
    pub(in crate::ntag424) total: FailureRule,
    /// Whether failures in a row are counted, and delay.
    pub(in crate::ntag424) in_a_row: bool,
}

impl Failures {
    /// So many failures in a row stay without delay.
    pub const WITHOUT_DELAY: u8 = 50;
    /// The longest delay, in refused attempts.
    pub const LONGEST_DELAY: u16 = 255;
    /// By so many refused attempts each further failure lengthens the delay. Not known from
    /// silicon: two to five attempts were seen to clear a small one.
    pub const DELAY_STEP: u16 = 2;

    /// Whether an authentication may begin. If not, the attempt spends some of the delay.
    ///
    /// # Errors
    /// [`Status::PERMISSION_DENIED`] for a key used up, [`Status::AUTHENTICATION_DELAY`].
    pub(in crate::ntag424) fn admit(&mut self, counting: Counting) -> Result<(), Status> {
        let FailureRule { limit, .. } = counting.total;
        if limit > 0 && self.total >= limit {
            return Err(Status::PERMISSION_DENIED);
        }
        if counting.in_a_row && self.spent < self.delay() {
            self.spent += 1;
            return Err(Status::AUTHENTICATION_DELAY);
        }
        Ok(())
    }

    /// The delay, in refused attempts.
    fn delay(self) -> u16 {
        let beyond = (u16::from(self.sequential) + 1).saturating_sub(Self::WITHOUT_DELAY.into());
        (beyond * Self::DELAY_STEP).min(Self::LONGEST_DELAY)
    }

    /// An authentication failed.
    pub(in crate::ntag424) fn failed(&mut self, counting: Counting) {
        if counting.in_a_row {
            self.sequential = self.sequential.saturating_add(1);
            self.spent = 0;
        }
        if counting.total.limit > 0 {
            self.total = self.total.saturating_add(1);
        }
    }

    /// An authentication succeeded.
    pub(in crate::ntag424) fn succeeded(&mut self, counting: Counting) {
        let FailureRule { limit, decrement } = counting.total;
        let forgiven = if limit > 0 { decrement } else { 0 };
        *self = Self { total: self.total.saturating_sub(forgiven), ..Self::default() };
    }
}
