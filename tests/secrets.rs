//! No key and no passphrase shows up where it does not belong: not in anything the program says, and
//! not in any file but those that are there to hold it.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "helpers of tests stop where they cannot go on"
)]

mod common;

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use common::{Bench, PASSPHRASE};
use serde_json::Value;

/// Folders of files that hold keys on purpose.
const ORDERS: &str = "orders";
const CARDS: &str = "cards";
const EXPORTS: &str = "exports";

/// Whoever it is: nobody opens what is sealed here.
const RECIPIENT: &str = "age176ehcfpmrsyffvur6rm93ux5ek2g5y0nztxgj8td0ml7wyvvkgnszvnrxw";

/// A bench, and all that the program said on it.
struct Story {
    bench: Bench,
    heard: Vec<(String, String)>,
}

impl Story {
    /// Runs a command that ends with `code`, and keeps what it says.
    #[track_caller]
    fn run(&mut self, code: i32, arguments: &str) {
        let run = self.bench.run(arguments).ends(code);
        self.heard.push((format!("{arguments}: stdout"), run.stdout));
        self.heard.push((format!("{arguments}: stderr"), run.stderr));
    }

    fn write(&self, name: &str, content: &str) {
        fs::write(self.bench.path(name), content).unwrap();
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.bench.path(name)).unwrap()
    }
}

#[test]
fn no_secret_shows_up_where_it_does_not_belong() {
    let mut story = Story { bench: Bench::new(), heard: Vec::new() };
    for folder in [CARDS, EXPORTS] {
        fs::create_dir(story.bench.path(folder)).unwrap();
    }
    fs::copy(
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/order-template.json"),
        story.bench.path("template.json"),
    )
    .unwrap();
    let mut keys = Vec::new();
    for (batch, options) in
        [("derived", "--profile sun-aes"), ("random", "--keys random --profile sun-enc-file")]
    {
        let create = format!("batch create {batch} --count 2 --base-url https://example.com/c");
        story.run(0, &format!("{create} {options} -vvv"));
        good_day(&mut story, batch);
        keys.extend(keys_of_cards(&story, batch));
        keys.extend(keys_exported(&story, batch));
    }
    keys.sort();
    keys.dedup();
    // Five of each encoded card, and two of each other record.
    assert_eq!(keys.len(), 2 * (5 + 2), "keys found");
    bad_day(&mut story, &keys);
    let batches = story.bench.run("batch list --format json").ends(0).json();
    for batch in batches["batches"].as_array().unwrap() {
        let encoded = u64::from(batch["keys"] != "imported");
        assert_eq!(batch["cards"]["encoded"], encoded, "{batch}");
    }

    for (source, text) in &story.heard {
        assert_clean(source, text.as_bytes(), &keys);
    }
    let files = files_under(&story.bench.path(""));
    for file in &files {
        let content = fs::read(file).unwrap();
        let keeps = |name: &str| file.starts_with(story.bench.path(name));
        if keeps(ORDERS) || keeps(CARDS) || keeps(EXPORTS) || keeps("tapsmith-vault") {
            let mode = fs::metadata(file).unwrap().permissions().mode();
            assert_eq!(mode & 0o7777, 0o600, "{}", file.display());
        }
        if keeps(ORDERS) || keeps(EXPORTS) || (keeps(CARDS) && file.ends_with("1.json")) {
            // Were no key found here, the search would prove nothing elsewhere.
            assert!(finds_a_key(&content, &keys), "{}", file.display());
        } else if !keeps("passphrase.txt") && !keeps(CARDS) && !keeps("spoilt") {
            assert_clean(&file.display().to_string(), &content, &keys);
        }
    }
    assert!(files.iter().any(|file| file.ends_with("tapsmith-vault/vault.sqlite")));
}

/// What goes well, as loudly as it can.
fn good_day(story: &mut Story, batch: &str) {
    for format in ["text", "json", "ndjson", "csv"] {
        story.run(0, &format!("batch export {batch} --format {format} -vvv"));
    }
    let reveal = format!("batch export {batch} --reveal-keys --format ndjson -vvv");
    story.run(0, &format!("{reveal} --out {EXPORTS}/{batch}.ndjson"));
    story.run(0, &format!("order build {batch} --template template.json --out {ORDERS} -vvv"));
    let order = format!("{ORDERS}/{batch}-0001.json");
    story.run(0, &format!("order check {order} --format json -vvv"));
    let card = format!("--reader virtual:{CARDS}/{batch}-1.json");
    for command in ["card encode --batch", "card verify --batch"] {
        story.run(0, &format!("{command} {batch} {card} -vvv"));
        story.run(0, &format!("{command} {batch} {card} -vvv --format json"));
    }
    story.run(0, &format!("card inspect {card} -v --format json"));
    story.run(0, &format!("sun sign --batch {batch} --count 4 --format json -vvv"));
    story.run(0, &format!("batch show {batch} --format json -vvv"));
    story.run(0, "batch list --format json -vvv");
    look_after(story, batch);
}

/// The vault looked after, as loudly as it can.
fn look_after(story: &mut Story, batch: &str) {
    story.run(0, &format!("batch import {EXPORTS}/{batch}.ndjson --name {batch}-again --base-url https://example.com/c -vvv"));
    story
        .run(0, &format!("batch export {batch} --to-recipient {RECIPIENT} --out {batch}.age -vvv"));
    story.run(0, &format!("vault backup {batch}.backup -vvv"));
    story.run(0, &format!("vault restore {batch}.backup --vault {batch}-vault -vvv"));
    story.run(0, "vault rekey --test-vault --new-passphrase-file passphrase.txt -vvv");
    story.run(0, &format!("vault rekey --keep --recipient {RECIPIENT} -vvv"));
    for format in ["text", "json", "ndjson"] {
        story.run(0, &format!("vault check --format {format} -vvv"));
        story.run(0, &format!("vault history --format {format} -vvv"));
    }
}

/// What goes wrong, with keys where the mistakes are.
fn bad_day(story: &mut Story, keys: &[String]) {
    let key = keys.first().unwrap().clone();
    fs::create_dir(story.bench.path("spoilt")).unwrap();
    story.run(9, "init -vvv");
    story.run(9, "batch create derived --count 1 --base-url https://example.com/c -vvv");
    story.run(9, &format!("order build derived --template template.json --out {ORDERS} -vvv"));
    // Half a passphrase, and one with a word too many.
    for wrong in [&PASSPHRASE[..7], &format!("{PASSPHRASE} ")] {
        story.write("spoilt/passphrase.txt", wrong);
        story.run(11, "sun sign --batch derived --passphrase-file spoilt/passphrase.txt -vvv");
    }
    // The passphrase's file, taken for everything else.
    story.run(2, "order check passphrase.txt -vvv");
    story.run(2, "order build derived --template passphrase.txt --out elsewhere -vvv");
    story.run(2, "sun verify --keys passphrase.txt https://example.com/c -vvv");
    story.run(2, "card inspect --reader virtual:passphrase.txt -vvv");
    story.run(1, "sun verify --batch derived --input tapsmith-vault/vault.sqlite -vvv");
    // A key with a digit too few, one too many, or a wrong one; in the wrong place; torn off.
    let short = &key[..31];
    for bad in [short.to_owned(), format!("{key}0"), format!("{short}G"), format!("{short}\\n")] {
        story.write("spoilt/keys.json", &format!(r#"{{"meta_read":"{bad}","file_read":"{key}"}}"#));
        story.run(2, "sun verify --keys spoilt/keys.json https://example.com/c -vvv");
        let order = story.read(&format!("{ORDERS}/derived-0001.json"));
        let order: Value = serde_json::from_str(&order).unwrap();
        for name in ["publicKey", "privateKey", "recordId"] {
            let mut order = order.clone();
            order["products"][0]["nfc"]["dynamic"]["records"][name] = Value::from(bad.clone());
            story.write("spoilt/order.json", &order.to_string());
            story.run(2, "order check spoilt/order.json -vvv");
        }
    }
    for (name, order, spoilt) in [
        ("unknown", 1, format!(r#"{{"meta_read":"{key}","file_read":"{key}","{key}":1}}"#)),
        ("torn", 2, format!(r#"{{"meta_read":"{key}","file_read":"{short}"#)),
        ("list", 2, format!(r#"["{key}"]"#)),
        ("bare", 2, key.clone()),
    ] {
        story.write(&format!("spoilt/{name}.json"), &spoilt);
        story.run(2, &format!("sun verify --keys spoilt/{name}.json https://example.com/c -vvv"));
        story.run(order, &format!("order check spoilt/{name}.json -vvv"));
        story.run(2, &format!("card inspect --reader virtual:spoilt/{name}.json -vvv"));
    }
    // A virtual card's file, spoilt at a key.
    let card = story.read(&format!("{CARDS}/derived-1.json"));
    let at = card.find("\"key\": \"").unwrap() + 20;
    for (name, spoilt) in [
        ("card-torn", card[..at].to_owned()),
        ("card-bad", format!("{}X{}", &card[..at], &card[at..])),
    ] {
        story.write(&format!("spoilt/{name}.json"), &spoilt);
        story.run(2, &format!("card inspect --reader virtual:spoilt/{name}.json -vvv"));
    }
    // A card of another batch, and a card whose record is another's.
    let random = format!("--reader virtual:{CARDS}/random-1.json");
    story.run(1, &format!("card verify --batch derived {random} -vvv"));
    story.run(9, &format!("card encode --batch derived {random} -vvv"));
    story.run(
        9,
        &format!("card encode --batch derived --record 1 --reader virtual:{CARDS}/b.json -vvv"),
    );
}

/// All keys of the card of record 1, as the virtual card remembers them.
fn keys_of_cards(story: &Story, batch: &str) -> Vec<String> {
    let card: Value =
        serde_json::from_str(&story.read(&format!("{CARDS}/{batch}-1.json"))).unwrap();
    let keys = card["keys"].as_array().unwrap();
    keys.iter().map(|key| key["key"].as_str().unwrap().to_owned()).collect()
}

/// The two exported keys of every record.
fn keys_exported(story: &Story, batch: &str) -> Vec<String> {
    let export = story.read(&format!("{EXPORTS}/{batch}.ndjson"));
    let rows = export.lines().map(|row| serde_json::from_str::<Value>(row).unwrap());
    rows.flat_map(|row| {
        ["public_key", "private_key"].map(|key| row[key].as_str().unwrap().to_owned())
    })
    .collect()
}

fn files_under(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { files_under(&path) } else { vec![path] }).collect()
}

#[track_caller]
fn assert_clean(source: &str, content: &[u8], keys: &[String]) {
    assert!(!finds_a_key(content, keys), "a key in {source}");
    let text = String::from_utf8_lossy(content);
    for word in PASSPHRASE.split('-') {
        assert!(!text.contains(word), "{word} of the passphrase in {source}");
    }
}

/// Whether a key stands in `content`: as bytes, or half of it as hex of either case.
fn finds_a_key(content: &[u8], keys: &[String]) -> bool {
    let upper = content.to_ascii_uppercase();
    keys.iter().any(|key| {
        let bytes: [u8; 16] = tapsmith_core::hex::decode(key).unwrap();
        let (first, second) = key.split_at(16);
        contains(content, &bytes)
            || contains(&upper, first.as_bytes())
            || contains(&upper, second.as_bytes())
    })
}

fn contains(content: &[u8], part: &[u8]) -> bool {
    content.windows(part.len()).any(|window| window == part)
}

/// What is typed is seen by everybody on the machine: no option takes a secret.
#[test]
fn no_option_takes_a_secret() {
    let bench = Bench::new();
    for verb in [
        "init",
        "batch create",
        "batch export",
        "order build",
        "order submit",
        "order commit",
        "order show",
        "account show",
        "account login",
        "file upload",
        "models",
        "card encode",
        "card verify",
        "sun sign",
        "sun verify",
        "virtual",
    ] {
        let help = bench.run(&format!("{verb} --help")).ends(0).stdout;
        let options = help.lines().map(str::trim).filter(|line| line.starts_with("--"));
        for option in options.filter(|option| option.contains('<')) {
            let secret =
                ["key", "pass", "secret", "token"].iter().any(|word| option.contains(word));
            let harmless = option.ends_with("<FILE>") || option == "--keys <KEYS>";
            assert!(!secret || harmless, "{verb}: {option}");
        }
    }
}
