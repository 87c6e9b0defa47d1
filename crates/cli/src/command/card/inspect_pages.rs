//! `card inspect` of a card of pages.

use std::io::{self, Write};

use serde::Serialize;
use tapsmith_card::originality::Originality;
use tapsmith_card::type2::personalize::Locks;
use tapsmith_card::type2::settings::{Count, Mirror};
use tapsmith_card::type2::{Page, Secret, Settings};
use tapsmith_core::counter::ReadCounter;
use tapsmith_core::hex;
use tapsmith_core::ndef::{Content, NdefError};
use tapsmith_core::profile::Lock;
use tapsmith_core::uid::Uid;
use tapsmith_desk::type2::Inspection;

use super::words;
use crate::printer::Report;

/// A card of pages for programs and for people.
#[derive(Debug, Serialize)]
pub(super) struct OfPages {
    chip: &'static str,
    /// What it has beyond the chip of that name.
    #[serde(skip_serializing_if = "Option::is_none")]
    variant: Option<&'static str>,
    /// Whether the chip itself said which one it is.
    chip_is_certain: bool,
    uid: Option<Uid>,
    originality: Originality,
    /// What opens it.
    #[serde(skip)]
    secret: &'static str,
    /// None: a password cannot be read, nor a key.
    keys: [(); 0],
    /// None: it has pages.
    files: [(); 0],
    readable_pages: usize,
    capability_container: Option<String>,
    ndef: Ndef,
    /// Whether a password or a key protects anything.
    protected: bool,
    /// What the configuration pages say; none if they are hidden.
    configuration: Option<Configuration>,
    /// What is locked: `static`, `dynamic`, `configuration`, `keys`.
    locks: Vec<Lock>,
    /// Whether any lock bit is set.
    any_lock: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    read_counter: Option<ReadCounter>,
    reader_profile: &'static str,
    /// What this reader cannot ask a card.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    not_asked: Vec<&'static str>,
    apdus: u32,
    failed_authentications: u32,
}

#[derive(Debug, Serialize)]
pub(super) struct Ndef {
    url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<String>,
    problem: Option<String>,
}

#[derive(Debug, Serialize)]
struct Configuration {
    /// AUTH0.
    protected_from: u8,
    /// PROT.
    reads: bool,
    /// AUTHLIM.
    attempts: u16,
    count: &'static str,
    mirror: Option<MirrorShown>,
}

#[derive(Debug, Serialize)]
struct MirrorShown {
    uid: bool,
    counter: bool,
    /// Whether it signs both.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    mac: bool,
    page: u8,
    byte: u8,
}

impl From<Inspection> for OfPages {
    fn from(inspection: Inspection) -> Self {
        let Inspection { identity, uid, originality, container, settings, .. } = inspection;
        let Locks { statics, dynamic, keys } = inspection.locks;
        let configuration = settings.is_some_and(|settings| settings.locked);
        Self {
            chip: identity.model.name(),
            variant: identity.version.filter(|v| v.detects_status()).map(|_| "StatusDetect"),
            secret: identity.model.secret().map_or("password", Secret::name),
            chip_is_certain: identity.version.is_some() || identity.model.version().is_none(),
            uid,
            originality,
            keys: [],
            files: [],
            readable_pages: inspection.pages_read,
            capability_container: container.map(|page: Page| hex::encode(&page)),
            ndef: Ndef::from(inspection.content),
            protected: inspection.protected,
            configuration: settings.map(Configuration::from),
            locks: [
                (statics, Lock::Static),
                (dynamic, Lock::Dynamic),
                (configuration, Lock::Configuration),
                (keys, Lock::Keys),
            ]
            .into_iter()
            .filter_map(|(is_set, lock)| is_set.then_some(lock))
            .collect(),
            any_lock: inspection.has_locks,
            read_counter: inspection.read_counter,
            reader_profile: inspection.reader,
            not_asked: inspection.not_asked,
            apdus: inspection.count.exchanges,
            failed_authentications: inspection.count.failed_authentications,
        }
    }
}

impl From<Result<Content, NdefError>> for Ndef {
    fn from(content: Result<Content, NdefError>) -> Self {
        let none = Self { url: None, text: None, kind: None, problem: None };
        match content {
            Ok(Content::Uri(url)) => Self { url: Some(url), ..none },
            Ok(Content::Text { text, .. }) => Self { text: Some(text), ..none },
            Ok(Content::Empty) => none,
            Ok(Content::Other { records: 1, kind }) => Self { kind: Some(kind), ..none },
            Ok(Content::Other { records, kind }) => {
                Self { kind: Some(format!("{records} records, the first {kind}")), ..none }
            }
            Err(error) => Self { problem: Some(error.to_string()), ..none },
        }
    }
}

impl From<Settings> for Configuration {
    fn from(settings: Settings) -> Self {
        let Settings { mirror: Mirror { uid, counter, mac, page, byte }, .. } = settings;
        Self {
            protected_from: settings.protected_from,
            reads: settings.reads,
            attempts: settings.attempts,
            count: match settings.count {
                Count::Off => "off",
                Count::Free => "free",
                Count::Protected => "protected",
            },
            mirror: (uid || counter).then_some(MirrorShown { uid, counter, mac, page, byte }),
        }
    }
}

impl Report for OfPages {
    fn text(&self, out: &mut dyn Write) -> io::Result<()> {
        let uid = self.uid.map_or("of an unknown UID".to_owned(), |uid| uid.to_string());
        let guess = if self.chip_is_certain { "" } else { ", as far as its memory tells" };
        let variant = self.variant.map(|variant| format!(" {variant}")).unwrap_or_default();
        writeln!(out, "{}{variant} {uid}{guess}", self.chip)?;
        let unchecked =
            if self.not_asked.is_empty() { "the chip has no signature" } else { CANNOT_ASK };
        let originality = words::originality(self.originality, unchecked);
        writeln!(out, "  originality  {originality}")?;
        writeln!(out, "  protection   {}", self.protection())?;
        writeln!(out, "  locked       {}", self.locked())?;
        if let Some(Configuration { mirror: Some(mirror), .. }) = &self.configuration {
            let what = match (mirror.uid, mirror.counter) {
                (true, true) if mirror.mac => "UID, counter and MAC",
                (true, true) => "UID and counter",
                (true, false) => "UID",
                _ => "counter",
            };
            writeln!(out, "  mirrors      {what}, from page {} byte {}", mirror.page, mirror.byte)?;
            if mirror.mac && !self.locks.contains(&Lock::Keys) {
                writeln!(
                    out,
                    "  warning      the key that signs is not locked: it can be found out"
                )?;
            }
        }
        if let Some(counter) = self.read_counter {
            writeln!(out, "  read counter {counter}")?;
        }
        self.ndef.text(out)
    }
}

impl Ndef {
    /// What stands on the card, for people.
    pub(super) fn text(&self, out: &mut dyn Write) -> io::Result<()> {
        match self {
            Self { url: Some(url), .. } => writeln!(out, "  address      {url}"),
            Self { text: Some(text), .. } => writeln!(out, "  text         {text:?}"),
            Self { kind: Some(kind), .. } => writeln!(out, "  content      {kind}"),
            Self { problem: Some(problem), .. } => writeln!(out, "  address      none: {problem}"),
            _ => writeln!(out, "  content      nothing"),
        }
    }
}

const CANNOT_ASK: &str = "this reader cannot ask; an ACR1252U, ACR1552U or ACR122U can";

impl OfPages {
    fn protection(&self) -> String {
        let Some(configuration) = &self.configuration else {
            return "the configuration cannot be read here".to_owned();
        };
        if !self.protected {
            return "none: anybody can write".to_owned();
        }
        let what = if configuration.reads { "reading and writing" } else { "writing" };
        let limit = match configuration.attempts {
            0 => String::new(),
            attempts => format!("; {attempts} wrong {}s lock it for good", self.secret),
        };
        let secret = self.secret;
        format!("a {secret} for {what} from page {} on{limit}", configuration.protected_from)
    }

    fn locked(&self) -> String {
        let locked: Vec<_> = self.locks.iter().map(|lock| words::locked(*lock)).collect();
        match (locked.as_slice(), self.any_lock) {
            ([], false) => "nothing".to_owned(),
            ([], true) => "some pages, for good".to_owned(),
            (locked, _) => format!("{}, for good", locked.join(", ")),
        }
    }
}
