//! Who depends on whom, and why a value is what it is.
//!
//! Takes a model or an [`Evaluation`](kconfig_eval::Evaluation); gives typed
//! relations between symbols as a petgraph graph ([`Relations`]), the part of
//! it around a symbol ([`neighbourhood`]), and explanations that only read
//! what the evaluator recorded ([`why`], [`why_not`]). It computes no value.
//!
//! Start with [`Relations`] and [`why`]; [`layout`] says where to draw.

mod blockers;
mod explain;
pub mod layout;
mod neighbourhood;
mod relation;
mod why;

pub use blockers::why_not;
pub use explain::{Line, origin_text};
pub use neighbourhood::{Neighbourhood, neighbourhood};
pub use relation::{Relation, RelationKind, Relations};
pub use why::{selectors, why};
