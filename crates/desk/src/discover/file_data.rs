//! What stands in a card's encrypted file data, as a profile would say it.

use tapsmith_core::record::RecordId;
use tapsmith_core::template::{FileData, Place};

use super::DiscoverError;
use super::places::unsaid;

/// The text of `data`; none if it is the record id, as where nobody says anything. `status` is where the
/// tag-tamper status stands in it.
pub(super) fn text(
    data: &[u8],
    status: Option<usize>,
    record: Option<RecordId>,
) -> Result<Option<String>, DiscoverError> {
    let printable = data.iter().all(|byte| (b' '..=b'~').contains(byte) && !b"{}".contains(byte));
    let text = str::from_utf8(data).ok().filter(|_| printable);
    let mut text = text.ok_or_else(|| unsaid("its encrypted file data is no text"))?.to_owned();
    if let Some(start) = status {
        if text.get(start..start + 2).is_none() {
            return Err(unsaid("the status ends outside its encrypted file data"));
        }
        text.replace_range(start..start + 2, &Place::TagTamper.to_string());
    }
    if let Some(record) = record {
        let digits = FileData::default().fill(record, 0);
        text = text.replacen(&digits, &Place::RecordId.to_string(), 1);
    }
    let text = text.trim_end_matches('0').to_owned();
    Ok(Some(text).filter(|text| *text != FileData::default().to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(data: &str, status: Option<usize>) -> Option<String> {
        text(data.as_bytes(), status, RecordId::try_from(7).ok()).unwrap()
    }

    #[test]
    fn as_a_profile_says_it() {
        assert_eq!(of("0000000000000007", None), None);
        assert_eq!(of("00000000000000070000000000000000", None), None);
        let said = of("lot 4: 0000000000000007CC0000000", Some(23));
        assert_eq!(said.as_deref(), Some("lot 4: {record_id}{tt}"));
        assert!(text(b"\x00aaaaaaaaaaaaaaa", None, None).is_err());
        assert!(text(b"aaaaaaaaaaaaaaaC", Some(15), None).is_err());
    }
}
