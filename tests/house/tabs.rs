//! Two pages of one trial in one browser at the same time: each use is counted once, and there is one session.

use moment_core::decision::Reason;
use moment_core::summary::BudgetChoice;

use crate::customer::Customer;
use crate::eventually::{eventually, settles_at};
use crate::world::{House, Plan, uses};

/// Both pages use the feature three times in one tick, again and again, while each of them keeps what it counts.
const USE_IN_BOTH: &str = "
    const pages = [window, frames[0]];
    let bursts = 0;
    const timer = setInterval(() => {
      for (let use = 0; use < 3; use++) for (const page of pages) page.secondMoment('track', 'report_viewed');
      if (++bursts === 8) clearInterval(timer);
    }, 370);
";

#[tokio::test(flavor = "multi_thread")]
async fn two_pages_at_once_lose_nothing_and_count_nothing_twice() {
    let house = House::open(Plan::NO_PROMPTS).await;
    let customer = Customer::arrives(&house).await;
    let id = customer.trial().await;
    customer.opens_another().await;
    customer.eval(USE_IN_BOTH).await;
    customer.has_used("report_viewed", 48).await;
    customer.leaves().await;

    let told = eventually("the collector knows all of them", async || {
        let told = house.trial(&id).await?;
        let known = uses(&told, "report_viewed");
        if known == 48 { Ok(told) } else { Err(format!("{known}")) }
    })
    .await;
    assert_eq!((told.replicas, told.sessions, told.dropped), (1, 1, 0));
}

/// What would be shown in each page if it were alone.
const NO_COOLDOWN: Plan = Plan { playbook: &[("cooldownPeriod = \"2m\" ", "cooldownPeriod = \"0s\" ")], ..Plan::DEMO };

#[tokio::test(flavor = "multi_thread")]
async fn two_pages_at_once_show_one_prompt() {
    one_prompt_is_shown("").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_pages_at_once_show_one_prompt_where_the_browser_has_no_locks() {
    one_prompt_is_shown("delete Navigator.prototype.locks").await;
}

async fn one_prompt_is_shown(before: &str) {
    let house = House::open(NO_COOLDOWN).await;
    let customer = Customer::waits(&house).await;
    customer.before_each_page(before).await;
    customer.visit("/").await;
    assert_eq!(customer.eval("return navigator.locks == null").await, !before.is_empty());
    let id = customer.trial().await;
    customer.opens_another().await;
    // Both pages know that both moments are reached, and have settled: both may show the card with their next tick.
    customer
        .eval(
            "for (const page of [window, frames[0]]) {
               page.secondMoment('track', 'invoice_created');
               page.secondMoment('track', 'invoice_sent');
             }",
        )
        .await;
    eventually("one page shows the card, and the other knows why it does not", async || {
        let kept = customer.kept().await?;
        let record = kept.prompt("sent_first").ok_or("nothing is known of it")?;
        let is_elsewhere = |reason| matches!(reason, Reason::AlreadySeen | Reason::LostArbitration);
        let has_waited = record.waits.iter().any(|wait| is_elsewhere(wait.0));
        if record.shown.total() > 0 && has_waited { Ok(()) } else { Err(format!("{record:?}")) }
    })
    .await;
    assert_eq!(customer.eval("return seen.prompts.length + frames[0].seen.prompts.length").await, 1);
    customer.leaves().await;
    let told = eventually("the collector knows of the card", async || {
        let told = house.trial(&id).await?;
        if told.line.shown > 0 { Ok(told) } else { Err(format!("{:?}", told.prompts)) }
    })
    .await;
    assert_eq!(told.line.shown, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_budget_that_is_chosen_in_one_page_holds_in_the_other_and_in_the_next() {
    let house = House::open(NO_COOLDOWN).await;
    let customer = Customer::arrives(&house).await;
    customer.opens_another().await;
    customer.eval("frames[0].secondMoment('budget', 'none')").await;
    eventually("the choice is kept", async || {
        let budget = customer.kept().await?.budget;
        if budget.choice == BudgetChoice::None { Ok(()) } else { Err(format!("{budget:?}")) }
    })
    .await;
    customer.creates_invoice("Northwind Bakery").await;
    customer.sends_it("accounts@northwind.example").await;
    customer.is_decided("user_opted_out").await;
    customer.visit("/team").await;
    customer.is_decided("user_opted_out").await;
    assert!(!customer.has_prompt().await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_in_one_page_takes_the_open_prompt_in_the_other_away_and_an_agreement_opens_both() {
    let house = House::open(NO_COOLDOWN).await;
    let customer = Customer::arrives(&house).await;
    customer.opens_another().await;
    customer.eval("secondMoment('track', 'invoice_created'); secondMoment('track', 'invoice_sent')").await;
    // Whichever page shows it, the other one speaks.
    let shown = eventually("one page shows the card", async || {
        let shown = customer.eval("return [window, frames[0]].findIndex((page) => page.seen.prompts.length > 0)").await;
        shown.as_i64().filter(|place| *place >= 0).ok_or_else(|| "none".to_owned())
    })
    .await;
    let hosts =
        "return [document, frames[0].document].map((page) => page.querySelectorAll('second-moment-prompt').length)";
    eventually("it stands there", async || {
        let hosts = customer.eval(hosts).await;
        if hosts[usize::try_from(shown).unwrap_or_default()] == 1 { Ok(()) } else { Err(hosts.to_string()) }
    })
    .await;
    let says = async |page: i64, word: &str| {
        customer.eval(&format!("[window, frames[0]][{page}].secondMoment('consent', '{word}')")).await;
    };
    says(1 - shown, "denied").await;
    settles_at("no card in either", serde_json::json!([0, 0]), async || customer.eval(hosts).await).await;
    let word = async || customer.everything_kept().await.len();
    settles_at("the word alone is kept, twice", 2, word).await;
    customer.eval("for (const page of [window, frames[0]]) page.secondMoment('track', 'report_viewed')").await;
    says(shown, "granted").await;
    eventually("both pages are open again", async || {
        customer.eval("for (const page of [window, frames[0]]) page.secondMoment('track', 'export')").await;
        let kept = customer.kept().await?;
        let uses = |name| kept.feature(name).map_or(0, |used| used.counts.total());
        if uses("export") >= 4 && uses("report_viewed") == 0 { Ok(()) } else { Err(format!("{:?}", kept.features)) }
    })
    .await;
}
