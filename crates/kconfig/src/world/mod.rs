//! What trees, series and .config files give, by name: no words for people, no rows.

pub(crate) mod base;
pub(crate) mod reads;
