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

/// `text` in at most so many lines of at most `width` characters; an ellipsis says that there was more.
pub(super) fn clip(text: &str, width: usize, most: usize) -> Vec<String> {
    let mut lines = wrap(text, width);
    if lines.len() > most && most > 0 {
        let rest = lines.split_off(most - 1).join(" ");
        let kept = rest.chars().take(width.saturating_sub(1)).chain(['…']);
        lines.push(kept.collect());
    }
    lines.truncate(most);
    lines
}
