//! The field of the multipliers: integers modulo n.

use primefield::ByteOrder;
use primefield::bigint::U128;
use primefield::subtle::{Choice, ConstantTimeEq, ConstantTimeGreater, CtOption};
use primeorder::elliptic_curve::scalar::{FromUintUnchecked, IsHigh};
use primeorder::elliptic_curve::{self, Curve as _};
use primeorder::{PrimeField as _, wnaf};

use super::{ORDER, Secp128r1};

primefield::monty_field_params! {
    name: ScalarParams,
    modulus: ORDER,
    uint: U128,
    byte_order: ByteOrder::BigEndian,
    multiplicative_generator: 11,
    doc: "n, the number of points."
}

primefield::monty_field_element! {
    name: Scalar,
    params: ScalarParams,
    uint: U128,
    doc: "An integer modulo n."
}

primefield::monty_field_arithmetic! {
    name: Scalar,
    params: ScalarParams,
    uint: U128
}

primefield::monty_field_reduce! {
    name: Scalar,
    params: ScalarParams,
    uint: U128,
}

elliptic_curve::scalar_impls!(Secp128r1, Scalar);

wnaf::impl_wnaf_size_for_scalar!(Scalar);

impl AsRef<Scalar> for Scalar {
    fn as_ref(&self) -> &Scalar {
        self
    }
}

impl FromUintUnchecked for Scalar {
    type Uint = U128;

    fn from_uint_unchecked(uint: U128) -> Self {
        Self::from_uint_unchecked(uint)
    }
}

impl IsHigh for Scalar {
    fn is_high(&self) -> Choice {
        const HALF: U128 = Secp128r1::ORDER.as_ref().shr_vartime(1);
        self.to_canonical().ct_gt(&HALF)
    }
}
