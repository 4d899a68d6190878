//! Why a prompt waited, in sentences for somebody who never saw a playbook.

/// `code` is a name of the core's closed list of reasons; a code from a newer collector is shown as it is.
pub(crate) fn sentence(code: &str) -> String {
    match code {
        "kill_switch" => "All prompts were paused, or the browser could not check that they were not.",
        "consent_denied" => "The customer has not agreed to be listened to.",
        "user_opted_out" => "The customer asked for no prompts.",
        "not_running" => "This prompt is not switched on.",
        "not_approved" => "This prompt still waits for approval.",
        "outside_schedule" => "It was outside this prompt's scheduled time.",
        "holdout" => "This trial is in the group that never sees offers, so that their effect can be measured.",
        "control" => "This trial is in the comparison group of this prompt.",
        "recovery_first" => "Something had just gone wrong for the customer, and help comes before selling.",
        "quiet_time" => "The customer was busy, or had only just arrived.",
        "cooldown" => "It was too soon after the last prompt.",
        "budget_spent" => "The customer had already seen as many prompts as the day or week allows.",
        "already_seen" => "The customer has seen this prompt as often as it may be shown.",
        "snoozed" => "The customer said: not now.",
        "route_mismatch" => "The customer was on another page than the one it belongs to.",
        "device_mismatch" => "It is not meant for the customer's kind of device.",
        "anchor_not_found" => "The part of the page that it points at was not there.",
        "anchor_not_visible" => "The part of the page that it points at could not be seen.",
        "trigger_not_fired" => "What it waits for has not happened yet.",
        "cancelled_by_event" => "The customer did something that made it unnecessary.",
        "below_threshold" => "The customer was not ready enough yet.",
        "lost_arbitration" => "Another prompt was more important at that time.",
        "language_unavailable" => "It has no text in the customer's language.",
        unknown => return format!("It waited for a reason that this console does not know ({unknown})."),
    }
    .to_owned()
}

#[cfg(test)]
mod tests {
    use super::sentence;

    #[test]
    fn no_code_shows_in_a_sentence() {
        for code in ["kill_switch", "holdout", "below_threshold", "lost_arbitration"] {
            assert!(!sentence(code).contains('_'), "{code}");
        }
    }

    #[test]
    fn a_newer_collectors_reason_is_not_hidden() {
        assert!(sentence("full_moon").contains("full_moon"));
    }
}
