//! Every fault, at the level of TCP, does what its documentation says: to the caller, and at the
//! server.

use std::time::{Duration, Instant};

use crate::common::{Wire, sandbox, tcp, until, words};
use serde_json::{Value, json};
use tapsmith_orders::Name;
use tapsmith_sandbox::{CallName, Fault, Outcome, Planned, Sandbox};

/// For an answer that is to come.
const LONG: Duration = Duration::from_secs(10);

/// For one that is not.
const SHORT: Duration = Duration::from_millis(200);

/// What the caller of a create sees.
#[derive(Clone, Copy)]
enum Seen {
    /// Nothing; the connection stays open.
    Silence,
    /// Nothing; the connection is closed.
    Closed,
    /// A whole answer, with this status and a body that is this.
    Answer(u16, fn(&Wire) -> bool),
    /// The beginning of one; whether the connection is closed behind it.
    Part { closed: bool },
}

/// What the caller sees, and how many orders there are then.
fn wanted(fault: Fault) -> (Seen, usize) {
    use Seen::{Answer, Closed, Part, Silence};
    match fault {
        Fault::TimeoutBefore => (Silence, 0),
        Fault::TimeoutAfter | Fault::Late(_) => (Silence, 1),
        Fault::ResetBefore => (Closed, 0),
        Fault::ResetAfter => (Closed, 1),
        Fault::TooMany(_) => (Answer(429, says_no), 0),
        Fault::FailedBefore => (Answer(500, says_no), 0),
        Fault::FailedAfter => (Answer(500, says_no), 1),
        Fault::UnavailableBefore(_) => (Answer(503, says_no), 0),
        Fault::GatewayAfter => (Answer(502, is_page), 1),
        Fault::HalfBody => (Part { closed: true }, 1),
        Fault::WrongType => (Answer(200, is_text), 1),
        Fault::Html => (Answer(200, is_page), 1),
        // The answer of a create has no order; what is stale waits for a read.
        Fault::UnknownStatus | Fault::Stale => (Answer(200, is_good), 1),
        Fault::ExtraFields => (Answer(200, has_extras), 1),
        Fault::Duplicate => (Answer(200, is_good), 2),
        Fault::Trickle => (Part { closed: false }, 1),
        Fault::Expired => (Answer(401, says_no), 0),
        Fault::BadRequest => (Answer(400, says_no), 0),
        Fault::NotFound => (Answer(404, says_no), 0),
        Fault::Conflict => (Answer(409, says_no), 0),
        Fault::Redirect => (Answer(307, leads_elsewhere), 0),
        Fault::Empty => (Answer(200, is_empty), 1),
        Fault::NoSuccess => (Answer(200, |wire| wire.json() == json!({ "success": false })), 0),
    }
}

fn says_no(wire: &Wire) -> bool {
    wire.json()["success"] == false && wire.json()["message"].is_string()
}

fn is_good(wire: &Wire) -> bool {
    let json = wire.header("content-type").as_deref() == Some("application/json");
    json && wire.json().as_object().unwrap().len() == 2 && wire.json()["success"] == true
}

fn is_page(wire: &Wire) -> bool {
    wire.header("content-type").unwrap().starts_with("text/html") && wire.body().contains("<html>")
}

fn is_text(wire: &Wire) -> bool {
    wire.header("content-type").unwrap().starts_with("text/plain")
        && wire.json()["orderId"].is_string()
}

fn has_extras(wire: &Wire) -> bool {
    wire.json()["futureList"].is_array() && wire.json()["futureObject"].is_object()
}

fn leads_elsewhere(wire: &Wire) -> bool {
    wire.header("location").as_deref() == Some("/moved/accounts/@me/orders")
}

fn is_empty(wire: &Wire) -> bool {
    wire.body().is_empty() && wire.header("content-type").is_none()
}

fn create(sandbox: &Sandbox, patience: Duration) -> Wire {
    let order = json!({
        "isDraft": true,
        "reference": "F-1",
        "products": [{ "quantity": 1, "modelId": "ntag424_pvccard_white" }],
    });
    post(sandbox, "/accounts/@me/orders", &order.to_string(), patience)
}

fn post(sandbox: &Sandbox, path: &str, body: &str, patience: Duration) -> Wire {
    let request = words("POST", path, sandbox.token(), "application/json", body);
    tcp(sandbox.address(), &request, patience)
}

fn get(sandbox: &Sandbox, path: &str) -> Wire {
    tcp(sandbox.address(), &words("GET", path, sandbox.token(), "text/plain", ""), LONG)
}

#[test]
fn every_fault_does_what_it_says() {
    for fault in Fault::ALL {
        let sandbox = sandbox(Name::Printags);
        sandbox.plan(fault);
        let (seen, orders) = wanted(fault);
        let patience = match seen {
            Seen::Silence => SHORT,
            // Less than a second, for one byte.
            Seen::Part { closed: false } => Duration::from_millis(700),
            _ => LONG,
        };
        let wire = create(&sandbox, patience);
        check(fault, seen, &wire);
        until(|| sandbox.state().orders.len() == orders);
        let state = sandbox.state();
        assert_eq!(state.orders.len(), orders, "{fault}");
        assert_eq!(state.requests.len(), 1, "{fault}");
        let request = &state.requests[0];
        assert_eq!(request.status(), wire.status(), "{fault}");
        assert_eq!(request.fault, (fault != Fault::Stale).then_some(fault));

        if fault != Fault::Stale {
            // It strikes once.
            assert!(is_good(&create(&sandbox, LONG)), "{fault}");
        }
    }
}

fn check(fault: Fault, seen: Seen, wire: &Wire) {
    match seen {
        Seen::Silence => assert!(wire.bytes.is_empty() && !wire.is_closed, "{fault}: {wire:?}"),
        Seen::Closed => assert!(wire.bytes.is_empty() && wire.is_closed, "{fault}: {wire:?}"),
        Seen::Answer(status, is_right) => {
            assert_eq!((wire.status(), wire.is_closed), (Some(status), true), "{fault}: {wire:?}");
            assert_eq!(length(wire), wire.body().len(), "{fault}");
            assert!(is_right(wire), "{fault}: {wire:?}");
        }
        Seen::Part { closed } => {
            assert_eq!((wire.status(), wire.is_closed), (Some(200), closed), "{fault}: {wire:?}");
            let body = wire.body();
            let came = if closed { length(wire) / 2 } else { 1 };
            assert_eq!((body.len(), body.get(..1)), (came, Some("{")), "{fault}: {wire:?}");
        }
    }
}

fn length(wire: &Wire) -> usize {
    wire.header("content-length").unwrap().parse().unwrap()
}

#[test]
fn what_is_late_is_done_when_the_client_is_gone() {
    let sandbox = sandbox(Name::Printags);
    sandbox.plan(Fault::Late(Duration::from_millis(300)));
    let began = Instant::now();
    create(&sandbox, Duration::from_millis(50));
    assert!(sandbox.state().orders.is_empty() || began.elapsed() >= Duration::from_millis(300));
    until(|| !sandbox.state().orders.is_empty());
    assert!(began.elapsed() >= Duration::from_millis(300));
    assert_eq!(sandbox.state().requests[0].outcome, Outcome::Nothing);
}

#[test]
fn a_server_that_is_busy_says_how_long() {
    let sandbox = sandbox(Name::Printags);
    for (plan, wait) in [("429:2", Some("2")), ("429", None), ("503-before:7", Some("7"))] {
        sandbox.plan(plan.parse::<Planned>().unwrap());
        assert_eq!(create(&sandbox, LONG).header("retry-after").as_deref(), wait, "{plan}");
    }
    assert!(sandbox.state().orders.is_empty());
}

#[test]
fn an_order_may_have_a_status_that_nobody_knows() {
    let sandbox = sandbox(Name::Printags);
    let id = create(&sandbox, LONG).json()["orderId"].as_str().unwrap().to_owned();
    for (path, place) in [("find?reference=F-1", "/orders/0"), (id.as_str(), "/order")] {
        sandbox.plan(Fault::UnknownStatus);
        let order = get(&sandbox, &format!("/accounts/@me/orders/{path}")).json();
        assert_eq!(order.pointer(place).unwrap()["status"], "quantum_flux");
    }
    let order = get(&sandbox, &format!("/accounts/@me/orders/{id}")).json();
    assert_eq!(order["order"]["status"], "draft");
}

#[test]
fn unknown_fields_are_everywhere() {
    let sandbox = sandbox(Name::Printags);
    create(&sandbox, LONG);
    sandbox.plan(Fault::ExtraFields);
    let found = get(&sandbox, "/accounts/@me/orders/find").json();
    let places = ["", "/orders/0", "/orders/0/customer", "/orders/0/statusHistory/0"];
    for place in places {
        assert!(found.pointer(place).unwrap()["futureList"].is_array(), "{place}");
    }
    assert!(found.pointer("/orders/0/product_groups/0/futureObject").is_some());
}

#[test]
fn a_stale_answer_does_not_know_the_last_change() {
    let sandbox = sandbox(Name::Printags);
    sandbox.plan("stale*2".parse::<Planned>().unwrap());
    let id = create(&sandbox, LONG).json()["orderId"].as_str().unwrap().to_owned();
    let find = || get(&sandbox, "/accounts/@me/orders/find?reference=F-1").json()["orders"].take();
    assert_eq!(find(), json!([]));
    post(&sandbox, &format!("/accounts/@me/orders/{id}/validate"), "", LONG);
    assert_eq!(find()[0]["status"], "draft");
    assert_eq!(find()[0]["status"], "validated");
}

#[test]
fn a_duplicate_is_found_beside_the_first() {
    let sandbox = sandbox(Name::Printags);
    sandbox.plan(Fault::Duplicate);
    let id = create(&sandbox, LONG).json()["orderId"].take();
    let found = get(&sandbox, "/accounts/@me/orders/find?reference=F-1").json();
    assert_eq!(found["orders"].as_array().unwrap().len(), 2);
    assert_eq!(found["orders"][0]["id"], id);
    assert_ne!(found["orders"][1]["id"], id);
}

#[test]
fn merchrockets_stand_in_fails_in_its_own_words() {
    let sandbox = sandbox(Name::Merchrocket);
    sandbox.seed_order("M-1");
    for (plan, status) in [("expired", 401), ("500-after@find", 500), ("409", 409)] {
        sandbox.plan(plan.parse::<Planned>().unwrap());
        let wire = get(&sandbox, "/api/orders/@M-1");
        assert_eq!(
            (wire.status(), wire.json()["status"].as_u64()),
            (Some(status), Some(status.into()))
        );
        assert!(wire.header("content-type").unwrap().starts_with("application/problem+json"));
    }
    sandbox.plan(Fault::Stale);
    assert_eq!(get(&sandbox, "/api/orders/@M-1").status(), Some(200), "it was always there");
    for path in ["@M-1", ""] {
        sandbox.plan(Fault::UnknownStatus);
        let path = format!("/api/orders/{path}");
        let answer = get(&sandbox, path.trim_end_matches('/')).json();
        assert!(answer.to_string().contains("quantum_flux"));
    }
}

#[test]
fn a_fault_waits_for_its_call_and_strikes_so_often() {
    let sandbox = sandbox(Name::Printags);
    sandbox.plan("500-before@models*2".parse::<Planned>().unwrap());
    sandbox.plan(Planned::once(Fault::BadRequest, CallName::Statuses));
    let statuses = ["/models", "/models", "/statuses", "/statuses", "/models"]
        .map(|path| get(&sandbox, path).status().unwrap());
    assert_eq!(statuses, [500, 500, 400, 200, 200]);
    let calls: Vec<_> = sandbox.state().requests.iter().filter_map(|asked| asked.call).collect();
    assert_eq!(calls[1..3], [CallName::Models, CallName::Statuses]);
}

#[test]
fn a_fault_is_no_way_around_the_token() {
    let sandbox = sandbox(Name::Printags);
    sandbox.plan(Fault::Html);
    let request = words("GET", "/models", "sk_test_sandbox_9999", "text/plain", "");
    assert_eq!(tcp(sandbox.address(), &request, LONG).status(), Some(401));
    assert_eq!(get(&sandbox, "/models").json_or_none(), None);
}

impl Wire {
    fn json_or_none(&self) -> Option<Value> {
        serde_json::from_str(&self.body()).ok()
    }
}
