//! The steps, done.

use tapsmith_card::command::{
    ChangeFileSettings, ChangeKey, ChangeMasterKey, FileNumber, WriteData,
};
use tapsmith_card::personalize::Step;
use tapsmith_card::settings::Offset;
use tapsmith_card::tag::{self, Session, Tag};
use tapsmith_card::transport::Transport;
use tapsmith_core::access::CommMode;
use tapsmith_core::key::{AesKey, KeyNumber};
use tapsmith_core::random::Random;

use super::challenge;
use crate::error::Error;

/// A card between two steps.
enum Between<'t, T> {
    /// In a session with key 0.
    Open(Session<'t, T>),
    /// The step before ended the session.
    Ended(&'t mut Tag<T>),
}

/// Does `steps`, in order. `master` is what slot 0 holds: a step that ends the session is followed by
/// another session, if more steps are left. Returns the session if it is still open.
pub(crate) fn apply<'t, T: Transport, R: Random>(
    session: Session<'t, T>,
    steps: &[Step],
    mut master: AesKey,
    random: &mut R,
) -> Result<Option<Session<'t, T>>, Error<T::Error>> {
    let mut card = Between::Open(session);
    for step in steps {
        let session = match card {
            Between::Open(session) => session,
            Between::Ended(tag) => {
                let rnd_a = challenge(random)?;
                tag.authenticate(KeyNumber::MASTER, &master, rnd_a).map_err(torn(step))?
            }
        };
        if let Step::ChangeMasterKey { new, .. } = step {
            master = new.key.clone();
        }
        card = change(session, step).map_err(torn(step))?;
    }
    match card {
        Between::Open(session) => Ok(Some(session)),
        Between::Ended(_) => Ok(None),
    }
}

fn change<'t, T: Transport>(
    mut session: Session<'t, T>,
    step: &Step,
) -> Result<Between<'t, T>, tag::Error<T::Error>> {
    match step {
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
