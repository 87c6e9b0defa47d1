//! Which SDM settings the chip takes. Each rule is a function of its own; breaking any of them is
//! answered with 919E.
//!
//! Source: NT4H2421Gx Rev. 3.0, "`ChangeFileSettings`", "SDM options", "SDM access rights";
//! NT4H2421Tx Rev. 3.0, "`ChangeFileSettings`", for the tag-tamper status; that encrypted file data
//! needs both UID and counter was seen on silicon.

use tapsmith_card::settings::{FileRead, Offset, PiccMirror, Sdm};
use tapsmith_card::status::Status;
use tapsmith_core::access::Access;
use tapsmith_core::counter::ReadCounter;
use tapsmith_core::suite::Suite;

use super::places::{self, overlap};
use crate::ntag424::unknowns::CounterWithoutMirror;

/// What a rule may look at beside the settings.
#[derive(Debug, Clone, Copy)]
pub(in crate::ntag424) struct Circumstances {
    /// Bytes of the file.
    pub(in crate::ntag424) size: usize,
    /// The read counter as it will be under the new settings.
    pub(in crate::ntag424) counter: ReadCounter,
    /// The mode, on which the length of a mirror hangs.
    pub(in crate::ntag424) suite: Suite,
    /// Whether the chip has a tag-tamper loop.
    pub(in crate::ntag424) has_loop: bool,
    /// How an open question is answered.
    pub(in crate::ntag424) counter_without_mirror: CounterWithoutMirror,
}

/// Whether the chip takes `sdm`.
pub(in crate::ntag424) fn check(sdm: &Sdm, circumstances: Circumstances) -> Result<(), Status> {
    let keeps_every_rule = picc_mirror_has_content(sdm)
        && picc_mirror_off_is_off(sdm, circumstances)
        && counter_is_there_if_needed(sdm)
        && encrypted_data_has_uid_and_counter(sdm)
        && limit_is_ahead(sdm, circumstances)
        && tag_tamper_has_a_loop(sdm, circumstances)
        && mirrors_are_inside(sdm, circumstances)
        && windows_are_in_order(sdm)
        && mirrors_do_not_overlap(sdm, circumstances)
        && tag_tamper_stands_apart(sdm, circumstances);
    if keeps_every_rule { Ok(()) } else { Err(Status::PARAMETER) }
}

/// With `SDMMetaRead` at a key or free, UID or counter is mirrored.
fn picc_mirror_has_content(sdm: &Sdm) -> bool {
    matches!(sdm.picc, PiccMirror::Off { .. }) || sdm.picc.has_uid() || sdm.picc.has_counter()
}

/// With `SDMMetaRead` at `F` there is no UID, and by one reading no counter either.
fn picc_mirror_off_is_off(sdm: &Sdm, circumstances: Circumstances) -> bool {
    let PiccMirror::Off { counter, uid } = sdm.picc else { return true };
    let counter_allowed = circumstances.counter_without_mirror == CounterWithoutMirror::Allowed;
    !uid && (!counter || counter_allowed)
}

/// Neither `SDMCtrRet` nor a limit without the counter.
fn counter_is_there_if_needed(sdm: &Sdm) -> bool {
    let needed = sdm.counter_read != Access::Never || sdm.counter_limit.is_some();
    sdm.picc.has_counter() || !needed
}

/// `SDMENCFileData` needs UID and counter, both.
fn encrypted_data_has_uid_and_counter(sdm: &Sdm) -> bool {
    let encrypted = sdm.file_read.and_then(|file_read| file_read.encrypted);
    encrypted.is_none() || (sdm.picc.has_uid() && sdm.picc.has_counter())
}

/// `SDMReadCtrLimit` is above the counter.
fn limit_is_ahead(sdm: &Sdm, circumstances: Circumstances) -> bool {
    sdm.counter_limit.is_none_or(|limit| limit > circumstances.counter)
}

/// The bit of the tag-tamper status is zero on a chip without it.
fn tag_tamper_has_a_loop(sdm: &Sdm, circumstances: Circumstances) -> bool {
    sdm.tag_tamper.is_none() || circumstances.has_loop
}

/// No mirror runs past the end of the file.
fn mirrors_are_inside(sdm: &Sdm, circumstances: Circumstances) -> bool {
    places::of(sdm, circumstances.suite).iter().all(|place| place.end <= circumstances.size)
}

/// The MAC's input starts before the MAC or at it; encrypted data lies between, and is at least 32
/// characters and a multiple of that.
fn windows_are_in_order(sdm: &Sdm) -> bool {
    let Some(FileRead { mac_input, mac, encrypted, .. }) = sdm.file_read else { return true };
    let [mac_input, mac] = [mac_input, mac].map(Offset::to_usize);
    mac_input <= mac
        && encrypted.is_none_or(|data| {
            let (start, length) = (data.at.to_usize(), data.length.to_usize());
            let whole = length >= 32 && length.is_multiple_of(32);
            whole && mac_input <= start && start.saturating_add(length) <= mac
        })
}

/// No character is written twice.
fn mirrors_do_not_overlap(sdm: &Sdm, circumstances: Circumstances) -> bool {
    let picc = places::of_picc(sdm.picc, circumstances.suite);
    let signed = places::of_file_read(sdm);
    let apart = |place| !signed.iter().any(|other| overlap(place, other));
    let among_themselves = matches!(picc.as_slice(), [uid, counter] if overlap(uid, counter));
    picc.iter().all(apart) && !among_themselves
}

/// The tag-tamper status is no part of UID, counter, `PICCENCData` or SDMMAC. In encrypted file data
/// it may stand, but not where the outcome takes the plaintext's room.
fn tag_tamper_stands_apart(sdm: &Sdm, circumstances: Circumstances) -> bool {
    places::of_tag_tamper(sdm).is_none_or(|status| {
        let picc = places::of_picc(sdm.picc, circumstances.suite).into_iter();
        let taken = picc.chain(places::of_mac(sdm)).chain(places::of_second_half(sdm));
        !taken.into_iter().any(|other| overlap(&status, &other))
    })
}
