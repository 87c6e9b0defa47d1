//! What every job that changes a card is made of: see which card it is, open it, read it, change it
//! step by step.
//!
//! # Layout
//! - [`identify`]: which card this is, and whether it is original; [`reveal`]: the same of a card that hides
//!   its UID. [`configured`]: how the chip as a whole is set; [`LoopStatus`]: what it says of its loop.
//! - [`Held`]: what its slots may hold, from the vault's journal and the record's own keys.
//! - [`look`], [`check_place`] and [`lacks`]: the application of a card that is delivered without.
//! - [`ask_card`], [`change_card_key`] and [`is_card_key`]: the own master key of such a card.
//! - [`open_blank`] and [`open_known`]: a session with key 0, and the state it finds.
//! - [`write_down`], then [`apply`]: the steps, journaled and done. [`Freeing`]: the record that a reset gives back.
//! - [`try_key`] and [`prove_keys`]: whether slots hold what they should.

mod application;
mod apply;
mod card_key;
mod configured;
mod freeing;
mod held;
mod identify;
mod loop_status;
mod open;
mod prove_keys;
mod reveal;
mod try_key;
mod write_down;

pub(crate) use application::{check_place, free, lacks, look, select_picc};
pub(crate) use apply::{Between, apply};
pub(crate) use card_key::{
    OnCard, ShownKey, ask_card, change_card_key, is_card_key, known_card_key,
};
pub(crate) use configured::{configured, written};
pub(crate) use freeing::Freeing;
pub(crate) use held::{Held, journaled};
pub(crate) use identify::{Application, Identified, Wanted, identify};
pub(crate) use loop_status::{LoopStatus, loop_of, loop_status};
pub(crate) use open::{challenge, open_begun, open_blank, open_known};
pub(crate) use prove_keys::{Asked, prove_keys};
pub(crate) use reveal::{ask_identity, reveal};
pub(crate) use try_key::{try_key, try_next};
pub(crate) use write_down::{not_confirmed, unconfirmed, write_down};
