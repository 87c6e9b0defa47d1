//! What is checked of a wrapped command before its protection is taken off.

use tapsmith_card::status::Status;
use tapsmith_core::access::CommMode;
use tapsmith_core::key::KeyNumber;
use zeroize::Zeroizing;

use super::Ntag424;
use super::unknowns::MissingMac;
use super::volatile::Selection;
pub(super) use crate::ev2::checks::{Checks, Shape};

impl Ntag424 {
    /// How a command of mode `mode` is protected now: outside a session, not at all.
    pub(super) fn protection(&self, mode: CommMode) -> CommMode {
        if self.volatile.session.is_some() { mode } else { CommMode::Plain }
    }

    /// Whether `body` has the length of a command of this shape and mode.
    pub(super) fn length(&self, shape: Shape, mode: CommMode, body: &[u8]) -> Result<(), Status> {
        let protection = self.protection(mode);
        if body.len() == shape.on_wire(protection) {
            Ok(())
        } else {
            Err(self.wrong_length(protection))
        }
    }

    /// How the bytes of a command of this shape travel, if it may be carried out at all: `mode` is what its right
    /// says.
    pub(super) fn admit(
        &self,
        shape: Shape,
        mode: Result<CommMode, Status>,
        body: &[u8],
    ) -> Result<CommMode, Status> {
        Checks {
            length: self.length_if_known(shape, mode, body),
            state: self.application(),
            right: mode.map(|_| ()),
        }
        .settle(self.unknowns.check_order)?;
        mode
    }

    /// Whether a command that key 0 alone may send, always in full, may be carried out: `on_wire` is its length.
    pub(super) fn admit_master(&self, on_wire: usize, body: &[u8]) -> Result<(), Status> {
        let by = self.volatile.session.as_ref().map(|session| session.key);
        let right_length = body.len() == on_wire;
        let is_master = by == Some(KeyNumber::MASTER);
        Checks {
            length: if right_length { Ok(()) } else { Err(self.wrong_length(CommMode::Full)) },
            state: self.application(),
            right: if is_master { Ok(()) } else { Err(Status::AUTHENTICATION) },
        }
        .settle(self.unknowns.check_order)
    }

    /// The same, where the mode follows from a right. Without the right nobody knows whose mode it
    /// is, and either length will do.
    fn length_if_known(
        &self,
        shape: Shape,
        mode: Result<CommMode, Status>,
        body: &[u8],
    ) -> Result<(), Status> {
        match mode {
            Ok(mode) => self.length(shape, mode, body),
            Err(_) => self
                .length(shape, CommMode::Plain, body)
                .or_else(|_| self.length(shape, CommMode::Mac, body)),
        }
    }

    /// What a wrong length is answered with.
    pub(super) fn wrong_length(&self, protection: CommMode) -> Status {
        match (protection, self.unknowns.missing_mac) {
            (CommMode::Mac | CommMode::Full, MissingMac::Integrity) => Status::INTEGRITY,
            _ => Status::LENGTH,
        }
    }

    /// Whether the application is selected.
    pub(super) fn application(&self) -> Result<(), Status> {
        match self.volatile.selection {
            Selection::Application { .. } => Ok(()),
            Selection::MasterFile => Err(Status::PERMISSION_DENIED),
        }
    }

    /// Takes the session's protection off, if there is a session.
    pub(super) fn open(
        &mut self,
        instruction: u8,
        mode: CommMode,
        header: usize,
        body: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, Status> {
        match &mut self.volatile.session {
            Some(session) => session.open(instruction, mode, header, body),
            None => Ok(Zeroizing::new(body.to_vec())),
        }
    }
}
