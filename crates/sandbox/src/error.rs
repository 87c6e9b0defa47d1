//! What can go wrong with a stand-in itself, as against what is planned.

use std::io;
use std::net::SocketAddr;

use thiserror::Error;

/// Why a stand-in does not run.
#[derive(Debug, Error)]
pub enum StartError {
    /// Others could reach it.
    #[error("{0} is not this machine: a stand-in is for programs that run here")]
    NotLoopback(SocketAddr),
    /// The address is taken, or no thread is to be had.
    #[error("no stand-in can listen at {address}")]
    Io {
        /// Where it was to listen.
        address: SocketAddr,
        /// Why not.
        #[source]
        source: io::Error,
    },
}

/// There is no such order.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("no order is called {0:?}")]
pub struct UnknownReference(pub String);
