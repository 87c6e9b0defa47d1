//! Frames for a card that takes no APDUs, through the real service.

use std::cell::RefCell;
use std::convert::Infallible;
use std::rc::Rc;
use std::sync::mpsc;

use tapsmith_card::field::{Field as _, Heard};
use tapsmith_reader::doctor;
use tapsmith_reader::family::{Carrier, Error as Unheard, Family, NoSuchFamily};
use tapsmith_reader::transcript::Line;
use tapsmith_reader::watch::{How, Passed};
use tapsmith_testkit::replay::{Mismatch, Replay};

use super::*;

/// A card that knows one frame, `60`, and how often it was asked since it came into the field; in a reader with
/// transparent sessions, as ACS's answer.
#[derive(Default)]
struct Counting {
    asked: u8,
    in_session: bool,
}

const DONE: &[u8] = &[0xC0, 0x03, 0x00, 0x90, 0x00, 0x90, 0x00];

impl VirtualCard for Counting {
    type Error = Infallible;

    fn atr(&self) -> &[u8] {
        &[
            0x3B, 0x8F, 0x80, 0x01, 0x80, 0x4F, 0x0C, 0xA0, 0x00, 0x00, 0x03, 0x06, 0x03, 0x00,
            0x03, 0x00, 0x00, 0x00, 0x00, 0x68,
        ]
    }

    fn power_off(&mut self) -> Result<(), Infallible> {
        *self = Self::default();
        Ok(())
    }

    fn exchange(&mut self, command: &[u8]) -> Result<Vec<u8>, Infallible> {
        Ok(match *command {
            [0xFF, 0xCA, ..] => vec![0x04, 1, 2, 3, 4, 5, 6, 0x90, 0x00],
            [0xFF, 0xC2, 0x00, 0x00, 0x02, ref object @ ..] => {
                self.in_session = object == [0x81, 0x00];
                DONE.to_vec()
            }
            [0xFF, 0xC2, 0x00, 0x02, ..] if self.in_session => DONE.to_vec(),
            [0xFF, 0xC2, 0x00, 0x01, .., 0x95, 0x01, 0x60] if self.in_session => {
                self.asked += 1;
                let head = [0xC0, 0x03, 0x00, 0x90, 0x00, 0x97, 0x01];
                [head.as_slice(), &[0x40 | self.asked, 0x90, 0x00]].concat()
            }
            [0xFF, 0xC2, 0x00, 0x01, ..] if self.in_session => {
                vec![0xC0, 0x03, 0x01, 0x64, 0x01, 0x90, 0x00]
            }
            _ => vec![0x6A, 0x81],
        })
    }
}

fn asked(times: u8) -> Heard {
    Heard::Answer(vec![0x40 | times])
}

#[test]
fn a_card_is_activated_anew_and_nobody_gets_between() {
    let Some(_service) = service() else { return };
    let card = Inserted::card(FIRST, Counting::default());
    let reader = card.reader.clone();
    wait::for_card(&reader, within(5), |_| {}).unwrap();
    let (told, hears) = mpsc::channel();
    let (begun, begins) = mpsc::channel();
    let other = thread::spawn({
        let (reader, told) = (reader.clone(), told.clone());
        move || {
            begins.recv().unwrap();
            pcsc::with_card(&reader, None, |_| told.send("the other").unwrap()).unwrap();
        }
    });
    pcsc::with_card(&reader, Some(Family::Acs), |mut field| {
        assert_eq!(field.atr().len(), 20);
        assert!(field.abilities().raw_frames);
        assert_eq!(field.frame(&[0x60]).unwrap(), asked(1));
        assert_eq!(field.frame(&[0x60]).unwrap(), asked(2));
        begun.send(()).unwrap();
        thread::sleep(Duration::from_millis(200));
        let before = Instant::now();
        field.reactivate().unwrap();
        println!("activating anew took {:?}", before.elapsed());
        thread::sleep(Duration::from_millis(200));
        assert_eq!(field.frame(&[0x60]).unwrap(), asked(1));
        assert_eq!(field.atr().len(), 20);
        told.send("this one").unwrap();
    })
    .unwrap();
    other.join().unwrap();
    assert_eq!(hears.try_iter().collect::<Vec<_>>(), ["this one", "the other"]);
    let events = card.events.lock().unwrap().clone();
    let power = events.iter().filter(|event| **event == Event::PowerOff).count();
    println!("{events:?}");
    assert!(power >= 1, "{events:?}");
}

#[test]
fn a_name_alone_makes_a_reader_one_of_pages() {
    let Some(_service) = service() else { return };
    let card = Inserted::card(SECOND, Counting::default());
    wait::for_card(&card.reader, within(5), |_| {}).unwrap();
    pcsc::with_card(&card.reader, Some(Family::Feitian), |mut field| {
        assert!(!field.abilities().raw_frames);
        assert_eq!(field.frame(&[0x60]).unwrap(), Heard::Unable);
        // This reader knows no FF B0.
        assert_eq!(field.frame(&[0x30, 0x04]).unwrap(), Heard::Unable);
    })
    .unwrap();
    // A generic reader is asked, and this one has sessions.
    pcsc::with_card(&card.reader, None, |mut field| {
        assert_eq!(field.abilities().profile, "generic");
        assert_eq!(field.frame(&[0x60]).unwrap(), asked(1));
    })
    .unwrap();
}

/// What a transcript remembers is what the same job does again; anything else is told with its line.
#[test]
fn what_went_by_is_kept_and_played_again() {
    let Some(_service) = service() else { return };
    let card = Inserted::card(FIRST, Counting::default());
    wait::for_card(&card.reader, within(5), |_| {}).unwrap();
    let lines = Rc::new(RefCell::new(Vec::new()));
    let kept = Rc::clone(&lines);
    let watch = Box::new(move |passed: Passed<'_>| kept.borrow_mut().push(Line::of(passed)));
    let how = How { family: Some(Family::Acs), watch: Some(watch) };
    let head = pcsc::with_card(&card.reader, how, |mut field| {
        assert_eq!(field.frame(&[0x60]).unwrap(), asked(1));
        assert_eq!(field.frame(&[0x1B, 0x5E, 0x5E, 0x5E, 0x5E]).unwrap(), Heard::Silence);
        field.reactivate().unwrap();
        assert_eq!(field.frame(&[0x60]).unwrap(), asked(1));
        Line::reader(field.reader().to_string(), field.abilities(), field.atr())
    });
    let text: Vec<_> = std::iter::once(head.as_ref().unwrap())
        .chain(lines.borrow().iter())
        .map(|line| serde_json::to_string(line).unwrap())
        .collect();
    let text = text.join("\n");
    println!("{text}");
    assert!(!text.contains("5E"), "a password stands in a transcript");
    let mut replay = Replay::of(&text).unwrap();
    assert_eq!(play(&mut replay, [0x60]).unwrap(), asked(1));
    replay.finish().unwrap();
    let Err(Unheard::Transport(differs)) = play(&mut Replay::of(&text).unwrap(), [0x61]) else {
        unreachable!("it was played as if nothing were different")
    };
    let said = differs.to_string();
    assert!(said.starts_with("line 5: recorded FFC20001") && said.ends_with("950161"), "{said}");
}

/// The job from above, on what a transcript remembers.
fn play(replay: &mut Replay, second: [u8; 1]) -> Result<Heard, Unheard<Mismatch>> {
    let family: Result<Family, NoSuchFamily> = replay.family().parse();
    let mut carrier = Carrier::new(family.unwrap(), &replay.atr());
    carrier.meet(replay);
    carrier.frame(replay, &second)?;
    carrier.frame(replay, &[0x1B, 0x5E, 0x5E, 0x5E, 0x5E])?;
    carrier.close(replay);
    replay.activate().map_err(Unheard::Transport)?;
    let last = carrier.frame(replay, &[0x60]);
    carrier.close(replay);
    last
}

#[test]
fn the_doctor_asks_without_waiting_for_anybody() {
    let Some(_service) = service() else { return };
    let card = Inserted::card(FIRST, Counting::default());
    wait::for_card(&card.reader, within(5), |_| {}).unwrap();
    let alone = doctor::ask(None).unwrap();
    assert_eq!((alone[0].tried, alone[0].abilities.raw_frames), (true, true));
    assert!(!alone[1].tried, "nothing lies on the second");
    let begun = Instant::now();
    let busy = pcsc::with_card(&card.reader, None, |_| doctor::ask(None).unwrap()).unwrap();
    println!("beside a transaction it took {:?}", begun.elapsed());
    assert!(begun.elapsed() < Duration::from_secs(5), "it waits");
    assert!(busy[0].busy && !busy[0].tried && !busy[1].busy);
    // The question that nobody waits for is answered now; the card has to be there for it.
    thread::sleep(Duration::from_secs(1));
}
