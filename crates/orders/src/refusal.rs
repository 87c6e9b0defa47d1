//! What a server says when it refuses. Nobody documents it, so every shape that is common is read.

use std::fmt;

use serde_json::Value;

/// A refusal, in the server's words. What was sent is not part of it: a server that repeats a whole
/// request in its error would repeat its keys.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Refusal {
    /// The message.
    pub message: Option<String>,
    /// What is wrong, and where: JSON paths as the server writes them.
    pub violations: Vec<Violation>,
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// Where.
    pub path: String,
    /// What.
    pub message: String,
}

/// No message is longer; a page of HTML is none.
const LONGEST: usize = 300;

impl Refusal {
    /// What `body` says. RFC 7807's `title` and `detail`, `message`, `error`, `hydra:description`;
    /// `violations` or `errors` with `propertyPath`, `path` or `field`, and `message`.
    pub fn read(body: &[u8]) -> Self {
        let Ok(value) = serde_json::from_slice::<Value>(body) else {
            return Self { message: plain(body), violations: Vec::new() };
        };
        let names = ["detail", "message", "hydra:description", "description", "error", "title"];
        let message = names.iter().find_map(|name| text(value.get(name)?));
        let lists = ["violations", "errors"].iter().filter_map(|name| value.get(name)?.as_array());
        let violations = lists.flatten().filter_map(violation).collect();
        Self { message, violations }
    }
}

impl Refusal {
    /// The same without `secret`, which a server may repeat.
    #[must_use]
    pub(crate) fn without(mut self, secret: &str) -> Self {
        let hide = |text: &mut String| *text = text.replace(secret, "[redacted]");
        self.message.iter_mut().for_each(hide);
        for violation in &mut self.violations {
            hide(&mut violation.path);
            hide(&mut violation.message);
        }
        self
    }
}

fn violation(value: &Value) -> Option<Violation> {
    let find = |names: [&str; 3]| names.iter().find_map(|name| text(value.get(name)?));
    let message = text(value).or_else(|| find(["message", "detail", "msg"]))?;
    Some(Violation { path: find(["propertyPath", "path", "field"]).unwrap_or_default(), message })
}

/// A text, or the `message` of an object; without what looks like a key: 32 hex digits in a row.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(clean(text)),
        Value::Object(object) => object.get("message").and_then(text),
        _ => None,
    }
}

/// A short text that is no page.
fn plain(body: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(body).ok()?.trim();
    (!text.is_empty() && !text.starts_with('<')).then(|| clean(text))
}

/// One line, not too long, and no key in it: a server may repeat what it refuses.
fn clean(text: &str) -> String {
    let mut clean = String::new();
    let mut hex = String::new();
    for character in text.chars().chain([' ']) {
        if character.is_ascii_hexdigit() {
            hex.push(character);
            continue;
        }
        clean.push_str(if hex.len() >= 32 { "[redacted]" } else { &hex });
        hex.clear();
        clean.push(if character.is_control() { ' ' } else { character });
    }
    clean.trim().chars().take(LONGEST).collect()
}

/// Behind a colon, if there is anything to say.
impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut sign = ": ";
        if let Some(message) = &self.message {
            write!(f, "{sign}{message}")?;
            sign = "; ";
        }
        for Violation { path, message } in &self.violations {
            let at = if path.is_empty() { "" } else { ": " };
            write!(f, "{sign}{path}{at}{message}")?;
            sign = "; ";
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_server_says_is_found_in_every_common_shape() {
        for (body, shown) in [
            (r#"{"success":false,"message":"no such model"}"#, ": no such model"),
            (r#"{"error":{"message":"no such model"}}"#, ": no such model"),
            (r#"{"title":"Invalid","detail":"name: too long","status":422}"#, ": name: too long"),
            (
                r#"{"violations":[{"propertyPath":"recipient.zip","message":"is blank","code":"c"}]}"#,
                ": recipient.zip: is blank",
            ),
            (r#"{"errors":["one","two"]}"#, ": one; two"),
            (r#"{"hydra:description":"wrong"}"#, ": wrong"),
            ("Bad Request", ": Bad Request"),
            ("<html><body>502</body></html>", ""),
            ("", ""),
            (r#"{"success":false}"#, ""),
            ("\u{0}\u{1b}[2J", ": [2J"),
        ] {
            assert_eq!(Refusal::read(body.as_bytes()).to_string(), shown, "{body}");
        }
    }

    #[test]
    fn no_key_comes_back_in_a_refusal() {
        let key = "B5ADF942C642D16B2803CA672F47D11D";
        let body =
            format!(r#"{{"message":"publicKey {key} and {}0 are bad"}}"#, key.to_lowercase());
        assert_eq!(
            Refusal::read(body.as_bytes()).to_string(),
            ": publicKey [redacted] and [redacted] are bad"
        );
        // Cut in the middle of a key, what is left of it is still too much.
        let body = format!("{}{key}", "x".repeat(LONGEST - 20));
        assert!(!Refusal::read(body.as_bytes()).to_string().contains(&key[..16]));
    }
}
