//! The vectors natively: what the core computes is what the files say. A whole-house test does the same in a browser.
//!
//! `UPDATE_EXPECT=1 cargo test --package moment-lab --test vectors` writes the files anew.

#[path = "vectors/arms.rs"]
mod arms;
#[path = "vectors/cases.rs"]
mod cases;
#[path = "vectors/readiness.rs"]
mod readiness;
