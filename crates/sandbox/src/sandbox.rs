//! A stand-in that runs.

use std::fmt;
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

use tapsmith_orders::Name;
use tokio::runtime::{Builder, Runtime};
use tokio::sync::oneshot;

use crate::config::Config;
use crate::error::{StartError, UnknownReference};
use crate::exchange::Exchange;
use crate::fault::Planned;
use crate::front;
use crate::shop::{Shop, enter};
use crate::snapshot::Snapshot;

/// A stand-in that runs, in a thread of its own, until it is dropped: whoever still waits for an
/// answer then loses the connection.
pub struct Sandbox {
    provider: Name,
    address: SocketAddr,
    token: &'static str,
    shop: Arc<Mutex<Shop>>,
    /// Dropped, it stops the thread.
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Sandbox {
    /// Starts a stand-in. It answers from now on.
    ///
    /// # Errors
    /// [`StartError`].
    pub fn start(config: Config) -> Result<Self, StartError> {
        if !config.address.ip().is_loopback() {
            return Err(StartError::NotLoopback(config.address));
        }
        let wanted = config.address;
        Self::listen(config).map_err(|source| StartError::Io { address: wanted, source })
    }

    fn listen(config: Config) -> io::Result<Self> {
        let listener = TcpListener::bind(config.address)?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let (provider, token) = (config.provider, config.token());
        let shop = Arc::new(Mutex::new(Shop::new(config)));
        let runtime = Builder::new_current_thread().enable_all().build()?;
        let (stop, stopped) = oneshot::channel();
        serve(&runtime, listener, Arc::clone(&shop))?;
        let run = move || {
            // What comes is the end of the sender.
            let _end = runtime.block_on(stopped);
        };
        let thread = std::thread::Builder::new().name("sandbox".to_owned()).spawn(run)?;
        Ok(Self { provider, address, token, shop, stop: Some(stop), thread: Some(thread) })
    }

    /// Where it answers: the base of a provider's address.
    pub fn url(&self) -> String {
        match self.provider {
            Name::Printags => format!("http://{}", self.address),
            Name::Merchrocket => format!("http://{}/api/", self.address),
        }
    }

    /// Where it listens.
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// The one token that it takes.
    pub const fn token(&self) -> &'static str {
        self.token
    }

    /// Plans another fault, behind those that are planned already.
    pub fn plan(&self, planned: impl Into<Planned>) {
        enter(&self.shop).plan(planned.into());
    }

    /// What it has and was asked, now.
    pub fn state(&self) -> Snapshot {
        enter(&self.shop).snapshot()
    }

    /// Moves the first order called `reference` to a status, as the printer does while it works.
    ///
    /// # Errors
    /// There is none.
    pub fn advance(&self, reference: &str, status: &str) -> Result<(), UnknownReference> {
        let moved = enter(&self.shop).advance(reference, status);
        if moved { Ok(()) } else { Err(UnknownReference(reference.to_owned())) }
    }

    /// Puts an order there that was delivered before: the original of a reprint. Its id.
    pub fn seed_order(&self, reference: &str) -> String {
        enter(&self.shop).seed(reference)
    }

    /// Shows each request to `watch`, before it is answered.
    pub fn on_request(&self, watch: impl Fn(&Exchange) + Send + Sync + 'static) {
        enter(&self.shop).watch = Some(Arc::new(watch));
    }
}

/// Serves in the background of `runtime`, as long as somebody drives it.
fn serve(runtime: &Runtime, listener: TcpListener, shop: Arc<Mutex<Shop>>) -> io::Result<()> {
    let _inside = runtime.enter();
    let listener = tokio::net::TcpListener::from_std(listener)?;
    runtime.spawn(async move { axum::serve(listener, front::router(shop)).await });
    Ok(())
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        drop(self.stop.take());
        // With the thread its runtime ends, and with that every connection.
        if let Some(thread) = self.thread.take() {
            let _panicked = thread.join();
        }
    }
}

impl fmt::Debug for Sandbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sandbox")
            .field("provider", &self.provider)
            .field("address", &self.address)
            .finish_non_exhaustive()
    }
}
