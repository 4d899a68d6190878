//! Rates: what is one too many, when it may come again, and whose address counts.

use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use axum::http::{HeaderMap, HeaderName, HeaderValue};
use moment_collector::limits::address::{Proxies, ProxyHeader, block};
use moment_collector::limits::slots::Ticks;
use moment_collector::limits::{Limit, Limits, Rates, TooMuch};

/// A clock in a test's hand, in milliseconds.
#[derive(Clone, Default)]
pub(crate) struct Hand(Arc<AtomicU64>);

impl Hand {
    pub(crate) fn ticks(&self) -> Ticks {
        let hand = self.clone();
        Ticks::new(move || Duration::from_millis(hand.0.load(Ordering::SeqCst)))
    }

    pub(crate) fn pass(&self, ms: u64) {
        self.0.fetch_add(ms, Ordering::SeqCst);
    }
}

fn limits(rates: Rates) -> (Limits, Hand) {
    let hand = Hand::default();
    (Limits::new(rates, Proxies::default(), hand.ticks()), hand)
}

/// How many pass at once.
fn burst(mut one_more: impl FnMut() -> Result<(), TooMuch>) -> usize {
    (0..10_000).take_while(|_| one_more().is_ok()).count()
}

#[test]
fn ten_seconds_worth_may_come_at_once_and_then_the_rate() {
    let (limits, hand) = limits(Rates { trial: 5, ..Rates::NONE });
    assert_eq!(burst(|| limits.trial("t_1")), 50);
    let too_much = limits.trial("t_1").unwrap_err();
    assert_eq!(too_much, TooMuch { limit: Limit::Trial, wait: Duration::from_millis(200) });
    hand.pass(199);
    assert!(limits.trial("t_1").is_err(), "a moment too early");
    hand.pass(1);
    assert!(limits.trial("t_1").is_ok());
    assert!(limits.trial("t_1").is_err());
    hand.pass(1_000);
    assert_eq!(burst(|| limits.trial("t_1")), 5);
    hand.pass(3_600_000);
    assert_eq!(burst(|| limits.trial("t_1")), 50, "who was quiet has saved up no more than at first");
}

#[test]
fn one_does_not_use_up_what_another_may_send() {
    let (limits, _) = limits(Rates { trial: 1, key: 1, address: 1 });
    assert_eq!(burst(|| limits.trial("t_1")), 10);
    assert_eq!(burst(|| limits.trial("t_2")), 10);
    assert_eq!(burst(|| limits.key("t_1")), 10);
    assert_eq!(burst(|| limits.address([192, 0, 2, 1].into())), 10);
    assert_eq!(burst(|| limits.address([192, 0, 2, 2].into())), 10);
}

#[test]
fn a_rate_of_0_is_no_limit() {
    let (limits, _) = limits(Rates::NONE);
    assert_eq!(burst(|| limits.trial("t_1")), 10_000);
    assert_eq!(burst(|| limits.address([192, 0, 2, 1].into())), 10_000);
}

#[test]
fn a_crowd_of_strangers_takes_no_more_memory_and_stops_nobody_else() {
    let (limits, hand) = limits(Rates { trial: 1, ..Rates::NONE });
    for stranger in 0..200_000 {
        let _ = limits.trial(&format!("stranger_{stranger}"));
    }
    // Three times as many as there are slots: each slot has had about three, and all may send ten.
    assert!(limits.trial("t_1").is_ok());
    hand.pass(10_000);
    assert_eq!(burst(|| limits.trial("t_1")), 10);
}

#[test]
fn a_network_of_ipv6_is_one_address_and_a_mapped_one_is_ipv4() {
    let of = |text: &str| block(text.parse().unwrap());
    assert_eq!(of("2001:db8:1:2:3:4:5:6"), of("2001:db8:1:2:ffff::1"));
    assert_ne!(of("2001:db8:1:2::1"), of("2001:db8:1:3::1"));
    assert_ne!(of("192.0.2.1"), of("192.0.2.2"));
    assert_eq!(of("::ffff:192.0.2.1"), of("192.0.2.1"));
}

#[test]
fn only_a_trusted_proxy_is_believed_about_whom_it_speaks_for() {
    let xff = ProxyHeader::XForwardedFor;
    let forwarded = ProxyHeader::Forwarded;
    // Peer, header, what stands in it (a line each), and who it is then.
    let cases: [(&str, ProxyHeader, &[&str], &str); 16] = [
        ("203.0.113.9", xff, &["198.51.100.1"], "203.0.113.9"),
        ("10.0.0.1", xff, &[], "10.0.0.1"),
        ("10.0.0.1", xff, &["198.51.100.1"], "198.51.100.1"),
        ("::ffff:10.0.0.1", xff, &["198.51.100.1"], "198.51.100.1"),
        // What stands before the last that is no proxy, a stranger wrote.
        ("10.0.0.1", xff, &["1.1.1.1, 198.51.100.1, 10.0.0.2"], "198.51.100.1"),
        ("10.0.0.1", xff, &["1.1.1.1", "198.51.100.1"], "198.51.100.1"),
        ("10.0.0.1", xff, &["198.51.100.1:4711"], "198.51.100.1"),
        ("10.0.0.1", xff, &["[2001:db8::1]:4711"], "2001:db8::1"),
        ("10.0.0.1", xff, &["2001:db8::1"], "2001:db8::1"),
        // Nobody knows who it is: then it is the proxy.
        ("10.0.0.1", xff, &["198.51.100.1, unknown"], "10.0.0.1"),
        ("10.0.0.1", xff, &["10.0.0.3, 10.0.0.2"], "10.0.0.3"),
        ("10.0.0.1", forwarded, &["for=198.51.100.1;proto=https"], "198.51.100.1"),
        ("10.0.0.1", forwarded, &["For=\"[2001:db8::1]:4711\""], "2001:db8::1"),
        ("10.0.0.1", forwarded, &["for=1.1.1.1, proto=https;for=198.51.100.1"], "198.51.100.1"),
        ("10.0.0.1", forwarded, &["for=_hidden"], "10.0.0.1"),
        ("10.0.0.1", forwarded, &["198.51.100.1"], "10.0.0.1"),
    ];
    for (peer, header, lines, expected) in cases {
        let proxies = Proxies { networks: vec!["10.0.0.0/8".parse().unwrap()], header };
        let mut headers = HeaderMap::new();
        for line in lines {
            let name = if header == xff { "x-forwarded-for" } else { "forwarded" };
            headers.append(HeaderName::from_static(name), HeaderValue::from_static(line));
        }
        // The other header is what a stranger wrote.
        let other = if header == xff { "forwarded" } else { "x-forwarded-for" };
        headers.append(HeaderName::from_static(other), HeaderValue::from_static("for=9.9.9.9"));
        let client = proxies.client(peer.parse().unwrap(), &headers);
        assert_eq!(client, expected.parse::<IpAddr>().unwrap(), "{peer} {lines:?}");
    }
}
