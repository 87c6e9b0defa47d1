//! A finished card, proved: by what a phone reads, and by authentications with the new keys.

use tapsmith_card::command::{FileNumber, GetFileSettings};
use tapsmith_card::personalize::Target;
use tapsmith_card::status::Status;
use tapsmith_card::tag::{Session, Tag};
use tapsmith_card::transport::Transport;
use tapsmith_core::key::KeyNumber;
use tapsmith_core::ndef;
use tapsmith_core::random::Random;
use tapsmith_core::template::Template;

use super::Effort;
use crate::check::Check;
use crate::error::Error;
use crate::inspect::tap;
use crate::record::RecordCard;
use crate::work::challenge;

/// How a card was proved, and what a phone reads from it now.
pub(super) struct Proved {
    pub(super) proofs: Vec<Check>,
    pub(super) url: Option<String>,
}

/// The tap proves keys 1 and 2, the authentication key 0; the card itself checked keys 3 and 4 when
/// it took them, and [`Effort::ProveAll`] authenticates with them too.
pub(super) fn prove<T: Transport, R: Random>(
    tag: &mut Tag<T>,
    card: &RecordCard,
    template: &Template,
    effort: Effort,
    random: &mut R,
) -> Result<Proved, Error<T::Error>> {
    let file = tap(tag)?;
    let url = ndef::read_uri(&file).ok();
    let mut proofs = vec![prove_ndef(&file, card), prove_tap(url.as_deref(), card, template)];
    if effort == Effort::Fast {
        return Ok(Proved { proofs, url });
    }
    let target = card.target()?;
    let master = &target.key(KeyNumber::MASTER).key;
    match tag.authenticate(KeyNumber::MASTER, master, challenge(random)?) {
        Ok(session) => proofs.extend(prove_in_session(session, &target, effort, random)?),
        Err(error) if error.status() == Some(Status::AUTHENTICATION) => {
            proofs.push(Check::fail("key_0", error.to_string()));
        }
        Err(error) => return Err(error.into()),
    }
    Ok(Proved { proofs, url })
}

fn prove_in_session<T: Transport, R: Random>(
    mut session: Session<'_, T>,
    target: &Target,
    effort: Effort,
    random: &mut R,
) -> Result<Vec<Check>, Error<T::Error>> {
    let settings = session.send(&GetFileSettings { file: FileNumber::Ndef })?.settings;
    let same = settings == target.shape.file(FileNumber::Ndef);
    let mut proofs = vec![
        Check::pass("key_0", "opens the card"),
        Check::that("settings", same, "as planned", "not as planned"),
    ];
    if effort == Effort::ProveAll {
        for (number, name) in KeyNumber::ALL.into_iter().zip(KEY_CHECKS).skip(1) {
            let key = &target.key(number).key;
            match session.authenticate(number, key, challenge(random)?) {
                Ok(open) => session = open,
                Err(error) if error.status() == Some(Status::AUTHENTICATION) => {
                    proofs.push(Check::fail(name, error.to_string()));
                    return Ok(proofs);
                }
                Err(error) => return Err(error.into()),
            }
            proofs.push(Check::pass(name, "opens the card"));
        }
    }
    Ok(proofs)
}

const KEY_CHECKS: [&str; 5] = ["key_0", "key_1", "key_2", "key_3", "key_4"];

/// Byte for byte, where the chip does not write.
fn prove_ndef(file: &[u8], card: &RecordCard) -> Check {
    let same = card.shape.image.matches(file);
    Check::that("ndef", same, "as written", "the card holds other bytes than were written")
}

fn prove_tap(url: Option<&str>, card: &RecordCard, template: &Template) -> Check {
    const NAME: &str = "tap";
    let Some(url) = url else { return Check::fail(NAME, "the card shows no address") };
    if !template.is_sun() {
        return Check::skipped(NAME, "the profile's cards do not sign their taps");
    }
    let Some(keys) = &card.tap_keys else { return Check::fail(NAME, "its keys are unknown") };
    match template.read(url).and_then(|tap| tap.verify(keys)) {
        Ok(_) => Check::pass(NAME, "signed with the new keys"),
        Err(rejection) => Check::fail(NAME, rejection.to_string()),
    }
}
