//! From a tap back to what stood in the template's places.

use super::{Part, Place, Template};
use crate::address::is_address;
use crate::record::RecordId;
use crate::suite::Suite;
use crate::sun::{Mirrors, Rejection, Tap};

impl Template {
    /// Finds the template's places in `url`, a tap as it was read.
    ///
    /// # Errors
    /// The tap is not of this template: another address, a missing piece, hex that no chip writes, a chip
    /// in the other mode.
    #[inline]
    pub fn read<'u>(&'u self, url: &'u str) -> Result<Tap<'u>, Rejection> {
        self.read_in(url, self.suite).map_err(|rejection| self.explain(url, rejection))
    }

    /// The rejection of a tap that a chip in the other mode would have written, or the one there is.
    #[cold]
    fn explain(&self, url: &str, rejection: Rejection) -> Rejection {
        let other = self.suite.other();
        match rejection {
            // A flood of these shall cost little.
            Rejection::NotUrl | Rejection::WrongAddress { .. } => rejection,
            _ if self.has(Place::Picc) && self.read_in(url, other).is_ok() => {
                Rejection::of_suite(other)
            }
            _ => rejection,
        }
    }

    /// The same, of a chip in either mode: the width of PICCENCData tells them apart. Plain mirrors are
    /// of the template's.
    ///
    /// # Errors
    /// As [`Template::read`], but for the chip in the other mode.
    pub fn read_either<'u>(&'u self, url: &'u str) -> Result<Tap<'u>, Rejection> {
        self.read_in(url, self.suite).or_else(|rejection| {
            let other = self.has(Place::Picc).then(|| self.read_in(url, self.suite.other()).ok());
            other.flatten().ok_or(rejection)
        })
    }

    #[inline]
    fn read_in<'u>(&'u self, url: &'u str, suite: Suite) -> Result<Tap<'u>, Rejection> {
        let mut reading = Reading::of(self, url, suite);
        let mut mac_input = None;
        for (index, part) in self.parts.iter().enumerate() {
            if self.mac_input == Some(index) {
                mac_input = Some(reading.at);
            }
            match part {
                Part::Text(text) => reading.literal(text)?,
                Part::Place(Place::RecordId) => reading.record_id()?,
                Part::Place(place) => reading.mirror(*place)?,
            }
        }
        reading.end(mac_input)
    }
}

/// What a tap's address says even where the rest of it is not of the template.
impl Template {
    /// How every address of the template starts.
    pub fn start(&self) -> &str {
        match self.parts.first() {
            Some(Part::Text(text)) => text,
            _ => "",
        }
    }

    /// Whether `url` starts as every address of the template does. A scheme that only apps know may have become
    /// one of the web.
    pub fn starts(&self, url: &str) -> bool {
        start_length(self.start(), url).is_some()
    }

    /// Whether the template's addresses name their record.
    pub fn names_record(&self) -> bool {
        self.has(Place::RecordId)
    }

    /// The record that `url` names, if it is of the template up to there.
    pub fn record_of(&self, url: &str) -> Option<RecordId> {
        let mut reading = Reading::of(self, url, self.suite);
        for part in &self.parts {
            match part {
                Part::Text(text) => reading.skip(text).then_some(())?,
                Part::Place(Place::RecordId) => {
                    reading.record_id().ok()?;
                    return reading.record;
                }
                Part::Place(place) => reading.mirror(*place).ok()?,
            }
        }
        None
    }
}

/// Of 2^53-1.
const MOST_DIGITS: usize = 16;

struct Reading<'u> {
    template: &'u Template,
    suite: Suite,
    url: &'u str,
    at: usize,
    record: Option<RecordId>,
    mirrors: Mirrors<'u>,
}

impl<'u> Reading<'u> {
    #[inline]
    fn of(template: &'u Template, url: &'u str, suite: Suite) -> Self {
        Self { template, suite, url, at: 0, record: None, mirrors: Mirrors::default() }
    }

    #[inline]
    fn rest(&self) -> &'u str {
        self.url.get(self.at..).unwrap_or_default()
    }

    #[inline]
    fn literal(&mut self, text: &str) -> Result<(), Rejection> {
        if self.skip(text) { Ok(()) } else { Err(self.without(text)) }
    }

    /// Whether `text` stands there; what is read next is behind it then.
    #[inline]
    fn skip(&mut self, text: &str) -> bool {
        let found = match self.at {
            0 => start_length(text, self.url),
            _ => self.rest().starts_with(text).then_some(text.len()),
        };
        self.at += found.unwrap_or_default();
        found.is_some()
    }

    #[cold]
    fn without(&self, text: &str) -> Rejection {
        let expected = text.to_owned();
        match self.at {
            0 if !is_address(self.url.as_bytes()) => Rejection::NotUrl,
            0 => Rejection::WrongAddress { expected },
            at => Rejection::WrongLayout { expected, position: at + 1 },
        }
    }

    #[inline]
    fn record_id(&mut self) -> Result<(), Rejection> {
        let (id, length) = leading_number(self.rest());
        if length == 0 || self.rest().starts_with('0') {
            return Err(Rejection::NoRecordId { position: self.at + 1 });
        }
        let id = if length <= MOST_DIGITS { id } else { u64::MAX };
        self.record = Some(id.try_into().map_err(|_| Rejection::UnknownRecord)?);
        self.at += length;
        Ok(())
    }

    #[inline]
    fn mirror(&mut self, place: Place) -> Result<(), Rejection> {
        let width = match place {
            Place::Enc => self.template.enc_width,
            place => place.width(self.suite).unwrap_or_default(),
        };
        let value = self.rest().get(..width).ok_or(Rejection::BadHex { place })?;
        self.mirrors.set(place, value, self.at);
        self.at += width;
        Ok(())
    }

    #[inline]
    fn end(self, mac_input: Option<usize>) -> Result<Tap<'u>, Rejection> {
        if !self.rest().is_empty() {
            return Err(Rejection::TrailingText { position: self.at + 1 });
        }
        let mut tap = self.mirrors.into_tap(self.url, self.suite, mac_input)?;
        tap.record = self.record;
        tap.file_data = self.template.file_data();
        tap.mirroring = self.template.mirroring;
        Ok(tap)
    }
}

/// The number that a text starts with, and how many digits it has; what overflows is too long for a record. Not inlined:
/// among all else that is read, there would be no register left for it, and each digit would wait for memory.
#[inline(never)]
fn leading_number(text: &str) -> (u64, usize) {
    let digits = text.bytes().take_while(u8::is_ascii_digit);
    digits.fold((0, 0), |(number, length): (u64, usize), digit| {
        (number.wrapping_mul(10).wrapping_add((digit - b'0').into()), length + 1)
    })
}

/// How much of `url` is `start`, if it starts so. What opens an `lnurlw://` asks for `https://` (LUD-17), so that of
/// such an address host and path alone are compared.
fn start_length(start: &str, url: &str) -> Option<usize> {
    if url.starts_with(start) {
        return Some(start.len());
    }
    let is_web = |scheme: &str| ["http", "https"].contains(&scheme);
    let (wanted, behind) = start.split_once("://")?;
    let (found, rest) = url.split_once("://")?;
    let fits = !is_web(wanted) && (is_web(found) || found.eq_ignore_ascii_case(wanted));
    (fits && rest.starts_with(behind)).then(|| found.len() + 3 + behind.len())
}
