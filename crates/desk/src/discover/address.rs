//! From what a card shows to a template.

use tapsmith_card::settings::FileSettings;
use tapsmith_core::derive::ts1::Role;
use tapsmith_core::key::KeyNumber;
use tapsmith_core::profile::Slots;
use tapsmith_core::record::RecordId;
use tapsmith_core::suite::Suite;
use tapsmith_core::template::{Place, Template};

use super::DiscoverError;
use super::places::{Places, unsaid};
use crate::facts::Facts;

/// A card's address, and where the chip writes into it.
#[derive(Debug)]
pub(super) struct Address {
    /// The last tap, as read.
    pub(super) url: String,
    /// The places, in the order of the URL: start and length.
    places: Vec<(usize, usize, Place)>,
    /// What the card may speak, the likelier first.
    pub(super) suites: &'static [Suite],
    /// Where the tag-tamper status stands in the encrypted file data, if it does.
    pub(super) status_in_data: Option<usize>,
    /// Where the MAC's input starts, if it covers anything.
    mac_input: Option<usize>,
    /// The slot whose key opens PICCData.
    pub(super) meta_read: KeyNumber,
    /// The slot whose key signs.
    pub(super) file_read: KeyNumber,
}

impl Address {
    /// Reads the address and the settings that `facts` hold.
    pub(super) fn read(facts: &Facts) -> Result<Self, DiscoverError> {
        let [_, last] = &facts.urls;
        let url = last.clone().map_err(DiscoverError::NoAddress)?;
        let [_, FileSettings { sdm, .. }, _] = facts.settings();
        let Some(sdm) = sdm else {
            let file_read = Slots::default().of(Role::FileRead);
            return Self::put_together(url, Places::none(), file_read, |_| None, None)?.check();
        };
        let by = sdm.file_read.ok_or_else(|| unsaid("SDM is on, but makes no MAC"))?;
        let places = Places::of(&facts.file, &sdm, &by)?;
        let end = ndef_end(&facts.file).ok_or_else(|| unsaid("a length in its NDEF file"))?;
        // The file ends where the address ends.
        let length = url.len();
        let in_url = |offset: usize| (offset + length).checked_sub(end);
        let window = (by.mac_input != by.mac).then(|| in_url(by.mac_input.to_usize()));
        if window == Some(None) {
            return Err(unsaid("its MAC covers what stands before the address"));
        }
        Self::put_together(url, places, by.key, in_url, window.flatten())?.check()
    }

    fn put_together(
        url: String,
        places: Places,
        file_read: KeyNumber,
        in_url: impl Fn(usize) -> Option<usize>,
        mac_input: Option<usize>,
    ) -> Result<Self, DiscoverError> {
        let Places { found, status_in_data, meta_read, suites } = places;
        let mut places = Vec::new();
        for (place, at, length) in found {
            let at = in_url(at).ok_or_else(|| unsaid("a mirror outside the address"))?;
            places.push((at, length, place));
        }
        places.sort_unstable();
        Ok(Self { url, places, suites, status_in_data, mac_input, meta_read, file_read })
    }

    /// Whether a template can say it at all.
    fn check(self) -> Result<Self, DiscoverError> {
        let unsaid = |error: tapsmith_core::template::TemplateError| {
            DiscoverError::Layout(error.to_string())
        };
        for suite in self.suites {
            Template::parse(&self.template(None, *suite)).map_err(unsaid)?;
        }
        Ok(self)
    }

    /// The template of the address as a card in this mode writes it; `record` becomes its place, where it
    /// stands for itself.
    pub(super) fn template(&self, record: Option<RecordId>, suite: Suite) -> String {
        let mark = |(at, length, place): &(usize, usize, Place)| match place {
            Place::Picc => (*at, place.width(suite).unwrap_or_default(), place.to_string()),
            _ => (*at, *length, written(*place, *length)),
        };
        let mut marks: Vec<(usize, usize, String)> = self.places.iter().map(mark).collect();
        let record_at = record.and_then(|record| {
            self.numbers()
                .find(|(_, text)| *text == record.to_string())
                .map(|(at, text)| (at, text.len()))
        });
        marks.extend(record_at.map(|(at, length)| (at, length, Place::RecordId.to_string())));
        marks.extend(self.mac_input.map(|at| (at, 0, "[[".to_owned())));
        marks.sort_unstable_by_key(|(at, length, _)| (*at, *length));
        let mut template = String::new();
        let mut done = 0;
        for (at, length, mark) in marks {
            template.push_str(self.url.get(done..at).unwrap_or_default());
            template.push_str(&mark);
            done = done.max(at + length);
        }
        template.push_str(self.url.get(done..).unwrap_or_default());
        template
    }

    /// The numbers in the address that the chip does not write: where they stand, and their digits.
    /// Those of the host are its own.
    pub(super) fn numbers(&self) -> impl Iterator<Item = (usize, &str)> {
        let digit = |c: char| c.is_ascii_digit();
        let host_ends = self.host_end();
        let starts = self.url.char_indices().filter_map(move |(at, c)| {
            let before = self.url.get(..at).and_then(|text| text.chars().next_back());
            (at >= host_ends && digit(c) && !before.is_some_and(digit)).then_some(at)
        });
        starts.filter_map(move |at| {
            let rest = self.url.get(at..)?;
            let end = rest.find(|c| !digit(c)).unwrap_or(rest.len());
            let mirrored = self
                .places
                .iter()
                .any(|(start, length, _)| at < start + length && *start < at + end);
            if mirrored { None } else { Some((at, rest.get(..end)?)) }
        })
    }

    /// Where scheme and host end.
    fn host_end(&self) -> usize {
        let start = self.url.find("://").map_or(0, |at| at + 3);
        let rest = self.url.get(start..).unwrap_or_default();
        start + rest.find(['/', '?', '#']).unwrap_or(rest.len())
    }

    /// Whether more than one number of the address could be `record`.
    pub(super) fn is_ambiguous(&self, record: RecordId) -> bool {
        self.numbers().filter(|(_, digits)| *digits == record.to_string()).count() > 1
    }

    /// Whether UID and counter are encrypted.
    pub(super) fn encrypts_picc(&self) -> bool {
        self.places.iter().any(|(_, _, place)| *place == Place::Picc)
    }

    /// Whether the card signs its taps.
    pub(super) fn signs(&self) -> bool {
        self.places.iter().any(|(_, _, place)| *place == Place::Mac)
    }
}

/// The place as a template writes it.
fn written(place: Place, length: usize) -> String {
    match place {
        Place::Enc if Some(length) != place.width(Suite::Aes) => format!("{{enc:{length}}}"),
        _ => place.to_string(),
    }
}

/// Where the NDEF message ends in its file.
fn ndef_end(file: &[u8]) -> Option<usize> {
    let (length, rest) = file.split_first_chunk()?;
    let length = usize::from(u16::from_be_bytes(*length));
    (length <= rest.len()).then_some(length + 2)
}
