//! A patch series put on any tree: what goes on, where, and what does not.

pub use kconfig_series::{
    ApplyError, ApplyReason, CoverLetter, FileDiff, FileOutcome, Hunk, HunkLine, HunkMismatch, HunkState,
    Input, LeftOut, LineKind, Missing, Note, Outcome, Patch, PatchProblem, Placed, ReadPatch, Reading, Tag,
    Way, apply, apply_kept, is_kept, kept_in, parse_mbox, patches_in_tree, read,
};
