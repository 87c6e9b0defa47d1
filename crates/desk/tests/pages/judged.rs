//! Cards of a delivery, each with one thing wrong: the check that is about it fails, and no other that is not its
//! consequence.

use tapsmith_core::batch::Batch;
use tapsmith_core::profile::Profile;
use tapsmith_core::uid::Uid;
use tapsmith_desk::any;
use tapsmith_desk::check::Verdict;
use tapsmith_desk::encode::Request;
use tapsmith_picc::Type2;
use tapsmith_picc::type2::{Chip, Memory};

use crate::common::{Counting, Desk};
use crate::rig::{InField, delivered, desk, failed, request};

/// A good card of the batch, with some pages written over.
fn tampered(desk: &mut Desk, pages: &[(u8, [u8; 4])]) -> Type2 {
    let mut card = delivered(Chip::Ntag213, 6);
    assert_eq!(desk.encode(&mut card).unwrap().verdict, Verdict::Pass);
    let memory = card.into_memory();
    Type2::new(pages.iter().fold(memory, |memory, (page, data)| memory.with_page(*page, *data)))
}

#[test]
fn each_defect_is_found_by_its_check() {
    // Of `https://example.com/c/1`, behind the lock control: 34 03 14 D1 | 01 10 55 04 | "exam" ...
    for (profile, page, data, checks) in [
        ("ntag213-password", 7, *b"evil", vec!["ndef", "base_url", "record_id"]),
        ("ntag213-password", 0x2B, [9; 4], vec!["keys_installed"]),
        ("ntag213-password", 0x2C, [9, 9, 0, 0], vec!["keys_installed"]),
        ("ntag213-password", 0x29, [4, 0, 0, 0xFF], vec!["settings_match", "write_protected"]),
        ("ntag213-password", 0x29, [4, 0, 0, 0x20], vec!["settings_match", "write_protected"]),
        ("ntag213-password", 0x2A, [0x10, 5, 0, 0], vec!["settings_match"]),
        ("ntag213-password", 2, [0x8F, 0x48, 0x10, 0], vec!["settings_match"]),
        ("ntag213-url", 0x29, [4, 0, 0, 4], vec!["settings_match"]),
        ("ntag213-url", 0x2B, [9; 4], vec!["keys_installed"]),
        ("ntag213-url", 5, [0x34, 3, 0, 0xFE], vec!["ndef", "base_url", "record_id"]),
        ("ntag213-url", 5, [0x34, 3, 0xFF, 0xFF], vec!["ndef", "base_url", "record_id"]),
        ("ntag213-empty", 0x20, [1, 0, 0, 0], vec!["ndef"]),
        ("ntag213-empty", 2, [0x8F, 0x48, 0x10, 0], vec!["settings_match"]),
    ] {
        let mut desk = desk(profile);
        let mut card = tampered(&mut desk, &[(page, data)]);
        let mut found = failed(&desk.verify(&mut card).unwrap())
            .into_iter()
            .map(str::to_owned)
            .collect::<Vec<_>>();
        // With the UID in the vault the record is known all the same.
        found.retain(|name| name != "record_id" || !checks.contains(&"record_id"));
        let expected: Vec<_> = checks.iter().filter(|name| **name != "record_id").collect();
        assert_eq!(found.iter().collect::<Vec<_>>(), expected, "{profile} {page:02X} {data:02X?}");
    }
}

#[test]
fn a_second_card_of_a_record_is_found() {
    let mut desk = desk("ntag213-url");
    let first = tampered(&mut desk, &[]).into_memory();
    let mut copy = Memory::factory(Chip::Ntag213, Uid([0x04, 9, 9, 9, 9, 9, 9]));
    for page in 4..0x28 {
        copy = copy.with_page(page, first.page(page));
    }
    assert_eq!(failed(&desk.verify(&mut Type2::new(copy)).unwrap()), ["not_seen_before"]);
}

/// A mirror is the chip's own word, in plain: it has to be this chip's, and to go on.
#[test]
fn a_mirror_says_the_uid_and_counts() {
    let mut desk = desk("ntag213-mirror");
    let mut card = tampered(&mut desk, &[]);
    let verified = desk.verify(&mut card).unwrap();
    assert_eq!(failed(&verified), Vec::<&str>::new());
    let url = verified.url.unwrap();
    assert!(url.starts_with("https://example.com/c/1?m=04010203040506x0000"), "{url}");
    // The mirror off, and another chip's text where it stood.
    let mut copied = tampered(&mut self::desk("ntag213-mirror"), &[]).into_memory();
    let area = b"https://example.com/c/1?m=04990203040506x000009";
    let text: Vec<u8> = area[8..].to_vec();
    let start = 4 * 4 + 5 + 2 + 5;
    for (offset, byte) in text.iter().enumerate() {
        let at = start + offset;
        let page = u8::try_from(at / 4).unwrap();
        let mut data = copied.page(page);
        data[at % 4] = *byte;
        copied = copied.with_page(page, data);
    }
    let copied = copied.with_page(0x29, [4, 0, 0, 4]);
    let mut field_card = Type2::new(copied);
    let verified = desk.verify_in(&mut InField::new(&mut field_card)).unwrap();
    let found = failed(&verified);
    assert!(found.contains(&"uid_matches") && found.contains(&"counter_advances"), "{found:?}");
}

/// A card of the delivery that nobody here encoded: its address says which record it is.
#[test]
fn a_delivered_card_is_judged_without_having_been_here() {
    let mut made = desk("ntag213-url");
    let mut card = tampered(&mut made, &[]);
    let mut desk = desk("ntag213-url");
    let verified = desk.verify(&mut card).unwrap();
    assert_eq!((verified.verdict, failed(&verified)), (Verdict::Pass, vec![]));
    assert_eq!(verified.record_id.unwrap().as_u64(), 1);
}

/// What a card hides is judged once its password has opened it; what is locked for good is no open card.
#[test]
fn what_is_hidden_or_locked_is_found() {
    for (profile, pages, check) in [
        (
            "ntag213-password",
            vec![(0x29, [4, 0, 0, 0x28]), (0x2A, [0x80, 5, 0, 0])],
            "settings_match",
        ),
        ("ntag213-password", vec![(0x2A, [0x40, 5, 0, 0])], "settings_match"),
        ("ntag213-empty", vec![(0x2A, [0x40, 5, 0, 0])], "settings_match"),
        ("ntag213-empty", vec![(3, [0xE1, 0x10, 0x12, 0x0F])], "settings_match"),
        ("ntag213-empty", vec![(0x29, [4, 0, 0, 0x28]), (0x2A, [0x80, 5, 0, 0])], "settings_match"),
    ] {
        let mut desk = desk(profile);
        let mut card = tampered(&mut desk, &pages);
        let verified = desk.verify(&mut card).unwrap();
        assert!(failed(&verified).contains(&check), "{profile} {pages:02X?}: {verified:?}");
    }
}

/// A delivery is looked at again and again: no card that counts wrong passwords comes nearer to its limit by that.
#[test]
fn looking_at_a_card_never_locks_it() {
    let limited = "name = \"l\"\nchip = \"ntag213\"\nurl = \"{base}/{record_id}\"\n\
        [protection]\npassword = true\nattempts = 4";
    let mut made = desk(limited);
    let mut card = tampered(&mut made, &[]);
    assert_eq!(failed(&made.verify(&mut card).unwrap()), Vec::<&str>::new());
    for profile in [limited, "ntag213-url", "ntag213-empty"] {
        let mut stranger = desk(profile);
        for _ in 0..5 {
            stranger.verify(&mut card).unwrap();
        }
        assert_eq!(card.memory().failures(), 0, "{profile}");
    }
    assert_eq!(failed(&made.verify(&mut card).unwrap()), Vec::<&str>::new());
}

/// After a reset there is nothing to write, and the record is claimed all the same.
#[test]
fn a_card_that_was_reset_is_good_for_a_batch_of_blanks() {
    let mut desk = desk("ntag213-password");
    let mut card = tampered(&mut desk, &[]);
    desk.reset(&mut card).unwrap();
    let blanks = Profile::shipped("ntag213-empty").unwrap();
    let blanks = Batch { profile: blanks, ..desk.batch.clone() };
    let batch = Batch { base_url: String::new(), ..blanks };
    let request = Request { batch: &batch, ..request(&desk) };
    let mut field = InField::new(&mut card);
    let encoded = any::encode(&mut field, &mut desk.vault, request, &mut Counting(1));
    assert_eq!(encoded.unwrap().verdict, Verdict::Pass);
}

/// A configuration that only the password shows is read after both taps: they stay in their order.
#[test]
fn two_taps_stay_in_their_order() {
    let profile = "name = \"p\"\nchip = \"ntag213\"\nurl = \"{base}/{record_id}?m={uid}x{ctr}\"\n\
        [protection]\npassword = true\nreads = true\nfrom_page = 41";
    let mut desk = desk(profile);
    let mut card = delivered(Chip::Ntag213, 6);
    assert_eq!(desk.encode(&mut card).unwrap().verdict, Verdict::Pass);
    assert_eq!(failed(&desk.verify(&mut card).unwrap()), Vec::<&str>::new());
}
