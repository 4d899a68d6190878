//! The README's pictures, taken of the house as it is: `cargo xtask pictures`.

use std::path::PathBuf;
use std::{env, fs};

use crate::browser::Browser;
use crate::customer::Customer;
use crate::eventually::settles_at;
use crate::growth_team::GrowthTeam;
use crate::world::{House, Plan};

/// So that the README does not weigh on whoever looks at it.
const BYTES_MAX: usize = 250_000;

const VISITORS: u32 = 120;

#[tokio::test(flavor = "multi_thread")]
#[ignore = "makes pictures and tests nothing: cargo xtask pictures"]
async fn pictures() {
    let house = House::open(Plan::DEMO).await;
    let first_customer = Customer::arrives(&house).await;
    take_card(&first_customer).await;
    drop(first_customer);
    let second_customer = Customer::arrives(&house).await;
    take_modal(&second_customer).await;
    drop(second_customer);
    house.invite(VISITORS).await;
    take_console(&house).await;
}

async fn take_card(customer: &Customer<'_>) {
    customer.click("nav-team").await;
    customer.fill("invite-email", "sam@halden.example").await;
    customer.click("invite-send").await;
    customer.click("nav-upgrade").await;
    customer.has_used("pricing_viewed", 1).await;
    customer.creates_invoice("Northwind Bakery").await;
    customer.creates_invoice("Studio Halden").await;
    customer.sends_it("studio@halden.example").await;
    customer.sees_prompt().await;
    customer.click("nav-invoices").await;
    customer.answers("why").await;
    take(customer, "prompt").await;
}

async fn take_modal(customer: &Customer<'_>) {
    for client in ["Northwind Bakery", "Café Olé", "Studio Halden", "Meridian Cycles"] {
        customer.creates_invoice(client).await;
    }
    customer.sends_it("office@meridian.example").await;
    customer.sees_prompt().await;
    take(customer, "modal").await;
}

async fn take_console(house: &House) {
    let team = GrowthTeam::signs_in(house).await;
    team.find("headline").await;
    take(&team, "console").await;
    let readiest = team.find("readiest-trial").await.attr("data-trial").await.ok().flatten().expect("a trial");
    team.opens(&format!("/trials/{readiest}")).await;
    team.find("why-sum").await;
    take(&team, "trial").await;
}

/// Takes a picture once nothing moves any more and nothing is said in passing.
async fn take(browser: &Browser, name: &str) {
    settles_at("a page at rest", Some(true), async || {
        let script = "return document.fonts.status === 'loaded' && !document.querySelector('.toast')
            && document.getAnimations().every(({ playState }) => playState === 'finished')";
        browser.eval(script).await.as_bool()
    })
    .await;
    let picture = browser.client.screenshot().await.expect("a picture");
    let folder = PathBuf::from(env::var_os("SM_PICTURES").unwrap_or_else(|| env!("CARGO_TARGET_TMPDIR").into()));
    let path = folder.join(format!("{name}.png"));
    fs::create_dir_all(&folder).expect("a folder for the pictures");
    fs::write(&path, &picture).expect("the picture is kept");
    println!("{}: {} KB", path.display(), picture.len() / 1000);
    assert!(picture.len() < BYTES_MAX, "{name}.png has {} bytes, more than {BYTES_MAX}", picture.len());
}
