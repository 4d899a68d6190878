//! A beacon as JSON.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| moment_fuzz::beacon_json(data));
