//! A beacon as a person reads it. Each field is taken apart by name, so that a new one that is not told does not compile.

use moment_wire::beacon::BeaconV2;

use super::summary;
use crate::told::Told;

/// All that a beacon says.
pub fn fields(beacon: &BeaconV2) -> Vec<(&'static str, Told)> {
    let BeaconV2 {
        trial,
        account,
        plan,
        locale,
        started_ms,
        length_days,
        replica: number,
        sent_ms,
        playbook,
        simulated,
        signature,
        summary,
    } = beacon;
    let mut fields = vec![
        ("trial", Told::Text(trial.clone())),
        ("account", Told::text(account.as_deref())),
        ("plan", Told::text(plan.as_deref())),
        ("locale", Told::text(locale.as_deref())),
        ("started", Told::Instant(*started_ms)),
        ("length_days", Told::Number((*length_days).into())),
        ("replica", replica(*number)),
        ("at", Told::Instant(*sent_ms)),
        ("playbook", Told::Number((*playbook).into())),
        ("simulated", Told::Truth(*simulated)),
        ("signature", signature.as_ref().map_or(Told::Nothing, |bytes| Told::Text(digits(bytes)))),
    ];
    fields.extend(summary::fields(summary, *started_ms));
    fields
}

/// The random number of the browser profile, as the collector's addresses have it.
pub fn replica(number: u64) -> Told {
    Told::Text(digits(&number.to_be_bytes()))
}

fn digits(bytes: &[u8]) -> String {
    let digit = |half: u8| char::from(b"0123456789abcdef"[usize::from(half & 15)]);
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(*byte)]).collect()
}
