//! A tap whose template nobody gave: its values found by the usual parameter names.
//!
//! The names are those of the most-used verifier, sdm-backend: `picc_data`, `enc`, `cmac`; and
//! `uid`, `ctr`, `cmac` in plain. Scheme, host and path are not judged.

use super::{Mirrors, Rejection, Tap};
use crate::address::is_address;
use crate::suite::Suite;
use crate::template::Place;

/// Finds the values of `url` by name. The MAC covers nothing or, if there is an `enc`, all from its
/// value to the MAC's. PICCENCData says by its width what the chip speaks; `plain` says it of plain mirrors.
///
/// # Errors
/// Not a URL, a parameter missing or doubled, a value that no chip writes.
pub fn by_name(url: &str, plain: Suite) -> Result<Tap<'_>, Rejection> {
    if !is_address(url.as_bytes()) {
        return Err(Rejection::NotUrl);
    }
    let mut mirrors = Mirrors::default();
    let mut seen = [false; NAMES.len()];
    for (name, value, at) in parameters(url) {
        for ((known, place), seen) in NAMES.iter().zip(&mut seen) {
            if *known == name {
                if std::mem::replace(seen, true) {
                    return Err(Rejection::DoubledParameter(known));
                }
                mirrors.set(*place, value, at);
            }
        }
    }
    let [picc, _, mac, uid, _] = seen;
    match (mac, picc || uid) {
        (false, _) => Err(Rejection::MissingParameter("cmac")),
        (true, false) => Err(Rejection::MissingParameter("picc_data")),
        (true, true) => mirrors.into_tap(url, plain, mirrors.default_mac_input()),
    }
}

const NAMES: [(&str, Place); 5] = [
    ("picc_data", Place::Picc),
    ("enc", Place::Enc),
    ("cmac", Place::Mac),
    ("uid", Place::Uid),
    ("ctr", Place::Counter),
];

/// The query's parameters: name, value, and where the value starts in the URL.
fn parameters(url: &str) -> impl Iterator<Item = (&str, &str, usize)> {
    let query_at = url.find('?').map_or(url.len(), |mark| mark + 1);
    let query = url.get(query_at..).unwrap_or_default();
    let query = query.split_once('#').map_or(query, |(query, _)| query);
    let mut at = query_at;
    query.split('&').map(move |pair| {
        let start = at;
        at += pair.len() + 1;
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        (name, value, start + pair.len() - value.len())
    })
}
