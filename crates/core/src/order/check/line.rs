//! The rules for a line as a whole.

use uuid::Uuid;

use super::super::{Line, Nfc, NfcType};
use super::model::{self, Chip};
use super::{Path, Problem, Report};

pub(super) fn check(report: &mut Report, path: Path<'_>, line: &Line) {
    let writes = Writes::of(line.nfc.as_ref());
    quantity(report, path.field("quantity"), line.quantity, writes);
    let model_id = path.field("modelId");
    if let Some(id) = report.needed(model_id, line.model_id.as_deref()) {
        model(report, model_id, id, writes);
    }
    let visuals = path.field("printingVisuals");
    for (index, id) in line.printing_visuals.iter().flatten().enumerate() {
        if !is_visual_id(id) {
            report.warning(visuals.item(index), Problem::VisualId);
        }
    }
}

/// What a line wants written to the chip.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Writes {
    Nothing,
    /// An address or a text.
    Plain,
    /// A record with its keys.
    Dynamic,
}

impl Writes {
    /// A line that carries `dynamic` is dynamic, whatever its type says: somebody meant those keys.
    fn of(nfc: Option<&Nfc>) -> Self {
        let Some(nfc) = nfc else { return Self::Nothing };
        match nfc.kind {
            Some(NfcType::Dynamic) => Self::Dynamic,
            _ if nfc.dynamic.is_some() => Self::Dynamic,
            Some(NfcType::Uri | NfcType::Text) => Self::Plain,
            _ => Self::Nothing,
        }
    }
}

fn quantity(report: &mut Report, path: Path<'_>, quantity: Option<u32>, writes: Writes) {
    match quantity {
        None => report.error(path, Problem::Missing),
        Some(0) => report.error(path, Problem::ZeroQuantity),
        Some(quantity @ 2..) if writes == Writes::Dynamic => {
            report.error(path, Problem::DynamicQuantity { quantity });
        }
        Some(_) => {}
    }
}

fn model(report: &mut Report, path: Path<'_>, id: &str, writes: Writes) {
    let Some(model) = model::known(id) else { return };
    match (model.chip, writes) {
        (Chip::None, Writes::Plain | Writes::Dynamic) => {
            report.error(path, Problem::NoChip { model: model.id });
        }
        (Chip::Classic1k | Chip::Ntag213, Writes::Dynamic) => {
            report.error(path, Problem::OtherChip { model: model.id });
        }
        _ => {}
    }
}

/// Of the ways to write a UUID, the one with hyphens is the only one of 36 characters.
fn is_visual_id(id: &str) -> bool {
    id.len() == 36 && Uuid::try_parse(id).is_ok()
}
