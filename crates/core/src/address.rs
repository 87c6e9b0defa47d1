//! What an address is, before anything is looked for in it.

/// Whether `text` starts as an address does: a scheme, `://`, and a host's first character. No more is looked at, so that
/// a flood of what is none costs little.
///
/// Source: RFC 3986, "Scheme", "Host".
pub fn is_address(text: &[u8]) -> bool {
    let scheme = text.iter().take_while(|byte| is_of_scheme(**byte)).count();
    let rest = text.get(scheme..).and_then(|rest| rest.strip_prefix(b"://"));
    let host = rest.and_then(<[u8]>::first);
    text.first().is_some_and(u8::is_ascii_alphabetic)
        && host.is_some_and(|first| !first.is_ascii_control() && !b" /?#".contains(first))
}

const fn is_of_scheme(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn starts_as_an_address() {
        for good in
            ["https://a", "lnurlw://pay.example.com/x", "a+b-c.1://x", "https://[::1]/", "http://ä"]
        {
            assert!(is_address(good.as_bytes()), "{good}");
            assert!(url::Url::parse(good).is_ok(), "{good}");
        }
        for bad in [
            "",
            "hello",
            "://a",
            "1a://b",
            "https:/a",
            "https://",
            "https:///a",
            "https://?a",
            "https:// a",
            "https://\0",
            "ä://a",
            " https://a",
            "https//a",
        ] {
            assert!(!is_address(bad.as_bytes()), "{bad}");
        }
    }
}
