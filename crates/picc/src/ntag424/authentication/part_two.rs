//! The second part: the reader proves the key, and the card proves it back.

use subtle::ConstantTimeEq;
use tapsmith_card::status::Status;
use tapsmith_core::aes::{Block, Cipher};
use tapsmith_core::bytes::join;
use tapsmith_core::random::Random;

use super::{Challenge, Start, rotated};
use crate::ntag424::Ntag424;
use crate::ntag424::answer::{Answer, Stop};
use crate::ntag424::channel::{Session, Transaction};
use crate::ntag424::session_keys::SessionKeys;

/// What the chip says of itself in AES mode.
const CARD_CAPABILITIES: [u8; 6] = [0; 6];

/// `E(RndA ‖ RndB')`, answered with a session.
pub(in crate::ntag424) fn prove<R: Random>(
    card: &mut Ntag424,
    challenge: &Challenge,
    body: &[u8],
    random: &mut R,
) -> Result<Answer, Stop<R::Error>> {
    let mut blocks = two_blocks(body)?;
    let identifier = match challenge.start {
        Start::First { .. } => draw(random)?,
        Start::NonFirst(transaction) => transaction.identifier,
    };
    let slot = card.memory.keys.slot_mut(challenge.key);
    let cipher = Cipher::new(&slot.key);
    cipher.cbc_decrypt(&[0; 16], &mut blocks);
    let [rnd_a, proof] = blocks;
    if !bool::from(proof.ct_eq(&rotated(challenge.rnd_b))) {
        slot.failures.failed();
        return Err(Status::AUTHENTICATION.into());
    }
    slot.failures.succeeded();
    let keys = SessionKeys::new(&slot.key, &rnd_a, &challenge.rnd_b);
    let transaction = challenge.start.transaction(identifier);
    card.volatile.session = Some(Session { key: challenge.key, keys, transaction });
    let data = challenge.start.answer(&cipher, identifier, rotated(rnd_a));
    Ok(Answer::Frame { status: Status::OK, data })
}

fn two_blocks(body: &[u8]) -> Result<[Block; 2], Status> {
    match body.as_chunks() {
        ([first, second], []) => Ok([*first, *second]),
        _ => Err(Status::LENGTH),
    }
}

fn draw<R: Random>(random: &mut R) -> Result<[u8; 4], Stop<R::Error>> {
    let mut identifier = [0; 4];
    random.fill(&mut identifier).map_err(Stop::Random)?;
    Ok(identifier)
}

impl Start {
    fn transaction(self, identifier: [u8; 4]) -> Transaction {
        match self {
            Self::First { .. } => Transaction { identifier, counter: 0 },
            Self::NonFirst(transaction) => transaction,
        }
    }

    /// `E(TI ‖ RndA' ‖ PDcap2 ‖ PCDcap2)`, or `E(RndA')` in a transaction that goes on.
    fn answer(self, cipher: &Cipher, identifier: [u8; 4], proof: Block) -> Vec<u8> {
        let mut blocks: Vec<Block> = match self {
            Self::NonFirst(_) => vec![proof],
            Self::First { reader_capabilities } => {
                let plain: [u8; 32] =
                    join(&[&identifier, &proof, &CARD_CAPABILITIES, &reader_capabilities]);
                plain.as_chunks().0.to_vec()
            }
        };
        cipher.cbc_encrypt(&[0; 16], &mut blocks);
        blocks.concat()
    }
}
