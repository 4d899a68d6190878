//! The query of a start request, and the answer as a browser reads it.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| moment_fuzz::start(data));
