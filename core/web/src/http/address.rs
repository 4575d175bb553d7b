//! Where people reach the site: what a citation, a feed and a file that is handed on begin their addresses with.

use base::{Result, Saying};

/// Scheme, host and port, such as `https://hub.example`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address(String);

impl Address {
    /// Reads `https://hub.example` or `http://127.0.0.1:8080`; a slash at the end is left out.
    ///
    /// # Errors
    /// `web-address-unusable` for anything else, such as an address with a path: cities stand at the root.
    pub fn parse(text: &str) -> Result<Address> {
        let plain = text.strip_suffix('/').unwrap_or(text);
        let host = plain.strip_prefix("https://").or_else(|| plain.strip_prefix("http://"));
        let usable = |c: char| c.is_ascii_alphanumeric() || ['.', '-', ':', '[', ']'].contains(&c);
        match host {
            Some(host) if !host.is_empty() && host.chars().all(usable) => Ok(Address(plain.to_owned())),
            Some(_) | None => {
                let shown: String = text.chars().take(80).collect();
                Err(Saying::invalid("web-address-unusable").with("address", shown).into())
            }
        }
    }

    /// True when browsers reach it by HTTPS.
    pub fn is_secure(&self) -> bool {
        self.0.starts_with("https://")
    }

    /// The whole address of a path of the site.
    pub fn of(&self, path: &str) -> String {
        format!("{}{path}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::Address;

    #[test]
    fn an_address_has_a_scheme_and_a_host_and_nothing_else() {
        let parsed = Address::parse("https://hub.example/").expect("an address");
        assert_eq!(
            (parsed.of("/mirinae/"), parsed.is_secure()),
            ("https://hub.example/mirinae/".into(), true)
        );
        assert!(!Address::parse("http://[::1]:8080").expect("an address").is_secure());
        for wrong in
            ["", "hub.example", "https://", "https://hub.example/city", "ftp://hub.example", "http://a b"]
        {
            assert!(Address::parse(wrong).is_err_and(|e| e.is("web-address-unusable")), "{wrong}");
        }
    }
}
