//! The field goes in the middle of a write: each write of an encode, and of a reset, torn in many ways. The
//! card is put down again, and made what it shall be from there.

use crate::encode::{MESSAGE, memory, target};
use crate::layout::{KEY_B, blank, finished, key_b};
use crate::rig::{Failed, Rig};
use tapsmith_card::classic::personalize::{ApplyError, PlanError, Target};
use tapsmith_card::classic::{Data, Error, KeyKind, Model, Sector};
use tapsmith_picc::classic::{BlockedSector, Memory, Torn, Uid, Unknowns};

/// Which bytes are new: the first n, and all but the first n.
fn cuts() -> Vec<Torn> {
    let cut = |at: usize, first: u8| {
        Torn(std::array::from_fn(|byte| if byte < at { first } else { !first }))
    };
    (0..=16).flat_map(|at| [cut(at, 0xFF), cut(at, 0x00)]).collect()
}

/// Each of a trailer's three parts, new or old: key A, access bits with the byte behind them, key B.
fn parts() -> Vec<Torn> {
    let part = |new| if new { 0xFF } else { 0x00 };
    let of = |[a, access, b]: [bool; 3]| {
        let parts = [vec![part(a); 6], vec![part(access); 4], vec![part(b); 6]].concat();
        Torn(parts.try_into().unwrap())
    };
    (0..8).map(|set| of([1, 2, 4].map(|bit| set & bit != 0))).collect()
}

/// Bits, and not bytes.
fn bits() -> Vec<Torn> {
    [0x0F, 0xF0, 0x55, 0xAA, 0x7F, 0x01].map(|bits| Torn([bits; 16])).to_vec()
}

struct Way {
    model: Model,
    target: Target,
    /// What the card holds when it is done.
    end: Vec<Data>,
    /// The card before.
    start: Vec<Data>,
}

fn ways(model: Model) -> Vec<Way> {
    let open = finished(model, &memory(MESSAGE), false);
    let closed = finished(model, &memory(MESSAGE), true);
    let way = |target, start: &[Data], end: &[Data]| Way {
        model,
        target,
        start: start.to_vec(),
        end: end.to_vec(),
    };
    vec![
        way(target(model, false), &blank(model), &open),
        way(target(model, true), &blank(model), &closed),
        way(target(model, true), &open, &closed),
        way(Target::blank(model), &open, &blank(model)),
    ]
}

/// A card of these blocks.
fn card(model: Model, blocks: &[Data], unknowns: Unknowns) -> Rig {
    let text = Memory::delivered(model, Uid::Seven([4, 1, 2, 3, 4, 5, 6])).to_json();
    let mut json: serde_json::Value = serde_json::from_str(&text).unwrap();
    json["blocks"] = blocks.iter().map(|block| tapsmith_core::hex::encode(block)).collect();
    Rig::with(Memory::from_json(&json.to_string()).unwrap(), unknowns)
}

/// Why a sector with this trailer cannot be finished any more by who knows both the old keys and the new;
/// none if it can. By the data sheet: under 001 key A changes the trailer, under 011 key B, under 110 nobody.
fn lost_by(trailer: &Data) -> Option<&'static str> {
    let [b6, b7, b8] = [trailer[6], trailer[7], trailer[8]];
    let sound = [b7 >> 4 ^ b6 & 15, b8 & 15 ^ b6 >> 4, b8 >> 4 ^ b7 & 15] == [15; 3];
    let unknown =
        |keys: &[&str], key: &[u8]| !keys.contains(&tapsmith_core::hex::encode(key).as_str());
    let a = unknown(&["FFFFFFFFFFFF", "A0A1A2A3A4A5", "D3F7D3F7D3F7"], &trailer[..6]);
    let b = unknown(&["FFFFFFFFFFFF", KEY_B], &trailer[10..]);
    match (sound, [b7 >> 7, b8 >> 3 & 1, b8 >> 7]) {
        (false, _) => Some("blocked"),
        (true, [0, 0, 1]) => a.then_some("key A"),
        (true, [0, 1, 1]) => b.then_some("key B"),
        // Locked, and not as it should be: some bits of the data's conditions are still the old ones.
        (true, [1, 1, 0]) => (trailer[6..9] != [0x07, 0x8F, 0x0F]).then_some("locked"),
        _ => Some("other"),
    }
}

/// Tears the `at`-th write of `way`, and goes on. None if the way has not so many writes.
fn tear(way: &Way, at: usize, torn: Torn, unknowns: Unknowns) -> Option<Result<(), PlanError>> {
    let mut rig = card(way.model, &way.start, unknowns);
    rig.tear = Some((at, torn));
    let Err(told) = rig.make(&way.target, &[key_b()]) else { return None };
    let lost =
        ApplyError::Card(Error::Transport { command: "Update Binary", source: crate::rig::Gone });
    assert_eq!(told, Failed::Apply(lost));
    let block = *rig.writes.last().unwrap();
    let after = rig.blocks();
    rig.tear = None;
    match rig.make(&way.target, &[key_b()]) {
        Ok(_) => {
            assert_eq!(rig.blocks(), way.end, "write {at}, {torn:02X?}");
            assert_eq!(rig.make(&way.target, &[key_b()]), Ok(Vec::new()));
            Some(Ok(()))
        }
        Err(Failed::Plan(error)) => {
            assert_eq!(rig.blocks(), after, "nothing is written to a card that cannot be finished");
            check(block, &rig.block(block), error, unknowns);
            Some(Err(error))
        }
        Err(other) => panic!("write {at}, {torn:02X?}: {other:?}"),
    }
}

/// A card that cannot be finished is one whose torn trailer is lost, and it is that one that is named.
fn check(block: u8, trailer: &Data, error: PlanError, unknowns: Unknowns) {
    let sector =
        Sector::new(if block < 128 { block / 4 } else { 32 + (block - 128) / 16 }).unwrap();
    assert_eq!(sector.trailer().as_u8(), block, "only a trailer can be lost");
    let told = format!("{block}: {trailer:02X?} {error:?}");
    let tells = unknowns.blocked_sector == BlockedSector::GivesNothing;
    let named = match (lost_by(trailer).unwrap(), error) {
        ("blocked", PlanError::Blocked(named)) if tells => named,
        // A chip that does not even open such a sector, or whose key A is torn too, tells nobody why.
        ("blocked" | "key A" | "key B", PlanError::UnknownKey(named))
        | ("key B", PlanError::KeyNeeded(named, KeyKind::B))
        | ("locked", PlanError::ReadOnly(named)) => named,
        _ => panic!("{told}"),
    };
    assert_eq!(named, sector, "{told}");
}

/// All writes of all ways, in these ways torn. How many were finished, and how many lost.
fn tear_all(model: Model, torn: &[Torn], unknowns: Unknowns) -> (usize, usize) {
    let (mut finished, mut lost) = (0, 0);
    for way in ways(model) {
        for torn in torn {
            let outcomes = (0..).map_while(|at| tear(&way, at, *torn, unknowns));
            for outcome in outcomes {
                *if outcome.is_ok() { &mut finished } else { &mut lost } += 1;
            }
        }
    }
    (finished, lost)
}

/// Old, new, and each part of a trailer old or new: nothing is ever lost.
#[test]
fn whole_parts_lose_no_sector() {
    for model in Model::ALL {
        let (finished, lost) = tear_all(model, &parts(), Unknowns::default());
        assert_eq!(lost, 0);
        assert!(finished > 8 * 60, "{finished}");
    }
}

/// Cut anywhere: what is lost is a trailer cut in the middle of a key or of its access bits, and is named.
#[test]
fn a_cut_in_a_trailer_may_lose_its_sector_and_says_so() {
    for blocked_sector in [BlockedSector::GivesNothing, BlockedSector::DoesNotOpen] {
        let unknowns = Unknowns { blocked_sector, ..Unknowns::default() };
        let (finished, lost) = tear_all(Model::Classic1k, &cuts(), unknowns);
        assert!(finished > 2000 && lost > 500, "{finished} {lost}");
    }
    let (finished, lost) = tear_all(Model::Classic1k, &bits(), Unknowns::default());
    assert!(finished > 0 && lost > 0, "{finished} {lost}");
}

/// A blocked sector is told from a key that nobody knows, where the chip lets it be told.
#[test]
fn a_blocked_sector_is_named() {
    let way = &ways(Model::Classic1k)[0];
    let half = Torn(std::array::from_fn(|byte| if byte < 7 { 0xFF } else { 0x00 }));
    let first = Sector::new(1).unwrap();
    assert_eq!(tear(way, 2, half, Unknowns::default()), Some(Err(PlanError::Blocked(first))));
    let closed = Unknowns { blocked_sector: BlockedSector::DoesNotOpen, ..Unknowns::default() };
    assert_eq!(tear(way, 2, half, closed), Some(Err(PlanError::UnknownKey(first))));
    let text = PlanError::Blocked(first).to_string();
    assert!(text.contains("sector 1 is lost for ever"), "{text}");
}

/// Torn, and torn again at the next try, at each pair of places: it is finished at the third.
#[test]
fn torn_twice() {
    let way = &ways(Model::Classic1k)[0];
    for (first, second) in (0..20).flat_map(|first| (0..20).map(move |second| (first, second))) {
        for (one, other) in [(Torn::OLD, Torn::NEW), (Torn::NEW, Torn::OLD)] {
            let mut rig = card(way.model, &way.start, Unknowns::default());
            for (at, torn) in [(first, one), (second, other)] {
                rig.writes.clear();
                rig.tear = Some((at, torn));
                let _ = rig.make(&way.target, &[key_b()]);
            }
            rig.tear = None;
            rig.make(&way.target, &[key_b()]).unwrap();
            assert_eq!(rig.blocks(), way.end, "{first} {second}");
        }
    }
}
