//! A finished card, proved: by what a phone reads, and by an authentication with the new key 0.

use tapsmith_card::command::{FileNumber, GetFileSettings};
use tapsmith_card::status::Status;
use tapsmith_card::tag::Tag;
use tapsmith_card::transport::Transport;
use tapsmith_core::key::KeyNumber;
use tapsmith_core::ndef;
use tapsmith_core::random::Random;
use tapsmith_core::template::Template;

use super::challenge;
use crate::check::Check;
use crate::error::Error;
use crate::inspect::tap;
use crate::record::RecordCard;

/// How a card was proved, and what a phone reads from it now.
pub(super) struct Proved {
    pub(super) proofs: Vec<Check>,
    pub(super) url: Option<String>,
}

/// The tap proves keys 1 and 2, the authentication
/// key 0; the card checked keys 3 and 4 itself when it took them.
pub(super) fn prove<T: Transport, R: Random>(
    tag: &mut Tag<T>,
    card: &RecordCard,
    template: &Template,
    random: &mut R,
) -> Result<Proved, Error<T::Error>> {
    let file = tap(tag)?;
    let url = ndef::read_uri(&file).ok();
    let mut proofs = vec![prove_ndef(&file, card), prove_tap(url.as_deref(), card, template)];
    let master = card.target.key(KeyNumber::MASTER);
    match tag.authenticate(KeyNumber::MASTER, master, challenge(random)?) {
        Ok(mut session) => {
            let settings = session.send(&GetFileSettings { file: FileNumber::Ndef })?.settings;
            proofs.push(Check::pass("key_0", "opens the card"));
            let same = settings == card.target.ndef;
            proofs.push(Check::that("settings", same, "as planned", "not as planned"));
        }
        Err(error) if error.status() == Some(Status::AUTHENTICATION) => {
            proofs.push(Check::fail("key_0", error.to_string()));
        }
        Err(error) => return Err(error.into()),
    }
    Ok(Proved { proofs, url })
}

/// Byte for byte, where the chip does not write.
fn prove_ndef(file: &[u8], card: &RecordCard) -> Check {
    let same = card.target.image.matches(file);
    Check::that("ndef", same, "as written", "the card holds other bytes than were written")
}

fn prove_tap(url: Option<&str>, card: &RecordCard, template: &Template) -> Check {
    const NAME: &str = "tap";
    let Some(url) = url else { return Check::fail(NAME, "the card shows no address") };
    if !template.is_sun() {
        return Check::skipped(NAME, "the profile's cards do not sign their taps");
    }
    match template.read(url).and_then(|tap| tap.verify(&card.tap_keys())) {
        Ok(_) => Check::pass(NAME, "signed with the new keys"),
        Err(rejection) => Check::fail(NAME, rejection.to_string()),
    }
}
