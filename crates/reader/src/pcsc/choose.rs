//! The one reader a user meant: never "the first".

use super::{error::Error, list::names, name::ReaderName, slot::Slot};

/// The reader that `part` of a name means, or the only one that fits if nothing was named.
///
/// # Errors
/// [`Error::NoReader`], [`Error::Ambiguous`], [`Error::Service`].
pub fn choose(part: Option<&str>) -> Result<ReaderName, Error> {
    pick(&names()?, part).cloned()
}

/// The same over a list of names.
///
/// A whole name wins over everything, even over a slot that would be skipped: what a name seems to
/// say of a slot is a guess, and a wrong guess must not lock anybody out. Otherwise contact and SAM
/// slots are passed over, and a reader marked contactless wins over readers that do not say.
///
/// # Errors
/// [`Error::NoReader`] with what was passed over, [`Error::Ambiguous`] with what is left.
pub fn pick<'n>(names: &'n [ReaderName], part: Option<&str>) -> Result<&'n ReaderName, Error> {
    let part = part.unwrap_or_default();
    if let Some(whole) = names.iter().find(|name| name.to_string() == part) {
        return Ok(whole);
    }
    let fitting: Vec<_> = names.iter().filter(|name| name.contains(part)).collect();
    match *preferred(&fitting) {
        [only] => Ok(only),
        [] => Err(Error::NoReader { part: part.to_owned(), skipped: owned(&fitting) }),
        ref several => Err(Error::Ambiguous { names: owned(several) }),
    }
}

/// The contactless ones; if there are none, those that do not say.
fn preferred<'n>(fitting: &[&'n ReaderName]) -> Vec<&'n ReaderName> {
    let of_kind = |kind: Slot| -> Vec<_> {
        fitting.iter().copied().filter(|name| name.slot() == kind).collect()
    };
    let marked = of_kind(Slot::Contactless);
    if marked.is_empty() { of_kind(Slot::Unmarked) } else { marked }
}

fn owned(names: &[&ReaderName]) -> Vec<ReaderName> {
    names.iter().copied().cloned().collect()
}

#[cfg(test)]
mod tests {
    use std::ffi::CString;

    use super::*;

    const ACR122: &str = "ACS ACR122U PICC Interface 00 00";
    const ACR1252: &str = "ACS ACR1252 1S CL Reader [ACR1252 Reader PICC] 01 00";
    const SAM: &str = "ACS ACR1252 1S CL Reader [ACR1252 Reader SAM] 01 01";
    const PCD_0: &str = "Virtual PCD 00 00";
    const PCD_1: &str = "Virtual PCD 00 01";

    fn named(names: &[&str]) -> Vec<ReaderName> {
        names.iter().map(|name| CString::new(*name).unwrap().into()).collect()
    }

    fn picked(names: &[&str], part: Option<&str>) -> Result<String, Error> {
        pick(&named(names), part).map(ToString::to_string)
    }

    #[test]
    fn the_only_one_needs_no_name() {
        assert_eq!(picked(&[PCD_0], None), Ok(PCD_0.into()));
        assert_eq!(picked(&[SAM, ACR1252], None), Ok(ACR1252.into()));
    }

    #[test]
    fn a_part_fits_whatever_its_case() {
        assert_eq!(picked(&[ACR122, ACR1252, SAM], Some("acr1252")), Ok(ACR1252.into()));
    }

    #[test]
    fn contactless_wins_over_readers_that_do_not_say() {
        assert_eq!(picked(&[PCD_0, PCD_1, ACR122], None), Ok(ACR122.into()));
        let both = ["OMNIKEY 5422 Smartcard Reader 0", "OMNIKEY 5422CL Smartcard Reader 0"];
        assert_eq!(picked(&both, Some("omnikey")), Ok(both[1].into()));
    }

    #[test]
    fn several_are_listed_and_none_is_taken() {
        let names = named(&[PCD_0, PCD_1]);
        assert_eq!(picked(&[PCD_0, PCD_1], Some("pcd")), Err(Error::Ambiguous { names }));
        let names = named(&[ACR122, ACR1252]);
        assert_eq!(picked(&[ACR122, SAM, ACR1252], None), Err(Error::Ambiguous { names }));
    }

    #[test]
    fn a_whole_name_wins() {
        assert_eq!(picked(&["Reader 1", "Reader 10"], Some("Reader 1")), Ok("Reader 1".into()));
        assert_eq!(picked(&[ACR1252, SAM], Some(SAM)), Ok(SAM.into()));
    }

    #[test]
    fn nothing_fits() {
        let none = |part: &str, skipped| Err(Error::NoReader { part: part.into(), skipped });
        assert_eq!(picked(&[], None), none("", vec![]));
        assert_eq!(picked(&[PCD_0], Some("ACR")), none("ACR", vec![]));
        assert_eq!(picked(&[SAM], None), none("", named(&[SAM])));
    }
}
