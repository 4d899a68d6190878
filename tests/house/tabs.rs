//! Two pages of one trial in one browser at the same time: each use is counted once, and there is one session.

use moment_core::decision::Reason;
use serde_json::Value;

use crate::customer::Customer;
use crate::eventually::{eventually, settles_at};
use crate::world::{House, Plan};

/// No prompt gets in the way of what is counted.
const NO_PROMPTS: Plan = Plan { playbook: &[("status = \"running\"", "status = \"draft\"")], ..Plan::DEMO };

/// A second page beside the first: both are visible, and both tick.
const OPEN_ANOTHER: &str = "
    const another = document.createElement('iframe');
    another.src = location.href;
    document.body.append(another);
";

/// Both pages use the feature three times in one tick, again and again, while each of them keeps what it counts.
const USE_IN_BOTH: &str = "
    const pages = [window, frames[0]];
    let bursts = 0;
    const timer = setInterval(() => {
      for (let use = 0; use < 3; use++) for (const page of pages) page.secondMoment('track', 'report_viewed');
      if (++bursts === 8) clearInterval(timer);
    }, 370);
";

async fn opens_another(customer: &Customer<'_>) {
    customer.eval(OPEN_ANOTHER).await;
    let decided = "return [window, frames[0]].every((page) => page.seen?.decisions.length > 0)";
    settles_at("both pages have decided", Value::Bool(true), async || customer.eval(decided).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_pages_at_once_lose_nothing_and_count_nothing_twice() {
    let house = House::open(NO_PROMPTS).await;
    let customer = Customer::arrives(&house).await;
    let id = customer.trial().await;
    opens_another(&customer).await;
    customer.eval(USE_IN_BOTH).await;
    customer.has_used("report_viewed", 48).await;
    customer.leaves().await;

    let told = eventually("the collector knows all of them", async || {
        let told = house.trial(&id).await?;
        let uses = told.features.iter().find(|used| used.name == "report_viewed").map_or(0, |used| used.total);
        if uses == 48 { Ok(told) } else { Err(format!("{uses}")) }
    })
    .await;
    assert_eq!((told.replicas, told.sessions, told.dropped), (1, 1, 0));
}

/// What would be shown in each page if it were alone.
const NO_COOLDOWN: Plan = Plan { playbook: &[("cooldownPeriod = \"2m\" ", "cooldownPeriod = \"0s\" ")], ..Plan::DEMO };

#[tokio::test(flavor = "multi_thread")]
async fn two_pages_at_once_show_one_prompt() {
    let house = House::open(NO_COOLDOWN).await;
    let customer = Customer::arrives(&house).await;
    let id = customer.trial().await;
    opens_another(&customer).await;
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
