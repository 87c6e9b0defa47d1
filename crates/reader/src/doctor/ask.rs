//! Readers, asked what their manuals leave open.
//!
//! Without a transaction, and not for long: while another program is in one, pcscd lets nobody connect and says
//! nothing (seen; its `SCardConnect` waits for the lock). So each reader is asked in a thread of its own, which is left
//! to itself if it does not come back.

use std::{sync::mpsc, thread, time::Duration};

use ::pcsc::{Card, Context, Disposition, Protocols, ShareMode};
use tapsmith_card::field::Abilities;
use tapsmith_card::transport::Transport;

use crate::{
    family::{Carrier, Family, acr122u},
    pcsc::{Error, Presence, ReaderInfo, readers},
};

/// The longest word of a firmware, or answer of a probe, that is listened to.
const ROOM: usize = 1024;

/// How long a reader is listened to. The longest probe is four exchanges of some milliseconds.
const PATIENCE: Duration = Duration::from_secs(2);

/// A reader, and what it said.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The reader.
    pub info: ReaderInfo,
    /// Its family.
    pub family: Family,
    /// By its manual; if a Type 2 card lies on it, by its own answers.
    pub abilities: Abilities,
    /// Whether its own answers stand there.
    pub tried: bool,
    /// What it calls its firmware, if that can be asked and was answered.
    pub firmware: Option<String>,
    /// Whether it let nobody ask: another program has it.
    pub busy: bool,
}

/// All readers, each asked; none is no error. `family` is taken for the family of all of them.
///
/// # Errors
/// [`Error::Service`].
pub fn ask(family: Option<Family>) -> Result<Vec<Asked>, Error> {
    let readers = readers()?;
    Ok(readers.into_iter().map(|info| one(info, family)).collect())
}

fn one(info: ReaderInfo, family: Option<Family>) -> Asked {
    let family = family.unwrap_or_else(|| info.name.family());
    let abilities = family.abilities();
    let asked = Asked { info, family, abilities, tried: false, firmware: None, busy: false };
    if asked.info.slot.is_skipped() {
        return asked;
    }
    let (told, hears) = mpsc::channel();
    let mut to_ask = asked.clone();
    thread::spawn(move || {
        let said = to_ask.speak();
        to_ask.busy = matches!(said, Err(::pcsc::Error::SharingViolation));
        // Nobody may listen any more.
        let _late = told.send(to_ask);
    });
    hears.recv_timeout(PATIENCE).unwrap_or(Asked { busy: true, ..asked })
}

impl Asked {
    /// Whatever goes wrong, what was said until then stands.
    fn speak(&mut self) -> Result<(), ::pcsc::Error> {
        let context = Context::establish(::pcsc::Scope::User)?;
        let reader = self.info.name.as_c_str();
        let Presence::Card { atr } = &self.info.presence else {
            // Without a card there is the escape only, which most drivers forbid.
            if self.family == Family::Acr122u {
                let card = context.connect(reader, ShareMode::Direct, Protocols::UNDEFINED)?;
                let mut room = [0; ROOM];
                let said = card.control(escape(), &acr122u::FIRMWARE, &mut room)?;
                self.firmware = acr122u::firmware(said);
            }
            return Ok(());
        };
        let mut line = Loose(context.connect(reader, ShareMode::Shared, Protocols::ANY)?);
        if self.family == Family::Acr122u {
            self.firmware = acr122u::firmware(&line.transmit(&acr122u::FIRMWARE)?);
        }
        let mut carrier = Carrier::new(self.family, atr);
        self.tried = carrier.is_for_frames();
        carrier.meet(&mut line);
        self.abilities = carrier.abilities();
        carrier.close(&mut line);
        let left = if self.tried { Disposition::ResetCard } else { Disposition::LeaveCard };
        line.0.disconnect(left).map_err(|(_, code)| code)
    }
}

/// The code of the CCID class's escape: 1 to pcsc-lite and macOS, 3500 to Windows.
fn escape() -> ::pcsc::ffi::DWORD {
    ::pcsc::ctl_code(if cfg!(windows) { 3500 } else { 1 })
}

/// A card without a transaction.
struct Loose(Card);

impl Transport for Loose {
    type Error = ::pcsc::Error;

    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, ::pcsc::Error> {
        let mut room = [0; ROOM];
        self.0.transmit(command, &mut room).map(<[u8]>::to_vec)
    }
}
