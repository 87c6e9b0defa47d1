//! Files that a provider has, so that none is sent to it twice.

use jiff::Timestamp;

use crate::error::Error;
use crate::history::Event;
use crate::open::OpenVault;
use crate::rows::{Column as _, Row, UPLOADS, Wanted};
use crate::submission::server;
use crate::vault::Vault;

/// A file that a provider has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upload {
    /// The provider.
    pub provider: String,
    /// Its server.
    pub place: String,
    /// SHA-256 of what is in the file.
    pub content: [u8; 32],
    /// What the provider calls it.
    pub file_id: String,
    /// Its name when it was sent.
    pub name: String,
    /// How many bytes it has.
    pub size: u64,
    /// When the provider had it.
    pub at: Timestamp,
}

impl Vault {
    /// The file with this content, if the provider has it there.
    ///
    /// # Errors
    /// [`Error::Damaged`], [`Error::Busy`].
    pub fn upload(
        &self,
        provider: &str,
        place: &str,
        content: &[u8; 32],
    ) -> Result<Option<Upload>, Error> {
        let [provider, place] = [provider, place].map(str::to_owned);
        let wanted = Wanted::with("provider", &provider).and("place", &place);
        let row = self.reader().first(&UPLOADS, &wanted.and("content", content))?;
        row.map(|row| Upload::of(&row)).transpose()
    }
}

impl OpenVault {
    /// Writes down that the provider has a file. One sent again takes the place of the first.
    ///
    /// # Errors
    /// [`Error::Busy`], [`Error::Full`].
    pub fn note_upload(&mut self, upload: &Upload) -> Result<(), Error> {
        let Upload { provider, place, content, file_id, name, size, at } = upload;
        let (mut change, _) = self.change()?;
        let key = [provider.to_value(), place.to_value(), content.to_value()];
        let size = size.cast_signed().to_value();
        let rest = [file_id.to_value(), name.to_value(), size, at.to_value()];
        change.put(&UPLOADS, key.into_iter().chain(rest).collect())?;
        let to = &*server(provider, place);
        change.note(&Event::FileUploaded { to, name, file_id }, *at)?;
        change.commit()
    }
}

impl Upload {
    fn of(row: &Row<'_>) -> Result<Self, Error> {
        Ok(Self {
            provider: row.get("provider")?,
            place: row.get("place")?,
            content: row.get("content")?,
            file_id: row.get("file_id")?,
            name: row.get("name")?,
            size: row.get::<i64>("size")?.cast_unsigned(),
            at: row.get("at")?,
        })
    }
}
