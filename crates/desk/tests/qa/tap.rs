//! A phone at a card.

use tapsmith_picc::Ntag424;

use crate::stage::Counting;

/// The NDEF file as a phone reads it: selected by its DF name and file identifier, in one piece.
pub(crate) fn read(card: &mut Ntag424) -> Vec<u8> {
    card.power_off();
    let application = [0x00, 0xA4, 0x04, 0x00, 7, 0xD2, 0x76, 0, 0, 0x85, 0x01, 0x01, 0x00];
    let file = [0x00, 0xA4, 0x00, 0x0C, 2, 0xE1, 0x04];
    let all = [0x00, 0xB0, 0x00, 0x00, 0x00];
    let mut answer = Vec::new();
    for command in [&application[..], &file, &all] {
        answer = card.exchange(command, &mut Counting(7)).unwrap();
        let status = answer.split_off(answer.len() - 2);
        assert_eq!(status, [0x90, 0x00]);
    }
    answer
}
