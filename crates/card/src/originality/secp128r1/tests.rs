//! That the numbers of the curve go together. That they are the right ones is shown by NXP's
//! signatures, in the vectors.

use super::*;
use primeorder::elliptic_curve::bigint::U128;
use primeorder::elliptic_curve::scalar::IsHigh as _;

mod field_constants {
    use super::{FieldElement, U128};
    primefield::test_primefield!(FieldElement, U128);
}

mod scalar_constants {
    use super::{Scalar, U128};
    primefield::test_primefield!(Scalar, U128);
}

#[test]
fn the_generator_has_the_order_n() {
    let last = Scalar::ZERO - Scalar::ONE;
    let generator = ProjectivePoint::<Secp128r1>::GENERATOR;
    assert_eq!(generator * last, -generator);
    assert_eq!(generator * last + generator, ProjectivePoint::IDENTITY);
}

#[test]
fn the_upper_half_begins_above_n_halved() {
    let half = Scalar::from_hex_vartime("7fffffff000000003ad1868dc81c508a");
    assert!(!bool::from(half.is_high()));
    assert!(bool::from((half + Scalar::ONE).is_high()));
}
