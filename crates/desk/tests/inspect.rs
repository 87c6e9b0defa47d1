//! What keys show of a card whose record nobody names.

#![expect(clippy::unwrap_used, reason = "helpers of tests")]

mod common;

use common::{Counting, Desk, Wire, blank};
use jiff::Timestamp;
use tapsmith_card::originality::Originality;
use tapsmith_card::tag::Tag;
use tapsmith_core::batch::KeyScheme;
use tapsmith_core::key::KeyNumber;
use tapsmith_core::profile::{Family, Profile};
use tapsmith_desk::encode::{Effort, ForGood, Request, encode};
use tapsmith_desk::error::Error;
use tapsmith_desk::inspect::{Inspection, KeysShown, inspect, inspect_keys};
use tapsmith_desk::trust::VirtualCards;
use tapsmith_picc::Ntag424;

fn card_for(profile: &str) -> Ntag424 {
    blank(Profile::shipped(profile).unwrap().chip, 4)
}

fn put_on(desk: &mut Desk, card: &mut Ntag424, record: u64) {
    let request = Request {
        batch: &desk.batch,
        record: Some(record.try_into().unwrap()),
        virtual_cards: VirtualCards::Accept,
        overwrite: false,
        for_good: ForGood::Any,
        replace: false,
        effort: Effort::Normal,
        now: Timestamp::UNIX_EPOCH,
    };
    let tag = &mut Tag::new(Wire(card));
    encode(tag, &mut desk.vault, request, &mut Counting(9)).unwrap();
}

fn look(desk: &Desk, card: &mut Ntag424) -> (Inspection, KeysShown) {
    card.power_off();
    let tag = &mut Tag::new(Wire(card));
    let seen = inspect(tag).unwrap();
    let shown = inspect_keys(tag, &desk.vault, &desk.batch, None, &seen, &mut Counting(9));
    (seen, shown.unwrap())
}

/// By the desk that encoded it, which knows its UID; and by another with the same keys, which has only its tap.
#[test]
fn every_profiles_card_is_opened_by_whoever_has_its_keys() {
    for profile in Profile::names_for(Family::Ntag424) {
        let mut desk = Desk::new(profile, KeyScheme::Derived);
        let other = Desk::new(profile, KeyScheme::Derived);
        let mut card = card_for(profile);
        put_on(&mut desk, &mut card, 40);
        for desk in [&desk, &other] {
            let (seen, shown) = look(desk, &mut card);
            let opened: Vec<_> = KeyNumber::ALL.map(|slot| (slot, true)).into();
            assert_eq!(shown.slots, opened, "{profile}");
            assert_eq!(shown.count.failed_authentications, 0, "{profile}");
            assert_eq!(shown.uid, Some(card.memory().uid()), "{profile}");
            let proves = shown.tap.as_ref().map(Result::is_ok);
            assert_eq!(proves, (profile != "static-url").then_some(true), "{profile}: {shown:?}");
            let hidden = profile == "sun-private";
            assert_eq!(seen.uid.is_none(), hidden, "{profile}");
            let expected = if hidden { Originality::Unchecked } else { Originality::Virtual };
            assert_eq!(seen.originality, expected, "without a key: {profile}");
            let told = hidden.then_some(Originality::Virtual);
            assert_eq!(shown.originality, told, "{profile}");
        }
    }
}

/// A card that no address, no UID and no tap places is asked for no key: the chip would count it.
#[test]
fn a_card_of_somebody_else_is_asked_for_no_key() {
    let mut desk = Desk::new("sun-private", KeyScheme::Derived);
    let mut card = card_for("sun-private");
    put_on(&mut desk, &mut card, 40);
    let stranger = Desk::new("sun-private", KeyScheme::Random);
    card.power_off();
    let tag = &mut Tag::new(Wire(&mut card));
    let seen = inspect(tag).unwrap();
    let (vault, batch) = (&stranger.vault, &stranger.batch);
    let refused = inspect_keys(tag, vault, batch, None, &seen, &mut Counting(9));
    assert!(matches!(refused, Err(Error::UnknownRecord { .. })), "{refused:?}");
    assert_eq!(tag.count().failed_authentications, 0);
}
