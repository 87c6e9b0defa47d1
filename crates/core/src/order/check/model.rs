//! Models whose chip is known. The server's list of models is the truth and grows; a model that is
//! not here is not judged.

use crate::profile;

/// A known model's chip.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Chip {
    /// Nothing that could be written.
    None,
    /// MIFARE Classic 1K: an address or a text, and nothing is signed.
    Classic1k,
    /// NTAG213: the same.
    Ntag213,
    /// NTAG 424 DNA.
    Ntag424,
}

/// A model seen in the printer's clients.
#[derive(Debug, Clone, Copy)]
pub(super) struct Model {
    pub(super) id: &'static str,
    pub(super) chip: Chip,
}

impl Model {
    /// Whether a batch for `chip` may be ordered on it. Of a model without a chip, or one that signs nothing where the
    /// cards shall sign, `line` speaks.
    pub(super) fn has(self, chip: profile::Chip) -> bool {
        match self.chip {
            Chip::None => chip.has_files(),
            Chip::Ntag424 => chip == profile::Chip::Ntag424,
            Chip::Ntag213 => chip == profile::Chip::Ntag213 || chip.has_files(),
            Chip::Classic1k => chip == profile::Chip::Classic1k || chip.has_files(),
        }
    }
}

const KNOWN: [Model; 5] = [
    Model { id: "pvccard_white", chip: Chip::None },
    Model { id: "mifare1k_pvccard_white", chip: Chip::Classic1k },
    Model { id: "ntag213_pvccard_white", chip: Chip::Ntag213 },
    Model { id: "ntag424_pvccard_white", chip: Chip::Ntag424 },
    Model { id: "ntag424_woodcard", chip: Chip::Ntag424 },
];

pub(super) fn known(id: &str) -> Option<Model> {
    KNOWN.into_iter().find(|model| model.id == id)
}
