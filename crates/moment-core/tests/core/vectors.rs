//! Golden numbers: what browser, collector and anybody else must compute to the last bit.

use expect_test::expect;
use moment_core::arm;
use moment_core::readiness::probability;

/// The published hash of arms. A change here re-rolls every running experiment: never.
#[test]
fn the_places_of_trials_in_experiments_never_change() {
    let cases = [
        ("", "", ""),
        ("invoices", "t_8f3a", "holdout"),
        ("invoices", "t_8f3a", "upgrade_card"),
        ("invoices", "t_8f3b", "holdout"),
        ("other", "t_8f3a", "holdout"),
        ("a", "b/c", "d"),
        ("s", "kündigung-42", "größe"),
        ("salt", "0123456789012345678901234567890123456789", "seats_at_limit"),
    ];
    let places = cases.map(|(salt, trial, experiment)| arm::place(salt, trial, experiment));
    expect!["[1986, 8009, 2573, 6186, 3119, 9935, 5010, 7110]"].assert_eq(&format!("{places:?}"));
}

/// `libm` gives the same bits on every machine, so that a score in the page is the score in the console.
#[test]
fn the_bits_of_probabilities_never_change() {
    let points = [i32::MIN, -21_500, -400, -60, -20, -7, -1, 0, 1, 3, 20, 33, 60, 100, 400, i32::MAX];
    let table: String = points.map(|points| format!("{points} {:016x}\n", probability(points).to_bits())).concat();
    expect![[r#"
        -2147483648 0000000000000000
        -21500 0000000000000000
        -400 3eaffffe00002000
        -60 3fbc71c71c71c71c
        -20 3fd5555555555555
        -7 3fdc23263e8fc1ad
        -1 3fdf720ec31e3ee9
        0 3fe0000000000000
        1 3fe046f89e70e08b
        3 3fe0d4be4246e38a
        20 3fe5555555555555
        33 3fe84475e8e4b716
        60 3fec71c71c71c71c
        100 3fef07c1f07c1f08
        400 3feffffe00002000
        2147483647 3ff0000000000000
    "#]]
    .assert_eq(&table);
}
