//! Laws of merging: any order, repetition and loss of states comes to the same.

use moment_core::event::Consent;
use moment_core::merge::{combine, join, rebase};
use moment_core::playbook::Playbook;
use moment_core::summary::Summary;
use moment_core::time::Now;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;

use crate::arbitrary::playbook::playbook;
use crate::arbitrary::summary::summary;
use crate::arbitrary::{Step, play, snapshots, steps, tries};
use crate::rulebook::{STARTED_MS, rulebook, trial};

fn check_join(a: &Summary, b: &Summary, c: &Summary) -> Result<(), TestCaseError> {
    prop_assert_eq!(&join(a, a), a);
    prop_assert_eq!(join(a, b), join(b, a));
    prop_assert_eq!(join(&join(a, b), c), join(a, &join(b, c)));
    prop_assert_eq!(&join(a, &Summary::default()), a);
    // The least state that holds both holds both, and what holds both already stays as it is.
    prop_assert_eq!(join(&join(a, b), a), join(a, b));
    Ok(())
}

fn check_combine(a: &Summary, b: &Summary, c: &Summary) -> Result<(), TestCaseError> {
    prop_assert_eq!(combine(a, b), combine(b, a));
    prop_assert_eq!(combine(&combine(a, b), c), combine(a, &combine(b, c)));
    prop_assert_eq!(&combine(a, &Summary::default()), a);
    Ok(())
}

proptest! {
    #![proptest_config(tries(120))]

    #[test]
    fn any_states_obey_the_laws(a in summary(), b in summary(), c in summary()) {
        check_join(&a, &b, &c)?;
        check_combine(&a, &b, &c)?;
    }

    #[test]
    fn states_of_one_journey_obey_the_laws(
        playbook in playbook(),
        steps in steps(1..60),
        picks in any::<[Index; 3]>(),
    ) {
        let states = snapshots(&playbook, &steps);
        let [a, b, c] = picks.each_ref().map(|pick| pick.get(&states));
        check_join(a, b, c)?;
    }

    /// Two tabs go on from one stored state and both are the same replica.
    #[test]
    fn states_of_a_forked_replica_obey_the_laws(
        playbook in playbook(),
        common in steps(1..20),
        forks in proptest::array::uniform3(steps(1..20)),
    ) {
        let [a, b, c] = forks.map(|fork| {
            let steps = [common.as_slice(), fork.as_slice()].concat();
            play(&playbook, &steps, |_, _, _, _, _| ()).own().clone()
        });
        check_join(&a, &b, &c)?;
    }

    #[test]
    fn replicas_of_one_trial_obey_the_laws(playbook in playbook(), journeys in proptest::array::uniform3(steps(1..30))) {
        let [a, b, c] = journeys.map(|steps| play(&playbook, &steps, |_, _, _, _, _| ()).own().clone());
        check_combine(&a, &b, &c)?;
    }

    #[test]
    fn beacons_in_any_order_again_and_lost_come_to_the_last_one(
        playbook in playbook(),
        steps in steps(1..60),
        arrivals in vec(any::<Index>(), 0..30),
        at in any::<Index>(),
    ) {
        let states = snapshots(&playbook, &steps);
        let last = states.last().expect("there is a step");
        let mut arrived: Vec<&Summary> = arrivals.iter().map(|arrival| arrival.get(&states)).collect();
        arrived.insert(at.index(arrived.len() + 1), last);
        prop_assert_eq!(&arrived.into_iter().fold(Summary::default(), |known, state| join(&known, state)), last);
    }

    /// What the collector knows of the others grows with each of them, so an answer that comes late does no harm.
    #[test]
    fn a_combination_absorbs_the_earlier_ones(
        playbook in playbook(),
        journeys in proptest::array::uniform2(steps(1..30)),
        picks in any::<[Index; 2]>(),
    ) {
        let [a, b] = journeys.map(|steps| snapshots(&playbook, &steps));
        let now = combine(a.last().expect("a step"), b.last().expect("a step"));
        let earlier = combine(picks[0].get(&a), picks[1].get(&b));
        prop_assert_eq!(&join(&earlier, &now), &now);
    }

    #[test]
    fn a_trial_can_be_left_and_resumed_at_any_state(own in summary(), others in summary()) {
        let trial = trial(own.clone(), others.clone(), Consent::Granted);
        prop_assert_eq!(trial.own(), &own);
        let now = Now { unix_ms: 0, utc_offset_min: 0, playbook_age_s: 0 };
        prop_assert!(trial.readiness(&rulebook(), now).score <= 100);
    }

    /// Two pages of one browser go on from what it kept, and keep one after the other, in either order.
    #[test]
    fn two_pages_of_a_browser_count_everything_once(
        playbook in playbook(),
        before in steps(1..20),
        pages in proptest::array::uniform2(steps(0..20)),
    ) {
        let playbook = Playbook { prompts: Vec::new(), ..playbook };
        let base = snapshots(&playbook, &before).pop().expect("a step");
        let go_on = |steps: &Vec<Step>| {
            let mut page = trial(base.clone(), Summary::default(), Consent::Granted);
            let mut now = Now { unix_ms: STARTED_MS, utc_offset_min: 0, playbook_age_s: 0 };
            for step in steps {
                now.unix_ms = now.unix_ms.saturating_add_signed(step.jump_ms);
                page.step(&playbook, now, step.told.input());
            }
            page.own().clone()
        };
        let [a, b] = pages.each_ref().map(go_on);
        let (after_a, after_b) = (rebase(&base, &b, &a), rebase(&base, &a, &b));
        prop_assert_eq!(&rebase(&base, &a, &base), &a, "alone it is as if there were one page");
        prop_assert_eq!(&after_a, &after_b, "the order is nothing");
        let total = |summary: &Summary, name: &str| summary.feature(name).map_or(0, |used| u64::from(used.counts.total()));
        for used in &after_a.features {
            let sum = total(&a, &used.name) + total(&b, &used.name) - total(&base, &used.name);
            prop_assert_eq!(u64::from(used.counts.total()), sum.min(u32::MAX.into()), "{}", used.name);
        }
        prop_assert_eq!(&join(&a, &after_a), &after_a, "nothing that was kept is lost");
    }
}
