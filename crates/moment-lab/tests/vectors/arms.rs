//! The vectors of arms, with the definition that a vendor's backend can follow.

use expect_test::expect_file;
use moment_core::arm;
use moment_lab::arms::{dealt, written};
use moment_lab::block::Block;
use moment_lab::check_arms;

use crate::cases::draws;

const HEAD: &str = "\
# Arms: where a trial stands in an experiment, 0 to 9999. It is in an arm of P percent when its place is less than
# 100 P. Anybody can compute it; it never changes for the same three texts.
#
#   text  = salt + \"/\" + trial + \"/\" + experiment, in UTF-8
#   hash  = FNV-1a, 64 bits: begin with 0xcbf29ce484222325; for each byte: hash = hash xor byte,
#           hash = hash * 0x100000001b3 modulo 2^64
#   mixed = the finalizer of SplitMix64: hash = (hash xor hash >> 30) * 0xbf58476d1ce4e5b9 modulo 2^64,
#           hash = (hash xor hash >> 27) * 0x94d049bb133111eb modulo 2^64, hash xor hash >> 31
#   place = mixed modulo 10000
#
# The salt stands in the playbook. The experiment of the holdout is called \"holdout\"; a prompt's control has the
# prompt's id.
#
# Variants: which of its ways a prompt is told to a trial, if neither holdout nor control keeps it from the prompt. The
# experiment is called like the prompt, with \"/variant\" after its id. All places are dealt out in proportion to the
# weights, 0 to 255 each, in the playbook's order; one without weight is never dealt, and if none has any, the first is.
#
#   place = that of the trial in the experiment prompt + \"/variant\"
#   share = place * (sum of all weights) / 10000, rounded down
#   dealt = the first variant for which share < (sum of the weights up to and with its own)
";

#[test]
fn the_file_says_where_trials_stand_in_experiments() {
    let vectors = draws::arms().into_iter().enumerate().map(|(number, (salt, trial, experiment))| {
        let block = Block::new("vector", &format!("arm_{:02}", number + 1));
        let block = block.with("salt", salt).with("trial", trial).with("experiment", experiment);
        format!("\n{}", block.with("place", arm::place(salt, trial, experiment)))
    });
    let file = HEAD.to_owned() + &vectors.collect::<String>() + &variants();
    expect_file!["../../../../tests/vectors/arms.txt"].assert_eq(&file);
    assert_eq!(check_arms(&file), "");
}

/// The vectors of variants, as they are written.
fn variants() -> String {
    let vectors = draws::variants().into_iter().enumerate().map(|(number, (salt, trial, prompt, variants))| {
        let block = Block::new("vector", &format!("variant_{:02}", number + 1));
        let block = block.with("salt", salt).with("trial", trial).with("prompt", prompt);
        let (place, key) = dealt(salt, trial, prompt, variants);
        format!("\n{}", block.with("variants", written(variants)).with("place", place).with("dealt", key))
    });
    vectors.collect()
}

#[test]
fn a_variant_that_differs_is_told_with_the_vector_s_name() {
    let file = |variants, key| {
        format!("vector variant_01\nsalt s\ntrial t\nprompt p\nvariants {variants}\nplace 234\ndealt {key}\n")
    };
    assert_eq!(check_arms(&file("a:1 b:0", "a")), "");
    assert_eq!(check_arms(&file("a:0 b:1", "a")), "vector variant_01: dealt is b here, and a in the file");
    for (variants, odd) in [("a:256", "a:256"), ("a:1 b", "b")] {
        let told = format!("vector variant_01: `{odd}` is no variant with its weight");
        assert_eq!(check_arms(&file(variants, "a")), told);
    }
}

#[test]
fn a_place_that_differs_is_told_with_the_vector_s_name() {
    let file = "vector arm_01\nsalt s\ntrial t\nexperiment e\nplace 10000\n";
    let told = check_arms(file);
    assert!(told.starts_with("vector arm_01: place is ") && told.ends_with(", and 10000 in the file"), "{told}");
    assert_eq!(check_arms("vector arm_02\nsalt s\ntrial t\n"), "vector arm_02: has no experiment");
    assert_eq!(check_arms(""), "there are no vectors");
}
