//! What can be wrong with the playbook as a whole.

use crate::playbook::compile::{parts, patterns, words};
use crate::playbook::fault::Fault;
use crate::playbook::frame;
use crate::playbook::names::Names;
use crate::playbook::places;
use crate::playbook::source::Source;

/// Everything that no single rule or reading is at fault for.
pub(super) fn check(source: &Source, names: &Names, faults: &mut Vec<Fault>) {
    check_shares(source, faults);
    check_trust(source, faults);
    faults.extend(source.theme.colours().err().into_iter().flatten());
    check_bands(source, faults);
    check_activation(source, faults);
    check_points(source, faults);
    for feature in &source.features {
        patterns::check(&feature.routes, faults);
        patterns::check_selectors(&feature.selectors, faults);
    }
    for prompt in &source.prompts {
        patterns::check(&prompt.routes, faults);
        parts::check(prompt, source, names, faults);
        words::check(prompt, source, names, faults);
    }
    check_frames(source, names, faults);
}

fn check_frames(source: &Source, names: &Names, faults: &mut Vec<Fault>) {
    for own in source.frame.values() {
        let words = frame::words(own).into_iter().chain(frame::other_words(own)).flatten();
        faults.extend(words.filter_map(|word| places::check(word, &places::FRAME)));
        for (name, called) in &own.names {
            if ![&names.features, &names.moments, &names.limits].iter().any(|all| all.contains(name)) {
                let fault = Fault::new(called.span(), format!("no feature, moment or limit is called `{name}`"));
                faults.push(fault.expected("expected one of the playbook's names before the `=`"));
            }
        }
    }
}

fn check_trust(source: &Source, faults: &mut Vec<Fault>) {
    if source.stale_after.get_ref().seconds == 0 {
        let fault = Fault::new(source.stale_after.span(), "a playbook that is never trusted shows nothing");
        faults.push(fault.expected("expected a second or more, such as 15m"));
    }
}

fn check_shares(source: &Source, faults: &mut Vec<Fault>) {
    let controls = source.prompts.iter().filter_map(|prompt| prompt.control_percent.as_ref());
    for percent in controls.chain([&source.holdout_percent]).filter(|percent| *percent.get_ref() > 100) {
        faults.push(Fault::new(percent.span(), "more than everybody").expected("expected 0 to 100"));
    }
}

fn check_bands(source: &Source, faults: &mut Vec<Fault>) {
    let bands = source.readiness.bands.get_ref();
    if !(bands.warming < bands.ready && bands.ready < bands.urgent && bands.urgent <= 100) {
        let fault = Fault::new(source.readiness.bands.span(), "the bands are not in order");
        faults.push(fault.expected("expected warming < ready < urgent, none over 100"));
    }
}

/// Points that no sum of theirs can overflow.
pub(in crate::playbook) const POINTS_MAX: i32 = 10_000;

fn check_points(source: &Source, faults: &mut Vec<Fault>) {
    for weight in &source.readiness.weights {
        let all = weight.points.get_ref().iter().chain(&weight.mean);
        if all.clone().any(|points| points.abs_diff(0) > POINTS_MAX.unsigned_abs()) {
            let fault = Fault::new(weight.points.span(), "these points are out of all proportion");
            faults.push(fault.expected(format!("expected -{POINTS_MAX} to {POINTS_MAX}; 20 points double the odds")));
        }
    }
}

fn check_activation(source: &Source, faults: &mut Vec<Fault>) {
    let marked = source.moments.iter().filter_map(|moment| moment.activation.as_ref()).filter(|mark| *mark.get_ref());
    for second in marked.skip(1) {
        let fault = Fault::new(second.span(), "a second activation");
        faults.push(fault.expected("time to value is measured to one moment: mark one"));
    }
}
