use super::super::interval::defectives_in_lot_upper;
use super::super::oc::accept_lot;
use super::super::zero::defectives_at;
use super::super::*;
use super::{confidence, lot};
use proptest::prelude::*;
use tapsmith_testkit::vectors::list;

#[test]
fn exact_sample_sizes() {
    let cases = list("sampling/oc", "zero");
    for case in &cases {
        let (sure, limit) = (confidence(case.text("confidence")), case.text("limit"));
        let found = zero_acceptance(lot(case.number("lot")), sure, limit.parse().unwrap());
        assert_eq!(found, case.number("n"), "{case:?}");
    }
    assert!(cases.len() > 300);
}

#[test]
fn decimals_mean_what_they_say() {
    // 1 of 10 is missed by 9 with exactly 10 %.
    assert_eq!(zero_acceptance(lot(10), confidence("0.9"), "0.1".parse().unwrap()), 9);
    // 7 % of 100 are 7, though 0.07 * 100 is more in binary.
    assert_eq!(defectives_at(lot(100), "7%".parse().unwrap()), 7);
    assert_eq!(defectives_at(lot(100), "7.1%".parse().unwrap()), 8);
    assert_eq!(defectives_at(lot(2), "0.01%".parse().unwrap()), 1);
}

#[test]
fn the_largest_lot_is_quick() {
    let n = zero_acceptance(LotSize::MAX, confidence("99.9%"), "0.00001%".parse().unwrap());
    assert!((60_000_000..80_000_000).contains(&n), "{n}");
}

proptest! {
    #[test]
    fn no_smaller_sample_would_do(
        size in 2_u64..20_000,
        c in 0.05..0.9999_f64,
        limit in 0.0001..0.9999_f64,
    ) {
        let (sure, limit) = (Confidence::try_from(c).unwrap(), Share::try_from(limit).unwrap());
        let n = zero_acceptance(lot(size), sure, limit);
        let defectives = defectives_at(lot(size), limit);
        let missed = |n| accept_lot(lot(size), n, 0, defectives);
        prop_assert!((1..=size).contains(&n) && missed(n) <= sure.risk() * (1.0 + 1e-9));
        prop_assert!(n == 1 || missed(n - 1) > sure.risk() * (1.0 - 1e-9));
        // The same said the other way round: after n good cards, D are no longer possible.
        prop_assert!(defectives_in_lot_upper(lot(size), n, 0, sure) < defectives);
    }
}
