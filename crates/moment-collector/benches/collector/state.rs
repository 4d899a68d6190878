//! States as browsers tell them: a trial that uses the demo product, further on with each step.

use moment_collector::playbook::Playbook;
use moment_core::decision::Reason;
use moment_core::friction::FrictionKind;
use moment_core::limit::LimitUse;
use moment_core::summary::Summary;
use moment_core::time::{DAY_S, HOUR_S};
use moment_wire::beacon::BeaconV4;

/// 2026-01-01T00:00:00Z: every trial is older than its states.
const STARTED_MS: u64 = 1_767_225_600_000;

/// The state of a trial after so many steps; other seeds, other customers.
pub(crate) fn beacon(playbook: &Playbook, trial: &str, seed: u64, steps: u32) -> BeaconV4 {
    let mut summary = Summary::default();
    let mut random = fastrand::Rng::with_seed(seed);
    let features = &playbook.source.features;
    for step in 0..steps * 3 {
        let at = step * (DAY_S / 2) + random.u32(0..4 * HOUR_S);
        summary.touch(at);
        for _ in 0..random.u32(1..5) {
            let feature = features[random.usize(0..features.len())].name.get_ref();
            summary.use_feature(feature, at, random.u32(1..9));
        }
        summary.engaged.add(u16::try_from(at / DAY_S).unwrap_or(0), random.u32(30..900));
        if random.u32(0..9) == 0 {
            summary.add_friction(FrictionKind::DeadClick, at);
        }
    }
    for (rule, _) in playbook.journey() {
        if random.u32(0..10) < steps {
            summary.reach(&rule.name, random.u32(0..steps * DAY_S));
        }
    }
    for limit in &playbook.source.limits {
        let standing = LimitUse { at_s: DAY_S, used: random.u32(0..5), of: 5, hard: false };
        summary.set_limit(limit.name.get_ref(), standing);
    }
    for rule in playbook.rules.prompts.iter().take(2) {
        if let Some(record) = summary.prompt_mut(&rule.id) {
            record.add_waits(Reason::TriggerNotFired, steps);
            record.add_waits(Reason::QuietTime, steps);
            record.expose(DAY_S);
        }
    }
    BeaconV4 {
        trial: trial.to_owned(),
        account: Some(format!("a_{}", seed % 50_000)),
        plan: Some("team".into()),
        locale: Some("en".into()),
        started_ms: STARTED_MS + random.u64(0..3_600_000),
        length_days: 14,
        replica: seed,
        sent_ms: STARTED_MS + u64::from(summary.last_s) * 1000,
        playbook: 1,
        simulated: false,
        signature: None,
        summary,
    }
}
