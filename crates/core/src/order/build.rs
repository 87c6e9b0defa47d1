//! From a template and a batch's records to an order.

use super::template::List;
use super::{Dynamic, Line, Nfc, NfcType, Order, OrderTemplate, Record};
use crate::batch::Batch;
use crate::key::AesKey;
use crate::profile::{ContentKind, Family, Profile};
use crate::record::RecordId;
use crate::template::Template;

/// A record with the two keys that the printer gets of it: those of the roles
/// [`OrderKeys`](crate::profile::OrderKeys).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordKeys {
    /// The record.
    pub record: RecordId,
    /// The order's `publicKey`.
    pub public_key: AesKey,
    /// The order's `privateKey`.
    pub private_key: AesKey,
}

/// An order of `batch`, with one line for each of `records`. It is a draft, whatever the
/// template says.
///
/// Lines for NTAG 424 DNA are dynamic, of a profile that signs nothing too: those carry the keys. Cards of other chips
/// get an address, a text or nothing, and no key leaves the vault for them.
pub fn build(
    template: &OrderTemplate,
    batch: &Batch,
    records: impl IntoIterator<Item = RecordKeys>,
    reference: String,
) -> Order {
    let typed = batch.profile.with_scheme(&batch.base_url);
    let base_url = base_url(&typed);
    let address = Template::for_base(&batch.profile, &batch.base_url).ok();
    let line = |keys: RecordKeys| match batch.profile.chip.family() {
        Family::Ntag424 | Family::Desfire => line(&template.line, base_url, keys),
        Family::Type2 | Family::Classic => {
            let content = content(&batch.profile, address.as_ref(), keys.record);
            fixed_line(&template.line, content)
        }
    };
    let lines = records.into_iter().map(line).collect();
    let (products, groups) = match template.list {
        List::Products => (Some(lines), None),
        List::Groups => (None, Some(lines)),
    };
    Order {
        is_draft: Some(true),
        reference: Some(reference),
        products,
        groups,
        ..template.order.clone()
    }
}

/// The reference of the order number `number` (counted from 1) of `batch`: the template's, else the
/// batch's name, and the number in at least four digits: `first-batch-0001`.
pub fn reference(template: &OrderTemplate, batch: &Batch, number: u32) -> String {
    let stem = template.order.reference.as_deref().filter(|reference| !reference.is_empty());
    format!("{}-{number:04}", stem.unwrap_or(batch.name.as_str()))
}

/// The sentence to print with every order: which keys go by which name, and that it is a guess.
pub fn unconfirmed_mapping(profile: &Profile) -> String {
    format!(
        "The order's publicKey is each record's {} key, its privateKey the {} key. This is a guess \
         until the printer confirms which key slots the two go to.",
        profile.order.public_key, profile.order.private_key
    )
}

/// What stands on a card that is not dynamic, in the order's words.
fn content(
    profile: &Profile,
    address: Option<&Template>,
    record: RecordId,
) -> (NfcType, Option<String>) {
    match (profile.content, &profile.text) {
        (ContentKind::Uri, _) => (NfcType::Uri, address.map(|template| template.fill(record).text)),
        (ContentKind::Text, text) => (NfcType::Text, text.as_ref().map(|text| text.fill(record))),
        (ContentKind::Empty, _) => (NfcType::Empty, None),
    }
}

fn fixed_line(template: &Line, (kind, content): (NfcType, Option<String>)) -> Line {
    let extra = template.nfc.as_ref().map(|nfc| nfc.extra.clone()).unwrap_or_default();
    let nfc = Nfc { kind: Some(kind), content, dynamic: None, extra };
    Line { quantity: Some(1), nfc: Some(nfc), ..template.clone() }
}

fn line(template: &Line, base_url: &str, keys: RecordKeys) -> Line {
    let nfc = nfc(template.nfc.as_ref(), base_url, keys);
    Line { quantity: Some(1), nfc: Some(nfc), ..template.clone() }
}

/// The `nfc` of one card: the template's content and unknown fields, and the record.
fn nfc(template: Option<&Nfc>, base_url: &str, keys: RecordKeys) -> Nfc {
    let dynamic = template.and_then(|nfc| nfc.dynamic.as_ref());
    let record = dynamic.and_then(|dynamic| dynamic.records.as_ref());
    let record = Record {
        record_id: Some(keys.record),
        public_key: Some(keys.public_key),
        private_key: Some(keys.private_key),
        extra: record.map(|record| record.extra.clone()).unwrap_or_default(),
    };
    Nfc {
        kind: Some(NfcType::Dynamic),
        content: template.and_then(|nfc| nfc.content.clone()),
        dynamic: Some(Dynamic {
            base_url: Some(base_url.to_owned()),
            records: Some(record),
            extra: dynamic.map(|dynamic| dynamic.extra.clone()).unwrap_or_default(),
        }),
        extra: template.map(|nfc| nfc.extra.clone()).unwrap_or_default(),
    }
}

/// Where every record's address starts: the batch's base URL without its trailing slash, or, if it
/// is a whole address with places of its own, its path before the first of them.
fn base_url(typed: &str) -> &str {
    let end = typed.find(['{', '?', '#']).into_iter().chain(typed.find("[[")).min();
    let start = end.and_then(|end| typed.get(..end)).unwrap_or(typed);
    start.strip_suffix('/').unwrap_or(start)
}
