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
    /// Neither gzip nor tar; what it looks like, where that is known.
    NotAnArchive(Option<&'static str>),
    /// It ends before its end.
    CutShort,
    /// Its bytes contradict themselves; the words of the decoder.
    Damaged(String),
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
            ReadErrorKind::NotAnArchive(Some("xz" | "bzip2" | "zstd")) => {
                "Unpack it first (`xz -d`, `bunzip2`, `zstd -d`), or take the .tar.gz."
            }
            ReadErrorKind::NotAnArchive(_) => {
                "Take a .tar.gz or .tar of a kernel tree, or make a bundle with `kconfig bundle TREE -o FILE.tar.gz`."
            }
            ReadErrorKind::CutShort => "Download or copy it again.",
            ReadErrorKind::Damaged(_) => "Download or copy it again; `gzip -t` and `tar -t` check it.",
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
            ReadErrorKind::NotAnArchive(None) => f.write_str("this is neither gzip nor tar")?,
            ReadErrorKind::NotAnArchive(Some(kind)) => {
                write!(f, "this is neither gzip nor tar but looks like {kind}")?;
            }
            ReadErrorKind::CutShort => {
                write!(f, "the archive is cut short after {} bytes unpacked", self.at)?
            }
            ReadErrorKind::Damaged(words) => {
                write!(f, "the archive is damaged after {} bytes unpacked ({words})", self.at)?;
            }
            ReadErrorKind::UnsafePath => f.write_str("the archive has a path that leaves its folder")?,
            ReadErrorKind::TooLarge { what, size, limit } => {
                write!(f, "{what} is too large: {size}, where {limit} is the limit")?;
            }
            ReadErrorKind::NotATree(found) if found.is_empty() => {
                f.write_str("this is not a kernel tree: the archive is empty")?;
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
