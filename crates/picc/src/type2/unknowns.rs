//! What no silicon has told anybody: each open question is a switch, and its default the reading that the
//! documents suggest. `hardware-notes/ntag21x.md` lists them.
//!
//! A client is right only if it works with either setting of each.

use crate::switch::switch;

/// All switches.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Unknowns {
    /// A known command of another length than its own.
    pub other_length: OtherLength,
    /// A wrong password.
    pub wrong_password: WrongPassword,
    /// A password or an AES key that was just written.
    pub new_secret: NewSecret,
    /// Lock bits that were just set. Those of an Ultralight C always wait.
    pub lock_bits: LockBits,
    /// What CFG0 and CFG1 say of mirrors and of the counter.
    pub mirror_settings: MirrorSettings,
    /// The second frame of `COMPATIBILITY_WRITE`, if it is something else.
    pub second_frame: SecondFrame,
}

switch! {
    /// A known command with bytes too many or too few.
    OtherLength {
        /// Nothing comes back, as seen of `60 00`.
        Silence,
        /// NAK 0.
        Nak,
    }
}
switch! {
    /// A wrong password, as long as the chip still counts.
    WrongPassword {
        /// NAK 0, as seen on an NTAG213.
        Nak,
        /// Nothing comes back, as said of an NTAG216.
        Silence,
    }
}
switch! {
    /// From when on a new password or AES key opens the chip.
    NewSecret {
        /// As soon as it is written.
        AtOnce,
        /// From the next activation on, as the key of an Ultralight C.
        AtActivation,
    }
}
switch! {
    /// From when on lock bits act.
    LockBits {
        /// As soon as they are written.
        AtOnce,
        /// From the next activation on, as those of an Ultralight C.
        AtActivation,
    }
}
switch! {
    /// From when on a mirror and the counter are on.
    MirrorSettings {
        /// From the next activation on, as the rest of the configuration.
        AtActivation,
        /// As soon as they are written.
        AtOnce,
    }
}
switch! {
    /// What comes instead of the sixteen bytes of `COMPATIBILITY_WRITE`.
    SecondFrame {
        /// It is refused with NAK 0.
        Refused,
        /// It is carried out as the command it is.
        Obeyed,
    }
}
