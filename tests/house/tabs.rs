//! Two pages of one trial in one browser at the same time: each use is counted once, and there is one session.

use crate::customer::Customer;
use crate::eventually::eventually;
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

#[tokio::test(flavor = "multi_thread")]
async fn two_pages_at_once_lose_nothing_and_count_nothing_twice() {
    let house = House::open(NO_PROMPTS).await;
    let customer = Customer::arrives(&house).await;
    let id = customer.trial().await;
    customer.eval(OPEN_ANOTHER).await;
    eventually("both pages have decided", async || {
        let both = customer.eval("return [window, frames[0]].every((page) => page.seen?.decisions.length > 0)").await;
        if both == true { Ok(()) } else { Err("not both".to_owned()) }
    })
    .await;

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
