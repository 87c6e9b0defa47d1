//! Whose word is taken: that of a card, of its first tap, of a signature that anybody can make, of a record that
//! was printed again, and of a report in other hands.

use std::convert::Infallible;

use tapsmith_card::tag::Tag;
use tapsmith_card::transport::Transport;
use tapsmith_core::batch::{Batch, RecordRange};
use tapsmith_core::key::AesKey;
use tapsmith_core::suite::Suite;
use tapsmith_desk::qa::account;
use tapsmith_desk::qa::class::Class;
use tapsmith_desk::qa::event::Place;
use tapsmith_desk::qa::report::LotVerdict;
use tapsmith_desk::qa::sitting::Look;
use tapsmith_desk::trust::VirtualCards;
use tapsmith_picc::Ntag424;
use tapsmith_store::{Head, Rotation};

use crate::chip::Chip;
use crate::stage::{Counting, Desk, LOOK, NOW, Wire, found, record, show, try_show, uid, wish};

fn desk() -> (Desk, Batch) {
    let mut desk = Desk::new();
    let batch = desk.batch("b", "sun-aes", 1, 10);
    (desk, batch)
}

/// The virtual cards' key is public: a card that signs with it on a reader for real cards is a forgery, and the
/// inspection that found it stays a real one.
#[test]
fn a_forged_card_does_not_make_an_inspection_a_rehearsal() {
    let (mut desk, batch) = desk();
    let (noted, _) = desk.plan(&batch, wish(), 1);
    let mut card = desk.as_ordered(&batch, 3, uid(3)).card();
    let mut sitting = desk.sit(&noted.plan_id);
    let look = Look { virtual_cards: VirtualCards::Refuse, ..LOOK };
    let mut tag = Tag::new(Wire(&mut card));
    let seen = sitting.card(&mut tag, look, &mut Counting(9), || 1).unwrap().unwrap().clone();
    assert_eq!(found(&seen), ["critical originality"]);
    assert!(!sitting.is_rehearsal());
    let seen = show(&mut sitting, &mut card);
    assert_eq!((found(&seen).len(), sitting.is_rehearsal()), (0, true));
}

/// Answers the first tap with another MAC.
struct Wavering<'c> {
    card: &'c mut Ntag424,
    lies: bool,
}

impl Transport for Wavering<'_> {
    type Error = Infallible;

    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, Infallible> {
        let mut answer = self.card.exchange(command, &mut Counting(7))?;
        let mark = answer.windows(5).position(|bytes| bytes == b"cmac=");
        if let (Some(at), true) = (mark, self.lies) {
            let digit = &mut answer[at + 5];
            *digit = if *digit == b'0' { b'1' } else { b'0' };
            self.lies = false;
        }
        Ok(answer)
    }
}

/// Which tap is recorded and which is made up, nobody can tell: one that is wrong is a wrong MAC.
#[test]
fn a_card_whose_first_tap_alone_is_wrong_is_critical() {
    for profile in ["sun-aes", "sun-private"] {
        let mut desk = Desk::new();
        let batch = desk.batch("b", profile, 1, 10);
        let (noted, _) = desk.plan(&batch, wish(), 1);
        let mut card = desk.as_ordered(&batch, 3, uid(3)).card();
        let mut sitting = desk.sit(&noted.plan_id);
        let seen = try_show(&mut sitting, Wavering { card: &mut card, lies: true }).unwrap();
        assert_eq!(found(&seen), ["critical sun_mac"], "{profile}");
        assert_eq!(seen.seen.record, Some(record(3)), "{profile}");
    }
}

/// A tap written down, on a chip that hides its UID, and whose keys nobody here knows: it shows the same tap twice. What
/// it does not say of its signature is no second defect.
#[test]
fn a_copy_that_hides_its_uid_is_critical() {
    let mut desk = Desk::new();
    let batch = desk.batch("b", "sun-private", 1, 10);
    let (noted, _) = desk.plan(&batch, wish(), 1);
    let good = desk.as_ordered(&batch, 3, uid(3));
    let tapped = crate::tap::read(&mut good.card());
    let mut copy = Chip::new(uid(4)).configured(Suite::Aes, true).ndef(&tapped);
    for slot in 0..5 {
        copy = copy.key(slot, &AesKey::init_with(|key| key.fill(0xC0 + slot)), 1);
    }
    let mut sitting = desk.sit(&noted.plan_id);
    assert_eq!(found(&show(&mut sitting, &mut copy.card())), ["critical counter_advances"]);
}

/// A record's new card is no second one of it; the old one holds keys that are no longer the record's.
#[test]
fn a_card_that_was_printed_again_is_good_and_the_old_one_is_not() {
    let (mut desk, batch) = desk();
    let (first, _) = desk.plan(&batch, wish(), 1);
    let mut old = desk.as_ordered(&batch, 3, uid(3)).card();
    assert_eq!(found(&show(&mut desk.sit(&first.plan_id), &mut old)), [""; 0]);
    let records = RecordRange::new(record(3), 1).unwrap();
    let rotation = Rotation { records, carried: true };
    desk.vault.rotate(&batch, rotation, NOW, &mut Counting(3), &mut |_| true).unwrap();
    let (second, _) = desk.plan(&batch, wish(), 1);
    let mut new = desk.as_ordered(&batch, 3, uid(33)).card();
    let mut sitting = desk.sit(&second.plan_id);
    assert_eq!(found(&show(&mut sitting, &mut new)), [""; 0]);
    assert_eq!(found(&show(&mut sitting, &mut old)), ["critical sun_mac"]);
    drop(sitting);
    // And a second one with the new keys is a second one.
    let (third, _) = desk.plan(&batch, wish(), 1);
    let mut twin = desk.as_ordered(&batch, 3, uid(34)).card();
    let seen = show(&mut desk.sit(&third.plan_id), &mut twin);
    assert_eq!(found(&seen), ["critical not_seen_before"]);
}

/// A copied UID is told once: put down again, either card is the one that was judged.
#[test]
fn a_card_with_a_copied_uid_is_judged_once() {
    let (mut desk, batch) = desk();
    let (noted, _) = desk.plan(&batch, wish(), 1);
    let [mut first, mut copy] = [3, 4].map(|of| desk.as_ordered(&batch, of, uid(3)).card());
    let mut sitting = desk.sit(&noted.plan_id);
    assert_eq!(found(&show(&mut sitting, &mut first)), [""; 0]);
    assert_eq!(found(&show(&mut sitting, &mut copy)).len(), 1);
    for (card, number) in [(&mut copy, 2), (&mut first, 1)] {
        assert_eq!(show(&mut sitting, card).seen.place, Place::Twice { card: number });
    }
}

/// What a forgery says of itself is no reason to print the card again that it copies.
#[test]
fn a_record_whose_own_card_is_good_is_not_printed_again_for_a_forgery() {
    let (mut desk, batch) = desk();
    let (noted, _) = desk.plan(&batch, wish(), 1);
    let good = desk.as_ordered(&batch, 3, uid(3));
    let own = AesKey::init_with(|key| key.fill(0x5D));
    let forged = |desk: &Desk, of: u64| {
        desk.as_ordered(&batch, of, uid(of + 50)).key(1, &own, 1).key(2, &own, 1)
    };
    let forgeries: [Chip; 2] = [forged(&desk, 3), forged(&desk, 4)];
    let mut sitting = desk.sit(&noted.plan_id);
    show(&mut sitting, &mut good.card());
    for forgery in &forgeries {
        let seen = show(&mut sitting, &mut forgery.card());
        assert_eq!(found(&seen), ["critical sun_mac"]);
    }
    assert_eq!(sitting.session().failed_records(), [record(4)]);
}

/// A tap that was read at the desk was never opened at its server: in other hands it would pass for the card.
#[test]
fn a_report_holds_no_tap_that_could_be_opened() {
    let (mut desk, batch) = desk();
    let (noted, _) = desk.plan(&batch, wish(), 1);
    let mut cards = [
        desk.as_ordered(&batch, 3, uid(3)),
        desk.as_ordered(&batch, 4, uid(4)).key(2, &AesKey::factory(), 0),
    ];
    let mut sitting = desk.sit(&noted.plan_id);
    let mut taps = Vec::new();
    for card in &mut cards {
        let seen = show(&mut sitting, &mut card.card());
        let url = seen.seen.url.unwrap();
        taps.push(url.rsplit_once("cmac=").unwrap().1.to_owned());
    }
    let session = sitting.up(NOW).unwrap();
    let head = Head { length: 1, head: String::new() };
    let noted = desk.vault.qa_plan(&noted.plan_id).unwrap();
    let report = account::report(&noted, &session, None, &head, NOW);
    let text = serde_json::to_string(&report).unwrap();
    for tap in &taps {
        assert!(!text.contains(tap.as_str()), "{tap}");
        assert!(text.contains(&format!("cmac={}…", &tap[..4])), "{tap}");
    }
    // The UID is shorter, and stays.
    assert!(text.contains(&uid(3).to_string()));
    // Nothing is said of the lot, or of a class, before it is judged.
    assert_eq!(report.verdict, LotVerdict::Unfinished);
    assert!(report.classes.iter().all(|class| class.verdict == LotVerdict::Unfinished));
    assert!(
        report.classes.iter().any(|class| class.class == Class::Critical && class.defective == 1)
    );
}
