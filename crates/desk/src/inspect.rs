//! What a card is: [`inspect`] without a key and without an authentication, [`inspect_keys`] with
//! what only keys can show.

use tapsmith_card::command::{
    ApplicationId, FileInfo, FileNumber, GetApplicationIds, GetCardUid, GetFileCounters,
    GetFileSettings, GetFreeMemory, GetKeySettings, GetKeyVersion, GetVersion, KeySettings,
    Product, ReadData, ReadSig, Version,
};
use tapsmith_card::originality::{self, Originality};
use tapsmith_card::personalize::{ApplicationError, FoundApplication};
use tapsmith_card::settings::Offset;
use tapsmith_card::tag::{self, Count, Session, Tag};
use tapsmith_card::transport::Transport;
use tapsmith_core::access::{Access, CommMode};
use tapsmith_core::batch::Batch;
use tapsmith_core::counter::ReadCounter;
use tapsmith_core::key::{KeyNumber, KeyVersion};
use tapsmith_core::ndef::{self, NdefError};
use tapsmith_core::profile::{Chip, Family};
use tapsmith_core::random::Random;
use tapsmith_core::record::RecordId;
use tapsmith_core::suite::Suite;
use tapsmith_core::sun::{Reading, Rejection};
use tapsmith_core::tamper::TagTamper;
use tapsmith_core::uid::Uid;
use tapsmith_store::OpenVault;

use crate::check::Outcome;
use crate::error::Error;
use crate::record::{BatchLayout, RecordCard};
use crate::tap::record_of_card;
use crate::work::{Asked, LoopStatus, free, look, loop_of, prove_keys, select_picc};

/// What a card shows to anybody.
#[derive(Debug, Clone)]
pub struct Inspection {
    /// Chip and production data.
    pub version: Version,
    /// The UID, unless the chip hides it.
    pub uid: Option<Uid>,
    /// Who signed the UID.
    pub originality: Originality,
    /// The versions of keys 0 to 4.
    pub keys: Vec<(KeyNumber, KeyVersion)>,
    /// The settings of the three files, or of those that are there.
    pub files: Vec<(FileNumber, FileInfo)>,
    /// What else is on the card, of a chip with room for more.
    pub on_card: Option<OnCard>,
    /// What the loop says to anybody, of a chip that has one and watches it.
    pub tag_tamper: Option<TagTamper>,
    /// The tap counter, if anybody may ask for it.
    pub read_counter: Option<ReadCounter>,
    /// The address in the NDEF file, as a phone would see it now. Asking for it is a tap.
    pub address: Result<String, NdefError>,
    /// What it cost.
    pub count: Count,
}

/// What a MIFARE DESFire says of itself to anybody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnCard {
    /// Its applications; none if only who has the master key may list them.
    pub applications: Option<Vec<ApplicationId>>,
    /// Bytes that nothing was made of yet, if it says so.
    pub free_memory: Option<usize>,
    /// What may be done without the card's master key, if it says so.
    pub keys: Option<KeySettings>,
    /// The version of that key.
    pub key_version: Option<KeyVersion>,
    /// Whether its NDEF application is whole, and of the shape that is made here.
    pub ndef: Result<(), ApplicationError>,
}

/// Reads all that a card shows to anybody.
///
/// # Errors
/// The reader failed, or the card is no NTAG 424 DNA and no MIFARE DESFire EV3.
pub fn inspect<T: Transport>(tag: &mut Tag<T>) -> Result<Inspection, Error<T::Error>> {
    let WithFiles { version, product, .. } = identify(tag)?;
    if product == Product::DesfireEv3 {
        return inspect_desfire(tag, version);
    }
    let uid = shown_uid(&version);
    let originality = read_originality(tag, product, uid)?;
    let keys = KeyNumber::ALL.into_iter().zip(read_versions(tag)?).collect();
    let files = read_files(tag)?;
    let tag_tamper = loop_of(tag, &version)?.and_then(LoopStatus::said);
    let address = ndef::read_uri(&tap(tag)?);
    let read_counter = free_counter(tag, &files)?;
    let count = tag.count();
    Ok(Inspection {
        version,
        uid,
        originality,
        keys,
        files: files.into(),
        on_card: None,
        tag_tamper,
        read_counter,
        address,
        count,
    })
}

/// The card itself first, then its application, if it has one.
fn inspect_desfire<T: Transport>(
    tag: &mut Tag<T>,
    version: Version,
) -> Result<Inspection, Error<T::Error>> {
    let uid = shown_uid(&version);
    select_picc(tag)?;
    let originality = read_originality(tag, Product::DesfireEv3, uid)?;
    let keys = free(tag.send(&GetKeySettings))?;
    let key_version = free(tag.send(&GetKeyVersion { key: KeyNumber::MASTER }))?;
    let applications = free(tag.send(&GetApplicationIds))?;
    let free_memory = free(tag.send(&GetFreeMemory))?.map(Offset::to_usize);
    let nothing = Inspection {
        version,
        uid,
        originality,
        keys: Vec::new(),
        files: Vec::new(),
        on_card: None,
        tag_tamper: None,
        read_counter: None,
        address: ndef::read_uri(&[0; 2]),
        count: tag.count(),
    };
    let ndef = match look(tag) {
        Ok(Some(found)) => whole(&found).map(|()| found),
        Ok(None) => Err(ApplicationError::Missing),
        Err(Error::Application(other)) => Err(other),
        Err(error) => return Err(error),
    };
    let shown = match &ndef {
        Ok(found) => inside(tag, found, nothing)?,
        Err(_) => nothing,
    };
    let on_card = OnCard { applications, free_memory, keys, key_version, ndef: ndef.map(|_| ()) };
    Ok(Inspection { on_card: Some(on_card), count: tag.count(), ..shown })
}

/// Whether nothing is missing of an application of our shape.
fn whole(found: &FoundApplication) -> Result<(), ApplicationError> {
    match found.lacks(false)?.first() {
        Some(part) => Err(ApplicationError::Lacks(*part)),
        None => Ok(()),
    }
}

/// What the application shows that is whole and selected.
fn inside<T: Transport>(
    tag: &mut Tag<T>,
    found: &FoundApplication,
    nothing: Inspection,
) -> Result<Inspection, Error<T::Error>> {
    let keys = KeyNumber::ALL.into_iter().zip(read_versions(tag)?).collect();
    let files = found.our_files()?;
    let address = ndef::read_uri(&tap(tag)?);
    let read_counter = free_counter(tag, &files)?;
    Ok(Inspection { keys, files, read_counter, address, ..nothing })
}

/// The tap counter, where `SDMCtrRet` lets anybody read it.
fn free_counter<T: Transport>(
    tag: &mut Tag<T>,
    files: &[(FileNumber, FileInfo)],
) -> Result<Option<ReadCounter>, tag::Error<T::Error>> {
    let sdm = files.iter().find_map(|(file, info)| Some((*file, info.settings.sdm?)));
    match sdm {
        Some((file, sdm)) if sdm.counter_read == Access::Free => {
            tag.send(&GetFileCounters { file, mode: CommMode::Plain }).map(Some)
        }
        _ => Ok(None),
    }
}

/// The UID in the chip's version; none if the chip hides it.
pub(crate) fn shown_uid(version: &Version) -> Option<Uid> {
    Some(version.uid).filter(|uid| *uid != Uid([0; 7]))
}

/// The versions of keys 0 to 4.
pub(crate) fn read_versions<T: Transport>(
    tag: &mut Tag<T>,
) -> Result<[KeyVersion; 5], tag::Error<T::Error>> {
    let mut versions = [KeyVersion(0); 5];
    for (version, key) in versions.iter_mut().zip(KeyNumber::ALL) {
        *version = tag.send(&GetKeyVersion { key })?;
    }
    Ok(versions)
}

/// The three files, in the order of their numbers.
pub(crate) fn read_files<T: Transport>(
    tag: &mut Tag<T>,
) -> Result<[(FileNumber, FileInfo); 3], tag::Error<T::Error>> {
    let [one, two, three] = FileNumber::ALL;
    let mut read = |file| tag.send(&GetFileSettings { file }).map(|info| (file, info));
    Ok([read(one)?, read(two)?, read(three)?])
}

/// A chip with files, and the product it is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct WithFiles {
    pub(crate) version: Version,
    pub(crate) product: Product,
    /// Whether its application is selected; not if it has none.
    pub(crate) is_selected: bool,
}

/// Selects the application and asks what chip this is.
pub(crate) fn identify<T: Transport>(tag: &mut Tag<T>) -> Result<WithFiles, Error<T::Error>> {
    let selected = tag.select_application();
    if let Err(error @ tag::Error::Transport { .. }) = selected {
        return Err(error.into());
    }
    let version = match tag.send(&GetVersion) {
        Ok(version) => version,
        Err(error @ tag::Error::Transport { .. }) => return Err(error.into()),
        Err(refused) => return Err(Error::WrongCard(selected.err().unwrap_or(refused))),
    };
    match (version.product(), selected) {
        (Some(Product::Ntag424) | None, Err(refused)) => Err(Error::WrongCard(refused)),
        (Some(product @ (Product::Ntag424 | Product::DesfireEv3)), selected) => {
            Ok(WithFiles { version, product, is_selected: selected.is_ok() })
        }
        (Some(other), _) => Err(Error::OtherKind { found: other.name() }),
        (None, Ok(())) => Err(Error::WrongCard(tag::Error::Malformed { command: "GetVersion" })),
    }
}

/// The product of a profile's chip.
pub(crate) fn product_of(chip: Chip) -> Product {
    match chip.family() {
        Family::Desfire => Product::DesfireEv3,
        Family::Ntag424 | Family::Type2 | Family::Classic => Product::Ntag424,
    }
}

/// The settings of `file`; none if it is not there, or has settings that no file of ours could have.
pub(crate) fn file_info<T: Transport>(
    tag: &mut Tag<T>,
    file: FileNumber,
) -> Result<Option<FileInfo>, tag::Error<T::Error>> {
    match tag.send(&GetFileSettings { file }) {
        Ok(info) => Ok(Some(info)),
        Err(tag::Error::Refused { .. } | tag::Error::Malformed { .. }) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Who signed the UID. A chip that hides its UID keeps its signature too. Of a MIFARE DESFire, the card itself has
/// to be selected.
pub(crate) fn read_originality<T: Transport>(
    tag: &mut Tag<T>,
    product: Product,
    uid: Option<Uid>,
) -> Result<Originality, tag::Error<T::Error>> {
    let Some(uid) = uid else { return Ok(Originality::Unchecked) };
    let family = match product {
        Product::DesfireEv3 => originality::Family::DesfireEv3,
        _ => originality::Family::Ntag424,
    };
    match tag.send(&ReadSig) {
        Ok(signature) => Ok(originality::check_on(family, &uid.0, &signature.0)),
        Err(tag::Error::Refused { .. }) => Ok(Originality::Invalid),
        Err(error) => Err(error),
    }
}

/// Reads the NDEF file as a phone does: a tap. A file that is not free reads as empty.
pub(crate) fn tap<T: Transport>(tag: &mut Tag<T>) -> Result<Vec<u8>, tag::Error<T::Error>> {
    let whole = Offset::from_lsb([0; 3]);
    let read =
        ReadData { file: FileNumber::Ndef, offset: whole, length: whole, mode: CommMode::Plain };
    match tag.send(&read) {
        Err(tag::Error::Refused { .. }) => Ok(vec![0; 2]),
        outcome => outcome,
    }
}

/// What only keys can show.
#[derive(Debug, Clone, Default)]
pub struct KeysShown {
    /// The slots that were tried, and whether the expected key opens them.
    pub slots: Vec<(KeyNumber, bool)>,
    /// The UID, as the card says it to who holds a key.
    pub uid: Option<Uid>,
    /// Who signed the UID, if the card says so only to who holds a key.
    pub originality: Option<Originality>,
    /// What the card speaks, if any key opened it.
    pub suite: Option<Suite>,
    /// What the tap proves; none if there is no address, or its cards do not sign.
    pub tap: Option<Result<Reading, Rejection>>,
    /// What everything cost.
    pub count: Count,
}

/// Tries the keys that `record` of `batch` is expected to have, up to the first that does not fit,
/// which the chip counts; and asks for the UID, and for who signed it if `seen` could not say. Without a
/// record, it is the one the address names, the vault has for the UID, or whose keys made the tap.
///
/// # Errors
/// The reader or the vault failed, or nothing says which record this is.
pub fn inspect_keys<T: Transport, R: Random>(
    tag: &mut Tag<T>,
    vault: &OpenVault,
    batch: &Batch,
    record: Option<RecordId>,
    seen: &Inspection,
    random: &mut R,
) -> Result<KeysShown, Error<T::Error>> {
    if let Some(OnCard { ndef: Err(problem), .. }) = &seen.on_card {
        return Err((*problem).into());
    }
    let expected = BatchLayout::expected(vault, batch)?;
    let url = seen.address.as_deref().ok();
    let record = match record {
        Some(record) => Some(record),
        None => record_of_card(vault, batch, &expected, url, seen.uid)?,
    };
    let record = record.ok_or_else(|| Error::UnknownRecord { batch: batch.name.to_string() })?;
    let card = RecordCard::load(vault, batch, &expected, record)?;
    let known = card.known_keys();
    let Asked { checks, session } = prove_keys(tag, &known, random)?;
    let mut shown = KeysShown::default();
    for ((slot, _), check) in known.iter().zip(&checks) {
        shown.slots.push((*slot, check.outcome == Outcome::Pass));
    }
    if let Some(session) = session {
        shown.ask(session, seen)?;
    }
    let signed = url.filter(|_| expected.template.is_sun());
    shown.tap = signed.zip(card.tap_keys.as_ref()).map(|(url, keys)| {
        let tap = expected.template.read(url);
        tap.and_then(|tap| tap.verify(keys))
    });
    shown.count = tag.count();
    Ok(shown)
}

impl KeysShown {
    /// What the card says in a session. One that hides its UID keeps its signature for it too.
    fn ask<T: Transport>(
        &mut self,
        mut session: Session<'_, T>,
        seen: &Inspection,
    ) -> Result<(), tag::Error<T::Error>> {
        let uid = session.send(&GetCardUid)?;
        self.suite = Some(session.suite());
        self.uid = Some(uid);
        if seen.uid.is_none() {
            self.originality = Some(originality::check(uid, &session.send(&ReadSig)?));
        }
        Ok(())
    }
}
