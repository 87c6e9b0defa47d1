//! A vault with something in every table, and all that can be read of it.

use jiff::Timestamp;
use tapsmith_core::batch::{Batch, KeyScheme, RecordRange};
use tapsmith_core::derive::ts1::Role;
use tapsmith_core::key::{AesKey, KeyNumber, KeyVersion, SlotKey};
use tapsmith_core::layout::Layout;
use tapsmith_core::secret::Reveal as _;
use tapsmith_core::uid::Uid;
use tapsmith_store::{
    BatchKeys, BatchState, BuiltOrder, Claim, Entry, Error, FileChange, ImportedKeys, Inspection,
    KeyChange, Keyed, LineRun, NewPlan, NewSubmission, NotedEvent, OpenVault, Reprint, RoleKeys,
    SubmissionKey, Tap, Upload, Vault,
};

use crate::common::{Dice, batch, create, generation, later, now, record, uid};

pub(crate) fn derived() -> Batch {
    batch("d", KeyScheme::Derived, 1, 3)
}

pub(crate) fn random() -> Batch {
    batch("r", KeyScheme::Random, 1, 2)
}

pub(crate) fn imported() -> Batch {
    batch("i", KeyScheme::Imported, 5, 2)
}

pub(crate) fn key(byte: u8) -> AesKey {
    AesKey::init_with(|key| key.fill(byte))
}

pub(crate) fn claim(id: u64, card: u8) -> Claim {
    let (record, uid, generation) = (record(id), uid(card), generation(0));
    Claim { record, uid, generation, is_virtual: false, replaces: None }
}

pub(crate) fn inspection(id: u64, card: u8, good: bool) -> Inspection {
    let (record, uid, generation) = (record(id), uid(card), generation(0));
    Inspection { record, uid, generation, is_virtual: false, good }
}

pub(crate) fn tap(card: u8, counter: u32) -> Tap {
    Tap { uid: uid(card), generation: generation(0), counter: counter.try_into().unwrap() }
}

pub(crate) fn records(first: u64, count: u64) -> RecordRange {
    RecordRange::new(record(first), count).unwrap()
}

pub(crate) fn order(reference: &str, first: u64, count: u64) -> BuiltOrder {
    let runs = vec![LineRun { records: records(first, count), generation: generation(0) }];
    BuiltOrder { reference: reference.to_owned(), runs, reprint_of: None }
}

/// What orders are built from: secret, for it may be an order's file with its keys.
pub(crate) const TEMPLATE: &str = r#"{"products":[{"designTemplate":"the design of a template"}]}"#;

/// The imported batch: one of its two records, and of that one two keys.
pub(crate) fn import(vault: &mut OpenVault) {
    let keys = [Some(key(1)), None, Some(key(3)), None, None];
    let records = [Ok::<_, Error>(ImportedKeys { record: record(6), keys })];
    let random = &mut Dice(60);
    vault.import_batch(&imported(), records.into_iter(), now(), random, &mut |_| true).unwrap();
}

fn note(vault: &mut OpenVault, order: BuiltOrder, at: Timestamp, seed: u64) {
    vault.note_orders(&derived(), &[order], TEMPLATE, at, &mut Dice(seed)).unwrap();
}

/// Something in every table.
pub(crate) fn fill(vault: &mut OpenVault) {
    let (derived, random) = (derived(), random());
    create(vault, &derived);
    create(vault, &random);
    import(vault);
    vault.claim(&derived, claim(1, 1), now()).unwrap();
    journal(vault, now());
    vault.mark_encoded(&derived, record(1), uid(1), later()).unwrap();
    vault.claim(&derived, claim(3, 3), now()).unwrap();
    vault.begin_reset(&derived, record(3), uid(3), now(), &mut Dice(61)).unwrap();
    vault.inspected(&derived, inspection(2, 2, true), now()).unwrap();
    vault.inspected(&derived, inspection(1, 1, false), now()).unwrap();
    vault.learn(&derived, &Layout::of(&derived).unwrap(), now()).unwrap();
    send(vault);
    vault
        .rotate(
            &random,
            tapsmith_store::Rotation { records: records(1, 1), carried: true },
            now(),
            &mut Dice(62),
            &mut |_| true,
        )
        .unwrap();
    vault.next_generation(&random, record(2), &mut Dice(63)).unwrap();
    vault.remember(Some(&derived), &[tap(1, 5)]).unwrap();
    vault.remember(None, &[tap(9, 7)]).unwrap();
    for plan in [PLAN, "the second"] {
        vault.make_qa_plan(new_plan(&derived, plan), now()).unwrap();
    }
    vault.add_qa_event("d-qa-1", &event(1), false).unwrap();
}

/// A plan, as the desk would write it.
pub(crate) const PLAN: &str = r#"{"lot":3,"drawn":[2,1]}"#;

pub(crate) fn new_plan<'n>(batch: &'n Batch, plan: &'n str) -> NewPlan<'n> {
    NewPlan { batch, supplier: "printags", plan, cards: 2 }
}

pub(crate) fn event(number: u32) -> NotedEvent {
    let (operator, event) = ("ada".to_owned(), format!(r#"{{"card":{number}}}"#));
    NotedEvent { number, at: later(), operator, event }
}

/// The server that makes cards, and the one that plays at it.
const PLACES: [&str; 2] = ["api.printags.com", "localhost:8080"];

pub(crate) fn key_at(place: &str, reference: &str) -> SubmissionKey {
    let [provider, place, reference] = ["printags", place, reference].map(str::to_owned);
    SubmissionKey { provider, place, reference }
}

/// An order with its keys, for the real server.
pub(crate) fn sent<'n>(key: &'n SubmissionKey, batch: &'n Batch) -> NewSubmission<'n> {
    NewSubmission {
        key,
        account: Some("spare"),
        batch: Some(batch),
        cards: 2,
        keys: Some(2),
        rehearsal: false,
        content: [0xC7; 32],
    }
}

pub(crate) fn upload(name: &str) -> Upload {
    Upload {
        provider: "printags".to_owned(),
        place: PLACES[0].to_owned(),
        content: [0xF1; 32],
        file_id: "file-1".to_owned(),
        name: name.to_owned(),
        size: 12_345,
        at: now(),
    }
}

/// An order printed again, one sent, one rehearsed, and what goes with them.
fn send(vault: &mut OpenVault) {
    let derived = derived();
    note(vault, order("O-1", 1, 2), now(), 66);
    let reprint = Reprint {
        reference: "O-1-again",
        reprint_of: Some("O-1"),
        template: TEMPLATE,
        records: &[records(2, 1)],
        fresh: false,
        carried: false,
    };
    vault.note_reprint(&derived, &reprint, now(), &mut Dice(68)).unwrap();
    vault.set_setting("account", Some("spare"), now()).unwrap();
    vault.note_upload(&upload("front.pdf")).unwrap();
    let [real, rehearsed] = PLACES.map(|place| key_at(place, "O-1"));
    vault.begin_submission(&sent(&real, &derived), now()).unwrap();
    vault.submission_drafted(&real, "4711", Some("draft"), now()).unwrap();
    vault.begin_commit(&real, Some("12.30"), now()).unwrap();
    vault.submission_committed(&real, Some("in production"), Some("12.34"), later()).unwrap();
    let (key, account, batch, keys) = (&rehearsed, None, None, None);
    let new = NewSubmission { key, account, batch, keys, rehearsal: true, ..sent(&real, &derived) };
    vault.begin_submission(&new, now()).unwrap();
}

fn journal(vault: &mut OpenVault, at: Timestamp) {
    let held = SlotKey { key: key(0xA1), version: KeyVersion(1) };
    let keys = [KeyChange { slot: KeyNumber::ALL[1], old: SlotKey::factory(), new: held }];
    let files = [FileChange { file: 2, old: vec![0], new: vec![1, 2] }];
    vault.journal(uid(1), &keys, &files, at, &mut Dice(64)).unwrap();
}

/// Changes a row of each table in which rows ever change.
pub(crate) fn advance(vault: &mut OpenVault) {
    let (derived, random) = (derived(), random());
    vault.set_state(&derived, BatchState::Retired, later()).unwrap();
    vault.mark_encoded(&derived, record(3), uid(3), later()).unwrap();
    vault.inspected(&derived, inspection(1, 1, true), later()).unwrap();
    vault.learn(&derived, &Layout::of(&derived).unwrap(), later()).unwrap();
    note(vault, order("O-1", 1, 3), later(), 67);
    vault.set_setting("account", Some("main"), later()).unwrap();
    vault.note_upload(&upload("back.pdf")).unwrap();
    vault.submission_status(&key_at(PLACES[0], "O-1"), "shipped", later()).unwrap();
    vault
        .rotate(
            &random,
            tapsmith_store::Rotation { records: records(1, 1), carried: true },
            later(),
            &mut Dice(65),
            &mut |_| true,
        )
        .unwrap();
    vault.remember(Some(&derived), &[tap(1, 6)]).unwrap();
    vault.add_qa_event("d-qa-1", &event(2), true).unwrap();
    vault.judge_qa_plan("d-qa-1", 2, false, r#"{"critical":1}"#, later()).unwrap();
}

/// What was read, in words.
pub(crate) type Words = Vec<String>;

/// All that a closed vault says.
pub(crate) fn read_closed(vault: &Vault, words: &mut Words) -> Result<(), Error> {
    words.push(format!("{:?}", vault.kinds()?));
    for stored in vault.batches()? {
        read_batch(vault, &stored.batch, words)?;
        words.push(format!("{stored:?}"));
    }
    words.push(format!("{:?} {:?}", vault.settings()?, vault.setting("account")?));
    words.extend(vault.submissions()?.iter().map(|submission| format!("{submission:?}")));
    for plan in vault.qa_plans()? {
        words.push(format!("{plan:?} {:?}", vault.qa_events(&plan.plan_id)?));
    }
    let Upload { provider, place, content, .. } = upload("");
    words.push(format!("{:?}", vault.upload(&provider, &place, &content)?));
    for uid in uids() {
        let record = vault.card_by_uid(uid)?.map(|card| card.record);
        words.push(format!("{record:?} {}", vault.has_journal(uid)?));
    }
    vault.history(1, &mut |Entry { number, at, operator, event, link }| {
        words.push(format!("{number} {at} {operator} {event} {link}"));
    })
}

fn read_batch(vault: &Vault, batch: &Batch, words: &mut Words) -> Result<(), Error> {
    for record in vault.records(batch)? {
        let record = record?;
        words.push(format!("{record} {}", vault.generation(batch, record)?.as_u8()));
    }
    for keyed in vault.generations(batch)? {
        words.push(format!("{:?}", keyed?));
    }
    words.push(format!("{:?} {:?}", vault.cards(batch)?, vault.next_free_record(batch)?));
    // Of one batch alone there is more.
    if batch.keys == KeyScheme::Derived {
        let first = vault.card_of_record(batch, batch.records.first())?.map(|card| card.uid);
        words.push(format!("{first:?} {:?}", vault.learnt_layout(batch)?));
        let ordered = vault.count_ordered(batch)?;
        words.push(format!("{ordered} {:?}", vault.count_inspections(batch)?));
        words.push(format!("{:?}", vault.orders_of(batch)?));
        words.push(format!("{:?}", vault.ordered_already(batch, &[records(2, 2)])?));
    }
    Ok(())
}

/// All that an open vault says besides: keys, the journal, the history's end, and the highest counter
/// of a card whose taps were remembered.
pub(crate) fn read_open(vault: &mut OpenVault, words: &mut Words) -> Result<(), Error> {
    for kept in [random(), imported()] {
        read_kept(&vault.keys(&kept)?, &kept, words)?;
    }
    for keyed in vault.keys(&derived())?.all([Role::AppMaster, Role::FileRead])? {
        let Keyed { record, generation, keys } = keyed?;
        let keys = keys.map(|key| key.map(|key| hex::encode(key.reveal())).unwrap_or_default());
        words.push(format!("{record} {} {}", generation.as_u8(), keys.join(" ")));
    }
    for uid in uids() {
        for known in vault.known_keys(uid)? {
            let key = hex::encode(known.held.key.reveal());
            words.push(format!("{:?} {:?} {key}", known.slot, known.held.version));
        }
    }
    for noted in vault.built_order("O-1")? {
        words.push(format!("{noted:?}"));
        words.extend(noted.template.map(|template| template.to_string()));
    }
    words.push(format!("{:?}", vault.head()?));
    words.push(format!("{:?}", vault.remember(Some(&derived()), &[tap(1, 0)])?));
    Ok(())
}

/// The keys of the first two generations, record by record.
fn read_kept(keys: &BatchKeys<'_>, batch: &Batch, words: &mut Words) -> Result<(), Error> {
    for record in batch.records.iter() {
        for number in 0..2 {
            match keys.record(record, generation(number)) {
                Ok(keys) => words.push(hex_of(&keys)),
                Err(Error::NoKeys { .. }) => words.push("none".to_owned()),
                Err(error) => return Err(error),
            }
        }
    }
    Ok(())
}

fn hex_of(keys: &RoleKeys) -> String {
    let keys = keys.iter().map(|(role, key)| format!("{role:?} {}", hex::encode(key.reveal())));
    keys.collect::<Vec<_>>().join(" ")
}

fn uids() -> impl Iterator<Item = Uid> {
    (1..=2).map(uid)
}

/// All that a vault says.
pub(crate) fn read_all(vault: &mut OpenVault) -> Words {
    let mut words = Words::new();
    read_closed(vault, &mut words).unwrap();
    read_open(vault, &mut words).unwrap();
    words
}
