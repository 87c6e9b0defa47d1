//! Characters that deceive who reads them.

use std::fmt::Write as _;

/// `text` with each unseen character written out: `‹U+202E›`.
pub(crate) fn visible(text: &str) -> String {
    let mut page = String::with_capacity(text.len());
    for character in text.chars() {
        if is_unseen(character) {
            let _ = write!(page, "‹U+{:04X}›", u32::from(character));
        } else {
            page.push(character);
        }
    }
    page
}

/// Controls, except those that only part lines; marks of direction; what has no width.
fn is_unseen(character: char) -> bool {
    match character {
        '\n' | '\r' | '\t' => false,
        '\u{061c}'
        | '\u{200b}'
        | '\u{200e}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}'
        | '\u{feff}' => true,
        other => other.is_control() || is_nobodys(other),
    }
}

/// What Unicode gives to no character, ever: the last two of each plane.
fn is_nobodys(character: char) -> bool {
    u32::from(character) & 0xfffe == 0xfffe
}

#[cfg(test)]
mod tests {
    use super::visible;

    #[test]
    fn what_turns_text_around_is_written_out() {
        assert_eq!(visible("17\u{202e}28\u{0}\u{fffe}"), "17‹U+202E›28‹U+0000›‹U+FFFE›");
    }

    #[test]
    fn text_stays_as_it_is() {
        assert_eq!(visible("Größe 3\u{a0}%\n\t名"), "Größe 3\u{a0}%\n\t名");
    }
}
