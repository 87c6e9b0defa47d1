//! Plans, and what happens while a delivery is judged by them.

use tapsmith_store::{Error, NotedPlan, PlanState};

use crate::common::{Fixture, batch, create, later, now};
use crate::world::{PLAN, derived, event, new_plan};
use tapsmith_core::batch::KeyScheme;

fn planned(fixture: &Fixture) -> NotedPlan {
    let mut vault = fixture.unlock();
    create(&mut vault, &derived());
    vault.make_qa_plan(new_plan(&derived(), PLAN), now()).unwrap()
}

#[test]
fn a_plan_is_named_after_its_batch_and_kept_as_it_was_made() {
    let fixture = Fixture::new();
    let first = planned(&fixture);
    let mut vault = fixture.unlock();
    let other = batch("other", KeyScheme::Derived, 1, 3);
    create(&mut vault, &other);
    let second = vault.make_qa_plan(new_plan(&other, "x"), now()).unwrap();
    let third = vault.make_qa_plan(new_plan(&derived(), "y"), later()).unwrap();
    let names = [&first, &second, &third].map(|plan| (&*plan.plan_id, plan.number));
    assert_eq!(names, [("d-qa-1", 1), ("other-qa-1", 2), ("d-qa-2", 3)]);
    assert_eq!(fixture.open().qa_plans().unwrap(), [first.clone(), second, third]);
    assert_eq!(fixture.open().qa_plan("d-qa-1").unwrap(), first);
    assert_eq!((&*first.plan, first.state, first.rehearsal), (PLAN, PlanState::Open, false));
    let missing = vault.qa_plan("d-qa-9").unwrap_err();
    assert!(matches!(missing, Error::NoPlan { .. }), "{missing:?}");
}

#[test]
fn events_follow_one_another_and_a_second_desk_is_told() {
    let fixture = Fixture::new();
    planned(&fixture);
    let [mut here, mut there] = [fixture.unlock(), fixture.unlock()];
    here.add_qa_event("d-qa-1", &event(1), false).unwrap();
    for number in [0, 1, 3] {
        let outcome = there.add_qa_event("d-qa-1", &event(number), false);
        assert!(matches!(outcome, Err(Error::PlanMoved { .. })), "{outcome:?}");
    }
    there.add_qa_event("d-qa-1", &event(2), false).unwrap();
    assert_eq!(fixture.open().qa_events("d-qa-1").unwrap(), [event(1), event(2)]);
    assert!(here.check(None, &mut |_| true).unwrap().is_good());
}

#[test]
fn a_plan_with_one_virtual_card_stays_a_rehearsal() {
    let fixture = Fixture::new();
    planned(&fixture);
    let mut vault = fixture.unlock();
    for (number, is_virtual) in [(1, false), (2, true), (3, false)] {
        vault.add_qa_event("d-qa-1", &event(number), is_virtual).unwrap();
        assert_eq!(vault.qa_plan("d-qa-1").unwrap().rehearsal, number > 1);
    }
}

#[test]
fn a_plan_is_judged_once_and_then_nothing_is_added() {
    let fixture = Fixture::new();
    let plan = planned(&fixture);
    let mut vault = fixture.unlock();
    let moved = vault.judge_qa_plan(&plan.plan_id, 1, true, "{}", later());
    assert!(matches!(moved, Err(Error::PlanMoved { .. })), "{moved:?}");
    let judged = vault.judge_qa_plan(&plan.plan_id, 0, true, "{}", later()).unwrap();
    let outcome = Some("{}".to_owned());
    let expected =
        NotedPlan { state: PlanState::Accepted, outcome, judged_at: Some(later()), ..plan };
    assert_eq!((&judged, &vault.qa_plan("d-qa-1").unwrap()), (&expected, &expected));
    let again = vault.judge_qa_plan("d-qa-1", 0, false, "{}", later());
    let late = vault.add_qa_event("d-qa-1", &event(1), false);
    for outcome in [again.map(drop), late] {
        assert!(matches!(outcome, Err(Error::PlanJudged { .. })), "{outcome:?}");
    }
    let mut events = Vec::new();
    vault.history(3, &mut |entry| events.push(entry.event)).unwrap();
    let said = serde_json::to_value(events).unwrap();
    let expected = serde_json::json!([
        {"event": "qa_planned", "plan": "d-qa-1", "batch": "d", "cards": 2},
        {"event": "qa_judged", "plan": "d-qa-1", "batch": "d", "verdict": "accepted", "rehearsal": false},
    ]);
    assert_eq!(said, expected);
}
