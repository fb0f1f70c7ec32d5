//! What trees, series and .config files give, by name: no words for people, no rows.

pub(crate) mod asked;
pub(crate) mod base;
pub(crate) mod digest;
pub(crate) mod reads;

/// The prefix of .config lines in the kernel.
pub(crate) const PREFIX: &str = "CONFIG_";
