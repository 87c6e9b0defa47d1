//! Cards whose keys were tried too often: one in its delay is sat out, one that is locked is told so.

#![expect(clippy::unwrap_used, reason = "helpers of tests")]

mod common;

use common::{Counting, Desk, Wire, blank};
use jiff::Timestamp;
use tapsmith_card::status::Status;
use tapsmith_card::tag::{self, Tag};
use tapsmith_core::batch::KeyScheme;
use tapsmith_core::key::{AesKey, KeyNumber};
use tapsmith_core::profile::Chip;
use tapsmith_desk::check::Verdict;
use tapsmith_desk::encode::{Effort, Encoded, ForGood, Request, encode};
use tapsmith_desk::error::Error;
use tapsmith_desk::trust::VirtualCards;
use tapsmith_picc::Ntag424;

/// A blank card whose key 0 was tried `times` times with a wrong key.
fn tried(times: u32) -> Ntag424 {
    let mut card = blank(Chip::Ntag424, 1);
    let mut tag = Tag::new(Wire(&mut card));
    tag.select_application().unwrap();
    let wrong = AesKey::init_with(|key| key.fill(0xEE));
    for _ in 0..times {
        assert!(tag.authenticate(KeyNumber::MASTER, &wrong, [1; 16]).is_err());
    }
    card.power_off();
    card
}

fn encoded(card: &mut Ntag424) -> Result<Encoded, Error<std::convert::Infallible>> {
    let mut desk = Desk::new("sun-aes", KeyScheme::Derived);
    let request = Request {
        batch: &desk.batch,
        record: None,
        virtual_cards: VirtualCards::Accept,
        overwrite: false,
        for_good: ForGood::Ask,
        replace: false,
        effort: Effort::Normal,
        now: Timestamp::UNIX_EPOCH,
    };
    encode(&mut Tag::new(Wire(card)), &mut desk.vault, request, &mut Counting(9))
}

#[test]
fn a_key_in_its_delay_is_sat_out() {
    let mut card = tried(60);
    let done = encoded(&mut card).unwrap();
    assert_eq!((done.verdict, done.failed_authentications), (Verdict::Pass, 0));
    assert!(done.apdus > 16, "there was no delay to sit out: {}", done.apdus);
}

#[test]
fn a_locked_key_is_told_and_the_card_stays_as_it_is() {
    let mut card = tried(1000);
    let before = card.memory().clone();
    let refused = encoded(&mut card).unwrap_err();
    let locked = matches!(
        &refused,
        Error::Card(tag::Error::Refused { status: Status::PERMISSION_DENIED, .. })
    );
    assert!(locked, "{refused:?}");
    assert!(card.memory().same_but_for_counters(&before));
}
