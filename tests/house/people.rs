//! Somebody of the growth team comes in by an invitation, answers a customer, and leaves.

use moment_collector::keys::hash;
use moment_collector::role::Role;
use moment_collector::store::Change;
use moment_collector::store::desk::DeskChange;
use moment_collector::store::people::{Invitation, PeopleChange};
use moment_wire::report::CommentsPageV1;

use crate::customer::Customer;
use crate::eventually::{eventually, settles_at};
use crate::growth_team::GrowthTeam;
use crate::world::{House, Plan};

const PASSWORD: &str = "correct horse battery";

#[tokio::test(flavor = "multi_thread")]
async fn the_first_admin_joins_answers_a_customer_signs_out_and_in_again() {
    let house = House::open(Plan::NO_PROMPTS).await;
    let invitation = Invitation { hash: hash("inv_first"), name: None, until_ms: u64::MAX / 2 };
    let change = Change::Desk(DeskChange::People(PeopleChange::Invited(invitation)));
    house.parts.store.commit(&[change]).expect("the invitation is kept");
    let customer = Customer::arrives(&house).await;
    let trial = customer.trial().await;
    customer.runs().await;
    customer.eval("secondMoment('comment', 'Where is export?')").await;
    eventually("the comment at the collector", async || {
        let page: CommentsPageV1 = house.ask("/v1/comments").await?;
        if page.comments.len() == 1 { Ok(()) } else { Err(format!("{page:?}")) }
    })
    .await;

    customer.leaves().await;

    let team = GrowthTeam::invited(&house, "inv_first").await;
    team.fill("name-input", "ada@example.com").await;
    team.fill("password-input", PASSWORD).await;
    team.click("join").await;
    team.find("sign-out").await;
    assert_eq!(team.eval("return document.cookie").await.as_str(), Some(""), "no script can read the session");

    team.opens(&format!("/trials/{trial}")).await;
    team.fill("reply-words", "Under Reports → Export").await;
    team.click("reply-send").await;
    assert!(team.text("trial-reply").await.starts_with("Under Reports → Export"));
    let page: CommentsPageV1 = house.ask("/v1/comments").await.expect("the list");
    assert_eq!(page.comments[0].replies[0].who, "ada@example.com");

    team.click("sign-out").await;
    team.fill("name-input", "ada@example.com").await;
    team.fill("password-input", "a wrong password").await;
    team.click("person-sign-in").await;
    settles_at("nobody was let in", true, async || {
        let text = team.eval("return document.querySelector('#person-error')?.textContent ?? ''").await;
        text.as_str().is_some_and(|text| text.contains("wrong"))
    })
    .await;
    team.fill("password-input", PASSWORD).await;
    team.click("person-sign-in").await;
    team.find("sign-out").await;
    // A page that is loaded anew knows who is there.
    team.opens("/").await;
    team.find("sign-out").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_viewer_reads_all_and_is_offered_nothing_that_the_role_may_not_do() {
    let house = House::open(Plan::NO_PROMPTS).await;
    let awaited = PeopleChange::Awaited { name: "vera".into(), role: Role::Viewer, made_ms: 0 };
    let invitation = Invitation { hash: hash("inv_vera"), name: Some("vera".into()), until_ms: u64::MAX / 2 };
    let changes = [awaited, PeopleChange::Invited(invitation)].map(|change| Change::Desk(DeskChange::People(change)));
    house.parts.store.commit(&changes).expect("the invitation is kept");
    let customer = Customer::arrives(&house).await;
    let trial = customer.trial().await;
    customer.runs().await;
    customer.eval("secondMoment('comment', 'Where is export?')").await;
    customer.leaves().await;

    let team = GrowthTeam::invited(&house, "inv_vera").await;
    team.fill("password-input", PASSWORD).await;
    team.click("join").await;
    team.find("pause-who").await;
    assert_eq!(team.count("[data-testid='pause']").await, 0);
    team.opens(&format!("/trials/{trial}")).await;
    assert!(team.text("trial-comment").await.starts_with("Where is export?"));
    assert_eq!(team.count("[data-testid='reply-send']").await, 0);

    // Who is an editor from now on is offered it at the next sign-in.
    house
        .parts
        .store
        .commit(&[Change::Desk(DeskChange::People(PeopleChange::Role("vera".into(), Role::Editor)))])
        .expect("the role is kept");
    team.click("sign-out").await;
    team.fill("name-input", "vera").await;
    team.fill("password-input", PASSWORD).await;
    team.click("person-sign-in").await;
    team.find("reply-send").await;
    team.opens("/").await;
    team.find("pause").await;
}
