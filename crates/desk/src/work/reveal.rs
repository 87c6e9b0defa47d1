//! The UID of a card that shows readers a random one. Whoever holds any of its keys may ask for it.
//!
//! Source: NT4H2421Gx Rev. 3.0, "Random ID", "`GetCardUID`", "`Read_Sig`".

use tapsmith_card::command::{GetCardUid, ReadSig};
use tapsmith_card::originality::{self, Originality};
use tapsmith_card::tag::Tag;
use tapsmith_card::transport::Transport;
use tapsmith_core::key::{AesKey, KeyNumber, KeyVersion};
use tapsmith_core::layout::SlotContent;
use tapsmith_core::ndef;
use tapsmith_core::random::Random;
use tapsmith_core::record::Generation;
use tapsmith_core::sun::Mirror;
use tapsmith_core::uid::Uid;
use tapsmith_store::OpenVault;

use super::try_key;
use crate::error::Error;
use crate::inspect::{read_versions, tap};
use crate::record::BatchLayout;

/// So many keys may be refused: the chip counts each.
const MOST_FAILURES: usize = 5;

/// The UID, and who signed it. Begins and ends with the application selected, and no session.
pub(crate) fn reveal<T: Transport, R: Random>(
    tag: &mut Tag<T>,
    vault: &OpenVault,
    random: &mut R,
) -> Result<(Uid, Originality), Error<T::Error>> {
    let file = tap(tag)?;
    let versions = read_versions(tag)?;
    let address = ndef::read_uri(&file).ok();
    let keys = shared_keys(vault, address.as_deref(), versions)?;
    let factory = KeyNumber::ALL.into_iter().filter(|slot| *slot.of(&versions) == KeyVersion(0));
    let factory = factory.map(|slot| (slot, AesKey::factory())).take(1);
    for (slot, key) in keys.into_iter().chain(factory).take(MOST_FAILURES) {
        if let Some(mut session) = try_key(tag, slot, &key, random)? {
            let uid = session.send(&GetCardUid)?;
            let signature = session.send(&ReadSig)?;
            tag.select_application()?;
            return Ok((uid, originality::check(uid, &signature)));
        }
    }
    Err(Error::RandomUid)
}

/// The keys that batches of hidden cards share, and that this card may hold: those that open its tap first,
/// then those whose version it shows.
fn shared_keys<E>(
    vault: &OpenVault,
    address: Option<&str>,
    versions: [KeyVersion; 5],
) -> Result<Vec<(KeyNumber, AesKey)>, Error<E>> {
    let shared_version = Generation::default().key_version();
    let (mut proved, mut claimed) = (Vec::new(), Vec::new());
    for stored in vault.batches()? {
        let batch = stored.batch;
        if !batch.profile.configuration.random_uid {
            continue;
        }
        let expected = BatchLayout::expected(vault, &batch)?;
        let slot = expected.layout.meta_read;
        let SlotContent::Role(role) = expected.layout.content(slot) else { continue };
        let first = batch.records.first();
        let key = vault.keys(&batch)?.key(first, role, Generation::default())?;
        let opens = address.and_then(|url| expected.template.read(url).ok()).is_some_and(
            |tap| matches!(tap.mirror, Mirror::Encrypted(data) if data.open(&key).is_some()),
        );
        if opens {
            proved.push((slot, key));
        } else if *slot.of(&versions) == shared_version {
            claimed.push((slot, key));
        }
    }
    proved.extend(claimed);
    Ok(proved)
}
