use super::*;
use tapsmith_testkit::vectors::{cases, list};

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
fn keys_are_the_published_ones() {
    let published = |name: &str| {
        let keys = list("originality", "keys");
        keys.iter().find(|key| key.text("name") == name).unwrap().hex("public_key")[1..].to_vec()
    };
    assert_eq!(published("ntag424dna"), NXP);
    assert_eq!(published("ntag424dna_second_key_also_tt_and_desfire_ev2"), NXP_SECOND);
}

#[test]
fn nonsense_is_invalid() {
    for byte in [0x00, 0xFF] {
        assert_eq!(check(Uid([4; 7]), &Signature([byte; 56])), Originality::Invalid);
    }
}
