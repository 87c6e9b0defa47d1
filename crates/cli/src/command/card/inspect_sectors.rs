//! `card inspect` of a MIFARE Classic.

use std::io::{self, Write};

use serde::Serialize;
use tapsmith_card::classic::{KeyName, SectorReport};
use tapsmith_card::originality::Originality;
use tapsmith_core::uid::Uid;
use tapsmith_desk::classic::Inspection;

use super::inspect_pages::Ndef;
use crate::printer::Report;

/// A card of sectors for programs and for people.
#[derive(Debug, Serialize)]
pub(super) struct OfSectors {
    chip: &'static str,
    uid: Uid,
    originality: Originality,
    /// None: a sector has two keys, and tells neither.
    keys: [(); 0],
    /// None: it has sectors.
    files: [(); 0],
    sectors: Vec<SectorReport>,
    /// `none`, `damaged`, or the sectors that it gives to NDEF.
    mad: String,
    ndef: Ndef,
    apdus: u32,
    failed_authentications: u32,
}

impl From<Inspection> for OfSectors {
    fn from(inspection: Inspection) -> Self {
        let Inspection { model, uid, shown, content, count } = inspection;
        let mad = match (&shown.mad, shown.ndef_sectors.as_slice()) {
            (Err(_), _) => "damaged".to_owned(),
            (Ok(None), _) => "none".to_owned(),
            (Ok(Some(_)), []) => "nothing for NDEF".to_owned(),
            (Ok(Some(_)), [first, .., last]) => format!("NDEF in sectors {first} to {last}"),
            (Ok(Some(_)), [only]) => format!("NDEF in sector {only}"),
        };
        Self {
            chip: model.name(),
            uid,
            originality: Originality::Unchecked,
            keys: [],
            files: [],
            sectors: shown.sectors,
            mad,
            ndef: Ndef::from(content),
            apdus: count.exchanges,
            failed_authentications: count.failed_authentications,
        }
    }
}

impl Report for OfSectors {
    fn text(&self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "{} {}", self.chip, self.uid)?;
        writeln!(out, "  originality  not checked: no reader reaches its signature for certain")?;
        writeln!(out, "  directory    {}", self.mad)?;
        let opens = |key: KeyName| {
            let with = |report: &&SectorReport| [report.keys.a, report.keys.b].contains(&Some(key));
            self.sectors.iter().filter(with).count()
        };
        let closed = |report: &&SectorReport| report.keys.a.is_none() && report.keys.b.is_none();
        let closed = self.sectors.iter().filter(closed).count();
        let said = [
            (opens(KeyName::Factory), "with the factory's key"),
            (opens(KeyName::Directory), "with the directory's"),
            (opens(KeyName::Nfc), "with NDEF's"),
            (closed, "with none of these"),
        ];
        let said: Vec<_> = said
            .into_iter()
            .filter(|(number, _)| *number > 0)
            .map(|(number, how)| format!("{number} open {how}"))
            .collect();
        writeln!(out, "  sectors      {}", said.join(", "))?;
        self.ndef.text(out)
    }
}
