//! The pure check before anything is kept.

mod plausible;

use moment_collector::ingest::plausible::Doubt;
use moment_collector::ingest::{Refusal, check, sign};
use moment_collector::keys::Key;
use moment_wire::beacon::BeaconV4;
use moment_wire::hex::hex;

use crate::scene::{NOW_MS, SECRET};
use crate::told::maker;

fn key() -> Key {
    Key { public: "pk_test".into(), secret: SECRET.into(), origins: Vec::new() }
}

#[test]
fn a_signature_is_that_of_any_other_implementation() {
    // printf 't_8f3a.a_19' | openssl dgst -sha256 -hmac sk_test
    assert_eq!(
        hex(&sign("sk_test", "t_8f3a", "a_19")),
        "9bf56c5a805340dd8ae89cff3af976d0e122419c66673db74e7d22d3280bd6ad"
    );
    // printf 't_8f3a.' | openssl dgst -sha256 -hmac sk_test
    assert_eq!(hex(&sign("sk_test", "t_8f3a", "")), "4e15b9cfd5ce643e2a2913fae8967289360817745fd134d39a0bba15e5ee88fb");
}

#[test]
fn a_trial_without_an_account_is_signed_with_an_empty_one() {
    let beacon = BeaconV4 { account: None, signature: Some(sign(SECRET, "t_1", "")), ..maker("t_1", 1) };
    assert!(check(&beacon.encode(), &key(), true, NOW_MS).unwrap().signed);
}

#[test]
fn what_is_accepted_is_what_was_sent() {
    let beacon = maker("t_1", 3);
    let accepted = check(&beacon.encode(), &key(), false, NOW_MS).unwrap();
    assert_eq!((accepted.beacon, accepted.signed), (beacon, false));
}

#[test]
fn a_wrong_signature_is_worse_than_none() {
    let beacon = BeaconV4 { signature: Some([1; 32]), ..maker("t_1", 1) };
    assert_eq!(check(&beacon.encode(), &key(), false, NOW_MS), Err(Refusal::WrongSignature));
}

#[test]
fn an_origin_is_compared_whole_and_none_listed_means_all() {
    let listed = Key { origins: vec!["https://a.example".into(), "http://localhost:4180/".into()], ..key() };
    let cases = [
        (Some("https://a.example"), true),
        (Some("http://localhost:4180"), true),
        (Some("http://localhost"), false),
        (Some("https://b.a.example"), false),
        (Some("null"), false),
        (Some(""), false),
        (None, true),
    ];
    for (origin, allowed) in cases {
        assert_eq!(listed.allows(origin), allowed, "{origin:?}");
        assert!(key().allows(origin), "{origin:?}");
    }
}

#[test]
fn a_state_that_cannot_be_true_is_accepted_with_its_doubt() {
    let mut told = maker("t_1", 1);
    told.summary.last_s = u32::MAX;
    told.sent_ms = NOW_MS - 1_500;
    let accepted = check(&told.encode(), &key(), false, NOW_MS).unwrap();
    assert_eq!((accepted.doubt, accepted.skew_ms), (Some(Doubt::YetToCome), -1_500));
    assert_eq!(check(&maker("t_1", 1).encode(), &key(), false, NOW_MS).unwrap().doubt, None);
}
