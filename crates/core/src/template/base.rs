//! A profile's template and a batch's base URL become one template.

use thiserror::Error;
use url::Url;

use super::{Place, Template, TemplateError};
use crate::profile::Profile;

/// Why a base URL does not serve a profile.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum BaseError {
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
    /// The template itself.
    #[error(transparent)]
    Template(#[from] TemplateError),
}

impl Template {
    /// The template of `profile` over `base`. A trailing slash of the base is dropped. A base that
    /// holds places is the whole template, and must hold those the profile fills.
    ///
    /// # Errors
    /// The base is no address, or the two do not fit each other.
    pub fn for_base(profile: &Profile, base: &str) -> Result<Self, BaseError> {
        if base.contains(['{', '}']) || base.contains("[[") {
            return whole_address(profile, base);
        }
        let url = parse_base(base, base)?;
        if url.query().is_some() || url.fragment().is_some() {
            return Err(BaseError::Query { base: base.to_owned() });
        }
        let base = base.strip_suffix('/').unwrap_or(base);
        Ok(Self::parse(&profile.url.replace("{base}", base))?)
    }
}

fn whole_address(profile: &Profile, base: &str) -> Result<Template, BaseError> {
    let given = Template::parse(base)?;
    let wanted = Template::parse(&profile.url.replace("{base}", ""))?;
    for place in Place::ALL {
        let profile = profile.name.clone();
        match (wanted.has(place), given.has(place)) {
            (true, false) => return Err(BaseError::MissingPlace { profile, missing: place }),
            (false, true) => return Err(BaseError::ExtraPlace { profile, extra: place }),
            _ => {}
        }
    }
    let plain = Place::ALL
        .iter()
        .fold(base.replace("[[", ""), |text, place| text.replace(&place.to_string(), "0"));
    parse_base(&plain, base)?;
    Ok(given)
}

/// `text` as a URL with a host; `base` is what the user typed.
fn parse_base(text: &str, base: &str) -> Result<Url, BaseError> {
    Url::parse(text)
        .ok()
        .filter(Url::has_host)
        .ok_or_else(|| BaseError::NotUrl { base: base.to_owned() })
}
