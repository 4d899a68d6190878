//! The commands: what they print and how they end.

mod backup;
mod check;
mod config;
mod own_files;
mod token;

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output};

use tempfile::TempDir;

use crate::scene::PLAYBOOK;

/// The built program, told nothing by the environment.
pub(crate) fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_second-moment"));
    command.env_clear();
    command
}

/// A process that does not outlive its test, however that ends.
pub(crate) struct Guarded(pub(crate) Child);

impl Drop for Guarded {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn run(arguments: &[&str]) -> Output {
    program().args(arguments).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// A folder with a right and a wrong playbook.
struct Desk(TempDir);

impl Desk {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("right.toml"), PLAYBOOK).unwrap();
        let wrong = PLAYBOOK.replace("when = \"shared\"", "when = \"shraed\"");
        std::fs::write(folder.path().join("wrong.toml"), wrong).unwrap();
        Self(folder)
    }

    fn path(&self, name: &str) -> String {
        self.0.path().join(name).to_str().unwrap().to_owned()
    }
}

#[test]
fn check_ends_with_0_when_all_is_right_and_says_what_it_found() {
    let path = Desk::new();
    let path = path.path("right.toml");
    let output = run(&["check", &path]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let expected = format!("{path}: fine: 2 features, 2 moments, 1 limit, 2 weights, 1 prompt; version ");
    assert!(text(&output.stdout).starts_with(&expected), "{}", text(&output.stdout));
}

#[test]
fn check_ends_with_1_and_names_file_line_and_column_of_every_fault() {
    let desk = Desk::new();
    let (right, wrong, missing) = (desk.path("right.toml"), desk.path("wrong.toml"), desk.path("missing.toml"));
    let output = run(&["check", &wrong, &right, &missing]);
    assert_eq!(output.status.code(), Some(1));
    let (said, faults) = (text(&output.stdout), text(&output.stderr));
    assert!(said.contains(&format!("{right}: fine")), "{said}");
    assert!(faults.contains(&format!("error: nothing is called `shraed`\n  --> {wrong}:20:9\n")), "{faults}");
    assert!(faults.contains("did you mean `shared`?"), "{faults}");
    assert!(faults.contains(&format!("cannot read the playbook {missing}")), "{faults}");
    assert!(!faults.contains('\u{1b}'), "colours go to terminals only: {faults:?}");
}

/// The test's playbook with a label that can hardly be read.
fn pale(acknowledge: &str) -> String {
    format!("{acknowledge}{PLAYBOOK}\n[theme]\naccent = \"#8ab4f8\"\n")
}

/// The test's playbook with a condition that can never hold.
fn odd(acknowledge: &str) -> String {
    PLAYBOOK.replace("when = \"shared\"", &format!("when = \"shared < 0\"\n{acknowledge}"))
}

#[test]
fn check_ends_with_1_when_something_odd_is_left_and_with_0_when_that_is_acknowledged() {
    let desk = Desk::new();
    let path = desk.path("odd.toml");
    std::fs::write(&path, odd("")).unwrap();
    let output = run(&["check", &path]);
    assert_eq!(output.status.code(), Some(1));
    let said = text(&output.stderr);
    assert_eq!(
        said.matches("this condition can never hold").count(),
        2,
        "the moment and its prompt, each once: {said}"
    );
    assert!(said.contains(&format!("--> {path}:20:8\n")), "{said}");
    assert!(said.contains("help: look for a contradiction"), "{said}");
    std::fs::write(&path, odd("acknowledge = [\"never_holds\"]")).unwrap();
    let output = run(&["check", &path]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let said = text(&output.stdout);
    assert!(said.contains(&format!("{path}: fine: ")), "{said}");
    assert!(said.ends_with(&format!("{path}: acknowledged: never_holds (20:8)\n")), "{said}");
}

#[test]
fn a_playbook_with_something_odd_in_it_works_all_the_same() {
    let desk = Desk::new();
    let (playbook, events) = (desk.path("odd.toml"), desk.path("events.ndjson"));
    std::fs::write(&playbook, odd("")).unwrap();
    std::fs::write(&events, "{\"u\":\"u_1\",\"t\":1800000000,\"e\":\"made\",\"p\":{}}\n").unwrap();
    let output = run(&["replay", "--playbook", &playbook, "--events", &events]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let left = format!("{playbook}: 2 lints are not acknowledged; `second-moment check {playbook}` names them\n");
    assert_eq!(text(&output.stderr), left, "the moment, and the prompt that waits for it");
    std::fs::write(&playbook, odd("acknowledge = [\"never_holds\"]")).unwrap();
    let output = run(&["replay", "--playbook", &playbook, "--events", &events]);
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), String::new()));
}

#[test]
fn serve_and_demo_say_in_one_line_how_many_lints_are_left() {
    let desk = Desk::new();
    let (playbook, data) = (desk.path("pale.toml"), desk.path("data"));
    std::fs::write(&playbook, pale("")).unwrap();
    // Where somebody listens already they end, after they have said it.
    let somebody = TcpListener::bind("127.0.0.1:0").unwrap();
    let taken = somebody.local_addr().unwrap();
    let (address, port) = (taken.to_string(), taken.port().to_string());
    let serve = ["serve", "--data", &data, "--listen", &address, "--key", "pk_test", "--secret", "sk_test"];
    let demo = ["demo", "--data", &data, "--port", &port];
    let right = desk.path("right.toml");
    for arguments in [&serve[..], &demo] {
        let said = |playbook: &str| {
            let output = run(&[arguments, &["--playbook", playbook]].concat());
            assert_eq!(output.status.code(), Some(1));
            text(&output.stderr)
        };
        let told = said(&playbook);
        let line = format!("{playbook}: 1 lint is not acknowledged; `second-moment check {playbook}` names it\n");
        assert_eq!(told.matches(&line).count(), 1, "{told}");
        assert_eq!(told.matches("acknowledged").count(), 1, "{told}");
        let told = said(&right);
        assert!(told.contains(&address) && !told.contains("acknowledged"), "{told}");
    }
}

#[test]
fn check_says_everything_as_one_json_document() {
    let desk = Desk::new();
    let (right, wrong, missing) = (desk.path("right.toml"), desk.path("wrong.toml"), desk.path("missing.toml"));
    let (open, known) = (desk.path("open.toml"), desk.path("known.toml"));
    std::fs::write(&open, odd("")).unwrap();
    std::fs::write(&known, odd("acknowledge = [\"never_holds\"]")).unwrap();
    let check = |files: &[&str]| {
        let output = run(&[&["check", "--json"], files].concat());
        let document: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        (output.status.code(), document)
    };
    let (code, document) = check(&[&right, &known]);
    assert_eq!((code, &document["fine"]), (Some(0), &serde_json::json!(true)));
    let (code, document) = check(&[&wrong, &missing, &open, &known]);
    assert_eq!((code, &document["fine"]), (Some(1), &serde_json::json!(false)));
    let fault = serde_json::json!({
        "kind": "fault", "rule": null, "message": "nothing is called `shraed`", "help": "did you mean `shared`?",
        "file": wrong, "line": 20, "column": 9, "acknowledged": false,
    });
    assert_eq!(document["findings"][0], fault);
    assert_eq!(document["findings"][1]["kind"], "unreadable");
    let lint = &document["findings"][2];
    assert_eq!((&lint["kind"], &lint["rule"]), (&"lint".into(), &"never_holds".into()));
    assert_eq!((&lint["file"], &lint["line"], &lint["column"]), (&open.clone().into(), &20.into(), &8.into()));
    let acknowledged = document["findings"].as_array().unwrap().iter().map(|finding| &finding["acknowledged"]);
    let files = document["findings"].as_array().unwrap().iter().map(|finding| finding["file"] == known);
    assert!(acknowledged.zip(files).all(|(acknowledged, is_known)| *acknowledged == is_known), "{document}");
}

#[test]
fn a_missing_decline_is_a_fault_with_a_name_whatever_is_acknowledged() {
    let desk = Desk::new();
    let path = desk.path("forced.toml");
    let forced = PLAYBOOK.replace("decline = \"Not now\"", "decline = \" \"");
    assert_ne!(forced, PLAYBOOK);
    std::fs::write(&path, format!("acknowledge = [\"missing_decline\"]\n{forced}")).unwrap();
    let output = run(&["check", &path]);
    let said = text(&output.stderr);
    assert_eq!(output.status.code(), Some(1));
    assert!(said.contains("error[missing_decline]: the prompt cannot be declined\n"), "{said}");
    assert!(said.contains("; this cannot be acknowledged"), "{said}");
    let output = run(&["check", "--json", &path]);
    let document: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let finding = &document["findings"][0];
    assert_eq!((&finding["kind"], &finding["rule"]), (&"fault".into(), &"missing_decline".into()));
    assert_eq!(finding["acknowledged"], false);
}

#[test]
fn a_low_contrast_is_a_lint_until_it_is_acknowledged() {
    let desk = Desk::new();
    let path = desk.path("pale.toml");
    std::fs::write(&path, pale("")).unwrap();
    let output = run(&["check", "--json", &path]);
    let document: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let finding = &document["findings"][0];
    assert_eq!((&finding["kind"], &finding["rule"]), (&"lint".into(), &"contrast".into()));
    assert_eq!(output.status.code(), Some(1));
    std::fs::write(&path, pale("acknowledge = [\"contrast\"]\n")).unwrap();
    let output = run(&["check", &path]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert!(text(&output.stdout).contains(": acknowledged: contrast ("), "{}", text(&output.stdout));
}

#[test]
fn check_lists_its_rules() {
    let output = run(&["check", "--rules"]);
    assert_eq!(output.status.code(), Some(0));
    let said = text(&output.stdout);
    assert_eq!(said.lines().count(), 13, "{said}");
    assert!(said.contains("never_holds             a condition that no trial can come to\n"), "{said}");
    assert!(said.contains("contrast                colours of the theme whose contrast is under 4.5\n"), "{said}");
    let impossible: Vec<_> = said.lines().filter(|line| line.ends_with("; it cannot be acknowledged")).collect();
    let names = impossible.iter().filter_map(|line| line.split(' ').next());
    assert!(names.eq(["unused_acknowledgement", "unknown_rule", "missing_decline"]), "{said}");
}

#[test]
fn usage_that_is_wrong_ends_with_2() {
    let desk = Desk::new();
    let playbook = desk.path("right.toml");
    let data = desk.path("data");
    let serve = ["serve", "--playbook", &playbook, "--data", &data, "--listen", "127.0.0.1:0"];
    let cases = [
        vec![],
        vec!["check"],
        vec!["chekc", "playbook.toml"],
        serve.to_vec(),
        [&serve[..], &["--key", "pk_test", "--secret", ""]].concat(),
        [&serve[..], &["--key", "", "--secret", "sk_test"]].concat(),
        [&serve[..5], &["--listen", "anywhere", "--key", "pk_test", "--secret", "sk_test"]].concat(),
    ];
    for arguments in cases {
        assert_eq!(run(&arguments).status.code(), Some(2), "{arguments:?}");
    }
    assert!(!Path::new(&data).exists());
}

#[test]
fn serve_with_a_wrong_playbook_never_listens_and_makes_nothing() {
    let desk = Desk::new();
    let data = desk.path("data");
    let common = ["--data", &data, "--listen", "127.0.0.1:0", "--key", "pk_test", "--secret", "sk_test"];
    for name in ["wrong.toml", "missing.toml"] {
        let playbook = desk.path(name);
        let output = run(&[&["serve", "--playbook", &playbook], &common[..]].concat());
        assert_eq!(output.status.code(), Some(1), "{name}");
        assert_eq!(text(&output.stdout), "", "an address would mean that it listened");
        assert!(text(&output.stderr).contains(&playbook), "{name}");
    }
    assert!(!PathBuf::from(data).exists());
}
