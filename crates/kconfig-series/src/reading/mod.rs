//! A patch series read from whatever it was sent or saved as.

mod message;
mod note;
mod prose;
mod tag;
mod threads;
mod unpack;

pub use note::Note;
pub use tag::Tag;

use crate::patch::Patch;
use note::Notes;

/// How many bytes of input are read, all inputs together: 64 MiB.
///
/// The mail archive of a busy list has some 20 MB in a month.
pub const MAX_INPUT: usize = 64 << 20;

/// How many bytes a `.gz` may inflate to: 64 MiB.
pub(crate) const MAX_INFLATED: usize = 64 << 20;

/// How many lines of text are read of all inputs, after decoding. Each costs some
/// hundred bytes of memory as part of a diff.
pub(crate) const MAX_LINES: usize = 2_000_000;

/// How many mails are read of all inputs.
pub(crate) const MAX_MAILS: usize = 5_000;

/// How many lines the headers of a mail may have.
pub(crate) const MAX_HEADER_LINES: usize = 2_000;

/// How many parts of a mail may hold parts or mails themselves; so deep can they
/// be nested.
pub(crate) const MAX_NESTING: usize = 50;

/// How many notes are kept; more are counted.
pub(crate) const MAX_NOTES: usize = 100;

/// One thing to read, such as a file or what was pasted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Input<'a> {
    /// What it is called: a file's name, or "standard input".
    pub name: &'a str,
    /// What it holds: an mbox (also as .gz), a mail, a diff, or quilt's `series`.
    pub bytes: &'a [u8],
}

/// A patch with its place in a series.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReadPatch {
    /// The patch; its subject is the input's name where it has none itself.
    pub patch: Patch,
    /// What its brackets say.
    pub tag: Tag,
    /// The name of the input that it was in.
    pub input: String,
}

/// What introduces a series.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CoverLetter {
    /// The subject without its leading `[...]`.
    pub subject: String,
    /// The text, without the signature.
    pub body: String,
    /// The Message-ID without its angle brackets.
    pub message_id: Option<String>,
    /// The `From:` header: `Name <address>`.
    pub author: Option<String>,
    /// The `Date:` header as it came.
    pub date: Option<String>,
    /// The name of the input that it was in.
    pub input: String,
}

/// A series as it was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// The patches, in the order they go on.
    pub patches: Vec<ReadPatch>,
    /// What introduces them.
    pub cover: Option<CoverLetter>,
    /// The version of the series, from 1.
    pub version: u32,
    /// How many patches the series says it has; `None` where they have no numbers.
    pub of: Option<u32>,
    /// The commit that the series is made on: `base-commit:`.
    pub base_commit: Option<String>,
    /// The patches that the series is made on: `prerequisite-patch-id:`.
    pub prerequisites: Vec<String>,
    /// What a person should know of the reading.
    pub notes: Vec<Note>,
}

impl Reading {
    /// Gives the series a title: the cover letter's subject, else the first
    /// patch's.
    pub fn title(&self) -> &str {
        let cover = self.cover.as_ref().map(|cover| &*cover.subject).filter(|subject| !subject.is_empty());
        cover.or_else(|| self.patches.first().map(|patch| patch.patch.name())).unwrap_or("")
    }

    /// Gives the Message-ID that the series is found by: the cover letter's, else the
    /// first patch's.
    pub fn message_id(&self) -> Option<&str> {
        let cover = self.cover.as_ref().and_then(|cover| cover.message_id.as_deref());
        cover.or_else(|| self.patches.first()?.patch.message_id.as_deref())
    }
}

/// Reads a series from all that was given: mailboxes, mails, diffs, or quilt's
/// `series` file with its patches.
///
/// Patches are ordered by their numbers, and by place where they have none. Of
/// several versions the newest is taken, and of two series the larger one.
/// Whatever is passed over is in the notes.
pub fn read(inputs: &[Input<'_>]) -> Reading {
    let mut notes = Notes::new();
    let (messages, is_quilt) = unpack::messages(inputs, &mut notes);
    let mut reading = threads::assemble(messages, is_quilt, &mut notes);
    for patch in &reading.patches {
        // A character that was no UTF-8 is the same in the tree, read likewise.
        let is_damaged = |file: &&crate::patch::FileDiff| {
            let mut lines = file.hunks.iter().flat_map(|hunk| &hunk.lines);
            crate::kept::is_kept(file.path()) && lines.any(|line| line.text.contains('\u{fffd}'))
        };
        for file in patch.patch.files.iter().filter(is_damaged) {
            notes.push(Note::NotUtf8 { patch: patch.patch.name().to_owned(), path: file.path().to_owned() });
        }
    }
    reading.notes = notes.finish();
    reading
}
