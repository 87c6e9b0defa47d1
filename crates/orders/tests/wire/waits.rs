//! How long somebody waits, and for what.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant, SystemTime};

use tapsmith_orders::{Policy, Watch};

use crate::ask::{Ask, GOOD, KEY, TOKEN, ask, http as connect, policy, words};
use crate::server::{Server, Step, http, json};

fn milliseconds(time: u64) -> Duration {
    Duration::from_millis(time)
}

fn too_many(retry_after: &str) -> Step {
    Step::Say(http("429 Too Many Requests", &[&format!("Retry-After: {retry_after}")], ""))
}

/// So long as the server asks, and not less, whatever the call does.
#[test]
fn a_second_is_waited_for() {
    let patient = || Policy { longest_wait: Duration::from_secs(2), ..policy() };
    std::thread::scope(|scope| {
        for changes in [false, true] {
            scope.spawn(move || {
                let server = Server::new([too_many("1"), json(GOOD)]);
                let began = Instant::now();
                let outcome = if changes {
                    ask::<true>(&server.url(), patient())
                } else {
                    ask::<false>(&server.url(), patient())
                };
                assert_eq!(words(&outcome), "good");
                assert!(began.elapsed() >= Duration::from_secs(1), "{:?}", began.elapsed());
                assert_eq!(server.seen().len(), 2);
            });
        }
    });
}

/// However long it is: a sum of waits does not overflow.
#[test]
fn for_ever_is_too_long() {
    let server = Server::new([too_many("1"), too_many("18446744073709551615"), json(GOOD)]);
    let patient = Policy { longest_wait: Duration::from_secs(2), ..policy() };
    let said = words(&ask::<false>(&server.url(), patient));
    assert_eq!(said, "unavailable 429, wait 18446744073709551615");
    assert_eq!(server.seen().len(), 2);
}

/// The same by a date: here one so far away that nobody waits for it.
#[test]
fn a_date_is_understood() {
    let then = SystemTime::now() + Duration::from_hours(1);
    let then = jiff::Timestamp::try_from(then).unwrap();
    let date = then.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string();
    let server = Server::new([too_many(&date), json(GOOD)]);
    let said = words(&ask::<true>(&server.url(), policy()));
    let seconds: u64 = said.strip_prefix("unavailable 429, wait ").unwrap().parse().unwrap();
    assert!((3500..=3600).contains(&seconds), "{said}");
    assert_eq!(server.seen().len(), 1);
}

/// No wait of our own is longer than the longest.
#[test]
fn the_longest_wait_is_kept() {
    let server = Server::new([Step::Say(http("429 Too Many Requests", &[], ""))]);
    let patient = Policy { attempts: 20, longest_wait: milliseconds(2), ..policy() };
    let began = Instant::now();
    assert_eq!(words(&ask::<true>(&server.url(), patient)), "unavailable 429");
    assert_eq!(server.seen().len(), 20);
    assert!(began.elapsed() < Duration::from_secs(3), "{:?}", began.elapsed());
}

/// Without it, the waits grow: 125 to 250 ms first.
#[test]
fn a_wait_of_our_own_is_waited() {
    let server = Server::new([Step::Say(http("429 Too Many Requests", &[], "")), json(GOOD)]);
    let patient = Policy { longest_wait: Duration::from_secs(1), ..policy() };
    let began = Instant::now();
    assert_eq!(words(&ask::<false>(&server.url(), patient)), "good");
    assert!(began.elapsed() >= milliseconds(125), "{:?}", began.elapsed());
}

/// No attempt is begun that could end after the deadline.
#[test]
fn the_deadline_is_kept() {
    let server = Server::new([Step::Hang]);
    let hurried =
        Policy { answer: milliseconds(200), attempts: 50, deadline: milliseconds(500), ..policy() };
    assert_eq!(words(&ask::<false>(&server.url(), hurried)), "no answer: timed out");
    // Twice 200 ms are over when there is no time for another 200.
    assert!((1..=2).contains(&server.seen().len()), "{}", server.seen().len());

    let server = Server::new([Step::Say(http("429 Too Many Requests", &[], ""))]);
    let hurried = Policy { attempts: u32::MAX, deadline: milliseconds(800), ..policy() };
    let began = Instant::now();
    assert_eq!(words(&ask::<true>(&server.url(), hurried)), "unavailable 429");
    assert!(began.elapsed() < milliseconds(800), "{:?}", began.elapsed());
    assert!(server.seen().len() > 1);
}

/// There is always one.
#[test]
fn the_first_attempt_is_made_whatever_the_deadline() {
    let server = Server::new([json(GOOD)]);
    let none = Policy { attempts: 0, deadline: Duration::ZERO, ..policy() };
    assert_eq!(words(&ask::<true>(&server.url(), none)), "good");
}

/// Somebody who presses Ctrl-C, and reads along.
#[derive(Clone, Default)]
struct Somebody {
    has_had_enough: Arc<AtomicBool>,
    lines: Arc<Mutex<Vec<String>>>,
}

impl Watch for Somebody {
    fn is_stopped(&self) -> bool {
        self.has_had_enough.load(Ordering::SeqCst)
    }

    fn exchanged(&self, line: &str) {
        self.lines.lock().unwrap().push(line.to_owned());
    }
}

#[test]
fn ctrl_c_ends_a_wait() {
    let server = Server::new([too_many("30"), json(GOOD)]);
    let somebody = Somebody::default();
    let patient = Policy {
        longest_wait: Duration::from_mins(1),
        deadline: Duration::from_mins(2),
        ..policy()
    };
    let http = connect(&server.url(), patient, somebody.clone());
    let thread = std::thread::spawn(move || {
        std::thread::sleep(milliseconds(200));
        somebody.has_had_enough.store(true, Ordering::SeqCst);
    });
    let began = Instant::now();
    assert_eq!(words(&http.call(&Ask::<true>)), "interrupted");
    assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
    assert_eq!(server.seen().len(), 1);
    thread.join().unwrap();
    assert!(http.sleep(Duration::from_secs(10)).is_err());
}

#[test]
fn whoever_watches_sees_what_was_asked_and_nothing_of_what_was_sent() {
    let server = Server::new([Step::Say(http("429 Too Many Requests", &[], "")), json(GOOD)]);
    let somebody = Somebody::default();
    connect(&server.url(), policy(), somebody.clone()).call(&Ask::<true>).unwrap();
    let lines = somebody.lines.lock().unwrap().join("\n");
    let expected = ["POST ask: 429 in 0.", "POST ask: 200 in 0."];
    assert_eq!(lines.lines().count(), 2);
    assert!(lines.lines().zip(expected).all(|(line, start)| line.starts_with(start)), "{lines}");
    assert!(!lines.contains(TOKEN) && !lines.contains(KEY), "{lines}");
}
