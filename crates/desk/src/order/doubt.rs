//! Finding out what became of something that was sent and not answered.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tapsmith_orders::provider::RemoteOrder;
use tapsmith_orders::{CallError, Provider};

/// The first wait between two looks; each is twice the one before, up to [`LONGEST`].
const FIRST: Duration = Duration::from_millis(200);
const LONGEST: Duration = Duration::from_secs(8);

/// Looks until `look` finds something, or until what was sent at `since` cannot take effect any more:
/// [`settle`](tapsmith_orders::Policy::settle) later, by `clock`. It looks once at the least. A look that fails
/// is as good as none, but for the last.
pub(super) fn until_settled<T>(
    provider: &dyn Provider,
    clock: &dyn Fn() -> Timestamp,
    (since, settle): (Timestamp, Duration),
    mut look: impl FnMut() -> Result<Option<T>, CallError>,
) -> Result<Option<T>, CallError> {
    let settle = SignedDuration::try_from(settle).unwrap_or(SignedDuration::MAX);
    let mut wait = FIRST;
    loop {
        let left = settle - clock().duration_since(since);
        let found = look();
        match found {
            Ok(Some(found)) => return Ok(Some(found)),
            Err(CallError::Interrupted) => return found,
            _ if left <= SignedDuration::ZERO => return found,
            _ => {}
        }
        let left = Duration::try_from(left).unwrap_or_default();
        provider.http().sleep(wait.min(left).max(Duration::from_millis(1)))?;
        wait = (wait * 2).min(LONGEST);
    }
}

/// The ids of orders.
pub(super) fn ids(orders: &[RemoteOrder]) -> Vec<String> {
    orders.iter().map(|order| order.id.clone()).collect()
}
