//! Through a real PC/SC service, with virtual cards in virtual readers.
//!
//! `scripts/with-pcscd cargo test -p tapsmith-reader --test pcscd` runs them; without a service of
//! their own they say that they were skipped, so that a plain `cargo test` touches nobody's readers.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "helpers of tests may fail loudly and tell what they measured"
)]

use std::{
    net::SocketAddr,
    path::Path,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use tapsmith_card::transport::Transport as _;
use tapsmith_picc::VirtualKind;
use tapsmith_reader::{
    patience::Patience,
    pcsc::{self, Error, Presence, ReaderName, wait},
    selector::Selector,
    virtual_card::{FileCard, VirtualCard},
    vpcd::{self, Event},
    wire,
};

const FIRST: &str = "Virtual PCD 00 00";
const SECOND: &str = "Virtual PCD 00 01";
const SELECT: &[u8] =
    &[0x00, 0xA4, 0x04, 0x00, 0x07, 0xD2, 0x76, 0x00, 0x00, 0x85, 0x01, 0x01, 0x00];
const SELECT_NDEF: &[u8] = &[0x00, 0xA4, 0x00, 0x00, 0x02, 0xE1, 0x04];
const WRITE: &[u8] = &[0x00, 0xD6, 0x00, 0x02, 0x01, 0x5A];
const GET_VERSION: &[u8] = &[0x90, 0x60, 0x00, 0x00, 0x00];
const MORE: &[u8] = &[0x90, 0xAF, 0x00, 0x00, 0x00];
const GET_UID: &[u8] = &[0xFF, 0xCA, 0x00, 0x00, 0x00];
const OK: [u8; 2] = [0x90, 0x00];

#[path = "pcscd/frames.rs"]
mod frames;

static NEVER: AtomicBool = AtomicBool::new(false);

/// The service, for one test at a time; `None` where there is none of our own.
fn service() -> Option<MutexGuard<'static, ()>> {
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
    if std::env::var_os("TAPSMITH_PCSCD").is_none_or(|set| set != "1") {
        println!("skipped: needs scripts/with-pcscd");
        return None;
    }
    Some(ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner))
}

fn within(seconds: u64) -> Patience<'static> {
    Patience { timeout: Some(Duration::from_secs(seconds)), stop: &NEVER }
}

/// A card in a virtual reader; dropping takes it out and waits until the service has seen it.
struct Inserted {
    stop: Arc<AtomicBool>,
    events: Arc<Mutex<Vec<Event>>>,
    card: Option<JoinHandle<()>>,
    reader: ReaderName,
}

impl Inserted {
    fn into(part: &str, file: &Path) -> Self {
        Self::card(part, FileCard::open(file).unwrap())
    }

    fn card<C>(part: &str, mut card: C) -> Self
    where
        C: VirtualCard<Error: std::error::Error + 'static> + Send + 'static,
    {
        let reader = pcsc::choose(Some(part)).unwrap();
        let slot = u16::from(part == SECOND);
        let address =
            SocketAddr::new(vpcd::DEFAULT_ADDRESS.ip(), vpcd::DEFAULT_ADDRESS.port() + slot);
        let (stop, events) = (Arc::new(AtomicBool::new(false)), Arc::new(Mutex::new(Vec::new())));
        let (ended, seen) = (Arc::clone(&stop), Arc::clone(&events));
        let card = thread::spawn(move || {
            let see = |event| seen.lock().unwrap().push(event);
            vpcd::serve(&mut card, address, &ended, see).unwrap();
        });
        Self { stop, events, card: Some(card), reader }
    }

    fn take_out(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        if let Some(card) = self.card.take() {
            card.join().unwrap();
        }
    }
}

impl Drop for Inserted {
    fn drop(&mut self) {
        self.take_out();
        wait::for_removal(&self.reader, within(5)).unwrap();
    }
}

fn ends_with(answer: &[u8], word: [u8; 2]) {
    ends_in(answer, &word);
}

fn ends_in(answer: &[u8], end: &[u8]) {
    assert!(answer.ends_with(end), "{answer:02X?}");
}

#[test]
fn readers_are_listed_and_empty() {
    let Some(_service) = service() else { return };
    let readers = pcsc::readers().unwrap();
    let names: Vec<_> = readers.iter().map(|reader| reader.name.to_string()).collect();
    assert_eq!(names, [FIRST, SECOND]);
    assert!(readers.iter().all(|reader| reader.presence == Presence::Empty));
}

#[test]
fn two_readers_are_not_one() {
    let Some(_service) = service() else { return };
    for part in [None, Some("virtual pcd")] {
        let Err(Error::Ambiguous { names }) = pcsc::choose(part) else { panic!("chose one") };
        assert_eq!(names.len(), 2);
    }
    assert_eq!(pcsc::choose(Some("00 01")).unwrap().to_string(), SECOND);
    let none = wait::for_reader(Some("ACR1252"), within(1)).unwrap_err();
    assert!(matches!(none, Error::NoReader { .. }), "{none}");
}

#[test]
fn no_card_comes() {
    let Some(_service) = service() else { return };
    let reader = pcsc::choose(Some(FIRST)).unwrap();
    let mut seen = Vec::new();
    let none = wait::for_card(&reader, within(1), |presence| seen.push(presence.clone()));
    assert_eq!(none, Err(Error::NoCard { reader: reader.clone() }));
    assert_eq!(seen, [Presence::Empty]);
    let at_once = Patience { timeout: Some(Duration::ZERO), stop: &NEVER };
    assert!(matches!(wait::for_card(&reader, at_once, |_| {}), Err(Error::NoCard { .. })));
    assert!(matches!(pcsc::with_card(&reader, None, |_| ()), Err(Error::CardGone(_))));
}

#[test]
fn a_wait_is_interrupted() {
    static STOP: AtomicBool = AtomicBool::new(false);
    let Some(_service) = service() else { return };
    let reader = pcsc::choose(Some(FIRST)).unwrap();
    let waiter = thread::spawn(move || {
        wait::for_card(&reader, Patience { timeout: None, stop: &STOP }, |_| {})
    });
    thread::sleep(Duration::from_millis(300));
    let asked = Instant::now();
    STOP.store(true, Ordering::Relaxed);
    assert_eq!(waiter.join().unwrap(), Err(Error::Interrupted));
    assert!(asked.elapsed() < Duration::from_secs(1));
}

#[test]
fn a_card_answers_through_the_service() {
    let Some(_service) = service() else { return };
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("card.json");
    let uid = FileCard::open(&file).unwrap().uid();
    let card = Inserted::into(SECOND, &file);
    let begun = Instant::now();
    let atr = wait::for_card(&card.reader, within(5), |_| {}).unwrap();
    println!("inserting was seen after {:?}", begun.elapsed());
    assert_eq!(atr, [0x3B, 0x81, 0x80, 0x01, 0x80, 0x80]);
    pcsc::with_card(&card.reader, None, |mut card| {
        assert_eq!(card.transmit(GET_UID).unwrap(), [&uid.0[..], &OK].concat());
        ends_with(&card.transmit(SELECT).unwrap(), OK);
        ends_with(&card.transmit(GET_VERSION).unwrap(), [0x91, 0xAF]);
        ends_with(&card.transmit(MORE).unwrap(), [0x91, 0xAF]);
        let last = card.transmit(MORE).unwrap();
        ends_with(&last, [0x91, 0x00]);
        assert_eq!(last[..7], uid.0);
        let begun = Instant::now();
        for _ in 0..100 {
            card.transmit(SELECT).unwrap();
        }
        println!("an exchange took {:?}", begun.elapsed() / 100);
    })
    .unwrap();
    // The transaction's end resets the card: its last event but for what the service does idly.
    let events = card.events.lock().unwrap().clone();
    let last_exchange = events.iter().rposition(|event| matches!(event, Event::Exchange { .. }));
    assert!(events[last_exchange.unwrap()..].contains(&Event::Reset), "{events:?}");
}

/// An NTAG213 on a virtual ACS reader: its ATR is a storage card's, `FF B0` reads, and a transparent session
/// brings `GET_VERSION` to it.
#[test]
fn a_card_that_speaks_frames_answers_through_the_service() {
    let Some(_service) = service() else { return };
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("tag.json");
    drop(FileCard::create(&file, "ntag213".parse::<VirtualKind>().unwrap(), None).unwrap());
    let card = Inserted::into(FIRST, &file);
    let atr = wait::for_card(&card.reader, within(5), |_| {}).unwrap();
    assert_eq!((atr.len(), atr.get(13..15)), (20, Some(&[0x00, 0x03][..])));
    pcsc::with_card(&card.reader, None, |mut card| {
        let page = card.transmit(&[0xFF, 0xB0, 0x00, 0x03, 0x04]).unwrap();
        assert_eq!(page, [0xE1, 0x10, 0x12, 0x00, 0x90, 0x00]);
        ends_with(&card.transmit(&[0xFF, 0xC2, 0, 0, 2, 0x81, 0]).unwrap(), OK);
        ends_with(&card.transmit(&[0xFF, 0xC2, 0, 2, 4, 0x8F, 2, 0, 3]).unwrap(), OK);
        let version = card.transmit(&[0xFF, 0xC2, 0, 1, 3, 0x95, 1, 0x60, 0]).unwrap();
        let expected = [0x97, 0x08, 0x00, 0x04, 0x04, 0x02, 0x01, 0x00, 0x0F, 0x03, 0x90, 0x00];
        ends_in(&version, &expected);
    })
    .unwrap();
}

#[test]
fn nothing_is_left_selected_for_whoever_comes_next() {
    let Some(_service) = service() else { return };
    let dir = tempfile::tempdir().unwrap();
    let card = Inserted::into(FIRST, &dir.path().join("card.json"));
    wait::for_card(&card.reader, within(5), |_| {}).unwrap();
    pcsc::with_card(&card.reader, None, |mut card| {
        ends_with(&card.transmit(SELECT).unwrap(), OK);
        ends_with(&card.transmit(SELECT_NDEF).unwrap(), OK);
    })
    .unwrap();
    let refused =
        pcsc::with_card(&card.reader, None, |mut card| card.transmit(WRITE).unwrap()).unwrap();
    assert_ne!(refused, OK);
}

#[test]
fn a_card_pulled_within_a_transaction_is_gone() {
    let Some(_service) = service() else { return };
    let dir = tempfile::tempdir().unwrap();
    let mut card = Inserted::into(FIRST, &dir.path().join("card.json"));
    let reader = card.reader.clone();
    wait::for_card(&reader, within(5), |_| {}).unwrap();
    pcsc::with_card(&reader, None, |mut transport| {
        ends_with(&transport.transmit(SELECT).unwrap(), OK);
        card.take_out();
        // Once before the service has noticed, and once after.
        let at_once = transport.transmit(SELECT).unwrap_err();
        assert!(matches!(at_once, Error::CardGone(_)), "{at_once:?}");
        let begun = Instant::now();
        wait::for_removal(&reader, within(5)).unwrap();
        println!("at once: {at_once:?}; removal was seen after {:?}", begun.elapsed());
        let after = transport.transmit(SELECT).unwrap_err();
        println!("after: {after:?}");
        assert!(matches!(after, Error::CardGone(_)), "{after:?}");
    })
    .unwrap();
}

#[test]
fn a_card_is_awaited_and_written_as_in_process() {
    let Some(_service) = service() else { return };
    let dir = tempfile::tempdir().unwrap();
    let (outside, inside) = (dir.path().join("outside.json"), dir.path().join("inside.json"));
    drop(FileCard::open(&outside).unwrap());
    std::fs::copy(&outside, &inside).unwrap();
    let later = thread::spawn({
        let outside = outside.clone();
        move || {
            thread::sleep(Duration::from_millis(300));
            Inserted::into(SECOND, &outside)
        }
    });
    let virtually: Selector = format!("virtual:{}", inside.display()).parse().unwrap();
    for selector in [SECOND.parse().unwrap(), virtually] {
        wire::with_card(
            &selector,
            None,
            within(5),
            |_| {},
            |mut card| {
                for command in [SELECT, SELECT_NDEF, WRITE] {
                    assert_eq!(card.transmit(command).unwrap(), OK);
                }
            },
        )
        .unwrap();
    }
    drop(later.join().unwrap());
    let memory = |file: &Path| FileCard::open(file).unwrap().chip().memory();
    assert_eq!(memory(&outside), memory(&inside));
}

#[test]
fn a_second_card_in_one_slot_is_told_so() {
    let Some(_service) = service() else { return };
    let dir = tempfile::tempdir().unwrap();
    let first = Inserted::into(FIRST, &dir.path().join("first.json"));
    wait::for_card(&first.reader, within(5), |_| {}).unwrap();
    let mut second = FileCard::open(&dir.path().join("second.json")).unwrap();
    let refused = vpcd::serve(&mut second, vpcd::DEFAULT_ADDRESS, &NEVER, |_| {});
    println!("the second was told {refused:?}");
    assert!(refused.is_err());
}
