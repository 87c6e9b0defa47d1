//! Who may use readers, where polkit is asked: somebody at the machine, and nobody from afar.
//!
//! Source: pcsc-lite, `doc/README.polkit`; its actions `org.debian.pcsc-lite.access_pcsc` and `.access_card`.

use super::{Finding, System};

const NAME: &str = "polkit";

const POLICY: &str = "usr/share/polkit-1/actions/org.debian.pcsc-lite.policy";

const FOLDERS: [&str; 2] = ["etc/polkit-1/rules.d", "usr/share/polkit-1/rules.d"];

const ACTION: &str = "org.debian.pcsc-lite.access_";

const MEND: &str = "a file in /etc/polkit-1/rules.d with: polkit.addRule(function(action, subject) { if \
                    (action.id.indexOf(\"org.debian.pcsc-lite.access_\") == 0 && \
                    subject.user == \"NAME\") { return polkit.Result.YES; } });";

pub(super) fn look(system: &System) -> Finding {
    if !system.has(POLICY) {
        return Finding::ok(NAME, "pcscd does not ask polkit");
    }
    if is_root(system) {
        return Finding::ok(NAME, "this is root, whom polkit lets in");
    }
    let rules = FOLDERS.iter().flat_map(|folder| {
        system.list(folder).into_iter().map(move |file| format!("{folder}/{file}"))
    });
    let mut texts = rules.filter_map(|rule| system.read(&rule));
    if texts.any(|text| text.contains(ACTION)) {
        Finding::ok(NAME, "a rule speaks of pcscd")
    } else if system.remote {
        Finding::warning(NAME, "this session is remote, and no rule lets remote users have cards")
            .mend(MEND)
    } else {
        Finding::ok(NAME, "users at this machine are let in; remote ones are not")
    }
}

/// The line `Uid:` of our own process: real, effective, saved, of files.
fn is_root(system: &System) -> bool {
    let status = system.read("proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("Uid:"));
    line.and_then(|ids| ids.split_whitespace().nth(1)) == Some("0")
}
