//! Keys: who may send, from where, and with which secret outcomes are told.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use moment_wire::hex::hex;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

/// A vendor's pair of keys.
#[derive(Clone, PartialEq, Eq)]
pub struct Key {
    /// Stands in the tag, for everybody to see: `pk_…`.
    pub public: String,
    /// Stays on the vendor's server: `sk_…`. Signs trials and tells outcomes.
    pub secret: String,
    /// The origins whose pages may use the key, such as `https://app.example.com`; none means all.
    pub origins: Vec<String>,
}

impl Key {
    /// Whether a page of `origin` may use the key. A request without an origin does not come from a page.
    #[must_use]
    pub fn allows(&self, origin: Option<&str>) -> bool {
        let is_listed = |origin| self.origins.iter().any(|allowed| allowed.trim_end_matches('/') == origin);
        self.origins.is_empty() || origin.is_none_or(is_listed)
    }

    /// Whether `secret` is this key's, told in a time that does not depend on where they differ.
    #[must_use]
    pub fn is_secret(&self, secret: &str) -> bool {
        hash(secret).ct_eq(&hash(&self.secret)).into()
    }
}

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Key").field("public", &self.public).field("origins", &self.origins).finish_non_exhaustive()
    }
}

/// What is kept of a token: its SHA-256. A token is random and long, so nothing slower is needed.
#[must_use]
pub fn hash(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}

/// A new random number of 128 bits.
pub fn random_id() -> std::io::Result<[u8; 16]> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(std::io::Error::other)?;
    Ok(bytes)
}

/// A new random text of 32 hexadecimal digits after `prefix`. Errors: the machine has no randomness.
pub fn random(prefix: &str) -> std::io::Result<String> {
    Ok(format!("{prefix}{}", hex(&random_id()?)))
}

/// A new secret of a webhook, as Standard Webhooks writes it: `whsec_` and 32 bytes in Base64.
pub fn random_secret() -> std::io::Result<String> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(std::io::Error::other)?;
    Ok(format!("whsec_{}", BASE64_STANDARD.encode(bytes)))
}
