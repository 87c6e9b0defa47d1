use super::*;
use tapsmith_testkit::vectors::{Case, list};

const FILE: &str = "mifare_classic";

/// Bits as the data sheet's tables print them.
fn condition(row: &Case, field: &str) -> Condition {
    let bits: Vec<_> = row.text(field).chars().map(|bit| bit == '1').collect();
    Condition::new(bits.try_into().unwrap())
}

fn who(row: &Case, what: &str) -> Who {
    match row.text(what) {
        "never" => Who::Never,
        "key A" => Who::KeyA,
        "key B" => Who::KeyB,
        "key A|B" => Who::Either,
        other => panic!("{other}"),
    }
}

/// The tables are typed off the data sheet, and stand in a file that knows nothing of this code.
#[test]
fn data_blocks_as_the_data_sheet_has_them() {
    let rows = list(FILE, "data_blocks");
    assert_eq!(rows.len(), 8);
    for row in rows {
        let data = DataCondition(condition(&row, "bits"));
        assert_eq!(data.read(), who(&row, "read"), "{}", row.text("bits"));
        assert_eq!(data.write(), who(&row, "write"), "{}", row.text("bits"));
    }
}

#[test]
fn trailers_as_the_data_sheet_has_them() {
    let rows = list(FILE, "trailers");
    assert_eq!(rows.len(), 8);
    for row in rows {
        let trailer = TrailerCondition(condition(&row, "bits"));
        let bits = row.text("bits");
        assert_eq!(who(&row, "key_a_read"), Who::Never);
        assert_eq!(trailer.write_keys(), who(&row, "key_a_write"), "{bits}");
        assert_eq!(trailer.write_keys(), who(&row, "key_b_write"), "{bits}");
        assert_eq!(trailer.read_access(), who(&row, "access_read"), "{bits}");
        assert_eq!(trailer.write_access(), who(&row, "access_write"), "{bits}");
        assert_eq!(trailer.key_b_readable(), who(&row, "key_b_read") == Who::KeyA, "{bits}");
        let whole = if trailer.write_keys() == trailer.write_access() {
            trailer.write_keys()
        } else {
            Who::Never
        };
        assert_eq!(trailer.write(), whole, "{bits}");
    }
}

/// The four settings by name, as the documents print their bytes; and one that an analysis of cards in
/// the field takes apart bit by bit.
#[test]
fn published_settings() {
    let named = [
        ("delivered", AccessConditions::DELIVERED),
        ("directory", AccessConditions::DIRECTORY),
        ("nfc", AccessConditions::NFC),
        ("read_only", AccessConditions::READ_ONLY),
    ];
    for (name, access) in named {
        let case = tapsmith_testkit::vectors::case(FILE, name);
        assert_eq!(access.encode(), case.array("access"), "{name}");
        assert_eq!(AccessConditions::decode(case.array("access")), Ok(access), "{name}");
        assert_eq!(access.data, [DataCondition(condition(&case, "data")); 3], "{name}");
        assert_eq!(access.trailer, TrailerCondition(condition(&case, "trailer")), "{name}");
    }
}

/// Where each bit stands, by the data sheet's figure of bytes 6 to 8, written without the encoder: all 4096
/// sets that a chip takes, and each of them with one bit wrong, or with two in one byte.
#[test]
fn each_set_of_bits() {
    for word in 0..1_u16 << 12 {
        let [high, low] = word.to_be_bytes();
        let (c1, c2, c3) = (high, low >> 4, low & 15);
        let (not_c1, not_c2, not_c3) = (15 - c1, 15 - c2, 15 - c3);
        let bytes = [not_c2 * 16 + not_c1, c1 * 16 + not_c3, c3 * 16 + c2];
        let read = AccessConditions::decode(bytes).unwrap();
        assert_eq!(read.encode(), bytes);
        let areas = read.data.map(|data| data.0).into_iter().chain([read.trailer.0]);
        for (area, condition) in areas.enumerate() {
            let bit = |bits: u8| bits >> area & 1 == 1;
            assert_eq!(condition, Condition::new([bit(c1), bit(c2), bit(c3)]), "{word:03X}");
        }
        for (byte, wrong) in (0..3).flat_map(|byte| (0..8).map(move |bit| (byte, 1 << bit))) {
            for wrong in [wrong, wrong | 0x01, wrong | 0x10] {
                let mut damaged = bytes;
                damaged[byte] ^= wrong;
                assert_eq!(
                    AccessConditions::decode(damaged),
                    Err(MalformedAccess),
                    "{damaged:02X?}"
                );
            }
        }
    }
}
