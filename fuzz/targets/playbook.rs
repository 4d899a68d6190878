//! A playbook as text.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| moment_fuzz::playbook(data));
