//! The steps, done.

use tapsmith_card::command::{
    ChangeFileSettings, ChangeKey, ChangeMasterKey, CreateApplication, FileNumber, WriteData,
};
use tapsmith_card::personalize::{CAPABILITY_CONTAINER, Part, Step, creation};
use tapsmith_card::settings::Offset;
use tapsmith_card::tag::{self, Session, Tag};
use tapsmith_card::transport::Transport;
use tapsmith_core::access::CommMode;
use tapsmith_core::key::{AesKey, KeyNumber};
use tapsmith_core::random::Random;

use super::{challenge, change_card_key};
use crate::error::Error;

/// A card between two steps.
#[derive(Debug)]
pub(crate) enum Between<'t, T> {
    /// In a session with key 0.
    Open(Session<'t, T>),
    /// The step before ended the session, or there is nothing yet to have one with.
    Ended(&'t mut Tag<T>),
}

/// Does `steps`, in order. `master` is what slot 0 holds: a step that ends the session is followed by
/// another session, if more steps are left. Returns whether the application has to be selected again: a session is
/// still open, or something else was selected.
pub(crate) fn apply<T: Transport, R: Random>(
    mut card: Between<'_, T>,
    steps: &[Step],
    mut master: AesKey,
    random: &mut R,
) -> Result<bool, Error<T::Error>> {
    let mut is_elsewhere = false;
    for step in steps {
        card = match (step, card) {
            // Whoever has a session with its key 0 has the application.
            (Step::Make(Part::Application), card @ Between::Open(_)) => Ok(card),
            (Step::Make(Part::Application), Between::Ended(tag)) => make_application(tag),
            (Step::ChangeCardKey { old, new }, card) => {
                is_elsewhere = true;
                let tag = card.end();
                let rnd_a = challenge(random)?;
                change_card_key(tag, old, new, rnd_a).map(|()| Between::Ended(tag))
            }
            (step, Between::Open(session)) => change(session, step),
            (step, Between::Ended(tag)) => {
                let rnd_a = challenge(random)?;
                let session = tag.authenticate(KeyNumber::MASTER, &master, rnd_a);
                session.and_then(|session| change(session, step))
            }
        }
        .map_err(torn(step))?;
        if let Step::ChangeMasterKey { new, .. } = step {
            master = new.key.clone();
        }
    }
    Ok(is_elsewhere || matches!(card, Between::Open(_)))
}

impl<'t, T: Transport> Between<'t, T> {
    fn end(self) -> &'t mut Tag<T> {
        match self {
            Self::Open(session) => session.end(),
            Self::Ended(tag) => tag,
        }
    }
}

fn change<'t, T: Transport>(
    mut session: Session<'t, T>,
    step: &Step,
) -> Result<Between<'t, T>, tag::Error<T::Error>> {
    match step {
        Step::Make(part) => make(&mut session, *part)?,
        // Not in the application, and so not in its session.
        Step::ChangeCardKey { .. } => {}
        Step::Configure(command) => session.configure(command)?,
        Step::WriteNdef { bytes } => write_ndef(&mut session, bytes)?,
        Step::ChangeFileSettings { file, old, new } => {
            session.send(&ChangeFileSettings::new(*file, old.rights, *new))?;
        }
        Step::ChangeKey { key, old, new } => {
            let (old, version) = (old.key.clone(), new.version);
            session.send(&ChangeKey { key: *key, old, new: new.key.clone(), version })?;
        }
        Step::ChangeMasterKey { new, .. } => {
            let command = ChangeMasterKey { new: new.key.clone(), version: new.version };
            return session.change_master_key(&command).map(Between::Ended);
        }
    }
    Ok(if step.ends_session() { Between::Ended(session.end()) } else { Between::Open(session) })
}

/// On the card itself, which has to be selected; then selects what was made.
fn make_application<T: Transport>(
    tag: &mut Tag<T>,
) -> Result<Between<'_, T>, tag::Error<T::Error>> {
    tag.send(&CreateApplication::NDEF)?;
    tag.select_application()?;
    Ok(Between::Ended(tag))
}

/// In the application, with its key 0.
fn make<T: Transport>(
    session: &mut Session<'_, T>,
    part: Part,
) -> Result<(), tag::Error<T::Error>> {
    match part {
        Part::Application => Ok(()),
        Part::File(file) => session.send(&creation(file)),
        Part::CapabilityContainer => session.send(&WriteData {
            file: FileNumber::CapabilityContainer,
            offset: Offset::from_lsb([0; 3]),
            data: CAPABILITY_CONTAINER.to_vec(),
            mode: CommMode::Plain,
        }),
    }
}

/// In commands of at most so many bytes; a file of 256 needs two.
fn write_ndef<T: Transport>(
    session: &mut Session<'_, T>,
    bytes: &[u8],
) -> Result<(), tag::Error<T::Error>> {
    let chunks = bytes.chunks(WriteData::PLAIN_LIMIT);
    for (data, start) in chunks.zip((0..).step_by(WriteData::PLAIN_LIMIT)) {
        let offset = Offset::new(start).unwrap_or(Offset::from_lsb([0xFF; 3]));
        let (file, data) = (FileNumber::Ndef, data.to_vec());
        session.send(&WriteData { file, offset, data, mode: CommMode::Plain })?;
    }
    Ok(())
}

fn torn<E>(step: &Step) -> impl FnOnce(tag::Error<E>) -> Error<E> {
    let step = step.name();
    move |source| Error::Torn { step, source }
}
