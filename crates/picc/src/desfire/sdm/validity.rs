//! Which SDM settings the chip takes. Each rule is a function of its own; breaking any of them is answered with
//! 919E.
//!
//! Source: NT4H2421Gx Rev. 3.0, "`ChangeFileSettings`", "SDM options", "SDM access rights"; that encrypted file
//! data needs both UID and counter was seen on NTAG 424 DNA.

use tapsmith_card::status::Status;
use tapsmith_core::counter::ReadCounter;

use super::places::{self, overlap};
use super::{FileRead, Sdm};
use crate::desfire::access::Access;
use crate::ev2::unknowns::CounterWithoutMirror;

/// What a rule may look at beside the settings.
#[derive(Debug, Clone, Copy)]
pub(in crate::desfire) struct Circumstances {
    /// Bytes of the file.
    pub(in crate::desfire) size: usize,
    /// Keys of the application.
    pub(in crate::desfire) keys: usize,
    /// The read counter as it will be under the new settings.
    pub(in crate::desfire) counter: ReadCounter,
    /// How an open question is answered.
    pub(in crate::desfire) counter_without_mirror: CounterWithoutMirror,
}

/// Whether the chip takes `sdm`.
pub(in crate::desfire) fn check(sdm: &Sdm, circumstances: Circumstances) -> Result<(), Status> {
    let keeps_every_rule = sdm.keys_exist_among(circumstances.keys)
        && mirror_has_content(sdm)
        && no_mirror_is_none(sdm, circumstances)
        && counter_is_there_if_needed(sdm)
        && encrypted_data_has_uid_and_counter(sdm)
        && limit_is_ahead(sdm, circumstances)
        && mirrors_are_inside(sdm, circumstances)
        && windows_are_in_order(sdm)
        && mirrors_do_not_overlap(sdm);
    if keeps_every_rule { Ok(()) } else { Err(Status::PARAMETER) }
}

/// With `SDMMetaRead` at a key or free, UID or counter is mirrored.
fn mirror_has_content(sdm: &Sdm) -> bool {
    sdm.meta_read == Access::Never || sdm.uid || sdm.counter
}

/// With `SDMMetaRead` at `F` there is no UID, and by one reading no counter either.
fn no_mirror_is_none(sdm: &Sdm, circumstances: Circumstances) -> bool {
    let counter_allowed = circumstances.counter_without_mirror == CounterWithoutMirror::Allowed;
    sdm.meta_read != Access::Never || (!sdm.uid && (!sdm.counter || counter_allowed))
}

/// Neither `SDMCtrRet` nor a limit without the counter.
fn counter_is_there_if_needed(sdm: &Sdm) -> bool {
    let needed = sdm.counter_read != Access::Never || sdm.counter_limit.is_some();
    sdm.counter || !needed
}

/// `SDMENCFileData` needs UID and counter, both.
fn encrypted_data_has_uid_and_counter(sdm: &Sdm) -> bool {
    sdm.file_read.and_then(|by| by.encrypted).is_none() || (sdm.uid && sdm.counter)
}

/// `SDMReadCtrLimit` is above the counter.
fn limit_is_ahead(sdm: &Sdm, circumstances: Circumstances) -> bool {
    sdm.counter_limit.is_none_or(|limit| limit > circumstances.counter)
}

/// No mirror runs past the end of the file.
fn mirrors_are_inside(sdm: &Sdm, circumstances: Circumstances) -> bool {
    places::of(sdm).iter().all(|place| place.end <= circumstances.size)
}

/// The MAC's input starts before the MAC or at it; encrypted data lies between, and is at least 32 characters and a
/// multiple of that.
fn windows_are_in_order(sdm: &Sdm) -> bool {
    let Some(FileRead { mac_input, mac, encrypted, .. }) = sdm.file_read else { return true };
    let data_is = encrypted.is_none_or(|data| {
        let whole = data.length >= 32 && data.length.is_multiple_of(32);
        whole && mac_input <= data.at && data.at.saturating_add(data.length) <= mac
    });
    mac_input <= mac && data_is
}

/// No character is written twice.
fn mirrors_do_not_overlap(sdm: &Sdm) -> bool {
    let (picc, signed) = (places::of_picc(sdm), places::of_file_read(sdm));
    let apart = |place| !signed.iter().any(|other| overlap(place, other));
    let among_themselves = matches!(picc.as_slice(), [uid, counter] if overlap(uid, counter));
    picc.iter().all(apart) && !among_themselves
}
