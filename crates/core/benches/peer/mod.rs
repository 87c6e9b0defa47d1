//! Taps, and the ways to verify them: ours, and those of the crate `ntag424` on the same taps.

use std::collections::HashMap;
use std::hint::black_box;
use std::sync::Arc;

use ntag424::KeyNumber;
use ntag424::key_diversification::diversify_aes128;
use ntag424::types::file_settings::{
    CryptoMode, CtrRetAccess, EncryptedContent, FileRead, MacWindow, Offset, PiccData,
    ReadCtrFeatures, Sdm,
};
use tapsmith_core::batch::{BatchId, RecordRange};
use tapsmith_core::counter::ReadCounter;
use tapsmith_core::derive::ts1::{Owner, Role, mac_input};
use tapsmith_core::derive::{Deriver, RecordKeys};
use tapsmith_core::key::{AesKey, MasterKey};
use tapsmith_core::record::{Generation, RecordId};
use tapsmith_core::secret::Reveal as _;
use tapsmith_core::suite::Suite;
use tapsmith_core::sun::{Chip, KeyOf, PiccRandom, TapKeys, Verifier, sign};
use tapsmith_core::tamper::TagTamper;
use tapsmith_core::template::{Offsets, Template};
use tapsmith_core::uid::Uid;
use uuid::Uuid;

/// As `sun-aes` and `sun-lrp` write it: PICCData encrypted, a MAC over nothing.
const TEMPLATE: &str = "https://example.com/c/{record_id}?picc_data={picc}&cmac={mac}";

/// As many as stay in a cache. Each is of a record of its own.
pub(crate) const TAPS: u32 = 1024;

/// The records start where all ids are equally long, as the other crate asks for.
const FIRST: u64 = 100_000;

const BATCH: BatchId = BatchId(Uuid::from_bytes([7; 16]));

/// Who has which key, and what the chips speak.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Case {
    Fixed,
    FileDerived,
    BothDerived,
    Lrp,
}

impl Case {
    pub(crate) const ALL: [(&str, Self); 4] = [
        ("fixed keys", Self::Fixed),
        ("one key derived", Self::FileDerived),
        ("both keys derived", Self::BothDerived),
        ("LRP", Self::Lrp),
    ];

    fn slots(self) -> [KeyOf; 2] {
        let records = Arc::new(RecordKeys::new(deriver(), HashMap::new()));
        let all = |fill| KeyOf::All(key(fill));
        let own = |role| KeyOf::Record(records.clone(), role);
        match self {
            Self::Fixed | Self::Lrp => [all(0x11), all(0x22)],
            Self::FileDerived => [all(0x11), own(Role::FileRead)],
            Self::BothDerived => [own(Role::MetaRead), own(Role::FileRead)],
        }
    }

    fn keys(self, record: RecordId) -> TapKeys {
        let [meta_read, file_read] = self.slots().map(|slot| slot.of(record));
        TapKeys { meta_read, file_read }
    }
}

fn key(fill: u8) -> AesKey {
    AesKey::init_with(|key| key.fill(fill))
}

fn master() -> MasterKey {
    MasterKey::new(key(0x33))
}

/// Of the batch that the records are of.
pub(crate) fn deriver() -> Deriver {
    Deriver::new(&master(), BATCH)
}

/// Those of the taps.
pub(crate) fn records() -> RecordRange {
    RecordRange::new(FIRST.try_into().unwrap(), TAPS.into()).unwrap()
}

/// The key that the other crate derives for a record.
pub(crate) fn derived_by_them(role: Role, record: RecordId) -> [u8; 16] {
    let input = mac_input(BATCH, role, Generation::default(), Owner::Record(record));
    diversify_aes128(master().as_key().reveal(), input.get(1..).unwrap())
}

/// Taps of one case, and what verifies them.
pub(crate) struct Taps {
    case: Case,
    pub(crate) template: Template,
    pub(crate) urls: Vec<String>,
    pub(crate) verifier: Verifier,
    keys: TapKeys,
    theirs: ntag424::sdm::Verifier,
}

impl Taps {
    pub(crate) fn of(case: Case) -> Self {
        let suite = if case == Case::Lrp { Suite::Lrp } else { Suite::Aes };
        let template = Template::parse(TEMPLATE).unwrap().in_suite(suite);
        let urls = (1..).zip(records().iter()).map(|(n, of)| tap(&template, case, n, of)).collect();
        let [meta_read, file_read] = case.slots();
        let verifier = Verifier::of_cards(meta_read, file_read);
        let theirs = theirs(&template.fill(records().first()).offsets, suite);
        Self { case, template, urls, verifier, keys: case.keys(records().first()), theirs }
    }

    /// By the other crate.
    pub(crate) fn by_them(&self) {
        for (url, record) in self.urls.iter().zip(records().iter()) {
            self.one_by_them(url, record).unwrap();
        }
    }

    /// One tap, and the keys of one record.
    pub(crate) fn one_by_them(
        &self,
        url: &str,
        record: RecordId,
    ) -> Result<impl Sized, ntag424::sdm::SdmError> {
        let (meta_read, file_read) = (self.keys.meta_read.reveal(), self.keys.file_read.reveal());
        let derived = |role| derived_by_them(role, record);
        let (meta_read, file_read) = match self.case {
            Case::Fixed | Case::Lrp => (*meta_read, *file_read),
            Case::FileDerived => (*meta_read, derived(Role::FileRead)),
            Case::BothDerived => (derived(Role::MetaRead), derived(Role::FileRead)),
        };
        let url = black_box(url).as_bytes();
        black_box(self.theirs.verify_with_meta_key(url, &file_read, &meta_read))
    }

    /// One by one, with keys that nothing was made ready of.
    pub(crate) fn bare(&self) {
        for url in &self.urls {
            let tap = self.template.read(black_box(url)).unwrap();
            black_box(tap.verify(&self.keys)).unwrap();
        }
    }

    /// One by one, with a verifier.
    pub(crate) fn one_by_one(&self) {
        for url in &self.urls {
            let tap = self.template.read(black_box(url)).unwrap();
            black_box(self.verifier.verify(&tap)).unwrap();
        }
    }

    /// All at once.
    pub(crate) fn at_once(&self) {
        let taps = self.urls.iter().map(|url| self.template.read(black_box(url)));
        let verdicts = self.verifier.verify_all(taps);
        assert!(verdicts.iter().all(Result::is_ok));
        black_box(verdicts);
    }
}

fn tap(template: &Template, case: Case, number: u32, record: RecordId) -> String {
    let chip = Chip {
        uid: Uid([0x04, 0xAA, 0xBB, 0xCC, 0xDD, 0xEE, 0xFF]),
        counter: ReadCounter::try_from(number).unwrap(),
        random: PiccRandom { padding: [0x5A; 16], start: [0x5A; 8] },
        tag_tamper: TagTamper::INTACT,
    };
    sign(template, record, &case.keys(record), chip)
}

/// The same addresses, as the other crate is told of them.
fn theirs(offsets: &Offsets, suite: Suite) -> ntag424::sdm::Verifier {
    let offset = |at: usize| Offset::new(u32::try_from(at).unwrap()).unwrap();
    let features = ReadCtrFeatures { limit: None, ret_access: CtrRetAccess::NoAccess };
    let picc_data = PiccData::Encrypted {
        key: KeyNumber::Key1,
        offset: offset(offsets.picc.unwrap().start),
        content: EncryptedContent::Both(features),
    };
    let window =
        MacWindow { input: offset(offsets.mac_input.unwrap()), mac: offset(offsets.mac.unwrap()) };
    let file_read = FileRead::MacOnly { key: KeyNumber::Key2, window };
    let mode = if suite == Suite::Lrp { CryptoMode::Lrp } else { CryptoMode::Aes };
    let sdm = Sdm::try_new(picc_data, Some(file_read), None, mode).unwrap();
    ntag424::sdm::Verifier::try_new(&sdm, mode).unwrap()
}
