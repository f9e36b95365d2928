#![no_main]
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| bylaws_tests::fuzzing::load(bytes));
