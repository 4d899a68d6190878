//! The readiness vectors.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use expect_test::expect_file;
use moment_lab::block::Block;
use moment_lab::readiness::{Given, Library};
use moment_lab::{bytes, check_readiness};

use crate::cases::{self, Cases};

const HEAD: &str = "\
# Readiness: what follows from a playbook, a summary and an instant, to the last bit, in the browser as in the
# collector. Playbooks and summaries stand first, in hexadecimal digits of their form on the wire; vectors name them.
#
# Every trial is on the plan `team`, reads `de-AT` and is at `/invoices/17`.
#
#   values         each weight's reading
#   points         base and the points of each reading's bin
#   probability    of upgrading, the 64 bits of an IEEE 754 double in hexadecimal digits
#   score, band    0 to 100, and its band
#   contributions  each weight's points above or below its mean
";

#[test]
fn the_file_says_what_readiness_follows() {
    let file = written(&cases::readiness());
    expect_file!["../../../../tests/vectors/readiness.txt"].assert_eq(&file);
    assert_eq!(check_readiness(&file), "");
}

#[test]
fn every_bit_is_held_against_the_file() {
    let file = written(&cases::readiness());
    let library = Library::read(&file).expect("the file can be read");
    let (before, vector) = file.split_once("\nvector mid_trial\n").expect("a vector of this name");
    for (field, value) in library.named("mid_trial").expect("the vector can be read").answer() {
        let (line, other) = (format!("\n{field} {value}\n"), format!("\n{field} {value}1\n"));
        let told = check_readiness(&format!("{before}\nvector mid_trial\n{}", vector.replacen(&line, &other, 1)));
        assert_eq!(told, format!("vector mid_trial: {field} is {value} here, and {value}1 in the file"));
    }
}

#[test]
fn what_cannot_be_read_is_told_with_its_name() {
    for (file, told) in [
        ("", "there are no vectors"),
        ("poem p\n", "poem p: neither playbook, summary nor vector"),
        ("summary s\nbytes 01\n", "summary s: the message is cut short, too long, or not of its version's shape"),
        ("vector v\nplaybook p\nsummary s\n", "vector v: its playbook is not in the file"),
    ] {
        assert_eq!(check_readiness(file), told);
    }
}

#[test]
fn the_vectors_cover_the_ground() {
    let cases = cases::readiness();
    let names: BTreeSet<&str> = cases.vectors.iter().map(|case| case.name.as_str()).collect();
    assert_eq!(names.len(), cases.vectors.len(), "each has a name of its own");
    assert!(names.len() >= 60, "{}", names.len());
    let answers = cases.vectors.iter().map(|case| given(&cases, case).answer());
    let inexact = answers.filter(|answer| !answer[2].1.ends_with("00000000")).count();
    assert!(inexact >= 30, "only {inexact} probabilities use all bits");
}

fn written(cases: &Cases) -> String {
    let mut file = HEAD.to_owned();
    for (name, playbook) in &cases.playbooks {
        let _ = write!(file, "\n{}", Block::new("playbook", name).with_bytes("bytes", &bytes::of_playbook(playbook)));
    }
    for (name, summary) in &cases.summaries {
        let _ = write!(file, "\n{}", Block::new("summary", name).with_bytes("bytes", &bytes::of_summary(summary)));
    }
    for case in &cases.vectors {
        let block = Block::new("vector", &case.name).with("playbook", case.playbook).with("summary", &case.summary);
        let block = block.with("length_days", case.length_days).with("now_s", case.now_s);
        let answer = given(cases, case).answer();
        let block = answer.into_iter().fold(block, |block, (field, value)| block.with(field, value));
        let _ = write!(file, "\n{block}");
    }
    file
}

fn given<'a>(cases: &'a Cases, case: &cases::Case) -> Given<'a> {
    let playbook = cases.playbooks.iter().find(|(name, _)| *name == case.playbook);
    let summary = cases.summaries.iter().find(|(name, _)| *name == case.summary);
    Given {
        playbook: &playbook.expect("a playbook of the cases").1.rules,
        summary: &summary.expect("a summary of the cases").1,
        length_days: case.length_days,
        now_s: case.now_s,
    }
}
