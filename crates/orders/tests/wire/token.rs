//! Where the token goes: into one header of each request to the one server, and nowhere else.

use std::process::Command;

use tapsmith_orders::{Call as _, CallError, Place};

use crate::ask::{Ask, GOOD, TOKEN, ask, http as connect, policy, token, words};
use crate::server::{Server, Step, http, json};

/// All that can be printed of what came of a call.
pub(crate) fn all_of<T: std::fmt::Debug>(outcome: &Result<T, CallError>) -> String {
    let first: Option<&dyn std::error::Error> = match outcome {
        Ok(_) => None,
        Err(error) => Some(error),
    };
    let errors = std::iter::successors(first, |error| error.source());
    let shown: Vec<String> = errors.map(|error| format!("{error} {error:?}")).collect();
    format!("{outcome:?} {outcome:#?} {}", shown.join(" "))
}

#[test]
fn no_print_shows_the_token() {
    let server = Server::new([json(GOOD)]);
    let http = connect(&server.url(), policy(), ());
    let request = Ask::<true>.request().unwrap();
    let place: &Place = http.place();
    let shown = format!("{http:?} {:?} {request:?} {place:?} {place} {:?}", token(), http.policy());
    assert!(!shown.contains(TOKEN), "{shown}");
}

#[test]
fn one_header_of_each_request_has_it() {
    let server = Server::new([Step::Say(http("429 Busy", &[], "")), json(GOOD)]);
    ask::<true>(&server.url(), policy()).unwrap();
    let seen = server.seen();
    assert_eq!(seen.len(), 2);
    for request in seen {
        assert_eq!(request.header("authorization"), Some(format!("Bearer {TOKEN}").as_str()));
        let all = format!("{request:?} {}", String::from_utf8(request.body.clone()).unwrap());
        assert_eq!(all.matches(TOKEN).count(), 1, "{all}");
    }
}

/// A redirect is told, not followed: what stands there would be handed the token.
#[test]
fn it_goes_nowhere_else() {
    for status in ["301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent"] {
        let elsewhere = Server::new([json(GOOD)]);
        let location = format!("Location: {}/ask", elsewhere.url());
        let server = Server::new([Step::Say(http(status, &[&location], GOOD))]);
        for outcome in [ask::<false>(&server.url(), policy()), ask::<true>(&server.url(), policy())]
        {
            assert!(outcome.is_err(), "{status}");
            assert!(!all_of(&outcome).contains(TOKEN));
        }
        assert_eq!((server.seen().len(), elsewhere.seen().len()), (2, 0), "{status}");
    }
}

/// Where the process below finds its server.
const SERVER: &str = "TAPSMITH_TEST_SERVER";

/// A proxy would be handed the token, and could not reach this machine anyway. The environment is
/// another process's: this one starts itself again.
#[test]
fn no_proxy_stands_before_this_machine() {
    if let Ok(url) = std::env::var(SERVER) {
        assert_eq!(words(&ask::<true>(&url, policy())), "good");
        return;
    }
    let server = Server::new([json(GOOD)]);
    let proxy = Server::new([json(GOOD)]);
    let mut child = Command::new(std::env::current_exe().unwrap());
    child.args(["token::no_proxy_stands_before_this_machine", "--exact"]);
    child.env(SERVER, server.url()).env_remove("NO_PROXY").env_remove("no_proxy");
    for name in ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"] {
        child.env(name, proxy.url());
    }
    let output = child.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    assert_eq!((server.seen().len(), proxy.seen().len()), (1, 0));
}
