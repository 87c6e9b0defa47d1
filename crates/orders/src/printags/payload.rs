//! An order for Printags, as it stands in a file.

use tapsmith_core::order::{Line, NfcType, Order, check};
use tapsmith_core::record::RecordId;
use zeroize::Zeroizing;

use crate::finding::Finding;
use crate::payload::{BadOrder, Payload, Wants, WantsLine};

/// Reads an order.
pub(crate) fn read(text: &str) -> Result<Box<dyn Payload>, BadOrder> {
    Ok(Box::new(payload(Order::from_json(text)?)))
}

/// An order that is there already.
pub fn payload(order: Order) -> impl Payload {
    PrintagsOrder(order)
}

#[derive(Debug)]
struct PrintagsOrder(Order);

impl PrintagsOrder {
    /// The lines, each with its JSON path.
    fn lines(&self) -> impl Iterator<Item = (String, &Line)> {
        let lists = [("products", &self.0.products), ("groups", &self.0.groups)];
        lists.into_iter().flat_map(|(name, lines)| {
            let lines = lines.iter().flatten().enumerate();
            lines.map(move |(index, line)| (format!("{name}[{index}]"), line))
        })
    }
}

impl Payload for PrintagsOrder {
    fn reference(&self) -> Option<&str> {
        self.0.reference.as_deref()
    }

    fn is_draft(&self) -> bool {
        self.0.is_draft == Some(true)
    }

    fn count(&self) -> u64 {
        self.lines().map(|(_, line)| u64::from(line.quantity.unwrap_or_default())).sum()
    }

    fn records(&self) -> Vec<RecordId> {
        let record = |line: &Line| {
            let records = line.nfc.as_ref()?.dynamic.as_ref()?.records.as_ref()?;
            records.record_id
        };
        self.lines().filter_map(|(_, line)| record(line)).collect()
    }

    fn has_keys(&self) -> bool {
        self.lines().any(|(_, line)| {
            let dynamic = line.nfc.as_ref().and_then(|nfc| nfc.dynamic.as_ref());
            let record = dynamic.and_then(|dynamic| dynamic.records.as_ref());
            record.is_some_and(|record| record.public_key.is_some() || record.private_key.is_some())
        })
    }

    fn keys_digest(&self) -> [u8; 32] {
        self.0.keys_digest()
    }

    fn check(&self) -> Vec<Finding> {
        check(&self.0).iter().map(Finding::from).collect()
    }

    fn wants(&self) -> Wants {
        let ship_to = self.0.ship_to.as_ref();
        let address = ship_to.and_then(|ship_to| ship_to.address.as_ref());
        let mut wants = Wants {
            lines: Vec::new(),
            country: address.and_then(|address| address.country_code.clone()),
            postcode: address.and_then(|address| address.postcode.clone()),
            carrier: self.0.carrier_service_id.clone(),
        };
        self.lines().for_each(|(path, line)| wants.add(wanted(path, line)));
        wants
    }

    fn body(&self) -> serde_json::Result<Zeroizing<Vec<u8>>> {
        self.0.reveal().to_json()
    }

    fn receipt(&self) -> serde_json::Result<Vec<u8>> {
        let mut receipt = serde_json::to_vec_pretty(&self.0)?;
        receipt.push(b'\n');
        Ok(receipt)
    }
}

fn wanted(path: String, line: &Line) -> WantsLine {
    let nfc = line.nfc.as_ref();
    let is_empty = |kind: &Option<NfcType>| matches!(kind, None | Some(NfcType::Empty));
    let has_record = nfc.is_some_and(|nfc| nfc.dynamic.is_some());
    WantsLine {
        path,
        model: line.model_id.clone().unwrap_or_default(),
        packaging: line.packaging_id.clone(),
        is_printed: line.printing_visuals.as_ref().is_some_and(|visuals| !visuals.is_empty()),
        is_encoded: has_record || nfc.is_some_and(|nfc| !is_empty(&nfc.kind)),
        has_record,
        quantity: line.quantity.unwrap_or_default().into(),
    }
}
