//! The one chromedriver that all tests share: started by the first, ended with the last.

use std::env;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError, Weak};

/// A static is never dropped, so it only points: the tests that run hold the driver.
static SHARED: Mutex<Weak<Driver>> = Mutex::new(Weak::new());

/// A running chromedriver.
pub(crate) struct Driver {
    pub(crate) address: String,
    /// The browser that it is to start.
    pub(crate) chrome: PathBuf,
    process: Child,
    /// Kept open: a driver that cannot write would stop.
    _words: BufReader<ChildStdout>,
}

impl Driver {
    pub(crate) fn shared() -> Arc<Self> {
        let mut shared = SHARED.lock().unwrap_or_else(PoisonError::into_inner);
        shared.upgrade().unwrap_or_else(|| {
            let driver = Arc::new(Self::start());
            *shared = Arc::downgrade(&driver);
            driver
        })
    }

    fn start() -> Self {
        let chrome = program("SM_CHROME", &["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]);
        let path = program("SM_CHROMEDRIVER", &["chromedriver"]);
        let mut process = command(&path)
            .arg("--port=0")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| panic!("cannot start {}: {error}", path.display()));
        let mut words = BufReader::new(process.stdout.take().expect("its output is piped"));
        let port = port(&mut words);
        Self { address: format!("http://127.0.0.1:{port}"), chrome, process, _words: words }
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
/// reason, its input ends, and it ends the driver, which ends its browsers.
fn command(driver: &Path) -> Command {
    if cfg!(unix) {
        let mut shell = Command::new("sh");
        shell.args(["-c", r#""$0" "$@" & read -r _; kill $!; wait"#]).arg(driver);
        shell
    } else {
        Command::new(driver)
    }
}

/// The driver takes a free port and says which: `ChromeDriver was started successfully on port 41235.`
fn port(words: &mut impl BufRead) -> u16 {
    let mut said = String::new();
    loop {
        let mut line = String::new();
        let length = words.read_line(&mut line).expect("chromedriver's output can be read");
        assert!(length > 0, "chromedriver ended before it listened; it said:\n{said}");
        let after = line.split_once("successfully on port ").map(|(_, port)| port.trim().trim_end_matches('.'));
        if let Some(port) = after.and_then(|port| port.parse().ok()) {
            return port;
        }
        said += &line;
    }
}

/// What the variable says, else the first of `names` on the PATH.
fn program(variable: &str, names: &[&str]) -> PathBuf {
    if let Some(chosen) = env::var_os(variable) {
        return chosen.into();
    }
    let path = env::var_os("PATH").unwrap_or_default();
    let places = env::split_paths(&path).flat_map(|folder| names.iter().map(move |name| folder.join(name)));
    places.into_iter().find(|place| place.is_file()).unwrap_or_else(|| {
        panic!(
            "these tests need a browser and there is no {} on the PATH: run `cargo xtask test`, which finds or installs \
             one, or set {variable} to its path",
            names.join(" or ")
        )
    })
}
