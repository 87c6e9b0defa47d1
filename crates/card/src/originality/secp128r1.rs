//! The curve secp128r1, as the crates of ECDSA want to be told it: numbers and names, no arithmetic
//! of our own. The virtual cards' signer (`tapsmith-picc`) works on it too.
//!
//! A signature over 128 bits is no strong one. It is what NXP chose for these chips, and it says
//! enough of who made them.
//!
//! Source: SEC 2 version 1.0, section 2.3.1, "Recommended Parameters secp128r1".

mod field;
mod scalar;

use ecdsa::EcdsaCurve;
use primeorder::array::sizes::U16;
use primeorder::elliptic_curve::bigint::{Odd, U128};
use primeorder::elliptic_curve::{Curve, CurveArithmetic, PrimeCurve, PrimeCurveArithmetic};
use primeorder::{
    AffinePoint, FieldArithmetic, PrimeCurveParams, ProjectivePoint, mul_backend, point_arithmetic,
};

use field::FieldElement;
use scalar::Scalar;

/// How many points the curve has: n.
const ORDER: &str = "fffffffe0000000075a30d1b9038a115";

/// The curve: y² = x³ - 3x + b over the integers modulo p = 2^128 - 2^97 - 1.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Secp128r1;

impl Curve for Secp128r1 {
    type FieldBytesSize = U16;
    type Uint = U128;
    const ORDER: Odd<U128> = Odd::<U128>::from_be_hex(ORDER);
}

impl PrimeCurve for Secp128r1 {}

impl CurveArithmetic for Secp128r1 {
    type AffinePoint = AffinePoint<Self>;
    type ProjectivePoint = ProjectivePoint<Self>;
    type Scalar = Scalar;
}

impl PrimeCurveArithmetic for Secp128r1 {
    type CurveGroup = ProjectivePoint<Self>;
}

impl FieldArithmetic for Secp128r1 {
    type FieldElement = FieldElement;
}

impl PrimeCurveParams for Secp128r1 {
    type PointArithmetic = point_arithmetic::EquationAIsMinusThree;
    type Backend = mul_backend::VariableOnly;
    const EQUATION_A: FieldElement = FieldElement::from_u64(3).neg();
    const EQUATION_B: FieldElement =
        FieldElement::from_hex_vartime("e87579c11079f43dd824993c2cee5ed3");
    const GENERATOR: (FieldElement, FieldElement) = (
        FieldElement::from_hex_vartime("161ff7528b899b2d0c28607ca52c5b86"),
        FieldElement::from_hex_vartime("cf5ac8395bafeb13c02da292dded7a83"),
    );
}

impl EcdsaCurve for Secp128r1 {
    /// NXP's s is in the upper half as often as in the lower.
    const NORMALIZE_S: bool = false;
}

#[cfg(test)]
mod tests;
