//! A folder with a playbook and a log, on which `replay` is run.

use std::io::Write;
use std::process::{Output, Stdio};

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::Value;
use tempfile::TempDir;

use crate::cli::program;
use crate::scene::PLAYBOOK;

/// When the trials of the made-up logs begin, in Unix seconds.
pub(crate) const START_S: u64 = 1_800_000_000;

/// One event of `user`, `after_s` seconds after the start.
pub(crate) fn line(user: &str, after_s: u64, event: &str, p: &str) -> String {
    format!("{{\"u\":\"{user}\",\"t\":{},\"e\":\"{event}\",\"p\":{p}}}\n", START_S + after_s)
}

pub(crate) struct Desk {
    folder: TempDir,
    log: Vec<u8>,
}

impl Desk {
    pub(crate) fn with(log: impl AsRef<[u8]>) -> Self {
        let desk = Self { folder: tempfile::tempdir().unwrap(), log: log.as_ref().to_vec() };
        desk.put("playbook.toml", PLAYBOOK);
        desk.put("events.ndjson", &desk.log);
        desk
    }

    /// The same log, packed, under the same name: the bytes tell.
    pub(crate) fn packed(&self) -> Self {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(&self.log).unwrap();
        Self::with(encoder.finish().unwrap())
    }

    /// Puts a file there and returns its path.
    pub(crate) fn put(&self, name: &str, content: impl AsRef<[u8]>) -> String {
        std::fs::write(self.folder.path().join(name), content).unwrap();
        self.path(name)
    }

    pub(crate) fn path(&self, name: &str) -> String {
        self.folder.path().join(name).to_str().unwrap().to_owned()
    }

    /// The program as it would be started, with `arguments` after playbook and `events`.
    pub(crate) fn command(&self, events: &str, arguments: &[&str]) -> std::process::Command {
        let mut command = program();
        command.args(["replay", "--playbook", &self.path("playbook.toml"), "--events", events]).args(arguments);
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Output {
        self.command(&self.path("events.ndjson"), arguments).output().unwrap()
    }

    /// What is printed when all is fine.
    pub(crate) fn text(&self, arguments: &[&str]) -> String {
        printed(self.run(arguments))
    }

    /// The same from standard input.
    pub(crate) fn text_from_input(&self, arguments: &[&str]) -> String {
        let mut command = self.command("-", arguments);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(&self.log).unwrap();
        printed(child.wait_with_output().unwrap())
    }

    /// The document that is printed when all is fine.
    pub(crate) fn json(&self, arguments: &[&str]) -> Value {
        serde_json::from_str(&self.text(&[&["--json"], arguments].concat())).unwrap()
    }
}

fn printed(output: Output) -> String {
    let errors = String::from_utf8_lossy(&output.stderr);
    assert_eq!((output.status.code(), &*errors), (Some(0), ""));
    String::from_utf8(output.stdout).unwrap()
}
