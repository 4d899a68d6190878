//! A customer on trial in the demo product: what they do there, and what their browser then keeps.

use std::ops::Deref;

use fantoccini::cookies::Cookie;
use moment_core::summary::Summary;
use moment_wire::saved::SavedV4;
use serde_json::Value;

use crate::browser::{Browser, new_profile};
use crate::engines::Engine;
use crate::eventually::{eventually, settles_at};
use crate::world::House;

/// A second page beside the first: both are visible, and both tick.
const OPEN_ANOTHER: &str = "
    const another = document.createElement('iframe');
    another.src = location.href;
    document.body.append(another);
";

/// A customer and their browser.
pub(crate) struct Customer<'a> {
    house: &'a House,
    browser: Browser,
}

impl<'a> Customer<'a> {
    /// A new customer opens the product's first page.
    pub(crate) async fn arrives(house: &'a House) -> Self {
        let customer = Self::waits(house).await;
        customer.visit("/").await;
        customer
    }

    /// A new customer who has not opened the product yet.
    pub(crate) async fn waits(house: &'a House) -> Self {
        Self { house, browser: Browser::open().await }
    }

    /// A new customer with a browser of this engine opens the product's first page.
    pub(crate) async fn arrives_in(engine: Engine, house: &'a House) -> Self {
        let customer = Self { house, browser: Browser::open_engine(engine).await };
        customer.visit("/").await;
        customer
    }

    /// A new customer in a private window, of which the browser keeps nothing.
    pub(crate) async fn in_private(house: &'a House) -> Self {
        Self { house, browser: Browser::open_with(new_profile(), &["--incognito"]).await }
    }

    /// The same person in another browser: the product's cookie is the same.
    pub(crate) async fn is_also(&self, other: &Self) {
        let cookies = other.client.get_all_cookies().await.expect("the product's cookies");
        for cookie in cookies {
            self.has_cookie(&self.house.product, cookie.name(), cookie.value()).await;
        }
    }

    /// Loads a page of the product.
    pub(crate) async fn visit(&self, path: &str) {
        self.go(&format!("{}{path}", self.house.product)).await;
    }

    /// Closes the browser and opens it again; the product knows the customer by a cookie.
    pub(crate) async fn closes_and_opens(self) -> Self {
        let cookies = self.client.get_all_cookies().await.expect("the product's cookies");
        Self { house: self.house, browser: self.browser.closes_and_opens().await }.keeps(&cookies).await
    }

    /// The browser's process is killed, and it is opened again.
    pub(crate) async fn dies_and_opens(self) -> Self {
        let cookies = self.client.get_all_cookies().await.expect("the product's cookies");
        Self { house: self.house, browser: self.browser.dies_and_opens().await }.keeps(&cookies).await
    }

    async fn keeps(self, cookies: &[Cookie<'static>]) -> Self {
        for cookie in cookies {
            self.has_cookie(&self.house.product, cookie.name(), cookie.value()).await;
        }
        self
    }

    /// Leaves the product: the page goes, and what is to be told is told.
    pub(crate) async fn leaves(&self) {
        self.go("about:blank").await;
    }

    /// Opens a second page beside the first, in a frame, and waits until both have decided.
    pub(crate) async fn opens_another(&self) {
        self.eval(OPEN_ANOTHER).await;
        let decided = "return [window, frames[0]].every((page) => page.seen?.decisions.length > 0)";
        settles_at("both pages have decided", Value::Bool(true), async || self.eval(decided).await).await;
    }

    /// Waits until the widget runs in the page.
    pub(crate) async fn runs(&self) {
        let runs = "return window.seen?.decisions.length > 0";
        settles_at("the widget runs", Value::Bool(true), async || self.eval(runs).await).await;
    }

    /// The trial's id, as the tag has it.
    pub(crate) async fn trial(&self) -> String {
        let id = self.eval("return document.querySelector('script[data-trial]').dataset.trial").await;
        id.as_str().expect("a trial id").to_owned()
    }

    pub(crate) async fn creates_invoice(&self, client: &str) {
        self.click("nav-invoices").await;
        self.click("new-invoice").await;
        self.fill("client", client).await;
        self.fill("item-description", "Bread").await;
        self.fill("item-price", "80").await;
        self.click("save-invoice").await;
        self.find("delete-invoice").await;
    }

    /// Sends the invoice that is open.
    pub(crate) async fn sends_it(&self, address: &str) {
        self.click("send-invoice").await;
        self.fill("send-to", address).await;
        self.click("confirm-send").await;
        self.find("mark-paid").await;
    }

    /// What the browser's database holds; empty if there is none.
    pub(crate) async fn noted(&self) -> String {
        let ask = "return new Promise((tell) => {
            const asked = indexedDB.open('secondMoment');
            asked.onupgradeneeded = () => asked.transaction.abort();
            asked.onerror = () => tell('');
            asked.onsuccess = () => {
                const kept = asked.result.transaction('kept').objectStore('kept').get(0);
                kept.onsuccess = () => { asked.result.close(); tell(kept.result ?? ''); };
            };
        })";
        self.eval(ask).await.as_str().unwrap_or_default().to_owned()
    }

    /// Puts a text into the browser's database, where there is one.
    pub(crate) async fn writes_down(&self, text: &str) {
        let text = serde_json::json!(text);
        let put = format!(
            "return new Promise((done) => {{
                const asked = indexedDB.open('secondMoment');
                asked.onsuccess = () => {{
                    const writing = asked.result.transaction('kept', 'readwrite');
                    writing.objectStore('kept').put({text}, 0);
                    writing.oncomplete = () => {{ asked.result.close(); done(true); }};
                }};
            }})"
        );
        self.eval(&put).await;
    }

    /// All that the browser keeps of ours, in the page's storage, the tab's, and its databases.
    pub(crate) async fn everything_kept(&self) -> Vec<String> {
        let script = "const of = (storage) => Object.keys(storage).filter((name) => /^(sm|second)/i.test(name))
              .map((name) => name + '=' + storage.getItem(name));
            const databases = (await indexedDB.databases()).map(({ name }) => 'database ' + name);
            return [...of(localStorage), ...of(sessionStorage), ...databases, ...document.cookie.match(/sm[^;]*/g) ?? []]";
        let kept = self.eval(&format!("return (async () => {{ {script} }})()")).await;
        serde_json::from_value(kept).expect("a list of texts")
    }

    /// The replica that the browser keeps of the trial.
    pub(crate) async fn saved(&self) -> Result<SavedV4, String> {
        let script = "return Object.keys(localStorage)
            .filter((name) => /^sm\\.[^.]+\\.[^.]+$/.test(name))
            .map((name) => localStorage.getItem(name))[0] ?? null";
        let value = self.eval(script).await;
        let text = value.as_str().ok_or("nothing is kept")?;
        let bytes: Vec<u8> = text.chars().map(|char| u8::try_from(char).unwrap_or_default()).collect();
        SavedV4::decode(&bytes).map_err(|error| format!("{error:?}"))
    }

    /// What the browser keeps of the trial.
    pub(crate) async fn kept(&self) -> Result<Summary, String> {
        self.saved().await.map(|saved| saved.summary)
    }

    /// Waits until the widget answers a call: it runs, and has taken in what was called before.
    pub(crate) async fn is_heard(&self) {
        self.eval("seen.score = null; secondMoment('readiness', ({ score }) => { seen.score = score })").await;
        eventually("an answer of the widget", async || match self.eval("return seen.score").await {
            Value::Null => Err("none".to_owned()),
            _ => Ok(()),
        })
        .await;
    }

    /// Waits until the browser has kept that a feature was used so often.
    pub(crate) async fn has_used(&self, feature: &str, times: u32) {
        settles_at(&format!("{feature} was used {times} times"), Ok(times), async || {
            self.kept().await.map(|kept| kept.feature(feature).map_or(0, |used| used.counts.total()))
        })
        .await;
    }

    /// Waits until the widget's timer must have come, and a little longer.
    pub(crate) async fn passes_a_tick(&self) {
        let now = async || self.eval("return performance.now()").await.as_f64().unwrap_or_default();
        let begin = now().await;
        eventually("a tick", async || if now().await > begin + 1_300.0 { Ok(()) } else { Err("not yet".to_owned()) })
            .await;
    }

    /// Waits until the newest decision is this one: `show ID` or a reason to wait.
    pub(crate) async fn is_decided(&self, decision: &str) {
        eventually(&format!("the decision `{decision}`"), async || {
            let decisions = self.texts("seen.decisions").await;
            if decisions.last().is_some_and(|last| last == decision) { Ok(()) } else { Err(format!("{decisions:?}")) }
        })
        .await;
    }
}

impl Deref for Customer<'_> {
    type Target = Browser;

    fn deref(&self) -> &Browser {
        &self.browser
    }
}
