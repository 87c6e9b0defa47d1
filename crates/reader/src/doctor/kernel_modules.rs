//! Kernel modules that take an ACR122U, and others with a PN533, away from pcscd.
//!
//! Source: Linux, `drivers/nfc/pn533/usb.c`, its table of devices (072F:2200 is the ACR122U's).

use super::{Finding, System};

const NAME: &str = "kernel_modules";

const MEND: &str = "printf 'blacklist pn533_usb\\nblacklist pn533\\nblacklist nfc\\n' > \
                    /etc/modprobe.d/blacklist-nfc.conf, then: modprobe -r pn533_usb pn533 nfc";

/// `pn533_usb` is loaded when such a reader is plugged in: then it has it. The others alone have nothing yet.
pub(super) fn look(system: &System) -> Finding {
    let Some(modules) = system.read("proc/modules") else {
        return Finding::unknown(NAME, "/proc/modules cannot be read");
    };
    let names = modules.lines().filter_map(|line| line.split_whitespace().next());
    let found: Vec<_> =
        names.filter(|name| matches!(*name, "pn533_usb" | "pn533" | "nfc")).collect();
    let detail = format!("loaded: {}", found.join(", "));
    if found.contains(&"pn533_usb") {
        Finding::problem(NAME, detail + "; pcscd cannot have an ACR122U").mend(MEND)
    } else if found.is_empty() {
        Finding::ok(NAME, "none that takes readers is loaded")
    } else {
        Finding::warning(NAME, detail + "; they may take an ACR122U when it is plugged in")
            .mend(MEND)
    }
}
