//! What stands on a card that signs nothing: what should, and what is to be said of what does.
//!
//! # Layout
//! - [`message`] and [`key`]: what follows from a record. [`named`]: the way back.
//! - [`Standing`]: the judgements of it, one function each.

use tapsmith_core::batch::Batch;
use tapsmith_core::derive::ts1::Role;
use tapsmith_core::key::SlotKey;
use tapsmith_core::ndef::{self, Message, NdefError};
use tapsmith_core::profile::{ContentKind, Profile, Text};
use tapsmith_core::record::{Generation, RecordId};
use tapsmith_core::template::Template;
use tapsmith_store::OpenVault;

use crate::check::Check;
use crate::error::Error;

/// What stands on the card of `record`.
pub(crate) fn message(profile: &Profile, template: &Template, record: RecordId) -> Message {
    match (profile.content, &profile.text) {
        (ContentKind::Uri, _) => Message::uri(&template.fill(record)),
        (ContentKind::Text, Some(text)) => Message::text(&text.fill(record)),
        (ContentKind::Text, None) | (ContentKind::Empty, _) => Message::empty(),
    }
}

/// The key that `record` has for `role`: that of the master opens a card of pages or sectors, or is what its password
/// comes of.
pub(crate) fn key<E>(
    vault: &OpenVault,
    batch: &Batch,
    record: RecordId,
    generation: Generation,
    role: Role,
) -> Result<SlotKey, Error<E>> {
    let keys = vault.keys(batch)?.record(record, generation)?;
    let key = keys.get(role).cloned();
    let key = key.ok_or(tapsmith_store::Error::NoKey { record, role })?;
    let version = batch.profile.generation_of(role, generation).key_version();
    Ok(SlotKey { key, version })
}

/// The record that the content names.
pub(crate) fn named(
    profile: &Profile,
    template: &Template,
    content: &Result<ndef::Content, NdefError>,
) -> Option<RecordId> {
    match (content, &profile.text) {
        (Ok(ndef::Content::Uri(url)), _) => template.record_of(url),
        (Ok(ndef::Content::Text { text, .. }), Some(wanted)) => wanted.record_of(text),
        _ => None,
    }
}

/// Whether the content of the profile's cards names their record.
pub(crate) fn names_record(profile: &Profile, template: &Template) -> bool {
    match profile.content {
        ContentKind::Uri => template.names_record(),
        ContentKind::Text => profile.text.as_ref().is_some_and(Text::names_record),
        ContentKind::Empty => false,
    }
}

/// What stands on a card, in a few words.
pub(crate) fn said(content: &Result<ndef::Content, NdefError>) -> String {
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

/// What stands on a card, beside what should.
pub(crate) struct Standing<'s> {
    pub(crate) profile: &'s Profile,
    pub(crate) template: &'s Template,
    pub(crate) content: &'s Result<ndef::Content, NdefError>,
    /// The message as it was read, if there is one.
    pub(crate) read: Option<&'s [u8]>,
    /// What should stand there; none if nobody knows, for want of a record.
    pub(crate) wanted: Option<&'s Message>,
    pub(crate) record: Option<RecordId>,
    /// Whether the batch has that record.
    pub(crate) is_of_batch: bool,
}

impl Standing<'_> {
    fn url(&self) -> Option<&str> {
        match self.content {
            Ok(ndef::Content::Uri(url)) => Some(url),
            _ => None,
        }
    }

    /// The check `ndef` of a card that should hold something; none of one that should be blank.
    pub(crate) fn ndef(&self) -> Option<Check> {
        const NAME: &str = "ndef";
        let kind = match self.profile.content {
            ContentKind::Empty => return None,
            ContentKind::Uri => "one URI record",
            ContentKind::Text => "one text record",
        };
        Some(match (self.content, self.wanted) {
            (Err(error), _) => Check::fail(NAME, error.to_string()),
            (Ok(ndef::Content::Empty), _) => Check::fail(NAME, "the card holds nothing"),
            (Ok(_), Some(wanted)) => {
                let same = self.read.is_some_and(|read| wanted.matches(read));
                let other =
                    format!("{}, but not the one this record's card holds", said(self.content));
                Check::that(NAME, same, kind, &other)
            }
            (Ok(_), None) => Check::pass(NAME, said(self.content)),
        })
    }

    pub(crate) fn base_url(&self) -> Check {
        const NAME: &str = "base_url";
        match (self.profile.content, self.url()) {
            (ContentKind::Text | ContentKind::Empty, None) => {
                Check::skipped(NAME, "the profile's cards show no address")
            }
            (ContentKind::Uri, Some(url)) if self.template.starts(url) => Check::pass(NAME, url),
            (ContentKind::Uri, Some(url)) => {
                Check::fail(NAME, format!("expected {}, found {url}", self.template.start()))
            }
            (ContentKind::Uri, None) => Check::fail(NAME, "no address"),
            (_, Some(url)) => Check::fail(NAME, format!("expected no address, found {url}")),
        }
    }

    pub(crate) fn record_id(&self) -> Check {
        const NAME: &str = "record_id";
        match (self.record, named(self.profile, self.template, self.content)) {
            (_, None) if !names_record(self.profile, self.template) => {
                Check::skipped(NAME, "the profile's cards name no record")
            }
            (None, _) => {
                Check::fail(NAME, "neither the content nor the UID says which record this is")
            }
            (Some(_), None) => Check::fail(NAME, "the content names no record"),
            (Some(record), Some(_)) if !self.is_of_batch => {
                Check::fail(NAME, format!("the batch has no record {record}"))
            }
            (Some(record), Some(named)) if record == named => Check::pass(NAME, record.to_string()),
            (Some(record), Some(named)) => {
                Check::fail(NAME, format!("expected {record}, the content names {named}"))
            }
        }
    }
}
