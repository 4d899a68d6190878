//! Keys that are not there: those of earlier versions and other tools, with what says the same, and misspelt ones.

use crate::playbook::fault::Fault;
use crate::playbook::names::nearest;

/// Keys that playbooks once had or that other tools have, and what says the same.
const RENAMED: [(&str, &str); 6] = [
    ("lifetime_max", "`frequency = { lifetime = 3 }`"),
    ("prompts_per_day_max", "`frequency = { custom = [{ cap = 1, period = \"1d\" }] }`"),
    ("prompts_per_week_max", "`frequency = { custom = [{ cap = 3, period = \"7d\" }] }`"),
    ("cooldown", "`cooldownPeriod = \"4h\"`"),
    ("cooldown_period", "`cooldownPeriod = \"4h\"`"),
    ("conditions", "`routes`, and what must or must not have happened in `when` and `unless`"),
];

/// `fault`, if it is about an unknown key, with the key that was meant.
pub(super) fn with_advice(fault: Fault) -> Fault {
    let advice = fault.message.strip_prefix("unknown field `").and_then(|rest| {
        let (key, expected) = rest.split_once('`')?;
        if let Some((_, now)) = RENAMED.iter().find(|(old, _)| *old == key) {
            return Some((format!("`{key}` is no key here"), format!("write {now}")));
        }
        let known = expected.split('`').skip(1).step_by(2).map(str::to_owned);
        nearest(key, known).map(|near| (fault.message.clone(), format!("did you mean `{near}`?")))
    });
    match advice {
        Some((message, help)) => Fault { message, ..fault }.expected(help),
        None => fault,
    }
}
