//! Pages that changed the language under our feet before we came. What can be counted is counted exactly; what cannot
//! is silence. In no case does the page hear an error of ours.

use moment_wire::saved::SavedV4;
use serde_json::Value;

use crate::customer::Customer;
use crate::eventually::settles_at;
use crate::world::{House, Plan};

const GUESTS: Plan = Plan { folder: "tests/house/pages/guest", tag: "data-debug", ..Plan::DEMO };

/// The page's clicks and calls in each case.
const CLICKS: u32 = 3;
const CALLS: u32 = 2;

/// A page that does `script` before anything else.
struct Case {
    name: &'static str,
    script: &'static str,
    counts: Counts,
}

/// What of it can be counted.
#[derive(PartialEq, Eq)]
enum Counts {
    All,
    /// The page took away what tells a click's target, or the click itself.
    Calls,
    /// It took away what is needed to start.
    Nothing,
}

const fn case(name: &'static str, script: &'static str, counts: Counts) -> Case {
    Case { name, script, counts }
}

const LANGUAGE: [Case; 13] = [
    case("nothing", "", Counts::All),
    case(
        "methods_of_arrays_throw",
        "for (const name of Object.getOwnPropertyNames(Array.prototype)) {
           if (name !== 'constructor' && name !== 'length' && name !== 'push')
             Array.prototype[name] = () => { throw new Error('patched ' + name) };
         }
         Array.prototype.push = () => -1;",
        Counts::All,
    ),
    case("arrays_have_more_to_enumerate", "Array.prototype.each = Array.prototype.last = () => 0", Counts::All),
    case("iterators_throw", "Array.prototype[Symbol.iterator] = () => { throw new Error('patched') }", Counts::All),
    case("arrays_are_made_otherwise", "Array.from = Array.of = Array.isArray = () => 0", Counts::All),
    case("objects_have_more_to_enumerate", "Object.prototype.each = function () { return this }", Counts::All),
    case(
        "objects_break_descriptors",
        "Object.prototype.get = Object.prototype.set = function () {};
         Object.prototype.value = Object.prototype.writable = 1",
        Counts::All,
    ),
    case(
        "json_is_another",
        "JSON.parse = JSON.stringify = () => { throw new Error('patched') };
         for (const { prototype } of [Object, Array, String, Number, Date]) prototype.toJSON = () => '\"patched\"'",
        Counts::All,
    ),
    case(
        "promises_are_wrapped",
        "const { then } = Promise.prototype;
         Promise.prototype.then = function (...acts) { return then.apply(this, acts) };
         window.Promise = class extends Promise {}",
        Counts::All,
    ),
    case("promises_throw", "window.Promise = function () { throw new Error('patched') }", Counts::Nothing),
    case(
        "the_clock_stands_still",
        "window.Date = class extends Date { constructor() { super(0) } static now() { return 0 } }",
        Counts::All,
    ),
    case("the_clock_throws", "Date.now = () => { throw new Error('patched') }", Counts::Nothing),
    case("reflection_throws", "Reflect.get = () => { throw new Error('patched') }", Counts::Nothing),
];

const NETWORK: [Case; 10] = [
    case(
        "fetch_is_wrapped",
        "const { fetch } = window;
         window.fetch = async function () { return (await fetch.apply(this, arguments)).clone() }",
        Counts::All,
    ),
    case("fetch_throws", "window.fetch = () => { throw new Error('patched') }", Counts::Nothing),
    case("fetch_is_refused", "window.fetch = () => Promise.reject(new Error('patched'))", Counts::Nothing),
    case("fetch_returns_nonsense", "window.fetch = () => 42", Counts::Nothing),
    case(
        "fetch_returns_nonsense_later",
        "const { fetch } = window;
         window.fetch = (...all) => /\\/v1\\//.test(all[0]) ? { then: 7 } : fetch(...all)",
        Counts::All,
    ),
    case("beacons_throw", "Navigator.prototype.sendBeacon = () => { throw new Error('patched') }", Counts::All),
    case(
        "the_console_throws",
        "for (const name of ['debug', 'error', 'info', 'log', 'warn'])
           Object.defineProperty(console, name, { get() { throw new Error('patched') } })",
        Counts::All,
    ),
    case("the_console_is_gone", "Object.defineProperty(window, 'console', { value: undefined })", Counts::All),
    case("there_are_no_random_numbers", "Object.defineProperty(window, 'crypto', { value: undefined })", Counts::All),
    case(
        "there_are_no_locks_and_no_idle_time",
        "Object.defineProperty(navigator, 'locks', { value: undefined });
         delete window.requestIdleCallback; window.requestIdleCallback = undefined",
        Counts::All,
    ),
];

const DOCUMENT: [Case; 11] = [
    case(
        "listeners_are_wrapped",
        "const { addEventListener } = EventTarget.prototype;
         EventTarget.prototype.addEventListener = function (kind, act, options) {
           return addEventListener.call(this, kind, act && ((event) => act.call(this, event)), !!options?.capture);
         }",
        Counts::All,
    ),
    case(
        "the_document_stops_clicks",
        "document.addEventListener('click', (event) => event.stopImmediatePropagation(), true)",
        Counts::All,
    ),
    case(
        "the_window_stops_clicks",
        "addEventListener('click', (event) => event.stopImmediatePropagation(), true)",
        Counts::Calls,
    ),
    case("elements_have_no_closest", "delete Element.prototype.closest", Counts::All),
    case("elements_are_others", "window.Element = class {}", Counts::All),
    case("events_have_no_path", "delete Event.prototype.composedPath", Counts::Calls),
    case("nothing_is_measured", "Object.defineProperty(window, 'performance', { value: {} })", Counts::All),
    case("there_is_no_measuring", "Object.defineProperty(window, 'performance', { value: undefined })", Counts::All),
    case(
        "nothing_can_be_observed",
        "for (const name of ['MutationObserver', 'PerformanceObserver', 'ResizeObserver', 'IntersectionObserver'])
           window[name] = undefined",
        Counts::All,
    ),
    case("media_throw", "window.matchMedia = () => { throw new Error('patched') }", Counts::All),
    case("functions_bind_otherwise", "Function.prototype.bind = function () { return this }", Counts::All),
];

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_patched_the_language_hears_no_error() {
    treats_its_guest(&LANGUAGE).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_patched_the_network_and_the_console_hears_no_error() {
    treats_its_guest(&NETWORK).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_patched_the_document_hears_no_error() {
    treats_its_guest(&DOCUMENT).await;
}

async fn treats_its_guest(cases: &[Case]) {
    let house = House::open(GUESTS).await;
    let customer = Customer::waits(&house).await;
    let scripts = cases.iter().map(|case| format!("{}() {{ {} }}", case.name, case.script));
    let scripts = scripts.collect::<Vec<_>>().join(",\n");
    customer.before_each_page(&format!("({{ {scripts} }})[location.search.slice(1)]?.()")).await;
    let mut counted = [0, 0];
    for case in cases {
        customer.opens_hostile(&house, case.name).await;
        for _ in 0..CLICKS {
            customer.clicks_at_sight("use").await;
        }
        for _ in 0..CALLS {
            customer.sees("secondMoment('track', 'sentinel')").await;
        }
        let more = match case.counts {
            Counts::All => [CLICKS, CALLS],
            Counts::Calls => [0, CALLS],
            Counts::Nothing => [0, 0],
        };
        counted = [counted[0] + more[0], counted[1] + more[1]];
        settles_at(case.name, Ok(counted), async || customer.counted().await).await;
        assert_eq!(customer.sees("seen.errors.length ? seen.errors[0] : ''").await, "", "{}", case.name);
        assert_eq!(customer.sees("seen.complaints").await, 0, "{}", case.name);
    }
}

impl Customer<'_> {
    /// Opens the page of a case, by the engine's own means, and waits until the widget runs or has given up.
    async fn opens_hostile(&self, house: &House, name: &str) {
        self.moves_to(&format!("{}/?{name}", house.product)).await;
        let settled = format!(
            "location.search === '?{name}' && !!secondMoment.q && typeof secondMoment.q.length === 'undefined'"
        );
        settles_at(&format!("{name}: the widget runs or has given up"), Value::Bool(true), async || {
            self.sees(&settled).await
        })
        .await;
    }

    /// How often the button was used, and the call made, as the browser keeps it.
    async fn counted(&self) -> Result<[u32; 2], String> {
        let value = self.sees("localStorage.length ? localStorage.getItem(localStorage.key(0)) : ''").await;
        let text = value.as_str().ok_or("nothing can be read")?;
        if text.is_empty() {
            return Ok([0, 0]);
        }
        let bytes: Vec<u8> = text.chars().map(|char| u8::try_from(char).unwrap_or_default()).collect();
        let kept = SavedV4::decode(&bytes).map_err(|error| format!("{error:?}"))?.summary;
        Ok(["template_saved", "sentinel"].map(|name| kept.feature(name).map_or(0, |used| used.counts.total())))
    }
}
