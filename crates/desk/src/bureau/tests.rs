use super::*;
use age::Decryptor;
use age::x25519::Identity;
use serde_json::{Value, json};
use std::convert::Infallible;
use std::io::Read;

fn head(records: u64) -> BureauHead {
    BureauHead {
        batch: "first".parse().unwrap(),
        batch_id: BatchId("0192f0a0-7b1c-7d3e-8f40-112233445566".parse().unwrap()),
        profile: "sun-aes".to_owned(),
        kcv_method: KcvMethod::CmacZeros,
        records,
        made_at: "2026-11-21T20:00:00Z".parse().unwrap(),
    }
}

fn row(record: u64) -> BureauRow {
    let keys = KeyNumber::ALL.into_iter().zip(Role::ALL).map(|(slot, role)| BureauKey {
        slot,
        role,
        version: KeyVersion(1),
        key: AesKey::init_with(|bytes| {
            *bytes = [slot.as_u8(); 16];
            bytes[8..].copy_from_slice(&record.to_be_bytes());
        }),
    });
    BureauRow {
        record: record.try_into().unwrap(),
        url: format!("https://e.com/c/{record}?picc_data={}", "0".repeat(32)),
        generation: Generation::default(),
        keys: keys.collect(),
    }
}

fn rows(count: u64) -> impl Iterator<Item = Result<BureauRow, Infallible>> {
    (1..=count).map(|record| Ok(row(record)))
}

fn seal(to: &[&Identity], count: u64) -> Vec<u8> {
    let public = |identity: &&Identity| identity.to_public().to_string().parse().unwrap();
    let recipients: Vec<_> = to.iter().map(public).collect();
    write(Vec::new(), &recipients, &head(count), rows(count)).unwrap()
}

fn open(sealed: &[u8], identity: &Identity) -> std::io::Result<String> {
    let identity: &dyn age::Identity = identity;
    let opened = Decryptor::new(sealed).unwrap().decrypt(std::iter::once(identity));
    let mut text = String::new();
    opened.map_err(std::io::Error::other)?.read_to_string(&mut text).map(|_| text)
}

#[test]
fn says_what_the_page_says() {
    let identity = Identity::generate();
    let text = open(&seal(&[&identity], 2), &identity).unwrap();
    let lines: Vec<_> = text.lines().collect();
    assert_eq!((lines.len(), text.ends_with("}\n")), (3, true));
    assert_eq!(
        lines[0],
        "{\"format\":\"tapsmith-bureau\",\"version\":1,\"batch\":\"first\",\
         \"batch_id\":\"0192f0a0-7b1c-7d3e-8f40-112233445566\",\"profile\":\"sun-aes\",\
         \"kcv_method\":\"aes-cmac-zeros\",\"records\":2,\"made_at\":\"2026-11-21T20:00:00Z\"}"
    );
    let line: Value = serde_json::from_str(lines[2]).unwrap();
    assert_eq!(line["record_id"], 2);
    assert_eq!(line["url"], row(2).url);
    assert_eq!(line["generation"], 0);
    assert_eq!(line["keys"].as_array().unwrap().len(), 5);
    let third = json!({
        "slot": 2, "role": "file_read", "version": 1,
        "key": "02020202020202020000000000000002",
        "kcv": tapsmith_core::kcv::Kcv::of(&row(2).keys[2].key, KcvMethod::CmacZeros).to_string(),
    });
    assert_eq!(line["keys"][2], third);
    let names: Vec<_> = line.as_object().unwrap().keys().collect();
    assert_eq!(names, ["record_id", "url", "generation", "keys"]);
}

#[test]
fn every_recipient_opens_it_and_nobody_else() {
    let [one, two, other] = [(); 3].map(|()| Identity::generate());
    let sealed = seal(&[&one, &two], 500);
    let text = open(&sealed, &one).unwrap();
    assert_eq!(text.lines().count(), 501);
    assert_eq!(open(&sealed, &two).unwrap(), text);
    assert!(open(&sealed, &other).is_err());
}

#[test]
fn nothing_stands_in_it_in_the_clear() {
    let sealed = seal(&[&Identity::generate()], 3);
    let sealed = String::from_utf8_lossy(&sealed);
    for plain in ["first", "tapsmith", "https", "0202", "record"] {
        assert!(!sealed.contains(plain), "{plain}");
    }
}

#[test]
fn a_file_cut_short_or_changed_does_not_open() {
    let identity = Identity::generate();
    let sealed = seal(&[&identity], 500);
    assert!(open(&sealed[..sealed.len() - 1], &identity).is_err());
    assert!(open(&sealed[..200 + 64 * 1024 + 16], &identity).is_err());
    let mut changed = sealed;
    let last = changed.len() - 100;
    changed[last] ^= 1;
    assert!(open(&changed, &identity).is_err());
}

#[test]
fn needs_a_recipient_and_the_head_s_number_of_records() {
    let none = write(Vec::new(), &[], &head(1), rows(1));
    assert!(matches!(none, Err(BureauError::NoRecipient)));
    let to = [Identity::generate().to_public().to_string().parse().unwrap()];
    for (said, came, told) in [(2, 1, 1), (1, 3, 2)] {
        let outcome = write(Vec::new(), &to, &head(said), rows(came));
        let Err(BureauError::Count { expected, found }) = outcome else { panic!("{said}") };
        assert_eq!((expected, found), (said, told));
    }
}

#[test]
fn a_row_that_cannot_be_made_ends_it() {
    let to = [Identity::generate().to_public().to_string().parse().unwrap()];
    let mut out = Vec::new();
    let rows = [Ok(row(1)), Err("no such key")];
    let outcome = write(&mut out, &to, &head(2), rows);
    assert!(matches!(outcome, Err(BureauError::Row("no such key"))));
}

#[test]
fn nothing_of_a_key_is_printed() {
    let printed = format!("{:?}", row(1));
    assert!(printed.contains("[redacted]") && !printed.contains("[2, 2"), "{printed}");
}
