//! What tapsmith's own client makes of every fault: it never says that nothing happened when
//! something did.

use std::time::Duration;

use serde_json::json;
use tapsmith_orders::{Name, Wants};
use tapsmith_sandbox::{CallName, Fault, Planned};

use crate::common::{ORIGINAL, http_of, provider, sandbox, until};

/// An order for `name`.
fn order(name: Name) -> String {
    let order = match name {
        Name::Printags => json!({
            "isDraft": true,
            "reference": "F-1",
            "products": [{ "quantity": 1, "modelId": "ntag424_pvccard_white" }],
        }),
        Name::Merchrocket => json!({
            "externalId": "F-1",
            "recipient": { "name": "Alex Johnson" },
            "orderItems": [{ "quantity": 1, "variantId": "590f1af7" }],
        }),
    };
    order.to_string()
}

#[test]
fn printags_client_knows_what_it_does_not_know() {
    every_fault().for_each(|fault| create(Name::Printags, fault));
}

#[test]
fn merchrockets_client_knows_what_it_does_not_know() {
    every_fault().for_each(|fault| create(Name::Merchrocket, fault));
}

/// All that may happen to a create.
fn every_fault() -> impl Iterator<Item = Fault> {
    Fault::ALL.into_iter().filter(|fault| *fault != Fault::Stale)
}

fn create(name: Name, fault: Fault) {
    let sandbox = sandbox(name);
    sandbox.plan(Planned::once(fault, CallName::Create));
    let http = http_of(&sandbox, name, sandbox.token(), Duration::from_millis(400));
    let provider = name.connect(http, None);
    let result = provider.create(&*name.read(&order(name)).unwrap());
    let late = matches!(fault, Fault::Late(_));
    until(|| !late || sandbox.state().orders.len() == 1);
    let orders = sandbox.state().orders;
    match result {
        Ok(id) => assert_eq!(orders[0].id, id, "{name} {fault}"),
        Err(error) if error.is_unknown() => {}
        Err(error) => assert!(orders.is_empty(), "{name} {fault}: {error:?}"),
    }
    let sent = |call| sandbox.state().requests.iter().filter(|asked| asked.call == call).count();
    assert_eq!(sent(Some(CallName::Create)), 1, "{name} {fault}: it is never sent twice");
    assert_eq!(sent(None), 0, "{name} {fault}: no redirect is followed");
}

/// Nothing changed, so there is nothing to doubt: the next one is answered.
#[test]
fn a_read_without_an_answer_says_so() {
    for fault in [Fault::TimeoutAfter, Fault::HalfBody, Fault::WrongType, Fault::Trickle] {
        let sandbox = sandbox(Name::Merchrocket);
        sandbox.seed_order(ORIGINAL);
        sandbox.plan(fault);
        let answer = Duration::from_millis(400);
        let http = http_of(&sandbox, Name::Merchrocket, sandbox.token(), answer);
        let provider = Name::Merchrocket.connect(http, None);
        let error = provider.find(ORIGINAL).unwrap_err();
        assert!(!error.is_unknown(), "{fault}: {error:?}");
        assert_eq!(provider.find(ORIGINAL).unwrap().len(), 1, "{fault}");
    }
}

#[test]
fn unknown_fields_disturb_nobody() {
    let sandbox = sandbox(Name::Printags);
    sandbox.seed_order("F-1");
    sandbox.plan(Planned::from(Fault::ExtraFields).times(u32::MAX));
    let provider = provider(&sandbox, Name::Printags);
    let wants = Name::Printags.read(&order(Name::Printags)).unwrap().wants();
    let wants = Wants { country: Some("FR".to_owned()), postcode: Some("1".to_owned()), ..wants };
    assert!(provider.account(None).unwrap().balance.is_some());
    assert_eq!(provider.models().unwrap().len(), 5);
    assert_eq!(provider.statuses().unwrap().len(), 20);
    assert_eq!(provider.rates(&wants).unwrap().len(), 2);
    assert_eq!(provider.find("F-1").unwrap()[0].history.len(), 2);
    let id = provider.create(&*Name::Printags.read(&order(Name::Printags)).unwrap()).unwrap();
    assert!(provider.commit(&id).unwrap().total.is_some());
}
