//! A card on a reader.

use tapsmith_card::classic::personalize::{
    ApplyError, Limit, PlanError, Step, Target, apply_step, plan, read_state,
};
use tapsmith_card::classic::{Data, Error, Key, Keyring, Model, Tag};
use tapsmith_card::field::{Abilities, Field, Heard};
use tapsmith_card::tag::Count;
use tapsmith_card::transport::Transport;
use tapsmith_picc::classic::reader::atr;
use tapsmith_picc::classic::{Classic, KeyPlaces, Memory, Reader, Torn, Uid, Unknowns};

/// A reader with a card, and what a tester does to them.
#[derive(Debug)]
pub(crate) struct Rig {
    pub(crate) reader: Reader,
    pub(crate) key_slot: u8,
    /// Blocks that were written, in order.
    pub(crate) writes: Vec<u8>,
    /// The n-th write is torn.
    pub(crate) tear: Option<(usize, Torn)>,
    /// The n-th write is answered well, and not done.
    pub(crate) lie: Option<usize>,
    atr: [u8; 20],
}

/// The field is gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Gone;

/// Why a card is not what it shall be.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Failed {
    Read(Error<Gone>),
    Plan(PlanError),
    Apply(ApplyError<Gone>),
}

impl Rig {
    pub(crate) fn new(memory: Memory) -> Self {
        Self::with(memory, Unknowns::default())
    }

    pub(crate) fn with(memory: Memory, unknowns: Unknowns) -> Self {
        let atr = atr(memory.model());
        let reader = Reader::new(Classic::with(memory, unknowns), KeyPlaces::Two);
        Self { reader, key_slot: 0, writes: Vec::new(), tear: None, lie: None, atr }
    }

    pub(crate) fn blank(model: Model) -> Self {
        Self::new(Memory::delivered(model, Uid::Seven([4, 1, 2, 3, 4, 5, 6])))
    }

    pub(crate) fn model(&self) -> Model {
        self.reader.chip().memory().model()
    }

    /// A block as it stands in memory.
    pub(crate) fn block(&self, number: u8) -> Data {
        *self.reader.chip().memory().block(number).unwrap()
    }

    /// All of them.
    pub(crate) fn blocks(&self) -> Vec<Data> {
        (0..=255).map_while(|at| self.reader.chip().memory().block(at).copied()).collect()
    }

    /// The steps that a card needs.
    pub(crate) fn steps(&mut self, target: &Target, given: &[Key]) -> Result<Vec<Step>, Failed> {
        let model = self.model();
        let ring = Keyring::new(given.iter().cloned());
        let mut tag = Tag::new(self);
        let state = read_state(&mut tag, model, &ring, Limit::NONE).map_err(Failed::Read)?;
        plan(target, &state).map_err(Failed::Plan)
    }

    /// Makes the card what it shall be; the names of the steps that it took.
    pub(crate) fn make(&mut self, target: &Target, given: &[Key]) -> Result<Vec<String>, Failed> {
        let steps = self.steps(target, given)?;
        let mut tag = Tag::new(self);
        for step in &steps {
            apply_step(&mut tag, step).map_err(Failed::Apply)?;
        }
        Ok(steps.iter().map(Step::to_string).collect())
    }

    /// The same, and what it cost.
    pub(crate) fn cost(&mut self, target: &Target, given: &[Key]) -> Count {
        let model = self.model();
        let ring = Keyring::new(given.iter().cloned());
        let mut tag = Tag::new(self);
        let state = read_state(&mut tag, model, &ring, Limit::NONE).unwrap();
        for step in &plan(target, &state).unwrap() {
            apply_step(&mut tag, step).unwrap();
        }
        tag.count()
    }

    /// Nothing here may ever write access bits that contradict themselves. By the data sheet's figure: each
    /// nibble with its inverse.
    fn check(command: &[u8]) {
        let block = command[3];
        let trailer = if block < 128 { block % 4 == 3 } else { block % 16 == 15 };
        if trailer {
            let [b6, b7, b8] = [command[11], command[12], command[13]];
            assert_eq!([b7 >> 4 ^ b6 & 15, b8 & 15 ^ b6 >> 4, b8 >> 4 ^ b7 & 15], [15; 3]);
        }
        assert_ne!(block, 0);
    }
}

impl Transport for Rig {
    type Error = Gone;

    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, Gone> {
        if command.get(1) != Some(&0xD6) {
            return Ok(self.reader.transmit(command));
        }
        Self::check(command);
        let write = self.writes.len();
        self.writes.push(command[3]);
        if self.lie == Some(write) {
            return Ok(vec![0x90, 0x00]);
        }
        match self.tear {
            Some((at, torn)) if at == write => {
                self.reader.transmit_torn(command, torn);
                Err(Gone)
            }
            _ => Ok(self.reader.transmit(command)),
        }
    }
}

impl Field for Rig {
    fn atr(&self) -> &[u8] {
        &self.atr
    }

    fn abilities(&self) -> Abilities {
        Abilities { key_slot: self.key_slot, raw_frames: false, ..Abilities::ALL }
    }

    fn frame(&mut self, _: &[u8]) -> Result<Heard, Gone> {
        Ok(Heard::Unable)
    }

    fn reactivate(&mut self) -> Result<(), Gone> {
        self.reader.select();
        Ok(())
    }
}
