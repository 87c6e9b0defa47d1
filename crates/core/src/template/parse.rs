//! From text to a template, with the chip's rules checked.

use super::{ENC_WIDTH, FileData, Mirroring, Part, Place, Template, TemplateError};
use crate::suite::Suite;

impl Template {
    /// Parses `text`, as of chips with SDM in AES mode that encrypt the record id if they encrypt anything.
    ///
    /// # Errors
    /// Anything the chip or a reader of the URL could not do; see [`TemplateError`].
    pub fn parse(text: &str) -> Result<Self, TemplateError> {
        Self::parse_of(Mirroring::Sdm, text)
    }

    /// The same of chips that mirror so.
    ///
    /// # Errors
    /// As [`Template::parse`]; [`TemplateError::Pair`], [`TemplateError::Piece`].
    pub fn parse_of(mirroring: Mirroring, text: &str) -> Result<Self, TemplateError> {
        let template = Self { mirroring, ..Self::parts_of(text)? };
        template.check().map(|()| template)
    }

    fn parts_of(text: &str) -> Result<Self, TemplateError> {
        let mut template = Self {
            parts: Vec::new(),
            mac_input: None,
            mirroring: Mirroring::Sdm,
            suite: Suite::Aes,
            enc_width: ENC_WIDTH,
            file_data: FileData::default(),
        };
        let mut rest = text;
        while !rest.is_empty() {
            rest = template.take_part(text, rest)?;
        }
        template.default_mac_input();
        Ok(template)
    }

    fn take_part<'t>(&mut self, whole: &str, rest: &'t str) -> Result<&'t str, TemplateError> {
        let position = whole.len() - rest.len() + 1;
        if let Some(rest) = rest.strip_prefix("[[") {
            return self.mark().map(|()| rest);
        }
        if let Some(inside) = rest.strip_prefix('{') {
            let (name, rest) = inside.split_once('}').ok_or(TemplateError::Brace(position))?;
            return self.push_place(name).map(|()| rest);
        }
        let end = rest.find("[[").into_iter().chain(rest.find('{')).min().unwrap_or(rest.len());
        let (text, rest) = rest.split_at_checked(end).unwrap_or((rest, ""));
        check_characters(text, position)?;
        self.parts.push(Part::Text(text.to_owned()));
        Ok(rest)
    }

    fn mark(&mut self) -> Result<(), TemplateError> {
        match self.mac_input.replace(self.parts.len()) {
            None => Ok(()),
            Some(_) => Err(TemplateError::MarkTwice),
        }
    }

    fn push_place(&mut self, text: &str) -> Result<(), TemplateError> {
        let name = match text.strip_prefix("enc:") {
            Some(length) => {
                self.enc_width = enc_width(length)?;
                Place::Enc.name()
            }
            None => text,
        };
        let place = Place::ALL
            .into_iter()
            .find(|place| place.name() == name)
            .ok_or_else(|| TemplateError::Unknown { name: name.to_owned() })?;
        if self.has(place) {
            return Err(TemplateError::Twice(place));
        }
        self.parts.push(Part::Place(place));
        Ok(())
    }

    fn default_mac_input(&mut self) {
        self.mac_input = self.mac_input.or_else(|| self.position(Place::Enc));
    }

    fn check(&self) -> Result<(), TemplateError> {
        match (self.mirroring, self.position(Place::Mac)) {
            (Mirroring::Sdm, Some(mac)) => self.check_sun(mac)?,
            (Mirroring::Sdm, None) => self.check_static()?,
            (Mirroring::Plain, _) => self.check_plain()?,
            (Mirroring::SunCmac, _) => self.check_sun_cmac()?,
        }
        self.check_record_id_end()
    }

    fn check_sun(&self, mac: usize) -> Result<(), TemplateError> {
        let mirrors = [Place::Uid, Place::Counter];
        if self.has(Place::Picc) {
            if let Some(plain) = mirrors.into_iter().find(|place| self.has(*place)) {
                return Err(TemplateError::BothMirrors(plain));
            }
        } else if !self.has(Place::Uid) {
            return Err(TemplateError::NoUid);
        }
        if let Some(enc) = self.position(Place::Enc) {
            if !self.has(Place::Picc) && !self.has(Place::Counter) {
                return Err(TemplateError::EncAlone);
            }
            if enc > mac || self.mac_input.is_none_or(|start| start > enc) {
                return Err(TemplateError::EncOutsideMac);
            }
        }
        if self.mac_input.is_some_and(|start| start > mac) {
            return Err(TemplateError::MarkBehindMac);
        }
        match self.position(Place::TagTamper) {
            Some(at) if !self.is_signed(at) => Err(TemplateError::TagTamperUnsigned),
            _ => Ok(()),
        }
    }

    /// UID and counter stand alone, or as one mirror with an `x` between them (NTAG213F/216F Rev. 3.1, "UID
    /// and NFC counter mirror").
    fn check_plain(&self) -> Result<(), TemplateError> {
        let unknown = [Place::Picc, Place::Enc, Place::TagTamper, Place::Mac];
        if let Some(place) = unknown.into_iter().find(|place| self.has(*place)) {
            return Err(TemplateError::NoSun(place));
        }
        if self.mac_input.is_some() {
            return Err(TemplateError::NoMac("[["));
        }
        let is_apart = self.has(Place::Counter) && !self.is_behind(Place::Uid, Place::Counter);
        if self.has(Place::Uid) && is_apart { Err(TemplateError::Pair) } else { Ok(()) }
    }

    /// All three in one piece, or none (seen on an NTAG 223 DNA; see `hardware-notes/ntag22x.md`).
    fn check_sun_cmac(&self) -> Result<(), TemplateError> {
        let unknown = [Place::Picc, Place::Enc, Place::TagTamper];
        if let Some(place) = unknown.into_iter().find(|place| self.has(*place)) {
            return Err(TemplateError::NoSdm(place));
        }
        if self.mac_input.is_some() {
            return Err(TemplateError::NoMark);
        }
        let mirrors = [Place::Uid, Place::Counter, Place::Mac];
        let is_piece = self.is_behind(Place::Uid, Place::Counter)
            && self.is_behind(Place::Counter, Place::Mac);
        if is_piece || !mirrors.into_iter().any(|place| self.has(place)) {
            Ok(())
        } else {
            Err(TemplateError::Piece)
        }
    }

    /// Whether `second` stands behind `first`, with an `x` between them.
    fn is_behind(&self, first: Place, second: Place) -> bool {
        let x = Part::Text("x".to_owned());
        self.position(first).is_some_and(|at| {
            let behind = [self.parts.get(at + 1), self.parts.get(at + 2)];
            behind == [Some(&x), Some(&Part::Place(second))]
        })
    }

    /// Without a MAC the only place is the record id: a mirror nobody signed proves nothing.
    fn check_static(&self) -> Result<(), TemplateError> {
        let mirror = Place::ALL
            .into_iter()
            .filter(|place| *place != Place::RecordId)
            .find(|place| self.has(*place));
        match mirror {
            Some(place) => Err(TemplateError::NoMac(place.name())),
            None if self.mac_input.is_some() => Err(TemplateError::NoMac("[[")),
            None => Ok(()),
        }
    }

    fn check_record_id_end(&self) -> Result<(), TemplateError> {
        let behind = self.position(Place::RecordId).and_then(|at| self.parts.get(at + 1));
        let clear = match behind {
            None => true,
            Some(Part::Text(text)) => !text.starts_with(|c: char| c.is_ascii_digit()),
            Some(Part::Place(_)) => false,
        };
        if clear { Ok(()) } else { Err(TemplateError::RecordIdEnd) }
    }
}

/// The number behind `enc:`. The chip's file bounds it; what is left of it for the address is checked
/// where the address is known.
fn enc_width(text: &str) -> Result<usize, TemplateError> {
    let width = text.parse().ok().filter(|width| (32..=224).contains(width) && width % 32 == 0);
    width.ok_or_else(|| TemplateError::EncLength { found: text.to_owned() })
}

/// What a URL may hold as it is (RFC 3986, "Characters"), so that a phone changes no byte of it.
fn check_characters(text: &str, start: usize) -> Result<(), TemplateError> {
    let allowed = |c: char| c.is_ascii_alphanumeric() || "-._~:/?#[]@!$&'()*+,;=%".contains(c);
    for (offset, character) in text.char_indices() {
        let position = start + offset;
        match character {
            '}' => return Err(TemplateError::Brace(position)),
            _ if allowed(character) => {}
            _ => return Err(TemplateError::Character { character, position }),
        }
    }
    Ok(())
}
