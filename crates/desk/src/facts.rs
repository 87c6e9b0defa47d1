//! What a card shows to anybody.

use tapsmith_card::command::{FileInfo, FileNumber, Product, Version};
use tapsmith_card::originality::Originality;
use tapsmith_card::personalize::{ApplicationError, Part};
use tapsmith_card::settings::FileSettings;
use tapsmith_card::tag::Tag;
use tapsmith_card::transport::Transport;
use tapsmith_core::ndef::{self, NdefError};
use tapsmith_core::profile::Chip;
use tapsmith_core::uid::Uid;

use crate::error::Error;
use crate::inspect::{
    WithFiles, identify, product_of, read_files, read_originality, shown_uid, tap,
};
use crate::work::{LoopStatus, look, loop_of, select_picc};

/// Read without a key. Two taps.
#[derive(Debug)]
pub(crate) struct Facts {
    pub(crate) version: Version,
    /// By the chip's own version; none if it hides its UID.
    pub(crate) uid: Option<Uid>,
    /// What the reader saw when it activated the card.
    pub(crate) reader_uid: Option<Vec<u8>>,
    pub(crate) originality: Originality,
    /// What its loop says to anybody, if it has one.
    pub(crate) tag_tamper: Option<LoopStatus>,
    /// Whether the first file tells readers of the others, as far as anybody here looks: of a chip that is
    /// delivered with it, nobody does.
    pub(crate) has_container: bool,
    /// The settings of the three files.
    pub(crate) files: [(FileNumber, FileInfo); 3],
    /// The NDEF file at the last tap.
    pub(crate) file: Vec<u8>,
    /// The addresses of the first tap and the last.
    pub(crate) urls: [Result<String, NdefError>; 2],
}

impl Facts {
    /// Two reads in a row are one tap to the chip, so the files' settings are read between them.
    ///
    /// # Errors
    /// The reader failed; the card is not of this chip; its application is not whole.
    pub(crate) fn gather<T: Transport>(
        tag: &mut Tag<T>,
        chip: Chip,
    ) -> Result<Self, Error<T::Error>> {
        let WithFiles { version, product, .. } = identify(tag)?;
        if product != product_of(chip) {
            return Err(Error::OtherChip { found: product.name().to_owned(), wanted: chip });
        }
        let uid = shown_uid(&version);
        let reader_uid = tag.reader_uid()?;
        let is_desfire = product == Product::DesfireEv3;
        if is_desfire {
            select_picc(tag)?;
        }
        let originality = read_originality(tag, product, uid)?;
        let has_container = !is_desfire || select_whole(tag)?;
        let first = tap(tag)?;
        let files = read_files(tag)?;
        let tag_tamper = loop_of(tag, &version)?;
        let file = tap(tag)?;
        let urls = [ndef::read_uri(&first), ndef::read_uri(&file)];
        Ok(Self {
            version,
            uid,
            reader_uid,
            originality,
            tag_tamper,
            has_container,
            files,
            file,
            urls,
        })
    }

    /// The settings of the three files, by number.
    pub(crate) fn settings(&self) -> [FileSettings; 3] {
        self.files.each_ref().map(|(_, info)| info.settings)
    }
}

/// Selects the application of a MIFARE DESFire, if it has all its files. Whether the first of them holds what it
/// should.
fn select_whole<T: Transport>(tag: &mut Tag<T>) -> Result<bool, Error<T::Error>> {
    let found = look(tag)?.ok_or(ApplicationError::Missing)?;
    match found.lacks(true)?.first() {
        None => Ok(true),
        Some(Part::CapabilityContainer) => Ok(false),
        Some(part) => Err(ApplicationError::Lacks(*part).into()),
    }
}
