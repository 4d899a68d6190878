//! Where webhooks may go. The address that a name stands for is checked when the connection is made, and it is made to
//! exactly that address: a name that stands for another one a moment later gains nothing by it.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;

/// The longest address of a webhook.
const URL_BYTES_MAX: usize = 2_000;

/// Finds the addresses that a name stands for, and refuses those that are not for everybody.
#[derive(Debug, Clone, Copy)]
pub struct Guard {
    /// Whether private ones are allowed.
    pub to_private: bool,
}

impl Resolver for Guard {
    fn resolve(&self, uri: &Uri, config: &Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let found = DefaultResolver::default().resolve(uri, config, timeout)?;
        // One of them is enough to refuse all: who owns the name decides which of them is tried first.
        match found.iter().find(|address| !self.to_private && !is_public(address.ip())) {
            Some(_) => Err(ureq::Error::Other(Box::new(NotPublic))),
            None => Ok(found),
        }
    }
}

/// A name stands for an address within somebody's network.
#[derive(Debug)]
pub struct NotPublic;

impl std::fmt::Display for NotPublic {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the address is private, loopback or link-local; --webhooks-to-private allows these")
    }
}

impl std::error::Error for NotPublic {}

/// Whether an address may stand in a webhook. Errors: what is wrong with it.
pub fn check(url: &str, to_private: bool) -> Result<(), &'static str> {
    if url.len() > URL_BYTES_MAX {
        return Err("`url` is longer than 2,000 bytes");
    }
    let uri: Uri = url.parse().map_err(|_| "`url` is no address")?;
    match uri.scheme_str() {
        Some("https") => {}
        Some("http") if to_private => {}
        _ => return Err("`url` does not begin with https://"),
    }
    let authority = uri.authority().ok_or("`url` names no host")?;
    if authority.as_str().contains('@') {
        return Err("`url` has a user name or password");
    }
    let host = authority.host().trim_start_matches('[').trim_end_matches(']');
    match host.parse() {
        Ok(address) if !to_private && !is_public(address) => Err("`url` is a private, loopback or link-local address"),
        _ if host.is_empty() => Err("`url` names no host"),
        _ => Ok(()),
    }
}

/// Whether an address belongs to the whole internet, by the IANA's registries of special-purpose addresses.
#[must_use]
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => match embedded(address) {
            Some(inner) => is_public_v4(inner),
            None => is_public_v6(address),
        },
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let is_special = match a {
        // This network, private, loopback; from 224 on multicast, reserved, broadcast.
        0 | 10 | 127 | 224.. => true,
        // Shared between a carrier's customers.
        100 => (64..128).contains(&b),
        // Link-local, among them the clouds' metadata.
        169 => b == 254,
        172 => (16..32).contains(&b),
        // Protocol assignments, documentation, the former relays of 6to4, private.
        192 => (b == 0 && (c == 0 || c == 2)) || (b == 88 && c == 99) || b == 168,
        // Benchmarks, documentation.
        198 => b == 18 || b == 19 || (b == 51 && c == 100),
        203 => b == 0 && c == 113,
        _ => false,
    };
    !is_special
}

/// Global unicast, less what is set apart in it.
fn is_public_v6(address: Ipv6Addr) -> bool {
    let [a, b, ..] = address.segments();
    let is_global = a & 0xe000 == 0x2000;
    // Protocol assignments (Teredo among them) and documentation.
    let is_special = (a == 0x2001 && (b < 0x0200 || b == 0x0db8)) || (a == 0x3fff && b < 0x1000);
    is_global && !is_special
}

/// The address of the older kind that stands in one of the newer: mapped, compatible, translated (NAT64), or of 6to4.
fn embedded(address: Ipv6Addr) -> Option<Ipv4Addr> {
    let words = address.segments();
    let join = |high: usize| Ipv4Addr::from((u32::from(words[high]) << 16) | u32::from(words[high + 1]));
    match words[..6] {
        [0, 0, 0, 0, 0, 0 | 0xffff] | [0x64, 0xff9b, 0, 0, 0, 0] => Some(join(6)),
        [0x2002, ..] => Some(join(1)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{check, is_public};

    #[test]
    fn only_addresses_of_the_whole_internet_are_public() {
        for public in
            ["1.1.1.1", "93.184.216.34", "100.63.255.255", "172.32.0.1", "192.0.1.1", "2606:4700::1111", "2a00:1450::1"]
        {
            assert!(is_public(public.parse().unwrap()), "{public}");
        }
        let private = [
            "0.0.0.0",
            "10.0.0.1",
            "100.64.0.1",
            "127.0.0.1",
            "127.255.255.255",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.1",
            "192.0.2.1",
            "192.168.1.1",
            "198.18.0.1",
            "198.51.100.1",
            "203.0.113.1",
            "224.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "::127.0.0.1",
            "64:ff9b::7f00:1",
            "64:ff9b:1::1",
            "2002:7f00:1::",
            "2002:a00:1::1",
            "2001::1",
            "2001:db8::1",
            "fc00::1",
            "fd12::1",
            "fe80::1",
            "fec0::1",
            "ff02::1",
            "3fff::1",
        ];
        for address in private {
            assert!(!is_public(address.parse().unwrap()), "{address}");
        }
    }

    #[test]
    fn an_address_that_cannot_be_right_is_refused_before_it_is_kept() {
        for url in ["https://hooks.example.com/a?b=c", "https://example.com:8443", "https://1.1.1.1/"] {
            assert_eq!(check(url, false), Ok(()), "{url}");
        }
        let long = format!("https://example.com/{}", "a".repeat(2_000));
        for url in [
            "",
            "example.com",
            "/hook",
            "http://example.com/",
            "ftp://example.com/",
            "https://",
            "https://user:pw@example.com/",
            "https://user@example.com/",
            "https://127.0.0.1/",
            "https://[::1]/",
            "https://10.1.2.3:443/",
            "https://a b/",
            &long,
        ] {
            assert!(check(url, false).is_err(), "{url}");
        }
        assert_eq!(check("http://127.0.0.1:8080/", true), Ok(()));
    }
}
