//! Messages and files, against the Forum's own examples; see `ndeflib` for another implementation's.

use super::*;
use tapsmith_testkit::vectors::cases;

use crate::template::{Address, Offsets};

/// NFC Forum URI RTD 1.0, "Examples": the message for `http://www.nfc.com`.
#[test]
fn published_example_reads() {
    let message = [&[0xD1, 0x01, 0x08, 0x55, 0x01], b"nfc.com".as_slice()].concat();
    let file = [&[0, 12], message.as_slice(), &[0; 40]].concat();
    assert_eq!(read_uri(&file).as_deref(), Ok("http://www.nfc.com"));
}

#[test]
fn lengths_are_bounded() {
    assert_eq!(read_uri(&[]), Err(NdefError::Length));
    assert_eq!(read_uri(&[0, 0, 1]), Err(NdefError::Empty));
    assert_eq!(read_uri(&[0, 9, 0xD1]), Err(NdefError::Length));
    // A record that claims 4 GiB.
    let greedy = [0, 8, 0xC1, 0x01, 0xFF, 0xFF, 0xFF, 0xFF, 0x55, 0x04];
    assert_eq!(read_uri(&greedy), Err(NdefError::Length));
    // A URI record without even its abbreviation byte; ndef-rs would index into nothing.
    assert_eq!(read_uri(&[0, 4, 0xD1, 0x01, 0x00, 0x55]), Err(NdefError::Length));
}

proptest::proptest! {
    #[test]
    fn no_bytes_panic(file in proptest::collection::vec(proptest::num::u8::ANY, 0..300)) {
        let _ = read_uri(&file);
    }

    #[test]
    fn what_was_written_reads_back(path in "[a-z0-9]{0,200}") {
        let text = format!("https://www.example.com/{path}");
        let offsets = Offsets { mac: Some(text.len()), ..Offsets::default() };
        let image = Image::new(&Address { text: text.clone(), offsets }).unwrap();
        proptest::prop_assert_eq!(read_uri(&image.bytes), Ok(text));
        proptest::prop_assert_eq!(image.offsets.mac, Some(image.bytes.len()));
    }
}

/// What was given to ndeflib is read from what it wrote; and where it writes as we do, its bytes are ours.
/// ndeflib and ndef-rs share no code; lengths, texts and record types are our own reading.
#[test]
fn ndeflib_messages_read_as_they_were_meant() {
    let mut written = 0;
    for case in cases("ndeflib") {
        let (name, message) = (case.text("name"), case.hex("message"));
        let text = |field| case.has(field).then(|| case.text(field).to_owned());
        let expected = match (text("uri"), text("text").zip(text("language")), text("kind")) {
            (Some(uri), ..) => Content::Uri(uri),
            (_, Some((text, language)), _) => Content::Text { language, text },
            (.., Some(kind)) => {
                Content::Other { records: case.number("records").try_into().unwrap(), kind }
            }
            _ => Content::Empty,
        };
        assert_eq!(read(&message).as_ref(), Ok(&expected), "{name}");
        let ours = match &expected {
            // Of two abbreviations that fit, ndef-rs takes the shorter one of `urn:`.
            Content::Uri(uri) if !uri.starts_with("urn:") => {
                Message::uri(&Address { text: uri.clone(), offsets: Offsets::default() })
            }
            // Of the texts with this language, these two are in UTF-8 for certain.
            Content::Text { text, .. } if ["text_0", "text_6"].contains(&name) => {
                Message::text(text)
            }
            _ => continue,
        };
        assert_eq!(ours.bytes, message, "{name}");
        written += 1;
    }
    assert_eq!(written, 33);
}

/// A message cut short anywhere, or with a byte too many, is none.
#[test]
fn a_message_cut_anywhere_is_no_message() {
    for case in cases("ndeflib") {
        let message = case.hex("message");
        for end in 1..message.len() {
            assert!(read(&message[..end]).is_err(), "{} at {end}", case.text("name"));
        }
        assert!(read(&[message.as_slice(), &[0]].concat()).is_err(), "{}", case.text("name"));
    }
}

/// An address that would write on the terminal of whoever looks is none.
#[test]
fn an_address_with_control_characters_is_refused() {
    let address = |text: &str| Address { text: text.to_owned(), offsets: Offsets::default() };
    for text in ["https://x\n  originality  genuine", "https://e\u{1b}[31m", "https://e\u{9b}"] {
        let message = Message::uri(&address(text)).bytes;
        assert_eq!(read(&message), Err(NdefError::Characters), "{text:?}");
    }
}
