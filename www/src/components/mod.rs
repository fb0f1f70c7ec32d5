//! The page's parts, one module each.
//!
//! A part takes what to show as plain data, and gives back what the person
//! does; it holds only what no one else needs to know, such as which rows of
//! the menu are open.

pub mod graph;
pub mod menu;
pub mod symbol;
pub mod value;

#[cfg(test)]
mod samples;

#[cfg(all(test, target_arch = "wasm32"))]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
