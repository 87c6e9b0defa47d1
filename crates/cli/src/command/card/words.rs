//! What is said to people about a card.

use std::io::{self, Write};

use owo_colors::OwoColorize;
use tapsmith_card::originality::Originality;
use tapsmith_card::settings::{CounterMirror, FileSettings, PiccMirror};
use tapsmith_core::access::{Access, AccessRights, CommMode};
use tapsmith_core::profile::{Configuration, Lock};
use tapsmith_core::suite::Suite;
use tapsmith_desk::check::{Check, Outcome, Verdict};
use tapsmith_desk::encode::Done;
use tapsmith_reader::pcsc::Presence;

/// Says once what is being waited for.
#[derive(Default)]
pub(crate) struct WaitingTalk {
    said: Option<&'static str>,
}

impl WaitingTalk {
    pub(crate) fn see(&mut self, presence: &Presence) {
        let sentence = match presence {
            Presence::Empty => "Put a card on the reader.",
            Presence::Mute => "The card does not answer: move it.",
            Presence::Card { .. } | Presence::Unavailable => return,
        };
        if self.said != Some(sentence) {
            let _unwritable = writeln!(io::stderr(), "{sentence}");
            self.said = Some(sentence);
        }
    }
}

/// The checks, one a line.
pub(super) fn write_checks(out: &mut dyn Write, checks: &[Check]) -> io::Result<()> {
    for Check { name, outcome, detail } in checks {
        let word = match outcome {
            Outcome::Pass => format!("{:7}", outcome.green()),
            Outcome::Fail => format!("{:7}", outcome.red().bold()),
            Outcome::Skipped => format!("{:7}", outcome.dimmed()),
        };
        writeln!(out, "  {word}  {name:18} {detail}")?;
    }
    Ok(())
}

/// What was done, in a line.
pub(super) fn write_steps(out: &mut dyn Write, steps: &[Done]) -> io::Result<()> {
    if steps.is_empty() {
        return writeln!(out, "  nothing to do: the card was finished");
    }
    let names: Vec<_> = steps.iter().map(|step| step.name.as_str()).collect();
    writeln!(out, "  done: {}", names.join(", "))
}

/// What no command can undo on a chip.
pub(super) fn for_good(name: &str) -> &str {
    match name {
        "lrp" => "LRP mode",
        "random_uid" => "the random UID",
        "tag_tamper" => "the watch over its tamper loop",
        "capability_container" => "the capability container",
        "lock_static" => "the lock of pages 3 to 15",
        "lock_dynamic" => "the lock of the pages behind 15",
        "lock_configuration" => "the lock of its configuration",
        other => other,
    }
}

/// How the chip as a whole is set, where it is not as delivered.
pub(super) fn write_configuration(
    out: &mut dyn Write,
    configuration: &Configuration,
) -> io::Result<()> {
    let Configuration { suite, random_uid, tag_tamper, .. } = *configuration;
    let said = [
        (suite == Suite::Lrp, "it speaks LRP"),
        (random_uid, "it hides its UID"),
        (tag_tamper.is_some(), "it watches its tamper loop"),
    ];
    let said: Vec<_> = said.into_iter().filter(|(said, _)| *said).map(|(_, word)| word).collect();
    if said.is_empty() { Ok(()) } else { writeln!(out, "  for good {}", said.join(", ")) }
}

/// What a lock locks.
pub(super) const fn locked(lock: Lock) -> &'static str {
    match lock {
        Lock::Static => "pages 3 to 15",
        Lock::Dynamic => "the pages behind 15",
        Lock::Configuration => "the configuration",
        Lock::Keys => "the key",
    }
}

/// Who signed a card; `unchecked` is why nobody could be asked.
pub(super) fn originality(originality: Originality, unchecked: &str) -> String {
    match originality {
        Originality::Valid => "signed by NXP".to_owned(),
        Originality::Invalid => "NOT signed by NXP".to_owned(),
        Originality::Virtual => "a virtual card".to_owned(),
        Originality::Unchecked => format!("not checked: {unchecked}"),
    }
}

/// The verdict, big enough to see.
pub(super) fn verdict(verdict: Verdict) -> String {
    match verdict {
        Verdict::Pass => verdict.green().bold().to_string(),
        Verdict::Fail => verdict.red().bold().to_string(),
    }
}

/// A file's settings in a sentence.
pub(super) fn settings(settings: &FileSettings) -> String {
    let FileSettings { mode, rights, sdm } = settings;
    let AccessRights { read, write, read_write, change } = *rights;
    let mode = match mode {
        CommMode::Plain => "plain",
        CommMode::Mac => "MAC",
        CommMode::Full => "full",
    };
    let sdm = sdm.map_or("SDM off".to_owned(), |sdm| {
        let mirror = match sdm.picc {
            PiccMirror::Encrypted { key, .. } => {
                format!("UID and counter encrypted under key {key}")
            }
            PiccMirror::Plain { counter: CounterMirror::Off, .. } => "UID in plain".to_owned(),
            PiccMirror::Plain { .. } => "UID and counter in plain".to_owned(),
            PiccMirror::Off { .. } => "no mirror".to_owned(),
        };
        let mac =
            sdm.file_read.map_or("no MAC".to_owned(), |read| format!("MAC by key {}", read.key));
        format!("SDM on: {mirror}, {mac}")
    });
    format!(
        "{mode}; read {}, write {}, read-write {}, change {}; {sdm}",
        access(read),
        access(write),
        access(read_write),
        access(change)
    )
}

fn access(access: Access) -> String {
    match access {
        Access::Key(number) => format!("key {number}"),
        Access::Free => "free".to_owned(),
        Access::Never => "never".to_owned(),
    }
}
