//! A series that was put on a tree.

use serde::{Deserialize, Serialize};

/// How a series was read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeriesView {
    /// The subject of the cover letter, or else of the first patch.
    pub title: String,
    /// The version, from 1.
    pub version: u32,
    /// Who sent it: `Name <address>`; "" where that is not known.
    pub author: String,
    /// When, as the mail has it; "" where that is not known.
    pub date: String,
    /// The Message-ID of the cover letter without angle brackets, or "".
    pub message_id: String,
    /// The text of the cover letter, or "".
    pub letter: String,
    /// What is to be known of how it was read, each a sentence.
    pub notes: Vec<String>,
    /// What its text claims, as a claims file to be looked at, or "".
    pub offered: String,
    /// The claims file that is held against the series, or "".
    pub claims: String,
}

/// Something to be known of how a patch went on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PatchNote {
    /// What it means for what follows.
    pub kind: NoteKind,
    /// A phrase: `without hunk 2 of fs/nfs/Kconfig`.
    pub text: String,
    /// Further lines: the hunk beside the lines of the tree; may be empty.
    pub lines: Vec<String>,
}

/// What a note about a patch means for what follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum NoteKind {
    /// A part is not there: all that follows is said without it.
    LeftOut,
    /// The tree has the whole patch already.
    InTree,
    /// A part went on elsewhere than it says.
    Moved,
    /// Files that are not looked at.
    PassedOver,
}
