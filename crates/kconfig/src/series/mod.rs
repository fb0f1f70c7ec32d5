//! A patch series read from what people have, and put on any tree: what goes on,
//! where, and what does not.
//!
//! Start with [`read`] and [`apply_series`].

mod words;

pub(crate) use words::patch_notes;
pub use words::{mismatch_lines, placed_words, reason_words};

pub use kconfig_series::{
    ApplyError, ApplyReason, Beside, Carried, CarriedError, CarryError, CoverLetter, FileDiff, FileOutcome,
    Hunk, HunkLine, HunkMismatch, HunkState, Input, LeftOut, LineKind, MAX_INPUT, Missing, Note, Outcome,
    Patch, PatchProblem, Placed, ReadPatch, Reading, Step, Tag, Way, apply, apply_kept, apply_series, carry,
    is_carried, is_kept, kept_in, parse_mbox, patches_in_tree, read, read_carried, reversed_series,
};
