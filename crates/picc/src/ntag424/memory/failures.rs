//! The counters of failed authentications, one set a key.
//!
//! Source: AN12196, "Failed authentication counters"; NT4H2421Gx Rev. 3.0, "Failed authentication
//! counter". That the 51st attempt is the first to be delayed, that a small delay clears after a
//! few attempts, and that removing the tag clears nothing, was seen on silicon.

use serde::{Deserialize, Serialize};
use tapsmith_card::status::Status;

/// Three counters. Without a success, authentication gets slower and slower, and then ends.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Failures {
    /// `SeqFailCtr`: failures since the last success.
    pub sequential: u8,
    /// `TotFailCtr`: failures, less [`Failures::FORGIVEN`] for each success.
    pub total: u16,
    /// `SpentTimeCtr`: refused attempts since the last failure, by which the delay is spent.
    pub spent: u16,
}

impl Failures {
    /// So many failures in a row stay without delay.
    pub const WITHOUT_DELAY: u8 = 50;
    /// At so many failures the key is unusable until it is changed.
    pub const LIMIT: u16 = 1000;
    /// So many failures does a success take back.
    pub const FORGIVEN: u16 = 10;
    /// The longest delay, in refused attempts.
    pub const LONGEST_DELAY: u16 = 255;
    /// By so many refused attempts each further failure lengthens the delay. Not known from
    /// silicon: two to five attempts were seen to clear a small one.
    pub const DELAY_STEP: u16 = 2;

    /// Whether an authentication may begin. If not, the attempt spends some of the delay.
    ///
    /// # Errors
    /// [`Status::PERMISSION_DENIED`] for a key used up, [`Status::AUTHENTICATION_DELAY`].
    pub(in crate::ntag424) fn admit(&mut self) -> Result<(), Status> {
        if self.total >= Self::LIMIT {
            return Err(Status::PERMISSION_DENIED);
        }
        if self.spent < self.delay() {
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
    pub(in crate::ntag424) fn failed(&mut self) {
        self.sequential = self.sequential.saturating_add(1);
        self.total = self.total.saturating_add(1);
        self.spent = 0;
    }

    /// An authentication succeeded.
    pub(in crate::ntag424) fn succeeded(&mut self) {
        let total = self.total.saturating_sub(Self::FORGIVEN);
        *self = Self { total, ..Self::default() };
    }
}
