//! What a customer's page does with its libraries, and what is then known.

use std::collections::BTreeMap;

use moment_wire::beacon::BeaconV4;
use url::form_urlencoded::byte_serialize;

use super::SECRETS;
use crate::customer::Customer;
use crate::eventually::{eventually, settles_at};
use crate::privacy::spellings::{holds, of_word};
use crate::world::House;

impl Customer<'_> {
    /// Loads a page that does this before the widget's tag is there, and waits until the widget runs.
    pub(super) async fn opens(&self, first: &str) {
        let first: String = byte_serialize(first.as_bytes()).collect();
        self.visit(&format!("/?first={first}")).await;
        eventually("the widget runs", async || {
            let asked = "let heard = false; secondMoment('readiness', () => heard = true); return heard";
            if self.eval(asked).await == true { Ok(()) } else { Err("it does not answer".to_owned()) }
        })
        .await;
    }

    pub(super) async fn tells(&self, library: &str, event: &str) {
        self.eval(&format!("tell('{library}', '{event}')")).await;
    }

    pub(super) async fn tells_by_click(&self, library: &str, event: &str) {
        self.eval(&format!("act = () => tell('{library}', '{event}')")).await;
        self.click("acts").await;
    }

    /// The collector knows of these uses and of no others, and the page of no error. No byte that was sent or stored is
    /// out of an event that was no use.
    pub(super) async fn is_known_for(&self, house: &House, uses: &[(&str, u32)]) {
        assert_eq!(self.texts("seen.errors").await, [""; 0]);
        let kept = "return Object.entries(localStorage).concat(Object.entries(sessionStorage))
            .filter(([name]) => name.startsWith('sm.')).flat().join()";
        let kept = self.eval(kept).await.as_str().unwrap_or_default().to_owned();
        let trial = self.trial().await;
        self.leaves().await;
        let wanted: BTreeMap<String, u32> = uses.iter().map(|(name, count)| ((*name).to_owned(), *count)).collect();
        settles_at("what the collector knows", Ok::<_, String>(wanted), async || {
            let told = house.trial(&trial).await?;
            assert_eq!(told.dropped, 0);
            Ok(told.features.into_iter().map(|used| (used.name, used.total)).collect())
        })
        .await;

        let heard = house.heard().into_iter();
        let sent = heard.flat_map(|heard| [heard.line.into_bytes(), heard.headers.into_bytes(), heard.body]);
        let stored: Vec<Vec<u8>> =
            house.parts.store.replicas(&trial).expect("replicas").into_iter().map(|replica| replica.beacon).collect();
        assert!(stored.iter().all(|beacon| BeaconV4::decode(beacon).is_ok()) && stored.len() == 1);
        let places: Vec<Vec<u8>> = sent.chain(stored).chain([kept.into_bytes()]).collect();
        let (a_use, _) = uses[0];
        assert!(
            places.iter().filter(|bytes| holds(bytes, a_use.as_bytes())).count() >= 3,
            "the search finds what is there"
        );
        for secret in SECRETS {
            for spelling in of_word(secret) {
                assert!(!places.iter().any(|bytes| holds(bytes, &spelling)), "{secret} is known");
            }
        }
    }
}
