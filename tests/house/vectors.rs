//! The vectors in a browser: the core computes there what it computes natively, to the last bit.

use crate::lab::{Lab, vectors};

#[tokio::test(flavor = "multi_thread")]
async fn readiness_is_the_same_in_the_browser() {
    agrees("check_readiness", "readiness.txt").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn arms_are_the_same_in_the_browser() {
    agrees("check_arms", "arms.txt").await;
}

/// The whole file agrees, and would not if one number in it were another.
async fn agrees(check: &str, name: &str) {
    let lab = Lab::open().await;
    let script = format!("return lab.{check}(arguments[0])");
    let file = vectors(name);
    assert_eq!(lab.ask(&script, &file).await, "", "if the core has changed, build the lab: `cargo xtask test`");
    let last = file.rsplit_once("\nvector ").and_then(|(_, vector)| vector.lines().next()).expect("a last vector");
    let told = lab.ask(&script, &format!("{}1\n", file.trim_end())).await;
    assert!(told.as_str().is_some_and(|told| told.starts_with(&format!("vector {last}: "))), "{told}");
}
