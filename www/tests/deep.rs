//! The facade's tests of depth, on the stack that a browser gives.

#![cfg(target_arch = "wasm32")]

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

#[path = "../../crates/kconfig/tests/deep.rs"]
mod deep;
