//! Who depends on whom, and why a value is what it is.
//!
//! Takes a model or an [`Evaluation`](kconfig_eval::Evaluation); gives typed
//! relations between symbols as a petgraph graph ([`Relations`]), the part of
//! it around a symbol ([`neighbourhood`]), and explanations that only read
//! what the evaluator recorded ([`why`], [`why_not`]). It computes no value, but for
//! [`ext_help`], which shows what conf would while it asks.
//!
//! Start with [`Relations`] and [`why`]; [`layout`] says where to draw.

mod blockers;
mod explain;
mod help;
pub mod layout;
mod neighbourhood;
mod relation;
mod why;

pub use blockers::why_not;
pub use explain::{Line, origin_text, selected_text};
pub use help::ext_help;
pub use neighbourhood::{LeftOut, MAX_SYMBOLS, Neighbourhood, neighbourhood};
pub use relation::{Relation, RelationKind, Relations};
pub use why::{selectors, why};
