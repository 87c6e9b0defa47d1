use super::*;
use crate::classic::access::{AccessConditions, Who};
use crate::classic::{Gpb, Key, KeyKind, Model, Opener, Sector, Trailer};

const MODEL: Model = Model::Classic1k;

fn key_b() -> Key {
    Key::new([0xB1; 6])
}

fn target(read_only: bool) -> Target {
    Target::ndef(MODEL, &[0xD0, 0, 0], &key_b(), read_only).unwrap()
}

/// A delivered card, as reading it gives it.
fn delivered() -> State {
    let open = |sector: Sector| OpenSector {
        key_a: Some(Key::factory()),
        key_b: Some(Key::factory()),
        access: AccessConditions::DELIVERED,
        gpb: Gpb::DELIVERED,
        blocks: sector.data_blocks().map(|block| (block, Some([0; 16]))).collect(),
    };
    let sectors = MODEL.sectors().map(|sector| (sector, SectorState::Open(open(sector))));
    State { model: MODEL, sectors: sectors.collect() }
}

/// The card after these steps, if each does what it says.
fn after(state: &State, steps: &[Step]) -> State {
    let mut state = state.clone();
    for step in steps {
        let (at, trailer) = match step {
            Step::WriteBlock { block, .. } => (block.sector(), None),
            Step::WriteTrailer { sector, trailer, .. } => (*sector, Some(trailer)),
        };
        let open = state.sectors.iter_mut().find(|(sector, _)| *sector == at);
        let Some((_, SectorState::Open(open))) = open else { panic!("{step}") };
        if let Step::WriteBlock { block, data, .. } = step {
            let (_, held) = open.blocks.iter_mut().find(|(at, _)| at == block).unwrap();
            *held = Some(*data);
        }
        if let Some(Trailer { key_a, access, gpb, key_b }) = trailer.cloned() {
            (open.key_a, open.key_b) = (Some(key_a), Some(key_b));
            (open.access, open.gpb) = (access, gpb);
        }
    }
    state
}

/// After any number of its steps, a card needs exactly the rest of them.
#[test]
fn a_torn_card_needs_the_rest() {
    let all = [target(false), target(true)];
    let done =
        all.each_ref().map(|target| after(&delivered(), &plan(target, &delivered()).unwrap()));
    let ways = [(&all[0], delivered()), (&all[1], delivered()), (&all[1], done[0].clone())];
    let back = Target::blank(MODEL);
    for (target, start) in ways.into_iter().chain([(&back, done[0].clone())]) {
        let steps = plan(target, &start).unwrap();
        for done in 0..=steps.len() {
            let rest = plan(target, &after(&start, &steps[..done])).unwrap();
            let names = |steps: &[Step]| steps.iter().map(Step::to_string).collect::<Vec<_>>();
            assert_eq!(names(&rest), names(&steps[done..]), "after {done}");
        }
    }
}

/// Each step names a key that may do it, by the conditions of the moment.
#[test]
fn each_step_is_one_that_its_key_may_do() {
    for (target, start) in [(target(true), delivered()), (Target::blank(MODEL), delivered())] {
        let mut state = start;
        for step in plan(&target, &state).unwrap() {
            let (sector, by) = match &step {
                Step::WriteBlock { block, by, .. } => (block.sector(), by),
                Step::WriteTrailer { sector, by, .. } => (*sector, by),
            };
            let open = state.open(sector).unwrap();
            let who = match &step {
                Step::WriteBlock { block, .. } => open.access.of(*block).write(),
                Step::WriteTrailer { .. } => open.access.trailer.write(),
            };
            assert!(who.admits(by.kind), "{step}");
            let held = if by.kind == KeyKind::A { &open.key_a } else { &open.key_b };
            assert_eq!(held.as_ref(), Some(&by.key), "{step}");
            state = after(&state, &[step]);
        }
    }
}

#[test]
fn a_key_b_that_can_be_read_opens_nothing() {
    let state = delivered();
    let SectorState::Open(open) = &state.sectors[1].1 else { panic!() };
    assert_eq!(open.opener(Who::Either), Some(Opener::a(Key::factory())));
    assert_eq!(open.opener(Who::KeyB), None);
    let open = OpenSector { key_a: None, ..open.clone() };
    assert_eq!(open.opener(Who::Either), None);
    let open = OpenSector { access: AccessConditions::NFC, ..open };
    assert_eq!(open.opener(Who::Either), Some(Opener::b(Key::factory())));
    assert_eq!((open.opener(Who::KeyA), open.opener(Who::Never)), (None, None));
}

#[test]
fn what_cannot_be_planned_is_named() {
    let states = [
        (SectorState::Unknown, "nobody here knows a key of sector 3"),
        (SectorState::Blocked, "sector 3 is lost for ever"),
        (SectorState::Unasked, "sector 3 was not read"),
    ];
    for (sector, says) in states {
        let mut state = delivered();
        state.sectors[3].1 = sector;
        let error = plan(&target(false), &state).unwrap_err();
        assert!(error.to_string().contains(says), "{error}");
    }
    let other = State { model: Model::Classic4k, ..delivered() };
    assert_eq!(plan(&target(false), &other), Err(PlanError::OtherModel));
}

#[test]
fn steps_print_no_key() {
    for step in plan(&target(true), &delivered()).unwrap() {
        let printed = format!("{step:?}");
        assert!(!printed.contains("177") && !printed.contains("255"), "{printed}");
        assert!(printed.contains("[redacted]"));
    }
    let state = format!("{:?}", after(&delivered(), &plan(&target(true), &delivered()).unwrap()));
    assert!(!state.contains("177"), "{state}");
}
