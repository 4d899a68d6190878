//! A beacon as a person reads it. Each field is taken apart by name, so that a new one that is not told does not compile.

use moment_wire::beacon::BeaconV4;
use moment_wire::hex::hex;

use super::json::Json;
use super::summary;

/// Whose it is.
pub fn head(json: &mut Json, beacon: &BeaconV4) {
    json.name("trial").text(&beacon.trial);
    for (name, text) in [("account", &beacon.account), ("plan", &beacon.plan), ("locale", &beacon.locale)] {
        json.name(name).text_or_nothing(text.as_deref());
    }
}

/// All that a beacon says; when it was sent under the name `at`.
pub fn tell(json: &mut Json, beacon: &BeaconV4, at: &str) {
    head(json, beacon);
    let BeaconV4 {
        trial: _,
        account: _,
        plan: _,
        locale: _,
        started_ms,
        length_days,
        replica: number,
        sent_ms,
        playbook,
        simulated,
        signature,
        summary,
    } = beacon;
    json.name("started").instant(*started_ms);
    json.name("length_days").number((*length_days).into());
    replica(json, *number);
    json.name(at).instant(*sent_ms);
    json.name("playbook").number((*playbook).into());
    json.name("simulated").truth(*simulated);
    json.name("signature").text_or_nothing(signature.map(|signature| hex(&signature)).as_deref());
    summary::tell(json, summary, *started_ms);
}

/// The random number of the browser profile, as the collector's addresses have it.
pub fn replica(json: &mut Json, number: u64) {
    json.name("replica").text(&hex(&number.to_be_bytes()));
}
