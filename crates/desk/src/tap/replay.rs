//! Taps seen before: on an earlier line of the same input, or in the vault's memory.

use std::collections::HashSet;

use tapsmith_core::batch::Batch;
use tapsmith_core::counter::ReadCounter;
use tapsmith_core::record::RecordId;
use tapsmith_core::sun::Rejection;
use tapsmith_core::uid::Uid;
use tapsmith_store::{Fresh, OpenVault, Tap};

use super::Judged;
use crate::check::Verdict;

/// The good taps of an input so far.
#[derive(Debug, Default)]
pub struct Replays(HashSet<(Option<Uid>, Option<RecordId>, ReadCounter)>);

impl Replays {
    /// Marks `judged` if the same card with the same counter stood on an earlier line. It is still
    /// a genuine tap.
    pub fn mark(&mut self, judged: &mut Judged) {
        let Some(counter) = judged.read_counter else { return };
        let record = judged.record_id.filter(|_| judged.uid.is_none());
        judged.replay =
            judged.verdict == Verdict::Pass && !self.0.insert((judged.uid, record, counter));
    }
}

/// Keeps each card's highest counter in the vault, and fails the taps that are not above it.
///
/// # Errors
/// The vault's own. Nothing was remembered then.
pub fn remember(
    vault: &mut OpenVault,
    batch: Option<&Batch>,
    judged: &mut [Judged],
) -> Result<(), tapsmith_store::Error> {
    let mut good: Vec<_> =
        judged.iter_mut().filter_map(|judged| Some((tap(judged)?, judged))).collect();
    let taps: Vec<_> = good.iter().map(|(tap, _)| *tap).collect();
    let answers = vault.remember(batch, &taps)?;
    for ((_, judged), fresh) in good.iter_mut().zip(answers) {
        if let Fresh::Replayed { highest } = fresh {
            judged.verdict = Verdict::Fail;
            judged.reason = Some(Rejection::Replayed.reason());
            judged.detail = Some(format!("{}: {highest}", Rejection::Replayed));
        }
    }
    Ok(())
}

fn tap(judged: &Judged) -> Option<Tap> {
    let (uid, counter) = judged.uid.zip(judged.read_counter)?;
    let generation = judged.generation;
    (judged.verdict == Verdict::Pass).then_some(Tap { uid, generation, counter })
}
