//! The vectors of arms, with the definition that a vendor's backend can follow.

use expect_test::expect_file;
use moment_core::arm;
use moment_lab::block::Block;
use moment_lab::check_arms;

use crate::cases;

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
";

#[test]
fn the_file_says_where_trials_stand_in_experiments() {
    let vectors = cases::arms().into_iter().enumerate().map(|(number, (salt, trial, experiment))| {
        let block = Block::new("vector", &format!("arm_{:02}", number + 1));
        let block = block.with("salt", salt).with("trial", trial).with("experiment", experiment);
        format!("\n{}", block.with("place", arm::place(salt, trial, experiment)))
    });
    let file = HEAD.to_owned() + &vectors.collect::<String>();
    expect_file!["../../../../tests/vectors/arms.txt"].assert_eq(&file);
    assert_eq!(check_arms(&file), "");
}

#[test]
fn a_place_that_differs_is_told_with_the_vector_s_name() {
    let file = "vector arm_01\nsalt s\ntrial t\nexperiment e\nplace 10000\n";
    let told = check_arms(file);
    assert!(told.starts_with("vector arm_01: place is ") && told.ends_with(", and 10000 in the file"), "{told}");
    assert_eq!(check_arms("vector arm_02\nsalt s\ntrial t\n"), "vector arm_02: has no experiment");
    assert_eq!(check_arms(""), "there are no vectors");
}
