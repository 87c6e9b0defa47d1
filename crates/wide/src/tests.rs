//! Every way against the crate `aes`, which is others' work, and against the published example.

use super::*;
use proptest::prelude::*;

use aes::Aes128;
use aes::cipher::{BlockCipherEncrypt as _, KeyInit as _};

fn by_others(key: &Block, block: &Block) -> Block {
    let mut block = *block;
    Aes128::new(key.into()).encrypt_block((&mut block).into());
    block
}

/// By the fastest way, and by the portable one.
fn narrow(key: &Block) -> [Narrow; 2] {
    [Narrow::new(key), Narrow::portable(key)]
}

/// FIPS 197, "Cipher Example".
#[test]
fn published_example() {
    let key = [
        0x2B, 0x7E, 0x15, 0x16, 0x28, 0xAE, 0xD2, 0xA6, 0xAB, 0xF7, 0x15, 0x88, 0x09, 0xCF, 0x4F,
        0x3C,
    ];
    let plain = [
        0x32, 0x43, 0xF6, 0xA8, 0x88, 0x5A, 0x30, 0x8D, 0x31, 0x31, 0x98, 0xA2, 0xE0, 0x37, 0x07,
        0x34,
    ];
    let cipher = [
        0x39, 0x25, 0x84, 0x1D, 0x02, 0xDC, 0x09, 0xFB, 0xDC, 0x11, 0x85, 0x97, 0x19, 0x6A, 0x0B,
        0x32,
    ];
    for mut wide in Wide::each() {
        let mut blocks = [plain; LANES];
        let ready = wide.expand(&[key; LANES]);
        ready.encrypt(&mut blocks);
        assert_eq!(blocks, [cipher; LANES], "{ready:?}");
        ready.decrypt(&mut blocks);
        assert_eq!(blocks, [plain; LANES], "{ready:?}");
    }
}

#[test]
fn published_example_of_one_key() {
    let key = 0x2B7E_1516_28AE_D2A6_ABF7_1588_09CF_4F3C_u128.to_be_bytes();
    let plain = 0x3243_F6A8_885A_308D_3131_98A2_E037_0734_u128.to_be_bytes();
    for narrow in narrow(&key) {
        let mut block = plain;
        narrow.encrypt(&mut block);
        assert_eq!(u128::from_be_bytes(block), 0x3925_841D_02DC_09FB_DC11_8597_196A_0B32);
    }
}

/// The portable way is the last of those of a processor, and every processor has it.
#[test]
fn the_portable_way_is_always_there() {
    let names: Vec<_> = Wide::each().map(|wide| wide.name()).collect();
    assert_eq!(names.last(), Some(&"portable"));
    assert_eq!(Wide::new().name(), names[0]);
    #[cfg(target_arch = "x86_64")]
    assert_eq!(names.contains(&"aesni"), is_x86_feature_detected!("aes"));
    let [fastest, portable] = narrow(&[0; 16]).map(|narrow| narrow.name());
    assert_eq!(fastest == "aesni", names.contains(&"aesni"));
    assert_eq!(fastest == "armv8", names.contains(&"armv8"));
    assert_eq!(portable, "portable");
}

#[test]
fn keys_are_not_shown() {
    for mut wide in Wide::each() {
        let name = wide.name();
        assert_eq!(format!("{wide:?}"), format!("Wide({name}, [redacted])"));
        let ready = wide.expand(&[[0xAB; 16]; LANES]);
        assert_eq!(format!("{ready:?}"), format!("Ready({name}, [redacted])"));
    }
    for narrow in narrow(&[0xAB; 16]) {
        assert_eq!(format!("{narrow:?}"), format!("Narrow({}, [redacted])", narrow.name()));
    }
}

proptest! {
    /// No lane hears of another, and keys made ready before leave nothing behind.
    #[test]
    fn every_lane_is_aes_under_its_own_key(before: Lanes, keys: Lanes, plain: Lanes) {
        for mut wide in Wide::each() {
            let mut blocks = plain;
            wide.expand(&before);
            let ready = wide.expand(&keys);
            ready.encrypt(&mut blocks);
            for ((key, plain), block) in keys.iter().zip(&plain).zip(&blocks) {
                prop_assert_eq!(*block, by_others(key, plain), "{:?}", ready);
            }
            ready.decrypt(&mut blocks);
            prop_assert_eq!(blocks, plain, "{:?}", ready);
        }
    }

    #[test]
    fn one_key_is_aes(key: Block, plain in prop::collection::vec(any::<Block>(), 0..20)) {
        let wanted: Vec<_> = plain.iter().map(|plain| by_others(&key, plain)).collect();
        for narrow in narrow(&key) {
            let mut blocks = plain.clone();
            narrow.encrypt_each(&mut blocks);
            prop_assert_eq!(&blocks, &wanted, "{:?}", narrow);
            narrow.decrypt_each(&mut blocks);
            prop_assert_eq!(&blocks, &plain, "{:?}", narrow);
        }
    }
}
