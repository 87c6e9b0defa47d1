//! The signer is judged twice: by signatures that python-ecdsa made with the same private keys, and
//! by `card::originality`, which shares the curves with it. Only the first is independent.

use super::*;
use proptest::prelude::*;
use tapsmith_card::originality::{Family, Originality, check, check_on};
use tapsmith_testkit::vectors::cases;

#[test]
fn signatures_are_those_that_another_program_makes() {
    let mut seen = 0;
    for case in cases("originality_families") {
        if case.text("expected") == "virtual" {
            let found = signed(case.text("family"), &case.hex("uid")).1;
            assert_eq!(found, case.hex("signature"), "{case:?}");
            seen += 1;
        }
    }
    assert_eq!(seen, 9);
}

#[test]
fn a_signature_says_virtual_and_only_of_its_own_uid() {
    let (uid, other) = (Uid([4, 1, 2, 3, 4, 5, 6]), Uid([4, 1, 2, 3, 4, 5, 7]));
    assert_eq!(check(uid, &sign(uid)), Originality::Virtual);
    assert_eq!(check(other, &sign(uid)), Originality::Invalid);
    assert_eq!(sign(uid), sign(uid));
    assert_ne!(sign(uid), sign(other));
}

#[test]
fn what_is_no_uid_gets_a_signature_that_nobody_accepts() {
    for family in FAMILIES {
        let (family, signature) = signed(family, &[1; 29]);
        assert_eq!(check_on(family, &[1; 29], &signature), Originality::Invalid);
        assert_eq!(check_on(family, &[1; 7], &signature), Originality::Invalid);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]

    #[test]
    fn every_family_knows_its_virtual_cards(
        uid in prop_oneof![prop::collection::vec(any::<u8>(), 7), prop::collection::vec(any::<u8>(), 4)],
        bit in 0..32_usize,
    ) {
        let mut other = uid.clone();
        other[bit / 8] ^= 1 << (bit % 8);
        for name in FAMILIES {
            let (family, signature) = signed(name, &uid);
            prop_assert_eq!(check_on(family, &uid, &signature), Originality::Virtual);
            prop_assert_eq!(check_on(family, &other, &signature), Originality::Invalid);
            prop_assert_eq!(&signed(name, &uid).1, &signature);
        }
    }
}

const FAMILIES: [&str; 7] = [
    "ntag21x",
    "ultralight_ev1",
    "classic_ev1",
    "ultralight_aes",
    "ntag22x",
    "desfire_ev3",
    "ntag424",
];

fn signed(family: &str, uid: &[u8]) -> (Family, Vec<u8>) {
    match family {
        "ntag21x" => (Family::Ntag21x, p128::sign(uid).to_vec()),
        "ultralight_ev1" => (Family::UltralightEv1, p128::sign(uid).to_vec()),
        "classic_ev1" => (Family::ClassicEv1, p128::sign(uid).to_vec()),
        "ultralight_aes" => (Family::UltralightAes, p192::sign(uid).to_vec()),
        "ntag22x" => (Family::Ntag22x, p192::sign(uid).to_vec()),
        "desfire_ev3" => (Family::DesfireEv3, p224::sign(uid).to_vec()),
        "ntag424" => (Family::Ntag424, p224::sign(uid).to_vec()),
        other => panic!("{other}"),
    }
}
