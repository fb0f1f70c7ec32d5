//! What the person gives beside values: answers of a shell, files with values.

use serde::{Deserialize, Serialize};

/// A command that a tree asks the shell, and its answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswerRow {
    /// What it is known by in [`State::answers`](super::State::answers).
    pub key: String,
    /// The command, without what stands around each.
    pub command: String,
    /// What the toolchain answered; `None` where nobody asked it.
    pub recorded: Option<String>,
    /// The answer that is taken; `None` is unknown.
    pub now: Option<String>,
    /// Whether the state says so.
    pub is_said: bool,
}

/// What a file with values is taken as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum GivenAs {
    /// A .config or a defconfig: all that there is.
    Config,
    /// A fragment: on top of what there is.
    Fragment,
}

/// What became of the lines of a .config, a defconfig or a fragment.
///
/// The lists may be cut; the counts are of all.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoadReport {
    /// How many symbols it sets.
    pub n_set: u32,
    /// Names that the tree does not have on this arch.
    pub unknown: Vec<String>,
    /// How many those are.
    pub n_unknown: u32,
    /// What conf says of its lines.
    pub messages: Vec<String>,
    /// What came out otherwise: symbol, wanted, actual.
    pub differing: Vec<(String, String, String)>,
    /// How many those are.
    pub n_differing: u32,
}
