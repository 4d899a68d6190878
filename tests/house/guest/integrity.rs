//! What is not, to the byte, what was built does not run, however well it would work.

use serde_json::Value;

use super::works_without_us;
use crate::customer::Customer;
use crate::eventually::settles_at;
use crate::world::{House, Plan};

const DEBUGGED: Plan = Plan { tag: "data-debug", ..Plan::DEMO };

#[tokio::test(flavor = "multi_thread")]
async fn a_core_that_was_tampered_with_does_not_run() {
    for file in ["core.js", "core.wasm"] {
        let said = works_without_us(Plan { tampered: Some(file), ..DEBUGGED }).await;
        assert_eq!(said.len(), 1, "one line says that the widget does not run: {said:?}");
        assert!(said[0].starts_with("secondMoment: not running,"), "{said:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn prompts_that_were_tampered_with_are_not_shown() {
    for file in ["prompt.js", "prompt.wasm"] {
        let house = House::open(Plan { tampered: Some(file), ..DEBUGGED }).await;
        let customer = Customer::arrives(&house).await;
        customer.creates_invoice("Northwind Bakery").await;
        customer.sends_it("accounts@northwind.example").await;
        settles_at("one line says so", "secondMoment: the prompt could not be painted".to_owned(), async || {
            customer.texts("seen.said").await.join("\n")
        })
        .await;
        customer.has_used("invoice_sent", 1).await;
        assert!(!customer.has_prompt().await);
        assert_eq!(customer.eval("return window.tampered ?? null").await, Value::Null);
        assert_eq!(customer.texts("seen.errors").await, [""; 0]);
        assert_eq!(customer.texts("seen.broken").await, [""; 0]);
    }
}
