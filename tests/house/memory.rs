//! The modules' memory is charged to the page, so it is small; what the stack has of it is more than enough.

use crate::customer::Customer;
use crate::world::{House, Plan};

/// The lowest place of the stack that was written to since the module `NAME` began, in bytes from its end: it grows
/// downwards, to the memory's first byte. The module is the page's own, for a page has each but once.
const UNTOUCHED: &str = "
    const name = performance.getEntriesByType('resource').map(({ name }) => name).find((name) => name.endsWith('/NAME.js'));
    return import(name)
      .then((module) => module.default())
      .then((exports) => Object.values(exports).find((value) => value instanceof WebAssembly.Memory))
      .then((memory) => new Uint8Array(memory.buffer).findIndex((byte) => byte !== 0));
";

/// Half of what `xtask/src/build/compile.rs` gives each module.
const UNTOUCHED_BYTES_MIN: [(&str, u64); 2] = [("core", 16_384), ("prompt", 32_768)];

#[tokio::test(flavor = "multi_thread")]
async fn half_of_each_stack_is_never_used() {
    let house = House::open(Plan::DEMO).await;
    let customer = Customer::arrives(&house).await;
    customer.creates_invoice("Northwind Bakery").await;
    customer.sends_it("accounts@northwind.example").await;
    customer.sees_prompt().await;
    customer.answers("decline").await;
    customer.sees_no_prompt().await;
    for (module, least) in UNTOUCHED_BYTES_MIN {
        let untouched = customer.eval(&UNTOUCHED.replace("NAME", module)).await.as_u64().unwrap_or_default();
        println!("{untouched} bytes of the stack of {module} were never written to");
        assert!(untouched >= least, "only {untouched} bytes of the stack of {module} were never written to");
    }
}
