//! How things are, in one sentence.

use moment_wire::report::OverviewV1;

use super::counted;

/// "41 of 120 trials found the value; 12 are ready to talk about upgrading." `number` writes a count.
pub(crate) fn sentence(overview: &OverviewV1, number: impl Fn(u64) -> String) -> String {
    let trials = counted(overview.trials, &number(overview.trials), "trial");
    let found = match overview.activated {
        0 => format!("None of {trials} has found the value yet"),
        activated if activated == overview.trials && activated > 1 => format!("All {trials} found the value"),
        activated => format!("{} of {trials} found the value", number(activated)),
    };
    let ready = match overview.bands.ready + overview.bands.urgent {
        0 => "none is ready to talk about upgrading yet".to_owned(),
        1 => "1 is ready to talk about upgrading".to_owned(),
        ready => format!("{} are ready to talk about upgrading", number(ready)),
    };
    format!("{found}; {ready}.")
}

#[cfg(test)]
mod tests {
    use moment_wire::report::{BandsV1, OverviewV1};

    use super::sentence;

    fn check(trials: u64, activated: u64, ready: u64, expected: &str) {
        let overview = OverviewV1 {
            as_of_ms: 0,
            paused: false,
            trials,
            simulated: 0,
            activated,
            hours_to_value: None,
            bands: BandsV1 { ready, ..BandsV1::default() },
            prompts_shown: 0,
            prompts_clicked: 0,
            prompts_dismissed: 0,
            upgraded: 0,
            moments: Vec::new(),
        };
        assert_eq!(sentence(&overview, |number| number.to_string()), expected);
    }

    #[test]
    fn the_headline_is_a_sentence_for_every_count() {
        check(120, 41, 12, "41 of 120 trials found the value; 12 are ready to talk about upgrading.");
        check(1, 1, 1, "1 of 1 trial found the value; 1 is ready to talk about upgrading.");
        check(3, 0, 0, "None of 3 trials has found the value yet; none is ready to talk about upgrading yet.");
        check(3, 3, 0, "All 3 trials found the value; none is ready to talk about upgrading yet.");
    }
}
