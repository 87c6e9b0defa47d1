//! The proof of an authentication, in either suite.

pub(crate) mod aes;
pub(crate) mod lrp;

use super::session_keys::SessionKeys;

/// What a proof comes to.
pub(crate) struct Proved {
    pub(crate) keys: SessionKeys,
    pub(crate) answer: Vec<u8>,
}

/// What a card that begins a transaction tells the reader: `TI`, and `PDcap2 ‖ PCDcap2`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Beginning {
    pub(crate) identifier: [u8; 4],
    pub(crate) card: [u8; 6],
    pub(crate) reader: [u8; 6],
}
