#![expect(clippy::float_cmp, reason = "what is sure is exactly 0 or 1")]

use super::super::oc::*;
use super::super::*;
use super::{assert_near, lot, rows};
use proptest::prelude::*;
use tapsmith_testkit::vectors::list;

#[test]
fn published_values() {
    let rows = rows("oc_golden");
    let of_kind = |kind| rows.iter().filter(move |row| row["kind"] == kind);
    let number = |text: &String| text.parse::<u64>().unwrap();
    for row in of_kind("hypergeom") {
        let (size, accept) = (lot(number(&row["N"])), row["c_or_x"].parse().unwrap());
        let found = accept_lot(size, number(&row["n"]), accept, number(&row["D_or_p_or_conf"]));
        assert_near(found, row["value"].parse().unwrap(), row);
    }
    for row in of_kind("binom") {
        let (accept, p) = (row["c_or_x"].parse().unwrap(), row["D_or_p_or_conf"].parse().unwrap());
        let wanted = row["value"].parse::<f64>().unwrap();
        assert_near(accept_process(number(&row["n"]), accept, p), wanted, row);
        assert_near(producer_risk(number(&row["n"]), accept, p), 1.0 - wanted, row);
    }
    assert_eq!((of_kind("hypergeom").count(), of_kind("binom").count()), (9, 8));
}

/// Whole numbers and fractions, without a statistics library.
#[test]
fn exact_values_of_lots() {
    let cases = list("sampling/oc", "lots");
    for case in &cases {
        let accept = case.number("accept").try_into().unwrap();
        let (size, defectives) = (lot(case.number("lot")), case.number("defectives"));
        let found = accept_lot(size, case.number("n"), accept, defectives);
        assert_near(found, case.real("accepted"), case);
    }
    assert!(cases.len() > 500);
}

#[test]
fn exact_values_of_processes() {
    let cases = list("sampling/oc", "process");
    for case in &cases {
        let (n, p) = (case.number("n"), case.real("share"));
        let accept = case.number("accept").try_into().unwrap();
        assert_near(accept_process(n, accept, p), case.real("accepted"), case);
        assert_near(producer_risk(n, accept, p), case.real("risk"), case);
    }
    assert!(cases.len() > 100);
}

#[test]
fn every_small_lot_has_a_probability_that_falls() {
    for size in 2..=14 {
        for (n, accept) in (1..=size).flat_map(|n| (0..=14).map(move |accept| (n, accept))) {
            let pa: Vec<_> = (0..=size).map(|d| accept_lot(lot(size), n, accept, d)).collect();
            assert!(pa.iter().all(|pa| (0.0..=1.0).contains(pa)), "{size} {n} {accept} {pa:?}");
            assert!(pa.is_sorted_by(|a, b| *a >= b - 1e-14), "{size} {n} {accept} {pa:?}");
            assert_eq!(pa[0], 1.0);
        }
    }
}

#[test]
fn a_sample_of_the_whole_lot_knows() {
    for n in [20, 21, u64::MAX] {
        let pa = [0, 2, 3, 20, 99].map(|defectives| accept_lot(lot(20), n, 2, defectives));
        assert_eq!(pa, [1.0, 1.0, 0.0, 0.0, 0.0]);
    }
}

#[test]
fn ends_of_a_process() {
    assert_eq!([-1.0, 0.0, f64::NAN].map(|p| accept_process(50, 1, p)), [1.0; 3]);
    assert_eq!([1.0, 2.0].map(|p| accept_process(50, 1, p)), [0.0; 2]);
    assert_eq!(accept_process(50, 50, 1.0), 1.0);
    assert_eq!((accept_process(0, 0, 0.5), lq(50, 50, 0.1)), (1.0, 1.0));
}

/// Ac 0 has a formula of its own: 1 - Pa^(1/n).
#[test]
fn limiting_quality() {
    assert_near(lq(125, 0, 0.1), 1.0 - 0.1_f64.powf(1.0 / 125.0), &"LQ10");
    for (n, accept) in [(50, 1), (200, 10), (3150, 1)] {
        for pa in [0.05, 0.1, 0.5, 0.95] {
            assert_near(accept_process(n, accept, lq(n, accept, pa)), pa, &(n, accept));
        }
    }
}

#[test]
fn curves_start_sure_and_end_near_nothing() {
    let process = curve(125, 7, 50);
    let finite = lot_curve(lot(1_000), 125, 7, 50);
    assert_eq!((process.len(), finite.len()), (50, 50));
    for points in [process, finite] {
        assert_eq!((points[0].share, points[0].accepted), (0.0, 1.0));
        assert!(points.last().unwrap().accepted < 0.0011);
        assert!(points.is_sorted_by(|a, b| a.share < b.share && a.accepted >= b.accepted - 1e-14));
    }
    assert_eq!(lot_curve(lot(2), 2, 0, 50).len(), 3);
    assert_eq!(lot_curve(LotSize::MAX, 2, 0, 3).len(), 3);
    assert_eq!((curve(5, 5, 0).len(), lot_curve(lot(9), 5, 5, 0).len()), (2, 2));
}

proptest! {
    #[test]
    fn worse_lots_are_accepted_less(
        size in 2_u64..200_000,
        n in 1_u64..=3_150,
        accept in 0_u32..30,
        defectives in any::<u64>(),
    ) {
        let defectives = defectives % size;
        let better = accept_lot(lot(size), n, accept, defectives);
        let worse = accept_lot(lot(size), n, accept, defectives + 1);
        prop_assert!((0.0..=1.0).contains(&better) && worse <= better * (1.0 + 1e-11));
        prop_assert!(accept_lot(lot(size), n, accept + 1, defectives) >= better * (1.0 - 1e-11));
    }
}
