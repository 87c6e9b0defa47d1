//! The printer's own example, value for value.

use super::*;

#[test]
fn reads_and_writes_back_to_the_same_value() {
    assert_eq!(revealed(&read(&seed())), seed());
}

/// Field by field in the same order too, so that two files can be compared by eye.
#[test]
fn writes_back_the_same_text() {
    let order = Order::from_json(&seed_text()).unwrap();
    let text = String::from_utf8(order.reveal().to_json().unwrap().to_vec()).unwrap();
    assert_eq!(text.trim_end(), seed_text().trim_end());
}

#[test]
fn every_field_has_its_place() {
    let order = read(&seed());
    let line = order.products.as_ref().unwrap().first().unwrap();
    let nfc = line.nfc.as_ref().unwrap();
    assert_eq!(nfc.kind, Some(NfcType::Empty));
    let record = nfc.dynamic.as_ref().unwrap().records.as_ref().unwrap();
    assert_eq!(record.record_id.map(u64::from), Some(1));
    assert!(record.public_key.is_some() && record.private_key.is_some());
    let extra = [&order.extra, &line.extra, &nfc.extra, &record.extra];
    assert!(extra.iter().all(|extra| extra.fields().is_empty()), "{extra:?}");
    let ship_to = order.ship_to.unwrap();
    assert!(ship_to.extra.is_empty() && ship_to.address.unwrap().extra.is_empty());
}

/// Whatever is taken away stays away.
#[test]
fn an_absent_field_stays_absent() {
    let mut tried = 0;
    for at in pointers(&seed(), "") {
        if at.rsplit('/').next().unwrap().parse::<usize>().is_err() {
            let less = with(&seed(), &at, None);
            assert_eq!(revealed(&read(&less)), less, "{at}");
            tried += 1;
        }
    }
    assert!(tried > 30, "only {tried}");
}

/// Whatever is put beside stays, too.
#[test]
fn an_unknown_field_is_kept_in_every_object() {
    let mut tried = 0;
    for at in std::iter::once(String::new()).chain(pointers(&seed(), "")) {
        if seed().pointer(&at).unwrap().is_object() {
            let unknown = json!({"list": [1, 2.5, null, "é"], "object": {"b": 1, "a": 2}});
            let more = with(&seed(), &format!("{at}/later"), Some(unknown));
            assert_eq!(revealed(&read(&more)), more, "{at}");
            tried += 1;
        }
    }
    assert_eq!(tried, 14);
}

fn pointers(value: &Value, at: &str) -> Vec<String> {
    let children: Vec<(String, &Value)> = match value {
        Value::Object(fields) => fields.iter().map(|(name, value)| (name.clone(), value)).collect(),
        Value::Array(items) => {
            items.iter().enumerate().map(|(index, value)| (index.to_string(), value)).collect()
        }
        _ => Vec::new(),
    };
    let below = children.iter().flat_map(|(name, value)| {
        let at = format!("{at}/{name}");
        std::iter::once(at.clone()).chain(pointers(value, &at))
    });
    below.collect()
}

#[test]
fn the_check_names_its_oddities_and_nothing_else() {
    let found: Vec<_> =
        super::super::check(&read(&seed())).iter().map(ToString::to_string).collect();
    let said: Vec<_> = found.iter().map(|line| line.rsplit_once(": ").unwrap().0).collect();
    let expected = [
        "warning: isDraft",
        "warning: shipTo.servicePoint.country",
        "error: products",
        "error: products[0].modelId",
        "warning: products[0].printingVisuals[1]",
        "warning: products[0].nfc.type",
        "error: groups[0].modelId",
        "warning: groups[0].printingVisuals[1]",
        "warning: groups[0].nfc.type",
    ];
    assert_eq!(found.len(), expected.len(), "{found:#?}");
    assert!(said.iter().zip(expected).all(|(said, want)| said.starts_with(want)), "{found:#?}");
}
