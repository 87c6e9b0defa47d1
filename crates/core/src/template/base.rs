//! A profile's template and a batch's base URL become one template.

use thiserror::Error;
use url::Url;

use super::{FileData, Place, Template, TemplateError};
use crate::derive::ts1::Role;
use crate::profile::{ContentKind, Profile};
use crate::record::RecordId;
use crate::suite::Suite;

/// Why a base URL does not serve a profile.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum BaseError {
    /// A base, and cards without an address.
    #[error("profile {profile} shows no address: leave the base URL out")]
    NoAddress {
        /// The profile.
        profile: String,
    },
    /// Not a URL with a host.
    #[error("the base URL {base:?} is not an address like https://example.com/path")]
    NotUrl {
        /// What was given.
        base: String,
    },
    /// A query or fragment, and no places of its own.
    #[error(
        "the base URL {base:?} has a query or a fragment: leave it out, or write the whole address with its places, like ?picc_data={{picc}}&cmac={{mac}}"
    )]
    Query {
        /// What was given.
        base: String,
    },
    /// Places of its own, but not those the profile needs.
    #[error("the base URL has no place for {missing}, which profile {profile} needs")]
    MissingPlace {
        /// The profile.
        profile: String,
        /// The place.
        missing: Place,
    },
    /// Places of its own that the profile does not fill.
    #[error("the base URL has a place {extra}, which profile {profile} does not fill")]
    ExtraPlace {
        /// The profile.
        profile: String,
        /// The place.
        extra: Place,
    },
    /// A key that signs for all, and a record it does not sign.
    #[error(
        "the base URL has {{record_id}} outside the MAC's input, and profile {profile} shares file_read: one card's tap would pass for another's: put [[ before it"
    )]
    SharedFileRead {
        /// The profile.
        profile: String,
    },
    /// The template itself.
    #[error(transparent)]
    Template(#[from] TemplateError),
}

impl Template {
    /// The template of `profile` over `base`. A trailing slash of the base is dropped. A base that
    /// holds places is the whole template, and must hold those the profile fills. The profile's scheme,
    /// if it names one, takes the place of the base's.
    ///
    /// # Errors
    /// The base is no address, or the two do not fit each other.
    pub fn for_base(profile: &Profile, base: &str) -> Result<Self, BaseError> {
        if profile.content != ContentKind::Uri {
            return if base.is_empty() {
                Ok(Self::parse(base)?)
            } else {
                Err(BaseError::NoAddress { profile: profile.name.clone() })
            };
        }
        let is_whole = base.contains(['{', '}']) || base.contains("[[");
        let template =
            if is_whole { whole_address(profile, base) } else { in_base(profile, base) }?;
        // Where the MAC's input starts is the base's to say, if it is the whole template.
        if profile.confuses_records(Role::FileRead, &template) {
            return Err(BaseError::SharedFileRead { profile: profile.name.clone() });
        }
        Ok(template)
    }

    /// What stands around the base in the addresses of `profile`.
    ///
    /// # Errors
    /// The profile's address is no template, or its file data does not fit it.
    pub fn around_base(profile: &Profile) -> Result<Self, TemplateError> {
        of_profile(profile, &profile.url.replace("{base}", ""))
    }
}

/// `text` as a template of the chips that `profile` is for.
fn of_profile(profile: &Profile, text: &str) -> Result<Template, TemplateError> {
    let template = Template::parse_of(profile.chip.mirroring(), text)?;
    template.of_chip(profile.configuration.suite, profile.file_data.as_deref())
}

impl Template {
    /// The same of chips in this mode, with this text as file data if there is one.
    pub(crate) fn of_chip(
        self,
        suite: Suite,
        file_data: Option<&str>,
    ) -> Result<Self, TemplateError> {
        let template = self.in_suite(suite);
        match file_data {
            Some(text) => Ok(template.with_file_data(FileData::parse(text)?)?),
            None => Ok(template),
        }
    }
}

/// The profile's address, with `base` where it says so.
fn in_base(profile: &Profile, base: &str) -> Result<Template, BaseError> {
    let url = parse_base(base, base)?;
    if url.query().is_some() || url.fragment().is_some() {
        return Err(BaseError::Query { base: base.to_owned() });
    }
    let base = profile.with_scheme(base.strip_suffix('/').unwrap_or(base));
    Ok(of_profile(profile, &profile.url.replace("{base}", &base))?)
}

fn whole_address(profile: &Profile, base: &str) -> Result<Template, BaseError> {
    let given = of_profile(profile, &profile.with_scheme(base))?;
    let wanted = Template::around_base(profile)?;
    for place in Place::ALL {
        let profile = profile.name.clone();
        match (wanted.has(place), given.has(place)) {
            (true, false) => return Err(BaseError::MissingPlace { profile, missing: place }),
            (false, true) => return Err(BaseError::ExtraPlace { profile, extra: place }),
            _ => {}
        }
    }
    parse_base(&given.fill(RecordId::MIN).text, base)?;
    Ok(given)
}

/// `text` as a URL with a host; `base` is what the user typed.
fn parse_base(text: &str, base: &str) -> Result<Url, BaseError> {
    Url::parse(text)
        .ok()
        .filter(Url::has_host)
        .ok_or_else(|| BaseError::NotUrl { base: base.to_owned() })
}
