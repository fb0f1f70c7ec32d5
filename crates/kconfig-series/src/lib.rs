//! A patch series on a Kconfig tree: its patches, its claims, what it builds.
//!
//! Takes texts (mail, diffs, `Objects` files) and trees ([`kconfig_vfs::Vfs`])
//! and gives plain data: parsed patches, the tree after any choice of them,
//! which recorded link symbols nobody provides, and how a result differs from
//! what a claim expects. It evaluates no Kconfig: values come in through a
//! closure or a list. It reads no files and knows no particular series.
//!
//! Start with [`Series`], which holds a base tree and the patches on it, and
//! [`Scenario`], which says what is to be looked at.

mod apply;
mod claims;
mod expr;
mod mail;
mod objects;
mod patch;
mod scenario;
mod select;

pub use apply::{Applied, ApplyError, ApplyReason, HunkOffset, apply};
pub use claims::{Assignment, Case, Claim, Differing, Expected, KnownFailure, compare};
pub use expr::{Cond, Expr, ExprError};
pub use mail::parse_mbox;
pub use objects::{
    Function, LinkReport, MissingReference, Need, Object, ObjectsFile, ObjectsProblem, Provided, Provider,
    link_check, objects_for_arch, parse_objects,
};
pub use patch::{FileDiff, Hunk, HunkLine, LineKind, Patch, PatchProblem};
pub use scenario::{Diagram, Edge, Region, Relation, Scenario, ScenarioArch, ScenarioPatch, Start, StepName};
pub use select::{PatchSelection, SelectionError, Series, SeriesPatch, Snapshots};
