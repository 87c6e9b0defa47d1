//! Which cards are looked at: at random, and so that anybody can draw the same ones again.
//!
//! # The draw, for those who draw again
//! It never changes; another one would have another name than [`GENERATOR`].
//!
//! 1. The key is SHA-256 over the 15 ASCII characters `tapsmith draw 1` and the 16 bytes of the seed.
//! 2. The stream is the key stream of ChaCha20 (RFC 8439, 2.4) with this key, a nonce of 12 zero bytes and
//!    the block counter from 0. It is read in words of 8 bytes, least significant first.
//! 3. The positions 1 to N of the lot lie in a row. For i = 0, 1, 2, ... let m = N - i. Take words until one
//!    is below 2^64 - (2^64 mod m), and let j = i + (word mod m). What lies at place j (places counted from
//!    0) is drawn next, and what lies at place i moves to place j.
//!
//! So every order of positions is equally likely, and a smaller sample is the beginning of a larger one.

use std::collections::BTreeMap;

use chacha20::ChaCha20;
use chacha20::cipher::{KeyIvInit, StreamCipher};
use sha2::{Digest, Sha256};

use super::Seed;

/// The name of the draw, to be written down beside the seed.
pub const GENERATOR: &str = "tapsmith draw 1";

/// The positions of `n` cards of a lot, 1 to `lot`, in the order in which they are drawn; all of them where
/// `n` is no less than the lot. Each position once.
///
/// The first k of them are `draw(seed, lot, k)`: classes of defects with smaller samples use the first ones
/// of the larger sample.
pub fn draw(seed: Seed, lot: u64, n: u64) -> Vec<u64> {
    let mut words = Words::new(seed);
    // What was moved. Every other place holds its own position.
    let mut moved = BTreeMap::new();
    (0..n.min(lot))
        .map(|i| {
            let j = i + words.below(lot - i);
            let at_i = moved.remove(&i).unwrap_or(i + 1);
            if i == j { at_i } else { moved.insert(j, at_i).unwrap_or(j + 1) }
        })
        .collect()
}

/// The stream, word by word.
struct Words(ChaCha20);

impl Words {
    fn new(seed: Seed) -> Self {
        let key = Sha256::new().chain_update(GENERATOR).chain_update(seed.as_bytes()).finalize();
        Self(ChaCha20::new(&key, &[0; 12].into()))
    }

    /// A number from 0 to `m` - 1, each equally likely. `m` is not 0.
    fn below(&mut self, m: u64) -> u64 {
        // 2^64 mod m, and with it the largest word that may be taken.
        let uneven = m.wrapping_neg() % m;
        loop {
            let word = self.next();
            if word <= u64::MAX - uneven {
                return word % m;
            }
        }
    }

    fn next(&mut self) -> u64 {
        let mut word = [0; 8];
        self.0.apply_keystream(&mut word);
        u64::from_le_bytes(word)
    }
}
