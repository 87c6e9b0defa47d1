//! What the printer would refuse, what would make cards of no use, and what nobody can have meant:
//! found without a network.
//!
//! # Layout
//! - [`Finding`], [`Severity`], [`Problem`]: what is found.
//! - `path`, `report`: where, and the list it goes to.
//! - `ship_to`, `line`, `nfc`: the rules, by the object they are about; `model`: known models;
//!   `seen`: what may stand in one line alone.

mod country;
mod finding;
mod line;
mod model;
mod nfc;
mod path;
mod problem;
mod report;
mod seen;
mod ship_to;

pub use country::is_country_code;
pub use finding::{Finding, Severity};
pub use problem::Problem;

use super::{Line, Order};
use crate::profile::{Chip, Profile};
use crate::template::Mirroring;
use path::Path;
use report::Report;
use seen::{Seen, shared_public_key};

/// All there is to say against `order`, in the order of the document: as the printer's own example
/// is laid out. An order with no finding of [`Severity::Error`] can be sent.
pub fn check(order: &Order) -> Vec<Finding> {
    let mut report = Report::default();
    let root = Path::Order;
    if order.is_draft != Some(true) {
        report.warning(root.field("isDraft"), Problem::NotADraft);
    }
    report.wanted(root.field("reference"), order.reference.as_deref());
    report.wanted(root.field("carrierServiceId"), order.carrier_service_id.as_deref());
    ship_to::check(&mut report, root.field("shipTo"), order.ship_to.as_ref());
    lists(&mut report, order);
    report.findings
}

/// What to say against ordering cards of `profile` with `order`, of models that are known; and what of the profile an
/// order has no field for.
pub fn check_profile(order: &Order, profile: &Profile) -> Vec<Finding> {
    let chip = profile.chip;
    let mut report = Report::default();
    let mirrors = chip.mirroring() != Mirroring::Sdm;
    if mirrors && (profile.url.contains("{uid}") || profile.url.contains("{ctr}")) {
        report.error(Path::Order.field("products"), Problem::Mirror);
    }
    if profile.protection.password || !profile.protection.lock.is_empty() {
        report.warning(Path::Order.field("products"), Problem::Unprotected);
    }
    for (name, lines) in [("products", &order.products), ("groups", &order.groups)] {
        let list = Path::Order.field(name);
        for (index, line) in lines.iter().flatten().enumerate() {
            let known = line.model_id.as_deref().and_then(model::known);
            if let Some(model) = known.filter(|model| !model.has(chip)) {
                let path = list.item(index);
                let model = model.id;
                let problem = match chip {
                    Chip::Ntag424tt => Problem::NoLoop { model },
                    chip => Problem::NotTheChip { model, chip },
                };
                report.error(path.field("modelId"), problem);
            }
        }
    }
    report.findings
}

/// Exactly one of the two lists has lines.
fn lists(report: &mut Report, order: &Order) {
    let products = order.products.as_deref().unwrap_or_default();
    let groups = order.groups.as_deref().unwrap_or_default();
    match (products.is_empty(), groups.is_empty()) {
        (true, true) => report.error(Path::Order.field("products"), Problem::NoLines),
        (false, false) => report.error(Path::Order.field("products"), Problem::BothLists),
        _ => {}
    }
    lines(report, "products", products);
    lines(report, "groups", groups);
}

/// Each list is checked as if it were the only one: of two, one must go.
fn lines(report: &mut Report, name: &'static str, lines: &[Line]) {
    let list = Path::Order.field(name);
    let shared = shared_public_key(lines);
    if shared.is_some() {
        report.warning(list, Problem::SharedKey);
    }
    let mut seen = Seen::sharing(shared);
    for (index, line) in lines.iter().enumerate() {
        let path = list.item(index);
        line::check(report, path, line);
        if let Some(nfc) = &line.nfc {
            nfc::check(report, path.field("nfc"), nfc, seen.at(list, index));
        }
    }
}
