//! What a command comes to.

use tapsmith_card::command::{Command, Reply};
use tapsmith_card::status::Status;
use tapsmith_core::access::CommMode;

/// A wrapped command that was not refused.
#[derive(Debug)]
pub(crate) enum Answer {
    /// A frame of an authentication, or one that is not the last: sent as it is, and not counted.
    Frame {
        /// 91AF, or the end of an authentication.
        status: Status,
        /// The frame.
        data: Vec<u8>,
    },
    /// The command passed: in a session its answer is protected, and it counts.
    Passed(Passed),
}

/// A command that passed.
#[derive(Debug)]
pub(crate) struct Passed {
    pub(crate) mode: CommMode,
    pub(crate) status: Status,
    pub(crate) data: Vec<u8>,
    /// So many bytes of the data went out in earlier frames; the MAC covers them too.
    pub(crate) already_sent: usize,
}

impl Answer {
    /// A frame after which another is expected.
    pub(crate) fn more(data: &[u8]) -> Self {
        Self::Frame { status: Status::ADDITIONAL_FRAME, data: data.to_vec() }
    }

    /// `command` passed with `reply`, which travels in `mode`.
    pub(crate) fn to<C: Command>(_command: &C, mode: CommMode, reply: &C::Reply) -> Self {
        let data = reply.encode();
        Self::Passed(Passed { mode, status: C::SUCCESS, data, already_sent: 0 })
    }

    /// A command passed that has nothing to say.
    pub(crate) fn done(mode: CommMode) -> Self {
        Self::Passed(Passed { mode, status: Status::OK, data: Vec::new(), already_sent: 0 })
    }
}

/// Why a command did not pass.
#[derive(Debug)]
pub(crate) enum Stop<E> {
    /// The chip refuses.
    Refused(Status),
    /// There is no randomness; the chip has done nothing.
    Random(E),
}

impl<E> From<Status> for Stop<E> {
    fn from(status: Status) -> Self {
        Self::Refused(status)
    }
}
