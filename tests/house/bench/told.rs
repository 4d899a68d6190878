//! What was told over the wire: how often, how much, and whether all of the session is in it.

use std::io::Read as _;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use flate2::read::GzDecoder;
use serde::Serialize;

use super::contestant::{Contestant, Kind};
use super::session::{CALLS, CLICKS};
use super::stand::Stand;
use super::traffic::{Heard, Purpose};
use crate::eventually::eventually;

const PACKED: [u8; 2] = [0x1f, 0x8b];

#[derive(Debug, Serialize)]
pub(super) struct Told {
    /// How large each thing was that was told, in bytes.
    pub(super) sizes: Vec<usize>,
    pub(super) preflights: usize,
    pub(super) asks: usize,
    /// Clicks and own events that arrived.
    pub(super) uses: u32,
}

impl Told {
    pub(super) async fn of(stand: &Stand, contestant: &Contestant, trial: &str) -> Self {
        let uses = if contestant.kind == Kind::Ours { counted(stand, trial).await } else { 0 };
        let heard = stand.traffic.take();
        let times = |purpose| heard.iter().filter(|heard| heard.purpose == purpose).count();
        let told = || heard.iter().filter(|heard| heard.purpose == Purpose::Tell);
        let seen = || told().map(|heard| seen(heard, contestant)).sum();
        Self {
            sizes: told().map(|heard| heard.told.len()).collect(),
            preflights: times(Purpose::Preflight),
            asks: times(Purpose::Ask),
            uses: if contestant.kind == Kind::Peer { seen() } else { uses },
        }
    }
}

/// What our collector has for good. It is asked until it has all of it, because the last beacon may be on its way.
async fn counted(stand: &Stand, trial: &str) -> u32 {
    let wanted = u32::try_from(CLICKS + CALLS).unwrap_or_default();
    let mut uses = 0;
    eventually("the session's uses at the collector", async || {
        let told = stand.trial(trial).await?;
        uses = told.features.iter().map(|feature| feature.total).sum();
        if uses == wanted { Ok(()) } else { Err(format!("{uses} of {wanted} uses")) }
    })
    .await;
    uses
}

fn seen(heard: &Heard, contestant: &Contestant) -> u32 {
    let text = plain(&heard.told);
    let times = contestant.seen.iter().map(|sign| text.matches(sign).count()).sum::<usize>();
    u32::try_from(times).unwrap_or(u32::MAX)
}

/// The text of what a peer tells: packed or not, as a form's field or not, in base64 or not.
fn plain(told: &[u8]) -> String {
    let mut bytes = told.to_vec();
    if told.starts_with(&PACKED) {
        bytes.clear();
        let _ = GzDecoder::new(told).read_to_end(&mut bytes);
    }
    let field =
        url::form_urlencoded::parse(&bytes).find(|(name, _)| name == "data").map(|(_, value)| value.into_owned());
    if let Some(field) = field {
        bytes = BASE64_STANDARD.decode(&field).unwrap_or_else(|_| field.into_bytes());
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
