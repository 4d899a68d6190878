//! Laws of one replica: nothing that can be told makes it panic, forget, or outgrow its bounds.

use moment_core::effect::Effect;
use moment_core::event::{Consent, Event};
use moment_core::exposure::{PROMPTS_MAX, PromptRecord};
use moment_core::feature::FEATURES_MAX;
use moment_core::limit::{LIMITS_MAX, LimitUse};
use moment_core::merge::{combine, join};
use moment_core::moment::MOMENTS_MAX;
use moment_core::playbook::Playbook;
use moment_core::prompt::PromptRule;
use moment_core::reaction::REACTIONS_MAX;
use moment_core::summary::Summary;
use moment_core::trial::Trial;
use proptest::collection::vec;
use proptest::prelude::*;

use crate::arbitrary::playbook::playbook;
use crate::arbitrary::summary::summary;
use crate::arbitrary::{Step, Told, play, snapshots, steps, tries};
use crate::rulebook::{prompt, rulebook, trial};

fn is_within_bounds(summary: &Summary) -> bool {
    let Summary { features, moments, limits, prompts, reactions, .. } = summary;
    features.len() <= FEATURES_MAX
        && moments.len() <= MOMENTS_MAX
        && limits.len() <= LIMITS_MAX
        && prompts.len() <= PROMPTS_MAX
        && reactions.len() <= REACTIONS_MAX
        && reactions.is_sorted_by(|a, b| a.name < b.name)
        && features.is_sorted_by(|a, b| a.name < b.name)
        && moments.is_sorted_by(|a, b| a.name < b.name)
        && limits.is_sorted_by(|a, b| a.name < b.name)
        && prompts.is_sorted_by(|a, b| a.id < b.id)
}

proptest! {
    #![proptest_config(tries(150))]

    /// The law that carries all the others: a later summary replaces every earlier one.
    #[test]
    fn each_state_absorbs_the_ones_before_it(playbook in playbook(), steps in steps(1..60)) {
        let states = snapshots(&playbook, &steps);
        for (at, after) in states.iter().enumerate().skip(1) {
            let before = &states[at - 1];
            let has_grown = join(before, after) == *after && join(&states[0], after) == *after;
            prop_assert!(has_grown, "{:?} made\n{before:#?}\ninto\n{after:#?}", steps[at]);
        }
    }

    /// Each write of the storage is charged to somebody else's page.
    #[test]
    fn what_is_kept_again_has_changed(playbook in playbook(), steps in steps(1..60)) {
        let mut idle = Vec::new();
        play(&playbook, &steps, |before, step, _, effects, after| {
            // A sign of life within the same second is kept again: to find that out would cost more.
            let is_life = matches!(step.told, Told::Event(Event::Opened | Event::Consent(_) | Event::Engaged { .. }) | Told::Answered(_));
            if !is_life && effects.contains(&Effect::Save) && before.own() == after.own() {
                idle.push(step.clone());
            }
        });
        prop_assert!(idle.is_empty(), "{idle:#?} kept what was kept");
    }

    /// What is counted needs no page: a journey that is left and resumed after every event ends where the whole does.
    #[test]
    fn a_journey_in_pieces_ends_where_the_whole_does(playbook in playbook(), steps in steps(1..60)) {
        let playbook = Playbook { prompts: Vec::new(), ..playbook };
        // The path is of the page, so rules that ask for it are left out with the routes.
        let is_counted = |step: &&Step| !matches!(step.told, Told::Routed(_) | Told::Merged(_) | Told::Event(Event::Consent(_)));
        let steps: Vec<Step> = steps.iter().filter(is_counted).cloned().collect();
        let whole = play(&playbook, &steps, |_, _, _, _, _| ());
        let mut own = Summary::default();
        play(&playbook, &steps, |_, step, now, _, _| {
            let mut piece = trial(own.clone(), Summary::default(), Consent::Granted);
            piece.step(&playbook, now, step.told.input());
            own = piece.own().clone();
        });
        prop_assert_eq!(&own, whole.own());
    }

    #[test]
    fn whatever_changes_is_kept(playbook in playbook(), steps in steps(1..60)) {
        let mut forgotten = Vec::new();
        play(&playbook, &steps, |before, step, _, effects, after| {
            // What was dropped is kept with the next change, and an empty record says nothing yet.
            let kept = |trial: &Trial| {
                let mut prompts = trial.own().prompts.clone();
                prompts.retain(|record| *record != PromptRecord::new(&record.id));
                Summary { dropped: 0, prompts, ..trial.own().clone() }
            };
            if kept(before) != kept(after) && !effects.contains(&Effect::Save) {
                forgotten.push(step.clone());
            }
        });
        prop_assert!(forgotten.is_empty(), "{forgotten:?}");
    }

    #[test]
    fn time_does_not_run_backwards(playbook in playbook(), steps in steps(1..60)) {
        let states = snapshots(&playbook, &steps);
        prop_assert!(states.is_sorted_by_key(|state| state.last_s));
        prop_assert!(states.iter().all(|state| state.features.iter().all(|used| used.first_s <= used.last_s)));
    }

    #[test]
    fn lists_stay_in_order_and_within_their_bounds(playbook in playbook(), steps in steps(1..60)) {
        prop_assert!(snapshots(&playbook, &steps).iter().all(is_within_bounds));
    }

    #[test]
    fn the_whole_is_the_own_and_the_others(playbook in playbook(), steps in steps(0..20), others in summary()) {
        let mut all = steps;
        all.retain(|step| !matches!(step.told, Told::Merged(_) | Told::Event(Event::Consent(_))));
        all.push(Step { jump_ms: 0, utc_offset_min: 0, playbook_age_s: 0, told: Told::Merged(others.clone().into()) });
        let trial = play(&playbook, &all, |_, _, _, _, _| ());
        prop_assert_eq!(trial.whole().into_owned(), combine(trial.own(), &others));
    }
}

proptest! {
    #![proptest_config(tries(6))]

    #[test]
    fn a_thousand_names_do_not_outgrow_a_replica(names in vec("[a-z]{1,2}", 300..600)) {
        let tell = |told| Step { jump_ms: 1_000, utc_offset_min: 0, playbook_age_s: 0, told };
        let used = names.iter().map(|name| tell(Told::Used(name.clone(), 1)));
        let limited = names.iter().map(|name| tell(Told::Limited(name.clone(), LimitUse::default())));
        let steps: Vec<Step> = used.chain(limited).chain([tell(Told::Tick)]).collect();
        let prompts = (0..40).map(|number| PromptRule { score_min: 200, ..prompt(&format!("p_{number}")) }).collect();
        let states = snapshots(&Playbook { prompts, ..rulebook() }, &steps);
        prop_assert!(states.iter().all(is_within_bounds));
        let last = states.last().expect("there are names");
        prop_assert!(states.iter().all(|state| join(state, last) == *last));
        let lengths = (last.features.len(), last.limits.len(), last.prompts.len());
        prop_assert_eq!(lengths, (FEATURES_MAX, LIMITS_MAX, PROMPTS_MAX));
        let events = names.len() * 2 + 40;
        let kept = last.features.iter().map(|used| used.counts.total()).sum::<u32>() as usize;
        prop_assert!(last.dropped as usize + kept <= events, "each is counted once: {} and {kept}", last.dropped);
        prop_assert!(last.dropped as usize >= names.len() - kept, "nothing is lost silently");
    }
}
