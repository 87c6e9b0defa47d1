//! One key after the other, by the crate `aes`.

use aes::Aes128;
use aes::cipher::{BlockCipherDecrypt as _, BlockCipherEncrypt as _, KeyInit as _};

use crate::{Engine, LANES, Lanes};

/// Each key made ready by the library, which wipes it on drop.
pub(crate) struct Portable([Aes128; LANES]);

impl Default for Portable {
    fn default() -> Self {
        Self([const { [0; 16] }; LANES].map(|key| Aes128::new(&key.into())))
    }
}

impl Engine for Portable {
    fn name(&self) -> &'static str {
        "portable"
    }

    fn expand(&mut self, keys: &Lanes) {
        for (ready, key) in self.0.iter_mut().zip(keys) {
            *ready = Aes128::new(key.into());
        }
    }

    fn encrypt(&self, blocks: &mut Lanes) {
        for (key, block) in self.0.iter().zip(blocks) {
            key.encrypt_block(block.into());
        }
    }

    fn decrypt(&self, blocks: &mut Lanes) {
        for (key, block) in self.0.iter().zip(blocks) {
            key.decrypt_block(block.into());
        }
    }
}
