//! One file a command, each a command type paired with its reply.
//!
//! Source: NTAG213F/216F Rev. 3.1, "Command overview"; MF0ICU2 Rev. 3.3, the same.

mod authenticate_aes;
mod authenticate_c;
mod compatibility_write;
mod fast_read;
mod get_version;
mod pwd_auth;
mod read;
mod read_cnt;
mod read_sig;
mod write;

pub(super) use authenticate_aes::in_memory;
pub use authenticate_aes::{AuthenticateAes, ChallengeAes, ProveAes};
pub use authenticate_c::{AuthenticateC, ChallengeC, ProveC, TripleDesKey};
pub use compatibility_write::{CompatibilityData, CompatibilityWrite};
pub use fast_read::FastRead;
pub use get_version::{GetVersion, Version};
pub use pwd_auth::{Pack, Password, PwdAuth};
pub use read::Read;
pub use read_cnt::ReadCnt;
pub use read_sig::ReadSig;
pub use write::Write;

use zeroize::Zeroizing;

use crate::field::Heard;

/// A command as a frame.
pub trait Command {
    /// Its name in the data sheet.
    const NAME: &'static str;
    /// What the card answers.
    type Reply;

    /// The frame, without its checksum. It may hold a password, and is wiped on drop.
    fn frame(&self) -> Zeroizing<Vec<u8>>;

    /// The reply in what came back; none if it is none to this command.
    fn reply(&self, heard: &Heard) -> Option<Self::Reply>;
}

/// The bytes of an answer.
fn bytes(heard: &Heard) -> Option<&[u8]> {
    match heard {
        Heard::Answer(bytes) => Some(bytes),
        _ => None,
    }
}

/// Done, where a command is answered by four bits.
fn done(heard: &Heard) -> Option<()> {
    (*heard == Heard::Ack).then_some(())
}
