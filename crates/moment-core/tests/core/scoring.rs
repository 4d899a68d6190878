//! Readiness: points, score, band, and contributions that add up.

use std::fmt::Write;

use expect_test::expect;
use moment_core::event::Event;
use moment_core::readiness::{Band, Readiness, Scorecard};
use moment_core::reading::{Counted, Over, Reading};

use crate::journey::Journey;
use crate::rulebook::{INVOICES, rulebook, weight};

#[test]
fn contributions_add_up_to_the_points_above_an_average_trial() {
    let mut journey = Journey::new(rulebook());
    let average: i32 = {
        let scorecard = &journey.playbook.scorecard;
        scorecard.base + scorecard.weights.iter().map(|weight| weight.mean).sum::<i32>()
    };
    let mut told = String::new();
    for (time, invoices, seats) in [("0:00", 0, 0), ("0:10", 1, 0), ("1d 0:10", 0, 4), ("2d 0:10", 2, 5)] {
        journey.at(time).opened().limited("seats", seats, 5);
        (0..invoices).for_each(|_| _ = journey.used("invoice_created"));
        let readiness = journey.readiness();
        assert_eq!(readiness.contributions.iter().sum::<i32>(), readiness.points - average);
        let Readiness { points, probability, score, band, contributions } = readiness;
        let band = band.name();
        writeln!(told, "{time}: {points} points, {contributions:?}, score {score}, {band}, {probability:.3}")
            .expect("a string takes everything");
    }
    expect![[r#"
        0:00: -50 points, [-12, -13, -5], score 0, cold, 0.150
        0:10: -30 points, [8, -13, -5], score 18, cold, 0.261
        1d 0:10: 20 points, [8, 7, 25], score 63, ready, 0.667
        2d 0:10: 40 points, [28, 7, 25], score 81, ready, 0.800
    "#]]
    .assert_eq(&told);
}

/// A scorecard of one reading, worth 0 to 100 points one by one, so that points are the score.
fn one_by_one(bands: [u8; 3]) -> Scorecard {
    let (bins, points): (Vec<i32>, Vec<i32>) = ((1..=100).collect(), (0..=100).collect());
    Scorecard { base: 7, weights: [weight(INVOICES, &bins, &points, 0)].into(), bands }
}

#[test]
fn a_score_runs_from_0_to_100_and_a_band_begins_on_its_edge() {
    let of = |invoices: u32| {
        let mut journey = Journey::new(rulebook());
        journey.playbook.scorecard = one_by_one([20, 50, 90]);
        journey.event(Event::Used { feature: "invoice_created", count: invoices });
        let readiness = journey.readiness();
        (readiness.score, readiness.band)
    };
    let cases = [
        (0, Band::Cold),
        (19, Band::Cold),
        (20, Band::Warming),
        (49, Band::Warming),
        (50, Band::Ready),
        (89, Band::Ready),
        (90, Band::Urgent),
        (100, Band::Urgent),
    ];
    for (score, band) in cases {
        assert_eq!(of(score.into()), (score, band));
    }
    assert_eq!(of(1_000), (100, Band::Urgent));
}

#[test]
fn a_scorecard_without_weights_says_nothing() {
    let mut journey = Journey::new(rulebook());
    journey.playbook.scorecard = Scorecard { bands: [1, 2, 3], ..Scorecard::default() };
    let readiness = journey.readiness();
    assert_eq!((readiness.points, readiness.score, readiness.band), (0, 0, Band::Cold));
    assert_eq!(readiness.probability.to_bits(), 0.5_f64.to_bits());
}

#[test]
fn odd_scorecards_give_a_score_all_the_same() {
    let odd = [
        weight(INVOICES, &[], &[], 0),
        weight(INVOICES, &[5, 1, 3], &[i32::MAX, i32::MIN], i32::MIN),
        weight(Reading::Count { of: Counted::Feature(200), over: Over::Days(9) }, &[0], &[1], 0),
        weight(Reading::Score, &[i32::MIN, i32::MAX], &[i32::MAX, i32::MAX, i32::MAX], i32::MAX),
    ];
    let mut journey = Journey::new(rulebook());
    for bands in [[0, 0, 0], [255, 1, 0]] {
        journey.playbook.scorecard = Scorecard { base: i32::MAX, weights: odd.clone().into(), bands };
        let readiness = journey.used("invoice_created").readiness();
        assert!(readiness.score <= 100 && (0.0..=1.0).contains(&readiness.probability));
    }
}
