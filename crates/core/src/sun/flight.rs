//! Many taps at once: what AES has to do for sixteen of them is done together.

use tapsmith_wide::{LANES, Lanes, Ready, Wide};
use zeroize::{Zeroize, Zeroizing};

use super::verifier::Slot;
use super::{Mirror, PiccData, PiccEncData, Reading, Rejection, Tap, Verifier, session};
use crate::aes::{TruncatedMac, blocks_before_last, double, last_block, xor};
use crate::record::RecordId;
use crate::suite::Suite;
use crate::template::Mirroring;

impl Verifier {
    /// [`Verifier::verify`] of each tap, in their order: the same verdicts, many times faster. What is no tap keeps its
    /// reason. Sixteen are taken and judged, then the next: taps that are read as they are taken never leave the cache.
    pub fn verify_all<'u>(
        &self,
        taps: impl IntoIterator<Item = Result<Tap<'u>, Rejection>>,
    ) -> Vec<Result<Reading, Rejection>> {
        self.verify_all_in(Wide::new(), taps)
    }

    /// The same by a way of the processor's that the caller chose.
    #[inline]
    pub(super) fn verify_all_in<'u>(
        &self,
        wide: Wide,
        taps: impl IntoIterator<Item = Result<Tap<'u>, Rejection>>,
    ) -> Vec<Result<Reading, Rejection>> {
        let mut flight = Flight::new(self, wide);
        let mut seats = [const { Err(Rejection::NotUrl) }; LANES];
        let mut taps = taps.into_iter();
        let mut verdicts = Vec::with_capacity(taps.size_hint().0);
        loop {
            let boarding = seats.iter_mut().zip(&mut taps);
            let count = boarding.map(|(seat, tap)| take(tap, seat)).count();
            match seats.get_mut(..count) {
                Some(taps) if count > 0 => flight.judge(taps, &mut verdicts),
                _ => return verdicts,
            }
        }
    }

    /// Those of the taps that fly, each in its lane.
    #[inline]
    fn board<'t, 'u>(&self, taps: &'t [Result<Tap<'u>, Rejection>]) -> Aboard<'t, 'u> {
        let mut aboard = [None; LANES];
        for (seat, tap) in aboard.iter_mut().zip(taps) {
            *seat = tap.as_ref().ok().filter(|tap| self.can_fly(tap));
        }
        aboard
    }

    /// Whether the tap is of the kind that flies: SDM in AES mode, of a card whose keys are known.
    #[inline]
    pub(super) fn can_fly(&self, tap: &Tap<'_>) -> bool {
        let of_record = match tap.mirror() {
            Mirror::Encrypted(_) => self.meta_read.is_of_record() || self.file_read.is_of_record(),
            Mirror::Plain { .. } => self.file_read.is_of_record(),
        };
        let by_sdm = tap.suite == Suite::Aes && tap.mirroring == Mirroring::Sdm;
        by_sdm && (tap.record.is_some() || !of_record)
    }

    #[inline]
    fn judge(&self, tap: &Tap<'_>, landed: &Landed, verdict: &mut Result<Reading, Rejection>) {
        match landed {
            Landed::WrongPiccData => *verdict = Err(Rejection::WrongPiccData),
            Landed::Opened(_, mac) if *mac != tap.mac => *verdict = Err(Rejection::WrongMac),
            Landed::Opened(mirrored, _) if tap.enc.is_none() => {
                *verdict = Ok(tap.without_file_data(*mirrored));
            }
            // File data is decrypted one by one.
            Landed::Opened(..) | Landed::NotAboard => *verdict = self.verify(tap),
        }
    }
}

/// Writes a tap to its seat, and nowhere else: a copy of the whole would wait for the pieces it was made of.
#[inline]
fn take<'u>(tap: Result<Tap<'u>, Rejection>, seat: &mut Result<Tap<'u>, Rejection>) {
    match tap {
        Ok(tap) => *seat = Ok(tap),
        Err(rejection) => *seat = Err(rejection),
    }
}

/// What a flight finds out of a tap.
#[derive(Clone, Copy)]
enum Landed {
    NotAboard,
    WrongPiccData,
    /// What is mirrored, and what the MAC has to be.
    Opened(PiccData, TruncatedMac),
}

/// What sixteen taps at a time are verified with.
pub(super) struct Flight<'v> {
    verifier: &'v Verifier,
    wide: Wide,
    /// The keys stay in one place, and are wiped when all have landed.
    secret: Zeroizing<Secret>,
}

#[derive(Default, Zeroize)]
struct Secret {
    /// The keys in use.
    keys: Lanes,
    /// CMAC's first subkey of each.
    subkeys: Lanes,
}

/// The taps of one flight.
type Aboard<'t, 'u> = [Option<&'t Tap<'u>>; LANES];

impl<'v> Flight<'v> {
    pub(super) fn new(verifier: &'v Verifier, wide: Wide) -> Self {
        Self { verifier, wide, secret: Zeroizing::default() }
    }

    /// Adds the verdict on each, in their order.
    fn judge(
        &mut self,
        taps: &mut [Result<Tap<'_>, Rejection>],
        verdicts: &mut Vec<Result<Reading, Rejection>>,
    ) {
        let landed = self.fly(&self.verifier.board(taps));
        let judged = verdicts.len();
        verdicts.extend(taps.iter().map(|_| Err(Rejection::WrongMac)));
        let verdicts = verdicts.iter_mut().skip(judged);
        for ((tap, landed), verdict) in taps.iter_mut().zip(&landed).zip(verdicts) {
            match tap {
                Ok(tap) => self.verifier.judge(tap, landed, verdict),
                Err(rejection) => *verdict = Err(std::mem::replace(rejection, Rejection::NotUrl)),
            }
        }
    }

    fn fly(&mut self, aboard: &Aboard<'_, '_>) -> [Landed; LANES] {
        let mut landed = [Landed::NotAboard; LANES];
        if aboard.iter().flatten().next().is_none() {
            return landed;
        }
        let opened = self.open(aboard);
        self.derive_session_keys(aboard, &opened);
        let macs = self.macs(aboard);
        for (((landed, tap), mirrored), mac) in landed.iter_mut().zip(aboard).zip(opened).zip(&macs)
        {
            *landed = match (tap, mirrored) {
                (None, _) => Landed::NotAboard,
                (Some(_), None) => Landed::WrongPiccData,
                (Some(_), Some(mirrored)) => Landed::Opened(mirrored, TruncatedMac::of(mac)),
            };
        }
        landed
    }

    /// Which of one tap's candidates deserve a closer look: most do not get as far as the MAC, for PICCData does not open.
    pub(super) fn likely<'t>(&mut self, taps: impl Iterator<Item = &'t Tap<'t>>) -> [bool; LANES] {
        let mut aboard = [None; LANES];
        aboard.iter_mut().zip(taps).for_each(|(seat, tap)| *seat = Some(tap));
        let encrypted = aboard.iter().flatten().any(|tap| is_encrypted(tap));
        if encrypted && self.verifier.meta_read.is_of_record() {
            return self.open(&aboard).map(|opened| opened.is_some());
        }
        let mut likely = [false; LANES];
        for ((likely, landed), tap) in likely.iter_mut().zip(self.fly(&aboard)).zip(&aboard) {
            let mac = tap.map(|tap| tap.mac);
            *likely = matches!(landed, Landed::Opened(_, made) if Some(made) == mac);
        }
        likely
    }

    #[inline]
    fn open(&mut self, aboard: &Aboard<'_, '_>) -> [Option<PiccData>; LANES] {
        let mut blocks = each(aboard, [0; 16], |tap| match tap.mirror() {
            Mirror::Encrypted(PiccEncData::Aes(block)) => block,
            _ => [0; 16],
        });
        self.decrypt_mirrors(aboard, &mut blocks);
        let mut opened = [None; LANES];
        for ((opened, block), tap) in opened.iter_mut().zip(&blocks).zip(aboard) {
            *opened = tap.and_then(|tap| match tap.mirror() {
                Mirror::Plain { uid, counter } => Some(PiccData { uid: Some(uid), counter }),
                Mirror::Encrypted(_) => PiccData::decode(block),
            });
        }
        opened
    }

    /// Not of a flight whose mirrors are all in plain.
    #[inline]
    fn decrypt_mirrors(&mut self, aboard: &Aboard<'_, '_>, blocks: &mut Lanes) {
        if !aboard.iter().flatten().any(|tap| is_encrypted(tap)) {
            return;
        }
        match &self.verifier.meta_read {
            Slot::All(_, cipher) => cipher.decrypt_each(blocks),
            Slot::Record(keys, role) => {
                keys.lanes(*role, &records(aboard), &mut self.secret.keys);
                self.wide.expand(&self.secret.keys).decrypt(blocks);
            }
        }
    }

    /// The keys in use become the taps' session keys.
    #[inline]
    fn derive_session_keys(
        &mut self,
        aboard: &Aboard<'_, '_>,
        mirrored: &[Option<PiccData>; LANES],
    ) {
        const NOBODY: PiccData = PiccData { uid: None, counter: None };
        let vector = |mirrored: &Option<PiccData>| session::mac_vector(mirrored.unwrap_or(NOBODY));
        let Secret { keys, subkeys } = &mut *self.secret;
        match &self.verifier.file_read {
            Slot::All(_, cmac) => {
                for (key, mirrored) in keys.iter_mut().zip(mirrored) {
                    *key = cmac.whole_block_input(vector(mirrored));
                }
                cmac.encrypt_each(keys);
            }
            Slot::Record(record_keys, role) => {
                record_keys.lanes(*role, &records(aboard), keys);
                let ready = self.wide.expand(keys);
                make_subkeys(ready, subkeys);
                for ((key, mirrored), subkey) in keys.iter_mut().zip(mirrored).zip(subkeys) {
                    *key = xor(vector(mirrored), subkey);
                }
                ready.encrypt(keys);
            }
        }
    }

    /// The MACs that the keys in use make of what each tap's covers.
    #[inline]
    fn macs(&mut self, aboard: &Aboard<'_, '_>) -> Lanes {
        let Secret { keys, subkeys } = &mut *self.secret;
        let ready = self.wide.expand(keys);
        make_subkeys(ready, subkeys);
        let messages = each(aboard, &[][..], |tap| tap.mac_input.as_bytes());
        let mut states = before_last(ready, &messages);
        for ((state, subkey), message) in states.iter_mut().zip(subkeys).zip(messages) {
            *state = xor(*state, &last_block(message, subkey, &double(*subkey)));
        }
        ready.encrypt(&mut states);
        states
    }
}

/// CMAC of all blocks but the last: lanes that have come so far wait for the others.
#[inline]
fn before_last(ready: Ready<'_>, messages: &[&[u8]; LANES]) -> Lanes {
    let length = |message: &&[u8]| blocks_before_last(message).len();
    let mut states = [[0; 16]; LANES];
    for round in 0..messages.iter().map(length).max().unwrap_or_default() {
        let block = |message: &[u8]| blocks_before_last(message).get(round).copied();
        let mut next = states;
        for (next, message) in next.iter_mut().zip(messages) {
            *next = xor(*next, &block(message).unwrap_or_default());
        }
        ready.encrypt(&mut next);
        for ((state, next), message) in states.iter_mut().zip(next).zip(messages) {
            *state = block(message).map_or(*state, |_| next);
        }
    }
    states
}

#[inline]
pub(super) fn is_encrypted(tap: &Tap<'_>) -> bool {
    matches!(tap.mirror(), Mirror::Encrypted(_))
}

#[inline]
fn records(aboard: &Aboard<'_, '_>) -> [Option<RecordId>; LANES] {
    each(aboard, None, |tap| tap.record)
}

#[inline]
fn each<'u, T: Copy>(aboard: &Aboard<'_, 'u>, empty: T, of: impl Fn(&Tap<'u>) -> T) -> [T; LANES] {
    let mut lanes = [empty; LANES];
    for (lane, tap) in lanes.iter_mut().zip(aboard) {
        if let Some(tap) = tap {
            *lane = of(tap);
        }
    }
    lanes
}

/// CMAC's K1 of each key.
#[inline]
fn make_subkeys(keys: Ready<'_>, subkeys: &mut Lanes) {
    *subkeys = [[0; 16]; LANES];
    keys.encrypt(subkeys);
    for subkey in subkeys {
        *subkey = double(*subkey);
    }
}
