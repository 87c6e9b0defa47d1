//! Read Binary (`FF B0`) and Update Binary (`FF D6`): pages of a Type 2 chip. The reader makes READ and WRITE
//! of them, and nothing else.
//!
//! Source: PC/SC Specification, Part 3, Rev. 2.01.09, "Read Binary Command", "Update Binary Command": the
//! address is P1 and P2. Our choices: an Le of 00 asks for as much as one command brings; of more than that
//! 67 00, but where a family cuts it short; a page that the reader does not reach is 6A 82.

use tapsmith_card::apdu::CommandApdu;
use tapsmith_card::field::Heard;
use tapsmith_card::status::Status;
use tapsmith_core::random::Random;

use super::REFUSED;
use crate::virtual_chip::VirtualChip;

const READ_BINARY: u8 = 0xB0;
const UPDATE_BINARY: u8 = 0xD6;
/// "Addressed block or byte does not exist".
const NO_SUCH_PAGE: Status = Status(0x6A82);

/// What a family of readers makes of them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Habits {
    /// The most bytes that one command reads: at most 16, a READ.
    pub(super) longest_read: u8,
    /// Whether more is cut to that. If not, it is a wrong length.
    pub(super) cuts: bool,
    /// The last page that it reaches.
    pub(super) highest_page: u8,
}

/// Data, or why there is none; none of both if the command is another one.
type Answer = Option<Result<Vec<u8>, Status>>;

impl Habits {
    /// Sixteen bytes from any page.
    pub(super) const PLAIN: Self = Self { longest_read: 16, cuts: false, highest_page: 0xFF };

    pub(super) fn answer<R: Random>(
        self,
        chip: &mut VirtualChip,
        apdu: &CommandApdu,
        random: &mut R,
    ) -> Result<Answer, R::Error> {
        let frame = match (apdu.instruction, &*chip) {
            (READ_BINARY, VirtualChip::Type2(_)) => self.read_frame(apdu),
            (UPDATE_BINARY, VirtualChip::Type2(_)) => self.write_frame(apdu),
            _ => return Ok(None),
        };
        let (frame, wanted) = match frame {
            Ok(frame) => frame,
            Err(status) => return Ok(Some(Err(status))),
        };
        Ok(Some(match chip.frame(&frame, random)? {
            Heard::Answer(data) => data.get(..wanted).map(<[u8]>::to_vec).ok_or(REFUSED),
            Heard::Ack => Ok(Vec::new()),
            _ => Err(REFUSED),
        }))
    }

    /// A frame, and how many bytes of its answer are wanted.
    fn read_frame(self, apdu: &CommandApdu) -> Result<(Vec<u8>, usize), Status> {
        let page = self.page(apdu)?;
        let wanted = match apdu.expected {
            Some(0) => self.longest_read,
            Some(le) if le <= self.longest_read => le,
            Some(_) if self.cuts => self.longest_read,
            _ => return Err(Status::ISO_LENGTH),
        };
        if !apdu.data.is_empty() {
            return Err(Status::ISO_LENGTH);
        }
        Ok((vec![0x30, page], wanted.into()))
    }

    fn write_frame(self, apdu: &CommandApdu) -> Result<(Vec<u8>, usize), Status> {
        let page = self.page(apdu)?;
        let data: [u8; 4] = apdu.data.as_slice().try_into().map_err(|_| Status::ISO_LENGTH)?;
        Ok(([&[0xA2, page], &data[..]].concat(), 0))
    }

    fn page(self, apdu: &CommandApdu) -> Result<u8, Status> {
        match apdu.parameters {
            [0x00, page] if page <= self.highest_page => Ok(page),
            _ => Err(NO_SUCH_PAGE),
        }
    }
}
