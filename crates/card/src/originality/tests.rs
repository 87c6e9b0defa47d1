//! The vectors come from outside: pairs published by others, and what OpenSSL and python-ecdsa say
//! of them and of their damaged copies. No signature in the files was made by our code.

use super::*;
use tapsmith_testkit::vectors::{Case, cases, list};

const FAMILIES: [(&str, Family); 7] = [
    ("ntag21x", Family::Ntag21x),
    ("ultralight_ev1", Family::UltralightEv1),
    ("ultralight_aes", Family::UltralightAes),
    ("ntag22x", Family::Ntag22x),
    ("classic_ev1", Family::ClassicEv1),
    ("desfire_ev3", Family::DesfireEv3),
    ("ntag424", Family::Ntag424),
];

/// Published pairs, checked elsewhere with another ECDSA.
#[test]
fn published_signatures() {
    let mut seen = 0;
    for case in cases("originality") {
        if case.text("key") == "ntag424dna" {
            let signature = Signature(case.array("signature"));
            let found = check(Uid(case.array("uid")), &signature);
            let expected =
                if case.flag("valid") { Originality::Valid } else { Originality::Invalid };
            assert_eq!(found, expected, "{case:?}");
            seen += 1;
        }
    }
    assert_eq!(seen, 2);
}

#[test]
fn every_family() {
    for case in cases("originality_families") {
        assert_eq!(found(&case, family(&case)), expected(&case), "{case:?}");
    }
}

/// Each family, and each way to fail, has a case. A list that lost some would pass unseen.
#[test]
fn the_cases_are_all_there() {
    let cases = cases("originality_families");
    let count = |expected: &str| cases.iter().filter(|c| c.text("expected") == expected).count();
    assert_eq!((count("valid"), count("virtual"), count("invalid")), (23, 9, 78));
    for (name, _) in FAMILIES {
        for expected in ["valid", "virtual", "invalid"] {
            let is_one = |c: &Case| c.text("family") == name && c.text("expected") == expected;
            assert!(cases.iter().any(is_one), "{name} {expected}");
        }
    }
}

/// A signature is good in its own family and in no other, on the same curve or on another.
#[test]
fn no_family_takes_anothers_signature() {
    for case in cases("originality_families") {
        if case.text("expected") == "valid" {
            for (name, family) in FAMILIES {
                if name != case.text("family") {
                    assert_eq!(found(&case, family), Originality::Invalid, "{name} {case:?}");
                }
            }
        }
    }
}

#[test]
fn keys_are_the_published_ones() {
    let published = |name: &str| keys("originality", "name", name).concat();
    assert_eq!(published("ntag424dna"), p224::NTAG424[0]);
    assert_eq!(published("ntag424dna_second_key_also_tt_and_desfire_ev2"), p224::NTAG424[1]);
    assert_eq!(published("ntag21x"), p128::NTAG21X);
    assert_eq!(published("ntag22x"), p192::NTAG22X);

    let published = |name: &str| keys("originality_families", "family", name);
    assert_eq!(published("ntag21x"), [p128::NTAG21X]);
    assert_eq!(published("ultralight_ev1"), [p128::ULTRALIGHT_EV1]);
    assert_eq!(published("classic_ev1"), [p128::CLASSIC_EV1]);
    assert_eq!(published("ultralight_aes"), p192::ULTRALIGHT_AES);
    assert_eq!(published("ntag22x"), [p192::NTAG22X]);
    assert_eq!(published("desfire_ev3"), [p224::DESFIRE_EV3]);
    assert_eq!(published("ntag424"), p224::NTAG424);
}

/// What python-ecdsa computes from the private halves.
#[test]
fn the_virtual_cards_keys_are_the_public_halves() {
    let of_curve = |name: &str| {
        let mut keys = list("originality_families", "keys");
        keys.retain(|key| key.text("signer") == "virtual" && key.text("curve") == name);
        point(&keys[0])
    };
    assert_eq!(of_curve("secp128r1"), p128::VIRTUAL);
    assert_eq!(of_curve("secp192r1"), p192::VIRTUAL);
    assert_eq!(of_curve("secp224r1"), p224::VIRTUAL);
}

#[test]
fn nonsense_is_invalid() {
    for byte in [0x00, 0xFF] {
        assert_eq!(check(Uid([4; 7]), &Signature([byte; 56])), Originality::Invalid);
        for (name, family) in FAMILIES {
            for length in 0..=64 {
                let found = check_on(family, &[4; 7], &vec![byte; length]);
                assert_eq!(found, Originality::Invalid, "{name} {length}");
            }
        }
    }
}

/// No chip has such a UID, but what a reader says is not ours to trust.
#[test]
fn a_uid_wider_than_the_field_is_invalid() {
    for case in cases("originality_families") {
        if case.text("expected") == "valid" {
            let uid = [&[0; 28], case.hex("uid").as_slice()].concat();
            let found = check_on(family(&case), &uid, &case.hex("signature"));
            assert_eq!(found, Originality::Invalid, "{case:?}");
        }
    }
}

fn found(case: &Case, family: Family) -> Originality {
    check_on(family, &case.hex("uid"), &case.hex("signature"))
}

fn family(case: &Case) -> Family {
    FAMILIES.iter().find(|(name, _)| *name == case.text("family")).unwrap().1
}

fn expected(case: &Case) -> Originality {
    match case.text("expected") {
        "valid" => Originality::Valid,
        "virtual" => Originality::Virtual,
        "invalid" => Originality::Invalid,
        other => panic!("{other}"),
    }
}

fn keys(file: &str, field: &str, name: &str) -> Vec<Vec<u8>> {
    let keys = list(file, "keys");
    keys.iter().filter(|key| key.has(field) && key.text(field) == name).map(point).collect()
}

/// x and y, without the byte that says that both are there.
fn point(key: &Case) -> Vec<u8> {
    key.hex("public_key")[1..].to_vec()
}
