//! The page's parts, one module each.
//!
//! All are pure function components: they show plain data of
//! [`kconfig::view`] and give back what the person does. A part holds only
//! what no one else needs to know, such as which rows of the menu are open.

pub mod answers;
pub mod arches;
pub mod by_arch;
pub mod chips;
pub mod claims;
pub mod config;
pub mod controls;
pub mod copy;
pub mod dialog;
pub mod difference;
pub mod editor;
pub mod effects;
pub mod goto;
pub mod graph;
pub mod held_claims;
pub mod help;
pub mod link_check;
pub mod load_config;
pub mod losses;
pub mod matrix;
pub mod menu;
pub mod notices;
pub mod open_link;
pub mod open_series;
pub mod pane;
pub mod panes;
pub mod patches;
pub mod roving;
pub mod setup;
pub mod signs;
pub mod steps;
pub mod symbol;
pub mod theme;
pub mod top_bar;
pub mod tree_controls;
pub mod trees;
pub mod value;
pub mod verdict;
pub mod warnings;

#[cfg(test)]
mod samples;

#[cfg(all(test, target_arch = "wasm32"))]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
