//! What a series does, patch by patch, over all arches.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// What each patch does, in counts, as far as it was looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EffectsView {
    /// The base config whose values are compared, by its name.
    pub base: String,
    /// The values beside it.
    pub values: BTreeMap<String, String>,
    /// How many steps are done; a step is a patch on an arch.
    pub done: u32,
    /// How many there are.
    pub total: u32,
    /// The arches that are done.
    pub arches: Vec<String>,
    /// The patches, in the order of the series.
    pub patches: Vec<EffectRow>,
    /// All patches together.
    pub sum: EffectRow,
    /// What came of the claims, on the arches that are done or begun.
    pub claims: Vec<ClaimRow>,
}

/// What came of a claim's case on some arches.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClaimRow {
    /// The claim's id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The base config, by its name.
    pub base: String,
    /// How many patches are applied.
    pub n_patches: u32,
    /// What the user sets: `SMP=y`.
    pub set: Vec<String>,
    /// Whether it holds.
    pub verdict: Held,
    /// What is otherwise, or why the case cannot be looked at.
    pub why: Vec<String>,
    /// The arches of which this is so.
    pub arches: Vec<String>,
}

/// Whether a claim holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Held {
    /// It does.
    Holds,
    /// It does not.
    Fails,
    /// It cannot be looked at.
    Unknown,
}

/// What a patch does, in counts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EffectRow {
    /// The patch's id; "" for all patches together.
    pub id: String,
    /// How many entries come: each once, on whatever arch.
    pub n_added: u32,
    /// How many entries go.
    pub n_removed: u32,
    /// How many entries are otherwise than before, or have another name.
    pub n_changed: u32,
    /// How many values move, by arch; arches without one are left out.
    pub values: Vec<(String, u32)>,
    /// How many warnings and missing references are new.
    pub n_warnings: u32,
    /// How many of them vanish.
    pub n_vanished: u32,
    /// The arches on which conf stops at the tree after the patch.
    pub refused: Vec<String>,
}

/// What a patch does in the same way on some arches.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EffectGroup {
    /// The arches.
    pub arches: Vec<String>,
    /// What it does, in lines of at most 72 columns.
    pub text: String,
    /// The symbols that stand in the text.
    pub symbols: Vec<String>,
}

/// A patch as it was written: its words, and the lines that it changes in files that
/// are looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PatchText {
    /// The subject.
    pub subject: String,
    /// Who wrote it, or "".
    pub author: String,
    /// The text above the `---`.
    pub message: String,
    /// The lines of its diff: `diff path`, `@@`, and those that begin with ` `, `+`
    /// or `-`.
    pub lines: Vec<String>,
    /// The symbols that stand in the lines.
    pub symbols: Vec<String>,
    /// What was edited here, as a diff for `git apply` and `patch -p1`; "" of other
    /// patches.
    pub diff: String,
}
