//! Frames for a card that takes no APDUs, through the real service.

use std::convert::Infallible;
use std::sync::mpsc;

use tapsmith_card::field::{Field as _, Heard};
use tapsmith_reader::family::Family;

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
