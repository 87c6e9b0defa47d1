//! The judgements, one function each. They ask the card nothing.

use tapsmith_card::classic::personalize::{PlanError, SectorState, Step};
use tapsmith_card::classic::{AccessConditions, Key};
use tapsmith_core::ndef::NdefError;
use tapsmith_store::OpenVault;

use super::verify::Subject;
use crate::check::Check;
use crate::content::said;
use crate::tag_tamper;
use crate::verify::{SUN_MAC, seen_before};

/// Whether a step is about more than the content: a trailer, or the directory.
fn is_setting(step: &Step) -> bool {
    match step {
        Step::WriteTrailer { .. } => true,
        Step::WriteBlock { block, .. } => block.sector().is_directory(),
    }
}

impl Subject<'_> {
    /// All checks, in the order of a card's life.
    pub(super) fn checks(&self, vault: &OpenVault) -> Result<Vec<Check>, tapsmith_store::Error> {
        let standing = self.standing();
        let card = self.record.map(|record| (self.uid, record));
        Ok(vec![
            Check::pass("chip", format!("{}, as the reader says", self.model)),
            Check::skipped("originality", "the chip has no signature that all readers reach"),
            Check::skipped("uid_matches", "fewer than two sources say a UID"),
            self.ndef(),
            standing.base_url(),
            standing.record_id(),
            Check::skipped(SUN_MAC, "the chip signs no taps"),
            Check::skipped("counter_advances", "the chip counts no taps"),
            self.keys_installed(),
            self.factory_keys_gone(),
            self.settings_match(),
            Check::skipped(tag_tamper::NAME, "the chip has no loop"),
            self.write_protected(),
            seen_before(vault, &self.batch.name, card, self.generation)?,
        ])
    }

    /// A blank card is as delivered: zeros in every sector.
    fn ndef(&self) -> Check {
        const NAME: &str = "ndef";
        if let Some(check) = self.standing().ndef() {
            return check;
        }
        match (&self.content, &self.rest) {
            (Err(NdefError::NoMessage), Ok(rest)) => {
                let written = rest.iter().any(|step| matches!(step, Step::WriteBlock { .. }));
                Check::that(NAME, !written, "blank", "not blank: something stands in its sectors")
            }
            (Err(NdefError::NoMessage), Err(error)) => Check::fail(NAME, error.to_string()),
            (found, _) => Check::fail(NAME, format!("not blank: {}", said(found))),
        }
    }

    fn keys_installed(&self) -> Check {
        const NAME: &str = "keys_installed";
        if self.batch.profile.protection.password && self.generation.is_none() {
            return Check::skipped(NAME, "no record, and so no key");
        }
        let wanted = Key::of(&self.own);
        let closed = self.state.sectors.iter().find(|(_, state)| match state {
            SectorState::Open(open) => open.key_b.as_ref() != Some(&wanted),
            _ => true,
        });
        let whose =
            if self.batch.profile.protection.password { "the record's" } else { "the factory's" };
        match closed {
            None => Check::pass(NAME, format!("{whose} key B opens every sector")),
            Some((sector, _)) => {
                Check::fail(NAME, format!("key B of sector {sector} is not {whose}"))
            }
        }
    }

    fn factory_keys_gone(&self) -> Check {
        const NAME: &str = "factory_keys_gone";
        if !self.batch.profile.protection.password {
            return Check::skipped(NAME, "the profile sets no key");
        }
        let factory = Key::factory();
        let open = self.state.sectors.iter().find(|(_, state)| match state {
            SectorState::Open(open) => {
                [&open.key_a, &open.key_b].into_iter().any(|key| key.as_ref() == Some(&factory))
            }
            _ => false,
        });
        match open {
            None => Check::pass(NAME, "no sector opens with the factory's key"),
            Some((sector, _)) => {
                Check::fail(NAME, format!("sector {sector} opens with the factory's key"))
            }
        }
    }

    /// Keys A, conditions and directory.
    fn settings_match(&self) -> Check {
        const NAME: &str = "settings_match";
        match &self.rest {
            Ok(rest) => {
                let names: Vec<_> =
                    rest.iter().filter(|step| is_setting(step)).map(Step::to_string).collect();
                let detail = format!("not as planned: {}", names.join(", "));
                Check::that(NAME, names.is_empty(), "every sector's conditions as planned", &detail)
            }
            Err(
                error @ (PlanError::UnknownKey(_)
                | PlanError::KeyNeeded(..)
                | PlanError::NotRead(_)),
            ) => Check::skipped(NAME, error.to_string()),
            Err(error) => Check::fail(NAME, error.to_string()),
        }
    }

    /// AN1304 lets anybody write an NDEF sector that is not read-only: with a key that everybody has.
    fn write_protected(&self) -> Check {
        const NAME: &str = "write_protected";
        let locked = self.state.sectors.iter().all(|(_, state)| {
            matches!(state, SectorState::Open(open) if open.access == AccessConditions::READ_ONLY)
        });
        match (locked, self.batch.profile.protection.lock.is_empty()) {
            (true, _) => Check::pass(NAME, "the card is read-only for good"),
            (false, true) => {
                Check::skipped(NAME, "NDEF sectors are open to anybody, as AN1304 has it")
            }
            (false, false) => Check::fail(NAME, "anybody can write over what stands on the card"),
        }
    }
}
