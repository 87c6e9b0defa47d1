//! SDM: what a tap shows, and what counts as one.

use tapsmith_core::hex;
use tapsmith_core::uid::Uid;
use tapsmith_picc::desfire::{Memory, Unknowns};
use tapsmith_testkit::vectors::case;

use crate::reader::{cbc_decrypt, cmac};
use crate::rig::{AID, Mode, NDEF, NEW_APPLICATION, NewFile, Rig, UID, ZERO, wrapped};
use crate::settings::SDM;
use crate::unknowns::D;

/// With these settings of the NDEF file, the application selected.
pub(crate) fn with(settings: &[u8], unknowns: Unknowns) -> Rig {
    let mut rig = Rig::files_with(unknowns);
    let mut session = rig.ev2(0, &ZERO).unwrap();
    let body = [&[2], settings].concat();
    assert_eq!(rig.secured(&mut session, Mode::Full(1), 0x5F, &body), 0x9100);
    assert_eq!(rig.status(0x5A, &AID), 0x9100);
    rig
}

fn rig() -> Rig {
    with(&SDM, Unknowns::default())
}

pub(crate) fn count(rig: &Rig) -> u32 {
    rig.card.memory().applications()[0].file(2).unwrap().read_counter().into()
}

fn text(data: Vec<u8>) -> String {
    String::from_utf8(data).unwrap()
}

/// AN12196's tap: the chip, told UID, count and padding of the published one, shows the published address.
#[test]
fn a_published_tap() {
    let case = case("sdm_aes", "encrypted_picc_data_cmac_over_nothing");
    let address = case.text("url");
    let (picc, mac) = (behind(address, "?e="), behind(address, "&c="));
    let settings = [0x40, 0xEE, 0xEE, 0xC1, 0xFF, 0x00, picc, 0, 0, mac, 0, 0, mac, 0, 0];
    assert_eq!(shown(address, &settings, [picc, mac], ""), address);
}

/// The same of a tap with file data, that the author of `TalkToYourDESFireCard` prints beside what a verifier says
/// of it (`readme.md`, "How to decrypt the data"): UID 04514032501490, count 82, 0102030405060708.
#[test]
fn a_published_tap_with_file_data() {
    let address = concat!(
        "https://sdm.nfcdeveloper.com/tag?picc_data=7611174D92F390458FF7E15ACFD2579F",
        "&enc=F9FB7442DB2E0BE631CD4E3BCF74276E&cmac=69784EF122D0CB5F"
    );
    let (picc, mac) = (behind(address, "?picc_data="), behind(address, "&cmac="));
    let data = behind(address, "&enc=");
    let settings = [
        &[0x40, 0xEE, 0xEE, 0xD1, 0xFF, 0x00, picc, 0, 0, data, 0, 0, data, 0, 0][..],
        &[32, 0, 0, mac, 0, 0],
    ]
    .concat();
    assert_eq!(shown(address, &settings, [picc, mac], "0102030405060708"), address);
}

/// Where a mirror begins: behind its name.
fn behind(address: &str, name: &str) -> u8 {
    u8::try_from(address.find(name).unwrap() + name.len()).unwrap()
}

/// What a chip shows whose UID, count and padding are those of `address`, which holds nothing of it before.
fn shown(address: &str, settings: &[u8], [picc, mac]: [u8; 2], file_data: &str) -> String {
    let (at, end) = (usize::from(picc), usize::from(mac));
    let mut block = [0; 16];
    hex::decode_into(&address[at..at + 32], &mut block).unwrap();
    let plain = cbc_decrypt(&ZERO, [0; 16], &block);
    let mut written = address.as_bytes().to_vec();
    written[at..at + 32].fill(b'0');
    written[end..end + 16].fill(b'0');
    if let Some(place) = address.find("&enc=").map(|at| at + "&enc=".len()) {
        written[place..place + 32].fill(b'0');
        written[place..place + 16].copy_from_slice(file_data.as_bytes());
    }
    let mut rig = Rig::of(Memory::factory(Uid(plain[1..8].try_into().unwrap())), D);
    let mut new = NEW_APPLICATION;
    new[3] = 0x0F;
    assert_eq!(rig.status(0xCA, &new), 0x9100);
    assert_eq!(rig.status(0x5A, &AID), 0x9100);
    let file = NewFile { rights: [0xEE, 0xEE], ..NDEF };
    assert_eq!(rig.status(0xCD, &file.body()), 0x9100);
    let length = u8::try_from(written.len()).unwrap();
    assert_eq!(rig.status(0x8D, &[&[2, 0, 0, 0, length, 0, 0][..], &written].concat()), 0x9100);
    assert_eq!(rig.status(0x5F, &[&[2], settings].concat()), 0x9100);
    for _ in 1..plain[8] {
        assert_eq!(rig.read_data(2, 0, 1).1, 0x9100);
        assert_eq!(rig.status(0x5A, &AID), 0x9100);
    }
    let read = wrapped(0xAD, &[2, 0, 0, 0, length, 0, 0]);
    let mut answer = rig.card.exchange(&read, &mut Drawn(plain)).unwrap();
    answer.truncate(answer.len() - 2);
    text(answer)
}

/// What the card draws: the published padding.
struct Drawn(Vec<u8>);

impl tapsmith_core::random::Random for Drawn {
    type Error = std::convert::Infallible;

    fn fill(&mut self, out: &mut [u8]) -> Result<(), Self::Error> {
        out.copy_from_slice(&self.0[..out.len()]);
        Ok(())
    }
}

/// UID and counter as they are, the counter's high byte first.
#[test]
fn plain_mirrors() {
    let settings = [0x40, 0xE0, 0xEE, 0xC1, 0xFF, 0xEF, 2, 0, 0, 20, 0, 0];
    let mut rig = with(&settings, Unknowns::default());
    let (page, status) = rig.read_data(2, 0, 28);
    assert_eq!(status, 0x9100);
    let expected =
        [&[0, 0][..], hex::encode(&UID.0).as_bytes(), &[0; 4], b"000001", &[0, 0]].concat();
    assert_eq!(page, expected);
}

/// File data in the first half of its place, encrypted under SV1's key; the MAC covers what is shown.
#[test]
fn encrypted_file_data() {
    let settings =
        [0x40, 0xE0, 0xEE, 0xD1, 0xFF, 0x21, 0, 0, 0, 40, 0, 0, 48, 0, 0, 32, 0, 0, 90, 0, 0];
    let mut rig = with(&settings, Unknowns::default());
    let write = [&[2, 48, 0, 0, 16, 0, 0][..], b"sixteen letters!"].concat();
    assert_eq!(rig.status(0x8D, &write), 0x9100);
    let page = rig.read_data(2, 0, 106).0;
    let mut block = [0; 16];
    hex::decode_into(std::str::from_utf8(&page[48..80]).unwrap(), &mut block).unwrap();
    let vector =
        |label: [u8; 2]| [&label[..], &[0x00, 0x01, 0x00, 0x80], &UID.0, &[1, 0, 0]].concat();
    let key = cmac(&ZERO, &vector([0xC3, 0x3C]));
    let mut counter = [0; 16];
    counter[0] = 1;
    let iv = crate::reader::cbc_encrypt(&key, [0; 16], &counter).try_into().unwrap();
    assert_eq!(cbc_decrypt(&key, iv, &block), b"sixteen letters!");
    assert_eq!(page[80..90], [0; 10], "nothing beyond its place");
    let mac = cmac(&cmac(&ZERO, &vector([0x3C, 0xC3])), &page[40..90]);
    let cut: Vec<u8> = mac.iter().copied().skip(1).step_by(2).collect();
    assert_eq!(text(page[90..106].to_vec()), hex::encode(&cut));
}

/// Reads by one command are one tap, and fit together.
#[test]
fn a_run_is_one_tap() {
    let mut rig = rig();
    let whole = rig.read_data(2, 0, 80).0;
    let parts = [rig.read_data(2, 0, 20).0, rig.read_data(2, 20, 60).0].concat();
    assert_eq!((parts, count(&rig)), (whole, 1));
    let (frames, _) = rig.frames(0xBD, &[2, 0, 0, 0, 80, 0, 0]);
    assert_eq!((frames.len(), count(&rig)), (2, 1), "its frames are no other command");
    assert_eq!(rig.read_data(2, 0, 80).0, frames.concat());
}

#[test]
fn what_ends_a_run() {
    let others: [fn(&mut Rig); 7] = [
        |rig| assert_eq!(rig.status(0x64, &[0]), 0x9100),
        |rig| assert_eq!(rig.status(0x5A, &AID), 0x9100),
        |rig| assert_eq!(rig.status(0x99, &[]), 0x911C),
        |rig| assert_eq!(rig.status(0xAF, &[]), 0x911C),
        |rig| assert_eq!(rig.select(0x02, &[0xE1, 0x04]), 0x9000),
        |rig| assert_eq!(rig.read_data(1, 0, 1).1, 0x9100),
        |rig| {
            rig.card.power_off();
            assert_eq!(rig.status(0x5A, &AID), 0x9100);
        },
    ];
    for (case, other) in others.into_iter().enumerate() {
        let mut rig = rig();
        let first = rig.read_data(2, 0, 80).0;
        other(&mut rig);
        assert_ne!(rig.read_data(2, 0, 80).0, first, "{case}");
        assert_eq!(count(&rig), 2, "{case}");
    }
    let mut rig = rig();
    assert_eq!(rig.select(0x02, &[0xE1, 0x04]), 0x9000);
    rig.read_binary(0, 10);
    rig.read_binary(10, 10);
    assert_eq!(count(&rig), 1);
    rig.read_data(2, 0, 10);
    assert_eq!(count(&rig), 2, "another command");
    rig.read_binary(10, 10);
    assert_eq!(count(&rig), 3, "and back");
}

/// A session sees the file as it was written, and does not count.
#[test]
fn a_session_is_no_tap() {
    let mut rig = rig();
    let mut session = rig.ev2(1, &ZERO).unwrap();
    let (page, status) = rig.secure(&mut session, Mode::Plain, 0xAD, &[2, 0, 0, 0, 80, 0, 0]);
    assert_eq!((page, status, count(&rig)), (vec![0; 80], 0x9100, 0));
}

#[test]
fn the_file_read_key_lets_everybody_read() {
    let mut settings = SDM;
    settings[1..3].copy_from_slice(&[0xF0, 0xFF]);
    let mut rig = with(&settings, Unknowns::default());
    assert_eq!(rig.read_data(2, 0, 80).1, 0x9100);
    let mut session = rig.ev2(1, &ZERO).unwrap();
    assert_eq!(rig.secured(&mut session, Mode::Plain, 0xAD, &[2, 0, 0, 0, 80, 0, 0]), 0x919D);
}

#[test]
fn a_limit() {
    let settings = [&[0x40, 0xE0, 0xEE, 0xE1], &SDM[4..], &[2, 0, 0]].concat();
    let mut rig = with(&settings, Unknowns::default());
    for status in [0x9100, 0x9100, 0x919D, 0x919D] {
        assert_eq!(rig.read_data(2, 0, 80).1, status);
        assert_eq!(rig.status(0x5A, &AID), 0x9100);
    }
    assert_eq!(count(&rig), 2);
    assert_eq!(rig.select(0x02, &[0xE1, 0x04]), 0x9000);
    assert_eq!(rig.read_binary(0, 10).1, 0x6982);
    let mut session = rig.ev2(1, &ZERO).unwrap();
    assert_eq!(rig.secured(&mut session, Mode::Plain, 0xAD, &[2, 0, 0, 0, 80, 0, 0]), 0x9100);
}

/// New settings over old ones keep the count; switched off and on, it begins anew.
#[test]
fn the_count_goes_on() {
    let mut rig = rig();
    rig.read_data(2, 0, 80);
    let set = |rig: &mut Rig, settings: &[u8]| {
        let mut session = rig.ev2(0, &ZERO).unwrap();
        let body = [&[2], settings].concat();
        assert_eq!(rig.secured(&mut session, Mode::Full(1), 0x5F, &body), 0x9100);
    };
    set(&mut rig, &SDM);
    assert_eq!(count(&rig), 1);
    set(&mut rig, &[0x00, 0xE0, 0xEE]);
    set(&mut rig, &SDM);
    assert_eq!(count(&rig), 0);
}

/// Two files, two counts: SDM is not only for one file.
#[test]
fn each_file_counts_for_itself() {
    let mut rig = Rig::delivered();
    assert_eq!(rig.status(0xCA, &[1, 0, 0, 0x0F, 0xA5, 0x10, 0xE1]), 0x9100);
    assert_eq!(rig.status(0x5A, &AID), 0x9100);
    for number in [7, 8] {
        let file = crate::rig::NewFile {
            number,
            iso: 0xE200 + u16::from(number),
            rights: [0xEE, 0xEE],
            ..crate::rig::NDEF
        };
        assert_eq!(rig.status(0xCD, &file.body()), 0x9100);
        let body = [&[number, 0x40, 0xEE, 0xEE], &SDM[3..]].concat();
        assert_eq!(rig.status(0x5F, &body), 0x9100);
    }
    for file in [7, 7, 8, 7] {
        assert_eq!(rig.read_data(file, 0, 80).1, 0x9100);
        assert_eq!(rig.status(0x5A, &AID), 0x9100);
    }
    let files = rig.card.memory().applications()[0].files();
    let counts: Vec<u32> = files.iter().map(|file| file.read_counter().into()).collect();
    assert_eq!(counts, [3, 1]);
}

#[test]
fn the_count_is_told() {
    for (right, key, status) in [
        (0xF1, Some(1), 0x9100),
        (0xF1, Some(0), 0x91AE),
        (0xF1, None, 0x91AE),
        (0xFF, None, 0x919D),
    ] {
        let mut settings = SDM;
        settings[4] = right;
        let mut rig = with(&settings, Unknowns::default());
        rig.read_data(2, 0, 80);
        let (data, found) = match key {
            Some(key) => {
                let mut session = rig.ev2(key, &ZERO).unwrap();
                rig.secure(&mut session, Mode::Full(1), 0xF6, &[2])
            }
            None => rig.native(0xF6, &[2]),
        };
        assert_eq!(found, status);
        assert!(found != 0x9100 || data == [1, 0, 0, 0, 0]);
    }
    let mut settings = SDM;
    settings[4] = 0xFE;
    let mut rig = with(&settings, Unknowns::default());
    rig.read_data(2, 0, 80);
    assert_eq!(rig.native(0xF6, &[2]), (vec![1, 0, 0, 0, 0], 0x9100));
    assert_eq!(rig.status(0xF6, &[1]), 0x919D, "no SDM");
}

/// The counter's end. Memory is told the count, since nobody taps so often.
#[test]
fn the_counter_ends() {
    let rig = rig();
    let text = rig
        .card
        .into_memory()
        .to_json()
        .replace("\"read_counter\": 0", "\"read_counter\": 16777214");
    let mut rig = Rig::of(Memory::from_json(&text).unwrap(), Unknowns::default());
    assert_eq!(rig.status(0x5A, &AID), 0x9100);
    assert_eq!(rig.read_data(2, 0, 80).1, 0x9100);
    assert_eq!(rig.status(0x5A, &AID), 0x9100);
    assert_eq!(rig.read_data(2, 0, 80).1, 0x911E);
    assert_eq!(count(&rig), 0x00FF_FFFF);
}
