//! What comes in the name of Stripe.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| moment_fuzz::stripe(data));
