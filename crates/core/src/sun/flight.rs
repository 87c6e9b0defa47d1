//! Many taps at once: what AES has to do for sixteen of them is done together.

use tapsmith_wide::{LANES, Lanes, Ready, Wide};
use zeroize::{Zeroize, Zeroizing};

use super::session;
use super::verifier::Slot;
use super::{Mirror, PiccData, PiccEncData, Reading, Rejection, Tap, Verifier};
use crate::aes::{Block, TruncatedMac, double, split, xor};
use crate::record::RecordId;
use crate::secret::Reveal as _;
use crate::suite::Suite;
use crate::template::Mirroring;

type Verdict = Result<Reading, Rejection>;

impl Verifier {
    /// [`Verifier::verify`] of each tap, in their order: the same verdicts, many times faster. What is no tap keeps its
    /// reason, and costs no AES.
    pub fn verify_all<'u>(
        &self,
        taps: impl IntoIterator<Item = Result<Tap<'u>, Rejection>>,
    ) -> Vec<Verdict> {
        self.verify_all_in(Wide::new(), taps)
    }

    /// The same by a way of the processor's that the caller chose.
    pub(super) fn verify_all_in<'u>(
        &self,
        wide: Wide,
        taps: impl IntoIterator<Item = Result<Tap<'u>, Rejection>>,
    ) -> Vec<Verdict> {
        let taps = taps.into_iter();
        let mut verdicts = Vec::with_capacity(taps.size_hint().0);
        let mut flight = Flight::new(self, wide);
        for tap in taps {
            match tap {
                Ok(tap) if self.can_fly(&tap) => flight.board(tap, &mut verdicts),
                Ok(tap) => verdicts.push(self.verify(&tap)),
                Err(rejection) => verdicts.push(Err(rejection)),
            }
        }
        flight.land(&mut verdicts);
        verdicts
    }

    /// Whether the tap is of the kind that flies: SDM in AES mode, of a card whose keys are known.
    fn can_fly(&self, tap: &Tap<'_>) -> bool {
        let own = matches!(self.file_read, Slot::Record(..))
            || matches!((&self.meta_read, tap.mirror), (Slot::Record(..), Mirror::Encrypted(_)));
        tap.suite == Suite::Aes && tap.mirroring == Mirroring::Sdm && (!own || tap.record.is_some())
    }
}

/// Up to sixteen taps, and where their verdicts go.
struct Flight<'v, 'u> {
    verifier: &'v Verifier,
    wide: Wide,
    aboard: Vec<(usize, Tap<'u>)>,
    /// What is secret stays in one place, and is wiped when all have landed.
    secret: Zeroizing<Secret>,
}

#[derive(Default, Zeroize)]
struct Secret {
    /// The keys that sign, where each record has its own.
    file_read: Lanes,
    /// The keys in use.
    keys: Lanes,
    /// CMAC's first subkey of each.
    subkeys: Lanes,
}

/// What nobody looks at.
const EMPTY: PiccData = PiccData { uid: None, counter: None };

impl<'v, 'u> Flight<'v, 'u> {
    fn new(verifier: &'v Verifier, wide: Wide) -> Self {
        Self { verifier, wide, aboard: Vec::with_capacity(LANES), secret: Zeroizing::default() }
    }

    /// Takes a tap aboard. Its verdict stands last among the `verdicts`, but counts only when the flight has landed.
    fn board(&mut self, tap: Tap<'u>, verdicts: &mut Vec<Verdict>) {
        self.aboard.push((verdicts.len(), tap));
        verdicts.push(Err(Rejection::WrongMac));
        if self.aboard.len() == LANES {
            self.land(verdicts);
        }
    }

    /// Says the verdicts of all aboard.
    fn land(&mut self, verdicts: &mut [Verdict]) {
        if self.aboard.is_empty() {
            return;
        }
        let opened = self.open();
        self.derive_session_keys(opened.map(|data| data.unwrap_or(EMPTY)));
        let macs = self.macs();
        let own_keys = &self.secret.file_read;
        for ((((at, tap), opened), mac), own) in
            self.aboard.iter().zip(opened).zip(macs).zip(own_keys)
        {
            let verdict = match opened {
                None => Err(Rejection::WrongPiccData),
                Some(_) if mac != tap.mac => Err(Rejection::WrongMac),
                Some(mirrored) => self.read(tap, mirrored, own),
            };
            if let Some(place) = verdicts.get_mut(*at) {
                *place = verdict;
            }
        }
        self.aboard.clear();
    }

    fn open(&mut self) -> [Option<PiccData>; LANES] {
        let mut blocks = self.each([0; 16], |tap| match tap.mirror {
            Mirror::Encrypted(PiccEncData::Aes(block)) => block,
            _ => [0; 16],
        });
        let records = self.records();
        match &self.verifier.meta_read {
            Slot::All(_, cipher) => cipher.decrypt_each(&mut blocks),
            Slot::Record(keys, role) => {
                keys.lanes(*role, &records, &mut self.secret.keys);
                self.wide.expand(&self.secret.keys).decrypt(&mut blocks);
            }
        }
        let mut opened = [None; LANES];
        for ((opened, block), (_, tap)) in opened.iter_mut().zip(&blocks).zip(&self.aboard) {
            *opened = match tap.mirror {
                Mirror::Plain { uid, counter } => Some(PiccData { uid: Some(uid), counter }),
                Mirror::Encrypted(_) => PiccData::decode(block),
            };
        }
        opened
    }

    /// The keys in use become the taps' session keys.
    fn derive_session_keys(&mut self, mirrored: [PiccData; LANES]) {
        let vectors = mirrored.map(session::mac_vector);
        let records = self.records();
        let Secret { file_read, keys, subkeys } = &mut *self.secret;
        match &self.verifier.file_read {
            Slot::All(_, cmac) => {
                *keys = vectors.map(|vector| cmac.whole_block_input(vector));
                cmac.encrypt_each(keys);
            }
            Slot::Record(record_keys, role) => {
                record_keys.lanes(*role, &records, file_read);
                let ready = self.wide.expand(file_read);
                make_subkeys(ready, subkeys);
                for ((key, vector), subkey) in keys.iter_mut().zip(vectors).zip(subkeys) {
                    *key = xor(vector, subkey);
                }
                ready.encrypt(keys);
            }
        }
    }

    /// The MACs that the keys in use make of what each tap's covers.
    fn macs(&mut self) -> [TruncatedMac; LANES] {
        let Secret { keys, subkeys, .. } = &mut *self.secret;
        let ready = self.wide.expand(keys);
        make_subkeys(ready, subkeys);
        let mut inputs = [const { Input { before: &[], last: [0; 16] } }; LANES];
        for ((input, subkey), (_, tap)) in inputs.iter_mut().zip(subkeys).zip(&self.aboard) {
            *input = Input::of(tap.mac_input, subkey);
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
        states.map(|state| TruncatedMac::of(&state))
    }

    /// What a tap says whose MAC is right; `own` is its record's key, where each has one.
    fn read(&self, tap: &Tap<'u>, mirrored: PiccData, own: &Block) -> Verdict {
        let key = match &self.verifier.file_read {
            Slot::All(key, _) => key.reveal(),
            Slot::Record(..) => own,
        };
        tap.read_signed(mirrored, key)
    }

    fn records(&self) -> [Option<RecordId>; LANES] {
        self.each(None, |tap| tap.record)
    }

    fn each<T: Copy>(&self, empty: T, of: impl Fn(&Tap<'u>) -> T) -> [T; LANES] {
        let mut lanes = [empty; LANES];
        for (lane, (_, tap)) in lanes.iter_mut().zip(&self.aboard) {
            *lane = of(tap);
        }
        lanes
    }
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
    fn of(text: &'u str, subkey: &Block) -> Self {
        let (before, last) = split(text.as_bytes());
        Self { before, last: last.masked(subkey, &double(*subkey)) }
    }

    fn block(&self, round: usize) -> Option<Block> {
        if round == self.before.len() { Some(self.last) } else { self.before.get(round).copied() }
    }
}
