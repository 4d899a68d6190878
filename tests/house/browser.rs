//! A browser with a new profile: what a person can do in it, and what a test can look up.

use std::sync::Arc;
use std::{env, fs, process, thread};

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use fantoccini::actions::{InputSource as _, KeyAction, KeyActions};
use fantoccini::elements::Element;
use fantoccini::key::Key;
use fantoccini::wd::WebDriverCompatibleCommand;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use tempfile::TempDir;
use url::{ParseError, Url};

use crate::driver::Driver;
use crate::engines::Engine;
use crate::eventually::eventually;

/// The size of every page, in pixels of the page.
const WINDOW: (u32, u32) = (1280, 800);

/// Runs in each page before the page's own scripts: it listens, by the public contract, to what the widget says, and
/// to every error that the page would know of, to elements that could not be loaded, to what its policy refused and what its console was told. How long a response takes is told to those pages only that ask for it: a
/// machine that runs many tests is slow, and that is no trouble of the product's.
pub(crate) const WITNESS: &str = "
    const seen = window.seen = {
      errors: [], broken: [], refused: [], said: [], complaints: 0, kept: 0, decisions: [], moments: [], prompts: [],
    };
    // The page may replace what arrays can do.
    const note = (list, word) => { list[list.length] = word; };
    addEventListener('error', (event) => note(seen.errors, event.message));
    addEventListener('error', ({ target }) => target.localName && note(seen.broken, target.localName), true);
    addEventListener('unhandledrejection', (event) => note(seen.errors, 'unhandled: ' + event.reason));
    addEventListener('securitypolicyviolation', ({ violatedDirective }) => note(seen.refused, violatedDirective));
    addEventListener('pageshow', ({ persisted }) => { seen.kept += persisted; });
    for (const kind of ['warn', 'error']) {
      const say = console[kind];
      console[kind] = function (first, second) {
        if (kind === 'error') seen.complaints++;
        note(seen.said, first + ' ' + second);
        say.apply(console, arguments);
      };
    }
    const { observe } = PerformanceObserver.prototype;
    PerformanceObserver.prototype.observe = function (what) {
      if (what.type !== 'event' || window.isTimed) observe.call(this, what);
    };
    window.secondMoment = window.secondMoment || function () {
      (secondMoment.q = secondMoment.q || []).push(arguments);
    };
    secondMoment('on', 'decision', ({ prompt, reason }) => seen.decisions.push(reason ?? 'show ' + prompt));
    secondMoment('on', 'moment', ({ moment }) => seen.moments.push(moment));
    secondMoment('on', 'prompt', ({ id }) => seen.prompts.push(id));
";

/// One browser; it ends when this is dropped.
pub(crate) struct Browser {
    pub(crate) client: Client,
    session: String,
    driver: Arc<Driver>,
    profile: Arc<TempDir>,
}

impl Browser {
    pub(crate) async fn open() -> Self {
        Self::open_with(new_profile(), &[]).await
    }

    /// A browser that is started with more arguments.
    pub(crate) async fn open_with(profile: Arc<TempDir>, arguments: &[&str]) -> Self {
        let browser = Self::open_in(Engine::Chromium, profile, arguments).await;
        let (width, height) = WINDOW;
        let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        browser.command("Emulation.setDeviceMetricsOverride", metrics).await;
        browser.before_each_page(WITNESS).await;
        browser
    }

    /// A browser of another engine has no witness but the page's own: see `Plan::WITNESSED`.
    pub(crate) async fn open_engine(engine: Engine) -> Self {
        Self::open_in(engine, new_profile(), &[]).await
    }

    async fn open_in(engine: Engine, profile: Arc<TempDir>, arguments: &[&str]) -> Self {
        let driver = Driver::of(engine);
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(engine.capabilities(profile.path(), arguments))
            .connect(&driver.address)
            .await
            .expect("the browser starts");
        let session = client.session_id().await.ok().flatten().expect("a session has an id");
        if engine != Engine::Chromium {
            let (width, height) = WINDOW;
            let _ = client.set_window_rect(0, 0, width, height).await;
        }
        Self { client, session, driver, profile }
    }

    /// Closes the browser as a person does, and opens it again.
    pub(crate) async fn closes_and_opens(self) -> Self {
        // With its last window the browser ends. To end the session instead would tell the page nothing.
        let _ = self.client.close_window().await;
        let profile = self.profile.clone();
        drop(self);
        Self::open_with(profile, &[]).await
    }

    /// The browser's process is killed, and it is opened again.
    pub(crate) async fn dies_and_opens(self) -> Self {
        // The browser's own lock on the profile names its process: `machine-1234`.
        let lock =
            fs::read_link(self.profile.path().join("SingletonLock")).expect("a running browser locks its profile");
        let lock = lock.to_string_lossy().into_owned();
        let process = lock.rsplit('-').next().filter(|id| id.bytes().all(|byte| byte.is_ascii_digit()));
        let process = process.expect("the lock ends with the process");
        let killed = process::Command::new("kill").args(["-9", process]).status();
        assert!(killed.is_ok_and(|status| status.success()), "the browser cannot be killed");
        self.closes_and_opens().await
    }

    /// Whether the browser reaches anybody.
    pub(crate) async fn is_online(&self, is_online: bool) {
        self.command("Network.enable", json!({})).await;
        let conditions =
            json!({ "offline": !is_online, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 });
        self.command("Network.emulateNetworkConditions", conditions).await;
    }

    /// Runs `script` in each page to come, before the page's own scripts.
    pub(crate) async fn before_each_page(&self, script: &str) {
        self.command("Page.addScriptToEvaluateOnNewDocument", json!({ "source": script })).await;
    }

    /// What the browser tells pages of its owner's wishes, and how large its window is.
    pub(crate) async fn emulates(&self, media: &[(&str, &str)], (width, height): (u32, u32)) {
        let features: Vec<_> = media.iter().map(|(name, value)| json!({ "name": name, "value": value })).collect();
        self.command("Emulation.setEmulatedMedia", json!({ "features": features })).await;
        let size = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.command("Emulation.setDeviceMetricsOverride", size).await;
    }

    pub(crate) async fn has_cookie(&self, origin: &str, name: &str, value: &str) {
        self.command("Network.setCookie", json!({ "url": origin, "name": name, "value": value })).await;
    }

    pub(crate) async fn go(&self, address: &str) {
        self.client.goto(address).await.unwrap_or_else(|error| panic!("cannot go to {address}: {error}"));
    }

    /// The element with this test id, once it can be seen.
    pub(crate) async fn find(&self, testid: &str) -> Element {
        eventually(&format!("an element `{testid}` that can be seen"), async || {
            let all = self.client.find_all(Locator::Css(&css(testid))).await.map_err(|error| error.to_string())?;
            for element in all {
                if element.is_displayed().await.unwrap_or(false) {
                    return Ok(element);
                }
            }
            Err("there is none".to_owned())
        })
        .await
    }

    pub(crate) async fn click(&self, testid: &str) {
        // The page may paint itself anew between the look and the click.
        eventually(&format!("a click on `{testid}`"), async || {
            self.find(testid).await.click().await.map_err(|error| error.to_string())
        })
        .await;
    }

    /// Types into a field, after what stands in it.
    pub(crate) async fn fill(&self, testid: &str, text: &str) {
        let field = self.find(testid).await;
        field.send_keys(text).await.unwrap_or_else(|error| panic!("cannot type into `{testid}`: {error}"));
    }

    pub(crate) async fn text(&self, testid: &str) -> String {
        self.find(testid).await.text().await.unwrap_or_else(|error| format!("no text of `{testid}`: {error}"))
    }

    /// How many elements fit a selector.
    pub(crate) async fn count(&self, selector: &str) -> usize {
        self.client.find_all(Locator::Css(selector)).await.map_or(0, |all| all.len())
    }

    /// Presses a key on whatever has the focus, with Shift or without.
    pub(crate) async fn press(&self, key: Key, with_shift: bool) {
        let (key, shift) = (char::from(key), char::from(Key::Shift));
        let mut actions = KeyActions::new("keyboard".to_owned());
        if with_shift {
            actions = actions.then(KeyAction::Down { value: shift });
        }
        actions = actions.then(KeyAction::Down { value: key }).then(KeyAction::Up { value: key });
        if with_shift {
            actions = actions.then(KeyAction::Up { value: shift });
        }
        self.client.perform_actions(actions).await.unwrap_or_else(|error| panic!("cannot press {key:?}: {error}"));
    }

    /// What `script` returns in the page.
    pub(crate) async fn eval(&self, script: &str) -> Value {
        self.client.execute(script, Vec::new()).await.unwrap_or_else(|error| panic!("{script}: {error}"))
    }

    /// A list of texts that the page has.
    pub(crate) async fn texts(&self, expression: &str) -> Vec<String> {
        let list = self.eval(&format!("return {expression}")).await;
        serde_json::from_value(list).unwrap_or_else(|error| panic!("{expression} is no list of texts: {error}"))
    }

    /// Loads a page, by the engine itself; whoever calls waits until it is there.
    pub(crate) async fn moves_to(&self, address: &str) {
        self.command("Page.navigate", json!({ "url": address })).await;
    }

    /// Clicks where an element is, by the engine itself.
    pub(crate) async fn clicks_at_sight(&self, testid: &str) {
        let expression = format!(
            "(({{ x, y }}) => ({{ x: x + 10, y: y + 10 }}))
               (document.querySelector(\"{}\").getBoundingClientRect())",
            css(testid)
        );
        let place = self.sees(&expression).await;
        for kind in ["mousePressed", "mouseReleased"] {
            let press = json!({
                "type": kind, "x": place["x"], "y": place["y"], "button": "left", "buttons": 1, "clickCount": 1,
            });
            self.command("Input.dispatchMouseEvent", press).await;
        }
    }

    /// What an expression gives, by the engine itself: the driver's own way would run code in a page that has patched
    /// what that code uses.
    pub(crate) async fn sees(&self, expression: &str) -> Value {
        let parameters = json!({ "expression": expression, "returnByValue": true });
        self.command("Runtime.evaluate", parameters).await["result"]["value"].clone()
    }

    /// The tab's process ends at once, and the tab is closed. There must be another one.
    pub(crate) async fn crashes(&self) {
        let command = Command { name: "Page.crash", parameters: json!({}) };
        // Nobody is left to answer.
        let _ = self.client.issue_cmd(command).await;
    }

    async fn command(&self, name: &'static str, parameters: Value) -> Value {
        let command = Command { name, parameters };
        self.client.issue_cmd(command).await.unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// For whoever looks at a test that failed: what the page knew, and a picture of it.
    fn tell(&self) -> Option<()> {
        let session = format!("{}/session/{}", self.driver.address, self.session);
        let script = json!({ "script": "return [location.href, window.seen]", "args": [] });
        let known: Value =
            ureq::post(format!("{session}/execute/sync")).send_json(script).ok()?.body_mut().read_json().ok()?;
        eprintln!("what the page knew: {}", known["value"]);
        let answer: Value = ureq::get(format!("{session}/screenshot")).call().ok()?.body_mut().read_json().ok()?;
        let picture = BASE64_STANDARD.decode(answer["value"].as_str()?).ok()?;
        let test = thread::current().name().unwrap_or("test").replace("::", ".");
        let path = format!("{}/{test}.{}.png", env!("CARGO_TARGET_TMPDIR"), &self.session[..6]);
        fs::write(&path, picture).ok()?;
        eprintln!("what the browser showed: {path}");
        Some(())
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        if thread::panicking() {
            self.tell();
        }
        let _ = ureq::delete(format!("{}/session/{}", self.driver.address, self.session)).call();
    }
}

pub(crate) fn new_profile() -> Arc<TempDir> {
    Arc::new(tempfile::tempdir().expect("a folder for the profile"))
}

pub(crate) fn css(testid: &str) -> String {
    format!("[data-testid='{testid}']")
}

/// A command of the browser's own protocol, which chromedriver passes on.
#[derive(Debug)]
struct Command {
    name: &'static str,
    parameters: Value,
}

impl WebDriverCompatibleCommand for Command {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, ParseError> {
        base.join(&format!("session/{}/goog/cdp/execute", session.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &Url) -> (http::Method, Option<String>) {
        (http::Method::POST, Some(json!({ "cmd": self.name, "params": self.parameters }).to_string()))
    }
}
