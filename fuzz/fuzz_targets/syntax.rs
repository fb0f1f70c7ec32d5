#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| kconfig_fuzz::syntax(text));
