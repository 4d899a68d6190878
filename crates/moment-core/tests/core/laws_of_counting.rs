//! Laws of the two containers of days, each held against the plainest thing that could do its work.

use std::collections::{BTreeMap, BTreeSet};

use moment_core::day_counts::{DayCounts, WINDOW_DAYS};
use moment_core::day_set::{DaySet, LAST_DAY};
use moment_core::decay::Decay;
use proptest::collection::vec;
use proptest::prelude::*;

use crate::arbitrary::summary::{day, day_counts, day_set};
use crate::arbitrary::tries;

fn merged(a: &DayCounts, b: &DayCounts, pick: fn(u32, u32) -> u32) -> DayCounts {
    let mut all = a.clone();
    all.merge(b, pick);
    all
}

fn united(a: &DaySet, b: &DaySet) -> DaySet {
    let mut all = a.clone();
    all.unite(b);
    all
}

proptest! {
    #![proptest_config(tries(256))]

    #[test]
    fn counts_by_day_are_a_map_of_the_last_64_days(adds in vec((day(), 0..9_u32), 0..60)) {
        let mut counts = DayCounts::default();
        let mut plain = BTreeMap::new();
        for (day, count) in &adds {
            counts.add(*day, *count);
            *plain.entry(*day).or_insert(0) += count;
        }
        let total: u32 = plain.values().sum();
        plain.retain(|_, count| *count > 0);
        let newest = plain.keys().last().copied().unwrap_or(0);
        plain.retain(|day, _| newest - day < WINDOW_DAYS);
        prop_assert_eq!(counts.total(), total);
        prop_assert_eq!(counts.days(), plain.into_iter().collect::<Vec<_>>());
    }

    #[test]
    fn counts_do_not_depend_on_the_order_in_which_they_are_read(mut parts in vec((day(), 0..9_u32), 0..20)) {
        let counts = DayCounts::from_parts(3, parts.clone());
        prop_assert_eq!(&counts, &DayCounts::from_parts(counts.total(), counts.days().iter().copied()));
        parts.reverse();
        prop_assert_eq!(counts, DayCounts::from_parts(3, parts));
    }

    #[test]
    fn a_wider_window_counts_no_less_and_none_more_than_all(counts in day_counts(), today in day(), days in 0..255_u8) {
        prop_assert!(counts.within(today, days) <= counts.within(today, days + 1));
        prop_assert!(counts.within(today, u8::MAX) <= counts.total());
        prop_assert_eq!(counts.within(today, 0), 0);
        let whole: f64 = counts.days().iter().map(|(_, count)| f64::from(*count)).sum();
        let decayed = |today| {
            let mut decay = Decay::new(days, today);
            decay.add(&counts);
            decay.sum()
        };
        let (now, later) = (decayed(today), decayed(today.saturating_add(1)));
        prop_assert!((0.0..=whole).contains(&now), "{now} of {whole}");
        prop_assert!(later <= now);
    }

    #[test]
    fn merged_counts_obey_the_laws(a in day_counts(), b in day_counts(), c in day_counts()) {
        for pick in [u32::max, u32::saturating_add] {
            prop_assert_eq!(merged(&a, &b, pick), merged(&b, &a, pick));
            prop_assert_eq!(merged(&merged(&a, &b, pick), &c, pick), merged(&a, &merged(&b, &c, pick), pick));
            prop_assert_eq!(&merged(&a, &DayCounts::default(), pick), &a);
        }
        prop_assert_eq!(&merged(&a, &a, u32::max), &a);
    }

    #[test]
    fn a_set_of_days_is_a_set(days in vec(day(), 0..60), today in day(), within in any::<u8>()) {
        let mut set = DaySet::default();
        let mut plain = BTreeSet::new();
        for day in days {
            let fits = day <= LAST_DAY;
            prop_assert_eq!(set.insert(day), fits);
            plain.extend(fits.then_some(day));
        }
        prop_assert_eq!(set.len() as usize, plain.len());
        prop_assert_eq!(set.is_empty(), plain.is_empty());
        prop_assert!((0..1_100).chain([u16::MAX]).all(|day| set.contains(day) == plain.contains(&day)));
        let recent = plain.iter().filter(|day| **day <= today && today - **day < u16::from(within)).count();
        prop_assert_eq!(set.within(today, within) as usize, recent);
        let last = if plain.contains(&today) { Some(today) } else { today.checked_sub(1) };
        let streak = last.map_or(0, |last| (0..=last).rev().take_while(|day| plain.contains(day)).count());
        prop_assert_eq!(set.streak(today) as usize, streak);
        prop_assert_eq!(&DaySet::from_words(set.words().to_vec()), &set);
    }

    #[test]
    fn a_union_of_days_obeys_the_laws(a in day_set(), b in day_set(), c in day_set(), day in day()) {
        prop_assert_eq!(united(&a, &b), united(&b, &a));
        prop_assert_eq!(united(&united(&a, &b), &c), united(&a, &united(&b, &c)));
        prop_assert_eq!(&united(&a, &a), &a);
        prop_assert_eq!(&united(&a, &DaySet::default()), &a);
        prop_assert_eq!(united(&a, &b).contains(day), a.contains(day) || b.contains(day));
    }
}
