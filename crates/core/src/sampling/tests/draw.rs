use super::super::*;
use crate::random::Random;
use proptest::prelude::*;
use tapsmith_testkit::vectors::cases;

/// Another program in another language, with OpenSSL's cipher.
#[test]
fn positions_of_another_implementation() {
    let cases = cases("sampling/draw");
    for case in &cases {
        let seed = case.text("seed").parse().unwrap();
        let found = draw(seed, case.number("lot"), case.number("n"));
        assert_eq!(found, case.numbers("positions"), "{case:?}");
    }
    assert!(cases.len() >= 40);
}

#[test]
fn seeds() {
    struct Fixed;
    impl Random for Fixed {
        type Error = std::convert::Infallible;

        fn fill(&mut self, out: &mut [u8]) -> Result<(), Self::Error> {
            out.fill(0x5A);
            Ok(())
        }
    }
    let Ok(seed) = Seed::random(Fixed);
    assert_eq!(seed.to_string(), "5A".repeat(16));
    assert_eq!("5a".repeat(16).parse(), Ok(seed));
    assert!("5A".repeat(15).parse::<Seed>().is_err());
    assert!("5G".repeat(16).parse::<Seed>().is_err());
}

/// Every position equally often at every step: chi-square with 19 degrees of freedom is above 43.8 once
/// in 1000. The seeds are fixed, so this holds for ever or never.
#[test]
fn every_position_is_equally_likely() {
    let samples: Vec<_> =
        (0..4_000_u128).map(|i| draw(Seed::from(i.to_be_bytes()), 20, 5)).collect();
    for step in 0..5 {
        let mut counts = [0.0; 20];
        for sample in &samples {
            counts[usize::try_from(sample[step] - 1).unwrap()] += 1.0;
        }
        let chi_square: f64 =
            counts.iter().map(|count: &f64| (count - 200.0).powi(2) / 200.0).sum();
        assert!(chi_square < 43.8, "step {step}: {chi_square}");
    }
}

#[test]
fn a_few_of_very_many_are_quick() {
    assert_eq!(draw(Seed::from([7; 16]), u64::MAX, 200).len(), 200);
    assert!(draw(Seed::from([7; 16]), 0, 5).is_empty());
}

proptest! {
    #[test]
    fn distinct_within_the_lot_and_a_beginning(
        seed in any::<[u8; 16]>(),
        lot in 1_u64..3_000,
        n in 0_u64..3_100,
        fewer in 0_u64..3_100,
    ) {
        let positions = draw(Seed::from(seed), lot, n);
        let mut sorted = positions.clone();
        sorted.sort_unstable();
        sorted.dedup();
        prop_assert_eq!(u64::try_from(sorted.len()), Ok(n.min(lot)));
        prop_assert!(sorted.iter().all(|position| (1..=lot).contains(position)));
        let beginning = draw(Seed::from(seed), lot, fewer.min(n));
        prop_assert!(positions.starts_with(&beginning));
    }
}
