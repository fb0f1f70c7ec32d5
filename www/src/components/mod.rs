//! The page's parts, one module each.
//!
//! All are pure function components: they show plain data of
//! [`kconfig::view`] and tell the page's reducer what was done to them.

pub mod arches;
pub mod by_arch;
pub mod chips;
pub mod claims;
pub mod config;
pub mod controls;
pub mod copy;
pub mod difference;
pub mod help;
pub mod link_check;
pub mod matrix;
pub mod notices;
pub mod pane;
pub mod panes;
pub mod patches;
pub mod roving;
pub mod steps;
pub mod theme;
pub mod top_bar;
pub mod warnings;
