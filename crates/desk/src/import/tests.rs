use super::*;
use proptest::prelude::*;
use tapsmith_core::hex::{self, HexError};
use tapsmith_core::secret::Reveal;

const ONE: &str = "000102030405060708090A0B0C0D0E0F";
const TWO: &str = "101112131415161718191a1b1c1d1e1f";

fn import(text: &str) -> Import<&[u8]> {
    read(text.as_bytes(), None, OrderKeys::default()).unwrap()
}

fn rows(text: &str) -> Vec<ImportedRow> {
    import(text).collect::<Result<_, _>>().unwrap()
}

fn error(bytes: &[u8]) -> ImportError {
    match read(bytes, None, OrderKeys::default()) {
        Ok(list) => list.last().unwrap().unwrap_err(),
        Err(error) => error,
    }
}

/// The problem and the line of the error that ends `text`, which never repeats the text.
fn problem(text: &str) -> (u64, Problem) {
    let error = error(text.as_bytes());
    for said in [format!("{error}"), format!("{error:?}")] {
        assert!(!said.contains('\n'), "{said}");
        assert!(!said.contains("0405060708") && !said.contains("1415161718"), "{said}");
    }
    match error {
        ImportError::Line { line, problem } => (line, problem),
        other => panic!("{other}"),
    }
}

fn key(text: &str) -> AesKey {
    AesKey::from_hex(text).unwrap()
}

fn row(record: u64, line: u64, url: Option<&str>, meta: &str, file: &str) -> ImportedRow {
    let keys = [None, Some(key(meta)), Some(key(file)), None, None];
    ImportedRow { record: record.try_into().unwrap(), line, url: url.map(str::to_owned), keys }
}

#[test]
fn every_way_to_write_a_list() {
    let url = Some("https://e.com/1");
    for (text, line) in [
        (format!("record_id,url,public_key,private_key\n1,https://e.com/1,{ONE},{TWO}\n"), 2),
        (format!("recordId;url;publicKey;privateKey\r\n1;https://e.com/1;{ONE};{TWO}"), 2),
        (
            format!(
                "\u{feff}private_key\tRECORD_ID\turl\tpublic_key\n{TWO}\t1\thttps://e.com/1\t{ONE}"
            ),
            2,
        ),
        (
            format!(
                "\n \r\nrecord_id,url,meta_read,fileRead\n\n\n1, https://e.com/1 ,\"{ONE}\",{TWO}\n\n"
            ),
            6,
        ),
        (
            format!(
                "{{\"record_id\":1,\"url\":\"https://e.com/1\",\"public_key\":\"{ONE}\",\"private_key\":\"{TWO}\"}}"
            ),
            1,
        ),
        (
            format!(
                "\u{feff}\r\n {{\"recordId\":\"1\",\"url\":\"https:\\/\\/e.com/1\",\"metaRead\":\"{ONE}\",\"file_read\":\"{TWO}\"}}\r\n"
            ),
            2,
        ),
    ] {
        assert_eq!(rows(&text), [row(1, line, url, ONE, TWO)], "{text}");
    }
}

#[test]
fn the_profile_says_which_role_is_public() {
    let order = OrderKeys { public_key: Role::Spare4, private_key: Role::AppMaster };
    let text = format!("record_id,public_key,private_key,spare_3\n5,{ONE},{TWO},{ONE}\n");
    let row = read(text.as_bytes(), None, order).unwrap().next().unwrap().unwrap();
    let roles = Role::ALL.map(|role| row.key(role).map(|key| key.reveal_hex().to_lowercase()));
    let (one, two) = (Some(ONE.to_lowercase()), Some(TWO.to_owned()));
    assert_eq!(roles, [two, None, None, one.clone(), one]);
}

#[test]
fn a_key_may_stand_twice_if_it_is_the_same() {
    let twice = |second: &str| format!("record_id,public_key,meta_read\n1,{ONE},{second}\n");
    assert_eq!(rows(&twice(&ONE.to_lowercase())).len(), 1);
    let column = Column::Role(Role::MetaRead);
    assert_eq!(problem(&twice(TWO)), (2, Problem::TwoKeys { column, role: "meta_read" }));
    let both = format!("record_id,public_key,private_key\n1,{ONE},{ONE}\n");
    assert_eq!(rows(&both), [row(1, 2, None, ONE, ONE)]);
}

#[test]
fn what_nobody_knows_is_told_and_passed_over() {
    let list = import("record_id,Name,spare_3,note\n");
    assert_eq!(list.ignored(), ["Name", "note"]);
    assert_eq!(list.format(), Format::Csv);
    let line = |id| {
        format!(
            "{{\"note\":[{{}}],\"record_id\":{id},\"x\":null,\"spare_3\":\"{ONE}\",\"url\":null}}\n"
        )
    };
    let text = line(1);
    let mut list = import(&text);
    assert_eq!((list.by_ref().count(), list.format()), (1, Format::Ndjson));
    assert_eq!(list.ignored(), ["note", "x"]);
    let text = line(1) + &line(2);
    let mut list = import(&text);
    assert_eq!(list.by_ref().flatten().count(), 2);
    assert_eq!(list.ignored(), ["note", "x"]);
}

#[test]
fn quotes_may_hold_separators_and_line_breaks() {
    let text = format!("note,record_id,spare_4\n\"a, \"\"b\"\"\n\n c\",1,{ONE}\nd,2,{TWO}\n");
    let lines: Vec<_> = rows(&text).iter().map(|row| (row.record.as_u64(), row.line)).collect();
    assert_eq!(lines, [(1, 2), (2, 5)]);
}

#[test]
fn headers_that_are_none() {
    for (text, line, expected) in [
        (format!("1,https://e.com/1,{ONE},{TWO}\n"), 1, Problem::NoHeader),
        (format!("\n{ONE}\n"), 2, Problem::NoHeader),
        ("[{\"record_id\":1}]".to_owned(), 1, Problem::NoHeader),
        (format!("id,public_key\n1,{ONE}\n"), 1, Problem::NoIdColumn),
        ("record_id,url\n1,https://e.com\n".to_owned(), 1, Problem::NoKeyColumn),
        ("record_id|public_key\n".to_owned(), 1, Problem::NoHeader),
    ] {
        assert_eq!(problem(&text), (line, expected), "{text}");
    }
}

#[test]
fn every_fault_of_a_row_has_its_error() {
    use Problem::*;
    let length = |found| Key {
        column: Column::PublicKey,
        problem: HexError::Length { expected: 32, found },
    };
    let digit = Key { column: Column::PublicKey, problem: HexError::Digit { position: 3 } };
    for (row, expected) in [
        (format!(",,{ONE}"), NoRecordId),
        (format!("0,,{ONE}"), BadRecordId),
        (format!("+5,,{ONE}"), BadRecordId),
        (format!("007,,{ONE}"), BadRecordId),
        (format!("1.0,,{ONE}"), BadRecordId),
        (format!("9007199254740992,,{ONE}"), BadRecordId),
        (format!("99999999999999999999999,,{ONE}"), BadRecordId),
        (format!("1,,{}", &ONE[1..]), length(31)),
        (format!("1,,{ONE}0"), length(33)),
        (format!("1,,00g{}", &ONE[3..]), digit),
        (format!("1,,{}", "0".repeat(32)), FactoryKey(Column::PublicKey)),
        ("1,https://e.com/1,".to_owned(), NoKey),
        (format!("1,{ONE}"), Columns { expected: 3, found: 2 }),
        (format!("1,,{ONE},"), Columns { expected: 3, found: 4 }),
        (format!("1,,\"{ONE}\n"), OpenQuote),
    ] {
        let text = format!("record_id,url,public_key\n\n8,,{TWO}\r\n{row}\n");
        assert_eq!(problem(&text), (4, expected), "{text}");
    }
}

#[test]
fn every_fault_of_an_object_has_its_error() {
    use Problem::*;
    let with = |fields: &str| format!("{{{fields},\"public_key\":\"{ONE}\"}}");
    for (object, expected) in [
        (with("\"url\":\"x\""), NoRecordId),
        (with("\"record_id\":0"), BadRecordId),
        (with("\"record_id\":-1"), BadRecordId),
        (with("\"record_id\":1.0"), BadRecordId),
        (with("\"record_id\":true"), BadRecordId),
        (with("\"record_id\":[1]"), BadRecordId),
        (with("\"record_id\":9007199254740992"), BadRecordId),
        (with("\"record_id\":1,\"recordId\":1"), Twice(Column::RecordId)),
        (with("\"record_id\":1,\"url\":{}"), NotText(Column::Url)),
        (with("\"record_id\":1,\"private_key\":10111213"), NotText(Column::PrivateKey)),
        ("{\"record_id\":1}".to_owned(), NoKey),
        (format!("\"{ONE}\""), NotObject),
        ("7".to_owned(), NotObject),
        (format!("{{\"record_id\":1,\"public_key\":\"{ONE}}}"), Json { column: 62 }),
        (format!("{} {{", with("\"record_id\":1")), Json { column: 65 }),
        ("{\"record_id\":1,}".to_owned(), Json { column: 16 }),
    ] {
        let text = format!("{{\"record_id\":8,\"spare_3\":\"{TWO}\"}}\n\n{object}\n");
        assert_eq!(problem(&text), (3, expected), "{text}");
    }
}

#[test]
fn a_record_stands_once() {
    let text = format!("record_id,spare_3\n4,{ONE}\n\n2,{ONE}\n3,{ONE}\n4,{TWO}\n");
    let record = 4.try_into().unwrap();
    assert_eq!(problem(&text), (6, Problem::Duplicate { record, first: 2 }));
    let mut list = import(&text);
    assert_eq!(list.by_ref().flatten().count(), 3);
    assert!(list.next().is_none(), "it ended with its first error");
}

#[test]
fn files_that_are_no_text() {
    for empty in ["", "\u{feff}", "\n \r\n\n"] {
        assert!(matches!(error(empty.as_bytes()), ImportError::Empty), "{empty:?}");
    }
    assert!(matches!(error(b"record_id,spare_3\n\n"), ImportError::NoRecords));
    let not_utf8 = |line| ImportError::Line { line, problem: Problem::NotUtf8 }.to_string();
    assert_eq!(error(b"\xff\xfer\0e\0").to_string(), not_utf8(1));
    let latin = format!("record_id,spare_3,name\n1,{ONE},M\u{fc}ller\n");
    let latin: Vec<u8> = latin.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    assert_eq!(error(&latin).to_string(), not_utf8(2));
}

#[test]
fn a_quote_left_open_does_not_read_the_whole_file_into_memory() {
    let line = format!("1,{ONE}\n");
    let text = format!("record_id,spare_3\n\"{}", line.repeat(10_000));
    assert_eq!(problem(&text), (2, Problem::TooLong));
    let text = format!("record_id,spare_3\n1,{}\n", "A".repeat(70_000));
    assert_eq!(problem(&text), (2, Problem::TooLong));
    let text = format!("record_id,spare_3{}\n", ",x".repeat(255));
    assert_eq!(problem(&text), (1, Problem::TooManyColumns(256)));
}

#[test]
fn says_it_in_one_line() {
    let text = format!("record_id,spare_3\n1,{}\n", &ONE[1..]);
    let error = error(text.as_bytes());
    let column = std::error::Error::source(&error).unwrap();
    let said = [error.to_string(), column.to_string(), column.source().unwrap().to_string()];
    assert_eq!(said, ["line 2", "spare_3", "expected 32 hex digits, found 31"]);
    assert!(error.hint().unwrap().contains("spreadsheet"));
}

#[test]
fn nothing_of_a_key_is_printed() {
    let text = format!("record_id,spare_3\n1,{ONE}\n");
    let mut list = import(&text);
    let row = list.next();
    let printed = format!("{row:?} {list:?}");
    assert!(printed.contains("redacted") && !printed.contains("0405"), "{printed}");
    assert!(!printed.contains("48, 48"), "{printed}");
}

/// A reader that gives its bytes in pieces, and is interrupted now and then.
struct Pieces<'b>(&'b [u8], usize, bool);

impl Read for Pieces<'_> {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        self.2 = !self.2;
        if self.2 {
            return Err(std::io::ErrorKind::Interrupted.into());
        }
        let size = self.1.min(out.len());
        self.0.read(&mut out[..size])
    }
}

type Keys = (u64, [u8; 16], [u8; 16]);

/// Records with a note each.
fn records() -> impl Strategy<Value = Vec<(Keys, String)>> {
    let key = any::<[u8; 16]>().prop_map(|key| if key == [0; 16] { [1; 16] } else { key });
    let keys = (1..=RecordId::MAX.as_u64(), key.clone(), key);
    prop::collection::vec((keys, "\\PC{0,30}"), 1..200).prop_map(|mut records| {
        records.sort_by_key(|(keys, _)| keys.0);
        records.dedup_by_key(|(keys, _)| keys.0);
        records
    })
}

fn as_csv(((id, public, private), note): &(Keys, String)) -> String {
    let [public, private] = [public, private].map(|key| hex::encode(key));
    format!("{id},\"{}\",{public},{private}\n", note.replace('"', "\"\""))
}

fn as_ndjson(((id, public, private), note): &(Keys, String)) -> String {
    let [public, private] = [public, private].map(|key| hex::encode(key));
    let line = serde_json::json!({
        "note": note, "record_id": id, "public_key": public, "private_key": private,
    });
    format!("{line}\n")
}

fn keys(row: Result<ImportedRow, ImportError>) -> Keys {
    let row = row.unwrap();
    let bytes = |role| *row.key(role).unwrap().reveal();
    (row.record.as_u64(), bytes(Role::MetaRead), bytes(Role::FileRead))
}

proptest! {
    #[test]
    fn what_is_written_is_read(records in records(), size in 1_usize..5000) {
        let header = "record_id,note,public_key,private_key\n".to_owned();
        let csv = std::iter::once(header).chain(records.iter().map(as_csv)).collect::<String>();
        let ndjson = records.iter().map(as_ndjson).collect::<String>();
        let written: Vec<_> = records.iter().map(|(keys, _)| *keys).collect();
        for text in [csv, ndjson] {
            let pieces = Pieces(text.as_bytes(), size, false);
            let list = read(pieces, None, OrderKeys::default()).unwrap();
            prop_assert_eq!(list.map(keys).collect::<Vec<_>>(), &written[..]);
        }
    }

    #[test]
    fn no_bytes_break_it(bytes in prop::collection::vec(any::<u8>(), 0..300), head in 0_usize..3) {
        let head = ["", "record_id,spare_3\n", "{\"record_id\":1,"][head];
        let all = [head.as_bytes(), &bytes].concat();
        if let Ok(list) = read(all.as_slice(), None, OrderKeys::default()) {
            let _ = list.count();
        }
    }
}
