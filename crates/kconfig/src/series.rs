//! A patch series put on any tree: what goes on, where, and what does not.

pub use kconfig_series::{
    ApplyError, ApplyReason, FileDiff, FileOutcome, Hunk, HunkLine, HunkMismatch, HunkState, LeftOut,
    LineKind, Missing, Outcome, Patch, PatchProblem, Placed, Way, apply, apply_kept, is_kept, kept_in,
    parse_mbox, patches_in_tree,
};
