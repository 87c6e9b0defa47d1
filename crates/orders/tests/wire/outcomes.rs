//! Every way in which a server may answer, and every way in which it may not, for a call that reads
//! and for one that changes something.

use std::net::TcpListener;

use crate::ask::{self, GOOD, KEY, TOKEN, ask, policy, words};
use crate::server::{Server, Step, http, json};

/// What a server does, and what comes of it: in words, and after how many requests.
struct Row {
    name: &'static str,
    script: Vec<Step>,
    reads: (&'static str, usize),
    changes: (&'static str, usize),
}

fn row(
    name: &'static str,
    script: impl Into<Vec<Step>>,
    reads: (&'static str, usize),
    changes: (&'static str, usize),
) -> Row {
    Row { name, script: script.into(), reads, changes }
}

/// An answer without a body that says anything.
fn status(status: &str, headers: &[&str]) -> Step {
    Step::Say(http(status, headers, ""))
}

fn said(text: &str) -> Step {
    Step::Say(text.as_bytes().to_vec())
}

fn good_answers() -> Vec<Row> {
    let html = ["Content-Type: text/html"];
    let half = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{GOOD}", GOOD.len() + 1);
    let chunk = format!("{:x}\r\n{GOOD}\r\n", GOOD.len());
    let chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    let hints = String::from_utf8(http("200 OK", &[], GOOD)).unwrap();
    let trickle = http("200 OK", &[], &GOOD.replace(':', &format!(":{}", " ".repeat(2000))));
    let unread = ("no answer: unreadable", 3);
    let unknown = ("unknown: unreadable", 1);
    vec![
        row("good", [json(GOOD)], ("good", 1), ("good", 1)),
        row("no type", [Step::Say(http("201 Created", &[], GOOD))], ("good", 1), ("good", 1)),
        row("hints", [said(&format!("HTTP/1.1 103 E\r\n\r\n{hints}"))], ("good", 1), ("good", 1)),
        row("chunks", [said(&format!("{chunked}{chunk}0\r\n\r\n"))], ("good", 1), ("good", 1)),
        row("torn chunks", [said(&format!("{chunked}{chunk}"))], BROKEN_READ, BROKEN),
        row("half a body", [said(&half)], BROKEN_READ, BROKEN),
        row("html", [Step::Say(http("200 OK", &html, "<html>"))], unread, unknown),
        row("empty", [status("200 OK", &[])], unread, unknown),
        row("another shape", [json("[]")], unread, unknown),
        row("no content", [said("HTTP/1.1 204 No Content\r\n\r\n")], unread, unknown),
        row("trickle", [Step::Trickle(trickle)], ("no answer: timed out", 3), TIMED_OUT),
    ]
}

const BROKEN_READ: (&str, usize) = ("no answer: broken", 3);
const BROKEN: (&str, usize) = ("unknown: broken", 1);
const TIMED_OUT: (&str, usize) = ("unknown: timed out", 1);

fn refusals() -> Vec<Row> {
    let refused = |name: &'static str, words: &'static str| {
        row(name, [status(name, &[])], (words, 1), (words, 1))
    };
    let elsewhere = ["Location: /elsewhere"];
    vec![
        row("moved", [status("301 M", &elsewhere)], ("refused 301", 1), ("refused 301", 1)),
        row("for now", [status("307 T", &elsewhere)], ("refused 307", 1), ("refused 307", 1)),
        refused("400 Bad Request", "refused 400"),
        refused("401 Unauthorized", "refused 401"),
        refused("403 Forbidden", "refused 403"),
        refused("404 Not Found", "refused 404"),
        refused("409 Conflict", "refused 409"),
        refused("422 Unprocessable Content", "refused 422"),
    ]
}

fn not_now() -> Vec<Row> {
    let busy = |name, header: &str, words, times| {
        let step = status("429 Too Many Requests", &[header]);
        row(name, [step], (words, times), (words, times))
    };
    let bare = ("unavailable 429", 3);
    let too_many = || status("429 Too Many Requests", &[]);
    vec![
        row("429", [too_many()], bare, bare),
        row("429, then good", [too_many(), json(GOOD)], ("good", 2), ("good", 2)),
        row(
            "429, then 500",
            [too_many(), status("500 E", &[]), json(GOOD)],
            ("good", 3),
            ("unknown: failed 500", 2),
        ),
        busy("a second", "Retry-After: 1", "unavailable 429, wait 1", 1),
        busy("hours", "Retry-After: 9999", "unavailable 429, wait 9999", 1),
        busy(
            "for ever",
            "Retry-After: 18446744073709551615",
            "unavailable 429, wait 18446744073709551615",
            1,
        ),
        busy("now", "Retry-After: 0", "unavailable 429, wait 0", 3),
        busy(
            "long ago",
            "Retry-After: Wed, 21 Oct 2015 07:28:00 GMT",
            "unavailable 429, wait 0",
            3,
        ),
        busy("nonsense", "Retry-After: soon", "unavailable 429", 3),
        busy("less than nothing", "Retry-After: -1", "unavailable 429", 3),
    ]
}

fn failures() -> Vec<Row> {
    let failed =
        |name: &'static str, read, unknown| row(name, [status(name, &[])], (read, 3), (unknown, 1));
    let wait = ["Retry-After: 9999"];
    vec![
        failed("500 Error", "no answer: failed 500", "unknown: failed 500"),
        failed("503 Unavailable", "no answer: gateway 503", "unknown: gateway 503"),
        failed("502 Bad Gateway", "no answer: gateway 502", "unknown: gateway 502"),
        failed("504 Gateway Timeout", "no answer: gateway 504", "unknown: gateway 504"),
        failed("408 Request Timeout", "no answer: gateway 408", "unknown: gateway 408"),
        failed("520 Whatever", "no answer: gateway 520", "unknown: gateway 520"),
        row(
            "503, hours",
            [status("503 U", &wait)],
            ("no answer: gateway 503", 1),
            ("unknown: gateway 503", 1),
        ),
        row(
            "500, then good",
            [status("500 E", &[]), json(GOOD)],
            ("good", 2),
            ("unknown: failed 500", 1),
        ),
        row("closed", [said("")], BROKEN_READ, BROKEN),
        row("closed in a header", [said("HTTP/1.1 200 OK\r\nContent-Ty")], BROKEN_READ, BROKEN),
        row("not HTTP", [said("220 mail.example.com ESMTP\r\n")], BROKEN_READ, BROKEN),
        row("mute", [Step::Hang], ("no answer: timed out", 3), TIMED_OUT),
    ]
}

/// Asks, and compares. Whatever came of it shows neither the token nor what was sent.
fn check<const CHANGES: bool>(row: &Row) {
    let (expected, times) = if CHANGES { row.changes } else { row.reads };
    let server = Server::new(row.script.clone());
    let outcome = ask::<CHANGES>(&server.url(), policy());
    assert_eq!(words(&outcome), expected, "{}", row.name);
    let seen = server.seen();
    assert_eq!(seen.len(), times, "{}", row.name);
    for request in &seen {
        assert_eq!(request.header("authorization"), Some(format!("Bearer {TOKEN}").as_str()));
    }
    let shown = crate::token::all_of(&outcome);
    assert!(!shown.contains(TOKEN) && !shown.contains(KEY), "{}: {shown}", row.name);
}

fn check_all(rows: &[Row]) {
    std::thread::scope(|scope| {
        for row in rows {
            scope.spawn(|| check::<false>(row));
            scope.spawn(|| check::<true>(row));
        }
    });
}

#[test]
fn a_good_status() {
    check_all(&good_answers());
}

#[test]
fn a_refusal_is_the_end() {
    check_all(&refusals());
}

#[test]
fn not_now_is_asked_again() {
    check_all(&not_now());
}

/// What changes something is sent once, whatever came of it; what only reads is asked again.
#[test]
fn a_doubt_is_asked_again_only_where_nothing_can_happen_twice() {
    check_all(&failures());
}

#[test]
fn nobody_there() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    assert_eq!(words(&ask::<false>(&url, policy())), "not reached");
    assert_eq!(words(&ask::<true>(&url, policy())), "not reached");
}

/// No answer is as long as what a server could send.
#[test]
fn an_answer_without_end() {
    let length = (64 << 20) + 1;
    let mut bytes = format!("HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n").into_bytes();
    bytes.resize(bytes.len() + length, b' ');
    let server = Server::new([Step::Say(bytes)]);
    let policy = tapsmith_orders::Policy { answer: std::time::Duration::from_secs(20), ..policy() };
    assert_eq!(words(&ask::<true>(&server.url(), policy)), "unknown: too long");
}

/// A long refusal is cut, and is one all the same.
#[test]
fn a_refusal_without_end() {
    let long = http("400 Bad Request", &[], &"x".repeat(1 << 20));
    let server = Server::new([Step::Say(long)]);
    assert_eq!(words(&ask::<true>(&server.url(), policy())), "refused 400");
}

#[test]
fn a_refusal_says_what_the_server_says_and_names_its_request() {
    let body = format!(r#"{{"message": "no such model", "sent": {{"privateKey": "{KEY}"}}}}"#);
    let refusal = http("400 Bad Request", &["X-Request-Id: r-\t1"], &body);
    let server = Server::new([Step::Say(refusal)]);
    let error = ask::<true>(&server.url(), policy()).unwrap_err();
    let host = server.url().replace("http://", "");
    let expected = format!("{host} refused to ask [HTTP 400, request r-1]: no such model");
    assert_eq!(error.to_string(), expected);
    assert!(!crate::token::all_of::<ask::Good>(&Err(error)).contains(KEY));
}
