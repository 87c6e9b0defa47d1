//! File settings as `ChangeFileSettings` brings them: `FileOption ‖ AccessRights ‖ SDM block`.
//!
//! Source: NT4H2421Gx Rev. 3.0, "`ChangeFileSettings`", "`GetFileSettings`"; the order of the fields was seen on
//! silicon.

use tapsmith_card::status::Status;
use tapsmith_core::access::CommMode;
use tapsmith_core::counter::ReadCounter;

use super::{EncryptedData, FileRead, Sdm};
use crate::desfire::access::{Access, Rights};
use crate::desfire::memory::FileSettings;

/// In `FileOption`: SDM. In `CreateStdDataFile` it allows what here it switches on.
pub(in crate::desfire) const SDM: u8 = 0x40;

const UID: u8 = 0x80;
const COUNTER: u8 = 0x40;
const LIMIT: u8 = 0x20;
const FILE_DATA: u8 = 0x10;
const ASCII: u8 = 0x01;
const UNUSED: u8 = 0x0E;

/// The counter is used, and shown nowhere.
const NOWHERE: usize = 0x00FF_FFFF;

/// The low two bits of `FileOption`. None if bits are set that mean nothing.
pub(in crate::desfire) fn comm_mode(option: u8) -> Option<CommMode> {
    match option & !SDM {
        0b00 | 0b10 => Some(CommMode::Plain),
        0b01 => Some(CommMode::Mac),
        0b11 => Some(CommMode::Full),
        _ => None,
    }
}

impl FileSettings {
    /// For the wire. What `GetFileSettings` answers has the file's size before the SDM block.
    pub(in crate::desfire) fn encode(&self) -> Vec<u8> {
        [&self.head()[..], &self.sdm_block()].concat()
    }

    /// Option and rights.
    pub(in crate::desfire) fn head(&self) -> [u8; 3] {
        let mode = match self.mode {
            CommMode::Plain => 0x00,
            CommMode::Mac => 0x01,
            CommMode::Full => 0x03,
        };
        let [low, high] = self.rights.to_wire();
        [mode | if self.sdm.is_some() { SDM } else { 0 }, low, high]
    }

    /// The rest, if SDM is on.
    pub(in crate::desfire) fn sdm_block(&self) -> Vec<u8> {
        self.sdm.as_ref().map(encode).unwrap_or_default()
    }

    /// From the wire.
    ///
    /// # Errors
    /// [`Status::LENGTH`] if fields are missing or left over, [`Status::PARAMETER`] for bits that mean nothing.
    pub(in crate::desfire) fn decode(bytes: &[u8]) -> Result<Self, Status> {
        let (&[option, low, high], block) = bytes.split_first_chunk().ok_or(Status::LENGTH)?;
        let mode = comm_mode(option).ok_or(Status::PARAMETER)?;
        let mut fields = Fields(block);
        let sdm = if option & SDM == 0 { None } else { Some(decode(&mut fields)?) };
        if !fields.0.is_empty() {
            return Err(Status::LENGTH);
        }
        Ok(Self { mode, rights: Rights::from_wire([low, high]), sdm })
    }
}

fn decode(fields: &mut Fields<'_>) -> Result<Sdm, Status> {
    let [options, low, high] = fields.three()?;
    if options & ASCII == 0 || options & UNUSED != 0 || low >> 4 != 0xF {
        return Err(Status::PARAMETER);
    }
    let (uid, counter) = (options & UID != 0, options & COUNTER != 0);
    let meta_read = Access::high(high);
    let plain = meta_read == Access::Free;
    let encrypted = matches!(meta_read, Access::Key(_));
    let uid_at = fields.offset_if(uid && plain)?;
    let counter_at = fields.offset_if(counter && plain)?.filter(|at| *at != NOWHERE);
    let picc_data_at = fields.offset_if(encrypted)?;
    let file_read = file_read(Access::low(high), options, fields)?;
    let limit = if options & LIMIT == 0 { None } else { Some(fields.three()?) };
    Ok(Sdm {
        uid,
        counter,
        meta_read,
        uid_at,
        counter_at,
        picc_data_at,
        file_read,
        counter_read: Access::low(low),
        counter_limit: limit.map(ReadCounter::from_lsb),
    })
}

fn file_read(
    right: Access,
    options: u8,
    fields: &mut Fields<'_>,
) -> Result<Option<FileRead>, Status> {
    let wants_data = options & FILE_DATA != 0;
    let key = match right {
        Access::Key(key) => key,
        Access::Never if !wants_data => return Ok(None),
        Access::Never | Access::Free => return Err(Status::PARAMETER),
    };
    let mac_input = fields.offset()?;
    let encrypted = if wants_data {
        Some(EncryptedData { at: fields.offset()?, length: fields.offset()? })
    } else {
        None
    };
    Ok(Some(FileRead { key, mac_input, mac: fields.offset()?, encrypted }))
}

fn encode(sdm: &Sdm) -> Vec<u8> {
    let bit = |on: bool, bit: u8| if on { bit } else { 0 };
    let data = sdm.file_read.and_then(|by| by.encrypted);
    let options = ASCII
        | bit(sdm.uid, UID)
        | bit(sdm.counter, COUNTER)
        | bit(sdm.counter_limit.is_some(), LIMIT)
        | bit(data.is_some(), FILE_DATA);
    let by = sdm.file_read.map_or(Access::Never, |by| Access::Key(by.key));
    let low = 0xF0 | sdm.counter_read.nibble();
    let high = sdm.meta_read.nibble() << 4 | by.nibble();
    let plain_counter = sdm.counter && sdm.meta_read == Access::Free;
    let picc =
        [sdm.uid_at, plain_counter.then(|| sdm.counter_at.unwrap_or(NOWHERE)), sdm.picc_data_at];
    let signed = [
        sdm.file_read.map(|by| by.mac_input),
        data.map(|data| data.at),
        data.map(|data| data.length),
        sdm.file_read.map(|by| by.mac),
    ];
    let offsets = picc.into_iter().chain(signed).flatten().flat_map(lsb);
    let limit = sdm.counter_limit.into_iter().flat_map(ReadCounter::to_lsb);
    [options, low, high].into_iter().chain(offsets).chain(limit).collect()
}

/// Three bytes of a position or a length, the low one first. What does not fit was never taken.
pub(in crate::desfire) fn lsb(value: usize) -> [u8; 3] {
    let [low, middle, high, ..] = value.to_le_bytes();
    [low, middle, high]
}

/// The same, read.
pub(in crate::desfire) fn from_lsb([low, middle, high]: [u8; 3]) -> usize {
    usize::from(high) << 16 | usize::from(middle) << 8 | usize::from(low)
}

/// Fields that have not been read yet.
struct Fields<'b>(&'b [u8]);

impl Fields<'_> {
    fn three(&mut self) -> Result<[u8; 3], Status> {
        let (field, rest) = self.0.split_first_chunk().ok_or(Status::LENGTH)?;
        self.0 = rest;
        Ok(*field)
    }

    fn offset(&mut self) -> Result<usize, Status> {
        self.three().map(from_lsb)
    }

    fn offset_if(&mut self, present: bool) -> Result<Option<usize>, Status> {
        if present { self.offset().map(Some) } else { Ok(None) }
    }
}
