//! A vault where things are rough: a full disk, a folder that cannot be written, another program that
//! keeps it, Ctrl-C, the operating system's key store, a token without its PIN. One clear line each,
//! the exit code of the design, and nothing lost.

#![expect(clippy::unwrap_used, reason = "a test that cannot set up its bench has to stop")]

mod common;

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use common::{Bench, Run};

const CREATE: &str = "batch create b --count 3 --base-url https://example.com/c";

/// A shell script in a mount namespace of its own, where `small` is a small disk of 256 KiB with a
/// copy of the vault on it. `$1` is the program.
fn on_a_small_disk(bench: &Bench, script: &str) -> Run {
    fs::create_dir(bench.path("small")).unwrap();
    let whole = format!(
        "mount -t tmpfs -o size=256k,mode=700 none small && cp -r tapsmith-vault small/vault && {script}"
    );
    let mut run = Command::new("unshare");
    run.args([
        "--map-root-user",
        "--mount",
        "sh",
        "-c",
        &whole,
        "sh",
        env!("CARGO_BIN_EXE_tapsmith"),
    ]);
    let program = bench.command("");
    run.current_dir(program.get_current_dir().unwrap());
    run.envs(program.get_envs().filter_map(|(name, value)| Some((name, value?))));
    run.env("TAPSMITH_VAULT", "small/vault").stdin(Stdio::null());
    run.output().unwrap().into()
}

#[test]
fn a_full_disk_loses_nothing() {
    let bench = Bench::new();
    bench.run(CREATE).ends(0);
    let keys = bench.run("batch export b --reveal-keys").ends(0).stdout;
    let script = r#"
        "$1" batch create many --count 5000 --keys random --base-url https://example.com/c; echo "ended $?"
        "$1" vault backup small/a.backup; echo "ended $?"
        ls small
        "$1" batch export b --out small/vault/../list.txt --format ndjson >/dev/null; echo "ended $?"
        dd if=/dev/zero of=small/rest bs=1k 2>/dev/null
        "$1" batch retire b; echo "ended $?"
        rm small/rest
        "$1" vault check && "$1" batch export b --reveal-keys
    "#;
    let run = on_a_small_disk(&bench, script).ends(0);
    assert!(
        run.stderr.contains("error: the disk is full: nothing was written to the vault"),
        "{run:?}"
    );
    assert!(run.stdout.starts_with("ended 11\n"), "{run:?}");
    assert!(!run.stdout.contains(".tmp"), "half a file stays: {run:?}");
    assert!(run.stdout.contains("PASS  "), "{run:?}");
    assert!(run.stdout.ends_with(&keys), "{run:?}");
}

#[test]
fn a_folder_that_cannot_be_written_is_named() {
    let bench = Bench::new();
    bench.run(CREATE).ends(0);
    let script = r#"
        mount -o remount,ro none small
        "$1" batch create other --count 1 --base-url https://example.com/c; echo "ended $?"
        "$1" init --vault small/new --test-vault; echo "ended $?"
    "#;
    let run = on_a_small_disk(&bench, script).ends(0);
    assert_eq!(run.stdout, "ended 11\nended 11\n", "{run:?}");
    assert!(run.stderr.contains("error: the vault cannot be written"), "{run:?}");
    assert!(run.stderr.contains("Read-only file system"), "{run:?}");
}

/// The holder stands in the way with an open transaction, as a station that hangs would.
#[test]
fn a_busy_vault_says_who_holds_it() {
    let bench = Bench::new();
    let mut held = bench.command(
        "batch create long --count 3000000 --keys random --base-url https://example.com/c --operator anna",
    );
    let mut holder = held.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    wait_for(|| bench.path("tapsmith-vault/vault.holder").exists());
    let begun = Instant::now();
    let run = bench.run(CREATE).ends(11);
    assert!(begun.elapsed() > Duration::from_secs(4), "it did not wait");
    let expected =
        format!("error: the vault is busy: held by anna, process {}, since ", holder.id());
    assert!(run.stderr.starts_with(&expected), "{run:?}");
    // Whoever only reads is not kept waiting.
    bench.run("batch list").ends(0);
    interrupt(holder.id());
    assert_eq!(holder.wait().unwrap().code(), Some(130), "Ctrl-C");
    bench.run("batch show long").ends(2);
    bench.run(CREATE).ends(0);
    let checked = bench.run("vault check --format json").ends(0).json();
    assert_eq!(checked.get("findings"), Some(&serde_json::json!([])));
}

#[test]
fn no_core_dump_while_the_vault_is_open() {
    let bench = Bench::new();
    let mut open = bench.command(
        "batch create long --count 3000000 --keys random --base-url https://example.com/c",
    );
    let mut open = open.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    wait_for(|| bench.path("tapsmith-vault/vault.holder").exists());
    let limits = fs::read_to_string(format!("/proc/{}/limits", open.id())).unwrap();
    interrupt(open.id());
    open.wait().unwrap();
    let core = limits.lines().find(|line| line.starts_with("Max core file size")).unwrap();
    let words: Vec<_> = core.split_whitespace().collect();
    assert!(matches!(words[..], [.., "0", "0", "bytes"]), "{core}");
}

/// A real key store: gnome-keyring on a bus of its own, in a home of its own.
#[test]
fn the_operating_systems_key_store_opens_a_vault() {
    let bench = Bench::new();
    let script = r#"
        printf unlock | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1 || exit 77
        set -e
        unset TAPSMITH_PASSPHRASE_FILE
        "$1" --vault kept init --key-store >&2
        "$1" --vault kept batch create b --count 3 --base-url https://example.com/c >&2
        "$1" --vault kept vault check >&2
        "$1" --vault kept batch export b --reveal-keys
        TAPSMITH_PASSPHRASE_FILE=passphrase.txt "$1" --vault kept vault rekey --passphrase \
            --new-passphrase-file passphrase.txt >&2
        "$1" --vault kept vault check || echo "ended $?"
    "#;
    let mut run = Command::new("dbus-run-session");
    run.args(["--", "sh", "-c", script, "sh", env!("CARGO_BIN_EXE_tapsmith")]);
    let program = bench.command("");
    run.current_dir(program.get_current_dir().unwrap()).stdin(Stdio::null());
    run.envs(program.get_envs().filter_map(|(name, value)| Some((name, value?))));
    run.env("HOME", bench.path("home")).env("XDG_DATA_HOME", bench.path("home/data"));
    fs::create_dir_all(bench.path("home/data")).unwrap();
    let run: Run = run.output().unwrap().into();
    assert!(
        run.code != Some(127) && run.code != Some(77),
        "run scripts/need gnome-keyring dbus: {run:?}"
    );
    assert_eq!(run.stdout.matches("\thttps://example.com/c/").count(), 3, "{run:?}");
    assert!(run.stdout.ends_with("ended 2\n"), "{run:?}");
    assert!(run.stderr.contains("no passphrase, and no terminal to ask for it"), "{run:?}");
    let opened = bench.run("--vault kept batch export b --reveal-keys").ends(0);
    assert!(run.stdout.starts_with(&opened.stdout), "the keys are other ones");
    let keys = opened.stdout.split_whitespace().filter(|word| word.len() == 32);
    for key in keys {
        assert!(!holds(&bench.path("home"), key), "a card's key is in the key store");
    }
}

#[test]
fn without_a_key_store_the_error_says_what_it_needs() {
    let bench = Bench::new();
    let mut init = bench.command("--vault kept init --key-store");
    init.env_remove("DBUS_SESSION_BUS_ADDRESS").env("XDG_RUNTIME_DIR", "/nonexistent");
    let run: Run = init.output().unwrap().into();
    let run = run.ends(11);
    assert!(run.stderr.starts_with("error: the operating system's key store cannot be used: "));
    assert!(run.stderr.contains("hint: it needs a Secret Service or a Keychain"), "{run:?}");
    assert!(!bench.path("kept").exists(), "half a vault stays");
}

/// Whether a file under `folder` holds `key`, in hex or in bytes.
fn holds(folder: &Path, key: &str) -> bool {
    let bytes = hex(key);
    fs::read_dir(folder).unwrap().any(|entry| {
        let path = entry.unwrap().path();
        if path.is_dir() {
            return holds(&path, key);
        }
        let content = fs::read(path).unwrap_or_default();
        content.windows(16).any(|window| window == bytes)
            || String::from_utf8_lossy(&content).contains(key)
    })
}

fn hex(key: &str) -> Vec<u8> {
    let pairs = key.as_bytes().chunks(2).map(|pair| std::str::from_utf8(pair).unwrap());
    pairs.map(|pair| u8::from_str_radix(pair, 16).unwrap()).collect()
}

fn wait_for(mut seen: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !seen() {
        assert!(begun.elapsed() < Duration::from_secs(10), "it never came");
        sleep(Duration::from_millis(5));
    }
}

/// What Ctrl-C does.
fn interrupt(process: u32) {
    let sent = Command::new("kill").args(["-INT", &process.to_string()]).status();
    assert!(sent.unwrap().success());
}
