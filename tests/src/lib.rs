//! What the black-box tests share.
//!
//! The tests themselves stand in `tests/tests` and drive only the facade, the
//! programs and the built site. Start at [`browser`] for those of the page.

pub mod bins;
pub mod browser;
pub mod command;
pub mod differential;
pub mod edits;
pub mod effects;
pub mod generate;
pub mod opening;
pub mod patch_files;
pub mod reference;
pub mod role;
pub mod small_tree;
pub mod static_site;
pub mod suite;

/// An error of a test's own machinery, or of what it drives.
pub type Error = Box<dyn std::error::Error + Send + Sync>;

/// What a test returns.
pub type Result<T, E = Error> = std::result::Result<T, E>;
