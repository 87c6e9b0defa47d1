//! The reader's end of authentication and secure messaging in LRP mode, for these tests. The
//! primitive is `tapsmith_core`'s; all else is written here, from the data sheet.
//!
//! Source: NT4H2421Gx Rev. 3.0, "LRP secure messaging".

use std::cell::Cell;

use tapsmith_card::apdu::{CommandApdu, ResponseApdu};
use tapsmith_card::command::Command;
use tapsmith_core::access::CommMode;
use tapsmith_core::key::AesKey;
use tapsmith_core::lrp::Lrp;

use crate::rig::Rig;

const RND_A: [u8; 16] = [0xA5; 16];

pub(crate) struct Channel {
    mac: Lrp,
    enc: Lrp,
    identifier: [u8; 4],
    commands: u16,
    /// `PDcap2 ‖ PCDcap2`
    pub(crate) capabilities: Vec<u8>,
    /// `EncCtr`
    blocks: Cell<u32>,
}

pub(crate) fn first(rig: &mut Rig, number: u8, key: &AesKey) -> Result<Channel, u16> {
    let (mut channel, rnd_b) = challenged(rig, 0x71, &[number, 1, 2], key)?;
    let answer = channel.prove(rig, &rnd_b)?;
    let (data, mac) = answer.split_at(16);
    assert_eq!(mac, channel.mac.cmac(&[&rnd_b, &RND_A, data]));
    let plain = channel.crypt(data, Lrp::decrypt);
    channel.identifier = plain[..4].try_into().unwrap();
    channel.capabilities = plain[4..].to_vec();
    Ok(channel)
}

pub(crate) fn non_first(
    rig: &mut Rig,
    before: &Channel,
    number: u8,
    key: &AesKey,
) -> Result<Channel, u16> {
    let (channel, rnd_b) = challenged(rig, 0x77, &[number], key)?;
    let answer = channel.prove(rig, &rnd_b)?;
    assert_eq!(answer, channel.mac.cmac(&[&rnd_b, &RND_A]));
    Ok(Channel { identifier: before.identifier, commands: before.commands, ..channel })
}

fn challenged(
    rig: &mut Rig,
    instruction: u8,
    body: &[u8],
    key: &AesKey,
) -> Result<(Channel, [u8; 16]), u16> {
    let (challenge, status) = rig.wrapped(instruction, body);
    if status != 0x91AF {
        return Err(status);
    }
    let Some((&[0x01], rnd_b)) = challenge.split_first_chunk() else { panic!("{challenge:02X?}") };
    let rnd_b: [u8; 16] = rnd_b.try_into().unwrap();
    let mut vector =
        [&[0, 1, 0, 0x80], &RND_A[..8], &rnd_b[6..], &RND_A[8..], &[0x96, 0x69]].concat();
    vector[6..12].iter_mut().zip(rnd_b).for_each(|(byte, b)| *byte ^= b);
    let master = AesKey::init_with(|out| *out = Lrp::new(key).cmac(&[&vector]));
    let [mac, enc] = Lrp::session(&master);
    let (capabilities, blocks) = (Vec::new(), Cell::new(0));
    Ok((Channel { mac, enc, identifier: [0; 4], commands: 0, capabilities, blocks }, rnd_b))
}

impl Channel {
    fn prove(&self, rig: &mut Rig, rnd_b: &[u8; 16]) -> Result<Vec<u8>, u16> {
        let proof = self.mac.cmac(&[&RND_A, rnd_b]);
        let (answer, status) = rig.wrapped(0xAF, &[RND_A, proof].concat());
        if status == 0x9100 { Ok(answer) } else { Err(status) }
    }

    pub(crate) fn wrap<C: Command>(&self, command: &C) -> CommandApdu {
        let payload = command.payload();
        let (header, data) = payload.split_at(C::HEADER.min(payload.len()));
        let mut body = header.to_vec();
        if command.mode() == CommMode::Full && !data.is_empty() {
            let mut padded = [data, &[0x80]].concat();
            padded.resize(padded.len().next_multiple_of(16), 0);
            body.extend(self.crypt(&padded, Lrp::encrypt));
        } else {
            body.extend(data);
        }
        if command.mode() != CommMode::Plain {
            body.extend(self.truncated(C::INSTRUCTION, &body));
        }
        CommandApdu::wrapped(C::INSTRUCTION, body)
    }

    pub(crate) fn unwrap(&mut self, mode: CommMode, answer: &ResponseApdu) -> Vec<u8> {
        self.commands += 1;
        if mode == CommMode::Plain {
            return answer.data.clone();
        }
        let (data, mac) = answer.data.split_at(answer.data.len() - 8);
        assert_eq!(mac, self.truncated(answer.status.low_byte(), data));
        if mode == CommMode::Mac || data.is_empty() {
            return data.to_vec();
        }
        let mut plain = self.crypt(data, Lrp::decrypt);
        let end = plain.iter().rposition(|byte| *byte != 0).unwrap();
        assert_eq!(plain[end], 0x80);
        plain.truncate(end);
        plain
    }

    fn truncated(&self, code: u8, body: &[u8]) -> Vec<u8> {
        let parts = [&[code][..], &self.commands.to_le_bytes(), &self.identifier, body];
        self.mac.cmac(&parts).into_iter().skip(1).step_by(2).collect()
    }

    fn crypt(&self, data: &[u8], way: fn(&Lrp, &mut [u8; 4], &mut [[u8; 16]])) -> Vec<u8> {
        let mut counter = self.blocks.get().to_be_bytes();
        let mut blocks = data.as_chunks().0.to_vec();
        way(&self.enc, &mut counter, &mut blocks);
        self.blocks.set(u32::from_be_bytes(counter));
        blocks.concat()
    }
}
