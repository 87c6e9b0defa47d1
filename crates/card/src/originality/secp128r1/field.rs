//! The field of the coordinates: integers modulo p.

use primefield::ByteOrder;
use primefield::bigint::U128;
use primefield::subtle::{Choice, ConstantTimeEq, CtOption};
use primeorder::PrimeField as _;
use primeorder::elliptic_curve::ops::BatchInvert;

primefield::monty_field_params! {
    name: FieldParams,
    modulus: "fffffffdffffffffffffffffffffffff",
    uint: U128,
    byte_order: ByteOrder::BigEndian,
    multiplicative_generator: 3,
    doc: "p = 2^128 - 2^97 - 1."
}

primefield::monty_field_element! {
    name: FieldElement,
    params: FieldParams,
    uint: U128,
    doc: "An integer modulo p."
}

primefield::monty_field_arithmetic! {
    name: FieldElement,
    params: FieldParams,
    uint: U128
}

impl BatchInvert for FieldElement {}
