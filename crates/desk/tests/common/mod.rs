//! A desk for tests: a vault, a batch, and cards in process.

#![expect(clippy::unwrap_used, reason = "a test that cannot set up its desk has to stop")]

mod desk;

use std::convert::Infallible;

use tapsmith_card::transport::Transport;
use tapsmith_core::profile::Chip;
use tapsmith_core::uid::Uid;
use tapsmith_picc::{Memory, Ntag424};

pub(crate) use desk::{Counting, Desk};

/// A card that is never pulled.
#[derive(Debug)]
pub(crate) struct Wire<'c>(pub(crate) &'c mut Ntag424);

impl Transport for Wire<'_> {
    type Error = Infallible;

    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, Self::Error> {
        self.0.exchange(command, &mut Counting(7))
    }
}

/// A blank card of this chip, whose UID ends with `last`.
pub(crate) fn blank(chip: Chip, last: u8) -> Ntag424 {
    let uid = Uid([0x04, 1, 2, 3, 4, 5, last]);
    Ntag424::new(Memory::delivered(chip, uid).unwrap())
}
