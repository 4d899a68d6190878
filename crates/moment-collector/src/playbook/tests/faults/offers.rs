//! What is offered instead of a word or a sign that a rule cannot hold.

use super::with_rule;
use crate::playbook::Playbook;

#[test]
fn no_word_is_offered_that_cannot_stand_there() {
    for word in ["true", "false", "and", "or", "within", "half_life", "AND", "True"] {
        let faults = Playbook::read(&with_rule(word)).unwrap_err();
        assert_eq!(faults[0].message, format!("`{word}` is not expected here"));
        assert_eq!(faults[0].help.as_deref(), Some("expected the name of a feature, moment or reading"));
    }
    // A moment can read no score, so that none is offered.
    let faults = Playbook::read(&with_rule("scor >= 5")).unwrap_err();
    assert!(!faults[0].help.as_ref().unwrap().contains("score"), "{faults:?}");
    let faults = Playbook::read(&with_rule("nott")).unwrap_err();
    assert!(!faults[0].help.as_ref().unwrap().contains("`not`"), "{faults:?}");
}

#[test]
fn signs_of_other_languages_come_with_those_of_this_one() {
    for (rule, sign, here) in [
        ("export => 3", "=>", ">="),
        ("export =< 3", "=<", "<="),
        ("export <> 3", "<>", "!="),
        ("export && uses", "&&", "and"),
        ("export || uses", "||", "or"),
        ("!export", "!", "not"),
        ("export ≥ 3", "≥", ">="),
    ] {
        let faults = Playbook::read(&with_rule(rule)).unwrap_err();
        assert_eq!(faults[0].message, format!("`{sign}` has no meaning here"), "{rule}");
        assert_eq!(faults[0].help, Some(format!("did you mean `{here}`?")), "{rule}");
    }
    assert!(Playbook::read(&with_rule("export != 3")).is_ok());
}
