//! MIFARE Classic: bytes to values, and a client before a reader that answers anything.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use tapsmith_card::classic::personalize::{
    Limit, SectorState, Step, Target, apply_step, plan, read_state,
};
use tapsmith_card::classic::{
    AccessConditions, Block, Key, Keyring, Mad, Model, Sector, SeenTrailer, Tag, Trailer, inspect,
};
use tapsmith_card::field::{Abilities, Field, Heard};
use tapsmith_card::transport::Transport;

/// A reader that answers from a list, from the first to the last and then from the first again.
struct Anything {
    answers: Vec<Answer>,
    asked: usize,
    /// Cards that do not come back after so many selections.
    selections: usize,
}

/// Mostly what a command may be answered with, so that it goes on.
#[derive(Debug, Clone)]
enum Answer {
    Any(Vec<u8>),
    Refused(u16),
    /// Done; and this is the block, if one is read.
    Done([u8; 16]),
}

impl Transport for Anything {
    type Error = ();

    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, ()> {
        let answer = self.answers.get(self.asked % self.answers.len());
        self.asked += 1;
        Ok(match (command.get(1).copied().unwrap_or_default(), answer.ok_or(())?) {
            (_, Answer::Any(bytes)) => bytes.clone(),
            // A reader that takes no key ends everything.
            (0x86 | 0xB0 | 0xD6, Answer::Refused(word)) => word.to_be_bytes().to_vec(),
            (0xB0, Answer::Done(block)) => [&block[..], &[0x90, 0x00]].concat(),
            _ => vec![0x90, 0x00],
        })
    }
}

impl Field for Anything {
    fn atr(&self) -> &[u8] {
        &[]
    }

    fn abilities(&self) -> Abilities {
        Abilities::ALL
    }

    fn frame(&mut self, _: &[u8]) -> Result<Heard, ()> {
        Ok(Heard::Unable)
    }

    fn reactivate(&mut self) -> Result<(), ()> {
        self.selections = self.selections.checked_sub(1).ok_or(())?;
        Ok(())
    }
}

/// Blocks of any bytes, or trailers that a chip would take; refusals; and now and then nonsense.
fn answers() -> impl Strategy<Value = Vec<Answer>> {
    let access = select(vec![[0xFF, 7, 0x80], [0x7F, 7, 0x88], [0x78, 0x77, 0x88], [7, 0x8F, 15]]);
    let trailer = (any::<[u8; 16]>(), access).prop_map(|(mut block, access)| {
        block[6..9].copy_from_slice(&access);
        Answer::Done(block)
    });
    let block = any::<[u8; 16]>().prop_map(Answer::Done);
    let refused = select(vec![0x6300, 0x6300, 0x6982, 0x6800]).prop_map(Answer::Refused);
    let usual = prop_oneof![9 => trailer, 1 => block, 3 => refused];
    let nonsense = prop_oneof![
        vec(any::<u8>(), 0..40).prop_map(Answer::Any),
        select(vec![0x6A81, 0x9001]).prop_map(Answer::Refused),
    ];
    let all_usual = vec(usual.clone(), 1..40);
    prop_oneof![
        3 => all_usual,
        1 => vec(prop_oneof![12 => usual, 1 => nonsense], 1..40)
    ]
}

/// Three keys that everybody knows, and one more, of two kinds; a trailer asked for twice; and each block
/// with a key that the reader has to be given first.
const MOST_A_SECTOR: usize = 4 * 2 * 2 + 2 * 3 + 15 * 3 * 2;

/// Many cards that come back, or few.
fn selections() -> impl Strategy<Value = usize> {
    prop_oneof![Just(usize::MAX), 0_usize..10]
}

proptest! {
    #[test]
    fn reading_comes_to_an_end(answers in answers(), selections in selections(), model in select(Model::ALL.to_vec())) {
        let mut field = Anything { answers, asked: 0, selections };
        let ring = Keyring::new([Key::new([9; 6])]);
        let most = model.sectors().count() * MOST_A_SECTOR;
        let state = read_state(&mut Tag::new(&mut field), model, &ring, Limit::NONE);
        prop_assert!(field.asked <= most, "{}", field.asked);
        if let Ok(state) = state {
            prop_assert_eq!(state.sectors.len(), model.sectors().count());
            let (mad, memory) = (state.mad(), state.memory(&model.ndef_sectors().collect::<Vec<_>>()));
            prop_assert!(mad.is_ok() || memory.is_none_or(|memory| memory.len() == model.capacity()));
            for target in [Target::blank(model), Target::ndef(model, &[0xD0, 0, 0], &Key::new([9; 6]), true).unwrap()] {
                let blocked = state.sectors.iter().any(|(_, sector)| !matches!(sector, SectorState::Open(_)));
                let steps = plan(&target, &state);
                prop_assert!(!(blocked && steps.is_ok()), "a plan for a card that cannot be finished");
                prop_assert!(steps.unwrap_or_default().len() <= 256 + 40);
            }
        }
    }

    #[test]
    fn looking_comes_to_an_end(answers in answers(), selections in selections(), limit in 0_u32..20) {
        let mut field = Anything { answers, asked: 0, selections };
        let mut tag = Tag::new(&mut field);
        let shown = inspect(&mut tag, Model::Classic4k, &Keyring::new([]), Limit(limit));
        prop_assert!(tag.count().failed_authentications <= limit.saturating_add(6 + 2));
        prop_assert!(shown.is_err() || shown.is_ok_and(|shown| shown.sectors.len() == 40));
        prop_assert!(field.asked <= 40 * MOST_A_SECTOR);
    }

    /// Nobody who does not show what was written is believed.
    #[test]
    fn a_step_comes_to_an_end(answers in answers(), selections in selections(), data in any::<[u8; 16]>()) {
        let Some(sector) = Sector::new(1) else { unreachable!() };
        let by = tapsmith_card::classic::Opener::a(Key::factory());
        let block = sector.data_blocks().next().unwrap();
        let trailer = Trailer::delivered();
        let shown = trailer.to_bytes();
        for step in [
            Step::WriteBlock { block, data, by: by.clone() },
            Step::WriteTrailer { sector, trailer, by },
        ] {
            let mut field = Anything { answers: answers.clone(), asked: 0, selections };
            let done = apply_step(&mut Tag::new(&mut field), &step).is_ok();
            prop_assert!(field.asked <= 20, "{}", field.asked);
            let wanted = match step {
                Step::WriteBlock { .. } => &data[..],
                Step::WriteTrailer { .. } => &shown[6..],
            };
            let shows = field.answers.iter().any(|answer| match answer {
                Answer::Done(block) => block.ends_with(wanted),
                Answer::Any(bytes) => bytes.windows(wanted.len()).any(|at| at == wanted),
                Answer::Refused(_) => false,
            });
            prop_assert!(!done || shows);
        }
    }

    #[test]
    fn a_trailer(block in any::<[u8; 16]>()) {
        let decoded = SeenTrailer::decode(&block);
        let access = AccessConditions::decode([block[6], block[7], block[8]]);
        prop_assert_eq!(decoded.is_ok(), access.is_ok());
        if let Ok(access) = access {
            prop_assert_eq!(access.encode(), [block[6], block[7], block[8]]);
        }
    }

    #[test]
    fn a_directory(first in vec(any::<[u8; 16]>(), 0..4), second in vec(any::<[u8; 16]>(), 0..5)) {
        if let Ok(mad) = Mad::decode(&first, Some(&second)) {
            prop_assert_eq!(mad.applications().count(), 38);
        }
    }

    #[test]
    fn a_place(number in any::<u8>()) {
        let block = Block::new(number);
        prop_assert!(block.sector().trailer().as_u8() >= number);
        prop_assert_eq!(Sector::new(number).is_some(), number < 40);
    }
}
