//! Lots without cards, by the ten thousand: drawn, fed to a session, and tallied. How often they are accepted is the
//! OC curve's to say: the exact hypergeometric one, which tests of the core hold against other programs. Nothing of
//! the curve goes into the draw or the tally. Seeds are fixed, so that nothing here is chance.

use jiff::Timestamp;
use tapsmith_core::sampling::{Level, Seed, Severity, Standard, draw, oc};
use tapsmith_desk::qa::class::{Class, Finding};
use tapsmith_desk::qa::event::{CardSeen, Event, Place};
use tapsmith_desk::qa::make::Wish;
use tapsmith_desk::qa::plan::{Critical, Plan};
use tapsmith_desk::qa::report::LotVerdict;
use tapsmith_desk::qa::session::{Noted, Session};
use tapsmith_desk::qa::tally::Tally;

use crate::stage::{Desk, uid, wish};

/// Lots for each point of a curve.
const LOTS: u32 = 2500;
/// Standard errors; one fixed set of seeds in 100,000 or so would fail by chance.
const ERRORS: f64 = 4.5;

fn seen(unit: u64, class: Option<Class>) -> Event {
    let finding = |class| Finding { class, name: "planted".to_owned(), detail: String::new() };
    let findings = class.map(finding).into_iter().collect();
    let silent = CardSeen::silent(Place::Unit { unit }, findings);
    Event::Card(Box::new(CardSeen { uid: Some(uid(unit)), is_virtual: true, ..silent }))
}

/// Whether a lot whose first `defectives` positions are defective is accepted, by this seed.
fn accepted(plan: &Plan, class: Class, defectives: u64, number: u32) -> bool {
    let mut seed = [0; 16];
    seed[..4].copy_from_slice(&number.to_be_bytes());
    let seed = Seed::from(seed);
    let drawn = draw(seed, plan.lot.as_u64(), plan.draw_size());
    let mut session =
        Session::of(Plan { seed, drawn: drawn.clone(), ..plan.clone() }, &[]).unwrap();
    for (unit, number) in drawn.into_iter().zip(1..) {
        let event = seen(unit, (unit <= defectives).then_some(class));
        session.apply(Noted { number, at: Timestamp::UNIX_EPOCH, operator: String::new(), event });
    }
    match Tally::of(&session).verdict() {
        LotVerdict::Accepted => true,
        LotVerdict::Rejected => false,
        LotVerdict::Unfinished => panic!("all were judged"),
    }
}

fn on_the_curve(wish: Wish, class: Class, expected: (u64, u32, u32), defectives: [u64; 3]) {
    let mut desk = Desk::new();
    let lot = wish.lot.unwrap();
    let batch = desk.batch("b", "sun-aes", 1, lot + 1);
    let (_, plan) = desk.plan(&batch, wish, 1);
    let decides = *plan.class(class).unwrap();
    assert_eq!((decides.sample_size, decides.accept, decides.reject), expected);
    for defectives in defectives {
        let times = (0..LOTS).filter(|number| accepted(&plan, class, defectives, *number)).count();
        let share = f64::from(u32::try_from(times).unwrap()) / f64::from(LOTS);
        // In the gap a lot is accepted too.
        let exact = oc::accept_lot(plan.lot, decides.sample_size, decides.reject - 1, defectives);
        let error = (exact * (1.0 - exact) / f64::from(LOTS)).sqrt();
        assert!(
            (share - exact).abs() <= ERRORS * error,
            "{class}, {defectives} of {lot}: {share}, and the curve says {exact}, error {error}"
        );
    }
}

#[test]
fn a_plan_with_ac_0() {
    let wish = Wish { lot: Some(150), aql: "0.65".parse().unwrap(), ..wish() };
    on_the_curve(wish, Class::Major, (20, 0, 1), [2, 8, 20]);
}

#[test]
fn a_plan_with_ac_5() {
    let wish = Wish { lot: Some(400), aql: "4.0".parse().unwrap(), ..wish() };
    on_the_curve(wish.clone(), Class::Major, (50, 5, 6), [20, 45, 80]);
    on_the_curve(wish, Class::Minor, (50, 5, 6), [20, 45, 80]);
}

#[test]
fn a_reduced_plan_with_a_gap() {
    let wish = Wish {
        lot: Some(280),
        standard: Standard::Z1_4,
        severity: Some(Severity::Reduced),
        aql: "4.0".parse().unwrap(),
        ..wish()
    };
    on_the_curve(wish, Class::Major, (13, 1, 4), [30, 60, 100]);
}

#[test]
fn a_sample_that_must_find_no_critical_defect() {
    let critical = Critical::ZeroAcceptance {
        confidence: "0.95".parse().unwrap(),
        limit: "5%".parse().unwrap(),
    };
    let wish = Wish { lot: Some(300), critical, level: Level::I, ..wish() };
    // The least n with C(285, n) / C(300, n) of 0.05 or less.
    on_the_curve(wish, Class::Critical, (54, 0, 1), [3, 8, 15]);
}
