//! What the printers' servers see of a provider's calls, byte for byte.

use std::time::Duration;

use serde_json::{Value, json};
use tapsmith_orders::provider::{Status, Visual};
use tapsmith_orders::{Name, Policy, Provider};

use crate::ask::{TOKEN, http as connect, policy, words};
use crate::server::{Seen, Server, Step, http, json as good};

fn vector(file: &str) -> String {
    let path = tapsmith_testkit::vectors::folder().join(file);
    std::fs::read_to_string(path).unwrap()
}

fn provider(name: Name, server: &Server, account: Option<&str>) -> Box<dyn Provider> {
    let patient = Policy { answer: Duration::from_secs(5), ..policy() };
    name.connect(connect(&server.url(), patient, ()), account.map(ToOwned::to_owned))
}

fn reads(value: &Value) -> Step {
    good(&value.to_string())
}

/// What every request has in common.
#[track_caller]
fn asks(seen: &Seen, line: &str, accept: &str, content: Option<&str>) {
    assert_eq!(seen.line, format!("{line} HTTP/1.1"));
    assert_eq!(seen.header("accept"), Some(accept));
    assert_eq!(seen.header("content-type"), content);
    assert_eq!(seen.header("authorization"), Some(format!("Bearer {TOKEN}").as_str()));
    assert!(seen.header("user-agent").unwrap().starts_with("tapsmith/"));
}

const JSON: &str = "application/json";
const LD: &str = "application/ld+json";

#[test]
fn printags_commits_an_order() {
    let server = Server::new([good(&vector("orders/printags-validate.response.json"))]);
    let committed = provider(Name::Printags, &server, Some("a/b c")).commit("o?#é%2F").unwrap();
    assert_eq!(committed.total.unwrap().to_string(), "50.99");
    let seen = server.only();
    asks(&seen, "POST /accounts/a%2Fb%20c/orders/o%3F%23%C3%A9%252F/validate", JSON, None);
    assert!(seen.body.is_empty());
}

#[test]
fn printags_makes_an_order_of_the_accounts_own() {
    let created = vector("orders/printags-create-order.response.json");
    let server =
        Server::new([good(&vector("orders/printags-account.response.json")), good(&created)]);
    let printags = provider(Name::Printags, &server, None);
    let order = Name::Printags.read(&vector("orders/printags-create-order.request.json")).unwrap();
    let id = "987e6543-e21a-11d4-a789-0242ac120002";
    assert_eq!(printags.create(&*order).unwrap(), id);
    // The account is asked for once.
    assert_eq!(printags.create(&*order).unwrap(), id);
    let seen = server.seen();
    assert_eq!(seen.len(), 3);
    asks(&seen[0], "GET /accounts/@me", JSON, None);
    let path = "POST /accounts/123e4567-e89b-12d3-a456-426614174000/orders";
    asks(&seen[1], path, JSON, Some(JSON));
    asks(&seen[2], path, JSON, Some(JSON));
    let sent: Value = serde_json::from_slice(&seen[1].body).unwrap();
    let documented = vector("orders/printags-create-order.request.json");
    assert_eq!(sent, serde_json::from_str::<Value>(&documented).unwrap());
}

#[test]
fn printags_looks_an_order_up() {
    let server = Server::new([reads(&json!({"orders": [{"id": "1", "reference": "a b&c=é+"}]}))]);
    let printags = provider(Name::Printags, &server, Some("1"));
    assert_eq!(printags.find("a b&c=é+").unwrap().len(), 1);
    let line = "GET /accounts/1/orders/find?reference=a+b%26c%3D%C3%A9%2B";
    asks(&server.only(), line, JSON, None);
}

/// A file's name is what somebody called it: it adds no header and no field.
#[test]
fn printags_gets_a_visual_in_a_form() {
    let server = Server::new([good(&vector("orders/printags-upload.response.json"))]);
    let name = "fr\"ont\r\nX-Odd: é.png".to_owned();
    let visual = Visual::new(name, &b"\x89PNG\r\n\x1a\n\xFF"[..]).unwrap();
    let id = provider(Name::Printags, &server, Some("1")).upload(&visual).unwrap();
    assert_eq!(id, "0806a77d-8007-4cfc-86a7-7d80079cfc8f");
    let seen = server.only();
    let content = seen.header("content-type").unwrap();
    asks(&seen, "POST /accounts/1/files", JSON, Some(content));
    let boundary = content.strip_prefix("multipart/form-data; boundary=").unwrap();
    let body = String::from_utf8_lossy(&seen.body);
    assert_eq!(body.matches(boundary).count(), 2, "{body}");
    assert!(body.contains("form-data; name=\"file\"; filename"), "{body}");
    assert!(body.contains("\r\nContent-Type: image/png\r\n\r\n"), "{body}");
    assert!(!body.contains("\r\nX-Odd"), "{body}");
    assert!(seen.body.windows(9).any(|bytes| bytes == b"\x89PNG\r\n\x1a\n\xFF"));
}

#[test]
fn printags_has_no_way_back() {
    let server = Server::new([good("{}")]);
    let printags = provider(Name::Printags, &server, Some("1"));
    assert_eq!(words(&printags.cancel("1")), "not offered");
    assert_eq!(words(&printags.refund("1")), "not offered");
    assert_eq!(words(&printags.amend("1", &json!({}))), "not offered");
    assert_eq!(server.seen().len(), 0);
}

#[test]
fn merchrocket_does_what_it_is_told_without_a_body() {
    let answer = vector("orders/merchrocket-reprint.response.json");
    for (deed, status) in [("confirm", "draft"), ("cancel", "draft"), ("refund", "draft")] {
        let server = Server::new([good(&answer)]);
        let merchrocket = provider(Name::Merchrocket, &server, None);
        let now = match deed {
            "confirm" => merchrocket.commit("@a/b").unwrap().status,
            "cancel" => merchrocket.cancel("@a/b").unwrap().status,
            _ => merchrocket.refund("@a/b").unwrap().status,
        };
        assert_eq!(now, Some(Status(status.to_owned())));
        let seen = server.only();
        asks(&seen, &format!("POST /orders/@a%2Fb/{deed}"), LD, None);
        assert!(seen.body.is_empty());
    }
}

#[test]
fn merchrocket_changes_an_order() {
    let server = Server::new([good(&vector("orders/merchrocket-reprint.response.json"))]);
    let patch = json!({"recipient": {"zip": "1"}});
    provider(Name::Merchrocket, &server, None).amend("1", &patch).unwrap();
    let seen = server.only();
    asks(&seen, "PATCH /orders/1", LD, Some("application/merge-patch+json"));
    assert_eq!(serde_json::from_slice::<Value>(&seen.body).unwrap(), patch);
}

/// There, and ours; not there; somebody else's.
#[test]
fn merchrocket_looks_an_order_up() {
    let answer = good(&vector("orders/merchrocket-reprint.response.json"));
    let missing = Step::Say(http("404 Not Found", &[], ""));
    let refused = Step::Say(http("403 Forbidden", &[], ""));
    for (reference, step, found) in [
        ("YOW-7792796022", answer.clone(), Ok(1)),
        // Under our name, whatever it calls itself.
        ("YOW-1", answer, Ok(1)),
        ("YOW-2", missing, Ok(0)),
        ("YOW-3", refused, Err("refused 403".to_owned())),
    ] {
        let server = Server::new([step]);
        let orders = provider(Name::Merchrocket, &server, None).find(reference);
        let words = words(&orders);
        assert_eq!(orders.map(|orders| orders.len()).map_err(|_| words), found);
        asks(&server.only(), &format!("GET /orders/@{reference}"), LD, None);
    }
}

/// Page by page, as long as there is another: a circle has an end too.
#[test]
fn merchrocket_shows_all_orders_once() {
    let page =
        |id: &str, next: Value| reads(&json!({"member": [{"id": id}], "view": {"next": next}}));
    let (second, first) = ("/api/orders?page=2&itemsPerPage=30", "/orders?page=1&itemsPerPage=30");
    for next in [json!(null), json!(first), json!(second)] {
        let server = Server::new([page("1", json!(second)), page("2", next)]);
        let mut ids = Vec::new();
        let mut each = |order: tapsmith_orders::provider::RemoteOrder| {
            ids.push(order.id);
            true
        };
        provider(Name::Merchrocket, &server, None).orders(&mut each).unwrap();
        assert_eq!(ids, ["1", "2"]);
        let lines: Vec<String> = server.seen().into_iter().map(|seen| seen.line).collect();
        let line = |page: u8| format!("GET /orders?page={page}&itemsPerPage=30 HTTP/1.1");
        assert_eq!(lines, [line(1), line(2)]);
    }
    let server = Server::new([page("1", json!(second))]);
    provider(Name::Merchrocket, &server, None).orders(&mut |_| false).unwrap();
    assert_eq!(server.seen().len(), 1);
}

/// In a path such an id would be none, and the call another one: `POST /orders/confirm`.
#[test]
fn no_id_leads_out_of_its_place() {
    let server = Server::new([good("{}")]);
    for id in ["", ".", "..", "%2e", "%2E%2e", ".%2E"] {
        let merchrocket = provider(Name::Merchrocket, &server, None);
        let printags = provider(Name::Printags, &server, Some("1"));
        let odd = provider(Name::Printags, &server, Some(id));
        let before = server.seen().len();
        let said = [
            words(&merchrocket.commit(id)),
            words(&merchrocket.order(id)),
            words(&printags.commit(id)),
            words(&odd.commit("1")),
        ];
        if id.starts_with('%') || id.contains('%') {
            // A per cent sign is written as one: this is an id like any other.
            let lines: Vec<_> =
                server.seen().into_iter().skip(before).map(|seen| seen.line).collect();
            assert!(lines.iter().all(|line| line.contains("%25")), "{lines:?}");
        } else {
            assert_eq!(said, ["not written"; 4], "{id}");
            assert_eq!(server.seen().len(), before, "{id}");
        }
    }
}
