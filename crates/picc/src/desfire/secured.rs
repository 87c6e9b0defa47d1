//! A session of either kind.

use tapsmith_card::status::Status;
use tapsmith_core::access::CommMode;
use zeroize::Zeroizing;

use super::{d40, ev1};
use crate::ev2::channel::{self, MAC_LENGTH, padded_length};
use crate::ev2::checks::Shape;

/// Who is authenticated, and how.
#[derive(Debug, Clone)]
pub(super) enum Secured {
    /// With the PICC's DES key.
    D40(d40::Session),
    /// With either kind of key, as it came with DESFire EV1.
    Ev1(ev1::Session),
    /// With an AES key of the selected application, or of the PICC.
    Ev2(channel::Session<u8>),
}

impl Secured {
    /// The number of the key that was proved.
    pub(super) fn key(&self) -> u8 {
        match self {
            Self::D40(_) => 0,
            Self::Ev1(session) => session.number,
            Self::Ev2(session) => session.key,
        }
    }

    /// How many bytes a command of this shape has in this mode.
    pub(super) fn on_wire(&self, shape: Shape, mode: CommMode) -> usize {
        match (self, mode) {
            (Self::Ev1(session), mode) => session.on_wire(shape, mode),
            (Self::Ev2(_), mode) => shape.on_wire(mode),
            (Self::D40(_), CommMode::Full) => shape.header + d40::on_wire(shape.data),
            (Self::D40(_), _) => shape.header + shape.data,
        }
    }

    /// Takes the protection off a command's body.
    pub(super) fn open(
        &mut self,
        instruction: u8,
        mode: CommMode,
        shape: Shape,
        body: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, Status> {
        match self {
            Self::Ev1(session) => session.open(instruction, mode, shape, body),
            Self::Ev2(session) => session.open(instruction, mode, shape.header, body),
            Self::D40(session) if mode == CommMode::Full && shape.data > 0 => {
                let (header, data) = body.split_at_checked(shape.header).ok_or(Status::LENGTH)?;
                let data = session.open(data, shape.data)?;
                Ok(Zeroizing::new([header, data.as_slice()].concat()))
            }
            Self::D40(_) => Ok(Zeroizing::new(body.to_vec())),
        }
    }

    /// How long an answer of so many bytes is.
    pub(super) fn sealed_length(&self, mode: CommMode, length: usize) -> usize {
        match (self, mode) {
            (Self::Ev1(session), mode) => session.sealed_length(mode, length),
            (Self::D40(_), _) | (Self::Ev2(_), CommMode::Plain) => length,
            (Self::Ev2(_), CommMode::Mac) => length + MAC_LENGTH,
            (Self::Ev2(_), CommMode::Full) => padded_length(length) + MAC_LENGTH,
        }
    }

    /// Data of a write that is not there as a whole: as much as can be had of it.
    pub(super) fn decrypt_blocks(&mut self, data: &[u8]) -> Zeroizing<Vec<u8>> {
        match self {
            Self::Ev1(session) => session.decrypt_blocks(data),
            Self::Ev2(session) => session.decrypt_blocks(data),
            Self::D40(_) => Zeroizing::new(data.to_vec()),
        }
    }

    /// The command passed: counts it, and protects its answer.
    pub(super) fn seal(&mut self, status: Status, mode: CommMode, data: &[u8]) -> Vec<u8> {
        match self {
            Self::Ev1(session) => session.seal(status, mode, data),
            Self::Ev2(session) => session.seal(status, mode, data, 0),
            Self::D40(session) if mode == CommMode::Full && !data.is_empty() => session.seal(data),
            Self::D40(_) => data.to_vec(),
        }
    }
}
