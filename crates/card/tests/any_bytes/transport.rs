//! A card that answers anything, in any order.

use std::cell::Cell;
use std::rc::Rc;

use proptest::collection::vec;
use proptest::prelude::*;
use tapsmith_card::transport::Transport;

/// What the card answers, from the first to the last and then from the first again.
pub(crate) struct Anything {
    answers: Vec<Vec<u8>>,
    asked: Rc<Cell<usize>>,
}

/// The reader has none: not even a script goes on for ever.
#[derive(Debug)]
pub(crate) struct Endless;

/// One command takes no more exchanges than this: frames of one byte, up to the one that shows that
/// the card does not end.
pub(crate) const MOST: usize = 513;

impl Anything {
    pub(crate) fn new(answers: Vec<Vec<u8>>) -> (Self, Rc<Cell<usize>>) {
        let asked = Rc::new(Cell::new(0));
        (Self { answers, asked: Rc::clone(&asked) }, asked)
    }
}

impl Transport for Anything {
    type Error = Endless;

    fn transmit(&mut self, _command: &[u8]) -> Result<Vec<u8>, Endless> {
        let at = self.asked.replace(self.asked.get() + 1);
        let answer = self.answers.get(at % self.answers.len()).filter(|_| at < 2 * MOST);
        answer.cloned().ok_or(Endless)
    }
}

/// Any bytes, or any data behind which a status word stands that means something.
pub(crate) fn answers() -> impl Strategy<Value = Vec<Vec<u8>>> {
    let words = vec![0x9000_u16, 0x9100, 0x9190, 0x91AF, 0x91AE, 0x917E];
    let data = prop_oneof![
        vec(any::<u8>(), 0..20),
        prop::sample::select(vec![0, 1, 7, 8, 16, 24, 28, 32, 56, 72, 256])
            .prop_flat_map(|length| vec(any::<u8>(), length)),
    ];
    let near = (data, prop::sample::select(words))
        .prop_map(|(data, word)| [data.as_slice(), &word.to_be_bytes()].concat());
    let answer = prop_oneof![1 => vec(any::<u8>(), 0..300), 8 => near];
    prop_oneof![6 => vec(answer, 1..6), 1 => endless()]
}

/// Always one frame more: of nothing, or of little.
fn endless() -> impl Strategy<Value = Vec<Vec<u8>>> {
    vec(any::<u8>(), 0..2).prop_map(|data| vec![[data.as_slice(), &[0x91, 0xAF]].concat()])
}

/// Both parts of an authentication, by a card that does not know the key.
pub(crate) fn proofs() -> impl Strategy<Value = Vec<Vec<u8>>> {
    (any::<[u8; 16]>(), any::<[u8; 32]>()).prop_map(|(challenge, proof)| {
        vec![[&challenge[..], &[0x91, 0xAF]].concat(), [&proof[..], &[0x91, 0x00]].concat()]
    })
}
