//! Ten thousand cards, through the real binary: built, checked, and submitted as drafts in orders of
//! 500 to a stand-in on loopback; and how much memory each takes, beside the same for a thousand.
//!
//! Run with `cargo bench -p tapsmith --bench orders`.

#![expect(clippy::unwrap_used, reason = "a bench that cannot be set up has to stop")]
#![expect(clippy::print_stdout, reason = "it says what it measured")]

use std::fs;
use std::io::Read as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use tapsmith_orders::Name;
use tapsmith_sandbox::{Config, Sandbox};

/// A folder with a vault and a batch of so many cards.
struct Desk {
    folder: tempfile::TempDir,
    sandbox: Sandbox,
    cards: u32,
}

impl Desk {
    fn of(cards: u32) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let sandbox = Sandbox::start(Config::new(Name::Printags)).unwrap();
        let desk = Self { folder, sandbox, cards };
        let passphrase = desk.folder.path().join("passphrase.txt");
        fs::write(&passphrase, "secret").unwrap();
        fs::set_permissions(&passphrase, fs::Permissions::from_mode(0o600)).unwrap();
        let template = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/order-template.json");
        fs::copy(template, desk.folder.path().join("template.json")).unwrap();
        desk.run(&["init", "--test-vault"]);
        let count = cards.to_string();
        let base = "https://example.com/c";
        desk.run(&["batch", "create", "b", "--count", &count, "--base-url", base]);
        desk
    }

    /// Runs it; the most memory it held, in kB.
    fn run(&self, arguments: &[&str]) -> u64 {
        let mut child = Command::new(env!("CARGO_BIN_EXE_tapsmith"))
            .args(arguments)
            .current_dir(self.folder.path())
            .env("TAPSMITH_VAULT", "vault")
            .env("TAPSMITH_PASSPHRASE_FILE", "passphrase.txt")
            .env("TAPSMITH_API_URL", self.sandbox.url())
            .env("TAPSMITH_PRINTAGS_TOKEN", self.sandbox.token())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let status = format!("/proc/{}/status", child.id());
        let mut most = 0;
        while child.try_wait().unwrap().is_none() {
            most = most.max(peak(&status));
            std::thread::sleep(Duration::from_micros(500));
        }
        let mut said = String::new();
        child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
        assert!(child.wait().unwrap().success(), "{arguments:?}: {said}");
        most
    }

    fn build(&self) -> u64 {
        let _none = fs::remove_dir_all(self.folder.path().join("orders"));
        self.run(&[
            "order",
            "build",
            "b",
            "--template",
            "template.json",
            "--out",
            "orders",
            "--again",
            "measured",
            "--yes",
        ])
    }

    fn files(&self) -> Vec<String> {
        (1..=self.cards.div_ceil(500)).map(|n| format!("orders/b-{n:04}.json")).collect()
    }

    fn with_files(&self, verbs: &[&str]) -> u64 {
        let files = self.files();
        let arguments: Vec<_> =
            verbs.iter().copied().chain(files.iter().map(String::as_str)).collect();
        self.run(&arguments)
    }
}

/// `VmHWM` of a process, in kB; 0 once it is gone.
fn peak(status: &str) -> u64 {
    let text = fs::read_to_string(status).unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    line.trim().trim_end_matches(" kB").parse().unwrap_or_default()
}

fn memory() {
    println!("memory at most, in kB (cards: build, check, submit)");
    for cards in [1_000, 10_000, 40_000] {
        let desk = Desk::of(cards);
        let build = desk.build();
        let check = desk.with_files(&["order", "check"]);
        let submit = desk.with_files(&["order", "submit", "--keep-keys"]);
        println!("{cards:>6}: {build}, {check}, {submit}");
    }
}

fn ten_thousand(criterion: &mut Criterion) {
    memory();
    let mut group = criterion.benchmark_group("orders of 10,000 cards");
    group.sample_size(10);
    let desk = Desk::of(10_000);
    group.bench_function("build", |bencher| bencher.iter(|| desk.build()));
    group.bench_function("check", |bencher| bencher.iter(|| desk.with_files(&["order", "check"])));
    // Each time to a server that has none of them, from a vault that sent none.
    let fresh = || {
        let desk = Desk::of(10_000);
        desk.build();
        desk
    };
    group.bench_function("submit", |bencher| {
        bencher.iter_batched_ref(
            fresh,
            |desk| desk.with_files(&["order", "submit", "--keep-keys"]),
            BatchSize::PerIteration,
        );
    });
    group.finish();
}

criterion_group!(benches, ten_thousand);
criterion_main!(benches);
