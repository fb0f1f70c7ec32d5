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
mod apply_kept;
mod carried;
mod check;
mod claims;
mod diff;
mod edit;
mod expr;
mod hunks;
mod in_tree;
mod kept;
mod letter;
mod mail;
mod objects;
mod on_tree;
mod patch;
mod place;
mod reading;
mod refusal;
mod reverse;
mod scenario;
mod select;
mod snapshots;

pub use apply::{Applied, HunkOffset, apply};
pub use apply_kept::{FileOutcome, LeftOut, Missing, Outcome, Way, apply_kept};
pub use carried::{
    Carried, CarriedError, CarryError, MAX_CARRIED, MAX_CARRIED_PATCHES, MAX_MESSAGE_ID, carry, read_carried,
};
pub use check::Differing;
pub use claims::{
    Assignment, Case, CaseHere, Claim, ClaimArch, Claims, Excluded, Expect, Expected, KnownFailure,
};
pub use edit::{diff_text, edited};
pub use expr::{Cond, Expr, ExprError};
pub use hunks::{HunkState, Placed};
pub use in_tree::patches_in_tree;
pub use kept::{is_carried, is_kept, kept_in};
pub use letter::{Arches, LetterClaims, MAX_LETTER, OfferedClaim, UnreadLine, read_letter};
pub use mail::parse_mbox;
pub use objects::{
    Function, LinkReport, MissingReference, Need, Object, ObjectsFile, ObjectsProblem, Provided, Provider,
    link_check, objects_for_arch, parse_objects,
};
pub use on_tree::{Step, apply_series, reversed_series};
pub use patch::{FileDiff, Hunk, HunkLine, LineKind, Patch, PatchProblem};
pub use reading::{CoverLetter, Input, MAX_INPUT, Note, ReadPatch, Reading, Tag, read};
pub use refusal::{ApplyError, ApplyReason, Beside, HunkMismatch};
pub use scenario::{Diagram, Edge, Region, Relation, Scenario, ScenarioArch, ScenarioPatch, Start, StepName};
pub use select::{PatchSelection, SelectionError, Series, SeriesPatch};
pub use snapshots::{Snapshot, Snapshots};
