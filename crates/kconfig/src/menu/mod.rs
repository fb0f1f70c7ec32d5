//! The menu as rows: which there are, which are shown, and what each one says.
//!
//! A kernel has some 20,000 entries on an arch. What does not change with the
//! values is found once ([`MenuIndex`]); [`list`] walks only what is open, and
//! rows are made for the part that somebody looks at ([`menu_view`]).

mod index;
mod list;
mod near;
mod query;
mod row;
mod search;
mod view;

pub(crate) use index::MenuIndex;
pub(crate) use row::{type_name, values};
pub(crate) use view::{Seen, listed_symbols, menu_view, suggestion};
