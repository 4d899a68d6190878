//! Each further kind of prompt on a customer's screen: shown, answered, put off, by mouse and by keyboard, and what the
//! browser keeps of it.

pub(crate) mod acts;
mod folded;
mod hostile;
mod late;
mod leading;
mod manners;
mod missing;
mod own;
mod previews;
mod shift;
mod slots;
pub(crate) mod table;
mod told;
mod tongues;

use fantoccini::key::Key;
use moment_core::decision::Reason;
use moment_core::exposure::PromptRecord;
use serde_json::{Value, json};

use crate::customer::Customer;
use crate::eventually::{eventually, settles_at};
use crate::world::{House, Plan};
use acts::Prompting;

/// The demo's playbook with one prompt running alone.
const fn only(playbook: &'static [(&'static str, &'static str)]) -> Plan {
    Plan { playbook, ..Plan::DEMO }
}

/// First everything is put away, then one prompt is taken out again, by the line after its status.
pub(crate) const PAUSED: (&str, &str) = ("status = \"running\"", "status = \"paused\"");

pub(crate) const CHECKLIST: Plan =
    only(&[PAUSED, ("\"draft\" # tour\npriority = -10 ", "\"running\"\npriority = -10 ")]);
pub(crate) const METER: Plan =
    only(&[PAUSED, ("\"draft\" # tour\ncommercial = false            #", "\"running\"\ncommercial = false #")]);
pub(crate) const SPOTLIGHT: Plan = only(&[
    PAUSED,
    ("\"draft\" # tour\ncommercial = false\npriority = 5", "\"running\"\ncommercial = false\npriority = 5"),
    ("when = \"activated and not invoice_exported\"", "when = \"invoice_created\""),
]);
pub(crate) const BANNER: Plan = only(&[
    PAUSED,
    ("\"draft\" # tour\npriority = 8", "\"running\"\npriority = 8"),
    ("when = \"trial_progress >= 70 and activated\"", "when = \"sessions >= 1\""),
]);
const REACTION: Plan = only(&[
    PAUSED,
    ("\"draft\" # tour\npriority = 2\nwhen = \"activated\"", "\"running\"\npriority = 2\nwhen = \"invoice_created\""),
]);
const HELP: Plan = only(&[
    PAUSED,
    ("\"draft\" # tour\npriority = 15", "\"running\"\npriority = 15"),
    ("when = \"friction >= 2 within 1d\"", "when = \"invoice_created\""),
]);
const ADVOCACY: Plan = only(&[
    PAUSED,
    ("\"draft\" # tour\npriority = 1\nwhen = \"activated\"", "\"running\"\npriority = 1\nwhen = \"invoice_created\""),
    ("\"draft\" # tour\npriority = 2\nwhen = \"activated\"", "\"running\"\npriority = 2\nwhen = \"invoice_created\""),
    ("when = \"friction >= 2 within 1d\"", "when = \"sessions >= 99\""),
]);

#[tokio::test(flavor = "multi_thread")]
async fn a_checklist_stands_in_its_slot_knows_what_was_reached_and_is_put_away_for_good() {
    let house = House::open(CHECKLIST).await;
    let customer = Customer::arrives(&house).await;
    assert_eq!(customer.sees_prompt().await, "Get paid in four steps");
    assert_eq!(customer.count("[data-sm-slot=checklist] > second-moment-prompt").await, 1);
    assert_eq!(customer.in_prompt("all('[part=item]').map((item) => item.className)").await[0], "item next");
    // Whoever leaves at once has seen nothing.
    settles_at("it was seen", 1, async || customer.record("way_in").await.shown.total()).await;

    // The page draws itself anew on every route: the list goes, and comes back with what was reached meanwhile.
    customer.creates_invoice("Northwind Bakery").await;
    customer.sees_no_prompt().await;
    // Who is back before the second is over meets the same list, which is no second exposure.
    customer.waited("way_in", Reason::RouteMismatch).await;
    customer.click("nav-dashboard").await;
    customer.sees_prompt().await;
    settles_at("the first one done", json!(["item done", "item next", "item", "item"]), async || {
        customer.in_prompt("all('[part=item]').map((item) => item.className)").await
    })
    .await;
    // While it is there it follows what the product tells.
    customer.eval("secondMoment('track', 'invoice_sent')").await;
    settles_at("the second one done", json!("item done"), async || {
        customer.in_prompt("all('[part=item]')[1].className").await
    })
    .await;

    customer.presses("fold").await;
    settles_at("a folded list", json!(false), async || {
        customer.in_prompt("find('[part=items]').checkVisibility()").await
    })
    .await;
    customer.presses("fold").await;
    customer.answers("decline").await;
    customer.sees_no_prompt().await;
    customer.waited("way_in", Reason::AlreadySeen).await;
    settles_at("two exposures and a refusal", (2, 1), async || {
        let list = customer.record("way_in").await;
        (list.shown.total(), list.dismissed)
    })
    .await;
    assert_eq!(customer.texts("seen.errors").await, [""; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_meter_measures_before_the_limit_and_at_it() {
    let house = House::open(METER).await;
    let customer = Customer::arrives(&house).await;
    for client in ["Northwind Bakery", "Café Olé", "Studio Halden", "Meridian Cycles"] {
        customer.creates_invoice(client).await;
    }
    assert_eq!(customer.sees_prompt().await, "One invoice left in the trial");
    let meter =
        "((meter) => [meter.role, ...['now', 'max', 'text'].map((name) => meter.getAttribute('aria-value' + name))])
                   (find('[part=meter]'))";
    assert_eq!(customer.in_prompt(meter).await, json!(["meter", "4", "5", "4 of 5"]));
    customer.creates_invoice("Atelier Bruno").await;
    settles_at("the limit", "All 5 invoices are used".to_owned(), async || customer.sees_prompt().await).await;
    assert_eq!(customer.in_prompt(meter).await, json!(["meter", "5", "5", "5 of 5"]));
    assert_eq!(customer.record("invoices_left").await.shown.total(), 1, "it is one exposure all along");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_tap_counts_at_once_and_words_may_follow() {
    let house = House::open(REACTION).await;
    let customer = Customer::arrives(&house).await;
    let id = customer.trial().await;
    // A page with shortcuts hears nothing of what is typed into the prompt.
    customer.eval("window.keys = ''; addEventListener('keydown', ({ key }) => { window.keys += key })").await;
    customer.creates_invoice("Northwind Bakery").await;
    assert_eq!(customer.sees_prompt().await, "How was sending your first invoice?");
    customer.eval("window.keys = ''").await;
    customer.focuses("tap").await;
    for _ in 0..3 {
        customer.press(Key::Tab, false).await;
    }
    customer.press(Key::Enter, false).await;
    settles_at("the tap is kept", vec![("activated".to_owned(), 4)], async || {
        let kept = customer.kept().await.expect("a kept trial");
        kept.reactions.into_iter().map(|reaction| (reaction.name.clone(), reaction.score)).collect()
    })
    .await;
    settles_at("the focus", "title".to_owned(), async || customer.focused().await).await;
    customer.press(Key::Tab, false).await;
    assert_eq!(customer.focused().await, "words");
    customer.types("I found it ").await;
    customer.press(Key::Tab, false).await;
    customer.press(Key::Enter, false).await;
    settles_at("thanks", json!(true), async || customer.in_prompt("all('[part=done]')[1].checkVisibility()").await)
        .await;
    customer.presses("done").await;
    customer.sees_no_prompt().await;
    eventually("the words at the collector", async || {
        let heard = house.heard().into_iter().filter(|heard| heard.line.contains("/v1/comments"));
        let bodies: Vec<_> = heard.map(|heard| String::from_utf8_lossy(&heard.body).into_owned()).collect();
        if bodies.iter().any(|body| body.contains("I found it")) { Ok(()) } else { Err(format!("{bodies:?}")) }
    })
    .await;
    settles_at("its end", 1, async || customer.record("how_was_sending").await.completed).await;
    let keys = customer.eval("return window.keys").await.as_str().unwrap_or_default().to_owned();
    assert!(!keys.contains('f'), "the page heard {keys}");
    house.told_when(&id, |told| told.moments.iter().any(|moment| moment.reaction == Some(4))).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn after_the_tap_whoever_closes_has_answered() {
    let house = House::open(REACTION).await;
    let customer = Customer::arrives(&house).await;
    customer.creates_invoice("Northwind Bakery").await;
    customer.sees_prompt().await;
    customer.answers("tap").await;
    customer.press(Key::Escape, false).await;
    customer.sees_no_prompt().await;
    settles_at("an answer, no refusal", (1, 0), async || {
        let record = customer.record("how_was_sending").await;
        (record.completed, record.dismissed)
    })
    .await;
    assert_eq!(customer.kept().await.expect("a kept trial").reactions[0].score, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn help_stays_to_ask_whether_it_helped() {
    let house = House::open(HELP).await;
    let customer = Customer::arrives(&house).await;
    customer.creates_invoice("Northwind Bakery").await;
    assert_eq!(customer.sees_prompt().await, "That did not go as it should");
    customer.eval("window.open = (...told) => { seen.opened = told }").await;
    customer.answers("help").await;
    settles_at("the question", "Did that help?".to_owned(), async || customer.sees_prompt().await).await;
    assert_eq!(customer.eval("return seen.opened").await, json!(["/invoices/new", "_blank", "noopener"]));
    settles_at("the help was taken", 1, async || customer.record("stuck").await.clicked).await;
    customer.answers("helped").await;
    customer.sees_no_prompt().await;
    settles_at("it has helped", 1, async || customer.record("stuck").await.completed).await;
    assert!(customer.kept().await.expect("a kept trial").recovered_s > 0, "trouble is over");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_banner_leaves_the_page_alone_and_is_put_off_by_keyboard() {
    let house = House::open(BANNER).await;
    let customer = Customer::waits(&house).await;
    customer.before_each_page(slots::SHIFTS).await;
    customer.visit("/").await;
    customer.runs().await;
    customer.eval("window.shifted = 0").await;
    assert!(customer.sees_prompt().await.starts_with("The trial ends on "));
    assert_eq!(customer.in_prompt("find('.box').getAttribute('role')").await, "region");
    assert_ne!(customer.focused().await, "title");
    customer.focuses("snooze").await;
    customer.press(Key::Enter, false).await;
    customer.sees_no_prompt().await;
    settles_at("it is put off", 1, async || customer.record("trial_ends").await.snoozed).await;
    assert_eq!(customer.eval(slots::SHIFTED).await, json!(0));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_spotlight_follows_its_element_and_never_covers_it() {
    let house = House::open(SPOTLIGHT).await;
    let customer = Customer::arrives(&house).await;
    customer.creates_invoice("Northwind Bakery").await;
    assert_eq!(customer.sees_prompt().await, "Your accountant can have it too");
    for move_it in [
        "",
        "document.querySelector('[data-testid=export-invoice]').style.marginTop = '120px'",
        "document.body.style.paddingTop = '60px'; scrollTo(0, 60)",
        "document.documentElement.dir = 'rtl'",
    ] {
        customer.eval(move_it).await;
        settles_at(&format!("beside it after `{move_it}`"), json!([false, true]), async || {
            customer.in_prompt(acts::BESIDE).await
        })
        .await;
    }
    customer.answers("accept").await;
    customer.sees_no_prompt().await;
    settles_at("the focus", "export-invoice".to_owned(), async || customer.focused().await).await;
    settles_at("an exposure and a click", (1, 1), async || {
        let record = customer.record("find_export").await;
        (record.shown.total(), record.clicked)
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_spotlight_in_a_language_that_is_written_from_the_right_ends_where_its_element_ends() {
    let house = House::open(SPOTLIGHT).await;
    let customer = Customer::arrives(&house).await;
    customer.visit("/?locale=ar").await;
    customer.creates_invoice("Northwind Bakery").await;
    assert_eq!(customer.sees_prompt().await, "ولمحاسبك نسخة أيضًا");
    settles_at("beside it", json!([false, true]), async || customer.in_prompt(acts::BESIDE).await).await;
    // The prompt's language decides, not the page's; and the element stands where there is room at both of its sides.
    customer.eval("document.documentElement.dir = 'ltr'").await;
    let ends = "[getComputedStyle(find('.box')).direction, Math.abs(find('.box').getBoundingClientRect().right
      - document.querySelector('[data-testid=export-invoice]').getBoundingClientRect().right) < 1]";
    settles_at("their ends", json!(["rtl", true]), async || customer.in_prompt(ends).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_asked_to_recommend_before_they_were_delighted() {
    let house = House::open(ADVOCACY).await;
    let customer = Customer::arrives(&house).await;
    customer.creates_invoice("Northwind Bakery").await;
    assert_eq!(customer.sees_prompt().await, "How was sending your first invoice?");
    customer.eval(&format!("return {}", acts::tap(5))).await;
    customer.answers("close").await;
    settles_at("the next one", "Glad that it went well".to_owned(), async || customer.sees_prompt().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_press_counts_a_use_calls_the_page_and_starts_another_prompt() {
    const ACTIONS: Plan = only(&[
        (
            "score_min = 20",
            "action = { track = \"report_viewed\", call = \"seen.shop.open\", prompt = \"limit_near\" }",
        ),
        (
            "accept = \"See the plans\"\naccept_url = \"/upgrade\"\ndecline = \"Not now\"\nsteps = [{ title = \"Your",
            "accept = \"See\"\ndecline = \"Not now\"\nsteps = [{ title = \"Your",
        ),
        ("when = \"activated and invoice_created >= 1\"", "when = \"invoice_created\""),
    ]);
    let house = House::open(ACTIONS).await;
    let customer = Customer::arrives(&house).await;
    customer.eval("seen.shop = { open() { seen.called = this === seen.shop } }").await;
    customer.creates_invoice("Northwind Bakery").await;
    assert_eq!(customer.sees_prompt().await, "Your first invoice is on its way");
    customer.answers("accept").await;
    settles_at("the other prompt", "Four of five invoices used".to_owned(), async || customer.sees_prompt().await)
        .await;
    customer.has_used("report_viewed", 1).await;
    assert_eq!(customer.eval("return seen.called").await, json!(true));
    settles_at("its exposure", 1, async || customer.record("limit_near").await.shown.total()).await;
    customer.press(Key::Escape, false).await;
    customer.sees_no_prompt().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_may_paint_a_prompt_itself_and_reports() {
    let house = House::open(REACTION).await;
    let customer = Customer::arrives(&house).await;
    customer.eval("secondMoment('on', 'prompt', (prompt) => { seen.own = prompt; return false })").await;
    customer.creates_invoice("Northwind Bakery").await;
    let told = eventually("the prompt as plain data", async || match customer.eval("return seen.own").await {
        Value::Null => Err("none yet".to_owned()),
        told => Ok(told),
    })
    .await;
    assert!(!customer.has_prompt().await, "it is the page's to paint");
    assert_eq!(
        (&told["id"], &told["kind"], &told["locale"]),
        (&json!("how_was_sending"), &json!("reaction"), &json!("en"))
    );
    assert_eq!(told["pages"][0]["title"], "How was sending your first invoice?");
    assert_eq!(told["pages"][0]["blocks"][1]["labels"][4], "Very good");
    assert_eq!(customer.record("how_was_sending").await.shown.total(), 0, "only what is painted counts");
    customer.eval("seen.own.answer('painted'); seen.own.answer('reacted', 5); seen.own.answer('completed')").await;
    settles_at("what the page reported", (1, 1), async || {
        let record = customer.record("how_was_sending").await;
        (record.shown.total(), record.completed)
    })
    .await;
    assert_eq!(customer.kept().await.expect("a kept trial").reactions[0].score, 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_budget_can_be_lowered_to_nothing() {
    let house = House::open(BANNER).await;
    let customer = Customer::arrives(&house).await;
    customer.sees_prompt().await;
    customer.answers("fewer").await;
    customer.answers("budget-none").await;
    customer.sees_no_prompt().await;
    customer.is_decided("user_opted_out").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn your_data_says_what_is_counted_and_erases_it_when_asked_twice() {
    let house = House::open(BANNER).await;
    let customer = Customer::arrives(&house).await;
    customer.eval("secondMoment('track', 'invoice_created', { count: 3 })").await;
    customer.sees_prompt().await;
    customer.answers("data").await;
    let before = customer.saved().await.expect("a kept replica").replica;
    let rows = customer.in_prompt("all('[part=data-list] li').map((row) => row.textContent)").await;
    assert!(rows.as_array().is_some_and(|rows| rows.contains(&json!("Invoices created3"))), "{rows}");
    customer.answers("forget").await;
    assert!(customer.has_prompt().await, "nobody is forgotten by a slip");
    customer.answers("forget").await;
    customer.sees_no_prompt().await;
    eventually("a new replica, or none", async || match customer.saved().await {
        Ok(saved) if saved.replica == before => Err("the old one is kept".to_owned()),
        _ => Ok(()),
    })
    .await;
}

impl Customer<'_> {
    /// What the browser keeps of a prompt.
    pub(crate) async fn record(&self, prompt: &str) -> PromptRecord {
        let kept = eventually("a kept trial", async || self.kept().await).await;
        kept.prompt(prompt).cloned().unwrap_or_default()
    }

    /// Waits until the ledger has this reason of a prompt.
    pub(crate) async fn waited(&self, prompt: &str, reason: Reason) {
        eventually(&format!("`{prompt}` waits for {}", reason.name()), async || {
            let waits = self.record(prompt).await.waits;
            if waits.iter().any(|(known, _)| *known == reason) { Ok(()) } else { Err(format!("{waits:?}")) }
        })
        .await;
    }
}
