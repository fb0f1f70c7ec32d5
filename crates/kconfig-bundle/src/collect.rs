//! The files of a tree as they come, in any order: which are kept, within which
//! limits, and where the root of the tree is.

use std::collections::BTreeMap;
use std::io;

use kconfig_vfs::Vfs;

use crate::error::{ReadError, ReadErrorKind};
use crate::limits::{Limits, Progress};
use crate::wanted::{is_wanted, may_be_wanted};

/// How many names an error shows.
const N_SHOWN: usize = 3;

/// What was kept of a tree until now.
pub(crate) struct Collection {
    limits: Limits,
    n_entries: u64,
    /// Some first names, for an error.
    shown: Vec<String>,
    /// What may be needed, by its path as it came.
    kept: BTreeMap<String, Vec<u8>>,
    n_kept_bytes: u64,
}

impl Collection {
    pub(crate) fn new(limits: &Limits) -> Self {
        Self { limits: *limits, n_entries: 0, shown: Vec::new(), kept: BTreeMap::new(), n_kept_bytes: 0 }
    }

    pub(crate) fn n_entries(&self) -> u64 {
        self.n_entries
    }

    pub(crate) fn n_kept(&self) -> usize {
        self.kept.len()
    }

    /// Counts one more entry.
    pub(crate) fn count(&mut self) -> Result<(), ReadErrorKind> {
        self.n_entries += 1;
        within("the number of entries", self.n_entries, self.limits.entries)
    }

    /// Looks at an entry's path and size; returns its path if it is to be kept.
    pub(crate) fn admit(
        &mut self,
        path: &str,
        size: u64,
        is_file: bool,
    ) -> Result<Option<String>, ReadErrorKind> {
        if path.starts_with('/') || path.split('/').any(|part| part == "..") {
            return Err(ReadErrorKind::UnsafePath);
        }
        within("the entry", size, self.limits.entry)?;
        let Some(path) = kconfig_vfs::path::normalize(path).filter(|path| !path.is_empty()) else {
            return Ok(None);
        };
        if self.shown.len() < N_SHOWN {
            self.shown.push(path.clone());
        }
        if !is_file || !may_be_wanted(&path) {
            return Ok(None);
        }
        within("the file", size, self.limits.file)?;
        self.n_kept_bytes = self.n_kept_bytes.saturating_add(size);
        within("all that Kconfig needs", self.n_kept_bytes, self.limits.kept)?;
        Ok(Some(path))
    }

    /// Keeps a file that was admitted.
    pub(crate) fn keep(&mut self, path: String, bytes: Vec<u8>) {
        self.kept.insert(path, bytes);
    }

    /// Finds the tree's root and takes the files below it.
    pub(crate) fn tree(self) -> Result<Vfs, ReadErrorKind> {
        let root = if self.kept.contains_key("Kconfig") {
            String::new()
        } else {
            let mut roots = self.kept.keys().filter_map(|path| path.strip_suffix("/Kconfig"));
            let top =
                roots.find(|root| !root.contains('/') && self.kept.contains_key(&format!("{root}/Makefile")));
            match top {
                Some(root) => format!("{root}/"),
                None => return Err(ReadErrorKind::NotATree(self.shown)),
            }
        };
        let mut vfs = Vfs::new();
        for (path, bytes) in self.kept {
            let Some(path) = path.strip_prefix(&root).filter(|path| is_wanted(path)) else { continue };
            let text = String::from_utf8(bytes)
                .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned());
            vfs.insert(path, text);
        }
        Ok(vfs)
    }
}

pub(crate) fn within(what: &'static str, size: u64, limit: u64) -> Result<(), ReadErrorKind> {
    if size > limit { Err(ReadErrorKind::TooLarge { what, size, limit }) } else { Ok(()) }
}

/// A folder that is read file by file, by the rules of an archive.
///
/// The folder may be the tree's root or hold it: paths may start with the
/// folder's own name, as those of a directory picker do.
pub struct Folder {
    collection: Collection,
    n_read: u64,
}

impl std::fmt::Debug for Folder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Folder").field("progress", &self.progress()).finish()
    }
}

impl Folder {
    /// Begins with a folder of which nothing was read.
    pub fn new(limits: &Limits) -> Self {
        Self { collection: Collection::new(limits), n_read: 0 }
    }

    /// Takes a file; `read` is only called if Kconfig needs it.
    ///
    /// # Errors
    /// A path that leaves the folder, a limit, or what `read` says.
    pub fn add(
        &mut self,
        path: &str,
        size: u64,
        read: impl FnOnce() -> io::Result<Vec<u8>>,
    ) -> Result<(), ReadError> {
        self.try_add(path, size, read).map_err(|kind| ReadError {
            kind,
            entry: Some(path.to_owned()),
            at: self.n_read,
        })
    }

    fn try_add(
        &mut self,
        path: &str,
        size: u64,
        read: impl FnOnce() -> io::Result<Vec<u8>>,
    ) -> Result<(), ReadErrorKind> {
        self.collection.count()?;
        let Some(path) = self.collection.admit(path, size, true)? else { return Ok(()) };
        let bytes = read().map_err(|error| ReadErrorKind::Input(error.to_string()))?;
        self.n_read += bytes.len() as u64;
        self.collection.keep(path, bytes);
        Ok(())
    }

    /// Tells how far the reading is.
    pub fn progress(&self) -> Progress {
        Progress {
            packed: self.n_read,
            unpacked: self.n_read,
            entries: self.collection.n_entries(),
            kept: self.collection.n_kept(),
        }
    }

    /// Gives the files by their path in the tree.
    ///
    /// # Errors
    /// A folder that is no kernel tree.
    pub fn finish(self) -> Result<Vfs, ReadError> {
        let at = self.n_read;
        self.collection.tree().map_err(|kind| ReadError { kind, entry: None, at })
    }
}
