//! Its cards: personalized by its commands alone, with the keys of one of our records, as a printer would
//! who chose the address and the slots. We discover how, learn it, and judge card and taps by it.

use jiff::Timestamp;
use ntag424::sdm::{SdmUrlOptions, sdm_url_config};
use ntag424::types::file_settings::CryptoMode;
use ntag424::{
    Access, AccessRights, AuthenticatedSession, CommMode, Configuration, File, FileSettingsUpdate,
    KeyNumber, NonMasterKeyNumber, Session,
};
use tapsmith_card::tag::Tag;
use tapsmith_core::batch::KeyScheme;
use tapsmith_core::key::AesKey;
use tapsmith_core::profile::Chip;
use tapsmith_core::record::RecordId;
use tapsmith_core::suite::Suite;
use tapsmith_core::sun::TapKeys;
use tapsmith_desk::check::{Outcome, Verdict};
use tapsmith_desk::discover::{self, Discovered, discover};
use tapsmith_desk::tap::{Address, ByVault, Keyed, Shape};
use tapsmith_desk::trust::VirtualCards;
use tapsmith_desk::verify::{self, Strangers, Verified, verify};

use crate::common::{Counting, Desk, Wire};
use crate::{Field, Key, UID, keys_of, now};

const FACTORY: Key = [0; 16];
const OTHERS: [NonMasterKeyNumber; 4] = [
    NonMasterKeyNumber::Key1,
    NonMasterKeyNumber::Key2,
    NonMasterKeyNumber::Key3,
    NonMasterKeyNumber::Key4,
];

/// What it makes of a blank chip.
struct Theirs {
    chip: Chip,
    mode: CryptoMode,
    template: &'static str,
    configuration: Configuration,
    /// The key of each slot.
    keys: [Key; 5],
    picc_key: KeyNumber,
    mac_key: KeyNumber,
}

impl Theirs {
    /// LRP first, the chip as a whole, the page, its settings, keys 1 to 4, and key 0 last.
    fn make(self) -> Field {
        let Self { chip, mode, template, configuration, keys, picc_key, mac_key } = self;
        let options = SdmUrlOptions { picc_key, mac_key, ..SdmUrlOptions::default() };
        let config = sdm_url_config(template, mode, options).unwrap();
        let master = Access::Key(KeyNumber::Key0);
        let rights =
            AccessRights { read: Access::Free, write: master, read_write: master, change: master };
        let update = FileSettingsUpdate::new(CommMode::Plain, rights);
        let mut field = Field::blank(chip);
        let card = &mut field;
        now(async {
            if mode == CryptoMode::Lrp {
                let session = Session::default();
                let key = KeyNumber::Key0;
                let session = session.authenticate_aes(card, key, &FACTORY, [9; 16]).await.unwrap();
                session.enable_lrp(card).await.unwrap();
            }
            let session = card.open(mode, KeyNumber::Key0, &FACTORY).await;
            let session = session.set_configuration(card, &configuration).await.unwrap();
            let session = session.write_file(card, File::Ndef, 0, &config.ndef_bytes).await;
            let update = update.with_sdm(config.sdm_settings);
            let session = session.unwrap().change_file_settings(card, File::Ndef, &update).await;
            let mut session = session.unwrap();
            for (number, key) in OTHERS.into_iter().zip(&keys[1..]) {
                session = session.change_key(card, number, key, 1, &FACTORY).await.unwrap();
            }
            session.change_master_key(card, &keys[0], 1).await.unwrap();
        });
        field
    }
}

impl Desk {
    fn learn(&mut self, field: &mut Field) -> Discovered {
        let request = discover::Request {
            batch: &self.batch,
            record: None,
            virtual_cards: VirtualCards::Accept,
            learn: true,
            tolerate: &[],
            now: Timestamp::UNIX_EPOCH,
        };
        field.0.power_off();
        let mut tag = Tag::new(Wire(&mut field.0));
        discover(&mut tag, &mut self.vault, request, &mut Counting(9)).unwrap()
    }

    fn verify(&mut self, field: &mut Field) -> Verified {
        let request = verify::Request {
            batch: &self.batch,
            record: None,
            virtual_cards: VirtualCards::Accept,
            strangers: Strangers::All,
            now: Timestamp::UNIX_EPOCH,
        };
        field.0.power_off();
        let mut tag = Tag::new(Wire(&mut field.0));
        verify(&mut tag, &mut self.vault, request, &mut Counting(9)).unwrap()
    }

    /// The card is the batch's by what was learnt, and so is its tap.
    fn takes(&mut self, field: &mut Field) -> Verified {
        let verified = self.verify(field);
        assert_eq!(verified.verdict, Verdict::Pass, "{verified:?}");
        assert_eq!((verified.uid, verified.record_id), (Some(UID), Some(RecordId::MIN)));
        let mut judge = ByVault::new(&self.vault, &self.batch).unwrap();
        let judged = judge.judge(verified.url.as_deref().unwrap()).unwrap();
        assert_eq!((judged.verdict, judged.uid), (Verdict::Pass, Some(UID)));
        verified
    }
}

/// Ordered in AES mode, and delivered in LRP mode: found out, and learnt.
#[test]
fn a_card_it_switched_to_lrp() {
    let mut desk = Desk::new("sun-aes", KeyScheme::Random);
    let [app_master, meta_read, file_read, spare_3, spare_4] = keys_of(&desk, RecordId::MIN);
    let mut field = Theirs {
        chip: Chip::Ntag424,
        mode: CryptoMode::Lrp,
        template: "https://example.com/c/1?picc_data={picc}&cmac=[[{mac}",
        configuration: Configuration::new(),
        keys: [app_master, spare_3, spare_4, meta_read, file_read],
        picc_key: KeyNumber::Key3,
        mac_key: KeyNumber::Key4,
    }
    .make();
    let learnt = desk.learn(&mut field);
    assert_eq!(learnt.record_id, Some(RecordId::MIN));
    assert_eq!(learnt.layout.configuration.suite, Suite::Lrp);
    assert_eq!(
        learnt.layout.template,
        "https://example.com/c/{record_id}?picc_data={picc}&cmac={mac}"
    );
    let verified = desk.takes(&mut field);
    // And with keys alone, where nobody says the mode: its width does.
    let [meta_read, file_read] =
        [meta_read, file_read].map(|key| AesKey::init_with(|out| *out = key));
    let keys = TapKeys { meta_read, file_read };
    let judge = Keyed::by_keys(keys, Address::Names(Suite::Aes));
    let judged = &judge.judge_all(Shape::Urls, &[verified.url.as_deref().unwrap().as_bytes()])[0];
    assert_eq!((judged.verdict, judged.uid), (Verdict::Pass, Some(UID)));
}

/// A hidden UID, in each mode: the batch's shared key tells whose card it is.
#[test]
fn a_card_it_made_hide() {
    for mode in [CryptoMode::Aes, CryptoMode::Lrp] {
        let mut desk = Desk::new("sun-private", KeyScheme::Derived);
        let mut field = Theirs {
            chip: Chip::Ntag424,
            mode,
            template: "https://example.com/c?p={picc}&m={mac}",
            configuration: Configuration::new().with_random_uid_enabled(),
            keys: keys_of(&desk, RecordId::MIN),
            picc_key: KeyNumber::Key1,
            mac_key: KeyNumber::Key2,
        }
        .make();
        let learnt = desk.learn(&mut field);
        assert!(learnt.layout.configuration.random_uid);
        let verified = desk.takes(&mut field);
        assert_eq!(verified.failed_authentications, 0, "{mode:?}");
    }
}

/// A loop that it had watched, and that was cut later: a good tap of a card that fails.
#[test]
fn a_card_whose_loop_it_had_watched() {
    for mode in [CryptoMode::Aes, CryptoMode::Lrp] {
        let mut desk = Desk::new("sun-tamper", KeyScheme::Derived);
        let mut field = Theirs {
            chip: Chip::Ntag424tt,
            mode,
            template: "https://example.com/c/1?p={picc}&[[t={tt}&m={mac}",
            configuration: Configuration::new().with_tag_tamper_enabled(Access::Free),
            keys: keys_of(&desk, RecordId::MIN),
            picc_key: KeyNumber::Key1,
            mac_key: KeyNumber::Key2,
        }
        .make();
        desk.learn(&mut field);
        desk.takes(&mut field);
        field.0.cut_loop();
        let verified = desk.verify(&mut field);
        let outcome =
            |name: &str| verified.checks.iter().find(|check| check.name == name).unwrap().outcome;
        assert_eq!(outcome("tag_tamper"), Outcome::Fail, "{mode:?}: {verified:?}");
        assert_eq!(outcome("sun_mac"), Outcome::Pass, "{mode:?}: {verified:?}");
    }
}
