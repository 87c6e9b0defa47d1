//! The steps, done.

use tapsmith_card::command::{
    ChangeFileSettings, ChangeKey, ChangeMasterKey, FileNumber, WriteData,
};
use tapsmith_card::personalize::Step;
use tapsmith_card::settings::Offset;
use tapsmith_card::tag::{self, Session};
use tapsmith_card::transport::Transport;
use tapsmith_core::access::CommMode;

use crate::error::Error;

/// Does `steps`, in order. Returns the session if it is still open: a change of key 0, which comes
/// last, ends it.
pub(crate) fn apply<'t, T: Transport>(
    mut session: Session<'t, T>,
    steps: &[Step],
) -> Result<Option<Session<'t, T>>, Error<T::Error>> {
    for step in steps {
        let outcome = match step {
            Step::WriteNdef { bytes } => write_ndef(&mut session, bytes),
            Step::ChangeFileSettings { file, old, new } => {
                session.send(&ChangeFileSettings::new(*file, old.rights, *new))
            }
            Step::ChangeKey { key, old, new } => {
                let (old, version) = (old.key.clone(), new.version);
                session.send(&ChangeKey { key: *key, old, new: new.key.clone(), version })
            }
            Step::ChangeMasterKey { new, .. } => {
                let command = ChangeMasterKey { new: new.key.clone(), version: new.version };
                let ended = session.change_master_key(&command);
                return ended.map(|()| None).map_err(torn(step));
            }
        };
        outcome.map_err(torn(step))?;
    }
    Ok(Some(session))
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
