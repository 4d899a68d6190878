//! A server as a process of its own, and what it costs the machine.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, ensure};

/// Hundredths of a second: what Linux counts processor time in.
const TICK: Duration = Duration::from_millis(10);

pub(crate) struct Server {
    child: Child,
    /// Host and port.
    pub(crate) address: String,
}

impl Server {
    pub(crate) fn noop() -> Result<Self> {
        let mut command = Command::new(std::env::current_exe()?);
        command.arg("noop");
        Self::start(command)
    }

    pub(crate) fn collector(playbook: &Path, data: &Path) -> Result<Self> {
        let mut command = Command::new(env!("CARGO_BIN_EXE_second-moment"));
        command
            .args(["serve", "--listen", "127.0.0.1:0", "--key", "pk", "--secret", "sk", "--log-level", "warn"])
            .args(["--limit-address", "0", "--limit-trial", "0", "--limit-key", "0"])
            .args(["--limit-connections-address", "4096"])
            .args(["--playbook".as_ref(), playbook.as_os_str(), "--data".as_ref(), data.as_os_str()]);
        Self::start(command)
    }

    fn start(mut command: Command) -> Result<Self> {
        let mut child = command.stdout(Stdio::piped()).spawn()?;
        let mut line = String::new();
        BufReader::new(child.stdout.take().context("no output")?).read_line(&mut line)?;
        let address = line.trim().strip_prefix("http://").context("it does not listen")?.to_owned();
        Ok(Self { child, address })
    }

    /// The processor time that it has used.
    pub(crate) fn processor(&self) -> Result<Duration> {
        let text = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id()))?;
        // The name before it may hold blanks.
        let (_, fields) = text.rsplit_once(')').context("no fields")?;
        let field = |at: usize| fields.split_whitespace().nth(at).and_then(|field| field.parse::<u32>().ok());
        let (user, system) = field(11).zip(field(12)).context("no times")?;
        Ok(TICK * (user + system))
    }

    /// The most memory that it ever had at once.
    pub(crate) fn memory_kb(&self) -> Result<u64> {
        let text = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:")).context("no memory")?;
        Ok(line.trim().trim_end_matches(" kB").parse()?)
    }

    /// Tells it to stop and waits.
    pub(crate) fn stop(mut self) -> Result<()> {
        let told = Command::new("kill").args(["-s", "TERM", &self.child.id().to_string()]).status()?;
        ensure!(told.success() && self.child.wait()?.success(), "it did not stop");
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
