//! Whose tap it is: among all records of all batches, by whatever keys they have.

use tapsmith_core::batch::{Batch, KeyScheme};
use tapsmith_core::profile::{Family, Profile};
use tapsmith_desk::check::Verdict;
use tapsmith_desk::tap::{ByVault, Identified, Keyed, Shape, identify};

use crate::common::Desk;
use crate::{anew, record, tap};

fn find(desk: &Desk, url: &str) -> Identified {
    let batches: Vec<Batch> =
        desk.vault.batches().unwrap().into_iter().map(|stored| stored.batch).collect();
    identify(&desk.vault, &batches, url).unwrap()
}

/// A tap of each profile and key scheme, also where the address names another record, or starts otherwise.
#[test]
fn every_tap_has_its_record() {
    for profile in Profile::names_for(Family::Ntag424).filter(|name| *name != "static-url") {
        for keys in [KeyScheme::Derived, KeyScheme::Random] {
            let mut desk = Desk::new(profile, keys);
            anew(&mut desk, keys);
            let url = tap(&desk, 33, None);
            let found = find(&desk, &url);
            assert_eq!(found.judged.verdict, Verdict::Pass, "{profile}, {keys:?}: {found:?}");
            assert_eq!(found.batch.as_ref(), Some(&desk.batch.name), "{profile}");
            assert_eq!(found.judged.record_id, Some(record(33)), "{profile}, {keys:?}");
            assert!(found.own_address && found.named_record.is_none(), "{profile}");

            let other = url.replace("/33", "/34");
            if other != url && profile != "sun-tamper" {
                let found = find(&desk, &other);
                assert_eq!(found.judged.record_id, Some(record(33)), "{profile}, {keys:?}");
                assert_eq!(found.named_record, Some(record(34)), "{profile}");
            }

            let forged = format!("{}0123456789ABCDEF", &url[..url.len() - 16]);
            let found = find(&desk, &forged);
            assert_eq!((found.batch, found.judged.reason), (None, Some("no_maker")), "{profile}");
            assert_eq!(found.candidates, 2 * desk.batch.records.count(), "two batches");
        }
    }
}

#[test]
fn an_address_that_starts_otherwise_is_read_from_its_end() {
    let desk = Desk::new("sun-aes", KeyScheme::Derived);
    let url = tap(&desk, 7, None).replace("https://", "http://www.");
    let found = find(&desk, &url);
    assert_eq!((found.judged.record_id, found.own_address), (Some(record(7)), false), "{url}");
    for nothing in ["", "hello", "https://example.com/", &"https://x".repeat(1000)] {
        assert_eq!(find(&desk, nothing).judged.verdict, Verdict::Fail, "{nothing}");
    }
}

/// Lines of every kind side by side, in more stretches than one: each has the verdict that it has alone, in its place.
#[test]
fn many_lines_are_judged_as_one() {
    let desk = Desk::new("sun-aes", KeyScheme::Derived);
    let (one, two) = (tap(&desk, 1, None), tap(&desk, 2, None));
    let lower = one.to_lowercase();
    let kinds: [&[u8]; 8] = [
        one.as_bytes(),
        b"hello",
        &two.as_bytes()[..two.len() - 1],
        b"\xFF",
        two.as_bytes(),
        b"",
        lower.as_bytes(),
        b"https://example.com/c/999999?picc_data=0&cmac=0",
    ];
    let lines: Vec<_> = kinds.into_iter().cycle().take(5000).collect();
    let keyed = Keyed::by_batch(&desk.vault, &desk.batch).unwrap().unwrap();
    let alone: Vec<_> =
        kinds.iter().flat_map(|line| keyed.judge_all(Shape::Urls, &[line])).collect();
    let judged = keyed.judge_all(Shape::Urls, &lines);
    assert_eq!(judged.len(), lines.len());
    assert!(judged.iter().zip(alone.iter().cycle()).all(|(judged, alone)| judged == alone));
    let by_vault = ByVault::new(&desk.vault, &desk.batch).unwrap().judge_all(Shape::Urls, &kinds);
    assert_eq!(by_vault.unwrap(), alone);
    let passed = alone.iter().filter(|judged| judged.verdict == Verdict::Pass);
    assert_eq!(passed.count(), 2);
}
