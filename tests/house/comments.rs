//! What a customer writes reaches the growth team once, whatever happens on the way.

use moment_wire::report::CommentsPageV1;

use crate::customer::Customer;
use crate::eventually::{eventually, settles_at};
use crate::growth_team::GrowthTeam;
use crate::world::{House, Plan};

/// Markup, quotes, several lines and letters beyond ASCII: all of it is text.
const WORDS: &str = "Where is <b>\"export\"</b>?\nMerci & à bientôt 🙂";

async fn writes(customer: &Customer<'_>, words: &str) {
    customer.eval(&format!("secondMoment('comment', {words:?}, {{ about: 'activated' }})")).await;
}

/// Waits until the collector has so many comments.
async fn are_read(house: &House, count: usize) -> CommentsPageV1 {
    eventually(&format!("{count} comments at the collector"), async || {
        let page: CommentsPageV1 = house.ask("/v1/comments").await?;
        if page.comments.len() == count { Ok(page) } else { Err(format!("{page:?}")) }
    })
    .await
}

/// What the browser keeps of comments.
async fn waits(customer: &Customer<'_>) -> Vec<String> {
    customer.texts("Object.keys(localStorage).filter((name) => name.endsWith('.comments'))").await
}

fn sent(house: &House) -> usize {
    house.heard_of_customers().iter().filter(|line| line.starts_with("POST /v1/comments")).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_comment_written_without_a_collector_arrives_with_a_later_page_and_is_read_in_the_console() {
    let house = House::open(Plan::NO_PROMPTS).await;
    let customer = Customer::arrives(&house).await;
    let trial = customer.trial().await;
    customer.runs().await;
    house.shuts(true);
    writes(&customer, WORDS).await;
    assert_eq!(waits(&customer).await.len(), 1, "it is kept first");
    // A page without the widget, for it comes from the collector.
    customer.visit("/").await;
    house.shuts(false);
    customer.visit("/").await;

    let page = are_read(&house, 1).await;
    assert_eq!((page.comments[0].words.as_str(), page.comments[0].trial.as_str()), (WORDS, trial.as_str()));
    assert_eq!(page.comments[0].about.as_deref(), Some("activated"));
    settles_at("nothing waits", Vec::new(), async || waits(&customer).await).await;
    let until_now = sent(&house);
    customer.visit("/").await;
    customer.runs().await;
    customer.leaves().await;
    assert_eq!(sent(&house), until_now, "what is acknowledged is not sent again");

    let team = GrowthTeam::signs_in(&house).await;
    team.find("headline").await;
    team.opens(&format!("/trials/{trial}")).await;
    assert!(team.text("trial-comment").await.starts_with(WORDS));
    assert_eq!(team.count("[data-testid='trial-comment'] b").await, 0, "words are no markup");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_comment_written_offline_is_sent_when_the_browser_is_online_again() {
    let house = House::open(Plan::NO_PROMPTS).await;
    let customer = Customer::arrives(&house).await;
    customer.runs().await;
    customer.is_online(false).await;
    writes(&customer, "written offline").await;
    customer.is_online(true).await;
    are_read(&house, 1).await;
    settles_at("nothing waits", Vec::new(), async || waits(&customer).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_comment_survives_that_the_browser_is_killed_half_a_second_later() {
    let house = House::open(Plan::NO_PROMPTS).await;
    let customer = Customer::arrives(&house).await;
    customer.runs().await;
    house.shuts(true);
    writes(&customer, "the last words").await;
    customer.eval("await new Promise((wake) => setTimeout(wake, 500))").await;
    let customer = customer.dies_and_opens().await;
    house.shuts(false);
    customer.visit("/").await;
    assert_eq!(are_read(&house, 1).await.comments[0].words, "the last words");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_queue_that_is_full_takes_no_more_and_says_so_to_the_developer() {
    let house = House::open(Plan::NO_PROMPTS).await;
    let customer = Customer::arrives(&house).await;
    customer.runs().await;
    house.shuts(true);
    customer
        .eval(
            "window.said = [];
             console.warn = (...words) => said.push(words.join(' '));
             secondMoment('debug', true);
             for (let number = 0; number < 25; number++) secondMoment('comment', 'comment ' + number);
             for (const bad of ['', '   ', 'x'.repeat(2001)]) secondMoment('comment', bad);
             secondMoment('comment', 'fine', { about: 'bob@example.com' });
             secondMoment('comment');",
        )
        .await;
    let said = customer.texts("said").await;
    assert_eq!(said.iter().filter(|line| line.contains("a comment was not taken")).count(), 9, "{said:?}");
    assert_eq!(said.iter().filter(|line| line.contains("not understood: comment")).count(), 1, "{said:?}");
    house.shuts(false);
    customer.visit("/").await;
    let mut words: Vec<String> = are_read(&house, 20).await.comments.into_iter().map(|line| line.words).collect();
    words.sort_by_key(|words| (words.len(), words.clone()));
    let first_twenty: Vec<String> = (0..20).map(|number| format!("comment {number}")).collect();
    assert_eq!(words, first_twenty);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_consent_no_comment_is_kept_or_sent() {
    let house = House::open(Plan::NO_PROMPTS).await;
    let customer = Customer::arrives(&house).await;
    customer.runs().await;
    house.shuts(true);
    writes(&customer, "before the refusal").await;
    customer.eval("secondMoment('consent', 'denied')").await;
    writes(&customer, "after the refusal").await;
    assert_eq!(waits(&customer).await, [""; 0]);
    house.shuts(false);
    customer.visit("/").await;
    customer.eval("secondMoment('consent', 'granted')").await;
    writes(&customer, "after consent").await;
    assert_eq!(are_read(&house, 1).await.comments[0].words, "after consent");
}
