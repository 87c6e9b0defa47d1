//! What a command comes to.

use tapsmith_card::status::Status;
use tapsmith_core::access::CommMode;

/// A wrapped command that was not refused.
#[derive(Debug)]
pub(super) enum Outcome {
    /// A frame of an authentication, or the wish for the next frame: sent as it is, and not counted.
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
pub(super) struct Passed {
    pub(super) mode: CommMode,
    pub(super) status: Status,
    pub(super) data: Vec<u8>,
    pub(super) cut: Cut,
}

/// How an answer is cut into frames, each but the last ending with 91AF.
#[derive(Debug)]
pub(super) enum Cut {
    /// Not at all.
    Whole,
    /// Into frames of so many bytes.
    Every(usize),
    /// Into frames that begin here, in ascending order.
    At(Vec<usize>),
}

impl Outcome {
    /// A frame after which another is expected.
    pub(super) fn more(data: &[u8]) -> Self {
        Self::Frame { status: Status::ADDITIONAL_FRAME, data: data.to_vec() }
    }

    /// A command passed, with this to say.
    pub(super) fn with(mode: CommMode, data: Vec<u8>) -> Self {
        Self::cut(mode, data, Cut::Whole)
    }

    /// The same in frames.
    pub(super) fn cut(mode: CommMode, data: Vec<u8>, cut: Cut) -> Self {
        Self::Passed(Passed { mode, status: Status::OK, data, cut })
    }

    /// A command passed that has nothing to say.
    pub(super) fn done(mode: CommMode) -> Self {
        Self::with(mode, Vec::new())
    }
}

impl Cut {
    /// The frames of `data`: at least one.
    pub(super) fn frames(self, data: Vec<u8>) -> std::collections::VecDeque<Vec<u8>> {
        let starts = match self {
            Self::Whole => Vec::new(),
            Self::At(starts) => starts,
            Self::Every(length) => {
                (1..data.len().div_ceil(length.max(1))).map(|frame| frame * length).collect()
            }
        };
        let mut rest = data;
        let mut frames = std::collections::VecDeque::new();
        for start in starts.into_iter().rev().filter(|start| *start > 0) {
            if start < rest.len() {
                frames.push_front(rest.split_off(start));
            }
        }
        frames.push_front(rest);
        frames
    }
}
