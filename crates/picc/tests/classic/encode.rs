//! From blank to finished, and back.

use std::slice;

use crate::layout::{blank, finished, key_b};
use crate::refused::with;
use crate::rig::Rig;
use tapsmith_card::classic::personalize::{Step, Target};
use tapsmith_card::classic::{Key, Model};
use tapsmith_card::tag::Count;
use tapsmith_picc::classic::{
    BlockedSector, Classic, KeyPlaces, Memory, PartialTrailer, Reader, Torn, Uid, Unknowns,
};

/// `https://example.com/7`, as the URI record type has it.
pub(crate) const MESSAGE: &[u8] = b"\xD1\x01\x0E\x55\x04example.com/7";

pub(crate) fn target(model: Model, read_only: bool) -> Target {
    Target::ndef(model, MESSAGE, &key_b(), read_only).unwrap()
}

/// A memory with `message` in it, by hand.
pub(crate) fn memory(message: &[u8]) -> Vec<u8> {
    let length = u8::try_from(message.len()).unwrap();
    [&[0x03, length], message, &[0xFE]].concat()
}

#[test]
fn a_blank_card_comes_out_as_the_documents_have_it() {
    for model in Model::ALL {
        for read_only in [false, true] {
            let mut rig = Rig::blank(model);
            let target = target(model, read_only);
            let steps = rig.make(&target, &[key_b()]).unwrap();
            assert_eq!(rig.blocks(), finished(model, &memory(MESSAGE), read_only));
            assert_eq!(rig.make(&target, &[key_b()]), Ok(Vec::new()), "it is finished");
            assert_eq!(rig.writes.len(), steps.len(), "each step is one write");
        }
    }
}

/// Data before its trailer, NDEF before the directory, sector 0's trailer last of all.
#[test]
fn the_order_is_that_of_the_documents() {
    let steps = Rig::blank(Model::Classic1k).make(&target(Model::Classic1k, false), &[]).unwrap();
    let first = ["write_block_4", "write_block_5", "write_trailer_1", "write_trailer_2"];
    assert_eq!(steps[..4], first);
    let last = ["write_trailer_15", "write_block_1", "write_block_2", "write_trailer_0"];
    assert_eq!(steps[16..], last);
    let mut rig = Rig::blank(Model::Classic4k);
    let steps = rig.make(&target(Model::Classic4k, false), &[]).unwrap();
    let last = ["39", "1", "2", "64", "65", "66", "16", "0"];
    let numbers: Vec<_> = steps.iter().map(|step| step.rsplit('_').next().unwrap()).collect();
    assert_eq!(numbers[numbers.len() - 8..], last);
    let steps = rig.make(&Target::blank(Model::Classic4k), &[key_b()]).unwrap();
    assert_eq!(steps[..3], first[..3]);
    let numbers: Vec<_> = steps.iter().map(|step| step.rsplit('_').next().unwrap()).collect();
    assert_eq!(numbers[numbers.len() - 8..], ["39", "1", "2", "0", "64", "65", "66", "16"]);
}

#[test]
fn a_reset_is_the_way_back() {
    for model in Model::ALL {
        let mut rig = Rig::blank(model);
        rig.make(&target(model, false), &[key_b()]).unwrap();
        rig.make(&Target::blank(model), &[key_b()]).unwrap();
        assert_eq!(rig.blocks(), blank(model));
        assert_eq!(rig.make(&Target::blank(model), &[]), Ok(Vec::new()));
    }
}

/// The longest message that a card holds, and every block of it.
#[test]
fn a_full_card() {
    for (model, length) in [(Model::Classic1k, 716), (Model::Classic4k, 3356_u16)] {
        let message: Vec<_> = (1..=length).map(|at| at.to_be_bytes()[1] | 1).collect();
        let full = Target::ndef(model, &message, &key_b(), false).unwrap();
        let [high, low] = length.to_be_bytes();
        let mut rig = Rig::blank(model);
        rig.make(&full, &[]).unwrap();
        let long = [&[0x03, 0xFF, high, low], message.as_slice()].concat();
        assert_eq!(rig.blocks(), finished(model, &long, false));
        // A short message over a long one leaves nothing of it.
        rig.make(&target(model, false), &[key_b()]).unwrap();
        assert_eq!(rig.blocks(), finished(model, &memory(MESSAGE), false));
        assert!(Target::ndef(model, &[message, vec![1]].concat(), &key_b(), false).is_err());
    }
}

/// Another record's key, or another message: only what differs is written.
#[test]
fn a_finished_card_is_changed_by_what_differs() {
    let model = Model::Classic1k;
    let mut rig = Rig::blank(model);
    rig.make(&target(model, false), &[key_b()]).unwrap();
    let other = Target::ndef(model, b"\xD1\x01\x0E\x55\x04example.com/8", &key_b(), false).unwrap();
    assert_eq!(rig.make(&other, &[key_b()]).unwrap(), ["write_block_5"]);
    let key = Key::new([9; 6]);
    let other = Target::ndef(model, MESSAGE, &key, false).unwrap();
    let steps = rig.make(&other, &[key_b(), key.clone()]).unwrap();
    assert_eq!(steps.len(), 17);
    assert_eq!(rig.block(7)[10..], [9; 6]);
    // Read-only is what is left to do, and the end.
    let closed = Target::ndef(model, MESSAGE, &key, true).unwrap();
    let steps = rig.steps(&closed, slice::from_ref(&key)).unwrap();
    let (open, locks) = steps.split_at(15);
    assert!(!open.iter().any(Step::irreversible) && locks.iter().all(Step::irreversible));
    assert_eq!(locks.len(), 16);
    rig.make(&closed, slice::from_ref(&key)).unwrap();
    assert_eq!(rig.make(&closed, &[key]), Ok(Vec::new()));
}

/// What is for good is marked so, comes last, and changes nothing but access bits.
#[test]
fn only_locks_are_for_good() {
    for model in Model::ALL {
        let mut rig = Rig::blank(model);
        let steps = rig.steps(&target(model, true), &[]).unwrap();
        let (open, locks) = steps.split_at(steps.len() - model.sectors().count());
        assert!(!open.iter().any(Step::irreversible) && locks.iter().all(Step::irreversible));
        let names: Vec<_> = locks.iter().map(Step::to_string).collect();
        let ndef = model.ndef_sectors().chain(model.directory_sectors().rev());
        assert_eq!(names, ndef.map(|at| format!("lock_sector_{at}")).collect::<Vec<_>>());
        rig.tear = Some((open.len(), Torn::OLD));
        rig.make(&target(model, true), &[]).unwrap_err();
        let before = rig.blocks();
        rig.tear = None;
        rig.make(&target(model, true), &[key_b()]).unwrap();
        for (before, after) in before.iter().zip(rig.blocks()) {
            assert_eq!((&before[..6], &before[9..]), (&after[..6], &after[9..]));
        }
        assert!(rig.steps(&target(model, false), &[]).is_err());
    }
    let steps = Rig::blank(Model::Classic1k).steps(&target(Model::Classic1k, false), &[]).unwrap();
    assert!(!steps.iter().any(Step::irreversible));
}

/// A reader that selects by itself, other places for keys, and each answer to an open question.
#[test]
fn readers_and_chips_of_all_habits() {
    for blocked_sector in [BlockedSector::GivesNothing, BlockedSector::DoesNotOpen] {
        for partial_trailer in [PartialTrailer::Parts, PartialTrailer::Refused] {
            for (places, slot) in [(KeyPlaces::Two, 1), (KeyPlaces::Session, 0x20)] {
                for eager in [false, true] {
                    let delivered = Memory::delivered(Model::Classic1k, Uid::Four([1, 2, 3, 4]));
                    let unknowns = Unknowns { blocked_sector, partial_trailer };
                    let mut rig = Rig::with(delivered.clone(), unknowns);
                    let reader = Reader::new(Classic::with(delivered, unknowns), places);
                    rig.reader = if eager { reader.that_selects_again() } else { reader };
                    rig.key_slot = slot;
                    let target = target(Model::Classic1k, false);
                    rig.make(&target, &[key_b()]).unwrap();
                    let expected = finished(Model::Classic1k, &memory(MESSAGE), false);
                    assert_eq!(rig.blocks()[1..], expected[1..]);
                    rig.make(&Target::blank(Model::Classic1k), &[key_b()]).unwrap();
                    assert_eq!(rig.blocks()[1..], blank(Model::Classic1k)[1..]);
                }
            }
        }
    }
}

/// What it takes. A blank card lets no key fail; a finished one three: the factory's, before
/// the directory's is tried, and both before that of NDEF is. Counted by hand: authentication, trailer and
/// blocks of each sector, and of each write itself and its proof.
#[test]
fn what_it_costs() {
    let target = target(Model::Classic1k, false);
    let mut rig = Rig::blank(Model::Classic1k);
    let count = rig.cost(&target, &[key_b()]);
    assert_eq!(count, Count { exchanges: 167, failed_authentications: 0 });
    let count = rig.cost(&target, &[key_b()]);
    assert_eq!(count, Count { exchanges: 98, failed_authentications: 3 });
    // One trailer by its own key A, which stays: it is proved by a new authentication all the same.
    let mut rig = with(&[(63, "FFFFFFFFFFFF FF0780 00 FFFFFFFFFFFF")]);
    let count = rig.cost(&Target::blank(Model::Classic1k), &[]);
    assert_eq!(count, Count { exchanges: 79 + 3, failed_authentications: 0 });
}
