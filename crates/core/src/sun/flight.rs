//! Many taps at once: what AES has to do for sixteen of them is done together.

use tapsmith_wide::{LANES, Lanes, Ready, Wide};
use zeroize::{Zeroize, Zeroizing};

use super::verifier::Slot;
use super::{Mirror, PiccData, PiccEncData, Reading, Rejection, Tap, Verifier, session};
use crate::aes::{Block, TruncatedMac, blocks_before_last, double, last_block, xor};
use crate::record::RecordId;
use crate::suite::Suite;
use crate::template::Mirroring;

impl Verifier {
    /// [`Verifier::verify`] of each tap, in their order: the same verdicts, many times faster. What is no tap keeps its
    /// reason, and costs no AES. A thousand or so at a time stay in a processor's cache.
    pub fn verify_all(
        &self,
        taps: Vec<Result<Tap<'_>, Rejection>>,
    ) -> Vec<Result<Reading, Rejection>> {
        self.verify_all_in(Wide::new(), taps)
    }

    /// The same by a way of the processor's that the caller chose.
    pub(super) fn verify_all_in(
        &self,
        wide: Wide,
        mut taps: Vec<Result<Tap<'_>, Rejection>>,
    ) -> Vec<Result<Reading, Rejection>> {
        let flying = taps.iter().flatten().filter(|tap| self.can_fly(tap));
        let mut landed = Flight::new(self, wide).fly(flying).into_iter();
        let mut verdicts = Vec::with_capacity(taps.len());
        for tap in &mut taps {
            match tap {
                Ok(tap) => match self.can_fly(tap).then(|| landed.next()).flatten() {
                    Some(landed) => verdicts.push(landed.verdict(tap, self)),
                    None => verdicts.push(self.verify(tap)),
                },
                Err(rejection) => {
                    verdicts.push(Err(std::mem::replace(rejection, Rejection::NotUrl)));
                }
            }
        }
        verdicts
    }

    /// Whether the tap is of the kind that flies: SDM in AES mode, of a card whose keys are known.
    #[inline]
    pub(super) fn can_fly(&self, tap: &Tap<'_>) -> bool {
        let of_record = match tap.mirror {
            Mirror::Encrypted(_) => self.meta_read.is_of_record() || self.file_read.is_of_record(),
            Mirror::Plain { .. } => self.file_read.is_of_record(),
        };
        let by_sdm = tap.suite == Suite::Aes && tap.mirroring == Mirroring::Sdm;
        by_sdm && (tap.record.is_some() || !of_record)
    }
}

/// What a flight finds out of a tap.
struct Landed {
    /// None if PICCENCData does not open.
    mirrored: Option<PiccData>,
    genuine: bool,
}

impl Landed {
    #[inline]
    fn verdict(self, tap: &Tap<'_>, verifier: &Verifier) -> Result<Reading, Rejection> {
        match self {
            Self { mirrored: None, .. } => Err(Rejection::WrongPiccData),
            Self { genuine: false, .. } => Err(Rejection::WrongMac),
            Self { mirrored: Some(mirrored), .. } if tap.enc.is_none() => {
                Ok(tap.without_file_data(mirrored))
            }
            // File data is decrypted one by one.
            Self { mirrored: Some(_), .. } => verifier.verify(tap),
        }
    }
}

/// What sixteen taps at a time are verified with.
pub(super) struct Flight<'v> {
    verifier: &'v Verifier,
    wide: Wide,
    /// What is secret stays in one place, and is wiped when all have landed.
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

    fn fly<'t, 'u: 't>(mut self, mut taps: impl Iterator<Item = &'t Tap<'u>>) -> Vec<Landed> {
        let mut landed = Vec::new();
        loop {
            let mut aboard: Aboard<'t, 'u> = [None; LANES];
            let mut count = 0;
            for (seat, tap) in aboard.iter_mut().zip(&mut taps) {
                *seat = Some(tap);
                count += 1;
            }
            if count == 0 {
                return landed;
            }
            let opened = self.open(&aboard);
            self.derive_session_keys(&aboard, &opened);
            let macs = self.macs(&aboard);
            let seats = aboard.iter().flatten().zip(opened).zip(macs);
            landed.extend(
                seats.map(|((tap, mirrored), mac)| Landed { mirrored, genuine: mac == tap.mac }),
            );
        }
    }

    /// Which of one tap's candidates deserve a closer look: most do not get as far as the MAC, for PICCData does not open.
    pub(super) fn likely<'t>(&mut self, taps: impl Iterator<Item = &'t Tap<'t>>) -> [bool; LANES] {
        let mut aboard = [None; LANES];
        aboard.iter_mut().zip(taps).for_each(|(seat, tap)| *seat = Some(tap));
        let opened = self.open(&aboard);
        let mut likely = [false; LANES];
        let found = likely.iter_mut().zip(aboard.iter().flatten()).zip(&opened);
        if self.verifier.meta_read.is_of_record() {
            found.for_each(|((likely, _), opened)| *likely = opened.is_some());
            return likely;
        }
        self.derive_session_keys(&aboard, &opened);
        let macs = self.macs(&aboard);
        found.zip(macs).for_each(|(((likely, tap), _), mac)| *likely = mac == tap.mac);
        likely
    }

    fn open(&mut self, aboard: &Aboard<'_, '_>) -> [Option<PiccData>; LANES] {
        let mut blocks = each(aboard, [0; 16], |tap| match tap.mirror {
            Mirror::Encrypted(PiccEncData::Aes(block)) => block,
            _ => [0; 16],
        });
        match &self.verifier.meta_read {
            Slot::All(_, cipher) => cipher.decrypt_each(&mut blocks),
            Slot::Record(keys, role) => {
                keys.lanes(*role, &records(aboard), &mut self.secret.keys);
                self.wide.expand(&self.secret.keys).decrypt(&mut blocks);
            }
        }
        let mut opened = [None; LANES];
        for ((opened, block), tap) in opened.iter_mut().zip(&blocks).zip(aboard.iter().flatten()) {
            *opened = match tap.mirror {
                Mirror::Plain { uid, counter } => Some(PiccData { uid: Some(uid), counter }),
                Mirror::Encrypted(_) => PiccData::decode(block),
            };
        }
        opened
    }

    /// The keys in use become the taps' session keys.
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
    fn macs(&mut self, aboard: &Aboard<'_, '_>) -> [TruncatedMac; LANES] {
        let Secret { keys, subkeys } = &mut *self.secret;
        let ready = self.wide.expand(keys);
        make_subkeys(ready, subkeys);
        let mut inputs = [const { Input { before: &[], last: [0; 16] } }; LANES];
        for ((input, subkey), tap) in inputs.iter_mut().zip(subkeys).zip(aboard.iter().flatten()) {
            *input = Input::of(tap.mac_input.as_bytes(), subkey);
        }
        let rounds = inputs.iter().map(|input| input.before.len()).max().unwrap_or_default();
        let mut states = [[0; 16]; LANES];
        for round in 0..=rounds {
            let mut next = states;
            for (next, input) in next.iter_mut().zip(&inputs) {
                *next = xor(*next, &input.block(round).unwrap_or_default());
            }
            ready.encrypt(&mut next);
            for ((state, next), input) in states.iter_mut().zip(next).zip(&inputs) {
                if input.block(round).is_some() {
                    *state = next;
                }
            }
        }
        let mut macs = [TruncatedMac([0; 8]); LANES];
        for (mac, state) in macs.iter_mut().zip(&states) {
            *mac = TruncatedMac::of(state);
        }
        macs
    }
}

#[inline]
fn records(aboard: &Aboard<'_, '_>) -> [Option<RecordId>; LANES] {
    each(aboard, None, |tap| tap.record)
}

#[inline]
fn each<T: Copy>(aboard: &Aboard<'_, '_>, empty: T, of: impl Fn(&Tap<'_>) -> T) -> [T; LANES] {
    let mut lanes = [empty; LANES];
    for (lane, tap) in lanes.iter_mut().zip(aboard.iter().flatten()) {
        *lane = of(tap);
    }
    lanes
}

/// CMAC's K1 of each key.
fn make_subkeys(keys: Ready<'_>, subkeys: &mut Lanes) {
    *subkeys = [[0; 16]; LANES];
    keys.encrypt(subkeys);
    for subkey in subkeys {
        *subkey = double(*subkey);
    }
}

/// What a MAC covers, as CMAC takes it: block by block.
#[derive(Clone, Copy)]
struct Input<'u> {
    before: &'u [Block],
    /// The last block, with its subkey.
    last: Block,
}

impl<'u> Input<'u> {
    #[inline]
    fn of(message: &'u [u8], subkey: &Block) -> Self {
        let last = last_block(message, subkey, &double(*subkey));
        Self { before: blocks_before_last(message), last }
    }

    #[inline]
    fn block(&self, round: usize) -> Option<Block> {
        if round == self.before.len() { Some(self.last) } else { self.before.get(round).copied() }
    }
}
