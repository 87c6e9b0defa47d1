//! What outlives the field: the chip's non-volatile memory.

mod aid;
mod application;
mod factory;
mod fields;
mod file;
mod key_settings;
mod picc_key;
mod room;
mod stored;
mod stored_application;

pub use aid::Aid;
pub use application::Application;
pub use file::{File, FileSettings};
pub use key_settings::KeySettings;
pub use picc_key::{DesKey, PiccKey};

pub(super) use application::Name;
pub(super) use key_settings::Changer;
pub(super) use room::{of_application, of_file};
pub(crate) use stored::CHIP;

use tapsmith_card::command::Signature;
use tapsmith_core::uid::Uid;

/// The memory of one virtual DESFire EV3: all that stays when the field goes.
///
/// It holds keys. `Debug` does not show them; [`Memory::to_json`] does, because what it writes plays the silicon.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Memory {
    uid: Uid,
    pub(super) signature: Signature,
    pub(super) picc: Picc,
    applications: Vec<Application>,
    /// Bytes that deleted files and applications took.
    lost: usize,
}

/// What stands above the applications.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Picc {
    pub(super) settings: KeySettings,
    pub(super) key: PiccKey,
}

impl Memory {
    /// The UID.
    pub fn uid(&self) -> Uid {
        self.uid
    }

    /// The originality signature.
    pub fn signature(&self) -> &Signature {
        &self.signature
    }

    /// The PICC's master key.
    pub fn picc_key(&self) -> &PiccKey {
        &self.picc.key
    }

    /// The PICC's key settings.
    pub fn picc_settings(&self) -> KeySettings {
        self.picc.settings
    }

    /// The applications, oldest first.
    pub fn applications(&self) -> &[Application] {
        &self.applications
    }

    /// The application with this AID.
    pub fn application(&self, aid: Aid) -> Option<&Application> {
        self.applications.iter().find(|application| application.aid == aid)
    }

    pub(super) fn application_mut(&mut self, aid: Aid) -> Option<&mut Application> {
        self.applications.iter_mut().find(|application| application.aid == aid)
    }

    pub(super) fn add(&mut self, application: Application) {
        self.applications.push(application);
    }

    /// All applications go, and with them whatever took room.
    pub(super) fn format(&mut self) {
        self.applications.clear();
        self.lost = 0;
    }
}
