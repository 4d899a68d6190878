//! A browser to measure in: a new profile, nothing of the tests' in its pages, and no sign of a driver that a peer might
//! take for a robot's.

use std::sync::Arc;

use fantoccini::wd::{Capabilities, WebDriverCompatibleCommand};
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use tempfile::TempDir;
use url::{ParseError, Url};

use crate::driver::Driver;
use crate::engines::Engine;
use crate::engines::chromium::{ARGUMENTS, chrome};

/// The size of the page, in pixels: all of it can be seen, so nothing is scrolled.
const PAGE: (u32, u32) = (1280, 1000);

/// Set by a flag and not in the page: there the true name would be back when a page goes, and a peer that leaves robots
/// out would drop its last events.
const USER_AGENT: &str =
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36";

/// `navigator.webdriver` is false with it.
const NO_ROBOT: &str = "--disable-blink-features=AutomationControlled";

/// One browser; it ends when this is dropped.
pub(super) struct Chromium {
    client: Client,
    session: String,
    driver: Arc<Driver>,
    _profile: TempDir,
}

impl Chromium {
    /// `traced` names the categories of the browser's trace, with commas between; without any there is no trace, which
    /// costs the page time of its own.
    pub(super) async fn open(traced: Option<&str>) -> Self {
        let driver = Driver::of(Engine::Chromium);
        let profile = tempfile::tempdir().expect("a folder for the profile");
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities(&profile, traced))
            .connect(&driver.address)
            .await
            .expect("the browser starts");
        let session = client.session_id().await.ok().flatten().expect("a session has an id");
        let browser = Self { client, session, driver, _profile: profile };
        let (width, height) = PAGE;
        let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        browser.ask("Emulation.setDeviceMetricsOverride", metrics).await;
        browser
    }

    pub(super) async fn go(&self, address: &str) {
        self.client.goto(address).await.unwrap_or_else(|error| panic!("cannot go to {address}: {error}"));
    }

    /// A command of the browser's own protocol, which chromedriver passes on.
    pub(super) async fn ask(&self, name: &'static str, parameters: Value) -> Value {
        self.issue("goog/cdp/execute", json!({ "cmd": name, "params": parameters })).await
    }

    /// What the page makes of an expression. Not by the driver's own way, which runs a good deal of code for it.
    pub(super) async fn eval(&self, expression: &str) -> Value {
        let asked = json!({ "expression": expression, "returnByValue": true });
        let mut answer = self.ask("Runtime.evaluate", asked).await;
        assert!(answer["exceptionDetails"].is_null(), "{expression}: {}", answer["exceptionDetails"]);
        answer["result"]["value"].take()
    }

    /// The events of the trace since the browser was opened, each as it is in a file of the developer tools.
    pub(super) async fn trace(&self) -> Vec<Value> {
        let log = self.issue("se/log", json!({ "type": "performance" })).await;
        let entries = log.as_array().map(Vec::as_slice).unwrap_or_default();
        let event = |entry: &Value| {
            let mut told: Value = serde_json::from_str(entry["message"].as_str()?).ok()?;
            let message = &mut told["message"];
            (message["method"] == "Tracing.dataCollected").then(|| message["params"].take())
        };
        entries.iter().filter_map(event).collect()
    }

    async fn issue(&self, path: &'static str, body: Value) -> Value {
        let command = Command { path, body };
        let name = command.body.to_string();
        self.client.issue_cmd(command).await.unwrap_or_else(|error| panic!("{path} {name}: {error}"))
    }
}

impl Drop for Chromium {
    fn drop(&mut self) {
        let _ = ureq::delete(format!("{}/session/{}", self.driver.address, self.session)).call();
    }
}

fn capabilities(profile: &TempDir, traced: Option<&str>) -> Capabilities {
    let mut arguments: Vec<String> = ARGUMENTS.map(str::to_owned).into();
    arguments.push(NO_ROBOT.to_owned());
    arguments.push(format!("--user-agent={USER_AGENT}"));
    arguments.push(format!("--user-data-dir={}", profile.path().display()));
    let mut options = json!({ "binary": chrome(), "args": arguments, "excludeSwitches": ["enable-automation"] });
    let mut all = Capabilities::new();
    if let Some(categories) = traced {
        options["perfLoggingPrefs"] =
            json!({ "enableNetwork": false, "enablePage": false, "traceCategories": categories });
        all.insert("goog:loggingPrefs".to_owned(), json!({ "performance": "ALL" }));
    }
    all.insert("goog:chromeOptions".to_owned(), options);
    all
}

/// What chromedriver understands beyond the standard.
#[derive(Debug)]
struct Command {
    path: &'static str,
    body: Value,
}

impl WebDriverCompatibleCommand for Command {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, ParseError> {
        base.join(&format!("session/{}/{}", session.unwrap_or_default(), self.path))
    }

    fn method_and_body(&self, _: &Url) -> (http::Method, Option<String>) {
        (http::Method::POST, Some(self.body.to_string()))
    }
}
