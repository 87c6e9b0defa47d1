use super::super::interval::*;
use super::super::number::real;
use super::super::oc::accept_process;
use super::super::*;
use super::{assert_near, confidence, lot, rows};
use proptest::prelude::*;
use tapsmith_testkit::vectors::list;

#[test]
fn published_bounds() {
    let rows = rows("oc_golden");
    let rows: Vec<_> = rows.iter().filter(|row| row["kind"].starts_with("clopper")).collect();
    for row in &rows {
        let (x, n) = (row["c_or_x"].parse().unwrap(), row["n"].parse().unwrap());
        let sure = confidence(&row["D_or_p_or_conf"]);
        let (lower, upper) = clopper_pearson(x, n, sure);
        assert_near(lower, row["value"].parse().unwrap(), row);
        assert_near(upper, row["value2"].parse().unwrap(), row);
        assert_near(clopper_pearson_upper(x, n, sure), row["value3"].parse().unwrap(), row);
    }
    assert_eq!(rows.len(), 7);
}

#[test]
fn exact_bounds_of_processes() {
    let cases = list("sampling/oc", "process_bounds");
    for case in &cases {
        let (x, n) = (case.number("defects"), case.number("n"));
        let sure = confidence(case.text("confidence"));
        let (lower, upper) = clopper_pearson(x, n, sure);
        assert_near(lower, case.real("lower"), case);
        assert_near(upper, case.real("upper"), case);
        assert_near(clopper_pearson_upper(x, n, sure), case.real("one_sided"), case);
    }
    assert!(cases.len() > 50);
}

#[test]
fn exact_bounds_of_lots() {
    let cases = list("sampling/oc", "lot_bounds");
    for case in &cases {
        let (size, n, x) = (lot(case.number("lot")), case.number("n"), case.number("defects"));
        let sure = confidence(case.text("confidence"));
        let wanted = (case.number("lower"), case.number("upper"));
        assert_eq!(defectives_in_lot(size, n, x, sure), wanted, "{case:?}");
        let upper = defectives_in_lot_upper(size, n, x, sure);
        assert_eq!(upper, case.number("one_sided"), "{case:?}");
    }
    assert!(cases.len() > 50);
}

#[test]
fn a_sample_that_says_nothing_or_everything() {
    let sure = confidence("95%");
    assert_eq!(clopper_pearson(0, 0, sure), (0.0, 1.0));
    assert_eq!(defectives_in_lot(lot(500), 0, 0, sure), (0, 500));
    assert_eq!(defectives_in_lot(lot(500), 500, 3, sure), (3, 3));
    assert_eq!(defectives_in_lot(lot(500), 900, 900, sure), (500, 500));
    // More defects than cards are all of them.
    assert_eq!(clopper_pearson(9, 5, sure), clopper_pearson(5, 5, sure));
}

#[test]
fn a_large_lot_is_near_a_process() {
    let sure = confidence("95%");
    let (lower, upper) = clopper_pearson(3, 200, sure);
    let (fewest, most) = defectives_in_lot(lot(10_000_000), 200, 3, sure);
    assert!((real(fewest) / 1e7 - lower).abs() < 1e-5);
    assert!((real(most) / 1e7 - upper).abs() < 1e-5);
}

#[test]
fn a_hundred_thousand_cards_are_quick() {
    let sure = confidence("95%");
    let (lower, upper) = clopper_pearson(50_000, 100_000, sure);
    assert!((lower + upper - 1.0).abs() < 1e-12 && (upper - 0.503_10).abs() < 1e-5);
    let (fewest, most) = defectives_in_lot(LotSize::MAX, 100_000, 50_000, sure);
    assert!((real(fewest) / real(LotSize::MAX.as_u64()) - lower).abs() < 1e-6);
    assert!((real(most) / real(LotSize::MAX.as_u64()) - upper).abs() < 1e-6);
}

proptest! {
    #[test]
    fn bounds_hold_the_estimate(n in 1_u64..3_000, x in any::<u64>(), c in 0.01..0.9999_f64) {
        let (x, sure) = (x % (n + 1), Confidence::try_from(c).unwrap());
        let estimate = real(x) / real(n);
        let (lower, upper) = clopper_pearson(x, n, sure);
        let one_sided = clopper_pearson_upper(x, n, sure);
        prop_assert!(0.0 <= lower && upper <= 1.0 && one_sided <= upper);
        // A bound of little confidence may be beyond the estimate.
        if c > 0.5 {
            prop_assert!(lower <= estimate && estimate <= one_sided);
        }
        if x < n {
            let pa = accept_process(n, x.try_into().unwrap(), upper);
            prop_assert!((pa - sure.risk() / 2.0).abs() < 1e-9);
        }
    }

    #[test]
    fn bounds_of_a_lot_hold_its_sample(
        size in 2_u64..50_000,
        n in any::<u64>(),
        x in any::<u64>(),
        c in 0.5..0.9999_f64,
    ) {
        let n = n % size.min(2_000) + 1;
        let x = x % (n + 1);
        let sure = Confidence::try_from(c).unwrap();
        let (fewest, most) = defectives_in_lot(lot(size), n, x, sure);
        let one_sided = defectives_in_lot_upper(lot(size), n, x, sure);
        prop_assert!(x <= fewest && fewest <= one_sided && one_sided <= most);
        prop_assert!(most <= size - n + x);
    }
}
