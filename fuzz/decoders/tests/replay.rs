//! Every seed and every past finding under `fuzz/corpus`, replayed on stable Rust.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on has nothing better to do than to stop"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use tapsmith_decoders::TARGETS;

fn fuzz(folder: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..").join(folder)
}

/// The names in a folder, without what is behind the dot.
fn names(folder: &str) -> BTreeSet<String> {
    let entries = fs::read_dir(fuzz(folder)).unwrap();
    entries
        .map(|entry| entry.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned())
        .collect()
}

fn inputs(target: &str) -> Vec<Vec<u8>> {
    let entries = fs::read_dir(fuzz("corpus").join(target)).unwrap();
    entries.map(|entry| fs::read(entry.unwrap().path()).unwrap()).collect()
}

#[test]
fn every_input_of_the_corpora() {
    for (name, target) in TARGETS {
        let inputs = inputs(name);
        for input in &inputs {
            target(input);
        }
        println!("{name}: {} inputs", inputs.len());
        assert!(inputs.len() >= 4, "{name} has only {} inputs", inputs.len());
    }
}

/// Each input cut off anywhere, and each with any one byte turned round. Long ones at every
/// sixteenth byte: they take their time.
#[test]
fn every_input_damaged() {
    let mut damaged = 0;
    for (name, target) in TARGETS {
        for input in inputs(name) {
            let step = if input.len() > 300 { 16 } else { 1 };
            for at in (0..input.len()).step_by(step) {
                let mut turned = input.clone();
                turned[at] = !turned[at];
                target(&turned);
                target(&input[..at]);
                damaged += 2;
            }
        }
    }
    println!("{damaged} damaged inputs");
}

/// What is a target here is one for cargo-fuzz, and has a corpus.
#[test]
fn every_target_is_everywhere() {
    let targets = TARGETS.iter().map(|(name, _)| (*name).to_owned()).collect::<BTreeSet<_>>();
    assert_eq!(names("fuzz_targets"), targets);
    assert_eq!(names("corpus"), targets);
    let manifest = fs::read_to_string(fuzz("Cargo.toml")).unwrap();
    for name in targets {
        assert!(
            manifest.contains(&format!("name = \"{name}\"\npath = \"fuzz_targets/{name}.rs\""))
        );
    }
}
