//! Starting, watching and stopping a stand-in.

use std::sync::mpsc;
use std::time::{Duration, Instant};

use crate::common::{sandbox, tcp, until, words};
use tapsmith_orders::Name;
use tapsmith_sandbox::{Config, Fault, Sandbox, StartError};

#[test]
fn it_stops_at_once_though_a_request_hangs() {
    let sandbox = sandbox(Name::Printags);
    sandbox.plan(Fault::TimeoutBefore);
    let (address, request) =
        (sandbox.address(), words("GET", "/models", sandbox.token(), "text/plain", ""));
    let client = std::thread::spawn(move || tcp(address, &request, Duration::from_secs(30)));
    until(|| !sandbox.state().requests.is_empty());
    let began = Instant::now();
    drop(sandbox);
    let wire = client.join().unwrap();
    assert!(wire.is_closed && wire.bytes.is_empty());
    assert!(began.elapsed() < Duration::from_secs(5));
    assert!(std::net::TcpStream::connect(address).is_err());
}

#[test]
fn each_request_is_shown_in_a_line() {
    let sandbox = sandbox(Name::Printags);
    let (sender, lines) = mpsc::channel();
    sandbox.on_request(move |exchange| sender.send(exchange.to_string()).unwrap());
    let ask = |method: &str, path: &str, body: &str| {
        let words = words(method, path, sandbox.token(), "application/json", body);
        tcp(sandbox.address(), &words, Duration::from_secs(10));
        lines.recv().unwrap()
    };
    let order = r#"{"reference":"ORDER-1\u001b[2J","products":[{"quantity":2,"modelId":"ntag424_woodcard"}]}"#;
    assert_eq!(
        ask("POST", "/accounts/@me/orders", order),
        "POST /accounts/@me/orders 200 created ORDER-1 [2J, 1 line"
    );
    sandbox.plan(Fault::ResetAfter);
    assert_eq!(
        ask("POST", "/accounts/@me/orders", order),
        "POST /accounts/@me/orders no answer [reset-after] created ORDER-1 [2J, 1 line"
    );
    let path = "/accounts/@me/orders/find?reference=secret";
    assert_eq!(ask("GET", path, ""), "GET /accounts/@me/orders/find 200");
}

#[test]
fn it_listens_on_this_machine_alone() {
    let mut config = Config::new(Name::Printags);
    config.address = "0.0.0.0:0".parse().unwrap();
    assert!(matches!(Sandbox::start(config), Err(StartError::NotLoopback(_))));
    let first = sandbox(Name::Merchrocket);
    let mut config = Config::new(Name::Printags);
    config.address = first.address();
    assert!(matches!(Sandbox::start(config), Err(StartError::Io { .. })));
    assert_eq!(first.url(), format!("http://{}/api/", first.address()));
}
