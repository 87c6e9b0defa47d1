//! From a record's address back to the batch's base URL.

use tapsmith_core::profile::Profile;
use tapsmith_core::record::RecordId;
use tapsmith_core::template::Template;

/// The base URL over which `profile` makes `url` for `record`, each mirror filled with zeros as
/// `batch export` writes it: then [`Template::for_base`] and [`Template::fill`] give `url` again,
/// byte for byte. None if there is no such base, or if the base held the places itself.
///
/// One record's address could by chance be that of another base: whoever imports compares each
/// record's.
pub fn base_url(profile: &Profile, url: &str, record: RecordId) -> Option<String> {
    let fill = |base: &str| Some(Template::for_base(profile, base).ok()?.fill(record).text);
    let around = Template::around_base(profile).ok()?.fill(record).text;
    let start = profile.url.find("{base}")?;
    let times = profile.url.matches("{base}").count();
    let length = url.len().checked_sub(around.len())?.checked_div(times)?;
    let base = url.get(start..)?.get(..length)?;
    // A trailing slash of the base is dropped: one that is still there was the first of two.
    let slash = if base.ends_with('/') { "/" } else { "" };
    let base = format!("{base}{slash}");
    (fill(&base)? == url).then_some(base)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use tapsmith_core::profile::Family;

    const BASE: &str = "(https?|lnurlw)://[a-z0-9]{1,9}(\\.[a-z]{2,5}){1,2}(:[1-9][0-9]{0,3})?\
        (/[A-Za-z0-9._~!$&'()*+,;=:@-]{0,12}){0,4}";

    fn shipped() -> impl Strategy<Value = Profile> {
        let names: Vec<_> = Profile::names_for(Family::Ntag424).collect();
        prop::sample::select(names).prop_map(|name| Profile::shipped(name).unwrap())
    }

    fn record(id: u64) -> RecordId {
        id.try_into().unwrap()
    }

    proptest! {
        #[test]
        fn back_from_every_address(
            profile in shipped(),
            base in BASE,
            id in 1_u64..=RecordId::MAX.as_u64(),
        ) {
            let template = Template::for_base(&profile, &base).unwrap();
            let url = template.fill(record(id)).text;
            let found = base_url(&profile, &url, record(id)).unwrap();
            prop_assert_eq!(Template::for_base(&profile, &found).unwrap(), template);
            let base = profile.with_scheme(&base);
            let typed = if base.ends_with("//") { &base } else {
                base.strip_suffix('/').unwrap_or(&base)
            };
            prop_assert_eq!(found, typed);
        }

        #[test]
        fn never_a_base_that_gives_another_address(profile in shipped(), url in "\\PC{0,90}") {
            if let Some(base) = base_url(&profile, &url, record(7)) {
                let again = Template::for_base(&profile, &base).unwrap().fill(record(7)).text;
                prop_assert_eq!(again, url);
            }
        }
    }

    #[test]
    fn addresses_of_something_else() {
        let profile = Profile::shipped("sun-aes").unwrap();
        let zeros = "0".repeat(32);
        let url = format!("https://e.com/c/7?picc_data={zeros}&cmac=0000000000000000");
        assert_eq!(base_url(&profile, &url, record(7)).as_deref(), Some("https://e.com/c"));
        assert_eq!(base_url(&profile, &url, record(8)), None);
        assert_eq!(base_url(&profile, "https://e.com/c/7", record(7)), None);
        let tapped = url.replace("cmac=0", "cmac=A");
        assert_eq!(base_url(&profile, &tapped, record(7)), None);
        let plain = Profile::shipped("static-url").unwrap();
        assert_eq!(base_url(&plain, "https://é/7", record(7)), None);
    }

    #[test]
    fn of_two_slashes_one_is_dropped() {
        let profile = Profile::shipped("static-url").unwrap();
        for (typed, found) in
            [("https://e.com/c/", "https://e.com/c"), ("https://e.com/c//", "https://e.com/c//")]
        {
            let address = Template::for_base(&profile, typed).unwrap().fill(record(7)).text;
            assert_eq!(base_url(&profile, &address, record(7)).as_deref(), Some(found));
        }
    }

    #[test]
    fn a_profile_that_writes_the_base_elsewhere() {
        let mut profile = Profile::shipped("static-url").unwrap();
        for (url, typed) in
            [("{base}/{record_id}/{base}", "https://e.com/a"), ("{base}", "https://e.com")]
        {
            profile.url = url.to_owned();
            let address = Template::for_base(&profile, typed).unwrap().fill(record(7)).text;
            assert_eq!(base_url(&profile, &address, record(7)).as_deref(), Some(typed));
        }
    }
}
