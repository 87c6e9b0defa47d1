//! Commands of a MIFARE DESFire against what others sent to it, and what a delivered EV3 answered: no byte of
//! `desfire.json` was made by our code.

use tapsmith_core::access::{Access, AccessRights, CommMode};
use tapsmith_core::key::KeyNumber;
use tapsmith_core::uid::Uid;
use tapsmith_testkit::vectors::{Case, case};

use super::*;
use crate::apdu::ResponseApdu;
use crate::originality::{Family, Originality, check_on};
use crate::settings::Offset;

fn published(name: &str) -> Case {
    case("desfire", name)
}

/// The command as it goes over the wire outside a session.
fn wire<C: Command>(command: &C) -> Vec<u8> {
    CommandApdu::wrapped(C::INSTRUCTION, command.payload().to_vec()).to_bytes().unwrap()
}

/// What the card answered, all frames together, read as the answer to a command.
fn answered<R: Reply>(name: &str) -> R {
    let case = published(name);
    let frames = ["answer", "answer_2", "answer_3"].into_iter().filter(|frame| case.has(frame));
    let data = frames.flat_map(|frame| ResponseApdu::from_bytes(&case.hex(frame)).unwrap().data);
    R::decode(&data.collect::<Vec<_>>()).unwrap()
}

fn rights(read: Access, write: Access, read_write: Access, change: Access) -> AccessRights {
    AccessRights { read, write, read_write, change }
}

#[test]
fn commands_as_others_send_them() {
    let (free, key_0) = (Access::Free, Access::Key(KeyNumber::MASTER));
    let file = |file, rights, size| CreateStdDataFile {
        file,
        mode: CommMode::Plain,
        sdm: false,
        rights,
        size: Offset::new(size).unwrap(),
    };
    let cc = file(FileNumber::CapabilityContainer, rights(free, key_0, key_0, key_0), 15);
    let ndef = file(FileNumber::Ndef, rights(free, free, free, key_0), 2048);
    let write = WriteData {
        file: FileNumber::CapabilityContainer,
        offset: Offset::new(0).unwrap(),
        data: (1..=32).collect(),
        mode: CommMode::Plain,
    };
    // The published application is open to everybody; ours is not.
    let keys = KeySettings { rights: 0x0F, ..KeySettings::NDEF };
    let application = CreateApplication { keys, ..CreateApplication::NDEF };
    let sent = [
        ("create_application", wire(&application)),
        ("create_cc_file", wire(&cc)),
        ("create_ndef_file", wire(&ndef)),
        ("write_data", wire(&write)),
        ("file_settings", wire(&GetFileSettings { file: FileNumber::CapabilityContainer })),
        ("select_picc", wire(&SelectApplication(ApplicationId::PICC))),
        ("select_nothing", wire(&SelectApplication(ApplicationId([0x30, 0x10, 0xF2])))),
        ("select_ndef", IsoSelectFile::Application.apdu().to_bytes().unwrap()),
        ("version", wire(&GetVersion)),
        ("read_sig", wire(&ReadSig)),
        ("application_ids", wire(&GetApplicationIds)),
        ("free_memory", wire(&GetFreeMemory)),
        ("key_settings", wire(&GetKeySettings)),
    ];
    for (name, bytes) in sent {
        assert_eq!(bytes, published(name).hex("command"), "{name}");
    }
    let cases = tapsmith_testkit::vectors::cases("desfire");
    assert_eq!(cases.len(), sent_or_answered(), "a case that nobody looks at");
}

/// Those above, the version of another card, and three authentications that are tested where they are made.
const fn sent_or_answered() -> usize {
    13 + 1 + 3
}

/// That a file was made for SDM is bit 6; nobody has published such a command, so the byte is laid out by hand.
#[test]
fn a_file_for_sdm_says_so() {
    let rights = rights(Access::Free, Access::Free, Access::Free, Access::Key(KeyNumber::MASTER));
    let size = Offset::new(256).unwrap();
    let file = CreateStdDataFile {
        file: FileNumber::Ndef,
        mode: CommMode::Plain,
        sdm: true,
        rights,
        size,
    };
    let laid_out = [0x02, 0x04, 0xE1, 0x40, 0xE0, 0xEE, 0x00, 0x01, 0x00];
    assert_eq!(file.payload().as_slice(), laid_out);
    let full = CreateStdDataFile { mode: CommMode::Full, sdm: false, ..file };
    assert_eq!(full.payload().get(3), Some(&0x03));
}

/// A delivered card, signature and all.
#[test]
fn a_delivered_card_as_it_answers() {
    let version: Version = answered("version");
    assert_eq!(version.product(), Some(Product::DesfireEv3));
    assert!(!version.is_ntag424() && !version.has_tag_tamper());
    assert_eq!(version.uid, Uid([0x04, 0x95, 0x91, 0x0A, 0x5D, 0x6D, 0x80]));
    let Signature(signature) = answered("read_sig");
    let signed_by = |family| check_on(family, &version.uid.0, &signature);
    assert_eq!(signed_by(Family::DesfireEv3), Originality::Valid);
    assert_eq!(signed_by(Family::Ntag424), Originality::Invalid);
    let settings: KeySettings = answered("key_settings");
    assert!(settings.lists_freely() && settings.creates_freely());
    assert_eq!((settings.are_aes(), settings.number_of_keys()), (false, 1));
    assert_eq!(answered::<Offset>("free_memory").to_usize(), 8192);
    assert_eq!(answered::<Vec<ApplicationId>>("application_ids"), []);
    let other: Version = answered("version_4k");
    assert_eq!(other.product(), Some(Product::DesfireEv3));
    assert_ne!(other.hardware.storage, version.hardware.storage);
    let info: FileInfo = answered("file_settings");
    assert_eq!((info.size.to_usize(), info.settings.mode), (32, CommMode::Plain));
}

#[test]
fn numbers_are_told_from_leftovers() {
    let ids: Vec<ApplicationId> = Reply::decode(&[1, 0, 0, 0x56, 0x78, 0x9A]).unwrap();
    assert_eq!(ids.iter().map(ToString::to_string).collect::<Vec<_>>(), ["000001", "9A7856"]);
    assert_eq!(<Vec<ApplicationId>>::decode(&[1, 0, 0, 2]), None);
    assert_eq!(KeySettings::decode(&[0x0B]), None);
    let told = KeySettings::decode(&[0x0B, 0x85]).unwrap();
    assert!(
        told.same_as(KeySettings::NDEF),
        "whether files have ISO identifiers is not always told"
    );
    for other in [[0x0F, 0xA5], [0x0B, 0xA4], [0x0B, 0x25]] {
        assert!(!KeySettings::decode(&other).unwrap().same_as(KeySettings::NDEF), "{other:02X?}");
    }
}

/// Nobody has published what an EV3 says of a file that was made for SDM and has it off: each way to say so is
/// taken for the same.
#[test]
fn sdm_that_mirrors_nothing_is_off() {
    let head = [0x00, 0x40, 0xE0, 0xEE, 0x00, 0x01, 0x00];
    let plain = [0x00, 0x00, 0xE0, 0xEE, 0x00, 0x01, 0x00];
    let off = FileInfo::decode(&plain).unwrap();
    for said in [&[][..], &[0x00, 0xFF, 0xFF], &[0x01, 0xFF, 0xFF]] {
        let idle = [&head[..], said].concat();
        assert_eq!(FileInfo::decode(&idle), Some(off), "{idle:02X?}");
    }
    // It counts, though it shows nothing.
    let on = FileInfo::decode(&[&head[..], &[0x41, 0xFF, 0xFF]].concat()).unwrap();
    assert!(on.settings.sdm.is_some());
}

/// Proxmark3's table, typed off.
#[test]
fn other_products_have_names() {
    let part = |kind, major| PartVersion {
        vendor: 4,
        kind,
        subtype: 1,
        major,
        minor: 0,
        storage: 0x1A,
        protocol: 5,
    };
    let version: Version = answered("version");
    let named = |kind, major| {
        Version { hardware: part(kind, major), ..version }.product().map(Product::name)
    };
    for (kind, major, name) in [
        (1, 0x00, Some("a MIFARE DESFire")),
        (1, 0x01, Some("a MIFARE DESFire EV1")),
        (1, 0x12, Some("a MIFARE DESFire EV2")),
        (1, 0x33, Some("a MIFARE DESFire EV3")),
        (8, 0x30, Some("a MIFARE DESFire Light")),
        (4, 0x30, Some("an NTAG 424 DNA")),
        (0x81, 0x43, None),
    ] {
        assert_eq!(named(kind, major), name, "{kind:02X} {major:02X}");
    }
}
