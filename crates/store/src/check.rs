//! Whether everything in a vault is as it was written.

use std::ops::ControlFlow;

use tapsmith_core::batch::{Batch, KeyScheme};

use crate::batch::Stored;
use crate::error::{Damage, Error};
use crate::guard::{Total, Totals};
use crate::history::{Head, follow};
use crate::open::OpenVault;
use crate::rows::{ALL, BATCHES, KEY_CHANGES, RECORD_KEYS, Row, TOTALS, Table, Wanted};

/// What a vault holds that is as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// How many rows were looked at.
    pub rows: u64,
    /// How many sealed secrets were opened.
    pub secrets: u64,
    /// Where the history ends.
    pub head: Head,
    /// What is not as it was written.
    pub findings: Vec<Finding>,
}

/// Something that is not as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding(pub Damage);

/// So many changed rows of a table are named.
const NAMED: u64 = 20;

impl OpenVault {
    /// How many rows [`OpenVault::check`] will look at.
    ///
    /// # Errors
    /// [`Error::Damaged`], [`Error::Busy`].
    pub fn row_count(&self) -> Result<u64, Error> {
        let totals = Totals::read(&self.reader())?;
        let others: u64 = ALL.iter().map(|table| totals.of(table.name).rows).sum();
        // And the row that says so.
        Ok(others.saturating_add(1))
    }

    /// Looks at all there is: the database's own order, each row by its digest and its MAC, all rows
    /// by what they add up to, each sealed secret, and the history from its first link. With
    /// `expected`, a link noted elsewhere, the history has to hold it. `progress` is told of rows, and
    /// says whether to go on. All of it is as it was when it began, whatever others write meanwhile.
    ///
    /// # Errors
    /// [`Error::Interrupted`], [`Error::Busy`], [`Error::Database`]; [`Error::Damaged`] if the totals
    /// cannot be read. All other damage is a finding.
    pub fn check(
        &self,
        expected: Option<&str>,
        progress: &mut dyn FnMut(u64) -> bool,
    ) -> Result<Checked, Error> {
        let _moment = self.database.moment()?;
        let totals = Totals::read(&self.reader())?;
        let mut checked = Checked { rows: 0, secrets: 0, head: self.head()?, findings: Vec::new() };
        checked.keep(self.database.check())?;
        for table in ALL {
            let outcome = self.check_table(table, &totals, &mut checked, progress);
            checked.keep(outcome)?;
        }
        let guard = self.vault.guard.as_ref().ok_or(Error::NotOpen)?;
        checked.keep(follow(&self.reader(), guard, &totals))?;
        if let Some(expected) = expected {
            checked.keep(self.expect(expected))?;
        }
        let outcome = self.open_all(&mut checked);
        checked.keep(outcome)?;
        Ok(checked)
    }

    /// Rows one by one, then what they add up to. A row is judged by its MAC, and by its digest since
    /// closed commands go by that.
    fn check_table(
        &self,
        table: &'static Table,
        totals: &Totals,
        checked: &mut Checked,
        progress: &mut dyn FnMut(u64) -> bool,
    ) -> Result<(), Error> {
        let (mut total, mut changed) = (Total::default(), 0);
        self.reader().visit_whole(table, |_, mac| {
            checked.rows += 1;
            if !progress(checked.rows) {
                return Err(Error::Interrupted);
            }
            match mac {
                Ok(mac) => total.add(&mac),
                Err(error) => {
                    changed += 1;
                    if changed <= NAMED {
                        checked.keep(Err(error))?;
                    }
                }
            }
            Ok(())
        })?;
        let expected = totals.of(table.name);
        // A row that was changed is named already, and makes the sum another one.
        if *table == TOTALS
            || total == expected
            || (changed > 0 && total.rows + changed == expected.rows)
        {
            return Ok(());
        }
        let (found, expected) = (total.rows + changed, expected.rows);
        Err(Damage::Rows { table: table.name, found, expected }.into())
    }

    fn expect(&self, link: &str) -> Result<(), Error> {
        let mut found = false;
        let wanted = link.to_ascii_uppercase();
        self.history(1, &mut |entry| found |= entry.link.starts_with(&wanted))?;
        if found { Ok(()) } else { Err(Damage::NotExpected { expected: link.to_owned() }.into()) }
    }

    /// Opens each sealed secret.
    fn open_all(&self, checked: &mut Checked) -> Result<(), Error> {
        for stored in self.reader().all(&BATCHES, &Wanted::all(), Stored::of)? {
            let Stored { batch, hsm, .. } = stored;
            match batch.keys {
                KeyScheme::Derived if hsm.is_some() => {}
                KeyScheme::Derived => {
                    self.keys(&batch)?;
                    checked.secrets += 1;
                }
                KeyScheme::Random | KeyScheme::Imported => {
                    // The master key of shared keys is opened with them.
                    let shared =
                        batch.keys == KeyScheme::Random && !batch.profile.shared.is_empty();
                    checked.secrets += self.open_records(&batch)? + u64::from(shared);
                }
            }
        }
        checked.secrets += self.open_templates()?;
        self.reader().visit(&KEY_CHANGES, &Wanted::all(), |row| {
            self.open_row(row.get("uid")?, &row)?;
            checked.secrets += 1;
            Ok(ControlFlow::Continue(()))
        })
    }

    fn open_records(&self, batch: &Batch) -> Result<u64, Error> {
        let keys = self.keys(batch)?;
        let mut opened = 0;
        let wanted = Wanted::with("batch", &keys.number);
        self.reader().visit(&RECORD_KEYS, &wanted, |row: Row<'_>| {
            let sealed: Vec<u8> = row.get("sealed")?;
            keys.open(row.get("record")?, row.get("generation")?, &sealed)?;
            opened += 1;
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(opened)
    }
}

impl Checked {
    /// Whether all is as it was written.
    pub fn is_good(&self) -> bool {
        self.findings.is_empty()
    }

    /// Damage is a finding; any other error is one.
    fn keep(&mut self, outcome: Result<(), Error>) -> Result<(), Error> {
        match outcome {
            Err(Error::Damaged(damage)) => {
                let finding = Finding(damage);
                if !self.findings.contains(&finding) {
                    self.findings.push(finding);
                }
                Ok(())
            }
            other => other,
        }
    }
}
