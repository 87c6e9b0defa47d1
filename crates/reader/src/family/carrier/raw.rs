//! Frames as they are, in whatever the family wraps them.

use tapsmith_card::field::Heard;
use tapsmith_card::transport::Transport;
use zeroize::Zeroizing;

use super::super::{Error, Nonsense, Way, acr122u, acs};
use super::Carrier;

/// What a reader got from the card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in super::super) enum Got {
    Bytes(Vec<u8>),
    FourBits(u8),
    /// Something, that the reader cannot read or does not tell.
    Unreadable,
    Silence,
}

impl Carrier {
    /// One frame, wrapped as the family wraps it. Where the four bits of an answer cannot be read, it is found out what they
    /// were.
    pub(super) fn raw<T: Transport>(
        &self,
        transport: &mut T,
        frame: &[u8],
    ) -> Result<Heard, Error<T::Error>> {
        let Some(got) = self.exchange(transport, frame)? else { return Ok(Heard::Unable) };
        Ok(match got {
            Got::Bytes(bytes) => Heard::Answer(bytes),
            Got::FourBits(0x0A) => Heard::Ack,
            Got::FourBits(bits) => Heard::Nak(Some(bits)),
            Got::Silence => Heard::Silence,
            Got::Unreadable if matches!(frame, [0xA2 | 0xA5, ..]) => self.tell(transport)?,
            Got::Unreadable => Heard::Nak(None),
        })
    }

    /// Whether four bits that could not be read were an ACK: after a NAK the card waits to be selected, and a
    /// READ reaches nobody.
    fn tell<T: Transport>(&self, transport: &mut T) -> Result<Heard, Error<T::Error>> {
        let there = self.exchange(transport, &[0x30, 0x00])?;
        Ok(if matches!(there, Some(Got::Bytes(_))) { Heard::Ack } else { Heard::Nak(None) })
    }

    /// None if the reader has no room for the frame.
    fn exchange<T: Transport>(
        &self,
        transport: &mut T,
        frame: &[u8],
    ) -> Result<Option<Got>, Error<T::Error>> {
        let wrapped = match self.way {
            Way::Pn532 => acr122u::wrap(frame),
            _ => acs::wrap(frame),
        };
        let Some(wrapped) = wrapped.map(Zeroizing::new) else { return Ok(None) };
        let answer = transport.transmit(&wrapped).map_err(Error::Transport)?;
        let got = match self.way {
            Way::Pn532 => acr122u::unwrap(&answer),
            _ => acs::unwrap(frame, &answer),
        };
        let status = answer.last_chunk().map(|word| u16::from_be_bytes(*word));
        Ok(Some(got.ok_or(Nonsense { family: self.family, status })?))
    }
}
