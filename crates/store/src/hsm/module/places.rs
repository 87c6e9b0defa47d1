//! Where libraries of security modules are installed: Debian, Fedora, macOS.

use std::env::consts::{ARCH, DLL_SUFFIX};
use std::path::PathBuf;

/// The library through which p11-kit offers all that are set up on the machine.
pub(super) const PROXY: &str = "p11-kit-proxy";

/// On Debian the proxy may be there under p11-kit's own name alone.
const PROXY_ITSELF: &str = "libp11-kit.so.0";

/// Folders with libraries for programs of any processor, or of the machine's one.
const ROOTS: [&str; 6] = [
    "/usr/lib64",
    "/usr/lib",
    "/usr/local/lib",
    "/opt/homebrew/lib",
    "/Library/OpenSC/lib",
    "/usr/local/lib64",
];

/// Folders in them that hold nothing but such libraries.
const FOLDERS: [&str; 3] = ["pkcs11", "softhsm", ""];

/// The library called `name`, without `lib` and its ending.
pub(super) fn named(name: &str) -> Option<PathBuf> {
    let files = [DLL_SUFFIX, ".so"]
        .map(|suffix| [format!("lib{name}{suffix}"), format!("{name}{suffix}")])
        .concat();
    first(&files)
}

/// The library of p11-kit.
pub(super) fn proxy() -> Option<PathBuf> {
    named(PROXY).or_else(|| first(&[PROXY_ITSELF.to_owned()]))
}

/// The first that exists.
fn first(files: &[String]) -> Option<PathBuf> {
    let mut candidates = roots().flat_map(|root| {
        FOLDERS.iter().flat_map(move |folder| {
            let root = root.join(folder);
            files.iter().map(move |file| root.join(file))
        })
    });
    candidates.find(|candidate| candidate.is_file())
}

/// Debian has a folder a processor.
fn roots() -> impl Iterator<Item = PathBuf> {
    let debian = PathBuf::from(format!("/usr/lib/{ARCH}-linux-gnu"));
    std::iter::once(debian).chain(ROOTS.map(PathBuf::from))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_installed_is_not_found() {
        assert_eq!(named("no-such-library"), None);
    }
}
