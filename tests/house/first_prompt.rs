//! The two walkthroughs in one: a click becomes a prompt, and the summary reaches the console.

use moment_wire::report::{LimitV1, TrialV1};

use crate::customer::Customer;
use crate::eventually::{eventually, settles_at};
use crate::growth_team::GrowthTeam;
use crate::world::{House, Plan};

#[tokio::test(flavor = "multi_thread")]
async fn a_click_becomes_a_prompt_and_the_summary_reaches_the_console() {
    let house = House::open(Plan::DEMO).await;
    let customer = Customer::arrives(&house).await;
    let id = customer.trial().await;
    customer.creates_invoice("Northwind Bakery").await;
    assert!(!customer.has_prompt().await, "nothing is sold before the product kept its promise");
    customer.sends_it("accounts@northwind.example").await;

    let title = customer.sees_prompt().await;
    assert_eq!(title, "Your first invoice is on its way");
    assert_ne!(customer.focused().await, "title", "a card takes no focus");
    customer.answers("why").await;
    let reasons = customer.prompt_part("why-list").await.text().await.expect("reasons");
    let reasons: Vec<&str> = reasons.lines().collect();
    assert_eq!(reasons[1..], ["You sent an invoice to a client."], "{reasons:?}");
    settles_at("the exposure is counted", Ok(1), async || {
        customer.kept().await.map(|kept| kept.prompt("sent_first").map_or(0, |prompt| prompt.shown.total()))
    })
    .await;

    customer.answers("accept").await;
    settles_at("the offer is followed", "/upgrade".to_owned(), async || {
        customer.eval("return location.pathname").await.as_str().unwrap_or_default().to_owned()
    })
    .await;
    customer.has_used("pricing_viewed", 1).await;
    assert_eq!(customer.texts("seen.errors").await, [""; 0]);
    customer.leaves().await;

    let told = eventually("the whole story at the collector", async || {
        let told = house.trial(&id).await?;
        if told.features.len() == 3 { Ok(told) } else { Err(format!("{told:?}")) }
    })
    .await;
    api_tells_it(&told);
    let overview = house.overview().await;
    assert_eq!((overview.trials, overview.activated, overview.prompts_shown, overview.prompts_clicked), (1, 1, 1, 1));
    console_shows_it(&house, &told).await;
}

fn api_tells_it(told: &TrialV1) {
    let mut features: Vec<(&str, u32)> = told.features.iter().map(|used| (used.name.as_str(), used.total)).collect();
    features.sort_unstable();
    assert_eq!(features, [("invoice_created", 1), ("invoice_sent", 1), ("pricing_viewed", 1)]);
    let reached = told.moments.iter().filter(|moment| moment.at_ms.is_some());
    assert_eq!(reached.map(|moment| moment.name.as_str()).collect::<Vec<_>>(), ["first_invoice", "activated"]);
    let prompt = told.prompts.iter().find(|prompt| prompt.id == "sent_first").expect("the prompt's record");
    assert_eq!((prompt.shown, prompt.clicked, prompt.dismissed), (1, 1, 0));
    assert_eq!((told.line.shown, told.line.clicked), (1, 1));
    assert_eq!(
        told.limits,
        [LimitV1 { name: "invoices".into(), label: "Invoices in the trial".into(), used: 1, of: 5, hard: true }]
    );
    assert!(told.line.signed && !told.line.simulated);
    assert_eq!((told.replicas, told.sessions, told.dropped), (1, 1, 0));
    assert_eq!(told.readiness.contributions[0].reading, "activated");
}

async fn console_shows_it(house: &House, told: &TrialV1) {
    let team = GrowthTeam::signs_in(house).await;
    for (figure, value) in [("trials", "1"), ("activated", "1"), ("shown", "1"), ("clicked", "1"), ("upgrades", "0")] {
        team.reads(&format!("[data-testid='figure-{figure}']"), "data-value", value).await;
    }
    team.reads("[data-testid='funnel-moment'][data-moment='activated']", "data-trials", "1").await;
    let id = &told.line.trial;
    team.reads(&format!("[data-testid='readiest-trial'][data-trial='{id}']"), "data-trial", id).await;

    team.opens(&format!("/trials/{id}")).await;
    team.reads("[data-testid='trial-moment'][data-moment='activated']", "data-reached", "true").await;
    team.reads("[data-testid='trial-moment'][data-moment='team_joined']", "data-reached", "false").await;
    team.reads("[data-testid='trial-feature'][data-feature='invoice_sent']", "data-total", "1").await;
    team.reads("[data-testid='trial-prompt'][data-prompt='sent_first']", "data-shown", "1").await;
    team.reads("[data-testid='trial-prompt'][data-prompt='sent_first']", "data-clicked", "1").await;
    team.reads("[data-testid='trial-limit']", "data-limit", "invoices").await;
    assert!(team.text("trial-limit").await.contains("1 of 5"));
    assert_eq!(team.text("trial-score").await, told.line.score.to_string());
    assert_eq!(team.texts("seen.errors").await, [""; 0]);
}
