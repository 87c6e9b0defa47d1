//! Making a backup, and proving one.

use std::io::{BufRead, Write};

use jiff::Timestamp;
use tapsmith_core::hex;
use tapsmith_core::random::Random;

use super::head::{BackupHead, hash};
use super::pieces::{PieceReader, PieceWriter};
use super::{row, unread};
use crate::door;
use crate::error::{Damage, Error};
use crate::guard::Totals;
use crate::history::{Event, Head};
use crate::open::OpenVault;
use crate::rows::{ALL, TOTALS};

impl OpenVault {
    /// Writes everything, as of one moment, to `out`. `progress` is told of rows, and says whether to go
    /// on.
    ///
    /// # Errors
    /// [`Error::Damaged`] if a row is not as it was written; [`Error::BackupFile`] if `out` takes no
    /// more; [`Error::Interrupted`], [`Error::Random`], [`Error::Busy`].
    pub fn backup<R: Random>(
        &self,
        out: &mut dyn Write,
        now: Timestamp,
        random: &mut R,
        progress: &mut dyn FnMut(u64) -> bool,
    ) -> Result<BackupHead, Error> {
        let (vault, data_key) = (self.vault.id, &self.data_key);
        let _moment = self.database.moment()?;
        let reader = self.reader();
        let mut rows = 0;
        let Totals { links, head, .. } = Totals::read(&reader)?;
        let mut id = [0; 16];
        random.fill(&mut id).map_err(|_| Error::Random)?;
        let history = Head { length: links, head: hex::encode(&head) };
        let recipients = door::recipients(&reader)?;
        let head = BackupHead::new(vault, id, now, history, &recipients);
        let text = head.to_text()?;
        out.write_all(text.as_bytes()).map_err(Error::BackupFile)?;
        let mut pieces = PieceWriter::new(out, data_key, hash(text.as_bytes()), random);
        for table in ALL {
            reader.visit_whole(table, |stored, mac| {
                mac?;
                rows += 1;
                if rows % 1000 == 0 && !progress(rows) {
                    return Err(Error::Interrupted);
                }
                row::write(&mut pieces, table, stored).map_err(Error::BackupFile)
            })?;
        }
        row::end(&mut pieces).map_err(Error::BackupFile)?;
        pieces.finish().map_err(Error::BackupFile)?;
        Ok(head)
    }

    /// Writes down that a backup is where it shall be, and was proved.
    ///
    /// # Errors
    /// [`Error::Busy`], [`Error::Full`].
    pub fn backed_up(&mut self, head: &BackupHead, now: Timestamp) -> Result<(), Error> {
        self.note(&Event::VaultBackedUp { backup: &head.backup }, now)
    }

    /// Proves a backup of this vault: that each piece opens, that each row is as it was written, and
    /// that none is missing.
    ///
    /// # Errors
    /// [`Error::Backup`]; [`Error::Newer`].
    pub fn check_backup(&self, from: &mut dyn BufRead) -> Result<BackupHead, Error> {
        let (head, hash) = BackupHead::read(from)?;
        let keys = self.vault.guard.as_ref().ok_or(Error::NotOpen)?;
        let mut pieces = PieceReader::new(from, &self.data_key, hash);
        let (mut found, mut expected) = (Totals::default(), None);
        while let Some((table, stored)) = row::read(&mut pieces).map_err(|error| unread(&error))? {
            let (row, mac) = keys.check(table, &stored)?;
            found.of_mut(table.name).add(&mac);
            if *table == TOTALS {
                expected = Some(Totals::of_row(&row, keys)?);
            }
        }
        pieces.finish().map_err(|error| unread(&error))?;
        expected.ok_or(Damage::Totals)?.check(&found)?;
        Ok(head)
    }
}
