//! A card on a reader, as a transcript of `tapsmith doctor --record` remembers both.
//!
//! Strict: each APDU has to be the next line's, byte for byte; only a byte that the transcript hides (`..`) may be
//! any. What differs is said with its line, so that a transcript of somebody's reader is a test.

use std::collections::VecDeque;
use std::fmt::Write as _;

use serde_json::Value;
use tapsmith_card::transport::Transport;

/// A transcript that is being played.
#[derive(Debug, Clone)]
pub struct Replay {
    head: Value,
    lines: VecDeque<(usize, Value)>,
}

/// Where what was done is not what was recorded.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Mismatch {
    /// The transcript is none.
    #[error("line {line} is none of a transcript")]
    Malformed {
        /// Which, from 1.
        line: usize,
    },
    /// Something else was done then.
    #[error("line {line}: recorded {expected}, got {got}")]
    Other {
        /// Which, from 1.
        line: usize,
        /// What was recorded.
        expected: String,
        /// What was done.
        got: String,
    },
    /// The transcript was at its end.
    #[error("behind the last line: {got}")]
    Over {
        /// What was done.
        got: String,
    },
    /// The reader brought no answer then.
    #[error("line {line}: no answer was recorded")]
    NoAnswer {
        /// Which, from 1.
        line: usize,
    },
}

impl Replay {
    /// A transcript, its head first.
    ///
    /// # Errors
    /// [`Mismatch::Malformed`].
    pub fn of(text: &str) -> Result<Self, Mismatch> {
        let numbered = text.lines().enumerate().map(|(place, text)| (place + 1, text));
        let parsed = numbered.map(|(line, text)| {
            let value = serde_json::from_str::<Value>(text);
            value.map(|value| (line, value)).map_err(|_| Mismatch::Malformed { line })
        });
        let mut lines = parsed.collect::<Result<VecDeque<_>, _>>()?;
        let (line, head) = lines.pop_front().ok_or(Mismatch::Malformed { line: 1 })?;
        let is_head = head.get("event").is_some_and(|event| event == "reader")
            && head.get("version").is_some_and(|version| version == 1);
        if is_head { Ok(Self { head, lines }) } else { Err(Mismatch::Malformed { line }) }
    }

    /// The name of the reader's family, as it was spoken to.
    pub fn family(&self) -> &str {
        self.head.pointer("/abilities/profile").and_then(Value::as_str).unwrap_or_default()
    }

    /// The answer to reset.
    pub fn atr(&self) -> Vec<u8> {
        let atr = self.head.get("atr").and_then(Value::as_str).unwrap_or_default();
        hex::decode(atr).unwrap_or_default()
    }

    /// The card lost the field, and has it again.
    ///
    /// # Errors
    /// Something else was recorded.
    pub fn activate(&mut self) -> Result<(), Mismatch> {
        let (line, value) = self.next("an activation")?;
        match value.get("event").and_then(Value::as_str) {
            Some("activation") => Ok(()),
            _ => Err(other(line, &value, "an activation")),
        }
    }

    /// All lines were played.
    ///
    /// # Errors
    /// One was not.
    pub fn finish(self) -> Result<(), Mismatch> {
        match self.lines.front() {
            Some((line, value)) => Err(other(*line, value, "the end")),
            None => Ok(()),
        }
    }

    fn next(&mut self, got: &str) -> Result<(usize, Value), Mismatch> {
        self.lines.pop_front().ok_or_else(|| Mismatch::Over { got: got.to_owned() })
    }
}

impl Transport for Replay {
    type Error = Mismatch;

    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, Mismatch> {
        let got = capitals(command);
        let (line, value) = self.next(&got)?;
        match value.get("apdu").and_then(Value::as_str) {
            Some(recorded) if fits(recorded, &got) => {}
            _ => return Err(other(line, &value, &got)),
        }
        let answer = value.get("answer").and_then(Value::as_str);
        // A hidden byte has to be something.
        let answer = answer.ok_or(Mismatch::NoAnswer { line })?.replace("..", "00");
        hex::decode(answer).map_err(|_| Mismatch::Malformed { line })
    }
}

fn other(line: usize, value: &Value, got: &str) -> Mismatch {
    let recorded = value.get("apdu").or_else(|| value.get("event")).and_then(Value::as_str);
    let expected = recorded.unwrap_or("nothing").to_owned();
    Mismatch::Other { line, expected, got: got.to_owned() }
}

fn fits(recorded: &str, got: &str) -> bool {
    recorded.len() == got.len()
        && recorded.bytes().zip(got.bytes()).all(|(one, other)| one == b'.' || one == other)
}

fn capitals(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // A String takes whatever is written to it.
        let _infallible = write!(text, "{byte:02X}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = r#"{"event":"reader","version":1,"name":"R 0","abilities":{"profile":"acs"},"atr":"3B00"}
{"event":"exchange","apdu":"FFCA000000","answer":"049000","ms":1.0}
{"event":"activation","ms":2.5}
{"event":"exchange","apdu":"FFD6000404........","answer":"9000","ms":1.0}
{"event":"exchange","apdu":"9060000000","answer":null,"ms":1.0}"#;

    #[test]
    fn what_was_recorded_is_played() {
        let mut replay = Replay::of(TEXT).unwrap();
        assert_eq!((replay.family(), replay.atr()), ("acs", vec![0x3B, 0x00]));
        assert_eq!(replay.transmit(&[0xFF, 0xCA, 0, 0, 0]), Ok(vec![0x04, 0x90, 0x00]));
        assert_eq!(replay.activate(), Ok(()));
        let write = [0xFF, 0xD6, 0, 4, 4, 1, 2, 3, 4];
        assert_eq!(replay.transmit(&write), Ok(vec![0x90, 0x00]));
        let none = replay.transmit(&[0x90, 0x60, 0, 0, 0]);
        assert_eq!(none, Err(Mismatch::NoAnswer { line: 5 }));
        assert_eq!(replay.clone().finish(), Ok(()));
        assert_eq!(replay.transmit(&[1]), Err(Mismatch::Over { got: "01".into() }));
    }

    #[test]
    fn anything_else_is_said_with_its_line() {
        let mut replay = Replay::of(TEXT).unwrap();
        let said = replay.clone().finish().unwrap_err().to_string();
        assert_eq!(said, "line 2: recorded FFCA000000, got the end");
        let said = replay.clone().activate().unwrap_err().to_string();
        assert_eq!(said, "line 2: recorded FFCA000000, got an activation");
        let said = replay.transmit(&[0xFF, 0xCA, 0, 0, 1]).unwrap_err().to_string();
        assert_eq!(said, "line 2: recorded FFCA000000, got FFCA000001");
        let said = replay.transmit(&[0x60]).unwrap_err().to_string();
        assert_eq!(said, "line 3: recorded activation, got 60");
    }

    #[test]
    fn what_is_no_transcript_is_not_played() {
        for (text, line) in [("", 1), ("{}", 1), ("[", 1), (&format!("{TEXT}\nx"), 6)] {
            assert_eq!(Replay::of(text).unwrap_err(), Mismatch::Malformed { line });
        }
    }
}
