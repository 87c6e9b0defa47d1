//! Sessions, the reader's end.
//!
//! Source: NT4H2421Gx Rev. 3.0, "AES secure messaging"; libfreefare and proxmark3.

use aes::Aes128;
use aes::cipher::{BlockCipherDecrypt as _, BlockCipherEncrypt as _, KeyInit as _};
use cmac::{Cmac, Mac as _};
use des::TdesEde2;

use crate::rig::Mode;

type Block = [u8; 16];

const RND_A: Block = [
    0x13, 0xC5, 0xDB, 0x8A, 0x59, 0x30, 0x43, 0x9F, 0xC3, 0xDE, 0xF9, 0xA4, 0xC6, 0x75, 0x36, 0x0F,
];

/// An EV2 session.
#[derive(Clone)]
pub(crate) struct Ev2 {
    enc: Block,
    mac: Block,
    pub(crate) identifier: [u8; 4],
    pub(crate) counter: u16,
}

/// Between both parts.
pub(crate) struct Half {
    key: Block,
    rnd_b: Block,
}

impl Ev2 {
    /// What answers the challenge.
    pub(crate) fn answer(key: &Block, challenge: &[u8]) -> (Half, Vec<u8>) {
        let rnd_b = cbc_decrypt(key, [0; 16], challenge);
        let mut turned = rnd_b.clone();
        turned.rotate_left(1);
        let proof = cbc_encrypt(key, [0; 16], &[&RND_A[..], &turned].concat());
        (Half { key: *key, rnd_b: rnd_b.try_into().unwrap() }, proof)
    }

    /// A command's body, protected.
    pub(crate) fn wrap(&mut self, mode: Mode, instruction: u8, data: &[u8]) -> Vec<u8> {
        let mut body = data.to_vec();
        if let Mode::Full(header) = mode
            && body.len() > header
        {
            let plain = padded(&body.split_off(header));
            body.extend(cbc_encrypt(&self.enc, self.iv([0xA5, 0x5A]), &plain));
        }
        if mode != Mode::Plain {
            body.extend(self.mac(instruction, &body));
        }
        body
    }

    /// An answer without its protection.
    pub(crate) fn unwrap(&mut self, mode: Mode, status: u8, data: &[u8]) -> Vec<u8> {
        self.counter += 1;
        if mode == Mode::Plain {
            return data.to_vec();
        }
        let (content, mac) = data.split_at(data.len() - 8);
        assert_eq!(mac, self.mac(status, content), "the answer's MAC");
        if !matches!(mode, Mode::Full(_)) || content.is_empty() {
            return content.to_vec();
        }
        let mut plain = cbc_decrypt(&self.enc, self.iv([0x5A, 0xA5]), content);
        while plain.pop() == Some(0) {}
        plain
    }

    fn mac(&self, code: u8, data: &[u8]) -> Vec<u8> {
        let [low, high] = self.counter.to_le_bytes();
        let whole = cmac(&self.mac, &[&[code, low, high][..], &self.identifier, data].concat());
        whole.iter().copied().skip(1).step_by(2).collect()
    }

    fn iv(&self, label: [u8; 2]) -> Block {
        let mut block = [0; 16];
        block[..2].copy_from_slice(&label);
        block[2..6].copy_from_slice(&self.identifier);
        block[6..8].copy_from_slice(&self.counter.to_le_bytes());
        cbc_encrypt(&self.enc, [0; 16], &block).try_into().unwrap()
    }
}

impl Half {
    pub(crate) fn first(self, proof: &[u8]) -> Ev2 {
        let plain = cbc_decrypt(&self.key, [0; 16], proof);
        assert_eq!(plain[4..20], turned_a(), "RndA'");
        self.session(plain[..4].try_into().unwrap(), 0)
    }

    pub(crate) fn non_first(self, proof: &[u8], before: &Ev2) -> Ev2 {
        assert_eq!(cbc_decrypt(&self.key, [0; 16], proof), turned_a(), "RndA'");
        self.session(before.identifier, before.counter)
    }

    fn session(self, identifier: [u8; 4], counter: u16) -> Ev2 {
        let b = self.rnd_b;
        let derive = |label: [u8; 2]| {
            let mut vector = vec![label[0], label[1], 0x00, 0x01, 0x00, 0x80];
            vector.extend(&RND_A[..2]);
            vector.extend((0..6).map(|at| RND_A[2 + at] ^ b[at]));
            vector.extend(&b[6..]);
            vector.extend(&RND_A[8..]);
            cmac(&self.key, &vector)
        };
        Ev2 { enc: derive([0xA5, 0x5A]), mac: derive([0x5A, 0xA5]), identifier, counter }
    }
}

fn turned_a() -> Block {
    let mut turned = RND_A;
    turned.rotate_left(1);
    turned
}

/// A legacy session.
pub(crate) struct Legacy {
    key: Block,
}

impl Legacy {
    pub(crate) fn answer(key: &Block, challenge: &[u8]) -> (Self, Vec<u8>) {
        let a: [u8; 8] = RND_A[..8].try_into().unwrap();
        let b = des(key, challenge.try_into().unwrap(), false);
        let mut turned = b;
        turned.rotate_left(1);
        let first = des(key, a, false);
        let second = des(key, xor(turned, first), false);
        let ends = if key[..8] == key[8..] { (&a[..4], &b[..4]) } else { (&a[4..], &b[4..]) };
        let session = [&a[..4], &b[..4], ends.0, ends.1].concat();
        (Self { key: session.try_into().unwrap() }, [first, second].concat())
    }

    pub(crate) fn check(&self, key: &Block, proof: &[u8]) {
        assert_eq!(self.key[..4], RND_A[..4]);
        let plain = des(key, proof.try_into().unwrap(), false);
        let mut turned: [u8; 8] = RND_A[..8].try_into().unwrap();
        turned.rotate_left(1);
        assert_eq!(plain, turned, "RndA'");
    }

    /// `data`, its checksum, zeros: "decrypted".
    pub(crate) fn encrypt(&self, data: &[u8]) -> Vec<u8> {
        let mut plain = [data, &checksum(data)].concat();
        plain.resize(plain.len().next_multiple_of(8), 0);
        self.encrypt_as_it_is(&plain)
    }

    pub(crate) fn encrypt_as_it_is(&self, plain: &[u8]) -> Vec<u8> {
        let mut before = [0; 8];
        let mut out = Vec::new();
        for block in plain.chunks_exact(8) {
            before = des(&self.key, xor(block.try_into().unwrap(), before), false);
            out.extend(before);
        }
        out
    }

    /// What the card encrypted: in CBC, as everybody else does it.
    pub(crate) fn decrypt(&self, data: &[u8]) -> Vec<u8> {
        let mut before = [0; 8];
        let mut out = Vec::new();
        for block in data.chunks_exact(8) {
            let block = block.try_into().unwrap();
            out.extend(xor(des(&self.key, block, false), before));
            before = block;
        }
        out
    }
}

/// An EV1 session with an AES key: one chain.
pub(crate) struct Ev1 {
    key: Block,
    chain: Block,
}

impl Ev1 {
    /// What answers the challenge.
    pub(crate) fn answer(key: &Block, challenge: &[u8]) -> (Self, Vec<u8>) {
        let b = cbc_decrypt(key, [0; 16], challenge);
        let mut turned = b.clone();
        turned.rotate_left(1);
        let chain = challenge.try_into().unwrap();
        let proof = cbc_encrypt(key, chain, &[&RND_A[..], &turned].concat());
        let session = [&RND_A[..4], &b[..4], &RND_A[12..], &b[12..]].concat();
        (Self { key: session.try_into().unwrap(), chain: [0; 16] }, proof)
    }

    /// A command that is not encrypted moves the chain.
    pub(crate) fn plain(&mut self, instruction: u8, data: &[u8]) -> Vec<u8> {
        self.mac(&[&[instruction], data].concat());
        data.to_vec()
    }

    /// Data that is written has a MAC behind it.
    pub(crate) fn written(&mut self, instruction: u8, data: &[u8]) -> Vec<u8> {
        [data, &self.mac(&[&[instruction], data].concat())].concat()
    }

    /// Encrypted behind `header` bytes; `behind` comes after the checksum.
    pub(crate) fn full(
        &mut self,
        instruction: u8,
        header: usize,
        data: &[u8],
        behind: &[u8],
    ) -> Vec<u8> {
        let sum = checksum_32(&[&[instruction], data].concat());
        let mut plain = [&data[header..], &sum, behind].concat();
        plain.resize(plain.len().next_multiple_of(16), 0);
        let sent = cbc_encrypt(&self.key, self.chain, &plain);
        self.chain = sent[sent.len() - 16..].try_into().unwrap();
        [&data[..header], &sent].concat()
    }

    /// An answer that passed, its MAC taken off.
    pub(crate) fn unwrap(&mut self, data: &[u8]) -> Vec<u8> {
        let (content, mac) = data.split_at(data.len() - 8);
        assert_eq!(mac, self.mac(&[content, &[0]].concat()), "the answer's MAC");
        content.to_vec()
    }

    /// The same, decrypted: so many bytes.
    pub(crate) fn decrypt(&mut self, data: &[u8], length: usize) -> Vec<u8> {
        let plain = cbc_decrypt(&self.key, self.chain, data);
        self.chain = data[data.len() - 16..].try_into().unwrap();
        let (content, rest) = plain.split_at(length);
        assert_eq!(rest[..4], checksum_32(&[content, &[0]].concat()), "the answer's checksum");
        content.to_vec()
    }

    fn mac(&mut self, data: &[u8]) -> Vec<u8> {
        let double = |block: &[u8]| {
            let number = u128::from_be_bytes(block.try_into().unwrap());
            let carry = if number >> 127 == 0 { 0 } else { 0x87 };
            ((number << 1) ^ carry).to_be_bytes()
        };
        let once = double(&cbc_encrypt(&self.key, [0; 16], &[0; 16]));
        let mut data = data.to_vec();
        let mut subkey = once;
        if !data.len().is_multiple_of(16) {
            data.push(0x80);
            data.resize(data.len().next_multiple_of(16), 0);
            subkey = double(&once);
        }
        let last = data.len() - 16;
        let block = xor(data[last..].try_into().unwrap(), subkey);
        data[last..].copy_from_slice(&block);
        let sent = cbc_encrypt(&self.key, self.chain, &data);
        self.chain = sent[last..].try_into().unwrap();
        self.chain[..8].to_vec()
    }
}

/// `CRC_A`, bit by bit.
pub(crate) fn checksum(data: &[u8]) -> [u8; 2] {
    let mut crc = 0x6363_u16;
    for byte in data {
        crc ^= u16::from(*byte);
        for _ in 0..8 {
            crc = if crc & 1 == 0 { crc >> 1 } else { (crc >> 1) ^ 0x8408 };
        }
    }
    crc.to_le_bytes()
}

/// The checksum in `ChangeKey`: CRC-32 without its last inversion.
pub(crate) fn checksum_32(data: &[u8]) -> [u8; 4] {
    let mut crc = u32::MAX;
    for byte in data {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = if crc & 1 == 0 { crc >> 1 } else { (crc >> 1) ^ 0xEDB8_8320 };
        }
    }
    crc.to_le_bytes()
}

/// One block of DES, decrypted.
pub(crate) fn des_decrypt(key: &Block, block: [u8; 8]) -> [u8; 8] {
    des(key, block, false)
}

fn des(key: &Block, mut block: [u8; 8], encrypts: bool) -> [u8; 8] {
    let cipher = TdesEde2::new(key.into());
    if encrypts {
        cipher.encrypt_block((&mut block).into());
    } else {
        cipher.decrypt_block((&mut block).into());
    }
    block
}

fn xor<const N: usize>(mut one: [u8; N], other: [u8; N]) -> [u8; N] {
    one.iter_mut().zip(other).for_each(|(byte, other)| *byte ^= other);
    one
}

fn padded(data: &[u8]) -> Vec<u8> {
    let mut out = [data, &[0x80]].concat();
    out.resize(out.len().next_multiple_of(16), 0);
    out
}

pub(crate) fn cbc_encrypt(key: &Block, iv: Block, data: &[u8]) -> Vec<u8> {
    let cipher = Aes128::new(key.into());
    let mut before = iv;
    let mut out = Vec::new();
    for block in data.chunks_exact(16) {
        before = xor(block.try_into().unwrap(), before);
        cipher.encrypt_block((&mut before).into());
        out.extend(before);
    }
    out
}

pub(crate) fn cbc_decrypt(key: &Block, iv: Block, data: &[u8]) -> Vec<u8> {
    let cipher = Aes128::new(key.into());
    let mut before = iv;
    let mut out = Vec::new();
    for block in data.chunks_exact(16) {
        let mut plain: Block = block.try_into().unwrap();
        cipher.decrypt_block((&mut plain).into());
        out.extend(xor(plain, before));
        before = block.try_into().unwrap();
    }
    out
}

pub(crate) fn cmac(key: &Block, data: &[u8]) -> Block {
    let mut mac = <Cmac<Aes128> as cmac::KeyInit>::new(key.into());
    mac.update(data);
    mac.finalize().into_bytes().into()
}
