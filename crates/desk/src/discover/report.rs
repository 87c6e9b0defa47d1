//! What was found.

use serde::Serialize;
use tapsmith_card::tag::Count;
use tapsmith_core::key::{KeyNumber, KeyVersion};
use tapsmith_core::layout::{Layout, SlotContent};
use tapsmith_core::record::RecordId;
use tapsmith_core::uid::Uid;

use super::Request;
use super::tap::Match;
use crate::facts::Facts;

/// A card's layout.
#[derive(Debug, Clone, Serialize)]
pub struct Discovered {
    /// The batch's name.
    pub batch: String,
    /// The record whose keys the card holds.
    pub record_id: Option<RecordId>,
    /// The card.
    pub uid: Option<Uid>,
    /// Its last tap, as read.
    pub url: Option<String>,
    /// What each slot holds.
    pub slots: Vec<Slot>,
    /// The whole layout.
    pub layout: Layout,
    /// Whether the batch's cards are judged by it from now on.
    pub learnt: bool,
    /// Exchanges with the chip.
    pub apdus: u32,
    /// Authentications the chip refused.
    pub failed_authentications: u32,
}

/// A slot and what it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Slot {
    /// The slot.
    pub number: KeyNumber,
    /// The version the chip keeps beside it.
    pub version: KeyVersion,
    /// What it holds.
    pub content: SlotContent,
    /// Whether the batch's cards share that key.
    #[serde(skip)]
    pub is_shared: bool,
}

impl Discovered {
    pub(super) fn new(
        request: &Request<'_>,
        facts: &Facts,
        found: &Match,
        versions: [KeyVersion; 5],
        layout: Layout,
        count: Count,
    ) -> Self {
        let [_, last] = &facts.urls;
        let slot = |(number, content): (KeyNumber, _)| {
            let version = *number.of(&versions);
            let shared = |role| request.batch.profile.is_shared(role);
            let is_shared = matches!(content, SlotContent::Role(role) if shared(role));
            Slot { number, version, content, is_shared }
        };
        Self {
            batch: request.batch.name.to_string(),
            record_id: found.record,
            uid: facts.uid.or(found.tap_uid),
            url: last.clone().ok(),
            slots: layout.slots().map(slot).collect(),
            layout,
            learnt: request.learn,
            apdus: count.exchanges,
            failed_authentications: count.failed_authentications,
        }
    }
}
