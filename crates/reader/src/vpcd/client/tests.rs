//! Against a reader that the test plays itself.

use std::{
    convert::Infallible,
    io::{Read as _, Write as _},
    net::{TcpListener, TcpStream},
    sync::mpsc::{Receiver, channel},
    thread::JoinHandle,
};

use super::*;

const ATR: [u8; 6] = [0x3B, 0x81, 0x80, 0x01, 0x80, 0x80];

/// Answers with what it was asked and how often since power came.
#[derive(Default)]
struct Echo {
    since_power: u8,
}

impl VirtualCard for Echo {
    type Error = Infallible;

    fn atr(&self) -> &[u8] {
        &ATR
    }

    fn power_off(&mut self) -> Result<(), Infallible> {
        self.since_power = 0;
        Ok(())
    }

    fn exchange(&mut self, command: &[u8]) -> Result<Vec<u8>, Infallible> {
        self.since_power += 1;
        Ok([command, &[self.since_power, 0x90, 0x00]].concat())
    }
}

type Served = Result<(), Error<Infallible>>;

/// A card in the slot of a reader that the test plays.
struct Rig {
    listener: TcpListener,
    events: Receiver<Event>,
    card: JoinHandle<Served>,
}

static NEVER: AtomicBool = AtomicBool::new(false);

fn rig(stop: &'static AtomicBool) -> Rig {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let (tell, events) = channel();
    let card = thread::spawn(move || {
        serve(&mut Echo::default(), address, stop, |event| tell.send(event).unwrap_or(()))
    });
    Rig { listener, events, card }
}

fn say(reader: &mut TcpStream, body: &[u8]) {
    // Apart and slowly, so that the card sees a message in pieces.
    reader.set_nodelay(true).unwrap();
    for piece in [&u16::try_from(body.len()).unwrap().to_be_bytes(), body] {
        reader.write_all(piece).unwrap();
        thread::sleep(Duration::from_millis(5));
    }
}

fn hear(reader: &mut TcpStream) -> Vec<u8> {
    let mut length = [0; 2];
    reader.read_exact(&mut length).unwrap();
    let mut body = vec![0; usize::from(u16::from_be_bytes(length))];
    reader.read_exact(&mut body).unwrap();
    body
}

#[test]
fn answers_what_is_to_be_answered_and_keeps_silent_otherwise() {
    static STOP: AtomicBool = AtomicBool::new(false);
    let Rig { listener, events, card } = rig(&STOP);
    let (mut reader, _) = listener.accept().unwrap();
    say(&mut reader, &[0x00]);
    say(&mut reader, &[0x01]);
    say(&mut reader, &[0x04]);
    assert_eq!(hear(&mut reader), ATR);
    say(&mut reader, &[0xAA, 0xBB]);
    say(&mut reader, &[0xCC]);
    assert_eq!(hear(&mut reader), [0xAA, 0xBB, 1, 0x90, 0x00]);
    assert_eq!(hear(&mut reader), [0xCC, 2, 0x90, 0x00]);
    say(&mut reader, &[0x02]);
    say(&mut reader, &[0xAA]);
    assert_eq!(hear(&mut reader), [0xAA, 1, 0x90, 0x00]);
    STOP.store(true, Ordering::Relaxed);
    card.join().unwrap().unwrap();
    assert_eq!(reader.read(&mut [0]).unwrap(), 0, "the card is out");
    let exchange = Event::Exchange { status: Some(Status(0x9000)) };
    let seen = [
        Event::Inserted,
        Event::PowerOff,
        Event::PowerOn,
        exchange,
        exchange,
        Event::Reset,
        exchange,
    ];
    assert_eq!(events.iter().collect::<Vec<_>>(), seen);
}

#[test]
fn the_longest_message_there_is() {
    static STOP: AtomicBool = AtomicBool::new(false);
    let Rig { listener, card, .. } = rig(&STOP);
    let (mut reader, _) = listener.accept().unwrap();
    let command = vec![0x5A; 0xFFFC];
    say(&mut reader, &command);
    assert_eq!(hear(&mut reader)[..0xFFFC], command);
    STOP.store(true, Ordering::Relaxed);
    card.join().unwrap().unwrap();
}

#[test]
fn stops_in_the_middle_of_a_message() {
    static STOP: AtomicBool = AtomicBool::new(false);
    let Rig { listener, card, .. } = rig(&STOP);
    let (mut reader, _) = listener.accept().unwrap();
    reader.write_all(&[0xFF, 0xFF, 0x00]).unwrap();
    thread::sleep(Duration::from_millis(50));
    STOP.store(true, Ordering::Relaxed);
    card.join().unwrap().unwrap();
}

#[test]
fn a_reader_that_comes_back_finds_the_card_freshly_powered() {
    static STOP: AtomicBool = AtomicBool::new(false);
    let Rig { listener, events, card } = rig(&STOP);
    for _ in 0..2 {
        let (mut reader, _) = listener.accept().unwrap();
        say(&mut reader, &[0xAA]);
        assert_eq!(hear(&mut reader), [0xAA, 1, 0x90, 0x00]);
    }
    let (_reader, _) = listener.accept().unwrap();
    STOP.store(true, Ordering::Relaxed);
    card.join().unwrap().unwrap();
    assert_eq!(events.iter().filter(|event| *event == Event::Lost).count(), 2);
}

#[test]
fn nobody_listens() {
    let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let served = serve(&mut Echo::default(), address, &NEVER, |_| {});
    assert!(matches!(served, Err(Error::NothingListens { .. })), "{served:?}");
}

#[test]
fn somebody_else_listens() {
    let Rig { listener, card, .. } = rig(&NEVER);
    drop(listener.accept().unwrap());
    assert!(matches!(card.join().unwrap(), Err(Error::Silent { .. })));
}
