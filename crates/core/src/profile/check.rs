//! The rules that keep a card usable: by phones, and by whoever has its keys.

use super::{
    Chip, Configuration, ContentKind, CounterRule, FailureRule, Files, Profile, ProfileProblem,
};
use crate::access::{Access, CommMode};
use crate::derive::ts1::Role;
use crate::key::KeyNumber;
use crate::suite::Suite;
use crate::template::{Place, Template, TemplateError};

impl Profile {
    /// Whether a card of this profile could be used.
    ///
    /// # Errors
    /// The first rule that it breaks.
    pub fn check(&self) -> Result<(), ProfileProblem> {
        let typed = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
        if self.name.is_empty() || self.name.len() > 64 || !self.name.chars().all(typed) {
            return Err(ProfileProblem::Name(self.name.clone()));
        }
        self.check_content()?;
        let template = Template::around_base(self).map_err(|error| match error {
            TemplateError::FileData(error) => ProfileProblem::FileData(error),
            error => ProfileProblem::Url(error),
        })?;
        self.check_scheme()?;
        self.check_files()?;
        self.check_slots()?;
        self.check_shared(&template)?;
        self.check_configuration(&template)?;
        self.check_counter(&template)?;
        self.check_protection(&template)
    }

    /// An address has a place for the batch's own; a text is there if it is asked for.
    fn check_content(&self) -> Result<(), ProfileProblem> {
        match (self.content, &self.text) {
            (ContentKind::Uri, None) if self.url.contains("{base}") => Ok(()),
            (ContentKind::Uri, None) => Err(ProfileProblem::NoBase),
            (ContentKind::Text, None) => Err(ProfileProblem::NoText),
            (ContentKind::Uri | ContentKind::Empty, Some(_)) => Err(ProfileProblem::NoTextContent),
            (ContentKind::Text | ContentKind::Empty, _) if !self.url.is_empty() => {
                Err(ProfileProblem::NoAddress)
            }
            _ if self.chip.has_files() => Err(ProfileProblem::AddressOnly { chip: self.chip }),
            _ => Ok(()),
        }
    }

    /// The chip takes neither `SDMCtrRet` nor a limit without the counter (NT4H2421Gx Rev. 3.0, "SDM access
    /// rights", "SDM options").
    fn check_counter(&self, template: &Template) -> Result<(), ProfileProblem> {
        let CounterRule { read, limit } = self.counter;
        let counts = template.has(Place::Picc) || template.has(Place::Counter);
        if limit.map(u32::from) == Some(0) {
            Err(ProfileProblem::Limit)
        } else if !counts && limit.is_some() {
            Err(ProfileProblem::NoCounter { setting: "limit" })
        } else if !counts && read != Access::Never {
            Err(ProfileProblem::NoCounter { setting: "read" })
        } else {
            Ok(())
        }
    }

    fn check_files(&self) -> Result<(), ProfileProblem> {
        let Files { capability_container, ndef, proprietary } = self.files;
        for (file, rule) in [
            ("capability_container", capability_container),
            ("ndef", ndef),
            ("proprietary", proprietary),
        ] {
            let found = rule.rights.change;
            if found != Access::Key(KeyNumber::MASTER) {
                return Err(ProfileProblem::Change { file, found });
            }
            for (right, access) in
                [("write", rule.rights.write), ("read_write", rule.rights.read_write)]
            {
                if access == Access::Free {
                    return Err(ProfileProblem::Writable { file, right });
                }
            }
        }
        for (file, rule) in [("capability_container", capability_container), ("ndef", ndef)] {
            if rule.mode != CommMode::Plain || rule.rights.read != Access::Free {
                return Err(ProfileProblem::Unreadable { file });
            }
        }
        Ok(())
    }

    fn check_slots(&self) -> Result<(), ProfileProblem> {
        let slots = self.slots;
        if slots.app_master != KeyNumber::MASTER {
            return Err(ProfileProblem::Master(slots.app_master));
        }
        for role in Role::ALL {
            let twin = Role::ALL
                .into_iter()
                .find(|twin| *twin < role && slots.of(*twin) == slots.of(role));
            if let Some(twin) = twin {
                return Err(ProfileProblem::SameSlot(twin, role, slots.of(role)));
            }
        }
        if self.order.public_key == self.order.private_key {
            return Err(ProfileProblem::SameOrderKey(self.order.public_key));
        }
        Ok(())
    }

    /// RFC 3986, "Scheme".
    fn check_scheme(&self) -> Result<(), ProfileProblem> {
        let Some(scheme) = &self.scheme else { return Ok(()) };
        let inner = |c: char| c.is_ascii_alphanumeric() || "+-.".contains(c);
        if scheme.starts_with(|c: char| c.is_ascii_alphabetic()) && scheme.chars().all(inner) {
            return Ok(());
        }
        Err(ProfileProblem::Scheme(scheme.clone()))
    }

    fn check_shared(&self, template: &Template) -> Result<(), ProfileProblem> {
        let times = |role: Role| self.shared.iter().filter(|shared| **shared == role).count();
        if let Some(role) = Role::ALL.into_iter().find(|role| times(*role) > 1) {
            return Err(ProfileProblem::SharedTwice(role));
        }
        if self.is_shared(Role::AppMaster) {
            return Err(ProfileProblem::SharedMaster);
        }
        if self.confuses_records(Role::FileRead, template) {
            return Err(ProfileProblem::SharedFileRead);
        }
        Ok(())
    }

    fn check_configuration(&self, template: &Template) -> Result<(), ProfileProblem> {
        let Configuration { random_uid, tag_tamper, failed_authentications, .. } =
            self.configuration;
        let shows_loop = template.shows_tag_tamper();
        if self.chip == Chip::DesfireEv3 {
            return self.check_left_alone(shows_loop);
        }
        if (shows_loop || tag_tamper.is_some()) && self.chip != Chip::Ntag424tt {
            return Err(ProfileProblem::NoLoop);
        }
        if shows_loop && tag_tamper.is_none() {
            return Err(ProfileProblem::LoopOff);
        }
        if random_uid && !template.has(Place::Picc) {
            return Err(ProfileProblem::RandomUid { plain: template.has(Place::Uid) });
        }
        if random_uid && !self.is_shared(Role::MetaRead) {
            return Err(ProfileProblem::RandomUidAlone);
        }
        if tag_tamper == Some(Access::Never) && !shows_loop {
            return Err(ProfileProblem::LoopUnseen);
        }
        match failed_authentications {
            Some(FailureRule { limit: limit @ 1..FailureRule::LEAST_LIMIT, .. }) => {
                Err(ProfileProblem::Strict { limit })
            }
            Some(FailureRule { limit, decrement }) if limit > 0 && decrement >= limit => {
                Err(ProfileProblem::Forgiving { limit, decrement })
            }
            _ => Ok(()),
        }
    }

    /// On a MIFARE DESFire nothing is set that is not its application's own: its options are the whole card's, and
    /// what other applications live by.
    fn check_left_alone(&self, shows_loop: bool) -> Result<(), ProfileProblem> {
        let Configuration { suite, random_uid, tag_tamper, failed_authentications } =
            self.configuration;
        let asked = [
            ("configuration.suite", suite != Suite::Aes),
            ("configuration.random_uid", random_uid),
            ("configuration.tag_tamper", tag_tamper.is_some()),
            ("configuration.failed_authentications", failed_authentications.is_some()),
            ("url: {tt}", shows_loop),
        ];
        let chip = self.chip;
        match asked.into_iter().find(|(_, is_asked)| *is_asked) {
            Some((section, _)) => Err(ProfileProblem::LeftAlone { section, chip }),
            None => Ok(()),
        }
    }
}
