//! A card of another kind among the cards of a delivery: a verdict by name, not an error.

#![expect(clippy::unwrap_used, reason = "helpers of tests")]

mod common;

use std::convert::Infallible;

use common::{Counting, Desk, Wire, blank};
use jiff::Timestamp;
use tapsmith_card::tag::Tag;
use tapsmith_card::transport::Transport;
use tapsmith_core::batch::KeyScheme;
use tapsmith_core::profile::Chip;
use tapsmith_desk::check::{Outcome, Verdict};
use tapsmith_desk::trust::VirtualCards;
use tapsmith_desk::verify::{Request, Strangers, Verified, verify};

/// A card that gives the same answer to everything.
struct Says(&'static [u8]);

impl Transport for Says {
    type Error = Infallible;

    fn transmit(&mut self, _: &[u8]) -> Result<Vec<u8>, Infallible> {
        Ok(self.0.to_vec())
    }
}

fn verify_as(desk: &mut Desk, card: impl Transport<Error = Infallible>) -> Verified {
    let (virtual_cards, now) = (VirtualCards::Accept, Timestamp::UNIX_EPOCH);
    let request =
        Request { batch: &desk.batch, record: None, virtual_cards, strangers: Strangers::One, now };
    verify(&mut Tag::new(card), &mut desk.vault, request, &mut Counting(9)).unwrap()
}

#[test]
fn another_chip_fails_by_name_and_every_check_is_told() {
    let mut desk = Desk::new("sun-aes", KeyScheme::Derived);
    let known = verify_as(&mut desk, Wire(&mut blank(Chip::Ntag424, 6)));
    // No such application; no such instruction; an answer that is none.
    for says in [&[0x6A, 0x82][..], &[0x6D, 0x00], &[0x90, 0x00]] {
        let other = verify_as(&mut desk, Says(says));
        assert_eq!(other.verdict, Verdict::Fail);
        let names =
            |of: &Verified| of.checks.iter().map(|check| check.name.clone()).collect::<Vec<_>>();
        assert_eq!(names(&other), names(&known));
        let failed = other.checks.iter().filter(|check| check.outcome == Outcome::Fail);
        assert_eq!(failed.map(|check| check.name.as_ref()).collect::<Vec<_>>(), ["chip"]);
    }
    assert_eq!(desk.vault.cards(&desk.batch).unwrap(), []);
}
