//! A client in a session, before a card that authenticated as AN12196 prints it and then answers
//! anything.

use std::cell::Cell;
use std::rc::Rc;

use proptest::prelude::*;
use tapsmith_card::command::{
    ChangeFileSettings, ChangeKey, ChangeMasterKey, FileNumber, GetCardUid, GetFileSettings,
    GetKeyVersion, GetVersion, NonMasterKey, ReadData, ReadSig, WriteData,
};
use tapsmith_card::settings::{FileSettings, Offset};
use tapsmith_card::tag::{Session, Tag};
use tapsmith_card::transport::Transport;
use tapsmith_core::access::CommMode::{self, Full, Mac, Plain};
use tapsmith_core::key::{AesKey, KeyNumber, KeyVersion};
use tapsmith_testkit::vectors::case;

use crate::transport::{Anything, Endless, MOST, answers};

/// Both parts of a published authentication, then anything.
struct Turncoat {
    proof: std::vec::IntoIter<Vec<u8>>,
    then: Anything,
}

impl Transport for Turncoat {
    type Error = Endless;

    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, Endless> {
        self.proof.next().map_or_else(|| self.then.transmit(command), Ok)
    }
}

/// A tag before such a card, the key and `RndA` to authenticate with, and how often the card was
/// asked since.
fn turncoat(answers: Vec<Vec<u8>>) -> (Tag<Turncoat>, AesKey, [u8; 16], Rc<Cell<usize>>) {
    let case = case("ev2_secure_messaging", "authenticate_ev2_first_key0");
    let first = [case.hex("enc_rnd_b"), vec![0x91, 0xAF]].concat();
    let second = [case.hex("response_2"), vec![0x91, 0x00]].concat();
    let (then, asked) = Anything::new(answers);
    let tag = Tag::new(Turncoat { proof: vec![first, second].into_iter(), then });
    (tag, AesKey::from_hex(case.text("key")).unwrap(), case.array("rnd_a"), asked)
}

const WAYS: usize = 14;

/// Whether the card was believed.
fn talk(mut session: Session<'_, Turncoat>, way: usize) -> bool {
    let (file, offset, length) =
        (FileNumber::Ndef, Offset::new(0).unwrap(), Offset::new(4).unwrap());
    let read = |mode: CommMode| ReadData { file, offset, length, mode };
    let write = |mode: CommMode| WriteData { file, offset, data: vec![1], mode };
    let (new, version) = (AesKey::factory(), KeyVersion(1));
    match way {
        0 => session.send(&GetVersion).is_ok(),
        1 => session.send(&ReadSig).is_ok(),
        2 => session.send(&GetCardUid).is_ok(),
        3 => session.send(&GetKeyVersion { key: KeyNumber::MASTER }).is_ok(),
        4 => session.send(&GetFileSettings { file }).is_ok(),
        5 => session.send(&read(Mac)).is_ok(),
        6 => session.send(&read(Full)).is_ok(),
        7 => session.send(&write(Mac)).is_ok(),
        8 => session.send(&write(Full)).is_ok(),
        9 => {
            let settings = FileSettings::decode(&[0x00, 0xE0, 0xEE]).unwrap();
            session.send(&ChangeFileSettings { file, settings, mode: Full }).is_ok()
        }
        10 => {
            let key = NonMasterKey::new(KeyNumber::ALL[1]).unwrap();
            session.send(&ChangeKey { key, old: new.clone(), new, version }).is_ok()
        }
        11 => session.authenticate(KeyNumber::MASTER, &new, [1; 16]).is_ok(),
        // Without a MAC, anybody may answer these.
        12 => {
            let _ = session.send(&read(Plain));
            false
        }
        _ => {
            let _ = session.change_master_key(&ChangeMasterKey { new, version });
            false
        }
    }
}

proptest! {
    #[test]
    fn comes_to_an_end_and_believes_nothing(answers in answers()) {
        for way in 0..WAYS {
            let (mut tag, key, rnd_a, asked) = turncoat(answers.clone());
            let session = tag.authenticate(KeyNumber::MASTER, &key, rnd_a).unwrap();
            prop_assert!(!talk(session, way), "way {way}: an answer without the key was believed");
            prop_assert!(asked.get() <= MOST, "way {way}: {} exchanges", asked.get());
        }
    }
}
