//! Lines that fit.

/// `text` in lines of at most `width` characters, broken at spaces where there are any.
pub(super) fn wrap(text: &str, width: usize) -> Vec<String> {
    let width = width.max(1);
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let mut word: Vec<char> = word.chars().collect();
        loop {
            let Some(line) = lines.last_mut() else { return lines };
            let used = line.chars().count();
            let gap = usize::from(used > 0);
            if used + gap + word.len() <= width {
                line.extend([' '].iter().take(gap).chain(&word));
                break;
            }
            if used > 0 {
                lines.push(String::new());
                continue;
            }
            line.extend(word.drain(..width));
            lines.push(String::new());
        }
    }
    lines
}

/// The first of `ways` to say something that fits; the last one, if none does.
pub(super) fn fitting<const N: usize>(ways: &[String; N], width: usize) -> String {
    let short = ways.iter().find(|way| way.chars().count() <= width).or(ways.last());
    short.cloned().unwrap_or_default()
}

/// At most `most` lines; the last one says that there was more.
pub(super) fn cut(mut lines: Vec<String>, most: usize) -> Vec<String> {
    if lines.len() > most {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            last.pop();
            last.push('…');
        }
    }
    lines
}
