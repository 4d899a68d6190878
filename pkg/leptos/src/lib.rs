#![doc = include_str!("../README.md")]

use leptos::prelude::*;
use wasm_bindgen::JsValue;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen::prelude::wasm_bindgen;

#[cfg(target_arch = "wasm32")]
#[wasm_bindgen(inline_js = "export function tell(name, first, second) {
    const page = window;
    page.secondMoment = page.secondMoment || function () {
        (page.secondMoment.q = page.secondMoment.q || []).push(arguments);
    };
    page.secondMoment(name, first, second);
}")]
extern "C" {
    #[wasm_bindgen(js_name = tell)]
    fn queue(name: &str, first: &JsValue, second: &JsValue);
}

/// On a server there is no page to tell anything.
#[cfg(not(target_arch = "wasm32"))]
fn queue(_: &str, _: &JsValue, _: &JsValue) {}

/// Who the customer is, and where the collector listens; the fields are the tag's.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Config {
    /// The collector's address, such as `https://moments.vendor.example`.
    pub collector: String,
    /// The vendor's public key.
    pub key: String,
    /// The trial's id.
    pub trial: String,
    /// The account's id.
    pub account: Option<String>,
    /// When the trial began, such as `2026-11-10T09:00:00Z`.
    pub started: Option<String>,
    /// The backend's signature of trial and account, in hexadecimal digits.
    pub signature: Option<String>,
    /// The customer's language, a BCP 47 tag; the page's when left out.
    pub locale: Option<String>,
    /// The plan that the customer is on.
    pub plan: Option<String>,
    /// How long the trial is; 14 days when left out.
    pub length_days: Option<u16>,
    /// `required`: nothing may be counted before `tell("consent", "granted")`; `denied`: nothing may be counted.
    pub consent: Option<String>,
    /// Whose calls are heard, such as `segment gtag`: see `data-listen`.
    pub listen: Option<String>,
    /// Where beacons go, if that is not where the script is from.
    pub endpoint: Option<String>,
    /// Whether the widget explains itself in the browser's console.
    pub debug: bool,
}

impl Config {
    /// The tag's attributes, with those left out that say nothing.
    fn attributes(&self) -> Vec<(&'static str, String)> {
        let all = [
            ("data-key", Some(self.key.clone())),
            ("data-trial", Some(self.trial.clone())),
            ("data-account", self.account.clone()),
            ("data-started", self.started.clone()),
            ("data-signature", self.signature.clone()),
            ("data-locale", self.locale.clone()),
            ("data-plan", self.plan.clone()),
            ("data-length-days", self.length_days.map(|days| days.to_string())),
            ("data-consent", self.consent.clone()),
            ("data-listen", self.listen.clone()),
            ("data-endpoint", self.endpoint.clone()),
            ("data-debug", self.debug.then(String::new)),
        ];
        all.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
    }

    fn address(&self) -> String {
        format!("{}/sm.js", self.collector.trim_end_matches('/'))
    }
}

/// Starts Second Moment in this page, once.
#[component]
#[must_use]
pub fn SecondMoment(
    /// Who the customer is.
    config: Config,
) -> impl IntoView {
    Effect::new(move |_| {
        let _ = put_tag(&config);
    });
}

/// A place in which an inline prompt may stand. It keeps that much room from the first, so that nothing moves when the
/// prompt comes.
#[component]
#[must_use]
pub fn Slot(
    /// `checklist` or `meter`.
    kind: &'static str,
    /// The least height, in any unit of CSS; what a list of four moments or a gauge takes when left out.
    #[prop(optional, into)]
    min_height: Option<String>,
) -> impl IntoView {
    let usual = if kind == "meter" { "14rem" } else { "25rem" };
    view! { <div data-sm-slot=kind style:min-height=min_height.unwrap_or_else(|| usual.to_owned())></div> }
}

/// A feature was used.
pub fn track(feature: &str) {
    tell("track", feature);
}

/// How much of a limit is used, and whether the product stops there.
pub fn limit(name: &str, used: u32, of: u32, hard: bool) {
    if cfg!(not(target_arch = "wasm32")) {
        return;
    }
    let standing = js_sys::Object::new();
    let _ = js_sys::Reflect::set(&standing, &"used".into(), &used.into());
    let _ = js_sys::Reflect::set(&standing, &"of".into(), &of.into());
    let _ = js_sys::Reflect::set(&standing, &"hard".into(), &hard.into());
    queue("limit", &name.into(), &standing);
}

/// Any command of the page's, such as `tell("consent", "granted")`.
pub fn tell(command: &str, word: &str) {
    if cfg!(not(target_arch = "wasm32")) {
        return;
    }
    queue(command, &word.into(), &JsValue::UNDEFINED);
}

/// The tag of another component, or of the page itself, is enough.
fn put_tag(config: &Config) -> Option<()> {
    let document = document();
    let head = document.head()?;
    if head.query_selector("script[data-trial][src$='/sm.js']").ok()?.is_some() {
        return None;
    }
    let script = document.create_element("script").ok()?;
    script.set_attribute("async", "").ok()?;
    for (name, value) in config.attributes() {
        script.set_attribute(name, &value).ok()?;
    }
    script.set_attribute("src", &config.address()).ok()?;
    head.append_child(&script).ok()?;
    Some(())
}

#[cfg(test)]
mod tests {
    use super::Config;

    #[test]
    fn the_tag_says_what_is_known_and_no_more() {
        let config = Config {
            collector: "https://moments.example/".into(),
            key: "pk_1".into(),
            trial: "t_1".into(),
            length_days: Some(30),
            consent: Some("required".into()),
            listen: Some("gtag".into()),
            ..Config::default()
        };
        assert_eq!(config.address(), "https://moments.example/sm.js");
        let expected = [
            ("data-key", "pk_1"),
            ("data-trial", "t_1"),
            ("data-length-days", "30"),
            ("data-consent", "required"),
            ("data-listen", "gtag"),
        ];
        assert_eq!(config.attributes(), expected.map(|(name, value)| (name, value.to_owned())));
    }

    /// A component that is rendered on a server may tell what it tells in a browser.
    #[test]
    fn on_a_server_nothing_is_told_and_nothing_panics() {
        super::track("export");
        super::limit("seats", 4, 5, true);
        super::tell("consent", "granted");
    }
}
