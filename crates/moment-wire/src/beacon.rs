//! The beacon: one summary on its way from the browser to the collector. Any later one replaces all earlier ones.

use alloc::string::String;
use alloc::vec::Vec;

use moment_core::summary::Summary;

use crate::codec::{Reader, Writer};
use crate::fault::DecodeError;
use crate::summary;

/// The longest beacon, in bytes: what browsers let a closing page send, less the envelope of HTTP.
pub const BEACON_BYTES_MAX: usize = 60_000;

/// The longest id of a trial or account, in bytes.
pub const ID_BYTES_MAX: usize = 64;

const NEWEST: u8 = 4;

/// Version 4.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BeaconV4 {
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
    pub summary: Summary,
}

impl BeaconV4 {
    /// The beacon in bytes.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut writer = Writer::new(NEWEST);
        writer.text(&self.trial);
        writer.option(self.account.as_deref(), Writer::text);
        writer.option(self.plan.as_deref(), Writer::text);
        writer.option(self.locale.as_deref(), Writer::text);
        writer.number(self.started_ms);
        writer.number(self.length_days);
        writer.number(self.replica);
        writer.number(self.sent_ms);
        writer.number(self.playbook);
        writer.flag(self.simulated);
        writer.option(self.signature.as_ref(), |writer, signature| writer.raw(signature));
        summary::put(&mut writer, &self.summary);
        writer.finish()
    }

    /// Reads a beacon of any version. Errors: see [`DecodeError`].
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::open(bytes, NEWEST)?;
        let beacon = Self {
            trial: reader.text(),
            account: reader.option(Reader::text),
            plan: reader.option(Reader::text),
            locale: reader.option(Reader::text),
            started_ms: reader.u64(),
            length_days: reader.u16(),
            replica: reader.u64(),
            sent_ms: reader.u64(),
            playbook: reader.u32(),
            simulated: reader.flag(),
            signature: reader.option(Reader::array),
            summary: summary::take(&mut reader),
        };
        let beacon = reader.close(beacon)?;
        beacon.check()?;
        Ok(beacon)
    }

    /// Errors: what no beacon can say.
    pub fn check(&self) -> Result<(), DecodeError> {
        check_ids(&self.trial, self.account.as_deref())?;
        if [&self.plan, &self.locale].into_iter().flatten().any(|text| !is_id(text)) {
            return Err(DecodeError::Implausible("plan or locale"));
        }
        if self.length_days == 0 {
            return Err(DecodeError::Implausible("length of the trial"));
        }
        summary::check(&self.summary)
    }
}

/// Whose message it is. Errors: an id that is none.
pub(crate) fn check_ids(trial: &str, account: Option<&str>) -> Result<(), DecodeError> {
    if !is_id(trial) {
        return Err(DecodeError::Implausible("trial id"));
    }
    if account.is_some_and(|account| !is_id(account)) {
        return Err(DecodeError::Implausible("account id"));
    }
    Ok(())
}

/// Whether `text` may identify a trial, account, plan or locale: 1 to 64 visible ASCII characters without `@`, so that
/// no e-mail address does, and without quotes, brackets and slashes, so that no address of a page does.
#[must_use]
pub fn is_id(text: &str) -> bool {
    let is_id_byte = |byte: u8| byte.is_ascii_alphanumeric() || b"_.:|+=~-".contains(&byte);
    (1..=ID_BYTES_MAX).contains(&text.len()) && text.bytes().all(is_id_byte)
}
