//! AES-128 under sixteen keys at once.
//!
//! Every card has keys of its own, and every tap a session key, so a log of taps is many key schedules and few blocks
//! under each. One at a time, a processor's AES unit mostly waits for its own last answer; with sixteen records in
//! flight it has always something to do.
//!
//! # Layout
//! - [`Wide`], [`Ready`]: sixteen keys made ready, and one block under each.
//! - [`Narrow`]: one key, for a block or two.
//! - `portable`: the same by the crate `aes`, one key after the other. It is always there, and what the others are
//!   tested against.
//! - `x86`: AES-NI, and VAES in vectors of 32 and 64 bytes.
//! - `armv8`: the cryptographic extension of `ARMv8`.
//! - [`decode_upper`]: the hex that chips write.
//!
//! # Unsafe
//! All of it is of one kind: a function that needs a feature of the processor is called from one that does not say so.
//! Each such call is a method of a type that is made by detecting that feature, and in no other way; or it is compiled
//! only for processors that all have the feature. There are no pointers; blocks become vectors and back by casts that the crate `bytemuck` checks.

#[cfg(target_arch = "aarch64")]
mod armv8;
mod digits;
mod narrow;
mod portable;
#[cfg(target_arch = "x86_64")]
mod x86;

use std::fmt;

pub use digits::decode_upper;
pub use narrow::Narrow;

/// 16 bytes: what AES works on.
pub type Block = [u8; 16];

/// How many keys are in flight.
pub const LANES: usize = 16;

/// A block, or a key, for each lane.
pub type Lanes = [Block; LANES];

/// Round keys of AES-128.
const ROUND_KEYS: usize = 11;

/// RCON.
///
/// Source: FIPS 197, "Key Expansion".
#[cfg(any(target_arch = "x86_64", target_arch = "aarch64"))]
const ROUND_CONSTANTS: [u8; 10] = [0x01, 0x02, 0x04, 0x08, 0x10, 0x20, 0x40, 0x80, 0x1B, 0x36];

/// Room for sixteen keys, and the fastest way that the processor has to use them. It is made once, and given one set
/// of keys after the other; wiped on drop.
pub struct Wide(Box<dyn Engine>);

/// Sixteen keys made ready.
#[derive(Clone, Copy)]
pub struct Ready<'w>(&'w dyn Engine);

/// A way to do it.
trait Engine: Send {
    fn name(&self) -> &'static str;
    fn expand(&mut self, keys: &Lanes);
    fn encrypt(&self, blocks: &mut Lanes);
    fn decrypt(&self, blocks: &mut Lanes);
}

impl Wide {
    /// The fastest way of this processor.
    pub fn new() -> Self {
        engines().into_iter().find_map(|engine| engine()).map_or_else(Self::portable, Self)
    }

    /// By the crate `aes` alone.
    pub fn portable() -> Self {
        Self(Box::<portable::Portable>::default())
    }

    /// Every way that this processor has, the fastest first. The last is the portable one.
    pub fn each() -> impl Iterator<Item = Self> {
        let found = engines().into_iter().filter_map(|engine| engine()).map(Self);
        found.chain(std::iter::once_with(Self::portable))
    }

    /// What does the work: `vaes512`, `vaes256`, `aesni`, `armv8` or `portable`.
    pub fn name(&self) -> &'static str {
        self.0.name()
    }

    /// Makes `keys` ready, in place of those before.
    pub fn expand(&mut self, keys: &Lanes) -> Ready<'_> {
        self.0.expand(keys);
        Ready(&*self.0)
    }
}

impl Ready<'_> {
    /// Encrypts a block under each key.
    pub fn encrypt(self, blocks: &mut Lanes) {
        self.0.encrypt(blocks);
    }

    /// Decrypts a block under each key.
    pub fn decrypt(self, blocks: &mut Lanes) {
        self.0.decrypt(blocks);
    }
}

/// None where the processor cannot.
type Detect = fn() -> Option<Box<dyn Engine>>;

#[cfg(target_arch = "x86_64")]
fn engines() -> [Detect; 3] {
    [x86::Vaes512::detect, x86::Vaes256::detect, x86::AesNi::detect]
}

#[cfg(target_arch = "aarch64")]
fn engines() -> [Detect; 1] {
    [armv8::Armv8::detect]
}

#[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64")))]
fn engines() -> [Detect; 0] {
    []
}

impl Default for Wide {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Wide {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Wide({}, [redacted])", self.name())
    }
}

impl fmt::Debug for Ready<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Ready({}, [redacted])", self.0.name())
    }
}

#[cfg(test)]
mod tests;
