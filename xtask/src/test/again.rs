//! A second attempt, alone, for tests that failed beside others: on a busy machine a browser may take longer than any
//! deadline. What passes only then is named at the end of the run.

use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};

use anyhow::{Context, Result};

/// More than so many that fail are no accident.
const FAILED_MAX: usize = 4;

/// How the tests went.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Went {
    /// All passed at once.
    Well,
    /// These passed at the second attempt only.
    WellAlone(Vec<String>),
    Badly,
}

/// Runs `tests`; if a few fail, runs them once more, one after the other. What they say passes through to `output`.
pub(crate) fn run(tests: impl Fn() -> Command, output: &mut dyn Write) -> Result<Went> {
    let (passed, failed) = watch(tests(), output)?;
    if passed {
        return Ok(Went::Well);
    }
    if failed.is_empty() || failed.len() > FAILED_MAX {
        return Ok(Went::Badly);
    }
    eprintln!("\n== once more, alone: {}", failed.join(", "));
    let mut alone = tests();
    alone.env("RUST_TEST_THREADS", "1").arg("--exact").args(&failed);
    let (passed, _) = watch(alone, output)?;
    Ok(if passed { Went::WellAlone(failed) } else { Went::Badly })
}

/// Passes the output on, and gives the names of the tests that failed.
fn watch(mut tests: Command, output: &mut dyn Write) -> Result<(bool, Vec<String>)> {
    let mut child = tests.stdout(Stdio::piped()).spawn().context("starting the tests")?;
    let said = child.stdout.take().context("the tests have an output")?;
    let mut failed = Vec::new();
    for line in BufReader::new(said).split(b'\n') {
        let line = line?;
        let text = String::from_utf8_lossy(&line);
        failed.extend(failed_test(&text).map(String::from));
        writeln!(output, "{text}")?;
    }
    Ok((child.wait()?.success(), failed))
}

fn failed_test(line: &str) -> Option<&str> {
    line.strip_prefix("test ")?.strip_suffix(" ... FAILED")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// With a stand-in for the tests' runner: the arguments that it gets decide what it says. None of it may be heard by
    /// the run that these tests are part of.
    fn went(script: &str) -> Went {
        let runner = || {
            let mut command = Command::new("sh");
            command.args(["-c", script, "tests"]);
            command
        };
        run(runner, &mut std::io::sink()).unwrap()
    }

    #[test]
    fn what_passes_is_run_once() {
        assert_eq!(went("test $# = 0"), Went::Well);
    }

    #[test]
    fn what_passes_alone_is_named() {
        let script = "echo 'test a::b ... FAILED'; test \"$RUST_TEST_THREADS $*\" = '1 --exact a::b'";
        assert_eq!(went(script), Went::WellAlone(vec!["a::b".to_owned()]));
    }

    #[test]
    fn what_fails_again_has_failed() {
        assert_eq!(went("echo 'test a ... FAILED'; exit 1"), Went::Badly);
    }

    #[test]
    fn many_that_fail_and_a_build_that_fails_are_no_accident() {
        let many = "for n in 1 2 3 4 5; do echo \"test $n ... FAILED\"; done; test $# != 0";
        assert_eq!(went(many), Went::Badly);
        assert_eq!(went("test $# != 0"), Went::Badly);
    }
}
