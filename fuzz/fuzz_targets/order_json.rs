#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| tapsmith_decoders::order_json(bytes));
