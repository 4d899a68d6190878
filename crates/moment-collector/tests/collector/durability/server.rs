//! The real program on a folder, as a process of its own.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};
use std::sync::mpsc::channel;

use super::PATIENCE;
use crate::cli::Guarded;
use crate::scene::PLAYBOOK;

/// The program and, when it listens, where.
pub(crate) struct Server {
    pub(crate) child: Guarded,
    pub(crate) address: String,
}

impl Server {
    /// Starts it and waits until it listens.
    pub(crate) fn start(folder: &Path) -> Self {
        let mut server = Self::launch(crate::cli::program(), folder);
        server.wait_until_it_listens();
        server
    }

    /// Starts `program`, or what runs it, and waits for nothing.
    pub(crate) fn launch(mut program: Command, folder: &Path) -> Self {
        let playbook = folder.join("playbook.toml");
        std::fs::write(&playbook, PLAYBOOK).unwrap();
        let child = program
            .args(["serve", "--listen", "127.0.0.1:0", "--key", "pk_test", "--secret", "sk_test"])
            .args(["--limit-address", "0", "--limit-trial", "0", "--limit-key", "0"])
            .arg("--playbook")
            .arg(playbook)
            .arg("--data")
            .arg(folder.join("data"))
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        Self { child: Guarded(child), address: String::new() }
    }

    pub(crate) fn wait_until_it_listens(&mut self) {
        let mut address = String::new();
        BufReader::new(self.child.0.stdout.take().unwrap()).read_line(&mut address).unwrap();
        assert!(address.starts_with("http://127.0.0.1:"), "{address}");
        address.trim().clone_into(&mut self.address);
    }

    /// Sends a signal by name.
    #[cfg(unix)]
    pub(crate) fn signal(&self, name: &str) {
        let told = Command::new("kill").args(["-s", name, &self.child.0.id().to_string()]).status().unwrap();
        assert!(told.success());
    }

    /// Waits until it has ended by itself.
    pub(crate) fn wait(mut self) -> ExitStatus {
        let (ended, has_ended) = channel();
        let id = self.child.0.id();
        std::thread::spawn(move || ended.send(self.child.0.wait().unwrap()));
        has_ended.recv_timeout(PATIENCE).unwrap_or_else(|_| panic!("process {id} does not end"))
    }
}
