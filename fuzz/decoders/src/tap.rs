//! What a phone reads.

use std::sync::LazyLock;

use tapsmith_core::key::AesKey;
use tapsmith_core::ndef::{Image, read_uri};
use tapsmith_core::profile::Profile;
use tapsmith_core::record::RecordId;
use tapsmith_core::suite::Suite;
use tapsmith_core::sun::{Rejection, Tap, TapKeys, Verifier, by_name};
use tapsmith_core::template::Template;

/// The templates of the shipped profiles.
static TEMPLATES: LazyLock<Vec<Template>> = LazyLock::new(|| {
    let profiles = Profile::NAMES.iter().filter_map(|name| Profile::shipped(name).ok());
    profiles
        .filter_map(|profile| Template::for_base(&profile, "https://example.com/c").ok())
        .collect()
});

/// A card's NDEF file.
///
/// # Panics
/// The address is longer than what it was read from.
pub fn ndef_file(bytes: &[u8]) {
    if let Ok(uri) = read_uri(bytes) {
        assert!(uri.len() <= bytes.len() + 32, "longer than the file and its abbreviation");
        let _ = by_name(&uri, Suite::Aes);
    }
    for template in TEMPLATES.iter() {
        let _ = Image::for_record(template, RecordId::MIN).map(|image| image.matches(bytes));
    }
}

/// A tap's address: by its names, by the shipped templates, and, if two lines come, by the first as
/// a template of its own.
///
/// # Panics
/// Two readings of the same address differ, or a tap among others is judged otherwise than alone.
pub fn tap(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let (template, url) = text.split_once('\n').unwrap_or(("", text));
    let mut taps = vec![by_name(url, Suite::Aes)];
    let own = Template::parse(template).ok();
    for template in TEMPLATES.iter().chain(&own) {
        let record = template.record_of(url);
        let tap = template.read(url);
        if let Ok(tap) = &tap {
            assert!(template.starts(url) && tap.record == record);
        }
        taps.push(tap);
    }
    judge(taps);
    if let Some(own) = &own {
        let _ = Image::for_record(own, RecordId::MAX);
        assert_eq!(Template::parse(&own.to_string()).as_ref(), Ok(own));
    }
}

/// Each alone, and all at once.
fn judge(taps: Vec<Result<Tap<'_>, Rejection>>) {
    let key = AesKey::factory;
    let keys = TapKeys { meta_read: key(), file_read: key() };
    let alone: Vec<_> = taps.iter().map(|tap| tap.clone()?.verify(&keys)).collect();
    drop(format!("{alone:?}"));
    assert_eq!(Verifier::new(keys).verify_all(taps), alone);
}
