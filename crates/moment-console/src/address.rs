//! Addresses: what may stand in a path or a query, and where a trial's page is.

use std::fmt::Write as _;

use crate::app::BASE;

/// Percent-encodes everything but the unreserved characters of RFC 3986.
pub(crate) fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

/// The router decodes a path twice, so a percent sign in an id is encoded twice.
pub(crate) fn of_trial(id: &str) -> String {
    format!("{BASE}/trials/{}", encode(&id.replace('%', "%25")))
}

pub(crate) fn of_band(band: &str) -> String {
    format!("{BASE}/trials?band={band}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strange_ids_stay_one_segment() {
        assert_eq!(encode("t_8f3a-1.~"), "t_8f3a-1.~");
        assert_eq!(of_trial("a b/ü?"), "/console/trials/a%20b%2F%C3%BC%3F");
        assert_eq!(of_trial("50%"), "/console/trials/50%2525");
    }
}
