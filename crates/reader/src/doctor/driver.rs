//! The driver for readers of the USB class CCID.

use super::{Finding, System};

/// Where pcscd looks, by distribution.
const FOLDERS: [&str; 3] =
    ["usr/lib/pcsc/drivers", "usr/lib64/pcsc/drivers", "usr/local/lib/pcsc/drivers"];

const BUNDLE: &str = "ifd-ccid.bundle";

const NAME: &str = "driver";

/// Without it a reader is seen only if its maker's own driver, or a virtual one, is there.
pub(super) fn look(system: &System, a_reader_is_seen: bool) -> Finding {
    let drivers = |folder: &&str| system.list(folder);
    let all: Vec<_> = FOLDERS.iter().flat_map(drivers).collect();
    if all.iter().any(|driver| driver == BUNDLE) {
        return Finding::ok(NAME, "libccid is installed");
    }
    let others = if all.is_empty() { "none".to_owned() } else { all.join(", ") };
    let detail = format!("libccid is not installed; drivers: {others}");
    let finding = if a_reader_is_seen { Finding::warning } else { Finding::problem };
    finding(NAME, detail).mend("install libccid (Fedora: pcsc-lite-ccid, Arch: ccid)")
}
