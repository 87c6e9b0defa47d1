//! A desk to send orders from, and what is said on the way: on stderr.

use std::error::Error;
use std::io::{self, Write as _};

use tapsmith_desk::order::{Desk, News, OrderError};
use tapsmith_orders::Provider;
use tapsmith_store::OpenVault;

use crate::context::Context;

/// Does a job at the desk.
pub(super) fn at_desk<T>(
    vault: &mut OpenVault,
    provider: &dyn Provider,
    job: impl FnOnce(&mut Desk<'_>) -> Result<T, OrderError>,
) -> Result<T, OrderError> {
    let mut tell = |news: News<'_>| tell(&news);
    let mut desk = Desk { vault, provider, clock: &Context::now, tell: &mut tell };
    job(&mut desk)
}

/// Says it.
fn tell(news: &News<'_>) {
    let line = match news {
        News::Looking { reference, why } => {
            let cause = why.source().map(|cause| format!(": {cause}")).unwrap_or_default();
            format!("{reference}: {why}{cause}; asking what became of it")
        }
        News::Resuming { reference } => {
            format!("{reference}: it was sent before, and nobody knows what became of it; asking")
        }
        News::Again { reference } => format!("{reference}: it is not there; sending it again"),
    };
    let _unwritable = writeln!(io::stderr(), "{line}");
}
