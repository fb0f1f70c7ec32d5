//! Which files a model was made of.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;

use kconfig_vfs::{Files, Vfs, path};

/// A table of files that remembers which of them were read.
pub(crate) struct Recording<'a> {
    files: &'a Vfs,
    reads: RefCell<BTreeMap<String, Option<Arc<str>>>>,
}

/// The files that were read, and those that were looked for and missed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Reads(BTreeMap<String, Option<Arc<str>>>);

impl<'a> Recording<'a> {
    pub(crate) fn new(files: &'a Vfs) -> Self {
        Self { files, reads: RefCell::default() }
    }

    /// Gives what was read until now.
    pub(crate) fn into_reads(self) -> Reads {
        Reads(self.reads.into_inner())
    }
}

impl Files for Recording<'_> {
    fn read(&self, path: &str) -> Option<Arc<str>> {
        let text = read(self.files, path);
        self.reads.borrow_mut().insert(path.to_owned(), text.clone());
        text
    }
}

impl Reads {
    /// Tells whether reading another table of files gives the same texts: whatever was
    /// made of these is then what the other table gives.
    pub(crate) fn are_same_in(&self, files: &Vfs) -> bool {
        self.0.iter().all(|(path, text)| match (text, read(files, path)) {
            // Tables of one tree share the texts that do not differ.
            (Some(text), Some(other)) => Arc::ptr_eq(text, &other) || *text == other,
            (None, None) => true,
            _ => false,
        })
    }
}

/// Reads a path as Kconfig files name it: they may start at `$(srctree)`, which is `.`.
pub(crate) fn read(files: &Vfs, path: &str) -> Option<Arc<str>> {
    files.get(path).or_else(|| files.get(&path::normalize(path)?)).cloned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_counts_where_it_was_read_or_missed() {
        let tree: Vfs = [("Kconfig", "a"), ("other/Kconfig", "b")].into_iter().collect();
        let recording = Recording::new(&tree);
        assert_eq!(recording.read("./Kconfig").as_deref(), Some("a"));
        assert_eq!(recording.read("gone/Kconfig"), None);
        let reads = recording.into_reads();
        let with = |path: &str, text: &str| {
            let mut tree = tree.clone();
            tree.insert(path, text);
            tree
        };
        assert!(reads.are_same_in(&tree));
        assert!(reads.are_same_in(&with("other/Kconfig", "c")));
        assert!(reads.are_same_in(&with("Kconfig", "a")));
        assert!(!reads.are_same_in(&with("Kconfig", "c")));
        assert!(!reads.are_same_in(&with("gone/Kconfig", "")));
    }
}
