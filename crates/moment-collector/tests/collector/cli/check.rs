//! What `check` says on which stream, how it counts, and what it does when nobody reads on.

use super::{Desk, odd, pale, program, run, text};

/// Runs the program with a standard output that nobody reads, and perhaps a standard error too. Its exit code.
fn unread(arguments: &[&str], with_errors: bool) -> Option<i32> {
    let closed = || {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        writer
    };
    let mut command = program();
    command.args(arguments).stdout(closed());
    if with_errors {
        command.stderr(closed());
    } else {
        command.stderr(std::process::Stdio::piped());
    }
    let output = command.output().unwrap();
    assert_eq!(text(&output.stderr).matches("panicked").count(), 0, "{arguments:?}");
    output.status.code()
}

#[test]
fn check_ends_as_it_would_when_nobody_reads_it() {
    let desk = Desk::new();
    let (right, wrong) = (desk.path("right.toml"), desk.path("wrong.toml"));
    for with_errors in [false, true] {
        assert_eq!(unread(&["check", "--rules"], with_errors), Some(0));
        assert_eq!(unread(&["check", "--rules", "--json"], with_errors), Some(0));
        for (file, code) in [(&right, 0), (&wrong, 1)] {
            assert_eq!(unread(&["check", file], with_errors), Some(code));
            assert_eq!(unread(&["check", "--json", file], with_errors), Some(code));
        }
    }
}

#[test]
fn what_is_acknowledged_is_listed_beside_what_is_open_and_the_end_counts() {
    let desk = Desk::new();
    let (path, wrong, missing) = (desk.path("both.toml"), desk.path("wrong.toml"), desk.path("missing.toml"));
    let both = odd("acknowledge = [\"never_holds\"]") + "\n[theme]\naccent = \"#8ab4f8\"\n";
    std::fs::write(&path, both).unwrap();
    let output = run(&["check", &path]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(text(&output.stdout), format!("{path}: acknowledged: never_holds (20:8)\n"));
    let said = text(&output.stderr);
    assert!(said.ends_with("\n\n1 finding: 1 lint; 1 more acknowledged\n"), "{said}");
    let output = run(&["check", &wrong, &path, &missing]);
    let said = text(&output.stderr);
    assert!(said.ends_with("\n3 findings: 1 fault, 1 lint, 1 unreadable file; 1 more acknowledged\n"), "{said}");
}

#[test]
fn one_finding_is_counted_as_one() {
    let desk = Desk::new();
    let path = desk.path("pale.toml");
    std::fs::write(&path, pale("")).unwrap();
    assert_eq!(text(&run(&["check", "--json", &path]).stderr), "1 finding\n");
}

#[test]
fn the_rules_are_one_json_document_too_and_go_without_playbooks() {
    let output = run(&["check", "--rules", "--json"]);
    assert_eq!(output.status.code(), Some(0));
    let document: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let lines = text(&run(&["check", "--rules"]).stdout).lines().count();
    assert_eq!(document["rules"].as_array().unwrap().len(), lines);
    let first = serde_json::json!({
        "name": "never_holds", "kind": "lint", "meaning": "a condition that no trial can come to",
        "may_be_acknowledged": true,
    });
    assert_eq!(document["rules"][0], first);
    let output = run(&["check", "--rules", "playbook.toml"]);
    assert_eq!(output.status.code(), Some(2));
    let said = text(&output.stderr);
    assert!(said.contains("Usage: second-moment check [--json] <PLAYBOOKS>...\n"), "{said}");
    assert!(said.contains("       second-moment check --rules [--json]\n"), "{said}");
}
