//! The beacon: one summary on its way from the browser to the collector. Any later one replaces all earlier ones.

use alloc::string::String;
use alloc::vec::Vec;

use moment_core::summary::Summary;
use serde::{Deserialize, Serialize};

use crate::envelope::{DecodeError, open, seal, unseal};
use crate::summary::SummaryV1;

/// The longest beacon, in bytes: what browsers let a closing page send, less the envelope of HTTP.
pub const BEACON_BYTES_MAX: usize = 60_000;

/// The longest id of a trial or account, in bytes.
pub const ID_BYTES_MAX: usize = 64;

const NEWEST: u8 = 1;

/// Version 1.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BeaconV1 {
    /// The trial's id, as the vendor gave it.
    pub trial: String,
    /// The account's id, if the vendor gave one.
    pub account: Option<String>,
    /// The plan's name, if the vendor gave one.
    pub plan: Option<String>,
    /// The page's language, a BCP 47 tag.
    pub locale: Option<String>,
    /// When the trial began, milliseconds since the Unix epoch.
    pub started_ms: u64,
    /// How many days the trial lasts.
    pub length_days: u16,
    /// Which browser profile this is: random, made once.
    pub replica: u64,
    /// The browser's clock when this was sent, milliseconds since the Unix epoch.
    pub sent_ms: u64,
    /// The version of the playbook that was in force.
    pub playbook: u32,
    /// Whether a simulation sent this.
    pub simulated: bool,
    /// HMAC-SHA256 by the vendor's secret key of trial id, a full stop, and account id.
    pub signature: Option<[u8; 32]>,
    /// The replica's whole state.
    pub summary: SummaryV1,
}

/// A beacon that was read and found possible.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Beacon {
    /// Everything but the summary as it came.
    pub head: BeaconV1,
    /// The summary, in the core's form.
    pub summary: Summary,
}

impl BeaconV1 {
    /// The beacon in bytes.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        seal(NEWEST, self)
    }
}

impl Beacon {
    /// Reads a beacon of any version. Errors: see [`DecodeError`].
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let (_, fields) = unseal(bytes, NEWEST)?;
        Self::try_from(open::<BeaconV1>(fields)?)
    }
}

impl TryFrom<BeaconV1> for Beacon {
    type Error = DecodeError;

    fn try_from(head: BeaconV1) -> Result<Self, DecodeError> {
        if !is_id(&head.trial) {
            return Err(DecodeError::Implausible("trial id"));
        }
        if head.account.as_deref().is_some_and(|account| !is_id(account)) {
            return Err(DecodeError::Implausible("account id"));
        }
        if [&head.plan, &head.locale].into_iter().flatten().any(|text| !is_id(text)) {
            return Err(DecodeError::Implausible("plan or locale"));
        }
        if head.length_days == 0 {
            return Err(DecodeError::Implausible("length of the trial"));
        }
        let summary = Summary::try_from(head.summary.clone())?;
        Ok(Self { head, summary })
    }
}

/// Whether `text` may identify a trial, account, plan or locale: 1 to 64 visible ASCII characters without `@`, so that
/// no e-mail address does, and without quotes, brackets and slashes, so that no address of a page does.
#[must_use]
pub fn is_id(text: &str) -> bool {
    let is_id_byte = |byte: u8| byte.is_ascii_alphanumeric() || b"_.:|+=~-".contains(&byte);
    (1..=ID_BYTES_MAX).contains(&text.len()) && text.bytes().all(is_id_byte)
}
