//! Back to the factory, with the keys that the vault's journal knows.

use jiff::Timestamp;
use serde::Serialize;
use tapsmith_card::command::{FileNumber, GetFileSettings, Product, SetConfiguration};
use tapsmith_card::personalize::{CardKey, Part, PlanError, State, Step, StepName, Target, plan};
use tapsmith_card::tag::{Count, Tag};
use tapsmith_card::transport::Transport;
use tapsmith_core::batch::Batch;
use tapsmith_core::key::{AesKey, KeyNumber};
use tapsmith_core::ndef::FILE_SIZE;
use tapsmith_core::profile::{Configuration, Family};
use tapsmith_core::random::Random;
use tapsmith_core::record::RecordId;
use tapsmith_core::suite::Suite;
use tapsmith_core::uid::Uid;
use tapsmith_store::OpenVault;

use crate::check::{Check, Verdict};
use crate::encode::Done;
use crate::error::Error;
use crate::inspect::{self, tap};
use crate::record::{BatchLayout, RecordCard};
use crate::trust::VirtualCards;
use crate::work::{
    Application, Asked, Between, Freeing, Held, Identified, Wanted, apply, ask_card, configured,
    identify, is_card_key, known_card_key, look, loop_status, open_begun, open_known, prove_keys,
    write_down, written,
};

/// What is asked of a reset.
#[derive(Debug, Clone, Copy)]
pub struct Request<'r> {
    /// The batch whose key a card that hides its UID is asked with first.
    pub batch: Option<&'r Batch>,
    /// Whether the user confirmed it (`--yes`).
    pub confirmed: bool,
    /// The time, for the vault.
    pub now: Timestamp,
}

/// A card that is as delivered again.
#[derive(Debug, Clone, Serialize)]
pub struct Reset {
    /// Fail if a proof failed.
    pub verdict: Verdict,
    /// The card.
    pub uid: Uid,
    /// The batch and record that were on it, now free, with keys of the next generation.
    pub batch: Option<String>,
    /// The record.
    pub record_id: Option<RecordId>,
    /// What was done, in order.
    pub steps: Vec<Done>,
    /// What stays, for no command can undo it: `lrp`, `random_uid`, `tag_tamper`.
    pub for_good: Vec<&'static str>,
    /// How it was proved.
    pub proofs: Vec<Check>,
    /// Exchanges with the chip.
    pub apdus: u32,
    /// Authentications the chip refused.
    pub failed_authentications: u32,
}

/// Resets the card on `tag`: the NDEF file emptied, settings and keys as delivered.
///
/// # Errors
/// The reader, the card or the vault; see [`Error`]. Running again goes on where it stopped.
pub fn reset<T: Transport, R: Random>(
    tag: &mut Tag<T>,
    vault: &mut OpenVault,
    request: Request<'_>,
    random: &mut R,
) -> Result<Reset, Error<T::Error>> {
    let wanted = Wanted {
        chip: None,
        batch: request.batch,
        virtual_cards: VirtualCards::Accept,
        check: false,
    };
    let identified = identify(tag, vault, wanted, random)?;
    let freeing = Freeing::of(vault, identified.uid)?;
    let has_application = identified.application != Application::Missing;
    let Ready { opened, steps, master, configuration, has_card_key } =
        prepare(tag, vault, &identified, &freeing, random)?;
    freeing.begin(vault, request, &steps, None, random)?;
    write_down(vault, freeing.uid, &steps, request.now, random)?;
    let reselect = apply(opened, &steps, master, random)?;
    let mut proofs = if has_application {
        if reselect {
            tag.select_application()?;
        }
        prove(tag, &steps, random)?
    } else {
        vec![Check::pass("ndef", "no application, as delivered")]
    };
    proofs.extend(prove_card_key(tag, has_card_key, random)?);
    let verdict = freeing.end(vault, request, &proofs, random)?;
    let for_good = for_good(configuration);
    Ok(Reset { for_good, ..Reset::new(verdict, &freeing, &steps, proofs, tag.count()) })
}

impl Reset {
    /// A card on which nothing stays.
    pub(crate) fn new(
        verdict: Verdict,
        Freeing { uid, record }: &Freeing,
        steps: &[impl ToString],
        proofs: Vec<Check>,
        count: Count,
    ) -> Self {
        Self {
            verdict,
            uid: *uid,
            batch: record.as_ref().map(|(batch, _)| batch.name.to_string()),
            record_id: record.as_ref().map(|(_, record)| *record),
            steps: steps.iter().map(Done::of).collect(),
            for_good: Vec::new(),
            proofs,
            apdus: count.exchanges,
            failed_authentications: count.failed_authentications,
        }
    }
}

/// A card opened with key 0, if it has one, and the way back.
struct Ready<'t, T> {
    opened: Between<'t, T>,
    steps: Vec<Step>,
    /// What slot 0 holds.
    master: AesKey,
    configuration: Configuration,
    /// Whether the card itself has a master key; none if that is somebody else's.
    has_card_key: Option<bool>,
}

fn prepare<'t, T: Transport, R: Random>(
    tag: &'t mut Tag<T>,
    vault: &OpenVault,
    identified: &Identified,
    Freeing { uid, record }: &Freeing,
    random: &mut R,
) -> Result<Ready<'t, T>, Error<T::Error>> {
    let card = record.as_ref().map(|(batch, record)| record_card(vault, batch, *record));
    let held = Held::of(vault, *uid, card.transpose()?.as_ref())?;
    let configuration = configured(tag, vault, identified, Configuration::default())?;
    let watches = |option: &SetConfiguration| matches!(option, SetConfiguration::TagTamper { .. });
    let may_watch = written(vault, *uid)?.iter().any(watches);
    let watched = if may_watch { loop_status(tag)?.watched() } else { None };
    let (lacks, own_key) = match record {
        Some((batch, _)) if batch.profile.chip.family() != Family::Desfire => (Vec::new(), None),
        None if inspect::identify(tag)?.product != Product::DesfireEv3 => (Vec::new(), None),
        _ => ask_desfire(tag, &held, random)?,
    };
    let has_card_key = own_key.as_ref().map(Option::is_some);
    let card_key = own_key.flatten();
    let is_missing = identified.application == Application::Missing;
    let is_begun = matches!(lacks.first(), Some(Part::Application | Part::File(_)));
    // What was never written to is empty.
    let empty = |state: State| State { ndef: vec![0; FILE_SIZE], ..state };
    let (opened, state) = if is_missing {
        (Between::Ended(tag), empty(State::factory()))
    } else if is_begun {
        let (session, state) = open_begun(tag, configuration, random)?;
        (Between::Open(session), empty(state))
    } else {
        let (session, state) = open_known(tag, &held, FILE_SIZE, configuration, random)?;
        (Between::Open(session), state)
    };
    let configuration = Configuration { tag_tamper: watched, ..state.configuration };
    let state = State { lacks, card_key, configuration, ..state };
    let delivered = state.card_key.as_ref().map(|_| CardKey::Delivered);
    let steps = plan(&Target::factory_on(configuration).with_card_key(delivered), &state)?;
    let [master, ..] = state.keys;
    let master = master.ok_or(PlanError::UnknownKey(KeyNumber::MASTER))?.key;
    Ok(Ready { opened, steps, master, configuration, has_card_key })
}

/// What of its application was never made, and what its own master key is; none if that is somebody else's.
type OfDesfire = (Vec<Part>, Option<Option<CardKey>>);

fn ask_desfire<T: Transport, R: Random>(
    tag: &mut Tag<T>,
    held: &Held,
    random: &mut R,
) -> Result<OfDesfire, Error<T::Error>> {
    let shown = ask_card(tag, random)?.key;
    let card_key = known_card_key(tag, held, shown, random)?;
    // An application that is missing is not made to be emptied.
    let found = look(tag)?;
    let lacks = found.map_or(Ok(Vec::new()), |found| found.lacks(true))?;
    Ok((lacks, Some(card_key)))
}

/// As delivered, of a card that has a master key of its own; somebody else's stays.
fn prove_card_key<T: Transport, R: Random>(
    tag: &mut Tag<T>,
    has_card_key: Option<bool>,
    random: &mut R,
) -> Result<Option<Check>, Error<T::Error>> {
    const NAME: &str = "card_key";
    Ok(match has_card_key {
        None => None,
        Some(false) => Some(Check::skipped(NAME, "somebody else has the card's own master key")),
        Some(true) => {
            let opens = is_card_key(tag, &CardKey::Delivered, random)?;
            Some(Check::that(NAME, opens, "as delivered", "not as delivered"))
        }
    })
}

fn for_good(configuration: Configuration) -> Vec<&'static str> {
    let Configuration { suite, random_uid, tag_tamper, .. } = configuration;
    let stays = [
        (suite == Suite::Lrp, "lrp"),
        (random_uid, "random_uid"),
        (tag_tamper.is_some(), "tag_tamper"),
    ];
    stays.into_iter().filter(|(stays, _)| *stays).map(|(_, name)| name).collect()
}

fn record_card<E>(
    vault: &OpenVault,
    batch: &Batch,
    record: RecordId,
) -> Result<RecordCard, Error<E>> {
    let layout = BatchLayout::expected(vault, batch)?;
    RecordCard::load(vault, batch, &layout, record)
}

/// As delivered: nothing to read, the factory's key 0, and so every slot that no step of this run
/// gave the factory's key.
fn prove<T: Transport, R: Random>(
    tag: &mut Tag<T>,
    steps: &[Step],
    random: &mut R,
) -> Result<Vec<Check>, Error<T::Error>> {
    let empty = tap(tag)?.iter().all(|byte| *byte == 0);
    let mut proofs = vec![Check::that("ndef", empty, "empty", "not empty")];
    let factory = AesKey::factory();
    let changed = |slot| steps.iter().any(|step| step.name() == StepName::ChangeKey(slot));
    let slots: Vec<_> = KeyNumber::ALL
        .into_iter()
        .filter(|slot| *slot == KeyNumber::MASTER || !changed(*slot))
        .map(|slot| (slot, &factory))
        .collect();
    let Asked { checks, session } = prove_keys(tag, &slots, random)?;
    proofs.extend(checks);
    if let Some(mut session) = session {
        let settings = session.send(&GetFileSettings { file: FileNumber::Ndef })?.settings;
        let [_, delivered, _] = State::factory().files;
        let same = settings == delivered;
        proofs.push(Check::that("settings", same, "as delivered", "not as delivered"));
    }
    Ok(proofs)
}
