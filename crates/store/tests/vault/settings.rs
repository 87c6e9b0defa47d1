//! What the user chose, and the files that a provider has.

use tapsmith_store::Error;

use crate::common::{Fixture, later, now};
use crate::world::upload;

#[test]
fn a_setting_is_what_it_was_set_to_last() {
    let fixture = Fixture::new();
    let mut vault = fixture.unlock();
    assert_eq!((vault.setting("a").unwrap(), vault.settings().unwrap()), (None, vec![]));
    vault.set_setting("b", Some("2"), now()).unwrap();
    vault.set_setting("a", Some(""), now()).unwrap();
    vault.set_setting("a", Some("täp"), later()).unwrap();
    let read = fixture.open();
    assert_eq!(read.setting("a").unwrap().as_deref(), Some("täp"));
    let all = [("a", "täp"), ("b", "2")].map(|(key, value)| (key.to_owned(), value.to_owned()));
    assert_eq!(read.settings().unwrap(), all);
    vault.set_setting("a", None, later()).unwrap();
    assert_eq!(read.setting("a").unwrap(), None);
    assert!(vault.check(None, &mut |_| true).unwrap().is_good());
}

#[test]
fn a_setting_said_again_is_no_event() {
    let fixture = Fixture::new();
    let mut vault = fixture.unlock();
    vault.set_setting("none", None, now()).unwrap();
    assert_eq!(vault.head().unwrap().length, 1);
    for _ in 0..2 {
        vault.set_setting("a", Some("1"), now()).unwrap();
        assert_eq!(vault.head().unwrap().length, 2);
    }
    for _ in 0..2 {
        vault.set_setting("a", None, now()).unwrap();
        assert_eq!(vault.head().unwrap().length, 3);
    }
}

#[test]
fn a_file_is_found_by_what_is_in_it_and_where_it_is() -> Result<(), Error> {
    let fixture = Fixture::new();
    let mut vault = fixture.unlock();
    let (first, again) = (upload("front.pdf"), upload("back.pdf"));
    let find = |provider, place, content| fixture.open().upload(provider, place, content);
    assert_eq!(find(&first.provider, &first.place, &first.content)?, None);
    vault.note_upload(&first)?;
    assert_eq!(find(&first.provider, &first.place, &first.content)?, Some(first.clone()));
    assert_eq!(find("other", &first.place, &first.content)?, None);
    assert_eq!(find(&first.provider, "localhost:8080", &first.content)?, None);
    assert_eq!(find(&first.provider, &first.place, &[0; 32])?, None);
    vault.note_upload(&again)?;
    assert_eq!(find(&first.provider, &first.place, &first.content)?, Some(again));
    assert!(vault.check(None, &mut |_| true)?.is_good());
    Ok(())
}
