//! From lot to lot: what the vault keeps of a judged plan makes the next one's severity. The series are written down
//! by the words of ISO 2859-1:1999, 9.3; the rules alone are tested in the core.

use tapsmith_core::batch::Batch;
use tapsmith_core::key::AesKey;
use tapsmith_core::sampling::{Severity, Standard};
use tapsmith_desk::qa::make::{Wish, WishError};
use tapsmith_desk::qa::past::Judged;
use tapsmith_desk::qa::report::LotVerdict;
use tapsmith_store::PlanState;

use crate::stage::{Desk, NOW, show, uid, wish};

struct Series {
    desk: Desk,
    batch: Batch,
}

/// Lots that were accepted (`+`), accepted but not one AQL step tighter (`-`), or not accepted (`x`).
const fn judged(lot: char) -> Judged {
    let accepted = lot != 'x';
    let verdict = if accepted { LotVerdict::Accepted } else { LotVerdict::Rejected };
    let would_pass_tighter = lot == '+';
    Judged { verdict, defective: [0; 3], inspected: 1, in_gap: lot == 'g', would_pass_tighter }
}

impl Series {
    fn new() -> Self {
        let mut desk = Desk::new();
        let batch = desk.batch("b", "sun-aes", 1, 3000);
        Self { desk, batch }
    }

    /// Judges a plan as `wish` has it, no card of software near.
    fn judge(&mut self, wish: Wish, lot: char) -> Severity {
        let (noted, plan) = self.desk.plan(&self.batch, wish, 1);
        let judged = judged(lot);
        let outcome = serde_json::to_string(&judged).unwrap();
        let accepted = judged.verdict == LotVerdict::Accepted;
        self.desk.vault.judge_qa_plan(&noted.plan_id, 0, accepted, &outcome, NOW).unwrap();
        plan.severity
    }

    fn lots(&mut self, wish: &Wish, lots: &str) {
        for lot in lots.chars() {
            self.judge(wish.clone(), lot);
        }
    }

    /// The severity of the next plan, which is not judged.
    fn next(&mut self, wish: Wish) -> Result<(Severity, String), WishError> {
        let (_, plan) = self.desk.try_plan(&self.batch, wish, 1)?;
        Ok((plan.severity, plan.severity_reason))
    }
}

#[test]
fn series_of_lots_switch_as_the_standard_says() {
    use Severity::{Normal, Reduced, Tightened};
    for (lots, due) in [
        ("", Normal),
        ("x", Normal),
        ("x++++", Normal),
        // The first of the two is no longer among the last five.
        ("x++++x", Normal),
        ("x+++x", Tightened),
        ("xx", Tightened),
        ("xx++++", Tightened),
        ("xx+++++", Normal),
        ("xx++++x", Tightened),
        // Ac 3 at 1.0: 3 points a lot.
        ("+++++++++", Normal),
        ("++++++++++", Reduced),
        ("+++++-+++++", Normal),
        ("++++++++++x", Normal),
        ("++++++++++++", Reduced),
        // Under reduced inspection a gap brings normal inspection back.
        ("++++++++++g", Normal),
    ] {
        let mut series = Series::new();
        let wish = Wish { aql: "1.0".parse().unwrap(), ..wish() };
        series.lots(&wish, lots);
        let (severity, reason) = series.next(wish).unwrap();
        assert_eq!(severity, due, "{lots:?}: {reason}");
    }
}

#[test]
fn five_lots_not_accepted_under_tightened_inspection_stop_it() {
    let mut series = Series::new();
    series.lots(&wish(), "xxxxxx");
    assert_eq!(series.next(wish()).unwrap().0, Severity::Tightened);
    series.lots(&wish(), "x");
    let stopped = series.next(wish()).unwrap_err();
    assert!(matches!(&stopped, WishError::Stopped { supplier, .. } if supplier == "printer"));
    // Somebody decides otherwise; another supplier is another matter.
    let chosen = Wish { severity: Some(Severity::Tightened), ..wish() };
    assert_eq!(series.next(chosen).unwrap().1, "asked for");
    let other = Wish { supplier: "another".to_owned(), ..wish() };
    assert_eq!(series.next(other).unwrap().0, Severity::Normal);
}

#[test]
fn what_is_not_this_supplier_s_lot_for_the_first_time_does_not_count() {
    let mut series = Series::new();
    series.lots(&Wish { supplier: "another".to_owned(), ..wish() }, "xx");
    series.lots(&Wish { standard: Standard::Z1_4, ..wish() }, "xx");
    series.lots(&Wish { resubmitted: true, ..wish() }, "xx");
    let (severity, reason) = series.next(wish()).unwrap();
    assert_eq!((severity, reason.as_str()), (Severity::Normal, "inspection begins as normal"));
    // One lot of its own, and the resubmitted one beside it.
    series.lots(&wish(), "x");
    series.lots(&Wish { resubmitted: true, ..wish() }, "x");
    assert_eq!(series.next(wish()).unwrap().0, Severity::Normal);
    // A plan that was made and never judged is none.
    series.lots(&wish(), "x");
    assert_eq!(series.next(wish()).unwrap().0, Severity::Tightened);
}

/// Lots of cards of software, rejected by a sitting.
#[test]
fn a_rehearsal_does_not_count() {
    let mut series = Series::new();
    for number in 1..=3 {
        let (noted, plan) = series.desk.plan(&series.batch, wish(), number);
        let good = series.desk.as_ordered(&series.batch, plan.drawn[0], uid(plan.drawn[0]));
        let foreign = AesKey::init_with(|key| key.fill(0xEE));
        let mut sitting = series.desk.sit(&noted.plan_id);
        assert!(!sitting.is_rehearsal());
        show(&mut sitting, &mut good.key(2, &foreign, 1).card());
        assert!(sitting.is_rehearsal());
        let (_, judged) = sitting.close(NOW).unwrap();
        assert_eq!(judged.verdict, LotVerdict::Rejected);
        let noted = series.desk.vault.qa_plan(&noted.plan_id).unwrap();
        assert!(noted.rehearsal && noted.state == PlanState::Rejected);
    }
    assert_eq!(series.next(wish()).unwrap().1, "inspection begins as normal");
}
