//! What no command undoes: asked for, told apart, and left alone where nobody confirmed it.

use tapsmith_desk::check::Verdict;
use tapsmith_desk::encode::{ForGood, Request};
use tapsmith_desk::error::Error;
use tapsmith_picc::type2::{Chip, Torn};

use crate::common::Counting;
use crate::rig::{InField, delivered, desk, failed, request};

const LOCKED: &str = "name = \"locked\"\nchip = \"ntag213\"\nurl = \"{base}/{record_id}\"\n\
    [protection]\npassword = true\nlock = [\"static\", \"dynamic\", \"configuration\"]";

#[test]
fn locks_are_refused_until_somebody_confirms_them() {
    let mut desk = desk(LOCKED);
    let mut card = delivered(Chip::Ntag213, 6);
    let batch = desk.batch.clone();
    let ask = Request { batch: &batch, for_good: ForGood::Ask, ..request(&desk) };
    let before = card.memory().clone();
    let mut field = InField::new(&mut card);
    let refused = tapsmith_desk::any::encode(&mut field, &mut desk.vault, ask, &mut Counting(1));
    let Err(Error::ForGood { steps, .. }) = refused else { panic!("{refused:?}") };
    let expected =
        ["write_capability_container", "lock_static", "lock_dynamic", "lock_configuration"];
    assert_eq!(steps, expected);
    assert!(field.frames.iter().all(|frame| frame[0] != 0xA2), "a page was written");
    assert_eq!(card.memory().pages(), before.pages());
    let planned = desk.plan(&mut card).unwrap();
    assert!(planned.needs_yes);
    let marked: Vec<_> =
        planned.steps.iter().filter(|step| step.irreversible).map(|step| &step.name).collect();
    assert_eq!(marked, expected.iter().collect::<Vec<_>>());
}

#[test]
fn a_locked_card_verifies_and_stays_as_it_is() {
    let mut desk = desk(LOCKED);
    let mut card = delivered(Chip::Ntag213, 6);
    assert_eq!(desk.encode(&mut card).unwrap().verdict, Verdict::Pass);
    let finished = card.memory().clone();
    assert_eq!(desk.encode(&mut card).unwrap().steps, []);
    assert_eq!(failed(&desk.verify(&mut card).unwrap()), Vec::<&str>::new());
    // Content and configuration are for good, so a reset has no way; nothing is tried.
    assert!(matches!(desk.reset(&mut card), Err(Error::Pages(_))));
    assert_eq!(card.memory().pages(), finished.pages());
}

/// A word that was given stands for a card that was torn; a reset takes it back.
#[test]
fn a_reset_takes_the_word_back() {
    let mut card = delivered(Chip::Ntag213, 6);
    let mut field = InField::new(&mut card);
    desk(LOCKED).encode_in(&mut field).unwrap();
    let first_write = field.frames.iter().position(|frame| frame[0] == 0xA2).unwrap() + 1;
    let mut desk = desk(LOCKED);
    let mut card = delivered(Chip::Ntag213, 6);
    let tear = Some((first_write, Torn::New));
    let mut field = InField { tear, ..InField::new(&mut card) };
    assert!(desk.encode_in(&mut field).is_err());
    assert!(!desk.plan(&mut card).unwrap().needs_yes);
    assert_eq!(desk.reset(&mut card).unwrap().verdict, Verdict::Pass);
    assert!(desk.plan(&mut card).unwrap().needs_yes);
}

/// A capability container is OTP on an Ultralight: a reset leaves it, and says so; and encodes again without a
/// word.
#[test]
fn an_ultralight_stays_one_for_ndef() {
    let mut desk = desk("ultralight-url");
    let mut card = delivered(Chip::UltralightEv1Large, 6);
    desk.encode(&mut card).unwrap();
    let reset = desk.reset(&mut card).unwrap();
    assert_eq!((reset.verdict, reset.for_good), (Verdict::Pass, vec!["capability_container"]));
    assert!(!desk.plan(&mut card).unwrap().needs_yes);
}

/// The plan says what the encode costs, on every chip.
#[test]
fn a_plan_counts_as_the_encode_does() {
    for (profile, chip) in [
        ("ntag213-url", Chip::Ntag213),
        ("ntag213-password", Chip::Ntag213),
        ("ntag213-mirror", Chip::Ntag213),
        ("ntag213-text", Chip::Ntag213),
        ("ntag213-empty", Chip::Ntag213),
        ("ultralight-url", Chip::UltralightEv1Small),
        (LOCKED, Chip::Ntag213),
    ] {
        let mut desk = desk(profile);
        let mut card = delivered(chip, 6);
        let planned = desk.plan(&mut card).unwrap();
        let encoded = desk.encode(&mut card).unwrap();
        let names: Vec<_> = encoded.steps.iter().map(|step| &step.name).collect();
        assert_eq!(names, planned.steps.iter().map(|step| &step.name).collect::<Vec<_>>());
        assert_eq!(encoded.apdus, planned.apdus, "{profile}");
        assert_eq!(desk.plan(&mut card).unwrap().steps, [], "{profile}");
    }
}
