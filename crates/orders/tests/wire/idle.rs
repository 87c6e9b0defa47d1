//! Connections that are kept for the next call: nothing is sent twice over them, and none that has
//! gone stale is mistaken for an unknown outcome.

use std::time::Duration;

use crate::ask::{Ask, GOOD, http, policy, words};
use crate::server::{Server, Step, json, open};

/// The server closes what it finds idle, as servers do. What is sent next goes another way.
#[test]
fn a_connection_closed_while_idle_is_not_used() {
    let short = Duration::from_millis(5);
    for _ in 0..10 {
        let server = Server::new([Step::KeepFor(open(GOOD), short), json(GOOD)]);
        let http = http(&server.url(), policy(), ());
        assert_eq!(words(&http.call(&Ask::<true>)), "good");
        std::thread::sleep(short * 6);
        assert_eq!(words(&http.call(&Ask::<true>)), "good");
        assert_eq!(server.seen().len(), 2);
    }
}

/// A request that was read may have been carried out, though the connection was an old one.
#[test]
fn a_connection_closed_after_the_request_leaves_a_doubt() {
    let server = Server::new([Step::Keep(open(GOOD)), Step::Say(Vec::new()), json(GOOD)]);
    let http = http(&server.url(), policy(), ());
    assert_eq!(words(&http.call(&Ask::<true>)), "good");
    assert_eq!(words(&http.call(&Ask::<true>)), "unknown: broken");
    assert_eq!(server.seen().len(), 2);
    assert_eq!(words(&http.call(&Ask::<true>)), "good");
}

/// What came too late for one call is not taken for the answer to the next.
#[test]
fn a_late_answer_is_nobodys() {
    let late = "{\"good\":true}".repeat(20).into_bytes();
    let server = Server::new([Step::Trickle(late), json("[]")]);
    let http = http(&server.url(), policy(), ());
    assert_eq!(words(&http.call(&Ask::<true>)), "unknown: broken");
    assert_eq!(words(&http.call(&Ask::<true>)), "unknown: unreadable");
}
