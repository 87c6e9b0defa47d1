//! Asking a card what it is.

use super::{OpenSector, SectorState, State};
use crate::classic::{Error, Key, KeyKind, Keyring, Model, Opener, Sector, SeenTrailer, Tag};
use crate::field::Field;

/// How many keys may fail. The chip does not count them; but each costs a selection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit(pub u32);

impl Limit {
    /// As many as there are to try.
    pub const NONE: Self = Self(u32::MAX);
}

/// Reads all of a card that the keys of `keyring` open. A sector is not begun once `limit` keys have failed,
/// so that at most that many fail, and twice the keyring's more.
///
/// # Errors
/// The reader failed, or answered nonsense.
pub fn read_state<F: Field>(
    tag: &mut Tag<'_, F>,
    model: Model,
    keyring: &Keyring,
    limit: Limit,
) -> Result<State, Error<F::Error>> {
    let before = tag.count().failed_authentications;
    let mut candidates = Candidates { a: keyring.as_a(), b: keyring.as_b() };
    let mut sectors = Vec::new();
    for sector in model.sectors() {
        let failed = tag.count().failed_authentications - before;
        let state = if failed < limit.0 {
            read_sector(tag, sector, &mut candidates)?
        } else {
            SectorState::Unasked
        };
        sectors.push((sector, state));
    }
    Ok(State { model, sectors })
}

/// Keys to try, the likeliest first: a key that opened a sector often opens the next.
struct Candidates {
    a: Vec<Key>,
    b: Vec<Key>,
}

impl Candidates {
    fn as_kind(&mut self, kind: KeyKind) -> &mut Vec<Key> {
        match kind {
            KeyKind::A => &mut self.a,
            KeyKind::B => &mut self.b,
        }
    }

    /// The key of this kind that opens `sector`. From now on it is tried first.
    fn find<F: Field>(
        &mut self,
        tag: &mut Tag<'_, F>,
        sector: Sector,
        kind: KeyKind,
    ) -> Result<Option<Opener>, Error<F::Error>> {
        let keys = self.as_kind(kind);
        for at in 0..keys.len() {
            let Some(key) = keys.get(at).cloned() else { break };
            let opener = Opener { kind, key };
            if tag.open(sector, &opener)? {
                keys.get_mut(..=at).unwrap_or_default().rotate_right(1);
                return Ok(Some(opener));
            }
        }
        Ok(None)
    }
}

fn read_sector<F: Field>(
    tag: &mut Tag<'_, F>,
    sector: Sector,
    candidates: &mut Candidates,
) -> Result<SectorState, Error<F::Error>> {
    let a = candidates.find(tag, sector, KeyKind::A)?;
    let mut b = match &a {
        Some(_) => None,
        None => candidates.find(tag, sector, KeyKind::B)?,
    };
    let Some(first) = a.as_ref().or(b.as_ref()) else { return Ok(SectorState::Unknown) };
    let Some(seen) = tag.read_trailer(sector, first)? else {
        // Key A may always read it, but in a sector that is blocked. Key B may not where it is data.
        return Ok(if a.is_some() { SectorState::Blocked } else { SectorState::Unknown });
    };
    let SeenTrailer { access, gpb, key_b } = seen;
    let blocks = sector.data_blocks().map(|block| (block, None)).collect();
    let mut open = OpenSector { key_a: a.map(|a| a.key), key_b, access, gpb, blocks };
    // What key A may read is read while the sector is open with it.
    read_blocks(tag, &mut open)?;
    if open.key_b.is_none() {
        b = if b.is_some() { b } else { candidates.find(tag, sector, KeyKind::B)? };
        open.key_b = b.map(|b| b.key);
        read_blocks(tag, &mut open)?;
    }
    Ok(SectorState::Open(open))
}

/// Reads what was not read yet, and may be by the keys that are known.
fn read_blocks<F: Field>(
    tag: &mut Tag<'_, F>,
    open: &mut OpenSector,
) -> Result<(), Error<F::Error>> {
    let mut blocks = std::mem::take(&mut open.blocks);
    for (block, data) in &mut blocks {
        let opener = open.opener(open.access.of(*block).read());
        if let (None, Some(opener)) = (&data, opener) {
            *data = tag.read(block.block(), &opener)?;
        }
    }
    open.blocks = blocks;
    Ok(())
}
