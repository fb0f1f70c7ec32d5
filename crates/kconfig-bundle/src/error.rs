//! Why an archive cannot be read.

use std::fmt;

/// What is wrong with an archive, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadError {
    /// What is wrong.
    pub kind: ReadErrorKind,
    /// The entry that was read then, by its path in the archive.
    pub entry: Option<String>,
    /// How many unpacked bytes had been read.
    pub at: u64,
}

/// What can be wrong with an archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReadErrorKind {
    /// Neither gzip, xz nor tar; what it looks like, where that is known.
    NotAnArchive(Option<&'static str>),
    /// It ends before its end.
    CutShort,
    /// Its bytes contradict themselves; the words of the decoder.
    Damaged(String),
    /// It cannot be read at all; the words of whoever reads it.
    Input(String),
    /// xz wants to look further back than it may.
    Dictionary {
        /// How far it may, in bytes.
        limit: u64,
    },
    /// A path that is absolute or has `..`.
    UnsafePath,
    /// More than one of the [`Limits`](crate::Limits).
    TooLarge {
        /// What is too large: "the entry", "the archive".
        what: &'static str,
        /// How large it is or says it is.
        size: u64,
        /// How large it may be.
        limit: u64,
    },
    /// It has no Kconfig file at its root; some of what it has instead.
    NotATree(Vec<String>),
    /// The caller did not want to go on.
    Cancelled,
}

impl ReadError {
    /// Says what to do about it.
    pub fn help(&self) -> &'static str {
        match &self.kind {
            ReadErrorKind::NotAnArchive(Some("bzip2" | "zstd")) => {
                "Unpack it first (`bunzip2`, `zstd -d`), or take the .tar.gz or .tar.xz."
            }
            ReadErrorKind::NotAnArchive(_) => {
                "Take a .tar.gz, .tar.xz or .tar of a kernel tree, or make a bundle with `kconfig bundle TREE -o FILE.tar.gz`."
            }
            ReadErrorKind::CutShort => "Download or copy it again.",
            ReadErrorKind::Damaged(_) => {
                "Download or copy it again; `gzip -t`, `xz -t` and `tar -t` check it."
            }
            ReadErrorKind::Input(_) => "Choose it again: it may have been changed or removed meanwhile.",
            ReadErrorKind::Dictionary { .. } => "Pack it again with `xz -9` or less, or take the .tar.gz.",
            ReadErrorKind::UnsafePath => {
                "A kernel's tarball has no such path: do not trust this one, or pack it anew from the root of the tree."
            }
            ReadErrorKind::TooLarge { .. } => {
                "A kernel is smaller: make a bundle of the tree with `kconfig bundle TREE -o FILE.tar.gz`."
            }
            ReadErrorKind::NotATree(_) => {
                "Take the tarball of a whole kernel, or pack from the folder where the kernel's Kconfig and Makefile are."
            }
            ReadErrorKind::Cancelled => "Start again when it suits.",
        }
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            ReadErrorKind::NotAnArchive(None) => f.write_str("this is neither gzip, xz nor tar")?,
            ReadErrorKind::NotAnArchive(Some(kind)) => {
                write!(f, "this is neither gzip, xz nor tar but looks like {kind}")?;
            }
            ReadErrorKind::CutShort => {
                write!(f, "the archive is cut short after {} bytes unpacked", self.at)?
            }
            ReadErrorKind::Damaged(words) => {
                write!(f, "the archive is damaged after {} bytes unpacked ({words})", self.at)?;
            }
            ReadErrorKind::Input(words) => write!(f, "it cannot be read ({words})")?,
            ReadErrorKind::Dictionary { limit } => {
                write!(f, "xz claims a dictionary of more than {limit} bytes")?;
            }
            ReadErrorKind::UnsafePath => f.write_str("there is a path that leaves its folder")?,
            ReadErrorKind::TooLarge { what, size, limit } => {
                write!(f, "{what} is too large: {size}, where {limit} is the limit")?;
            }
            ReadErrorKind::NotATree(found) if found.is_empty() => {
                f.write_str("this is not a kernel tree: it is empty")?;
            }
            ReadErrorKind::NotATree(found) => {
                write!(
                    f,
                    "this is not a kernel tree: it has no Kconfig at its root, but {}",
                    found.join(", ")
                )?;
            }
            ReadErrorKind::Cancelled => f.write_str("the reading was cancelled")?,
        }
        match &self.entry {
            Some(entry) => write!(f, ", at {entry:?}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for ReadError {}
