//! `inspect`: the customer reads exactly what is kept, was sent, and would be sent.

use moment_wire::beacon::BeaconV4;
use serde_json::{Value, json};

use crate::customer::Customer;
use crate::eventually::eventually;
use crate::world::{House, Plan};

#[tokio::test(flavor = "multi_thread")]
async fn what_is_told_is_what_is_kept_and_what_the_collector_heard() {
    let house = House::open(Plan::NO_PROMPTS).await;
    let customer = Customer::arrives(&house).await;
    let id = customer.trial().await;
    customer.eval("secondMoment('track', 'invoice_created', { count: 3 }); secondMoment('budget', 'fewer')").await;
    customer.eval("secondMoment('limit', 'invoices', { used: 4, of: 5, hard: true })").await;
    customer.has_used("invoice_created", 3).await;
    eventually("a beacon", async || house.trial(&id).await).await;

    let told = eventually("everything that was sent is told", async || {
        let told = inspects(&customer).await;
        let heard = house.heard();
        let beacon = heard.iter().rfind(|heard| heard.line.starts_with("POST /v1/beacon")).ok_or("no beacon")?;
        let sent = BeaconV4::decode(&beacon.body).map_err(|error| error.to_string())?;
        let is_it = told["sent"]["bytes"] == beacon.body.len()
            && told["sent"]["replica"] == format!("{:016x}", sent.replica)
            && told["sent"]["playbook"] == sent.playbook
            && told["sent"]["features"][0]["uses"] == 3;
        if is_it { Ok(told) } else { Err(told.to_string()) }
    })
    .await;
    assert_eq!(told["trial"], id);
    assert_eq!(told["server"], house.collector);
    assert_eq!((&told["consent"], &told["budget"]), (&json!("granted"), &json!("fewer")));
    assert!(told["sent"]["last_at"].as_str().is_some_and(|at| at.starts_with("20") && at.ends_with('Z')), "{told}");
    for part in ["kept", "sent", "will_send"] {
        let told = &told[part];
        assert_eq!(
            (&told["features"][0]["name"], &told["features"][0]["uses"]),
            (&json!("invoice_created"), &json!(3))
        );
        assert_eq!(told["moments"][0]["name"], "first_invoice", "{told}");
        let limit = &told["limits"][0];
        assert_eq!((&limit["used"], &limit["of"], &limit["hard"]), (&json!(4), &json!(5), &json!(true)));
    }
    let saved = customer.saved().await.expect("a kept replica");
    assert_eq!(told["kept"]["replica"], format!("{:016x}", saved.replica));
    assert_eq!(told["kept"]["visits"], saved.summary.sessions);

    // A comment is told while it waits.
    assert_eq!(told["comments"], json!([]));
    house.shuts(true);
    customer.eval("secondMoment('comment', 'Where is \"export\"?', { about: 'first_invoice' })").await;
    let comment = inspects(&customer).await["comments"][0].clone();
    assert_eq!((&comment["words"], &comment["about"]), (&json!("Where is \"export\"?"), &json!("first_invoice")));
    assert!(comment["at"].as_str().is_some_and(|at| at.starts_with("20")), "{comment}");
    house.shuts(false);

    // After a refusal nothing is kept and nothing would be sent; after `forget` nothing is remembered of what was.
    customer.eval("secondMoment('consent', 'denied')").await;
    let told = inspects(&customer).await;
    let rest = ["consent", "kept", "will_send", "sent", "comments"].map(|part| told[part].clone());
    assert_eq!(rest, [json!("denied"), Value::Null, Value::Null, Value::Null, json!([])], "{told}");
    assert_eq!(customer.texts("seen.errors").await, [""; 0]);
}

async fn inspects(customer: &Customer<'_>) -> Value {
    customer.eval("seen.told = null; secondMoment('inspect', (told) => { seen.told = told })").await;
    eventually("an answer", async || match customer.eval("return seen.told").await {
        Value::Null => Err("none".to_owned()),
        told => Ok(told),
    })
    .await
}
