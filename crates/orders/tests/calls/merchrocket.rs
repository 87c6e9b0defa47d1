//! What Merchrocket's pages leave open.

use serde_json::{Value, json};
use tapsmith_orders::Call;
use tapsmith_orders::call::Unreadable;
use tapsmith_orders::merchrocket::{AmendOrder, CreateOrder, GetOrder, ListOrders, OrderBody};
use tapsmith_orders::provider::RemoteOrder;

use crate::vectors::{self, said};

fn show(answer: &Value) -> Result<OrderBody, Unreadable> {
    GetOrder { id: "@1".to_owned() }.read(&said(answer))
}

#[test]
fn each_answer_is_the_order() {
    let answer = vectors::answer("orders/merchrocket-reprint.response");
    let order = GetOrder { id: "1".to_owned() }.read(&answer).unwrap();
    let create = CreateOrder { order: bytes::Bytes::new() };
    assert_eq!(create.read(&answer).as_ref(), Ok(&order));
    let amend = AmendOrder { id: "1".to_owned(), patch: json!({}) };
    assert_eq!(amend.read(&answer).as_ref(), Ok(&order));
}

#[test]
fn what_is_shown_of_a_reprint() {
    let answer = vectors::json("orders/merchrocket-reprint.response");
    let order = RemoteOrder::from(show(&answer).unwrap());
    assert_eq!(order.id, "018f80ad-7ce4-71ef-a71a-146e3b7e16f7");
    assert_eq!(order.reference.as_deref(), Some("YOW-7792796022"));
    assert_eq!(order.status.as_ref().unwrap().0, "draft");
    assert_eq!(order.history[0].at.as_deref(), Some("2024-05-16T09:13:24+00:00"));
    assert_eq!(order.associations[0].kind, "reprint");
    assert_eq!(order.associations[0].source.as_deref(), Some("TCS-5442223218"));
    assert_eq!(order.unknown_fields, [""; 0]);
}

/// The page says `associations`, the vendor's client `orderAssociations`.
#[test]
fn associations_by_either_name() {
    let page = vectors::json("orders/merchrocket-orders.response");
    let order = show(&page["hydra:member"][0]).unwrap();
    let order = RemoteOrder::from(order);
    assert_eq!(order.associations[0].kind, "refund");
    assert_eq!(
        order.associations[0].source.as_deref(),
        Some("01920e66-e717-7f1a-9223-1911cd94d198")
    );
    assert_eq!(order.shipments[0].tracking_number.as_deref(), Some("1Z999AA10123456784"));
    let url = order.shipments[0].tracking_url.as_deref();
    assert_eq!(url, Some("https://www.example.org/track/1"));
}

#[test]
fn an_order_of_tomorrow() {
    let answer = json!({
        "id": "1", "status": "engraving", "errors": [{"any": ["thing"]}], "mood": "good",
        "associations": [{"type": "gift", "why": "because"}], "shipments": "soon",
    });
    let body = show(&answer).unwrap();
    assert_eq!(serde_json::to_value(&body).unwrap(), answer);
    let order = RemoteOrder::from(body);
    assert_eq!(order.status.as_ref().unwrap().0, "engraving");
    assert_eq!(order.unknown_fields, ["errors", "mood"]);
    assert_eq!((order.shipments.len(), &order.associations[0].source), (0, &None));
}

#[test]
fn an_order_needs_its_id_and_nothing_else() {
    assert!(show(&json!({"id": "1"})).is_ok());
    let missing = Err(Unreadable::Shape { path: ".".to_owned() });
    assert_eq!(show(&json!({"externalId": "1", "status": "draft"})), missing);
    assert_eq!(show(&json!({})), missing);
    assert!(show(&json!({"id": 1})).is_err());
    assert!(show(&json!([])).is_err());
}

/// Newer servers leave the prefix `hydra:` away, from some names or from all.
#[test]
fn pages_with_the_prefix_and_without() {
    let prefixed = vectors::json("orders/merchrocket-orders.response");
    let page = ListOrders::first().read(&said(&prefixed)).unwrap();
    let bare = prefixed.to_string().replace("hydra:", "");
    let bare = ListOrders::first().read(&vectors::bytes("application/ld+json", bare)).unwrap();
    assert_eq!(bare.members, page.members);
    let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let query = [pair("page", "2"), pair("itemsPerPage", "30")];
    assert_eq!(page.next().unwrap().query, query);
    assert_eq!(bare.next().unwrap().query, query);
}

#[test]
fn the_last_page_names_no_other() {
    for view in [json!(null), json!({}), json!({"hydra:next": null}), json!({"next": 7})] {
        let answer = json!({"hydra:member": [], "hydra:view": view});
        let page = ListOrders::first().read(&said(&answer)).unwrap();
        assert!(page.members.is_empty() && page.next().is_none(), "{answer}");
    }
    let page = ListOrders::first().read(&said(&json!({"member": []}))).unwrap();
    assert!(page.next().is_none());
    assert!(ListOrders::first().read(&said(&json!({"hydra:totalItems": 0}))).is_err());
}

/// Only the query of the link is followed: the token goes to no other server.
#[test]
fn a_link_to_elsewhere_leads_nowhere_else() {
    let link = "https://elsewhere.example.com/api/users?page=2&a=b%26c";
    let answer = json!({"hydra:member": [], "hydra:view": {"hydra:next": link}});
    let next = ListOrders::first().read(&said(&answer)).unwrap().next().unwrap();
    let request = next.request().unwrap();
    assert_eq!(request.path, ["orders"]);
    assert_eq!(request.query[1], ("a".to_owned(), "b&c".to_owned()));
}
