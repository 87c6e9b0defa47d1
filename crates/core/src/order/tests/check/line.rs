use super::*;

#[test]
fn quantities() {
    let at = format!("{LINE}/quantity");
    let path = "products[0].quantity";
    says(&at, Some(json!(0)), Error, path, Problem::ZeroQuantity);
    says(&at, Some(json!(2)), Error, path, Problem::DynamicQuantity { quantity: 2 });
    let printed = with(&with(&good(), &at, Some(json!(500))), "/products/0/nfc", None);
    assert_eq!(found(&printed), []);
    let uri = with(&good(), &at, Some(json!(500)));
    let uri =
        with(&uri, "/products/0/nfc", Some(json!({"type": "uri", "content": "https://e.com"})));
    assert_eq!(found(&uri), []);
}

/// A line that carries keys is dynamic, whatever its type says.
#[test]
fn keys_make_a_line_dynamic() {
    let order = with(&good(), "/products/0/nfc/type", Some(json!("uri")));
    let order = with(&order, "/products/0/quantity", Some(json!(2)));
    let problems: Vec<_> = found(&order).into_iter().map(|found| found.2).collect();
    let contradiction = Problem::Contradiction { kind: NfcType::Uri, field: "dynamic" };
    assert_eq!(problems, [Problem::DynamicQuantity { quantity: 2 }, contradiction]);
}

#[test]
fn models_and_their_chips() {
    let at = format!("{LINE}/modelId");
    let path = "products[0].modelId";
    let none = Problem::NoChip { model: "pvccard_white" };
    says(&at, Some(json!("pvccard_white")), Error, path, none.clone());
    for model in ["mifare1k_pvccard_white", "ntag213_pvccard_white"] {
        says(&at, Some(json!(model)), Error, path, Problem::OtherChip { model });
    }
    for model in ["ntag424_pvccard_white", "ntag424_woodcard", "a_model_of_tomorrow"] {
        silent(&at, Some(json!(model)));
    }
    for (kind, on_none) in [("uri", Some(none.clone())), ("text", Some(none)), ("empty", None)] {
        let order = with(&good(), &format!("{LINE}/nfc"), Some(json!({"type": kind})));
        let plain = with(&order, &at, Some(json!("ntag213_pvccard_white")));
        assert_eq!(found(&plain), [], "{kind}");
        let chipless = found(&with(&order, &at, Some(json!("pvccard_white"))));
        let problems: Vec<_> = chipless.into_iter().map(|found| found.2).collect();
        assert_eq!(problems, Vec::from_iter(on_none), "{kind}");
    }
}

#[test]
fn visuals_are_uuids() {
    let at = format!("{LINE}/printingVisuals/0");
    let path = "products[0].printingVisuals[0]";
    silent(&at, Some(json!("0806A77D-8007-4CFC-86A7-7D80079CFC8F")));
    for bad in [
        "",
        "0806a77d-8007-4cfc-86a7-7d80079cfc8",
        "0806a77d80074cfc86a77d80079cfc8f",
        "0806a77d-8007-4cfc-86a77-d80079cfc8f",
        "0806a77d-8007-4cfc-86a7-7d80079cfc8g",
        "{0806a77d-8007-4cfc-86a7-7d80079cfc8f}",
    ] {
        says(&at, Some(json!(bad)), Warning, path, Problem::VisualId);
    }
}
