//! What a card's verdict costs, counted by the wire and not by the program: at most 12 exchanges for what a card
//! shows to anybody, and 2 for each key that it is asked for.

use std::convert::Infallible;

use tapsmith_card::transport::Transport;
use tapsmith_core::batch::Batch;
use tapsmith_core::derive::ts1::Role;
use tapsmith_core::key::AesKey;
use tapsmith_picc::Ntag424;

use crate::chip::Chip;
use crate::stage::{Counting, Desk, found, try_show, uid, wish};

struct Counted<'c> {
    card: &'c mut Ntag424,
    exchanges: &'c mut u32,
}

impl Transport for Counted<'_> {
    type Error = Infallible;

    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, Infallible> {
        *self.exchanges += 1;
        self.card.exchange(command, &mut Counting(7))
    }
}

const SHOWN: u32 = 12;
const A_KEY: u32 = 2;

/// `keys` are those the card is asked for, the factory's among them.
fn costs(desk: &mut Desk, batch: &Batch, chip: &Chip, keys: u32, what: &str) {
    let (noted, _) = desk.plan(batch, wish(), 1);
    let mut sitting = desk.sit(&noted.plan_id);
    let (mut card, mut exchanges) = (chip.card(), 0);
    let wire = Counted { card: &mut card, exchanges: &mut exchanges };
    let seen = try_show(&mut sitting, wire).unwrap();
    assert_eq!(found(&seen), [""; 0], "{what}");
    assert!(exchanges <= SHOWN + A_KEY * keys, "{what}: {exchanges} with {keys} keys");
    // One exchange is the reader's own, for the UID that it saw.
    assert!(
        seen.seen.apdus <= exchanges && seen.seen.apdus + 1 >= exchanges,
        "{what}: {exchanges}, said {}",
        seen.seen.apdus
    );
}

#[test]
fn a_verdict_costs_no_more_than_it_must() {
    for profile in ["sun-aes", "sun-plain", "sun-enc-file", "static-url"] {
        let mut desk = Desk::new();
        let batch = desk.batch("b", profile, 1, 20);
        let chip = desk.as_ordered(&batch, 7, uid(7));
        costs(&mut desk, &batch, &chip, 5, profile);
    }
    // All slots known or asked: two of ours, two of the factory's, one that nobody knows.
    let mut desk = Desk::new();
    let batch = desk.batch("b", "sun-aes", 1, 20);
    let chip = desk.as_printed(&batch, 7, uid(7));
    desk.learn(&batch, &chip);
    costs(&mut desk, &batch, &chip, 5, "printed");
    // Two known; each of the three others is asked for the factory's.
    let own = AesKey::init_with(|key| key.fill(0x5D));
    let mut desk = Desk::new();
    let batch = desk.batch("b", "sun-aes", 1, 20);
    let chip = desk.as_printed(&batch, 7, uid(7)).key(1, &own, 0x11).key(2, &own, 0x11);
    desk.learn(&batch, &chip);
    costs(&mut desk, &batch, &chip, 5, "two known");
    // None known: all are asked.
    let mut desk = Desk::new();
    let batch = desk.batch("b", "static-url", 1, 20);
    let mut chip = desk.as_ordered(&batch, 7, uid(7));
    assert!(desk.key(&batch, 7, Role::MetaRead) != own);
    for slot in 0..5 {
        chip = chip.key(slot, &own, 0x11);
    }
    desk.learn(&batch, &chip);
    costs(&mut desk, &batch, &chip, 5, "none known");
}
