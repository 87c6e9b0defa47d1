//! The judgements, one function each. They ask the card nothing.

use tapsmith_card::type2::personalize::{Locks, Step};
use tapsmith_card::type2::{MemoryMap, Secret};
use tapsmith_core::ndef::{self, NdefError};
use tapsmith_core::profile::ContentKind;
use tapsmith_core::template::Place;
use tapsmith_core::uid::Uid;
use tapsmith_store::OpenVault;

use super::subject::{Opening, Subject};
use crate::check::Check;
use crate::content::said;
use crate::tag_tamper;
use crate::verify::{Request, SUN_MAC, seen_before};

/// The judgements, in the order of a card's life.
impl Subject<'_> {
    pub(super) fn checks(
        &self,
        vault: &OpenVault,
        request: &Request<'_>,
        second: Option<&str>,
        opening: Opening,
    ) -> Result<Vec<Check>, tapsmith_store::Error> {
        let card = self.seen.uid().zip(self.record);
        let (standing, proved) = (self.standing(), opening == Opening::Opens);
        Ok(vec![
            self.chip(),
            self.originality(request),
            self.uid_matches(),
            self.ndef(),
            standing.base_url(),
            standing.record_id(),
            self.sun_mac(second),
            self.counter_advances(second),
            self.keys_installed(opening),
            self.factory_keys_gone(opening),
            self.settings_match(),
            Check::skipped(tag_tamper::NAME, "the chip has no loop"),
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
        let url = self.url().unwrap_or_default();
        let mirrored = self.mirrored(url, Place::Uid).and_then(|text| text.parse().ok());
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

    /// A blank card is as delivered: not even behind the message does anything stand.
    fn ndef(&self) -> Check {
        const NAME: &str = "ndef";
        if let Some(check) = self.standing().ndef() {
            return check;
        }
        let rest = match self.rest() {
            Ok(rest) => rest,
            Err(error) => return Check::fail(NAME, error.to_string()),
        };
        let written = rest.iter().any(|step| matches!(step, Step::WriteContent { .. }));
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

    /// The address of the first look and that of the second are each a tap of the record's key.
    fn sun_mac(&self, second: Option<&str>) -> Check {
        if !self.layout.template.is_sun() {
            return Check::skipped(SUN_MAC, "the profile's cards sign no taps");
        }
        let (Some(first), Some(second)) = (self.url(), second) else {
            return Check::fail(SUN_MAC, "no address");
        };
        if first == second {
            return Check::fail(SUN_MAC, "twice the same tap: it is a copy");
        }
        let taps = [first, second].map(|url| self.read_tap(url));
        match taps.into_iter().find_map(Result::err) {
            None => Check::pass(SUN_MAC, "both taps are signed with the record's key"),
            Some(rejection) => Check::fail(SUN_MAC, rejection.to_string()),
        }
    }

    fn counter_advances(&self, second: Option<&str>) -> Check {
        const NAME: &str = "counter_advances";
        if !self.layout.template.has(Place::Counter) {
            return Check::skipped(NAME, "the profile's cards show no counter");
        }
        let at = |url: &str| u32::from_str_radix(self.mirrored(url, Place::Counter)?, 16).ok();
        let (Some(first), Some(second)) = (self.url().and_then(at), second.and_then(at)) else {
            return Check::fail(NAME, "the address shows no counter");
        };
        let detail = format!("{first}, then {second}");
        Check::that(NAME, second > first, &detail, &detail)
    }

    /// What people call that which opens this chip.
    fn secret(&self) -> &'static str {
        self.seen.model().secret().map_or("password", Secret::name)
    }

    fn keys_installed(&self, opening: Opening) -> Check {
        const NAME: &str = "keys_installed";
        let secret = self.secret();
        let detail = match (opening, self.batch.profile.protection.password) {
            (Opening::Untried(reason), _) => return Check::skipped(NAME, reason),
            (Opening::Opens, true) => format!("the record's {secret} opens the card"),
            (Opening::Refused, true) => format!("the {secret} is not the record's"),
            (Opening::Opens, false) => format!("the factory's {secret}, as the profile has it"),
            (Opening::Refused, false) => {
                format!("the {secret} is not the factory's: somebody has set one")
            }
        };
        Check::that(NAME, opening == Opening::Opens, &detail, &detail)
    }

    fn factory_keys_gone(&self, opening: Opening) -> Check {
        const NAME: &str = "factory_keys_gone";
        // A key that can be found out is as good as one that everybody has.
        if self.wanted.target.signing_key.is_some() && !self.seen.state.locks().keys {
            return Check::fail(NAME, "the key that signs is not locked: it can be found out");
        }
        let secret = self.secret();
        match (opening, self.batch.profile.protection.password) {
            (_, false) => Check::skipped(NAME, format!("the profile sets no {secret}")),
            (Opening::Untried(reason), _) => Check::skipped(NAME, reason),
            (Opening::Opens, true) => {
                Check::pass(NAME, format!("the card holds the record's {secret}"))
            }
            (Opening::Refused, true) => {
                Check::skipped(NAME, format!("the card holds a {secret} that is not ours"))
            }
        }
    }

    /// CFG0 and CFG1, the locks and the capability container.
    fn settings_match(&self) -> Check {
        const NAME: &str = "settings_match";
        let state = &self.seen.state;
        let (locks, wanted) = (state.locks(), self.wanted.target.locks);
        // It could be found out, for all that anybody sees.
        if self.wanted.target.signing_key.is_some() && state.key_lock.is_none() {
            return Check::fail(NAME, "whether the key that signs is locked cannot be read");
        }
        if state.settings.is_none() && self.seen.model().memory().configuration.is_some() {
            let reads = self.batch.profile.protection.reads;
            return if reads || self.seen.identity.version.is_none() {
                Check::skipped(NAME, "the configuration cannot be read here")
            } else {
                Check::fail(NAME, "the configuration is hidden, and should not be")
            };
        }
        if state.said().is_some_and(|said| said.locked) && !self.wanted.target.settings.locked {
            return Check::fail(NAME, "the configuration is locked for good, and should not be");
        }
        if self.batch.profile.content == ContentKind::Empty && !self.has_delivered_container() {
            return Check::fail(NAME, "the capability container is not as delivered");
        }
        if wanted == Locks::default() && state.has_locks() {
            return Check::fail(NAME, "lock bits are set, and the profile locks nothing");
        }
        let more = [
            locks.statics && !wanted.statics,
            locks.dynamic && !wanted.dynamic,
            locks.keys && !wanted.keys,
        ];
        if more.contains(&true) {
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

    /// Page 3 of a blank card: an NTAG is delivered as one for NDEF, an Ultralight is not.
    fn has_delivered_container(&self) -> bool {
        let model = self.seen.model();
        let map = model.memory();
        let delivered = if model.is_ntag() { map.capability_container() } else { [0; 4] };
        self.seen.state.page(MemoryMap::CAPABILITY_CONTAINER) == Some(delivered)
    }

    /// Nobody writes over the content: it is locked, or behind a password that is the record's.
    fn write_protected(&self, proved: bool) -> Check {
        const NAME: &str = "write_protected";
        let state = &self.seen.state;
        let locks = state.locks();
        let all = locks.statics && (locks.dynamic || state.model.memory().locks.is_none());
        let pages = (MemoryMap::USER..).zip(&self.wanted.target.content.pages);
        let locked = all || pages.into_iter().all(|(page, _)| state.is_locked(page));
        let behind = state.said().is_some_and(|said| said.protected_from <= 4);
        let rules = &self.batch.profile.protection;
        match (locked, behind && proved, behind) {
            (true, ..) => Check::pass(NAME, "what stands on the card is locked for good"),
            (_, true, _) => {
                Check::pass(NAME, format!("no page can be written without the {}", self.secret()))
            }
            _ if !rules.password && rules.lock.is_empty() => {
                Check::skipped(NAME, "the profile leaves the card open to anybody")
            }
            (.., true) => {
                let detail =
                    format!("a {} protects the card, and it was not proved", self.secret());
                Check::skipped(NAME, detail)
            }
            _ if !rules.password || rules.from_page.is_some_and(|from| from > 4) => {
                Check::skipped(NAME, "the profile leaves pages open to anybody")
            }
            _ if state.settings.is_none() && state.model.memory().configuration.is_some() => {
                Check::skipped(NAME, "the configuration cannot be read here")
            }
            _ => Check::fail(NAME, "anybody can write over what stands on the card"),
        }
    }
}
