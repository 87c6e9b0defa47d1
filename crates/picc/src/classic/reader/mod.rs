//! A PC/SC reader before a MIFARE Classic: the pseudo-APDUs that make it a storage card.
//!
//! Source: PC/SC Specification, Part 3, Rev. 2.01.09, "Storage card functionality support"; ACS's manuals of the
//! ACR122U (places 00 and 01 for keys) and ACR1281U (place 20).

use tapsmith_card::apdu::{CommandApdu, ResponseApdu};
use tapsmith_card::classic::{Data, KeyKind, Model};
use tapsmith_card::status::Status;
use zeroize::Zeroizing;

use super::{Classic, Torn};

/// The operation failed: a wrong key, a refused block and a silent card are the same to a reader.
const FAILED: Status = Status(0x6300);
/// No such place for a key.
const NO_PLACE: Status = Status(0x6988);
/// Function not supported.
const NOT_SUPPORTED: Status = Status(0x6A81);

/// SAK: what kind of card it is.
///
/// Source: `MF1S50yyX` Rev. 3.0, "SAK"; of the larger chip, AN10833.
pub const fn sak(model: Model) -> u8 {
    match model {
        Model::Classic1k => 0x08,
        Model::Classic4k => 0x18,
    }
}

/// What a reader makes up as the card's answer to reset.
///
/// Source: PC/SC Specification, Part 3, Rev. 2.01.09, "Contactless storage cards": the card's name is `00 01` or
/// `00 02`; the last byte makes all but the first come to zero.
pub const fn atr(model: Model) -> [u8; 20] {
    let (name, check) = match model {
        Model::Classic1k => (0x01, 0x6A),
        Model::Classic4k => (0x02, 0x69),
    };
    [
        0x3B, 0x8F, 0x80, 0x01, 0x80, 0x4F, 0x0C, 0xA0, 0x00, 0x00, 0x03, 0x06, 0x03, 0x00, name,
        0x00, 0x00, 0x00, 0x00, check,
    ]
}

/// Where a reader keeps keys until it is switched off.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum KeyPlaces {
    /// Places 00 and 01, as an ACR122U has them.
    #[default]
    Two,
    /// Place 20, as an ACR1281U has it.
    Session,
    /// Place 60, as Identiv's uTrust readers have it.
    Sixty,
}

/// A reader with a card in its field.
#[derive(Debug)]
pub struct Reader {
    chip: Classic,
    places: KeyPlaces,
    keys: Vec<(u8, Zeroizing<[u8; 6]>)>,
    selects_again: bool,
}

impl Reader {
    /// A reader that lets a silent card be silent: its user has to select it again.
    pub fn new(chip: Classic, places: KeyPlaces) -> Self {
        Self { chip, places, keys: Vec::new(), selects_again: false }
    }

    /// The same, but one that selects a card again by itself when it has refused something.
    #[must_use]
    pub fn that_selects_again(self) -> Self {
        Self { selects_again: true, ..self }
    }

    /// From now on keys are kept where another reader has its places.
    pub fn keep_keys_in(&mut self, places: KeyPlaces) {
        self.places = places;
    }

    /// The card.
    pub fn chip(&self) -> &Classic {
        &self.chip
    }

    /// The card alone.
    pub fn into_chip(self) -> Classic {
        self.chip
    }

    /// The card is selected again. The reader keeps its keys.
    pub fn select(&mut self) {
        self.chip.power_off();
    }

    /// One command in, one answer out. Any bytes will do.
    pub fn transmit(&mut self, command: &[u8]) -> Vec<u8> {
        let answer = CommandApdu::from_bytes(command).map_err(|_| Status::ISO_LENGTH);
        let (data, status) = answer
            .and_then(|command| self.run(&command))
            .map_or_else(|status| (Vec::new(), status), |data| (data, Status::ISO_OK));
        if status == FAILED && self.selects_again {
            self.select();
        }
        ResponseApdu { data, status }.to_bytes()
    }

    /// A command whose answer nobody hears: the field goes while the card carries it out. Of a write, what
    /// `torn` says is new is there.
    pub fn transmit_torn(&mut self, command: &[u8], torn: Torn) {
        match CommandApdu::from_bytes(command) {
            Ok(CommandApdu {
                class: 0xFF,
                instruction: 0xD6,
                parameters: [0, block],
                data,
                ..
            }) => {
                if let Ok(data) = Data::try_from(data) {
                    self.chip.write_torn(block, &data, torn);
                }
            }
            _ => drop(self.transmit(command)),
        }
        self.select();
    }

    fn run(&mut self, command: &CommandApdu) -> Result<Vec<u8>, Status> {
        let CommandApdu { class, instruction, parameters, data, expected } = command;
        if *class != 0xFF {
            return Err(NOT_SUPPORTED);
        }
        match (instruction, parameters, expected) {
            (0xCA, [0x00, 0x00], Some(_)) => Ok(self.chip.memory().uid().as_bytes().to_vec()),
            (0x82, [0x00, place], None) => self.load(*place, data),
            (0x86, [0x00, 0x00], None) => self.authenticate(data),
            (0xB0, [0x00, block], Some(0x00 | 0x10)) => {
                self.chip.read(*block).map(Vec::from).ok_or(FAILED)
            }
            (0xD6, [0x00, block], None) => self.update(*block, data),
            (0xCA | 0x82 | 0x86 | 0xB0 | 0xD6, [0x00, _], _) => Err(Status::ISO_LENGTH),
            _ => Err(NOT_SUPPORTED),
        }
    }

    fn load(&mut self, place: u8, key: &[u8]) -> Result<Vec<u8>, Status> {
        let places: &[u8] = match self.places {
            KeyPlaces::Two => &[0x00, 0x01],
            KeyPlaces::Session => &[0x20],
            KeyPlaces::Sixty => &[0x60],
        };
        let key = <[u8; 6]>::try_from(key).map_err(|_| Status::ISO_LENGTH)?;
        if !places.contains(&place) {
            return Err(NO_PLACE);
        }
        self.keys.retain(|(taken, _)| *taken != place);
        self.keys.push((place, Zeroizing::new(key)));
        Ok(Vec::new())
    }

    fn authenticate(&mut self, data: &[u8]) -> Result<Vec<u8>, Status> {
        let [0x01, 0x00, block, kind @ (0x60 | 0x61), place] = *data else {
            return Err(Status::ISO_LENGTH);
        };
        let kind = if kind == 0x60 { KeyKind::A } else { KeyKind::B };
        let held = self.keys.iter().find(|(taken, _)| *taken == place);
        let (_, key) = held.ok_or(NO_PLACE)?;
        let opened = self.chip.authenticate(block, kind, key);
        opened.then(Vec::new).ok_or(FAILED)
    }

    fn update(&mut self, block: u8, data: &[u8]) -> Result<Vec<u8>, Status> {
        let data = Data::try_from(data).map_err(|_| Status::ISO_LENGTH)?;
        self.chip.write(block, &data).then(Vec::new).ok_or(FAILED)
    }
}

#[cfg(test)]
mod tests;
