//! Which server, and whether its orders are real.

use std::fmt;
use std::net::IpAddr;

use thiserror::Error;
use url::{Host, Url};

use crate::token::Token;

/// A provider's server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    base: Url,
    kind: Kind,
}

/// What is known of a server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// The provider's own.
    Own,
    /// The provider's own for tests.
    Staging,
    /// This machine: a stand-in.
    Loopback,
    /// Another.
    Other,
}

/// Why an address is no server's, or a token does not go there.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum BadPlace {
    /// Not a URL with a host, or more than that.
    #[error("{url:?} is no server: expected an address like https://api.example.com")]
    Url {
        /// What was given.
        url: String,
    },
    /// Everybody on the way could read the token and the keys.
    #[error("{host} is asked without TLS: http:// is for this machine alone")]
    Plain {
        /// The host.
        host: String,
    },
    /// A token that spends money, at a host where nothing is real.
    #[error("this token makes real orders, and {host} is not the provider's own server")]
    LiveToken {
        /// The host.
        host: String,
    },
    /// A stand-in's token at the provider's.
    #[error("this is a stand-in's token, and {host} is the provider's own server")]
    TestToken {
        /// The host.
        host: String,
    },
}

impl Place {
    /// The server at `url`, where `own` is the provider's own, and `staging` its own for tests.
    ///
    /// # Errors
    /// [`BadPlace::Url`], [`BadPlace::Plain`].
    pub fn new(url: &str, own: &str, staging: Option<&str>) -> Result<Self, BadPlace> {
        let bad = || BadPlace::Url { url: url.to_owned() };
        let mut base = Url::parse(url).map_err(|_| bad())?;
        let extras = base.query().is_some() || base.fragment().is_some();
        let named = !base.username().is_empty() || base.password().is_some();
        if !matches!(base.scheme(), "http" | "https") || !base.has_host() || extras || named {
            return Err(bad());
        }
        // `example.com.` is `example.com`.
        let dotless = base.host_str().and_then(|host| host.strip_suffix('.')).map(str::to_owned);
        if let Some(host) = dotless {
            base.set_host(Some(&host)).map_err(|_| bad())?;
        }
        // Else the last part of the path would be replaced when another is joined to it.
        if !base.path().ends_with('/') {
            base.set_path(&format!("{}/", base.path()));
        }
        let kind = kind(&base, own, staging);
        let place = Self { base, kind };
        if place.base.scheme() == "http" && kind != Kind::Loopback {
            return Err(BadPlace::Plain { host: place.to_string() });
        }
        Ok(place)
    }

    /// Refuses a token that does not belong there. A live token goes to a server that is not the
    /// provider's own only if that host is the one that is `allowed`; to this machine never.
    ///
    /// # Errors
    /// [`BadPlace::LiveToken`], [`BadPlace::TestToken`].
    pub fn check(&self, token: &Token, allowed: Option<&str>) -> Result<(), BadPlace> {
        let host = || self.to_string();
        match self.kind {
            Kind::Own | Kind::Staging if token.is_of_stand_in() => {
                Err(BadPlace::TestToken { host: host() })
            }
            Kind::Own | Kind::Staging => Ok(()),
            Kind::Loopback | Kind::Other if token.is_test() => Ok(()),
            Kind::Other if allowed == Some(self.to_string().as_str()) => Ok(()),
            Kind::Loopback | Kind::Other => Err(BadPlace::LiveToken { host: host() }),
        }
    }

    /// Whether what is ordered there with `token` is neither made nor charged.
    pub fn is_rehearsal(&self, token: &Token) -> bool {
        match self.kind {
            Kind::Staging | Kind::Loopback => true,
            // Another name of the provider's own server, or a gateway to it: nobody knows.
            Kind::Own | Kind::Other => token.is_test(),
        }
    }

    /// Whether it is this machine.
    pub fn is_loopback(&self) -> bool {
        self.kind == Kind::Loopback
    }

    /// Where requests go: it ends in a slash.
    pub fn base(&self) -> &Url {
        &self.base
    }
}

/// The host, and the port if one was named.
impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.base.host_str().unwrap_or_default())?;
        self.base.port().map_or(Ok(()), |port| write!(f, ":{port}"))
    }
}

fn kind(base: &Url, own: &str, staging: Option<&str>) -> Kind {
    let is = |url: &str| Url::parse(url).is_ok_and(|url| url.origin() == base.origin());
    let loopback = match base.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(ip)) => IpAddr::from(ip).is_loopback(),
        Some(Host::Ipv6(ip)) => IpAddr::from(ip).is_loopback(),
        None => false,
    };
    if loopback {
        Kind::Loopback
    } else if is(own) {
        Kind::Own
    } else if staging.is_some_and(is) {
        Kind::Staging
    } else {
        Kind::Other
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OWN: &str = "https://api.example.com";

    fn place(url: &str) -> Result<Place, BadPlace> {
        Place::new(url, OWN, Some("https://staging.example.com"))
    }

    #[test]
    fn each_token_goes_where_it_belongs_alone() {
        let token = |text| Token::new(text).unwrap();
        let (live, test, stand_in) =
            (token("sk_live_1"), token("sk_test_1"), token("sk_test_sandbox_1"));
        // The server; then for each token whether it goes there, and whether it rehearses.
        for (url, goes) in [
            (OWN, [(true, false), (true, true), (false, true)]),
            ("https://staging.example.com/v1", [(true, true), (true, true), (false, true)]),
            ("https://other.example.com", [(false, false), (true, true), (true, true)]),
            ("https://api.example.com.", [(true, false), (true, true), (false, true)]),
            ("https://api.example.com:8443", [(false, false), (true, true), (true, true)]),
            ("http://127.0.0.1:8080", [(false, true), (true, true), (true, true)]),
            ("http://[::1]:8080/", [(false, true), (true, true), (true, true)]),
            ("http://localhost", [(false, true), (true, true), (true, true)]),
        ] {
            let place = place(url).unwrap();
            for (token, (goes, rehearses)) in [&live, &test, &stand_in].into_iter().zip(goes) {
                assert_eq!(place.check(token, None).is_ok(), goes, "{url} {token:?}");
                assert_eq!(place.is_rehearsal(token), rehearses, "{url} {token:?}");
            }
        }
        let other = place("https://other.example.com").unwrap();
        assert!(other.check(&live, Some("other.example.com")).is_ok());
        assert!(other.check(&live, Some("example.com")).is_err());
        let loopback = place("http://127.0.0.1:1").unwrap();
        assert!(loopback.check(&live, Some("127.0.0.1:1")).is_err());
    }

    #[test]
    fn a_server_is_a_url_with_tls_and_nothing_more() {
        for bad in [
            "api.example.com",
            "ftp://api.example.com",
            "https://",
            "https://api.example.com?x=1",
            "https://api.example.com#x",
            "https://user:word@api.example.com",
            "mailto:me@example.com",
        ] {
            assert_eq!(place(bad), Err(BadPlace::Url { url: bad.to_owned() }), "{bad}");
        }
        for plain in ["http://api.example.com", "http://127.0.0.1.example.com", "http://10.0.0.1"] {
            assert!(matches!(place(plain), Err(BadPlace::Plain { .. })), "{plain}");
        }
        assert_eq!(place("https://api.example.com/v1").unwrap().base().path(), "/v1/");
        assert_eq!(place("http://127.0.0.1:80801").err().map(|_| ()), Some(()));
        assert_eq!(place("http://127.0.0.1:8080").unwrap().to_string(), "127.0.0.1:8080");
    }
}
