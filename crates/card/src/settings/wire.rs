//! The SDM block on the wire: which fields are present follows from the bits before them.
//!
//! Source: NT4H2421Gx Rev. 3.0, "`ChangeFileSettings`", "`SDMOptions`", "`SDMAccessRights`".

use tapsmith_core::access::Access;
use tapsmith_core::counter::ReadCounter;

use super::rights::{pack, unpack};
use super::{CounterMirror, EncryptedData, FileRead, Offset, PiccMirror, Sdm};
use crate::status::Status;

const UID: u8 = 0x80;
const COUNTER: u8 = 0x40;
const LIMIT: u8 = 0x20;
const ENCRYPTED_DATA: u8 = 0x10;
const TAG_TAMPER: u8 = 0x08;
const ASCII: u8 = 0x01;
const HIDDEN: [u8; 3] = [0xFF; 3];

/// The SDM block for the wire.
pub(super) fn sdm_to_wire(sdm: &Sdm) -> Vec<u8> {
    let file_read = sdm.file_read.map_or(Access::Never, |file_read| Access::Key(file_read.key));
    let rights = [pack(Access::Never, sdm.counter_read), pack(sdm.picc.meta_read(), file_read)];
    let mut bytes = vec![options(sdm)];
    bytes.extend(rights);
    bytes.extend(picc_offsets(sdm.picc));
    bytes.extend(sdm.tag_tamper.iter().flat_map(|at| at.to_lsb()));
    if let Some(FileRead { mac_input, mac, encrypted, .. }) = sdm.file_read {
        bytes.extend(mac_input.to_lsb());
        bytes.extend(
            encrypted.iter().flat_map(|data| [data.at, data.length]).flat_map(Offset::to_lsb),
        );
        bytes.extend(mac.to_lsb());
    }
    bytes.extend(sdm.counter_limit.iter().flat_map(|limit| limit.to_lsb()));
    bytes
}

fn options(sdm: &Sdm) -> u8 {
    let bit = |set: bool, bit: u8| if set { bit } else { 0 };
    ASCII
        | bit(sdm.picc.has_uid(), UID)
        | bit(sdm.picc.has_counter(), COUNTER)
        | bit(sdm.counter_limit.is_some(), LIMIT)
        | bit(sdm.file_read.is_some_and(|file_read| file_read.encrypted.is_some()), ENCRYPTED_DATA)
        | bit(sdm.tag_tamper.is_some(), TAG_TAMPER)
}

fn picc_offsets(picc: PiccMirror) -> Vec<u8> {
    match picc {
        PiccMirror::Encrypted { at, .. } => at.to_lsb().to_vec(),
        PiccMirror::Off { .. } => Vec::new(),
        PiccMirror::Plain { uid, counter } => {
            let counter = match counter {
                CounterMirror::Off => None,
                CounterMirror::Hidden => Some(HIDDEN),
                CounterMirror::At(at) => Some(at.to_lsb()),
            };
            uid.map(Offset::to_lsb).into_iter().chain(counter).flatten().collect()
        }
    }
}

/// The SDM block off the wire.
pub(super) fn sdm_from_wire(reader: &mut Reader<'_>) -> Result<Sdm, Status> {
    let [options, rights @ ..] = reader.take::<3>()?;
    let [low, high] = rights;
    let (_, counter_read) = unpack(low).ok_or(Status::PARAMETER)?;
    let (meta_read, file_read) = unpack(high).ok_or(Status::PARAMETER)?;
    let has = |bit: u8| options & bit != 0;
    if options & 0x06 != 0 || !has(ASCII) || low >> 4 != 0x0F {
        return Err(Status::PARAMETER);
    }
    let picc = picc_from_wire(reader, meta_read, has(UID), has(COUNTER))?;
    let tag_tamper = has(TAG_TAMPER).then(|| reader.offset()).transpose()?;
    let file_read = file_read_from_wire(reader, file_read, has(ENCRYPTED_DATA))?;
    let counter_limit = has(LIMIT).then(|| reader.take().map(ReadCounter::from_lsb)).transpose()?;
    Ok(Sdm { picc, file_read, counter_read, counter_limit, tag_tamper })
}

fn picc_from_wire(
    reader: &mut Reader<'_>,
    meta_read: Access,
    uid: bool,
    counter: bool,
) -> Result<PiccMirror, Status> {
    Ok(match meta_read {
        Access::Key(key) => PiccMirror::Encrypted { key, at: reader.offset()?, uid, counter },
        Access::Never => PiccMirror::Off { counter, uid },
        Access::Free => PiccMirror::Plain {
            uid: uid.then(|| reader.offset()).transpose()?,
            counter: if counter { counter_mirror(reader.take()?) } else { CounterMirror::Off },
        },
    })
}

fn counter_mirror(at: [u8; 3]) -> CounterMirror {
    if at == HIDDEN { CounterMirror::Hidden } else { CounterMirror::At(Offset::from_lsb(at)) }
}

fn file_read_from_wire(
    reader: &mut Reader<'_>,
    file_read: Access,
    encrypted: bool,
) -> Result<Option<FileRead>, Status> {
    let key = match file_read {
        Access::Key(key) => key,
        Access::Never if !encrypted => return Ok(None),
        Access::Never | Access::Free => return Err(Status::PARAMETER),
    };
    let mac_input = reader.offset()?;
    let encrypted = encrypted
        .then(|| Ok(EncryptedData { at: reader.offset()?, length: reader.offset()? }))
        .transpose()?;
    Ok(Some(FileRead { key, mac_input, encrypted, mac: reader.offset()? }))
}

impl PiccMirror {
    /// `SDMMetaRead`.
    pub fn meta_read(self) -> Access {
        match self {
            Self::Encrypted { key, .. } => Access::Key(key),
            Self::Plain { .. } => Access::Free,
            Self::Off { .. } => Access::Never,
        }
    }

    /// Whether the UID is mirrored and goes into the session keys.
    pub fn has_uid(self) -> bool {
        match self {
            Self::Encrypted { uid, .. } | Self::Off { uid, .. } => uid,
            Self::Plain { uid, .. } => uid.is_some(),
        }
    }

    /// Whether the counter runs and goes into the session keys.
    pub fn has_counter(self) -> bool {
        match self {
            Self::Encrypted { counter, .. } | Self::Off { counter, .. } => counter,
            Self::Plain { counter, .. } => counter != CounterMirror::Off,
        }
    }
}

/// Takes fields off the front.
pub(super) struct Reader<'b>(&'b [u8]);

impl<'b> Reader<'b> {
    pub(super) fn new(bytes: &'b [u8]) -> Self {
        Self(bytes)
    }

    fn take<const N: usize>(&mut self) -> Result<[u8; N], Status> {
        let (field, rest) = self.0.split_first_chunk().ok_or(Status::LENGTH)?;
        self.0 = rest;
        Ok(*field)
    }

    fn offset(&mut self) -> Result<Offset, Status> {
        self.take().map(Offset::from_lsb)
    }

    pub(super) fn end(&self) -> Result<(), Status> {
        if self.0.is_empty() { Ok(()) } else { Err(Status::LENGTH) }
    }
}
