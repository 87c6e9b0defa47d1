//! `card inspect`

use std::io::{self, Write};

use serde::Serialize;
use tapsmith_card::command::{FileInfo, FileNumber, Product};
use tapsmith_card::originality::Originality;
use tapsmith_card::personalize::ApplicationError;
use tapsmith_card::tag::Tag;
use tapsmith_core::access::{AccessRights, CommMode};
use tapsmith_core::counter::ReadCounter;
use tapsmith_core::hex;
use tapsmith_core::key::{KeyNumber, KeyVersion};
use tapsmith_core::suite::Suite;
use tapsmith_core::sun::{Reading, Rejection};
use tapsmith_core::tamper::TagTamper;
use tapsmith_core::uid::Uid;
use tapsmith_desk::any;
use tapsmith_desk::inspect::{self, Inspection, KeysShown, inspect, inspect_keys};
use tapsmith_reader::os_random::OsRandom;
use tapsmith_reader::selector::Selector;

use super::inspect_pages::OfPages;
use super::inspect_sectors::OfSectors;
use super::{at_card, selector, words};
use crate::args::KeysFrom;
use crate::command::Outcome;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::printer::Report;

/// A card for programs and for people.
#[derive(Debug, Serialize)]
struct Inspected {
    chip: &'static str,
    uid: Option<Uid>,
    uid_is_random: bool,
    hardware_version: String,
    software_version: String,
    production_batch: String,
    production_week: String,
    originality: Originality,
    keys: Vec<Key>,
    files: Vec<File>,
    /// What else is on the card, of a chip with room for more.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    on_card: Option<OnCard>,
    /// What the loop says, of a chip that has one and watches it.
    #[serde(skip_serializing_if = "Option::is_none")]
    tag_tamper: Option<TagTamper>,
    /// The tap counter, where anybody may ask for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    read_counter: Option<ReadCounter>,
    /// What the card speaks, if a key opened it.
    #[serde(skip_serializing_if = "Option::is_none")]
    suite: Option<Suite>,
    ndef: Ndef,
    #[serde(skip_serializing_if = "Option::is_none")]
    tap: Option<Tap>,
    apdus: u32,
    failed_authentications: u32,
}

/// A card with applications.
#[derive(Debug, Serialize)]
struct OnCard {
    /// Their numbers; null if only who has the card's master key may list them.
    applications: Option<Vec<String>>,
    free_memory: Option<usize>,
    /// `des` or `aes`: the kind of the card's own master key. It is delivered with one of DES.
    card_key: Option<&'static str>,
    card_key_version: Option<KeyVersion>,
    /// Whether the NDEF application is whole, or why not.
    application: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    application_problem: Option<String>,
}

impl From<inspect::OnCard> for OnCard {
    fn from(on_card: inspect::OnCard) -> Self {
        let inspect::OnCard { applications, free_memory, keys, key_version, ndef } = on_card;
        let list = |ids: Vec<_>| ids.iter().map(ToString::to_string).collect();
        Self {
            applications: applications.map(list),
            free_memory,
            card_key: keys.map(|keys| if keys.are_aes() { "aes" } else { "des" }),
            card_key_version: key_version,
            application: match ndef {
                Ok(()) => "whole",
                Err(ApplicationError::Missing) => "missing",
                Err(ApplicationError::Lacks(_)) => "begun",
                Err(_) => "other",
            },
            application_problem: ndef.err().map(|problem| problem.to_string()),
        }
    }
}

#[derive(Debug, Serialize)]
struct Key {
    number: KeyNumber,
    version: KeyVersion,
    /// Whether the record's key opens it; absent if nobody tried.
    #[serde(skip_serializing_if = "Option::is_none")]
    opens: Option<bool>,
}

#[derive(Debug, Serialize)]
struct File {
    number: u8,
    size: usize,
    mode: CommMode,
    rights: AccessRights,
    sdm: bool,
    settings: String,
}

#[derive(Debug, Serialize)]
struct Ndef {
    url: Option<String>,
    problem: Option<String>,
}

/// What the address proves to who holds the keys.
#[derive(Debug, Serialize)]
struct Tap {
    read_counter: Option<ReadCounter>,
    reason: Option<&'static str>,
}

impl From<Result<Reading, Rejection>> for Tap {
    fn from(read: Result<Reading, Rejection>) -> Self {
        match read {
            Ok(reading) => Self { read_counter: reading.counter, reason: None },
            Err(rejection) => Self { read_counter: None, reason: Some(rejection.reason()) },
        }
    }
}

impl From<Inspection> for Inspected {
    fn from(inspection: Inspection) -> Self {
        let Inspection { version, uid, originality, keys, files, address, count, .. } = inspection;
        let Inspection { tag_tamper, read_counter, on_card, .. } = inspection;
        let part =
            |part: tapsmith_card::command::PartVersion| format!("{}.{}", part.major, part.minor);
        Self {
            chip: match version.product() {
                Some(Product::DesfireEv3) => "desfire-ev3",
                _ if version.has_tag_tamper() => "ntag424tt",
                _ => "ntag424dna",
            },
            uid,
            uid_is_random: uid.is_none(),
            hardware_version: part(version.hardware),
            software_version: part(version.software),
            production_batch: hex::encode(&version.batch),
            production_week: format!("20{:02X}-W{:02X}", version.year, version.week),
            originality,
            keys: keys
                .into_iter()
                .map(|(number, version)| Key { number, version, opens: None })
                .collect(),
            files: files.into_iter().map(File::from).collect(),
            on_card: on_card.map(OnCard::from),
            tag_tamper,
            read_counter,
            suite: None,
            ndef: match address {
                Ok(url) => Ndef { url: Some(url), problem: None },
                Err(error) => Ndef { url: None, problem: Some(error.to_string()) },
            },
            tap: None,
            apdus: count.exchanges,
            failed_authentications: count.failed_authentications,
        }
    }
}

impl From<(FileNumber, FileInfo)> for File {
    fn from((number, info): (FileNumber, FileInfo)) -> Self {
        Self {
            number: number.as_u8(),
            size: info.size.to_usize(),
            mode: info.settings.mode,
            rights: info.settings.rights,
            sdm: info.settings.sdm.is_some(),
            settings: words::settings(&info.settings),
        }
    }
}

impl OnCard {
    fn text(&self, out: &mut dyn Write) -> io::Result<()> {
        let list = match self.applications.as_deref() {
            None => "only for who has the master key".to_owned(),
            Some([]) => "none".to_owned(),
            Some(ids) => ids.join(", "),
        };
        writeln!(out, "  applications {list}")?;
        if let Some((kind, version)) = self.card_key.zip(self.card_key_version) {
            writeln!(out, "  card's key   {kind}, version {}", version.0)?;
        }
        if let Some(bytes) = self.free_memory {
            writeln!(out, "  free         {bytes} bytes")?;
        }
        match &self.application_problem {
            Some(problem) => writeln!(out, "  NDEF         {problem}"),
            None => Ok(()),
        }
    }
}

impl Report for Inspected {
    fn text(&self, out: &mut dyn Write) -> io::Result<()> {
        let uid = self.uid.map_or("random".to_owned(), |uid| uid.to_string());
        writeln!(out, "{} {uid}", self.chip)?;
        let originality = words::originality(self.originality, "the chip hides its UID");
        writeln!(out, "  originality  {originality}")?;
        let Self { hardware_version, software_version, production_week, .. } = self;
        writeln!(
            out,
            "  made         {production_week}, hardware {hardware_version}, software {software_version}"
        )?;
        let tried = |opens| match opens {
            None => "",
            Some(true) => " ours",
            Some(false) => " NOT ours",
        };
        let version = |key: &Key| format!("{}: {}{}", key.number, key.version.0, tried(key.opens));
        let versions: Vec<_> = self.keys.iter().map(version).collect();
        if let Some(on_card) = &self.on_card {
            on_card.text(out)?;
        }
        if !versions.is_empty() {
            writeln!(out, "  key versions {}", versions.join(", "))?;
        }
        for file in &self.files {
            writeln!(out, "  file {}       {} bytes; {}", file.number, file.size, file.settings)?;
        }
        if let Some(suite) = self.suite {
            writeln!(out, "  speaks       {suite}")?;
        }
        if let Some(status) = self.tag_tamper {
            writeln!(out, "  tag tamper   {status}")?;
        }
        if let Some(counter) = self.read_counter {
            writeln!(out, "  read counter {counter}")?;
        }
        match (&self.ndef.url, &self.ndef.problem) {
            (Some(url), _) => writeln!(out, "  address      {url}"),
            // Without files there is nothing that could be empty, and that was said.
            _ if self.files.is_empty() => Ok(()),
            (None, problem) => {
                writeln!(out, "  address      none: {}", problem.as_deref().unwrap_or(""))
            }
        }?;
        match &self.tap {
            None => Ok(()),
            Some(Tap { reason: Some(reason), .. }) => {
                writeln!(out, "  tap          NOT ours: {reason}")
            }
            Some(Tap { read_counter: Some(counter), .. }) => {
                writeln!(out, "  tap          ours, read counter {counter}")
            }
            Some(_) => writeln!(out, "  tap          ours"),
        }
    }
}

/// Shows what the card shows to anybody; with keys, what only they can show.
pub(crate) fn run(context: &Context, keys_from: Option<&KeysFrom>) -> Outcome {
    let selector = selector(context)?;
    if let Some(from) = keys_from {
        return with_keys(context, &selector, from);
    }
    match at_card(context, &selector, |field| any::inspect(field))? {
        any::Inspection::Ntag424(inspection) => {
            context.printer.print(&Inspected::from(inspection))?;
        }
        any::Inspection::Type2(inspection) => context.printer.print(&OfPages::from(inspection))?,
        any::Inspection::Classic(inspection) => {
            context.printer.print(&OfSectors::from(*inspection))?;
        }
    }
    Ok(Exit::Good)
}

fn with_keys(context: &Context, selector: &Selector, from: &KeysFrom) -> Outcome {
    let vault = context.open_vault()?;
    let batch = vault.batch(&from.batch)?;
    if !batch.profile.chip.has_files() {
        let chip = batch.profile.chip;
        return Err(Failure::say(
            Exit::Input,
            format!("--keys-from: an {chip} has no keys to try"),
        )
        .hint("`card verify` says whether it takes the record's password"));
    }
    let (inspection, shown) = at_card(context, selector, |field| {
        let mut tag = Tag::new(field);
        let inspection = inspect(&mut tag)?;
        let shown =
            inspect_keys(&mut tag, &vault, &batch, from.record, &inspection, &mut OsRandom)?;
        Ok((inspection, shown))
    })?;
    let mut inspected = Inspected::from(inspection);
    let KeysShown { slots, uid, originality, suite, tap, count } = shown;
    inspected.suite = suite;
    inspected.tap = tap.map(Tap::from);
    inspected.apdus = count.exchanges;
    inspected.failed_authentications = count.failed_authentications;
    inspected.uid = uid.or(inspected.uid);
    inspected.originality = originality.unwrap_or(inspected.originality);
    for key in &mut inspected.keys {
        key.opens = slots.iter().find(|(slot, _)| *slot == key.number).map(|(_, opens)| *opens);
    }
    context.printer.print(&inspected)?;
    Ok(Exit::Good)
}
