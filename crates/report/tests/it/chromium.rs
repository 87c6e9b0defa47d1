//! A browser of the system, without a window and without a network.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// A page in an empty folder of its own, with all that comes of it.
#[derive(Debug)]
pub(crate) struct Browser {
    folder: TempDir,
}

impl Browser {
    /// None if this machine has no browser: then it says that the test was passed over.
    pub(crate) fn on(page: &str) -> Option<Self> {
        let found = Command::new("chromium").arg("--version").stderr(Stdio::null()).output();
        if !found.is_ok_and(|found| found.status.success()) {
            eprintln!("skipped: there is no chromium here");
            return None;
        }
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("page.html"), page).unwrap();
        Some(Self { folder })
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn run(&self, arguments: &[String]) -> Vec<u8> {
        let page = format!("file://{}", self.path("page.html").display());
        let output = Command::new("timeout")
            .args(["120", "chromium", "--headless", "--no-sandbox", "--disable-gpu"])
            .args(["--disable-quic", "--no-first-run", "--disable-background-networking"])
            .args(["--disable-component-update", "--disable-sync", "--hide-scrollbars"])
            .arg("--host-resolver-rules=MAP * ~NOTFOUND")
            .arg(format!("--user-data-dir={}", self.path("profile").display()))
            .args(arguments)
            .arg(page)
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        output.stdout
    }

    /// The page as the browser understood it, and the addresses that it asked for on the way, without those that
    /// the browser asks for by itself.
    pub(crate) fn dom(&self) -> (String, Vec<String>) {
        let log = self.path("net.json");
        let log_to = format!("--log-net-log={}", log.display());
        let dom = self.run(&[log_to, "--dump-dom".to_owned()]);
        (String::from_utf8(dom).unwrap(), asked_for(&log))
    }

    /// The colour of the upper left corner, preferring light or dark.
    pub(crate) fn corner(&self, dark: bool) -> [u8; 3] {
        let shot = self.path("shot.png");
        // Of blink's enumeration of colour schemes: 0 is dark, 1 is light.
        let scheme = u8::from(!dark);
        self.run(&[
            format!("--blink-settings=preferredColorScheme={scheme}"),
            "--window-size=900,700".to_owned(),
            format!("--screenshot={}", shot.display()),
        ]);
        first_pixel(&shot)
    }

    /// The sheets that it is printed on.
    pub(crate) fn sheets(&self) -> usize {
        let pdf = self.path("page.pdf");
        self.run(&[format!("--print-to-pdf={}", pdf.display())]);
        let bytes = fs::read(pdf).unwrap();
        String::from_utf8_lossy(&bytes).matches("/Type /Page\n").count()
    }
}

fn asked_for(log: &Path) -> Vec<String> {
    let log: Value = serde_json::from_slice(&fs::read(log).unwrap()).unwrap();
    let events = log["events"].as_array().unwrap().iter();
    let urls = events.filter_map(|event| event["params"]["url"].as_str());
    let others = |url: &&str| !url.contains(".google.com/") && !url.contains(".googleapis.com/");
    urls.filter(others).map(str::to_owned).collect()
}

fn first_pixel(shot: &Path) -> [u8; 3] {
    let file = std::io::BufReader::new(fs::File::open(shot).unwrap());
    let mut reader = png::Decoder::new(file).read_info().unwrap();
    let row = reader.next_row().unwrap().unwrap();
    *row.data().first_chunk().unwrap()
}
