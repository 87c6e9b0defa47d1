//! What of an exchange may be shown: all of those that anybody may have with a card, and of any other its
//! header and its status word.
//!
//! The list is of what may be shown, and not of what may not: a command that is forgotten here is hidden.

use std::fmt::Write as _;

use crate::family::acs;

/// What is shown.
struct Shown {
    /// So many bytes of the command.
    command: usize,
    answer: Answer,
}

/// What is shown of an answer, beside its status word.
enum Answer {
    All,
    /// What the reader says of the card's answer, and not that.
    Readers(fn(&[u8]) -> usize),
    None,
}

const ALL: Shown = Shown { command: usize::MAX, answer: Answer::All };

/// Command and answer in hex, with `..` for each byte that is hidden.
pub fn redacted(command: &[u8], answer: Option<&[u8]>) -> (String, Option<String>) {
    let shown = shown(command);
    let told = answer.map(|answer| {
        let head = match shown.answer {
            Answer::All => return capitals(answer),
            Answer::Readers(head) => head(answer),
            Answer::None => 0,
        };
        match answer.split_last_chunk::<2>() {
            Some((data, word @ [0x60..=0x6F | 0x90..=0x9F, _])) => {
                hex(data, head) + &capitals(word)
            }
            // No status word: nobody knows what it is.
            _ => hex(answer, 0),
        }
    });
    (hex(command, shown.command), told)
}

/// Hex in capitals.
pub(super) fn capitals(bytes: &[u8]) -> String {
    hex(bytes, usize::MAX)
}

fn hex(bytes: &[u8], shown: usize) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    for (place, byte) in bytes.iter().enumerate() {
        if place < shown {
            // A String takes whatever is written to it.
            let _infallible = write!(text, "{byte:02X}");
        } else {
            text.push_str("..");
        }
    }
    text
}

fn shown(command: &[u8]) -> Shown {
    match command {
        // The answer of a PN532 begins with D5 43 and an error.
        [0xFF, 0x00, 0x00, 0x00, _, 0xD4, 0x42, frame @ ..] => of_frame(7, frame, |_| 3),
        [0xFF, 0xC2, 0x00, 0x01, _, 0x5F, 0x46, 0x04, _, _, _, _, 0x95, _, frame @ ..] => {
            of_frame(14, frame, acs::before_data)
        }
        command if is_the_readers(command) || is_anybodys(command) => ALL,
        _ => Shown { command: 4, answer: Answer::None },
    }
}

/// Get Data, Read Binary, sessions, the firmware, the light.
fn is_the_readers(command: &[u8]) -> bool {
    matches!(
        command,
        [0xFF, 0xCA | 0xB0, ..]
            | [0xFF, 0xC2, 0x00, 0x00 | 0x02, ..]
            | [0xFF, 0x00, 0x48 | 0x40, ..]
    )
}

/// ISO select and read; `GetVersion` and its next frames, `Read_Sig`, `GetFileSettings`, `GetKeyVersion`,
/// `GetFileCounters`, `GetTTStatus`; and `ReadData` of the capability container and of the NDEF file, outside a session.
fn is_anybodys(command: &[u8]) -> bool {
    matches!(
        command,
        [0x00, 0xA4 | 0xB0, ..]
            | [0x90, 0x60 | 0x3C | 0xF5 | 0x64 | 0xF6 | 0xF7, ..]
            | [0x90, 0xAF, 0x00, 0x00, 0x00]
            | [0x90, 0xAD, 0x00, 0x00, 0x07, 0x01 | 0x02, ..]
    )
}

/// `GET_VERSION`, `READ`, `FAST_READ`, `READ_SIG`, `READ_CNT`, `CHECK_TEARING_EVENT` and `READ_TT_STATUS` are anybody's.
/// Of another frame the command is shown, and of a write the page.
fn of_frame(before: usize, frame: &[u8], head: fn(&[u8]) -> usize) -> Shown {
    match frame {
        [0x60] | [0x30 | 0x3C | 0x39 | 0x3E | 0xA4, _] | [0x3A, _, _] => ALL,
        [0xA2, _, ..] => Shown { command: before + 2, answer: Answer::All },
        _ => Shown { command: before + 1, answer: Answer::Readers(head) },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(text: &str) -> Vec<u8> {
        let digits: Vec<_> = text.chars().filter(|digit| !digit.is_whitespace()).collect();
        let byte = |pair: &[char]| u8::from_str_radix(&pair.iter().collect::<String>(), 16);
        digits.chunks(2).map(|pair| byte(pair).unwrap()).collect()
    }

    fn told(command: &str, answer: &str) -> (String, String) {
        let (command, answer) = redacted(&bytes(command), Some(&bytes(answer)));
        (command, answer.unwrap())
    }

    /// `5E` is a secret wherever it stands.
    #[test]
    fn nothing_secret_is_shown() {
        for (command, answer) in [
            ("FF 00 00 00 07 D4 42 1B 5E 5E 5E 5E", "D5 43 00 5E 5E 90 00"),
            (
                "FF C2 00 01 0E 5F 46 04 88 13 00 00 95 05 1B 5E 5E 5E 5E",
                "C0 03 00 90 00 97 02 5E 5E 90 00",
            ),
            (
                "FF C2 00 01 0E 5F 46 04 88 13 00 00 95 05 1B 5E 5E 5E 5E",
                "97 02 5E 5E 92 01 00 90 00",
            ),
            ("FF C2 00 01 0E 5F 46 04 88 13 00 00 95 05 1B 5E 5E 5E 5E", "97 5E 5E"),
            ("FF 00 00 00 08 D4 42 A2 2B 5E 5E 5E 5E", "D5 43 02 90 00"),
            ("FF D6 00 2B 04 5E 5E 5E 5E", "90 00"),
            ("FF 82 00 00 06 5E 5E 5E 5E 5E 5E", "90 00"),
            ("FF C2 00 01 13 95 11 AF 5E 5E 5E 5E 5E 5E 5E 5E", "C0 5E 90 00"),
            ("FF 00 00 00 04 D4 40 01 1B 5E 5E 5E 5E", "D5 41 5E 90 00"),
            ("90 C4 00 00 04 00 5E 5E 5E 00", "5E 5E 91 00"),
            ("90 71 00 00 02 00 00 00", "5E 5E 5E 91 AF"),
            ("90 AF 00 00 04 5E 5E 5E 5E 00", "5E 5E 91 00"),
            ("90 AD 00 00 07 03 00 00 00 80 00 00 00", "5E 5E 91 00"),
            ("90 AD 00 00 0F 02 00 00 00 00 00 00 5E 5E 5E 5E 5E 5E 5E 5E 00", "5E 91 00"),
            ("90 8D 00 00 02 5E 5E", "91 00"),
            ("00 D6 00 00 02 5E 5E", "90 00"),
            ("1B 00 00 00 5E 5E", "5E"),
        ] {
            let (command, answer) = told(command, answer);
            assert!(!command.contains("5E") && !answer.contains("5E"), "{command} {answer}");
        }
    }

    #[test]
    fn lengths_headers_and_words_stay() {
        let (command, answer) = told("FF 00 00 00 07 D4 42 1B 11 22 33 44", "D5 43 00 AB CD 90 00");
        assert_eq!(command, "FF00000007D4421B........");
        assert_eq!(answer, "D54300....9000");
        let (command, answer) = told("FF 00 00 00 08 D4 42 A2 04 01 02 03 04", "D5 43 02 90 00");
        assert_eq!(command, "FF00000008D442A204........");
        assert_eq!(answer, "D543029000");
    }

    #[test]
    fn what_anybody_may_ask_is_shown() {
        for command in [
            "FFCA000000",
            "FFC20000028100",
            "FFC20002048F020003",
            "FF00000003D44260",
            "FFC200010A5F46048813000095013004",
            "00A4040007D276000085010100",
            "9060000000",
            "90AF000000",
            "90AD0000070200000000010000",
        ] {
            assert_eq!(told(command, "ABCD9000"), (command.to_owned(), "ABCD9000".to_owned()));
        }
    }
}
