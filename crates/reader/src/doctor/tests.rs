use std::{ffi::CString, fs, path::Path};

use super::*;
use crate::{
    family::Family,
    pcsc::{Presence, ReaderInfo, ReaderName},
};

/// A machine: files, each with its text.
fn machine(files: &[(&str, &str)]) -> (tempfile::TempDir, System) {
    let root = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let file = root.path().join(name);
        fs::create_dir_all(file.parent().unwrap_or(Path::new("/"))).unwrap();
        fs::write(file, text).unwrap();
    }
    let system = System::below(root.path().to_owned());
    (root, system)
}

fn asked(name: &str) -> Asked {
    let name: ReaderName = CString::new(name).unwrap().into();
    let (family, slot) = (name.family(), name.slot());
    let info = ReaderInfo { name, slot, presence: Presence::Empty };
    Asked { info, family, abilities: family.abilities(), tried: false, firmware: None, busy: false }
}

fn outcome(findings: &[Finding], name: &str) -> Outcome {
    findings.iter().find(|finding| finding.name == name).unwrap().outcome
}

/// What a machine without any of the files comes to, with one that has `files`.
fn of(files: &[(&str, &str)], name: &str) -> Outcome {
    let (_root, system) = machine(files);
    outcome(&examine(&system, &Ok(vec![asked("ACS ACR1252 PICC 0")])), name)
}

#[test]
fn each_cause_is_told_from_its_absence() {
    let modules = |text| [("proc/modules", text)];
    for (name, files, expected) in [
        ("driver", &[("usr/lib/pcsc/drivers/ifd-ccid.bundle/x", "")][..], Outcome::Ok),
        ("driver", &[("usr/lib64/pcsc/drivers/ifd-ccid.bundle/x", "")], Outcome::Ok),
        ("driver", &[("usr/lib/pcsc/drivers/serial/x", "")], Outcome::Warning),
        ("driver", &[], Outcome::Warning),
        ("kernel_modules", &[], Outcome::Unknown),
        ("kernel_modules", &modules("ccid 1 0\nnfcsim 1 0 - Live 0x0\n"), Outcome::Ok),
        ("kernel_modules", &modules("nfc 90112 1 pn533, Live 0x0\n"), Outcome::Warning),
        ("kernel_modules", &modules("nfc 1 1\npn533_usb 1 0\n"), Outcome::Problem),
        ("scdaemon", &[("proc/1/comm", "init\n"), ("proc/x/comm", "scdaemon\n")], Outcome::Ok),
        (
            "scdaemon",
            &[("proc/1/comm", "init\n"), ("proc/77/comm", "scdaemon\n")],
            Outcome::Warning,
        ),
        ("polkit", &[], Outcome::Ok),
    ] {
        assert_eq!(of(files, name), expected, "{name} of {files:?}");
    }
}

#[test]
fn only_a_remote_user_without_a_rule_is_kept_out() {
    let policy = ("usr/share/polkit-1/actions/org.debian.pcsc-lite.policy", "");
    let rule = ("etc/polkit-1/rules.d/50-cards.rules", "org.debian.pcsc-lite.access_pcsc");
    let other = ("etc/polkit-1/rules.d/10-disks.rules", "org.freedesktop.udisks2");
    let user = ("proc/self/status", "Name:\tx\nUid:\t1000\t1000\t1000\t1000\n");
    let root = ("proc/self/status", "Name:\tx\nUid:\t0\t0\t0\t0\n");
    for (files, remote, expected) in [
        (vec![policy, user], true, Outcome::Warning),
        (vec![policy, user, other], true, Outcome::Warning),
        (vec![policy, user], false, Outcome::Ok),
        (vec![policy, user, rule], true, Outcome::Ok),
        (vec![policy, root], true, Outcome::Ok),
        (vec![user], true, Outcome::Ok),
    ] {
        let (_root, mut system) = machine(&files);
        system.remote = remote;
        assert_eq!(outcome(&examine(&system, &Ok(vec![])), "polkit"), expected, "{files:?}");
    }
}

#[test]
fn a_service_that_is_not_there_is_told_from_one_that_is_deaf() {
    let gone: Result<Vec<Asked>, _> = Err(pcsc::Error::Service(::pcsc::Error::NoService));
    let (_root, none) = machine(&[]);
    let (_other, deaf) = machine(&[("run/pcscd/pcscd.comm", "")]);
    let say = |system| examine(system, &gone).remove(0);
    assert_eq!(say(&none).outcome, Outcome::Problem);
    assert!(say(&none).mend.unwrap().contains("install pcscd"));
    assert!(say(&deaf).mend.unwrap().contains("restart"));
    let shut = Err(pcsc::Error::Service(::pcsc::Error::NoAccess));
    assert!(examine(&none, &shut).remove(0).mend.unwrap().contains("polkit"));
    // Nothing is said of readers that nobody could list; a driver is all the more in the way.
    let findings = examine(&none, &gone);
    assert!(findings.iter().all(|finding| finding.name != "readers"));
    assert_eq!(outcome(&findings, "driver"), Outcome::Problem);
}

#[test]
fn each_reader_comes_to_something() {
    let (_root, system) = machine(&[]);
    let look = |readers: Vec<Asked>| examine(&system, &Ok(readers));
    assert_eq!(outcome(&look(vec![]), "readers"), Outcome::Warning);
    let sam = look(vec![asked("ACS ACR1252 1S CL Reader SAM 0")]);
    assert_eq!(outcome(&sam, "readers"), Outcome::Warning);
    assert_eq!(sam.last().unwrap().detail, "passed over: SAM slot");

    let acr122u = look(vec![asked("ACS ACR122U PICC Interface 0")]);
    assert_eq!(outcome(&acr122u, "readers"), Outcome::Ok);
    assert_eq!(outcome(&acr122u, "clone"), Outcome::Warning);
    assert_eq!(outcome(&acr122u, "firmware"), Outcome::Unknown);
    assert_eq!(outcome(&acr122u, "type_2"), Outcome::Ok);
    let told = Asked { firmware: Some("ACR122U214".into()), ..asked("ACS ACR122U 0") };
    assert_eq!(outcome(&look(vec![told]), "firmware"), Outcome::Ok);

    let busy = Asked { busy: true, ..asked("ACS ACR1552 0") };
    assert_eq!(outcome(&look(vec![busy]), "in_use"), Outcome::Warning);

    let generic = look(vec![asked("Virtual PCD 00 00")]);
    assert_eq!(outcome(&generic, "family"), Outcome::Warning);
    assert_eq!(outcome(&generic, "type_2"), Outcome::Warning);
    let mute = ReaderInfo { presence: Presence::Mute, ..asked("ACS ACR1552 0").info };
    let mute = look(vec![Asked { info: mute, ..asked("ACS ACR1552 0") }]);
    assert_eq!(outcome(&mute, "card"), Outcome::Warning);
    assert_eq!(asked("ACS ACR1552 0").family, Family::Acs);
}

#[test]
fn elsewhere_it_says_what_it_does_not_look_at() {
    let (_root, mut system) = machine(&[]);
    system = System::elsewhere(system);
    let findings = examine(&system, &Ok(vec![]));
    let names: Vec<_> = findings.iter().map(|finding| finding.name).collect();
    assert_eq!(names, ["service", "system", "readers"]);
    assert_eq!(outcome(&findings, "system"), Outcome::Unknown);
}
