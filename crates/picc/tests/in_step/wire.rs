//! The card as a transport; the test keeps a hand on it.

use std::cell::RefCell;
use std::convert::Infallible;
use std::rc::Rc;

use tapsmith_card::transport::Transport;
use tapsmith_core::random::Random;
use tapsmith_picc::Ntag424;

/// Random to nobody: counts.
struct Running(u8);

impl Random for Running {
    type Error = Infallible;

    fn fill(&mut self, out: &mut [u8]) -> Result<(), Infallible> {
        for byte in out {
            self.0 = self.0.wrapping_mul(5).wrapping_add(17);
            *byte = self.0;
        }
        Ok(())
    }
}

/// The client's end.
pub(crate) struct Wire {
    card: Rc<RefCell<Ntag424>>,
    random: Running,
}

impl Wire {
    pub(crate) fn new(card: &Rc<RefCell<Ntag424>>) -> Self {
        Self { card: Rc::clone(card), random: Running(0) }
    }
}

impl Transport for Wire {
    type Error = Infallible;

    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, Infallible> {
        self.card.borrow_mut().exchange(command, &mut self.random)
    }
}
