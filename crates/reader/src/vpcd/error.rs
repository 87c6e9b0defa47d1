//! What ends the service of a virtual card.

use std::{io, net::SocketAddr};

/// What ended the service of a virtual card.
#[derive(Debug, thiserror::Error)]
pub enum Error<E: std::error::Error + 'static> {
    /// There is no virtual reader.
    #[error("no virtual reader listens on {address}; is pcscd running, with the driver vpcd?")]
    NothingListens {
        /// Where one was looked for.
        address: SocketAddr,
        /// Why connecting failed.
        #[source]
        source: io::Error,
    },
    /// The connection was taken, but the reader never spoke.
    #[error("the virtual reader on {address} says nothing; another card may be in its slot")]
    Silent {
        /// The reader's address.
        address: SocketAddr,
    },
    /// The reader went away and did not come back.
    #[error("the virtual reader on {address} went away")]
    Lost {
        /// The reader's address.
        address: SocketAddr,
        /// Why connecting again failed.
        #[source]
        source: io::Error,
    },
    /// The card could not act, or could not be saved.
    #[error("the virtual card failed")]
    Card(#[source] E),
}
