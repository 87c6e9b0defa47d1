//! Pages by the standard's two commands, where frames do not travel.
//!
//! Source: PC/SC Specification, Part 3, Rev. 2.01.09, 3.2.2.1.8 "Read Binary" and 3.2.2.1.9 "Update Binary", with their
//! tables of status words. Readers give four pages of a Type 2 card (ACS) or one (Identiv), whatever Le asks for.

use tapsmith_card::field::Heard;
use tapsmith_card::transport::Transport;

use super::{Error, Family, Nonsense};

/// What READ answers.
const ALL: usize = 16;

/// What came back to one pseudo-APDU.
enum Said {
    Done(Vec<u8>),
    /// The reader wants another Le, and says which.
    Wrong {
        le: u8,
    },
    Refused,
    Silent,
    Unable,
}

/// READ and WRITE; anything else the reader is not even asked.
pub(super) fn frame<T: Transport>(
    family: Family,
    highest_page: u8,
    transport: &mut T,
    frame: &[u8],
) -> Result<Heard, Error<T::Error>> {
    match *frame {
        [0x30, page] if page <= highest_page => read(family, transport, page),
        [0xA2, page, a, b, c, d] if page <= highest_page => {
            write(family, transport, page, [a, b, c, d])
        }
        _ => Ok(Heard::Unable),
    }
}

/// `FF D6 00 page 04 data`.
pub(super) fn write<T: Transport>(
    family: Family,
    transport: &mut T,
    page: u8,
    [a, b, c, d]: [u8; 4],
) -> Result<Heard, Error<T::Error>> {
    let command = zeroize::Zeroizing::new([0xFF, 0xD6, 0x00, page, 0x04, a, b, c, d]);
    Ok(match say(family, transport, &*command)? {
        Said::Done(_) => Heard::Ack,
        Said::Refused | Said::Wrong { .. } => Heard::Nak(None),
        Said::Silent => Heard::Silence,
        Said::Unable => Heard::Unable,
    })
}

/// Four pages, in as many goes as the reader needs. One that is refused behind the first is one behind the
/// last, or behind the last that may be read: there the card goes on with page 0, and so does this.
fn read<T: Transport>(
    family: Family,
    transport: &mut T,
    page: u8,
) -> Result<Heard, Error<T::Error>> {
    let mut pages = match go(family, transport, page, 0x10)? {
        Said::Done(pages) => pages,
        Said::Refused | Said::Wrong { .. } => return Ok(Heard::Nak(None)),
        Said::Silent => return Ok(Heard::Silence),
        Said::Unable => return Ok(Heard::Unable),
    };
    let mut next = after(page, &pages);
    let mut wrapped = false;
    while pages.len() < ALL {
        match go(family, transport, next, 0x04)? {
            Said::Done(more) => {
                next = after(next, &more);
                pages.extend(more);
            }
            Said::Refused if !wrapped => (next, wrapped) = (0, true),
            Said::Silent => return Ok(Heard::Silence),
            _ => return Ok(Heard::Nak(None)),
        }
    }
    pages.truncate(ALL);
    Ok(Heard::Answer(pages))
}

/// The page behind `pages`, which begin with `page`.
fn after(page: u8, pages: &[u8]) -> u8 {
    let count = u8::try_from(pages.len() / 4).unwrap_or(4);
    page.wrapping_add(count)
}

/// `FF B0 00 page Le`: whole pages, at least one and four at the most.
fn go<T: Transport>(
    family: Family,
    transport: &mut T,
    page: u8,
    le: u8,
) -> Result<Said, Error<T::Error>> {
    let mut said = say(family, transport, &[0xFF, 0xB0, 0x00, page, le])?;
    if let Said::Wrong { le } = said {
        said = say(family, transport, &[0xFF, 0xB0, 0x00, page, le])?;
    }
    match said {
        Said::Done(pages) if !matches!(pages.len(), 4 | 8 | 12 | 16) => {
            Err(Nonsense { family, status: Some(0x9000) }.into())
        }
        said => Ok(said),
    }
}

fn say<T: Transport>(
    family: Family,
    transport: &mut T,
    command: &[u8],
) -> Result<Said, Error<T::Error>> {
    let answer = transport.transmit(command).map_err(Error::Transport)?;
    let Some((data, &[high, low])) = answer.split_last_chunk() else {
        return Err(Nonsense { family, status: None }.into());
    };
    let status = u16::from_be_bytes([high, low]);
    Ok(match status {
        // 62 82: less than was asked for. It is still whole pages, or nonsense.
        0x9000 | 0x6282 => Said::Done(data.to_vec()),
        0x6C00..=0x6CFF => Said::Wrong { le: low },
        0x6401 => Said::Silent,
        // The reader does not know the command, or has it for other cards only.
        0x6D00 | 0x6E00 | 0x6A81 | 0x6981 => Said::Unable,
        0x6200..=0x6BFF | 0x6F00..=0x6FFF => Said::Refused,
        _ => return Err(Nonsense { family, status: Some(status) }.into()),
    })
}

#[cfg(test)]
mod tests;
