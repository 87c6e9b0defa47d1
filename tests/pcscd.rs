//! The same job through a real PC/SC service: `tapsmith virtual` is the card in a virtual reader of
//! vpcd, and the program reaches it as it reaches any card.
//!
//! Runs only under `scripts/with-pcscd`, which gives these tests a service of their own and says so
//! with `TAPSMITH_PCSCD=1`; otherwise each test says that it was passed over.

#![expect(clippy::unwrap_used, reason = "helpers of tests stop where they cannot go on")]

mod common;
#[path = "common/vpcd.rs"]
mod vpcd;

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _};
use std::process::Stdio;
use std::sync::atomic::AtomicBool;
use std::thread;
use std::time::Duration;

use common::{Bench, Run};
use serde_json::Value;
use tapsmith_card::tag::Tag;
use tapsmith_desk::inspect::inspect;
use tapsmith_reader::patience::Patience;
use tapsmith_reader::wire::with_card;
use tapsmith_testkit::replay::Replay;
use vpcd::{FIRST, Inserted, Pull, Scissors, Slot, interrupt, rig, seen, text};

/// The second virtual reader.
const SECOND: Slot = Slot { reader: "Virtual PCD 00 01", port: 35964 };

/// Runs the program on a slot.
fn run_on(bench: &Bench, slot: Slot, arguments: &str) -> Run {
    bench.command(arguments).args(["--reader", slot.reader]).output().unwrap().into()
}

/// The memory of a virtual card, as its file tells it.
fn memory(bench: &Bench, file: &str) -> Value {
    serde_json::from_slice(&fs::read(bench.path(file)).unwrap()).unwrap()
}

/// What must not depend on the way to the card: all but the tap's own random bytes.
fn judgement(run: &Run) -> Value {
    let mut said = run.json();
    let object = said.as_object_mut().unwrap();
    object.remove("url").unwrap();
    for check in object.get_mut("checks").and_then(Value::as_array_mut).into_iter().flatten() {
        if text(check, "/name") == "base_url" {
            check.as_object_mut().unwrap().remove("detail");
        }
    }
    said
}

#[test]
fn a_card_is_encoded_and_verified_through_the_service() {
    let Some(_rig) = rig() else { return };
    let bench = Bench::new();
    bench.run("batch create b --count 2 --base-url https://example.com/c").ends(0);
    let card = Inserted::new(&bench, FIRST, "card.json");
    let inspected = run_on(&bench, FIRST, "card inspect --format json").ends(0).json();
    assert_eq!(text(&inspected, "/originality"), "virtual");
    assert_eq!(text(&inspected, "/chip"), "ntag424dna");
    let encoded = run_on(&bench, FIRST, "card encode --batch b --accept-virtual --format json");
    let encoded = encoded.ends(0).json();
    assert_eq!(encoded.pointer("/uid"), inspected.pointer("/uid"));
    assert_eq!(encoded.pointer("/failed_authentications"), Some(&Value::from(0)));
    let verified = run_on(&bench, FIRST, "card verify --batch b --accept-virtual --format json");
    assert_eq!(text(&verified.ends(0).json(), "/verdict"), "pass");
    // One process has the card.
    let taken = bench.run("card inspect --reader virtual:card.json").ends(4);
    assert!(taken.stderr.contains("in use"), "{}", taken.stderr);
    assert_eq!(card.take_out(), Some(130), "Ctrl-C");
    bench.run("card verify --batch b --reader virtual:card.json").ends(0);
}

/// Two ways to the same card, the same memory in the end: nothing differs, the tap counter included.
#[test]
fn the_service_and_the_process_leave_the_same_memory() {
    let Some(_rig) = rig() else { return };
    let bench = Bench::new();
    let batches = [
        ("derived", "--profile sun-aes", "ntag424"),
        ("random", "--profile sun-enc-file --keys random", "ntag424"),
        ("plain", "--profile sun-plain", "ntag424"),
        ("static", "--profile static-url", "ntag424"),
        ("lrp", "--profile sun-lrp", "ntag424"),
        ("tamper", "--profile sun-tamper", "ntag424tt"),
        ("private", "--profile sun-private", "ntag424"),
        ("bolt", "--profile bolt-card", "ntag424"),
    ];
    for (batch, profile, _) in batches {
        let create = format!("batch create {batch} --count 1 --base-url https://example.com/c");
        bench.run(&format!("{create} {profile}")).ends(0);
    }
    fs::create_dir(bench.path("copy")).unwrap();
    for file in fs::read_dir(bench.path("tapsmith-vault")).unwrap() {
        let file = file.unwrap();
        fs::copy(file.path(), bench.path("copy").join(file.file_name())).unwrap();
    }
    for (number, (batch, _, chip)) in batches.into_iter().enumerate() {
        let files = [format!("{batch}-in.json"), format!("{batch}-out.json")];
        for file in &files {
            let make = format!("virtual --create-only --chip {chip} --state {file}");
            bench.run(&format!("{make} --uid 0411223344550{number}")).ends(0);
        }
        let [inside, outside] = &files;
        let card = Inserted::new(&bench, FIRST, outside);
        for command in ["card encode --yes", "card verify"] {
            let command = format!("{command} --batch {batch} --format json");
            let here = bench.run(&format!("{command} --reader virtual:{inside}")).ends(0);
            let there = format!("{command} --vault copy --accept-virtual");
            let there = run_on(&bench, FIRST, &there).ends(0);
            assert_eq!(judgement(&here), judgement(&there), "{batch}");
        }
        card.take_out();
        assert_eq!(memory(&bench, inside), memory(&bench, outside), "{batch}");
    }
}

#[test]
fn a_virtual_card_is_taken_only_on_purpose() {
    let Some(_rig) = rig() else { return };
    let bench = Bench::new();
    bench.run("batch create b --count 1 --base-url https://example.com/c").ends(0);
    let card = Inserted::new(&bench, FIRST, "card.json");
    let before = memory(&bench, "card.json");
    let refused = run_on(&bench, FIRST, "card encode --batch b").ends(6);
    assert!(refused.stderr.contains("--accept-virtual"), "{}", refused.stderr);
    assert_eq!(memory(&bench, "card.json"), before, "refused before the first write");
    run_on(&bench, FIRST, "card encode --batch b --accept-virtual").ends(0);
    let verified = run_on(&bench, FIRST, "card verify --batch b --format json").ends(1).json();
    let checks = verified.pointer("/checks").and_then(Value::as_array).unwrap();
    let failed = checks.iter().filter(|check| text(check, "/outcome") == "fail");
    let failed: Vec<_> = failed.map(|check| text(check, "/name")).collect();
    assert_eq!(failed, ["originality"]);
    card.take_out();
}

#[test]
fn a_reader_is_never_guessed() {
    let Some(_rig) = rig() else { return };
    let bench = Bench::new();
    let card = Inserted::new(&bench, SECOND, "card.json");
    assert_eq!((seen(&bench, FIRST).as_str(), seen(&bench, SECOND).as_str()), ("none", "present"));
    // A card lies on one of them; that does not say which one was meant.
    let ambiguous = bench.run("card inspect").ends(4);
    for slot in [FIRST, SECOND] {
        assert!(ambiguous.stderr.contains(slot.reader), "{}", ambiguous.stderr);
    }
    let nowhere = bench.run("card inspect --reader ACR1252").ends(4);
    assert!(nowhere.stderr.contains("ACR1252"), "{}", nowhere.stderr);
    // Any part of the name will do, in either case.
    bench.command("card inspect").args(["--reader", "pcd 00 01"]).status().unwrap();
    card.take_out();
}

#[test]
fn waiting_for_a_card_can_be_interrupted() {
    let Some(_rig) = rig() else { return };
    let bench = Bench::new();
    let mut waiting = bench
        .command("card inspect")
        .args(["--reader", FIRST.reader])
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut said = [0; 8];
    waiting.stderr.as_mut().unwrap().read_exact(&mut said).unwrap();
    assert_eq!(&said, b"Put a ca");
    interrupt(&waiting);
    assert_eq!(waiting.wait().unwrap().code(), Some(130));
}

#[test]
#[ignore = "waits half a minute for a card that does not come"]
fn a_card_is_not_waited_for_for_ever() {
    let Some(_rig) = rig() else { return };
    let bench = Bench::new();
    let nothing = run_on(&bench, FIRST, "card inspect").ends(5);
    assert!(nothing.stderr.contains(FIRST.reader), "{}", nothing.stderr);
}

/// A card pulled in the middle of an encode: the same command again, with the card back in its
/// reader, finishes it.
#[test]
fn a_card_that_is_pulled_is_finished_by_running_again() {
    const READ_SIG: u8 = 0x3C;
    const WRITE_DATA: u8 = 0x8D;
    const CHANGE_FILE_SETTINGS: u8 = 0x5F;
    const CHANGE_KEY: u8 = 0xC4;
    const READ_DATA: u8 = 0xAD;
    let Some(_rig) = rig() else { return };
    let bench = Bench::new();
    bench.run("batch create b --count 9 --base-url https://example.com/c").ends(0);
    let pulls = [
        Pull::Before(READ_SIG, 1),
        Pull::After(WRITE_DATA, 1),
        Pull::After(CHANGE_FILE_SETTINGS, 1),
        Pull::Before(CHANGE_KEY, 3),
        Pull::After(CHANGE_KEY, 5),
        Pull::Before(READ_DATA, 1),
    ];
    for (number, pull) in pulls.into_iter().enumerate() {
        let file = format!("card-{number}.json");
        let line = Scissors::new(FIRST, pull);
        let card = Inserted::through(&bench, FIRST, &file, line);
        let torn = run_on(&bench, FIRST, "card encode --batch b --accept-virtual").ends(5);
        assert!(torn.stderr.starts_with("error: "), "{pull:?}: {}", torn.stderr);
        assert_eq!(card.take_out(), Some(130), "{pull:?}");
        // Longer than the service takes to look at the slot (0.4 s): a card that is back by then,
        // after an exchange that failed, it may take for the one it has given up.
        thread::sleep(Duration::from_millis(600));
        let card = Inserted::new(&bench, FIRST, &file);
        let again = run_on(&bench, FIRST, "card encode --batch b --accept-virtual --format json");
        let again = again.ends(0).json();
        assert_eq!(again.pointer("/record_id"), Some(&Value::from(number + 1)), "{pull:?}");
        assert_eq!(again.pointer("/failed_authentications"), Some(&Value::from(0)), "{pull:?}");
        run_on(&bench, FIRST, "card verify --batch b --accept-virtual").ends(0);
        card.take_out();
    }
}

/// What no command can undo is done once: a card that is pulled after it is finished without a new word, and speaks
/// LRP when it is put down again.
#[test]
fn a_card_in_lrp_mode_is_pulled_and_finished_through_the_service() {
    const SET_CONFIGURATION: u8 = 0x5C;
    let Some(_rig) = rig() else { return };
    let bench = Bench::new();
    bench
        .run("batch create b --count 2 --base-url https://example.com/c --profile sun-lrp")
        .ends(0);
    let line = Scissors::new(FIRST, Pull::After(SET_CONFIGURATION, 1));
    let card = Inserted::through(&bench, FIRST, "card.json", line);
    let blank = memory(&bench, "card.json");
    let refused = run_on(&bench, FIRST, "card encode --batch b --accept-virtual").ends(9);
    assert!(refused.stderr.contains("enable_lrp"), "{}", refused.stderr);
    assert_eq!(memory(&bench, "card.json"), blank, "refused before the first write");
    run_on(&bench, FIRST, "card encode --batch b --accept-virtual --yes").ends(5);
    assert_eq!(card.take_out(), Some(130));
    thread::sleep(Duration::from_millis(600));
    let card = Inserted::new(&bench, FIRST, "card.json");
    let again = run_on(&bench, FIRST, "card encode --batch b --accept-virtual --format json");
    let again = again.ends(0).json();
    let steps = again.pointer("/steps").and_then(Value::as_array).unwrap();
    assert!(steps.iter().all(|step| text(step, "/name") != "enable_lrp"), "{steps:?}");
    card.take_out();
    let card = Inserted::new(&bench, FIRST, "card.json");
    let verified = run_on(&bench, FIRST, "card verify --batch b --accept-virtual --format json");
    let verified = verified.ends(0).json();
    assert_eq!(verified.pointer("/failed_authentications"), Some(&Value::from(0)));
    card.take_out();
}

/// Its reader shows another UID each time it is put down, and the vault knows which card it is.
#[test]
fn a_card_that_hides_is_known_again_through_the_service() {
    let Some(_rig) = rig() else { return };
    let bench = Bench::new();
    bench
        .run("batch create b --count 2 --base-url https://example.com/c --profile sun-private")
        .ends(0);
    let card = Inserted::new(&bench, FIRST, "card.json");
    let own = shown_uid(FIRST);
    assert_eq!(own.len(), 7);
    run_on(&bench, FIRST, "card encode --batch b --accept-virtual").ends(9);
    assert_eq!(shown_uid(FIRST), own, "refused before the first write");
    let encoded = run_on(&bench, FIRST, "card encode --batch b --accept-virtual --yes");
    encoded.ends(0);
    card.take_out();
    let mut shown = Vec::new();
    for _ in 0..3 {
        let card = Inserted::new(&bench, FIRST, "card.json");
        shown.push(shown_uid(FIRST));
        let verified =
            run_on(&bench, FIRST, "card verify --batch b --accept-virtual --format json");
        let verified = verified.ends(0).json();
        assert_eq!(text(&verified, "/uid"), tapsmith_core::hex::encode(&own));
        assert_eq!(verified.pointer("/failed_authentications"), Some(&Value::from(0)));
        card.take_out();
    }
    assert!(shown.iter().all(|uid| uid.len() == 4 && uid.first() == Some(&0x08)), "{shown:?}");
    shown.sort();
    shown.dedup();
    assert_eq!(shown.len(), 3, "another one each time");
}

/// The UID that the reader shows of the card in `slot`, to any program that asks it.
fn shown_uid(slot: Slot) -> Vec<u8> {
    let stop = AtomicBool::new(false);
    let patience = Patience { timeout: Some(Duration::from_secs(10)), stop: &stop };
    let selector = slot.reader.parse().unwrap();
    let asked = with_card(&selector, None, patience, |_| (), |wire| Tag::new(wire).reader_uid());
    asked.unwrap().unwrap().unwrap()
}

/// `doctor --record`: what is played back does to the same job what the card did.
#[test]
fn a_transcript_through_the_service_plays_back() {
    let Some(_rig) = rig() else { return };
    let bench = Bench::new();
    let card = Inserted::new(&bench, FIRST, "card.json");
    let recorded = run_on(&bench, FIRST, "doctor --record card.jsonl --format json").ends(0).json();
    assert_eq!(recorded.pointer("/problem"), Some(&Value::Null));
    assert_eq!(text(&recorded, "/family"), "generic");
    let inspected = run_on(&bench, FIRST, "card inspect --format json").ends(0).json();
    assert_eq!(card.take_out(), Some(130));
    let mut replay = Replay::of(&fs::read_to_string(bench.path("card.jsonl")).unwrap()).unwrap();
    let played = inspect(&mut Tag::new(&mut replay)).unwrap();
    assert_eq!(played.uid.unwrap().to_string(), text(&inspected, "/uid"));
    replay.finish().unwrap();
    run_on(&bench, FIRST, "doctor --record card.jsonl").ends(9);
}

/// A stack of blanks: each card once, with a record of its own; one left lying is no new card.
#[test]
fn a_stack_of_blanks_is_encoded_one_after_the_other() {
    let Some(_rig) = rig() else { return };
    let bench = Bench::new();
    bench.run("batch create b --count 5 --base-url https://example.com/c").ends(0);
    let mut first = Some(Inserted::new(&bench, FIRST, "one.json"));
    let mut stack = bench
        .command("card encode --batch b --count 2 --accept-virtual --format ndjson")
        .args(["--reader", FIRST.reader])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut talk = BufReader::new(stack.stderr.take().unwrap()).lines();
    assert_eq!(talk.next().unwrap().unwrap(), "1 of 2. Take the card off.");
    first.take().unwrap().take_out();
    assert_eq!(talk.next().unwrap().unwrap(), "Put a card on the reader.");
    // The same card again: it is told apart, and waited for until it is gone.
    let again = Inserted::new(&bench, FIRST, "one.json");
    assert_eq!(talk.next().unwrap().unwrap(), "This card is done already. Take it off.");
    again.take_out();
    let second = Inserted::new(&bench, FIRST, "two.json");
    assert_eq!(stack.wait().unwrap().code(), Some(0));
    let mut said = String::new();
    stack.stdout.take().unwrap().read_to_string(&mut said).unwrap();
    let records: Vec<u64> = said
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap())
        .map(|card| card.pointer("/record_id").and_then(Value::as_u64).unwrap())
        .collect();
    assert_eq!(records, [1, 2]);
    second.take_out();
}
