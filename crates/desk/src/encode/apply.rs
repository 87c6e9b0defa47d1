//! The steps, done.

use tapsmith_card::command::{
    ChangeFileSettings, ChangeKey, ChangeMasterKey, FileNumber, NonMasterKey, WriteData,
};
use tapsmith_card::personalize::{Step, Target};
use tapsmith_card::settings::Offset;
use tapsmith_card::tag::{self, Session};
use tapsmith_card::transport::Transport;
use tapsmith_core::access::CommMode;
use tapsmith_core::key::{AesKey, KeyNumber};

use crate::error::Error;

/// Does every step that leaves the session open.
pub(super) fn settle<T: Transport>(
    session: &mut Session<'_, T>,
    target: &Target,
    steps: &[Step],
) -> Result<(), Error<T::Error>> {
    for step in steps {
        let outcome = match step {
            Step::WriteNdef => write_ndef(session, target),
            Step::ChangeFileSettings => {
                session.send(&ChangeFileSettings { file: FileNumber::Ndef, settings: target.ndef })
            }
            Step::ChangeKey(key) => change_key(session, target, *key),
            Step::ChangeMasterKey => Ok(()),
        };
        outcome.map_err(torn(*step))?;
    }
    Ok(())
}

/// Does the step that ends the session, if it is to be done.
pub(super) fn finish<T: Transport>(
    session: Session<'_, T>,
    target: &Target,
    steps: &[Step],
) -> Result<(), Error<T::Error>> {
    if !steps.contains(&Step::ChangeMasterKey) {
        return Ok(());
    }
    let new = target.key(KeyNumber::MASTER).clone();
    session
        .change_master_key(&ChangeMasterKey { new, version: target.version })
        .map_err(torn(Step::ChangeMasterKey))
}

fn write_ndef<T: Transport>(
    session: &mut Session<'_, T>,
    target: &Target,
) -> Result<(), tag::Error<T::Error>> {
    let chunks = target.image.bytes.chunks(WriteData::PLAIN_LIMIT);
    for (data, start) in chunks.zip((0..).step_by(WriteData::PLAIN_LIMIT)) {
        let offset = Offset::new(start).unwrap_or(Offset::from_lsb([0xFF; 3]));
        let (file, data) = (FileNumber::Ndef, data.to_vec());
        session.send(&WriteData { file, offset, data, mode: CommMode::Plain })?;
    }
    Ok(())
}

/// A slot that the plan changes holds the factory's key.
fn change_key<T: Transport>(
    session: &mut Session<'_, T>,
    target: &Target,
    key: NonMasterKey,
) -> Result<(), tag::Error<T::Error>> {
    let new = target.key(key.number()).clone();
    session.send(&ChangeKey { key, old: AesKey::factory(), new, version: target.version })
}

fn torn<E>(step: Step) -> impl FnOnce(tag::Error<E>) -> Error<E> {
    move |source| Error::Torn { step: step.to_string(), source }
}
