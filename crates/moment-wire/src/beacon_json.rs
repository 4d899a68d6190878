//! The beacon as JSON, for those who send one without the widget: a native app, a backend, somebody at a prompt. It says
//! what the bytes say, by name.

use alloc::string::String;
// What derives schemas writes `Vec`.
#[cfg(feature = "schema")]
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::beacon::BeaconV4;
use crate::fault::DecodeError;
use crate::hex::{hex, unhex};
use crate::summary_json::SummaryJsonV1;

/// Version 1. What is left out is empty, none or zero; a field that is not known is refused, for it is most likely
/// misspelt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct BeaconJsonV1 {
    /// The trial's id.
    pub trial: String,
    /// The account's id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// The plan's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan: Option<String>,
    /// A BCP 47 tag.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locale: Option<String>,
    /// When the trial began, milliseconds since the Unix epoch.
    #[cfg_attr(feature = "schema", schema(example = 1_794_301_200_000_u64))]
    pub started_ms: u64,
    /// How many days the trial lasts.
    pub length_days: u16,
    /// Which installation this is: 16 hexadecimal digits, random, made once.
    #[cfg_attr(feature = "schema", schema(pattern = "^[0-9a-fA-F]{16}$"))]
    pub replica: String,
    /// The sender's clock, milliseconds since the Unix epoch.
    pub sent_ms: u64,
    /// The version of the playbook that was in force; 0 for none.
    #[serde(default)]
    pub playbook: u32,
    /// Whether a simulation sent this.
    #[serde(default)]
    pub simulated: bool,
    /// HMAC-SHA256 by the vendor's secret key of trial id, a full stop, and account id: 64 hexadecimal digits.
    #[cfg_attr(feature = "schema", schema(pattern = "^[0-9a-fA-F]{64}$"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signature: Option<String>,
    /// The replica's whole state.
    #[serde(default)]
    pub summary: SummaryJsonV1,
}

impl BeaconJsonV1 {
    /// The same as the collector keeps it. Errors: a name, id or number that cannot be.
    pub fn read(self) -> Result<BeaconV4, DecodeError> {
        let signature = self.signature.map(|digits| bytes(&digits).ok_or(DecodeError::Implausible("signature")));
        let replica = bytes(&self.replica).ok_or(DecodeError::Implausible("replica"))?;
        let beacon = BeaconV4 {
            trial: self.trial,
            account: self.account,
            plan: self.plan,
            locale: self.locale,
            started_ms: self.started_ms,
            length_days: self.length_days,
            replica: u64::from_be_bytes(replica),
            sent_ms: self.sent_ms,
            playbook: self.playbook,
            simulated: self.simulated,
            signature: signature.transpose()?,
            summary: self.summary.read()?,
        };
        beacon.check()?;
        Ok(beacon)
    }
}

impl From<&BeaconV4> for BeaconJsonV1 {
    fn from(beacon: &BeaconV4) -> Self {
        Self {
            trial: beacon.trial.clone(),
            account: beacon.account.clone(),
            plan: beacon.plan.clone(),
            locale: beacon.locale.clone(),
            started_ms: beacon.started_ms,
            length_days: beacon.length_days,
            replica: hex(&beacon.replica.to_be_bytes()),
            sent_ms: beacon.sent_ms,
            playbook: beacon.playbook,
            simulated: beacon.simulated,
            signature: beacon.signature.as_ref().map(|signature| hex(signature)),
            summary: SummaryJsonV1::from(&beacon.summary),
        }
    }
}

/// `None` unless there are two hexadecimal digits for each byte, and nothing else.
fn bytes<const LEN: usize>(digits: &str) -> Option<[u8; LEN]> {
    unhex(digits)?.try_into().ok()
}
