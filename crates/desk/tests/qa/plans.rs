//! What is drawn, for which lots there is a plan, and how a plan is written down.

use std::fmt::Write as _;

use serde_json::Value;
use tapsmith_core::batch::{Batch, RecordRange};
use tapsmith_core::profile::Profile;
use tapsmith_desk::import::{NewImport, into_vault};
use tapsmith_desk::qa::make::{Wish, WishError};
use tapsmith_desk::qa::plan::{Critical, Plan};
use tapsmith_desk::qa::report::DrawnBy;

use crate::stage::{Counting, Desk, NOW, record, wish};

fn range(first: u64, count: u64) -> RecordRange {
    RecordRange::new(record(first), count).unwrap()
}

/// Records 10, 20, ... 400: a list that others made, with gaps.
fn with_gaps(desk: &mut Desk) -> Batch {
    let mut list = "record_id,public_key,private_key\n".to_owned();
    for number in 1..=40 {
        writeln!(list, "{},{number:032X},{:032X}", number * 10, number + 1000).unwrap();
    }
    let new = NewImport {
        name: "gaps".parse().unwrap(),
        base_url: Some("https://example.com/c".to_owned()),
        profile: Profile::shipped("sun-aes").unwrap(),
    };
    let open = || Ok(list.as_bytes());
    into_vault(&mut desk.vault, new, open, NOW, &mut Counting(3), &mut |_| true).unwrap().batch
}

#[test]
fn all_records_are_drawn_from_unless_only_some_were_delivered() {
    let mut desk = Desk::new();
    let batch = desk.batch("b", "sun-aes", 1001, 100);
    let (_, plan) = desk.plan(&batch, wish(), 1);
    assert_eq!((plan.drawn_by, plan.lot.as_u64()), (DrawnBy::Record, 100));
    assert!(plan.drawn.iter().all(|number| (1001..=1100).contains(number)));
    let some = Wish { records: Some(range(1050, 30)), ..wish() };
    let (_, plan) = desk.plan(&batch, some, 1);
    assert_eq!((plan.drawn_by, plan.lot.as_u64()), (DrawnBy::Record, 30));
    assert!(plan.drawn.iter().all(|number| (1050..1080).contains(number)));
    let (_, plan) = desk.plan(&batch, Wish { lot: Some(60), ..wish() }, 1);
    assert_eq!((plan.drawn_by, plan.records), (DrawnBy::Position, None));
    assert!(plan.drawn.iter().all(|number| (1..=60).contains(number)));
}

#[test]
fn of_records_with_gaps_only_those_there_are_are_drawn() {
    let mut desk = Desk::new();
    let batch = with_gaps(&mut desk);
    let all = Wish { critical: Critical::All, ..wish() };
    let (_, plan) = desk.plan(&batch, all.clone(), 1);
    let mut drawn = plan.drawn.clone();
    assert_ne!(drawn, (1..=40).map(|number| number * 10).collect::<Vec<_>>());
    drawn.sort_unstable();
    assert_eq!(drawn, (1..=40).map(|number| number * 10).collect::<Vec<_>>());
    // 15 to 104: 20 to 100.
    let some = Wish { records: Some(range(15, 90)), ..all };
    let (_, plan) = desk.plan(&batch, some, 1);
    let mut drawn = plan.drawn.clone();
    drawn.sort_unstable();
    assert_eq!((plan.lot.as_u64(), drawn), (9, (2..=10).map(|number| number * 10).collect()));
    // The records are those at the positions of the same draw without gaps.
    let even = desk.batch("even", "sun-aes", 1, 40);
    let (_, even) = desk.plan(&even, wish(), 7);
    let (_, gaps) = desk.plan(&batch, wish(), 7);
    assert_eq!(gaps.drawn, even.drawn.iter().map(|number| number * 10).collect::<Vec<_>>());
}

#[test]
fn a_seed_has_one_draw_and_smaller_samples_begin_larger_ones() {
    let mut desk = Desk::new();
    let batch = desk.batch("b", "sun-aes", 1, 500);
    let (_, one) = desk.plan(&batch, wish(), 1);
    let (_, again) = desk.plan(&batch, wish(), 1);
    assert_eq!(one, again);
    assert_ne!(one.drawn, desk.plan(&batch, wish(), 2).1.drawn);
    let (_, all) = desk.plan(&batch, Wish { critical: Critical::All, ..wish() }, 1);
    assert_eq!((one.draw_size(), all.draw_size()), (80, 500));
    assert_eq!(one.drawn[..], all.drawn[..80]);
}

#[test]
fn a_lot_that_does_not_fit_its_batch_has_no_plan() {
    let mut desk = Desk::new();
    let batch = desk.batch("b", "sun-aes", 1, 50);
    let wishes = [
        Wish { lot: Some(51), ..wish() },
        Wish { lot: Some(1), ..wish() },
        Wish { lot: Some(20), records: Some(range(1, 30)), ..wish() },
        Wish { records: Some(range(40, 20)), ..wish() },
        Wish { records: Some(range(7, 1)), ..wish() },
    ];
    let errors = wishes.map(|wish| desk.try_plan(&batch, wish, 1).unwrap_err());
    assert!(matches!(errors[0], WishError::LotTooLarge { lot: 51, records: 50, .. }));
    assert!(matches!(errors[1], WishError::Lot(_)));
    assert!(matches!(errors[2], WishError::Mismatch { lot: 20, records: 30 }));
    assert!(matches!(errors[3], WishError::Records { .. }));
    assert!(matches!(errors[4], WishError::Lot(_)));
    assert_eq!(desk.vault.qa_plans().unwrap(), []);
}

/// The vault keeps plans as JSON, and a later version has to read them: a plan that was written once, byte for byte.
#[test]
fn a_plan_is_written_as_it_was_written_before() {
    let text = include_str!("../../../../tests/vectors/qa/plan.json");
    let mut desk = Desk::new();
    let batch = desk.batch("spring", "sun-aes", 1, 10);
    let critical = Critical::ZeroAcceptance {
        confidence: "0.95".parse().unwrap(),
        limit: "30%".parse().unwrap(),
    };
    let (noted, plan) = desk.plan(&batch, Wish { critical, ..wish() }, 0xA5);
    let frozen: Plan = serde_json::from_str(text).unwrap();
    assert_eq!(frozen, plan);
    let written: Value = serde_json::from_str(&noted.plan).unwrap();
    assert_eq!(written, serde_json::from_str::<Value>(text).unwrap(), "{}", noted.plan);
    assert_eq!(noted.plan_id, "spring-qa-1");
}
