//! The facade: everything that a user interface needs, and the only crate it
//! may depend on.
//!
//! [`tree`] is the evaluator for one tree, as `conf` is. It knows no files, no
//! environment and no browser.

pub mod tree;
pub mod view;
