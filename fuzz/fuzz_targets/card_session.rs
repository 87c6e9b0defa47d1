#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| tapsmith_decoders::card_session(bytes));
