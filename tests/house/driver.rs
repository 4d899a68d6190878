//! The drivers of the browsers: processes that end when the tests that use them do.

use std::io::{BufRead, BufReader};
use std::net::TcpStream;
#[cfg(unix)]
use std::os::unix::process::CommandExt as _;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::thread;
use std::time::{Duration, Instant};

use crate::engines::{Engine, Launch, Port};

/// A static is never dropped, so it only points: the tests that run hold the driver.
static SHARED: Mutex<Weak<Driver>> = Mutex::new(Weak::new());

/// A busy machine takes its time to start a program.
const STARTS_WITHIN: Duration = Duration::from_mins(1);
const BETWEEN_LOOKS: Duration = Duration::from_millis(40);

/// A running driver.
pub(crate) struct Driver {
    pub(crate) address: String,
    process: Child,
    /// Kept open: a driver that cannot write would stop.
    _words: BufReader<ChildStdout>,
}

impl Driver {
    /// The engine's driver. Where one serves all, the first test starts it and the last one ends it.
    pub(crate) fn of(engine: Engine) -> Arc<Self> {
        let launch = engine.launch();
        if !launch.is_for_all {
            return Arc::new(Self::start(&launch));
        }
        let mut shared = SHARED.lock().unwrap_or_else(PoisonError::into_inner);
        shared.upgrade().unwrap_or_else(|| {
            let driver = Arc::new(Self::start(&launch));
            *shared = Arc::downgrade(&driver);
            driver
        })
    }

    fn start(launch: &Launch) -> Self {
        let mut process = command(launch)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| panic!("cannot start {}: {error}", launch.words[0].display()));
        let mut words = BufReader::new(process.stdout.take().expect("its output is piped"));
        let port = match launch.port {
            Port::Said(after) => said_port(&mut words, after),
            Port::Given(port) => listening_port(port),
        };
        Self { address: format!("http://127.0.0.1:{port}"), process, _words: words }
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        if cfg!(unix) {
            drop(self.process.stdin.take());
        } else {
            let _ = self.process.kill();
        }
        let _ = self.process.wait();
    }
}

/// A test run that is killed drops nothing. So a shell holds the driver and listens to us: when we are gone, for whatever
/// reason, its input ends, and it ends its group, which is the driver and all that the driver started.
#[cfg(unix)]
fn command(launch: &Launch) -> Command {
    let mut shell = Command::new("sh");
    shell.args(["-c", r#""$0" "$@" & read -r _; trap "" TERM; kill 0; wait"#]).args(&launch.words).process_group(0);
    shell
}

#[cfg(not(unix))]
fn command(launch: &Launch) -> Command {
    let mut driver = Command::new(&launch.words[0]);
    driver.args(&launch.words[1..]);
    driver
}

/// The number that follows these words in what the driver says.
fn said_port(words: &mut impl BufRead, after: &str) -> u16 {
    let mut said = String::new();
    loop {
        let mut line = String::new();
        let length = words.read_line(&mut line).expect("a driver's output can be read");
        assert!(length > 0, "the driver ended before it listened; it said:\n{said}");
        let port = line.split_once(after).map(|(_, port)| port.trim().trim_end_matches('.'));
        if let Some(port) = port.and_then(|port| port.parse().ok()) {
            return port;
        }
        said += &line;
    }
}

/// Waits until somebody listens there.
fn listening_port(port: u16) -> u16 {
    let begin = Instant::now();
    while TcpStream::connect(("127.0.0.1", port)).is_err() {
        assert!(begin.elapsed() < STARTS_WITHIN, "nobody listens on port {port}");
        thread::sleep(BETWEEN_LOOKS);
    }
    port
}
