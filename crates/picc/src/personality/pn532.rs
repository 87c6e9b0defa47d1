//! The PN532 in an ACR122U: commands begin with `D4`, answers with `D5` and the command's code plus one.
//!
//! Source: PN532 User Manual, UM0701-02, Rev. 02: "`ReadRegister`", "`WriteRegister`", "`RFConfiguration`",
//! "`InDataExchange`", "`InCommunicateThru`", "`InListPassiveTarget`", "Error handling"; PN532/C1 data sheet,
//! "`CIU_TxMode` register", "`CIU_RxMode` register": bit 7 makes and checks checksums.
//!
//! `InCommunicateThru` (`42`) brings any frame. Four bits come without a checksum, so they are status 02 and no
//! data, ACK and NAK alike, until bit 7 of `CIU_RxMode` (`6303`) is cleared: then they come as one byte, and all
//! else with its checksum behind it (nfcpy does so, `_tt2_send_cmd_recv_rsp`). Silence is status 01.
//! `InDataExchange` (`40`) knows 30, A2 and A0 of what a Type 2 chip knows, and checks ACK itself.
//!
//! Our choices: more than 250 bytes are status 07; a NAK to `InDataExchange` is 13h, any other command there 27h. `InListPassiveTarget` finds the
//! chip whether it sleeps or not, and puts both registers back.

use tapsmith_card::field::Heard;
use tapsmith_core::random::Random;

use crate::classic;
use crate::virtual_chip::VirtualChip;

const CHECKSUM: u8 = 0x80;
const TX_MODE: [u8; 2] = [0x63, 0x02];
const RX_MODE: [u8; 2] = [0x63, 0x03];

const TIMEOUT: u8 = 0x01;
const CRC_ERROR: u8 = 0x02;
const OVERFLOW: u8 = 0x07;
const BAD_FRAME: u8 = 0x13;
const OUT_OF_CONTEXT: u8 = 0x27;

/// So much of a chip's answer a short APDU brings back, with what stands before and behind.
const ROOM: usize = 250;

/// `CRC_A`, as ISO/IEC 14443-3 has it.
const CRC_A: crc::Crc<u16> = crc::Crc::<u16>::new(&crc::CRC_16_ISO_IEC_14443_3_A);

/// Two of its registers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Pn532 {
    tx_mode: u8,
    rx_mode: u8,
}

impl Default for Pn532 {
    fn default() -> Self {
        Self { tx_mode: CHECKSUM, rx_mode: CHECKSUM }
    }
}

impl Pn532 {
    /// A command and its answer; none to what it does not know.
    pub(super) fn command<R: Random>(
        &mut self,
        chip: &mut VirtualChip,
        command: &[u8],
        random: &mut R,
    ) -> Result<Option<Vec<u8>>, R::Error> {
        let [0xD4, code, body @ ..] = command else { return Ok(None) };
        let answer = match (code, body) {
            (0x02, []) => vec![0x32, 0x01, 0x06, 0x07],
            (0x06, _) => body.as_chunks().0.iter().map(|place| self.read(*place)).collect(),
            (0x08, _) => self.write_all(body),
            (0x32, _) => configure(chip, body),
            (0x40, [0x01, frame @ ..]) => data_exchange(chip, frame, random)?,
            (0x42, frame) => self.communicate(chip, frame, random)?,
            (0x4A, [_, 0x00, ..]) => self.list(chip, random)?,
            (0x44 | 0x52, [_]) | (0x4A, [_, _, ..]) => vec![0x00],
            _ => return Ok(None),
        };
        Ok(Some([&[0xD5, code + 1], answer.as_slice()].concat()))
    }

    fn read(self, place: [u8; 2]) -> u8 {
        match place {
            TX_MODE => self.tx_mode,
            RX_MODE => self.rx_mode,
            _ => 0x00,
        }
    }

    /// Registers that nobody plays take what is written, and forget it.
    fn write_all(&mut self, body: &[u8]) -> Vec<u8> {
        for [high, low, value] in body.as_chunks().0 {
            match [*high, *low] {
                TX_MODE => self.tx_mode = *value,
                RX_MODE => self.rx_mode = *value,
                _ => {}
            }
        }
        Vec::new()
    }

    fn communicate<R: Random>(
        self,
        chip: &mut VirtualChip,
        frame: &[u8],
        random: &mut R,
    ) -> Result<Vec<u8>, R::Error> {
        let heard = self.send(chip, frame, random)?;
        let checks = self.rx_mode & CHECKSUM != 0;
        Ok(match heard {
            Heard::Answer(bytes) if bytes.len() > ROOM => vec![OVERFLOW],
            Heard::Answer(bytes) if checks => [&[0x00], bytes.as_slice()].concat(),
            Heard::Answer(bytes) => [&[0x00], bytes.as_slice(), &crc_a(&bytes)].concat(),
            Heard::Ack | Heard::Nak(_) if checks => vec![CRC_ERROR],
            Heard::Ack => vec![0x00, 0x0A],
            Heard::Nak(bits) => vec![0x00, bits.unwrap_or_default()],
            Heard::Silence | Heard::Unable => vec![TIMEOUT],
        })
    }

    /// Without its own checksum the frame has to bring one.
    fn send<R: Random>(
        self,
        chip: &mut VirtualChip,
        frame: &[u8],
        random: &mut R,
    ) -> Result<Heard, R::Error> {
        if self.tx_mode & CHECKSUM != 0 {
            return chip.frame(frame, random);
        }
        match (frame.split_last_chunk(), chip) {
            (Some((frame, sum)), chip) if crc_a(frame) == *sum => chip.frame(frame, random),
            (_, VirtualChip::Type2(chip)) => Ok(chip.damaged_frame()),
            _ => Ok(Heard::Silence),
        }
    }

    /// `InListPassiveTarget` at 106 kbit/s type A: one target, its ATQA and SAK, its UID, its ATS.
    fn list<R: Random>(
        &mut self,
        chip: &mut VirtualChip,
        random: &mut R,
    ) -> Result<Vec<u8>, R::Error> {
        *self = Self::default();
        chip.activate();
        let uid = chip.shown_uid(random)?;
        let (family, sak) = match chip {
            VirtualChip::Ntag424(_) | VirtualChip::Desfire(_) => (0x03, 0x20),
            VirtualChip::Type2(_) => (0x00, 0x00),
            VirtualChip::Classic(reader) => {
                (0x00, classic::reader::sak(reader.chip().memory().model()))
            }
        };
        let (length, atqa) = if uid.len() == 4 { (0x04, 0x04) } else { (0x07, 0x44) };
        let head = [0x01, 0x01, family, atqa, sak, length];
        Ok([&head, uid.as_slice(), chip.ats()].concat())
    }
}

/// `RFConfiguration`: item 01 switches the field; the others take what they are told.
fn configure(chip: &mut VirtualChip, body: &[u8]) -> Vec<u8> {
    if matches!(body, [0x01, field] if field & 0x01 == 0) {
        chip.power_off();
    }
    Vec::new()
}

fn data_exchange<R: Random>(
    chip: &mut VirtualChip,
    frame: &[u8],
    random: &mut R,
) -> Result<Vec<u8>, R::Error> {
    let heard = match frame {
        [0x30, _] | [0xA2, _, _, _, _, _] => chip.frame(frame, random)?,
        // It sends both frames of a compatibility write.
        [0xA0, page, data @ ..] if data.len() == 16 => match chip.frame(&[0xA0, *page], random)? {
            Heard::Ack => chip.frame(data, random)?,
            refused => refused,
        },
        _ => return Ok(vec![OUT_OF_CONTEXT]),
    };
    Ok(match heard {
        Heard::Answer(bytes) => [&[0x00], bytes.as_slice()].concat(),
        Heard::Ack => vec![0x00],
        Heard::Nak(_) => vec![BAD_FRAME],
        Heard::Silence | Heard::Unable => vec![TIMEOUT],
    })
}

fn crc_a(bytes: &[u8]) -> [u8; 2] {
    CRC_A.checksum(bytes).to_le_bytes()
}
