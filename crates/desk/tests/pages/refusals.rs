//! What is not done, and what is said of it; the card is as it was.

use tapsmith_card::field::Abilities;
use tapsmith_card::type2::personalize::PlanError;
use tapsmith_desk::encode::{Effort, Request};
use tapsmith_desk::error::Error;
use tapsmith_desk::trust::VirtualCards;
use tapsmith_picc::Type2;
use tapsmith_picc::type2::Chip;

use crate::common::Counting;
use crate::rig::{Failed, InField, delivered, desk, request};

fn is_untouched(card: &Type2, before: &Type2) -> bool {
    card.memory().pages() == before.memory().pages()
}

/// Encodes and says why not; the card has to be untouched.
fn refusal(profile: &str, mut card: Type2, overwrite: bool) -> Failed {
    let mut desk = desk(profile);
    let before = Type2::new(card.memory().clone());
    let batch = desk.batch.clone();
    let request = Request { batch: &batch, overwrite, ..request(&desk) };
    let mut field = InField::new(&mut card);
    let refused =
        tapsmith_desk::any::encode(&mut field, &mut desk.vault, request, &mut Counting(1));
    assert!(is_untouched(&card, &before));
    refused.unwrap_err()
}

fn with_pages(chip: Chip, pages: &[(u8, [u8; 4])]) -> Type2 {
    let memory = delivered(chip, 6).into_memory();
    Type2::new(pages.iter().fold(memory, |memory, (page, data)| memory.with_page(*page, *data)))
}

#[test]
fn another_chip_is_named() {
    let refused = refusal("ntag213-url", delivered(Chip::Ntag216, 6), true);
    assert_eq!(
        refused.to_string(),
        "this card is an ntag216, and the batch's cards are ntag213: it was not changed"
    );
}

/// A stranger's password is never guessed: whether it would lock itself is the stranger's secret.
#[test]
fn a_strangers_password_costs_no_attempt() {
    for access in [0x00, 0x04, 0x80] {
        let pages = [(0x29, [4, 0, 0, 4]), (0x2A, [access, 5, 0, 0]), (0x2B, [1, 2, 3, 4])];
        let mut card = with_pages(Chip::Ntag213, &pages);
        let mut desk = desk("ntag213-url");
        let mut field = InField::new(&mut card);
        let refused = desk.encode_in(&mut field).unwrap_err();
        assert!(matches!(refused, Error::Pages(PlanError::UnknownPassword)), "{refused}");
        assert!(field.frames.iter().all(|frame| frame[0] != 0x1B), "a password was shown");
    }
}

#[test]
fn somebodys_settings_want_a_yes() {
    let counting = [(0x2A, [0x10, 5, 0, 0])];
    let refused = refusal("ntag213-url", with_pages(Chip::Ntag213, &counting), false);
    assert!(matches!(refused, Error::HasSettings), "{refused}");
    let mut card = with_pages(Chip::Ntag213, &counting);
    let mut desk = desk("ntag213-url");
    let batch = desk.batch.clone();
    let request = Request { batch: &batch, overwrite: true, ..request(&desk) };
    let mut field = InField::new(&mut card);
    tapsmith_desk::any::encode(&mut field, &mut desk.vault, request, &mut Counting(1)).unwrap();
    assert_eq!(card.memory().page(0x2A), [0, 5, 0, 0]);
}

#[test]
fn a_locked_page_with_other_content_is_named() {
    let locked = [(2, [0, 0, 0xF0, 0xFF]), (4, [3, 0, 0xFE, 0])];
    let refused = refusal("ntag213-url", with_pages(Chip::Ntag213, &locked), true);
    assert!(matches!(refused, Error::Pages(PlanError::Locked { .. })), "{refused}");
    let container = [(3, [0xE1, 0x10, 0x12, 0x0F])];
    let refused = refusal("ntag213-url", with_pages(Chip::Ntag213, &container), true);
    assert!(matches!(refused, Error::Pages(PlanError::Container { .. })), "{refused}");
    let fixed = [(0x2A, [0x50, 5, 0, 0])];
    let refused = refusal("ntag213-url", with_pages(Chip::Ntag213, &fixed), true);
    assert!(matches!(refused, Error::Pages(PlanError::ConfigurationLocked)), "{refused}");
}

/// Where the reader brings READ and WRITE only, what needs more is refused before anything is looked at.
#[test]
fn a_reader_that_cannot_is_told_of_first() {
    let poor = Abilities { raw_frames: false, profile: "omnikey", ..Abilities::ALL };
    for (profile, effort, task) in [
        ("ntag213-password", Effort::Fast, Some("show a password to the card")),
        ("ntag213-url", Effort::Normal, Some("ask the card for its signature")),
        ("ntag213-url", Effort::Fast, None),
    ] {
        let mut desk = desk(profile);
        let mut card = delivered(Chip::Ntag213, 6);
        let batch = desk.batch.clone();
        let request = Request { batch: &batch, effort, ..request(&desk) };
        let mut field = InField { abilities: poor, ..InField::new(&mut card) };
        let outcome =
            tapsmith_desk::any::encode(&mut field, &mut desk.vault, request, &mut Counting(1));
        match (outcome, task) {
            (Ok(encoded), None) => assert_eq!(encoded.url.unwrap(), "https://example.com/c/1"),
            (Err(Error::ReaderCannot { reader: "omnikey", task }), Some(wanted)) => {
                assert_eq!(task, wanted);
                assert!(field.frames.is_empty());
            }
            (outcome, _) => panic!("{profile} {effort:?}: {outcome:?}"),
        }
    }
}

/// A card of software is taken for none but on a reader for such.
#[test]
fn a_forged_signature_is_refused_before_the_first_write() {
    let mut desk = desk("ntag213-url");
    let mut card = delivered(Chip::Ntag213, 6);
    let batch = desk.batch.clone();
    let request = Request { batch: &batch, virtual_cards: VirtualCards::Refuse, ..request(&desk) };
    let mut field = InField::new(&mut card);
    let refused =
        tapsmith_desk::any::encode(&mut field, &mut desk.vault, request, &mut Counting(1));
    assert!(matches!(refused, Err(Error::NotOriginal(_))), "{refused:?}");
    assert!(field.frames.iter().all(|frame| frame[0] != 0xA2));
}

#[test]
fn a_card_that_is_nobodys_is_not_reset() {
    let mut desk = desk("ntag213-url");
    let refused = desk.reset(&mut delivered(Chip::Ntag213, 6)).unwrap_err();
    assert!(matches!(refused, Error::NotOurs { .. }));
}

/// Bits that freeze lock bits which are not set: nothing would lock behind them, so nothing is written.
#[test]
fn frozen_lock_bits_are_told_of_first() {
    let locking = "name = \"l\"\nchip = \"ntag213\"\nurl = \"{base}/{record_id}\"\n\
        [protection]\nlock = [\"static\", \"dynamic\"]";
    for pages in [[(0x28, [0, 0, 0x3F, 0xBD])], [(2, [0, 0, 0x04, 0])]] {
        let refused = refusal(locking, with_pages(Chip::Ntag213, &pages), true);
        assert!(matches!(refused, Error::Pages(PlanError::Locked { .. })), "{refused}");
    }
}
