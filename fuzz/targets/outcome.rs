//! An outcome that a backend tells.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| moment_fuzz::outcome(data));
