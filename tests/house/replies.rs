//! What the growth team answers comes to the customer who asked: live, or at the next visit, and once.

use moment_wire::report::{CommentLineV1, CommentsPageV1};
use serde_json::json;

use crate::customer::Customer;
use crate::eventually::{eventually, settles_at};
use crate::kinds::acts::Prompting;
use crate::world::{House, Plan};

/// Markup is text, in both directions.
const ASKED: &str = "Where is <b>export</b>?";
const ANSWER: &str = "Under <i>Reports</i> → Export";
const TITLE: &str = "You have an answer";

/// Keeps every stream that the page begins, and whether it is to lose what it says of replies.
const SPY: &str = "
    window.streams = [];
    window.EventSource = class extends EventSource {
      constructor(address) { super(address); streams.push(this); }
    };
    const { fetch } = window;
    let said = 0;
    window.fetch = (address, options) =>
      options && options.method === 'POST' && String(address).includes('/v1/replies') && window.isLossy && said++ === 0
        ? Promise.reject(new TypeError('lost')) : fetch(address, options);
";

/// What the prompt tells: the customer's words and the vendor's.
const TOLD: &str = "[find('[part=quote]'), all('[part=body]')[1]]
    .map(({ textContent }) => textContent.replaceAll(/[\\u2068\\u2069]/g, ''))";

/// A new customer, who may not have agreed to anything yet.
async fn arrives(house: &House) -> Customer<'_> {
    let customer = Customer::waits(house).await;
    customer.before_each_page(SPY).await;
    customer.visit("/").await;
    customer.is_heard().await;
    customer
}

/// The customer writes, and the page waits for an answer.
async fn asks(house: &House, customer: &Customer<'_>) {
    customer.eval(&format!("secondMoment('comment', {ASKED:?})")).await;
    waits(customer).await;
    assert_eq!(comments(house).await.len(), 1);
}

/// Waits until the page waits: its last stream is open.
async fn waits(customer: &Customer<'_>) {
    settles_at("the page waits for an answer", json!(1), async || {
        customer.eval("return streams.at(-1)?.readyState ?? 'none'").await
    })
    .await;
}

async fn comments(house: &House) -> Vec<CommentLineV1> {
    let page: CommentsPageV1 = house.ask("/v1/comments").await.expect("the list of comments");
    page.comments
}

/// The growth team answers the newest comment.
async fn answers(house: &House, words: &str) {
    let comment = comments(house).await.remove(0);
    let path = format!("/v1/comments/{}/reply", comment.id);
    house.tell(&path, json!({ "trial": comment.trial, "words": words })).await;
}

/// Waits until the growth team sees that all answers were seen.
async fn is_known_to_be_seen(house: &House) {
    settles_at("the collector knows that it was seen", true, async || {
        let mut replies = comments(house).await.into_iter().flat_map(|comment| comment.replies).peekable();
        replies.peek().is_some() && replies.all(|reply| reply.seen_ms.is_some())
    })
    .await;
}

/// How often somebody asked for replies.
fn asked(house: &House) -> usize {
    house.heard_of_customers().iter().filter(|line| line.starts_with("GET /v1/replies")).count()
}

/// The page has settled, everything that could be shown would be by now, and nothing is.
async fn shows_nothing(customer: &Customer<'_>) {
    customer.is_heard().await;
    for _ in 0..3 {
        customer.passes_a_tick().await;
    }
    assert!(!customer.has_prompt().await);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_comes_into_the_open_page_and_is_told_once() {
    let house = House::open(Plan::DEMO).await;
    let customer = arrives(&house).await;
    customer.eval("window.mark = 'the same page'").await;
    asks(&house, &customer).await;
    answers(&house, ANSWER).await;
    assert_eq!(customer.sees_prompt().await, TITLE);
    assert_eq!(customer.in_prompt(TOLD).await, json!([ASKED, ANSWER]));
    assert_eq!(customer.eval("return window.mark").await, json!("the same page"));
    assert_ne!(customer.focused().await, "title", "an answer takes no focus");
    settles_at("nobody waits when nothing is open", json!([2]), async || {
        customer.eval("return streams.map(({ readyState }) => readyState)").await
    })
    .await;
    is_known_to_be_seen(&house).await;
    customer.answers("done").await;
    customer.sees_no_prompt().await;
    settles_at("an exposure that came to its end", (1, 1), async || {
        let record = customer.record("answered").await;
        (record.shown.total(), record.completed)
    })
    .await;

    let until_now = asked(&house);
    customer.client.refresh().await.expect("a reload");
    shows_nothing(&customer).await;
    let elsewhere = Customer::waits(&house).await;
    elsewhere.is_also(&customer).await;
    elsewhere.visit("/").await;
    shows_nothing(&elsewhere).await;
    assert_eq!(asked(&house), until_now, "there is nothing to ask for");
    assert_eq!(customer.texts("seen.errors").await, [""; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_was_written_meanwhile_is_shown_at_the_next_visit_in_whichever_browser() {
    let house = House::open(Plan::DEMO).await;
    let customer = arrives(&house).await;
    asks(&house, &customer).await;
    let elsewhere = Customer::waits(&house).await;
    elsewhere.before_each_page(SPY).await;
    elsewhere.is_also(&customer).await;
    customer.leaves().await;
    answers(&house, ANSWER).await;
    elsewhere.visit("/").await;
    assert_eq!(elsewhere.sees_prompt().await, TITLE);
    assert_eq!(elsewhere.in_prompt(TOLD).await, json!([ASKED, ANSWER]));
    assert_eq!(elsewhere.eval("return streams.length").await, json!(0), "no comment is open, so nobody waits");
    is_known_to_be_seen(&house).await;
    customer.visit("/").await;
    shows_nothing(&customer).await;

    // A second answer to the same comment is another one.
    answers(&house, "And by mail").await;
    customer.visit("/").await;
    assert_eq!(customer.sees_prompt().await, TITLE);
    assert_eq!(customer.in_prompt(TOLD).await, json!([ASKED, "And by mail"]));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_was_answered_writes_back_and_waits_again() {
    let house = House::open(Plan::DEMO).await;
    let customer = arrives(&house).await;
    asks(&house, &customer).await;
    answers(&house, ANSWER).await;
    customer.sees_prompt().await;
    customer.answers("next").await;
    customer.focuses("words").await;
    customer.types("Not there").await;
    customer.answers("send").await;
    settles_at("both comments", 2, async || comments(&house).await.len()).await;
    let newest = comments(&house).await.remove(0);
    assert_eq!((newest.words.as_str(), newest.about.as_deref()), ("Not there", Some("answered")));
    waits(&customer).await;
    answers(&house, "Look again").await;
    customer.presses("done").await;
    settles_at("the next answer", json!(["Not there", "Look again"]), async || customer.in_prompt(TOLD).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_refuses_or_is_forgotten_asks_for_nothing() {
    for command in ["secondMoment('consent', 'denied')", "secondMoment('forget')"] {
        let house = House::open(Plan::DEMO).await;
        let customer = arrives(&house).await;
        asks(&house, &customer).await;
        customer.eval(command).await;
        settles_at("the stream is closed", json!([2]), async || {
            customer.eval("return streams.map(({ readyState }) => readyState)").await
        })
        .await;
        let until_now = asked(&house);
        if command.contains("denied") {
            answers(&house, ANSWER).await;
        }
        shows_nothing(&customer).await;
        customer.eval("dispatchEvent(new Event('pageshow'))").await;
        customer.visit("/").await;
        shows_nothing(&customer).await;
        assert_eq!(asked(&house), until_now, "{command}");
        assert_eq!(customer.eval("return streams.length").await, json!(0), "{command}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_consent_or_a_prompt_that_shows_it_nobody_asks() {
    let house = House::open(Plan::NO_PROMPTS).await;
    let customer = arrives(&house).await;
    customer.eval(&format!("secondMoment('comment', {ASKED:?})")).await;
    settles_at("the comment", 1, async || comments(&house).await.len()).await;
    answers(&house, ANSWER).await;
    customer.visit("/").await;
    shows_nothing(&customer).await;
    assert_eq!(asked(&house), 0);
    assert!(house.heard().iter().all(|heard| !heard.line.contains("prompt.wasm")), "nothing is to be shown");

    let house = House::open(Plan { tag: "data-consent=\"required\"", ..Plan::DEMO }).await;
    let customer = arrives(&house).await;
    customer.eval("secondMoment('consent', 'granted')").await;
    asks(&house, &customer).await;
    customer.eval("secondMoment('consent', 'denied')").await;
    answers(&house, ANSWER).await;
    let until_now = asked(&house);
    customer.visit("/").await;
    shows_nothing(&customer).await;
    assert_eq!(asked(&house), until_now);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_waits_may_be_kept_for_the_way_back_and_waits_again() {
    let house = House::open(Plan { may_be_kept: true, ..Plan::DEMO }).await;
    let customer = arrives(&house).await;
    customer.eval("window.mark = 'the same page'").await;
    asks(&house, &customer).await;
    customer.visit("/www/demo/style.css").await;
    answers(&house, ANSWER).await;
    customer.client.back().await.expect("the way back");
    let why = "return window.mark ?? JSON.stringify(performance.getEntriesByType('navigation')[0].notRestoredReasons)";
    assert_eq!(customer.eval(why).await, json!("the same page"));
    assert_eq!(customer.sees_prompt().await, TITLE);
    assert_eq!(customer.eval("return streams.map(({ readyState }) => readyState)").await, json!([2, 2]));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_seen_is_said_again_if_it_was_lost() {
    let house = House::open(Plan::DEMO).await;
    let customer = arrives(&house).await;
    customer.eval("window.isLossy = true").await;
    asks(&house, &customer).await;
    answers(&house, ANSWER).await;
    customer.sees_prompt().await;
    is_known_to_be_seen(&house).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_paints_prompts_itself_gets_the_words_and_says_when_they_were_seen() {
    let house = House::open(Plan::DEMO).await;
    let customer = arrives(&house).await;
    customer.eval("secondMoment('on', 'prompt', (prompt) => { seen.own = prompt; return false })").await;
    asks(&house, &customer).await;
    answers(&house, ANSWER).await;
    let told = eventually("the prompt as plain data", async || match customer.eval("return seen.own").await {
        serde_json::Value::Null => Err("none yet".to_owned()),
        told => Ok(told),
    })
    .await;
    assert_eq!((&told["kind"], &told["pages"][0]["title"]), (&json!("reply"), &json!(TITLE)));
    let blocks = &told["pages"][0]["blocks"];
    // Words of unknown direction stand apart from what is around them.
    let words =
        [1, 2].map(|place| blocks[place]["text"].as_str().map(|text| text.replace(['\u{2068}', '\u{2069}'], "")));
    assert_eq!(words, [Some(ASKED.to_owned()), Some(ANSWER.to_owned())]);
    assert_eq!(comments(&house).await[0].replies[0].seen_ms, None, "nobody has seen it");
    customer.eval("secondMoment('inspect', (told) => { seen.told = told })").await;
    settles_at("what is known of answers", json!({ "open": false, "waiting": 1 }), async || {
        customer.eval("return seen.told?.replies ?? null").await
    })
    .await;
    customer.eval("seen.own.answer('painted'); seen.own.answer('completed')").await;
    is_known_to_be_seen(&house).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_is_put_off_comes_again_in_whichever_browser() {
    let house = House::open(Plan { playbook: &[("snooze = \"1d\"", "snooze = \"5s\"")], ..Plan::DEMO }).await;
    let customer = arrives(&house).await;
    asks(&house, &customer).await;
    answers(&house, ANSWER).await;
    customer.sees_prompt().await;
    is_known_to_be_seen(&house).await;
    let elsewhere = Customer::waits(&house).await;
    elsewhere.is_also(&customer).await;
    customer.answers("snooze").await;
    customer.sees_no_prompt().await;
    settles_at("it is not seen any more", None, async || comments(&house).await[0].replies[0].seen_ms).await;
    assert_eq!(customer.sees_prompt().await, TITLE, "in the same page");
    is_known_to_be_seen(&house).await;
    customer.answers("snooze").await;
    settles_at("it is not seen any more", None, async || comments(&house).await[0].replies[0].seen_ms).await;
    customer.leaves().await;
    elsewhere.visit("/").await;
    assert_eq!(elsewhere.sees_prompt().await, TITLE);
    assert_eq!(elsewhere.in_prompt(TOLD).await, json!([ASKED, ANSWER]));
    is_known_to_be_seen(&house).await;
}
