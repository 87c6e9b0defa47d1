//! The rules for a line's `nfc` object.

use url::Url;

use super::super::{Dynamic, Nfc, NfcType, Record};
use super::seen::Here;
use super::{Path, Problem, Report};
use crate::key::AesKey;

pub(super) fn check<'o>(report: &mut Report, path: Path<'_>, nfc: &'o Nfc, here: Here<'_, 'o>) {
    kind(report, path.field("type"), nfc);
    let dynamic = path.field("dynamic");
    match &nfc.dynamic {
        Some(value) => check_dynamic(report, dynamic, value, here),
        None if nfc.kind == Some(NfcType::Dynamic) => report.error(dynamic, Problem::Missing),
        None => {}
    }
}

fn kind(report: &mut Report, path: Path<'_>, nfc: &Nfc) {
    match &nfc.kind {
        None => report.warning(path, Problem::Missing),
        Some(NfcType::Dynamic) => {}
        Some(NfcType::Other(kind)) => {
            report.warning(path, Problem::UnknownType { kind: kind.clone() });
        }
        Some(kind) => {
            if let Some(field) = contradicts(kind, nfc) {
                report.warning(path, Problem::Contradiction { kind: kind.clone(), field });
            }
        }
    }
}

/// The field beside the type that the type has no use for.
fn contradicts(kind: &NfcType, nfc: &Nfc) -> Option<&'static str> {
    if nfc.dynamic.is_some() {
        Some("dynamic")
    } else if *kind == NfcType::Empty && nfc.content.is_some() {
        Some("content")
    } else {
        None
    }
}

fn check_dynamic<'o>(
    report: &mut Report,
    path: Path<'_>,
    dynamic: &'o Dynamic,
    here: Here<'_, 'o>,
) {
    let base_url = path.field("baseUrl");
    let text = report.needed(base_url, dynamic.base_url.as_deref());
    if text.is_some_and(|text| !is_url(text)) {
        report.error(base_url, Problem::NotUrl);
    }
    let records = path.field("records");
    match &dynamic.records {
        Some(record) => check_record(report, records, record, here),
        None => report.error(records, Problem::Missing),
    }
}

fn check_record<'o>(
    report: &mut Report,
    path: Path<'_>,
    record: &'o Record,
    mut here: Here<'_, 'o>,
) {
    let id = path.field("recordId");
    match record.record_id {
        Some(record) => here.record(report, id, record),
        None => report.error(id, Problem::Missing),
    }
    let (public, private) = (path.field("publicKey"), path.field("privateKey"));
    if let Some(key) = own_key(report, public, record.public_key.as_ref()) {
        here.public_key(report, public, key);
    }
    if record.public_key.is_some() && record.public_key == record.private_key {
        report.warning(private, Problem::EqualKeys);
    }
    if let Some(key) = own_key(report, private, record.private_key.as_ref()) {
        here.key(report, private, key);
    }
}

/// The key, if there is one, and it is not the factory's.
fn own_key<'o>(report: &mut Report, path: Path<'_>, key: Option<&'o AesKey>) -> Option<&'o AesKey> {
    let problem = match key {
        None => Problem::Missing,
        Some(key) if *key == AesKey::factory() => Problem::FactoryKey,
        Some(key) => return Some(key),
    };
    report.error(path, problem);
    None
}

fn is_url(text: &str) -> bool {
    Url::parse(text).is_ok_and(|url| url.has_host())
}
