//! The second part: the reader proves the key, and the card proves it back.

use tapsmith_card::status::Status;
use tapsmith_core::aes::Block;
use tapsmith_core::random::Random;
use tapsmith_core::suite::Suite;

use super::{Asked, Challenge, LRP, Start};
use crate::ev2::proof::{Beginning, Proved, aes, lrp};
use crate::ntag424::Ntag424;
use crate::ntag424::answer::{Answer, Stop};
use crate::ntag424::channel::{Session, Transaction};
use crate::ntag424::memory::Configuration;

/// Two blocks, answered with a session.
pub(in crate::ntag424) fn prove<R: Random>(
    card: &mut Ntag424,
    challenge: &Challenge,
    body: &[u8],
    random: &mut R,
) -> Result<Answer, Stop<R::Error>> {
    let blocks = two_blocks(body)?;
    match challenge {
        Challenge::Application(asked) => application(card, asked, blocks, random),
        Challenge::Originality => Err(Status::AUTHENTICATION.into()),
    }
}

fn application<R: Random>(
    card: &mut Ntag424,
    asked: &Asked,
    blocks: [Block; 2],
    random: &mut R,
) -> Result<Answer, Stop<R::Error>> {
    let (transaction, beginning) = asked.start.begin(&card.memory.configuration, random)?;
    let counting = card.counting();
    let slot = card.memory.keys.slot_mut(asked.key);
    let proved = match asked.suite {
        Suite::Aes => aes::prove(&slot.key, asked.rnd_b, blocks, beginning),
        Suite::Lrp => lrp::prove(&slot.key, asked.rnd_b, blocks, beginning),
    };
    let Some(Proved { keys, answer }) = proved else {
        slot.failures.failed(counting);
        return Err(Status::AUTHENTICATION.into());
    };
    slot.failures.succeeded(counting);
    card.volatile.session = Some(Session { key: asked.key, keys, transaction });
    Ok(Answer::Frame { status: Status::OK, data: answer })
}

fn two_blocks(body: &[u8]) -> Result<[Block; 2], Status> {
    match body.as_chunks() {
        ([first, second], []) => Ok([*first, *second]),
        _ => Err(Status::LENGTH),
    }
}

impl Start {
    /// The transaction, and what there is to tell if it is a new one.
    fn begin<R: Random>(
        self,
        configuration: &Configuration,
        random: &mut R,
    ) -> Result<(Transaction, Option<Beginning>), Stop<R::Error>> {
        match self {
            Self::NonFirst(transaction) => Ok((transaction, None)),
            Self::First { reader_capabilities } => {
                let mut identifier = [0; 4];
                random.fill(&mut identifier).map_err(Stop::Random)?;
                let card = capabilities(configuration);
                let beginning = Beginning { identifier, card, reader: reader_capabilities };
                Ok((Transaction { identifier, counter: 0 }, Some(beginning)))
            }
        }
    }
}

/// `PDcap2`: what the chip says of itself.
fn capabilities(configuration: &Configuration) -> [u8; 6] {
    let mode = match configuration.suite {
        Suite::Aes => 0,
        Suite::Lrp => LRP,
    };
    let [five, six] = configuration.capabilities;
    [mode, 0, 0, 0, five, six]
}
