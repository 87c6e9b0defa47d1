//! The NDEF application of a card that is delivered without: a MIFARE DESFire. Made, it is what NTAG 424 DNA is
//! delivered with (the same files of the same numbers, rights and keys), so that one plan serves both.
//!
//! Source: NT4H2421Gx Rev. 3.0, "Delivery state"; NXP AN11004, "MIFARE DESFire as Type 4 Tag", for the lengths in the
//! capability container.

use std::fmt;

use tapsmith_core::profile::{FileRule, Files};
use thiserror::Error;

use super::shape::settings;
use crate::command::{CreateStdDataFile, FileInfo, FileNumber, KeySettings};
use crate::settings::Offset;

/// A part of the application. Made in this order, it may be torn anywhere and gone on with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The application itself, without files.
    Application,
    /// A file, with nothing in it.
    File(FileNumber),
    /// What stands in the first file.
    CapabilityContainer,
}

impl Part {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Application,
        Self::File(FileNumber::CapabilityContainer),
        Self::File(FileNumber::Ndef),
        Self::File(FileNumber::Proprietary),
        Self::CapabilityContainer,
    ];
}

/// What tells readers of the files: 58 bytes a read at the most, 52 a write; E104 of 256 bytes, free; E105 of 128,
/// neither free to read nor to write.
pub const CAPABILITY_CONTAINER: [u8; 32] = [
    0x00, 0x17, 0x20, 0x00, 0x3A, 0x00, 0x34, 0x04, 0x06, 0xE1, 0x04, 0x01, 0x00, 0x00, 0x00, 0x05,
    0x06, 0xE1, 0x05, 0x00, 0x80, 0x82, 0x83, 0, 0, 0, 0, 0, 0, 0, 0, 0,
];

/// The command that makes `file` as it is delivered elsewhere. SDM can be switched on in the NDEF file alone.
pub fn creation(file: FileNumber) -> CreateStdDataFile {
    let Files { capability_container, ndef, proprietary } = Files::delivered();
    let FileRule { mode, rights } = match file {
        FileNumber::CapabilityContainer => capability_container,
        FileNumber::Ndef => ndef,
        FileNumber::Proprietary => proprietary,
    };
    // No file is as long as an offset can say.
    let size = Offset::new(file.size()).unwrap_or(Offset::from_lsb([0; 3]));
    CreateStdDataFile { file, mode, sdm: file == FileNumber::Ndef, rights, size }
}

/// What stands on a card under the name of the NDEF application.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundApplication {
    /// Its keys.
    pub keys: KeySettings,
    /// Its files by number; none for one whose settings no file of ours could have.
    pub files: Vec<(u8, Option<FileInfo>)>,
    /// What stands in the first file, if anybody may read that.
    pub capability_container: Option<Vec<u8>>,
}

/// Why an application is not one to work with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum ApplicationError {
    /// There is none.
    #[error("the card has no NDEF application")]
    Missing,
    /// It was begun, and not finished.
    #[error("the card's NDEF application is not finished: it lacks {0}")]
    Lacks(Part),
    /// It lets nobody look.
    #[error("the card's NDEF application is somebody else's: nobody may list what is in it")]
    Hidden,
    /// Other keys, or other rights.
    #[error(
        "the card's NDEF application is somebody else's: its key settings are {:02X} {:02X}",
        .0.rights,
        .0.keys
    )]
    Keys(KeySettings),
    /// A file that ours does not have, or has in another shape.
    #[error("the card's NDEF application is somebody else's: its file {0:02X}h is none of ours")]
    File(u8),
    /// Another capability container.
    #[error("the card's NDEF application is somebody else's: its capability container is another")]
    Container,
}

impl FoundApplication {
    /// What it lacks, in the order in which it is made; nothing if it is whole. Of a card that is `known` to be begun
    /// here, whatever stands in the capability container was torn.
    ///
    /// # Errors
    /// It is somebody else's.
    pub fn lacks(&self, known: bool) -> Result<Vec<Part>, ApplicationError> {
        if !self.keys.same_as(KeySettings::NDEF) {
            return Err(ApplicationError::Keys(self.keys));
        }
        let files = self.our_files()?;
        let missing = |file: &FileNumber| !files.iter().any(|(found, _)| found == file);
        let missing: Vec<_> = FileNumber::ALL.into_iter().filter(missing).collect();
        // Nothing is done with a file of ours before the last one is made.
        let used = files.iter().find(|(file, info)| !is_as_made(*file, info));
        if let Some((file, _)) = used.filter(|_| !missing.is_empty()) {
            return Err(ApplicationError::File(file.as_u8()));
        }
        let mut lacks: Vec<_> = missing.into_iter().map(Part::File).collect();
        if self.capability_container.as_deref() != Some(&CAPABILITY_CONTAINER) {
            let empty = |bytes: &Vec<u8>| bytes.iter().all(|byte| *byte == 0);
            let untouched = self.capability_container.as_ref().is_some_and(empty);
            let is_there = files.iter().any(|(file, _)| *file == FileNumber::CapabilityContainer);
            if is_there && !untouched && !known {
                return Err(ApplicationError::Container);
            }
            lacks.push(Part::CapabilityContainer);
        }
        Ok(lacks)
    }

    /// Its files, if all are of the numbers and sizes of ours.
    ///
    /// # Errors
    /// The first that is not.
    pub fn our_files(&self) -> Result<Vec<(FileNumber, FileInfo)>, ApplicationError> {
        let ours = |(number, info): &(u8, Option<FileInfo>)| {
            let file = FileNumber::try_from(*number).ok()?;
            let info = (*info)?;
            (info.size.to_usize() == file.size()).then_some((file, info))
        };
        let ours = |found| ours(found).ok_or(ApplicationError::File(found.0));
        self.files.iter().map(ours).collect()
    }
}

/// Whether a file has the settings that it is made with.
fn is_as_made(file: FileNumber, info: &FileInfo) -> bool {
    let files = FileNumber::ALL.into_iter().zip(settings(&Files::delivered()));
    files.into_iter().any(|(other, made)| other == file && info.settings == made)
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Application => f.write_str("the application"),
            Self::File(file) => file.fmt(f),
            Self::CapabilityContainer => f.write_str("the capability container's content"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::FileSettings;
    use tapsmith_core::access::{Access, CommMode};

    fn made(file: FileNumber) -> (u8, Option<FileInfo>) {
        let CreateStdDataFile { mode, rights, size, .. } = creation(file);
        (file.as_u8(), Some(FileInfo { settings: FileSettings { mode, rights, sdm: None }, size }))
    }

    fn with(files: usize, container: Option<&[u8]>) -> FoundApplication {
        FoundApplication {
            keys: KeySettings::NDEF,
            files: FileNumber::ALL.into_iter().take(files).map(made).collect(),
            capability_container: container.map(<[u8]>::to_vec),
        }
    }

    #[test]
    fn what_was_torn_is_gone_on_with() {
        for files in 0..=3 {
            let empty = (files > 0).then_some(&[0; 32][..]);
            let lacks = with(files, empty).lacks(false).unwrap();
            assert_eq!(lacks, &Part::ALL[1 + files..], "{files}");
        }
        assert_eq!(with(3, Some(&CAPABILITY_CONTAINER)).lacks(false), Ok(Vec::new()));
        let torn = [&CAPABILITY_CONTAINER[..9], &[0; 23]].concat();
        assert_eq!(with(3, Some(&torn)).lacks(true), Ok(vec![Part::CapabilityContainer]));
        assert_eq!(with(3, Some(&torn)).lacks(false), Err(ApplicationError::Container));
    }

    #[test]
    fn what_somebody_else_made_is_not_gone_on_with() {
        for known in [false, true] {
            let open = KeySettings { rights: 0x0F, ..KeySettings::NDEF };
            let other = FoundApplication { keys: open, ..with(3, Some(&CAPABILITY_CONTAINER)) };
            assert_eq!(other.lacks(known), Err(ApplicationError::Keys(open)));
            let mut more = with(3, Some(&CAPABILITY_CONTAINER));
            more.files.push((7, made(FileNumber::Ndef).1));
            assert_eq!(more.lacks(known), Err(ApplicationError::File(7)));
            let mut longer = with(3, Some(&CAPABILITY_CONTAINER));
            longer.files[1].1.as_mut().unwrap().size = Offset::new(512).unwrap();
            assert_eq!(longer.lacks(known), Err(ApplicationError::File(2)));
            let mut strange = with(3, Some(&CAPABILITY_CONTAINER));
            strange.files[2].1 = None;
            assert_eq!(strange.lacks(known), Err(ApplicationError::File(3)));
            // In use, and without its last file: that is no tear of ours.
            let mut used = with(2, Some(&CAPABILITY_CONTAINER));
            used.files[1].1.as_mut().unwrap().settings.rights.write = Access::Never;
            assert_eq!(used.lacks(known), Err(ApplicationError::File(2)));
        }
    }

    /// NT4H2421Gx, "Delivery state" and "Capability Container (CC) file", by hand, but for the two lengths.
    #[test]
    fn files_are_made_as_others_are_delivered() {
        let delivered = [
            0x00, 0x17, 0x20, 0x01, 0x00, 0x00, 0xFF, 0x04, 0x06, 0xE1, 0x04, 0x01, 0x00, 0x00,
            0x00, 0x05, 0x06, 0xE1, 0x05, 0x00, 0x80, 0x82, 0x83,
        ];
        for (at, byte) in CAPABILITY_CONTAINER.iter().enumerate() {
            if !(3..7).contains(&at) {
                assert_eq!(delivered.get(at).unwrap_or(&0), byte, "{at}");
            }
        }
        let [cc, ndef, last] = FileNumber::ALL.map(creation);
        assert_eq!([cc, ndef, last].map(|file| file.sdm), [false, true, false]);
        assert_eq!(last.mode, CommMode::Full);
        assert_eq!(crate::settings::encode_rights(last.rights), [0x30, 0x23]);
    }
}
