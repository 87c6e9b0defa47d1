//! What is checked of a wrapped command before its protection is taken off.

use tapsmith_card::status::Status;
use tapsmith_core::access::CommMode;
use zeroize::Zeroizing;

use super::Desfire;
use super::d40;
use super::memory::Application;
use super::volatile::Selection;
use crate::ev2::checks::{Checks, Shape};
use crate::ev2::unknowns::MissingMac;

impl Desfire {
    /// How a command of mode `mode` is protected now: outside a session, not at all.
    pub(super) fn protection(&self, mode: CommMode) -> CommMode {
        if self.volatile.session.is_some() { mode } else { CommMode::Plain }
    }

    /// Whether `body` has the length of a command of this shape and mode.
    pub(super) fn length(&self, shape: Shape, mode: CommMode, body: &[u8]) -> Result<(), Status> {
        let length = match &self.volatile.session {
            Some(session) => session.on_wire(shape, mode),
            None => shape.on_wire(CommMode::Plain),
        };
        if body.len() == length { Ok(()) } else { Err(self.wrong_length(mode)) }
    }

    /// The same where the mode follows from a right. Without the right nobody knows whose mode it is, and any
    /// length will do.
    pub(super) fn length_if_known(
        &self,
        shape: Shape,
        mode: Result<CommMode, Status>,
        body: &[u8],
    ) -> Result<(), Status> {
        match mode {
            Ok(mode) => self.length(shape, mode, body),
            Err(_) => self
                .length(shape, CommMode::Full, body)
                .or_else(|_| self.length(shape, CommMode::Mac, body))
                .or_else(|_| self.length(shape, CommMode::Plain, body)),
        }
    }

    /// What a wrong length is answered with.
    pub(super) fn wrong_length(&self, mode: CommMode) -> Status {
        match (self.protection(mode), self.unknowns.missing_mac) {
            (CommMode::Mac | CommMode::Full, MissingMac::Integrity) => Status::INTEGRITY,
            _ => Status::LENGTH,
        }
    }

    /// The first refusal there is of a command of this shape, and then the command without its protection.
    pub(super) fn take(
        &mut self,
        instruction: u8,
        mode: CommMode,
        shape: Shape,
        [state, right]: [Result<(), Status>; 2],
        body: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, Status> {
        let length = self.length(shape, mode, body);
        Checks { length, state, right }.settle(self.unknowns.check_order)?;
        self.open(instruction, mode, shape, body)
    }

    /// The same of a command that is always encrypted. Outside a session the length of either scheme will do, and
    /// there is nobody who may send it.
    pub(super) fn take_secret(
        &mut self,
        instruction: u8,
        shape: Shape,
        right: Result<(), Status>,
        body: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, Status> {
        let lengths = match &self.volatile.session {
            Some(session) => [session.on_wire(shape, CommMode::Full); 2],
            None => [shape.on_wire(CommMode::Full), shape.header + d40::on_wire(shape.data)],
        };
        let fits = lengths.contains(&body.len());
        let length = if fits { Ok(()) } else { Err(self.wrong_length(CommMode::Full)) };
        Checks { length, state: Ok(()), right }.settle(self.unknowns.check_order)?;
        self.open(instruction, CommMode::Full, shape, body)
    }

    /// Takes the session's protection off, if there is a session.
    pub(super) fn open(
        &mut self,
        instruction: u8,
        mode: CommMode,
        shape: Shape,
        body: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, Status> {
        match &mut self.volatile.session {
            Some(session) => session.open(instruction, mode, shape, body),
            None => Ok(Zeroizing::new(body.to_vec())),
        }
    }

    /// The selected application.
    pub(super) fn application(&self) -> Result<&Application, Status> {
        match self.volatile.selection {
            Selection::Application { aid, .. } => {
                self.memory.application(aid).ok_or(Status::PERMISSION_DENIED)
            }
            Selection::Picc => Err(Status::PERMISSION_DENIED),
        }
    }

    /// The same, to be changed.
    pub(super) fn application_mut(&mut self) -> Result<&mut Application, Status> {
        match self.volatile.selection {
            Selection::Application { aid, .. } => {
                self.memory.application_mut(aid).ok_or(Status::PERMISSION_DENIED)
            }
            Selection::Picc => Err(Status::PERMISSION_DENIED),
        }
    }

    /// Whether an application is selected.
    pub(super) fn in_application(&self) -> Result<(), Status> {
        self.application().map(|_| ())
    }

    /// Whether the PICC is.
    pub(super) fn on_picc(&self) -> Result<(), Status> {
        match self.volatile.selection {
            Selection::Picc => Ok(()),
            Selection::Application { .. } => Err(Status::PERMISSION_DENIED),
        }
    }
}
