//! The factory's key where the layout that was learnt does not expect it, and where it does.

use tapsmith_core::key::AesKey;
use tapsmith_desk::qa::promises::promises;

use crate::stage::{Desk, found, show, uid, wish};

/// Each slot of which nobody knows the key is asked, and not the first alone.
#[test]
fn a_factory_key_is_found_in_any_slot_that_has_another_by_the_layout() {
    let own = AesKey::init_with(|key| key.fill(0x5D));
    for left in [0, 1, 2] {
        let mut desk = Desk::new();
        let batch = desk.batch("b", "sun-aes", 1, 20);
        let locked = |desk: &Desk, of| {
            desk.as_printed(&batch, of, uid(of)).key(1, &own, 0x11).key(2, &own, 0x11)
        };
        let learnt = locked(&desk, 7);
        desk.learn_with(&batch, &learnt, &[]);
        let bad = locked(&desk, 8).key(left, &AesKey::factory(), 0);
        let (noted, _) = desk.plan(&batch, wish(), 1);
        let mut sitting = desk.sit(&noted.plan_id);
        assert_eq!(found(&show(&mut sitting, &mut learnt.card())), [""; 0]);
        let expected = ["critical factory_keys_gone"];
        assert_eq!(found(&show(&mut sitting, &mut bad.card())), expected, "slot {left}");
    }
}

/// Nobody has accepted it, so the plan says it; but no card is blamed for what all have.
#[test]
fn a_factory_key_that_the_layout_has_is_said_once_and_is_no_defect() {
    let mut desk = Desk::new();
    let batch = desk.batch("b", "sun-aes", 1, 20);
    let chip = desk.as_printed(&batch, 7, uid(7));
    desk.learn_with(&batch, &chip, &[1]);
    let learnt = desk.vault.learnt_layout(&batch).unwrap();
    let (noted, plan) = desk.plan(&batch, wish(), 1);
    let said = promises(&plan, learnt.as_ref());
    assert!(said.iter().any(|sentence| sentence.contains("factory's key in slot 2:")), "{said:?}");
    let mut sitting = desk.sit(&noted.plan_id);
    assert_eq!(found(&show(&mut sitting, &mut chip.card())), [""; 0]);
}
