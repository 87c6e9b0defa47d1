//! A desk with a vault, batches, and cards as they lie in a delivery.

use std::convert::Infallible;

use jiff::Timestamp;
use secrecy::SecretString;
use tapsmith_card::command::FileNumber;
use tapsmith_card::tag::Tag;
use tapsmith_card::transport::Transport;
use tapsmith_core::batch::{Batch, KeyScheme, RecordRange};
use tapsmith_core::derive::ts1::Role;
use tapsmith_core::key::{AesKey, KeyNumber};
use tapsmith_core::profile::{Configuration, Profile};
use tapsmith_core::random::Random;
use tapsmith_core::record::{Generation, RecordId};
use tapsmith_core::sampling::{Aql, Level, Seed, Standard};
use tapsmith_core::uid::Uid;
use tapsmith_desk::batch::{NewBatch, create};
use tapsmith_desk::discover::{self, discover};
use tapsmith_desk::error::Error;
use tapsmith_desk::qa::make::{Wish, WishError, make};
use tapsmith_desk::qa::plan::{Critical, Plan};
use tapsmith_desk::qa::session::Card;
use tapsmith_desk::qa::sitting::{Look, Seat, Sitting, SittingError};
use tapsmith_desk::record::{BatchLayout, RecordCard};
use tapsmith_desk::trust::VirtualCards;
use tapsmith_picc::Ntag424;
use tapsmith_store::{Credential, KdfCost, NewRecipient, NotedPlan, OpenVault, Operator, Vault};
use tempfile::TempDir;

use crate::chip::{Chip, uri_file};

/// Random enough for a test, and the same each time.
#[derive(Debug)]
pub(crate) struct Counting(pub(crate) u8);

impl Random for Counting {
    type Error = Infallible;

    fn fill(&mut self, out: &mut [u8]) -> Result<(), Self::Error> {
        for byte in out {
            self.0 = self.0.wrapping_mul(73).wrapping_add(41);
            *byte = self.0;
        }
        Ok(())
    }
}

/// A card that is never pulled.
#[derive(Debug)]
pub(crate) struct Wire<'c>(pub(crate) &'c mut Ntag424);

impl Transport for Wire<'_> {
    type Error = Infallible;

    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, Self::Error> {
        self.0.exchange(command, &mut Counting(7))
    }
}

/// Some other chip: it knows no command.
#[derive(Debug)]
pub(crate) struct OtherChip;

impl Transport for OtherChip {
    type Error = Infallible;

    fn transmit(&mut self, _command: &[u8]) -> Result<Vec<u8>, Self::Error> {
        Ok(vec![0x6D, 0x00])
    }
}

pub(crate) const NOW: Timestamp = Timestamp::UNIX_EPOCH;

pub(crate) const SEAT: Seat<'_> =
    Seat { station: "desk", operator: "vera", reader: "none", version: "0", rehearsal: false };

pub(crate) const LOOK: Look = Look { virtual_cards: VirtualCards::Accept, now: NOW };

/// A vault, and the folder it lies in.
#[derive(Debug)]
pub(crate) struct Desk {
    pub(crate) vault: OpenVault,
    folder: TempDir,
}

impl Desk {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let recipient = NewRecipient::Passphrase(passphrase(), KdfCost::least());
        let operator = Operator::unknown();
        let place = folder.path().join("vault");
        let vault = Vault::init(&place, &[recipient], &operator, NOW, &mut Counting(1)).unwrap();
        let vault = vault.unlock(&Credential::Passphrase(passphrase()), operator).unwrap();
        Self { vault, folder }
    }

    /// A second desk at the same vault.
    pub(crate) fn beside(&self) -> OpenVault {
        let vault = Vault::open(&self.folder.path().join("vault")).unwrap();
        vault.unlock(&Credential::Passphrase(passphrase()), Operator::unknown()).unwrap()
    }

    pub(crate) fn batch(&mut self, name: &str, profile: &str, first: u64, count: u64) -> Batch {
        self.batch_at(name, profile, first, count, "https://example.com/c")
    }

    pub(crate) fn batch_at(
        &mut self,
        name: &str,
        profile: &str,
        first: u64,
        count: u64,
        base_url: &str,
    ) -> Batch {
        let new = NewBatch {
            name: name.parse().unwrap(),
            records: RecordRange::new(record(first), count).unwrap(),
            base_url: base_url.to_owned(),
            keys: KeyScheme::Derived,
            profile: Profile::shipped(profile).unwrap(),
            hsm: None,
        };
        // Batches of other names have other keys.
        let seed = name.bytes().fold(3, u8::wrapping_add);
        create(&mut self.vault, new, NOW, &mut Counting(seed), &mut |_| true).unwrap()
    }

    /// A plan for all of `batch`, or as `wish` has it.
    pub(crate) fn plan(&mut self, batch: &Batch, wish: Wish, seed: u8) -> (NotedPlan, Plan) {
        self.try_plan(batch, wish, seed).unwrap()
    }

    pub(crate) fn try_plan(
        &mut self,
        batch: &Batch,
        wish: Wish,
        seed: u8,
    ) -> Result<(NotedPlan, Plan), WishError> {
        make(&mut self.vault, batch, wish, Seed::from([seed; 16]), NOW)
    }

    pub(crate) fn sit(&mut self, plan: &str) -> Sitting<'_> {
        self.try_sit(plan).unwrap()
    }

    pub(crate) fn try_sit(&mut self, plan: &str) -> Result<Sitting<'_>, SittingError> {
        Sitting::down(&mut self.vault, plan, &SEAT, NOW)
    }

    /// The record's key for this role.
    pub(crate) fn key(&self, batch: &Batch, of: u64, role: Role) -> AesKey {
        let keys = self.vault.keys(batch).unwrap();
        keys.record(record(of), Generation::default()).unwrap().get(role).unwrap().clone()
    }

    /// The card of a record, as the batch's own profile orders it. What it shows comes from `personalize`, which
    /// `verify` expects by too: other tests hold that against another client.
    pub(crate) fn as_ordered(&self, batch: &Batch, of: u64, uid: Uid) -> Chip {
        let layout = BatchLayout::asked_for::<Infallible>(&self.vault, batch).unwrap();
        let card = RecordCard::load::<Infallible>(&self.vault, batch, &layout, record(of)).unwrap();
        let Configuration { suite, random_uid, .. } = layout.layout.configuration;
        let mut chip = Chip::new(uid).configured(suite, random_uid).ndef(&card.shape.image.bytes);
        for (name, file) in FILES {
            chip = chip.settings(name, &card.shape.file(file).encode());
        }
        for slot in KeyNumber::ALL {
            let held = card.key(slot).unwrap();
            chip = chip.key(slot.as_u8(), &held.key, held.version.0);
        }
        chip
    }

    /// The card of a record as a printer makes it, laid out by hand: another address with a window of the MAC, keys
    /// in slots 4 and 3, the printer's own key in slot 0, and the factory's in slots 1 and 2.
    pub(crate) fn as_printed(&self, batch: &Batch, of: u64, uid: Uid) -> Chip {
        let url = printed_address(&of.to_string());
        let chip = printed_at(uid, &url);
        let public = self.key(batch, of, Role::MetaRead);
        let private = self.key(batch, of, Role::FileRead);
        let own = AesKey::init_with(|key| key.fill(0x5C));
        chip.key(4, &public, 0x11).key(3, &private, 0x11).key(0, &own, 0x11)
    }

    /// Learns the layout of one card, and accepts the factory's keys in it.
    pub(crate) fn learn(&mut self, batch: &Batch, chip: &Chip) {
        self.learn_with(batch, chip, &[1, 2]);
    }

    /// The same with the factory's keys in these slots accepted.
    pub(crate) fn learn_with(&mut self, batch: &Batch, chip: &Chip, tolerate: &[u8]) {
        let tolerate: Vec<KeyNumber> =
            tolerate.iter().map(|slot| (*slot).try_into().unwrap()).collect();
        let request = discover::Request {
            batch,
            record: None,
            virtual_cards: VirtualCards::Accept,
            learn: true,
            tolerate: &tolerate,
            now: NOW,
        };
        let mut card = chip.card();
        let mut tag = Tag::new(Wire(&mut card));
        assert!(discover(&mut tag, &mut self.vault, request, &mut Counting(9)).unwrap().learnt);
    }
}

fn passphrase() -> SecretString {
    SecretString::from("a passphrase")
}

pub(crate) const FILES: [(&str, FileNumber); 3] = [
    ("capability_container", FileNumber::CapabilityContainer),
    ("ndef", FileNumber::Ndef),
    ("proprietary", FileNumber::Proprietary),
];

fn printed_address(record: &str) -> String {
    format!("https://print.example/x/{record}/v?data={}&sig={}", "0".repeat(32), "0".repeat(16))
}

/// A printer's chip with this address, its mirrors where the marks stand, and no keys yet.
pub(crate) fn printed_at(uid: Uid, url: &str) -> Chip {
    let at = |mark: &str| {
        u8::try_from(url.find(mark).unwrap() + mark.len() - "https://".len() + 7).unwrap()
    };
    let (data, window, mac) = (at("data="), at("v?"), at("sig="));
    // SDM on, plain; read-write 0, change 0; read free, write 0; UID, counter, ASCII; F and F;
    // MetaRead 4, FileRead 3; PICCData, MAC input, MAC.
    let settings = [0x40, 0x00, 0xE0, 0xC1, 0xFF, 0x43, data, 0, 0, window, 0, 0, mac, 0, 0];
    Chip::new(uid).ndef(&uri_file(url)).settings("ndef", &settings)
}

pub(crate) fn record(number: u64) -> RecordId {
    number.try_into().unwrap()
}

/// A UID of its own for each number.
pub(crate) fn uid(number: u64) -> Uid {
    let [.., a, b, c] = number.to_be_bytes();
    Uid([0x04, 0x5A, 0x11, 0x22, a, b, c])
}

/// What is asked for where a test cares for nothing else.
pub(crate) fn wish() -> Wish {
    Wish {
        lot: None,
        records: None,
        standard: Standard::Iso2859_1,
        level: Level::II,
        aql: "0.65".parse().unwrap(),
        minor_aql: Aql::USUAL_MINOR,
        critical: Critical::Ac0,
        severity: None,
        supplier: "printer".to_owned(),
        resubmitted: false,
    }
}

/// Puts a card down.
pub(crate) fn show(sitting: &mut Sitting<'_>, card: &mut Ntag424) -> Card {
    card.power_off();
    try_show(sitting, Wire(card)).unwrap()
}

pub(crate) fn try_show<T: Transport>(
    sitting: &mut Sitting<'_>,
    transport: T,
) -> Result<Card, Error<T::Error>> {
    let mut tag = Tag::new(transport);
    let seen = sitting.card(&mut tag, LOOK, &mut Counting(9), || 1)?;
    Ok(seen.unwrap().clone())
}

/// The names of what was found, with the class.
pub(crate) fn found(card: &Card) -> Vec<String> {
    let findings = card.seen.findings.iter();
    findings.map(|finding| format!("{} {}", finding.class, finding.name)).collect()
}
