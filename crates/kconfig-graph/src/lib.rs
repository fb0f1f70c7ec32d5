//! Placeholder.
pub mod layout;
