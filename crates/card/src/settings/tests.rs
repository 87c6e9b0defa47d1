use super::*;
use proptest::prelude::*;
use tapsmith_core::access::CommMode;
use tapsmith_testkit::vectors::case;

/// AN12196: the settings of the personalization example, and what they mean.
#[test]
fn published_settings_read_and_write() {
    let bytes = case("ev2_secure_messaging", "change_file_settings").hex("data");
    let settings = FileSettings::decode(&bytes).unwrap();
    assert_eq!(settings.encode(), bytes);
    assert_eq!(settings.mode, CommMode::Plain);
    let sdm = settings.sdm.unwrap();
    assert!(sdm.picc.has_uid() && sdm.picc.has_counter());
    let file_read = sdm.file_read.unwrap();
    assert_eq!(
        (file_read.mac_input, file_read.mac),
        (Offset::new(0x43).unwrap(), Offset::new(0x43).unwrap())
    );
}

/// A capture of silicon: encrypted PICCData and a MAC window.
#[test]
fn captured_settings_read_and_write() {
    let bytes =
        [0x40, 0xE0, 0xEE, 0xC1, 0xF0, 0x00, 0x16, 0x00, 0x00, 0x12, 0x00, 0x00, 0x39, 0x00, 0x00];
    let settings = FileSettings::decode(&bytes).unwrap();
    assert_eq!(settings.encode(), bytes);
}

#[test]
fn missing_and_left_over_fields_are_told() {
    let bytes = case("ev2_secure_messaging", "change_file_settings").hex("data");
    for length in 0..bytes.len() {
        let cut = FileSettings::decode(&bytes[..length]);
        assert_eq!(cut, Err(crate::status::Status::LENGTH), "{length} bytes");
    }
    let longer = [bytes.as_slice(), &[0]].concat();
    assert_eq!(FileSettings::decode(&longer), Err(crate::status::Status::LENGTH));
}

proptest! {
    #[test]
    fn what_decodes_encodes_to_the_same_bytes(
        bytes in proptest::collection::vec(any::<u8>(), 0..40)
    ) {
        if let Ok(settings) = FileSettings::decode(&bytes) {
            let again = settings.encode();
            prop_assert_eq!(FileSettings::decode(&again), Ok(settings));
        }
    }
}
