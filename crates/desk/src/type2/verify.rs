//! A card of pages, judged. The checks go by the names that other cards' have.

use tapsmith_card::field::Field;
use tapsmith_card::originality::Originality;
use tapsmith_card::type2::Tag;
use tapsmith_card::type2::personalize::{Step, Target, plan as steps_between, read};
use tapsmith_core::batch::Batch;
use tapsmith_core::key::SlotKey;
use tapsmith_core::ndef::{self, Message, NdefError};
use tapsmith_core::profile::ContentKind;
use tapsmith_core::record::{Generation, RecordId};
use tapsmith_core::template::Place;
use tapsmith_core::uid::Uid;
use tapsmith_store::{Inspection, OpenVault};

use super::inspect::{content, message as message_of};
use super::look::{Seen, look, tag};
use super::password::{show, tries};
use super::record_card::{key, message, target};
use crate::check::{Check, Verdict};
use crate::error::Error;
use crate::record::BatchLayout;
use crate::verify::{Request, SUN_MAC, Verified, of_another_chip, seen_before};

/// Judges the card in `field`. The vault keeps the verdict, as it does of every card.
///
/// # Errors
/// The reader or the vault failed. A card that is not good, or of another kind, is no error, but a verdict.
pub fn verify<F: Field>(
    field: &mut F,
    vault: &mut OpenVault,
    request: Request<'_>,
) -> Result<Verified, Error<F::Error>> {
    let batch = request.batch;
    let layout = BatchLayout::expected(vault, batch)?;
    let mut tag = match tag(field) {
        Ok(tag) => tag,
        Err(other) => return turn_away(vault, &request, &other.to_string(), Default::default()),
    };
    let seen = look(&mut tag)?;
    if !seen.model().is(batch.profile.chip) {
        let found =
            format!("an {}, and the batch's are {}", seen.model().name(), batch.profile.chip);
        return turn_away(vault, &request, &found, tag.count());
    }
    let subject = Subject::find(vault, &request, layout, seen)?;
    let second = subject.tap_again(&mut tag)?;
    let password = subject.show_password(&mut tag)?;
    let checks = subject.checks(vault, &request, second.as_deref(), password)?;
    let verdict = Verdict::over(&checks);
    let is_virtual = subject.seen.originality == Some(Originality::Virtual);
    match subject.inspection(verdict, is_virtual) {
        Some(inspection) => vault.inspected(batch, inspection, request.now)?,
        None => vault.turned_away(batch, subject.seen.uid(), request.now)?,
    }
    let count = tag.count();
    Ok(Verified {
        verdict,
        batch: batch.name.to_string(),
        record_id: subject.record,
        uid: subject.seen.uid(),
        read_counter: None,
        url: second.or_else(|| subject.url()),
        checks,
        apdus: count.exchanges,
        failed_authentications: count.failed_authentications,
        is_virtual,
        factory_as_laid_out: false,
    })
}

fn turn_away<E>(
    vault: &mut OpenVault,
    request: &Request<'_>,
    found: &str,
    count: tapsmith_card::tag::Count,
) -> Result<Verified, Error<E>> {
    vault.turned_away(request.batch, None, request.now)?;
    Ok(Verified::of_another_chip(request.batch, of_another_chip(found), count))
}

/// A card beside what it should be.
struct Subject<'s> {
    batch: &'s Batch,
    layout: BatchLayout,
    seen: Seen,
    content: Result<ndef::Content, NdefError>,
    record: Option<RecordId>,
    /// What the card of that record shall be; without a record, one that any record's card is.
    wanted: Wanted,
}

struct Wanted {
    generation: Option<Generation>,
    message: Option<Message>,
    target: Target,
}

/// What came of showing a password.
enum Shown {
    Opens,
    Refused,
    NotShown(&'static str),
}

impl<'s> Subject<'s> {
    /// The record asked for, else the one that the content names, else the one that the vault has for the UID.
    fn find<E>(
        vault: &OpenVault,
        request: &Request<'s>,
        layout: BatchLayout,
        seen: Seen,
    ) -> Result<Self, Error<E>> {
        let batch = request.batch;
        let content = content(&seen);
        let named = named(batch, &layout, &content);
        let known = match seen.uid() {
            Some(uid) => vault.card_by_uid(uid)?.filter(|card| card.batch == batch.name),
            None => None,
        };
        let record = request.record.or(named).or(known.map(|card| card.record));
        let inside = record.filter(|record| batch.records.contains(*record));
        let wanted = Wanted::of(vault, batch, &layout, inside, &seen)?;
        Ok(Self { batch, layout, seen, content, record, wanted })
    }

    fn url(&self) -> Option<String> {
        match &self.content {
            Ok(ndef::Content::Uri(url)) => Some(url.clone()),
            _ => None,
        }
    }

    /// The address at another tap, of a card that counts them in it.
    fn tap_again<F: Field>(&self, tag: &mut Tag<'_, F>) -> Result<Option<String>, Error<F::Error>> {
        if !self.layout.template.has(Place::Counter) {
            return Ok(None);
        }
        tag.reactivate()?;
        let state = read(tag, self.seen.model())?;
        Ok(match content(&Seen { state, ..self.seen.clone() }) {
            Ok(ndef::Content::Uri(url)) => Some(url),
            _ => None,
        })
    }

    /// The record's password, or the factory's where the profile sets none: only where a wrong one costs nothing
    /// that the chip counts.
    fn show_password<F: Field>(&self, tag: &mut Tag<'_, F>) -> Result<Shown, Error<F::Error>> {
        let model = self.seen.model();
        if !model.has_password() {
            return Ok(Shown::NotShown("the chip has no password"));
        }
        if !tag.abilities().raw_frames {
            return Ok(Shown::NotShown("this reader cannot show one: an ACR1252U or ACR1552U can"));
        }
        if self.batch.profile.type2.password && self.wanted.generation.is_none() {
            return Ok(Shown::NotShown("no record, and so no password"));
        }
        if tries(&self.seen) == 0 {
            return Ok(Shown::NotShown("a wrong password could lock this card for good"));
        }
        let key = self.wanted.target.key.clone().unwrap_or_else(SlotKey::factory);
        let opens = show(tag, &key)?.is_some();
        Ok(if opens { Shown::Opens } else { Shown::Refused })
    }

    fn inspection(&self, verdict: Verdict, is_virtual: bool) -> Option<Inspection> {
        let (uid, record) = (self.seen.uid()?, self.record?);
        let (generation, good) = (self.wanted.generation?, verdict == Verdict::Pass);
        Some(Inspection { record, uid, generation, is_virtual, good })
    }
}

fn named(
    batch: &Batch,
    layout: &BatchLayout,
    content: &Result<ndef::Content, NdefError>,
) -> Option<RecordId> {
    match (content, &batch.profile.text) {
        (Ok(ndef::Content::Uri(url)), _) => layout.template.record_of(url),
        (Ok(ndef::Content::Text { text, .. }), Some(wanted)) => wanted.record_of(text),
        _ => None,
    }
}

impl Wanted {
    fn of<E>(
        vault: &OpenVault,
        batch: &Batch,
        layout: &BatchLayout,
        record: Option<RecordId>,
        seen: &Seen,
    ) -> Result<Self, Error<E>> {
        let profile = &batch.profile;
        let says_record = match profile.content {
            ContentKind::Uri => layout.template.names_record(),
            ContentKind::Text => profile.text.as_ref().is_some_and(|text| text.names_record()),
            ContentKind::Empty => false,
        };
        let generation = record.map(|record| vault.generation(batch, record)).transpose()?;
        let key = match (profile.type2.password, record.zip(generation)) {
            (true, Some((record, generation))) => key(vault, batch, record, generation)?,
            _ => SlotKey::factory(),
        };
        let of = record.unwrap_or(batch.records.first());
        let message = message(profile, &layout.template, of);
        let target = target(profile, &message, &key, seen.model())?;
        let message = (record.is_some() || !says_record).then_some(message);
        Ok(Self { generation, message, target })
    }
}

/// The judgements, in the order of a card's life.
impl Subject<'_> {
    fn checks(
        &self,
        vault: &OpenVault,
        request: &Request<'_>,
        second: Option<&str>,
        password: Shown,
    ) -> Result<Vec<Check>, tapsmith_store::Error> {
        let card = self.seen.uid().zip(self.record);
        let proved = matches!(password, Shown::Opens);
        Ok(vec![
            self.chip(),
            self.originality(request),
            self.uid_matches(),
            self.ndef(),
            self.base_url(),
            self.record_id(),
            Check::skipped(SUN_MAC, "the chip signs no taps"),
            self.counter_advances(second),
            self.keys_installed(&password),
            self.factory_keys_gone(&password),
            self.settings_match(),
            Check::skipped(crate::tag_tamper::NAME, "the chip has no loop"),
            self.write_protected(proved),
            seen_before(vault, &self.batch.name, card, self.wanted.generation)?,
        ])
    }

    fn chip(&self) -> Check {
        let name = self.seen.model().name();
        match self.seen.identity.version {
            Some(version) => {
                let (major, minor) = (version.major, version.minor);
                Check::pass("chip", format!("{name}, version {major}.{minor}"))
            }
            None => Check::pass("chip", format!("{name}, as far as its memory tells")),
        }
    }

    fn originality(&self, request: &Request<'_>) -> Check {
        const NAME: &str = "originality";
        match (self.seen.originality, self.seen.model().signature()) {
            (Some(found), _) => request.virtual_cards.check(found),
            (None, None) => Check::skipped(NAME, "the chip has no signature"),
            (None, Some(_)) => Check::skipped(
                NAME,
                "this reader cannot ask for it: an ACR1252U, ACR1552U or ACR122U can",
            ),
        }
    }

    /// The reader, the pages and the mirror: whoever says a UID says the same.
    fn uid_matches(&self) -> Check {
        const NAME: &str = "uid_matches";
        let mirrored = self.mirrored(Place::Uid).and_then(|text| text.parse().ok());
        let sources = [
            ("reader", self.seen.reader_uid),
            ("pages", self.seen.page_uid),
            ("address", mirrored),
        ];
        let said: Vec<(&str, Uid)> =
            sources.into_iter().filter_map(|(name, uid)| Some((name, uid?))).collect();
        let detail: Vec<_> = said.iter().map(|(name, uid)| format!("{name} {uid}")).collect();
        let detail = detail.join(", ");
        match said.as_slice() {
            [] | [_] => Check::skipped(NAME, "fewer than two sources say a UID"),
            [(_, first), rest @ ..] => {
                let same = rest.iter().all(|(_, uid)| uid == first);
                Check::that(NAME, same, &detail, &detail)
            }
        }
    }

    /// What the address shows in `place`.
    fn mirrored(&self, place: Place) -> Option<String> {
        let message = self.wanted.message.as_ref()?;
        let offsets = message.offsets;
        let start = match place {
            Place::Uid => offsets.uid?,
            _ => offsets.counter?,
        };
        let width = if place == Place::Uid { 14 } else { 6 };
        let read = message_of(&self.seen).ok()?;
        String::from_utf8(read.get(start..start + width)?.to_vec()).ok()
    }

    fn ndef(&self) -> Check {
        const NAME: &str = "ndef";
        let kind = match self.batch.profile.content {
            ContentKind::Empty => return self.blank(),
            ContentKind::Uri => "one URI record",
            ContentKind::Text => "one text record",
        };
        match (&self.content, &self.wanted.message) {
            (Err(error), _) => Check::fail(NAME, error.to_string()),
            (Ok(ndef::Content::Empty), _) => Check::fail(NAME, "the card holds nothing"),
            (Ok(_), Some(wanted)) => {
                let same = message_of(&self.seen).is_ok_and(|read| wanted.matches(read));
                let other =
                    format!("{}, but not the one this record's card holds", said(&self.content));
                Check::that(NAME, same, kind, &other)
            }
            (Ok(_), None) => Check::pass(NAME, said(&self.content)),
        }
    }

    /// As delivered: not even what lies behind the message.
    fn blank(&self) -> Check {
        const NAME: &str = "ndef";
        let written = self.rest().into_iter().flatten();
        let written = written.filter(|step| matches!(step, Step::WriteContent { .. })).count() > 0;
        match &self.content {
            Ok(ndef::Content::Empty) | Err(NdefError::NoMessage) if !written => {
                Check::pass(NAME, "blank")
            }
            Ok(ndef::Content::Empty) | Err(_) => {
                Check::fail(NAME, "not blank: something stands in its memory")
            }
            found => Check::fail(NAME, format!("not blank: {}", said(found))),
        }
    }

    /// What would be left to do, were the password ours.
    fn rest(&self) -> Result<Vec<Step>, tapsmith_card::type2::personalize::PlanError> {
        let mut state = self.seen.state.clone();
        state.key = Some(self.wanted.target.key.clone().unwrap_or_else(SlotKey::factory));
        steps_between(&self.wanted.target, &state)
    }

    fn base_url(&self) -> Check {
        const NAME: &str = "base_url";
        let template = &self.layout.template;
        match (self.batch.profile.content, self.url()) {
            (ContentKind::Text | ContentKind::Empty, None) => {
                Check::skipped(NAME, "the profile's cards show no address")
            }
            (ContentKind::Uri, Some(url)) if template.starts(&url) => Check::pass(NAME, url),
            (ContentKind::Uri, Some(url)) => {
                Check::fail(NAME, format!("expected {}, found {url}", template.start()))
            }
            (ContentKind::Uri, None) => Check::fail(NAME, "no address"),
            (_, Some(url)) => Check::fail(NAME, format!("expected no address, found {url}")),
        }
    }

    fn record_id(&self) -> Check {
        const NAME: &str = "record_id";
        let named = named(self.batch, &self.layout, &self.content);
        let names = match &self.batch.profile.text {
            Some(text) => text.names_record(),
            None => self.layout.template.names_record(),
        };
        match (self.record, named) {
            (_, None) if !names => Check::skipped(NAME, "the profile's cards name no record"),
            (None, _) => {
                Check::fail(NAME, "neither the content nor the UID says which record this is")
            }
            (Some(_), None) => Check::fail(NAME, "the content names no record"),
            (Some(record), Some(_)) if self.wanted.generation.is_none() => {
                Check::fail(NAME, format!("the batch has no record {record}"))
            }
            (Some(record), Some(named)) if record == named => Check::pass(NAME, record.to_string()),
            (Some(record), Some(named)) => {
                Check::fail(NAME, format!("expected {record}, the content names {named}"))
            }
        }
    }

    fn counter_advances(&self, second: Option<&str>) -> Check {
        const NAME: &str = "counter_advances";
        if !self.layout.template.has(Place::Counter) {
            return Check::skipped(NAME, "the profile's cards show no counter");
        }
        let at = |url: &str| {
            let end = url.len().checked_sub(6)?;
            u32::from_str_radix(url.get(end..)?, 16).ok()
        };
        let first = self.mirrored(Place::Counter);
        let (Some(first), Some(second)) =
            (first.as_deref().and_then(at), second.and_then(|url| self.counter_in(url)))
        else {
            return Check::fail(NAME, "the address shows no counter");
        };
        let detail = format!("{first}, then {second}");
        Check::that(NAME, second > first, &detail, &detail)
    }

    /// The counter that an address shows.
    fn counter_in(&self, url: &str) -> Option<u32> {
        let message = self.wanted.message.as_ref()?;
        let from_end = message.bytes.len().checked_sub(message.offsets.counter?)?;
        let start = url.len().checked_sub(from_end)?;
        u32::from_str_radix(url.get(start..start + 6)?, 16).ok()
    }

    fn keys_installed(&self, password: &Shown) -> Check {
        const NAME: &str = "keys_installed";
        match (password, self.batch.profile.type2.password) {
            (Shown::NotShown(reason), _) => Check::skipped(NAME, *reason),
            (Shown::Opens, true) => Check::pass(NAME, "the record's password opens the card"),
            (Shown::Refused, true) => Check::fail(NAME, "the password is not the record's"),
            (Shown::Opens, false) => {
                Check::pass(NAME, "the factory's password, as the profile has it")
            }
            (Shown::Refused, false) => {
                Check::fail(NAME, "the password is not the factory's: somebody has set one")
            }
        }
    }

    fn factory_keys_gone(&self, password: &Shown) -> Check {
        const NAME: &str = "factory_keys_gone";
        match (password, self.batch.profile.type2.password) {
            (_, false) => Check::skipped(NAME, "the profile sets no password"),
            (Shown::NotShown(reason), _) => Check::skipped(NAME, *reason),
            (Shown::Opens, true) => Check::pass(NAME, "the card holds the record's password"),
            (Shown::Refused, true) => {
                Check::skipped(NAME, "the card holds a password that is not ours")
            }
        }
    }

    /// CFG0 and CFG1, the locks and the capability container.
    fn settings_match(&self) -> Check {
        const NAME: &str = "settings_match";
        let state = &self.seen.state;
        let (locks, wanted) = (state.locks(), self.wanted.target.locks);
        if state.settings.is_none() && self.seen.model().memory().configuration.is_some() {
            let reads = self.batch.profile.type2.reads;
            return if reads || !state.is_whole() {
                Check::skipped(NAME, "the configuration cannot be read here")
            } else {
                Check::fail(NAME, "the configuration is hidden, and should not be")
            };
        }
        if !wanted.statics && !wanted.dynamic && state.has_locks() {
            return Check::fail(NAME, "lock bits are set, and the profile locks nothing");
        }
        if (locks.statics && !wanted.statics) || (locks.dynamic && !wanted.dynamic) {
            return Check::fail(NAME, "more is locked than planned");
        }
        match self.rest() {
            Err(error) => Check::fail(NAME, error.to_string()),
            Ok(steps) => {
                let other = |step: &&Step| !matches!(step, Step::WriteContent { .. });
                let names: Vec<_> = steps.iter().filter(other).map(Step::to_string).collect();
                let detail = format!("not as planned: {}", names.join(", "));
                Check::that(NAME, names.is_empty(), "configuration and locks as planned", &detail)
            }
        }
    }

    /// Nobody writes over the content: it is locked, or behind a password that is the record's.
    fn write_protected(&self, proved: bool) -> Check {
        const NAME: &str = "write_protected";
        let state = &self.seen.state;
        let locks = state.locks();
        let locked = locks.statics && (locks.dynamic || state.model.memory().locks.is_none());
        let behind = state.said().is_some_and(|said| said.protected_from <= 4);
        let rules = &self.batch.profile.type2;
        match (locked, behind && proved, behind) {
            (true, ..) => Check::pass(NAME, "the card is locked for good"),
            (_, true, _) => Check::pass(NAME, "no page can be written without the password"),
            _ if !rules.password && rules.lock.is_empty() => {
                Check::skipped(NAME, "the profile leaves the card open to anybody")
            }
            (.., true) => {
                Check::skipped(NAME, "a password protects the card, and it was not proved")
            }
            _ if rules.from_page.is_some_and(|from| from > 4) => {
                Check::skipped(NAME, "the profile leaves pages open to anybody")
            }
            _ => Check::fail(NAME, "anybody can write over what stands on the card"),
        }
    }
}

/// What stands on a card, in a few words.
fn said(content: &Result<ndef::Content, NdefError>) -> String {
    match content {
        Ok(ndef::Content::Empty) => "nothing".to_owned(),
        Ok(ndef::Content::Uri(url)) => format!("the address {url}"),
        Ok(ndef::Content::Text { text, .. }) => format!("the text {text:?}"),
        Ok(ndef::Content::Other { records, kind }) => {
            format!("{records} records, the first {kind}")
        }
        Err(error) => error.to_string(),
    }
}
