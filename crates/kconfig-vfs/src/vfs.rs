//! A snapshot of a tree's files.

use std::collections::BTreeMap;
use std::sync::Arc;

/// Gives the texts of files by their path in the tree.
pub trait Files {
    /// Returns the text of the file, or `None` where there is none.
    fn read(&self, path: &str) -> Option<Arc<str>>;
}

/// An immutable-when-shared table of path to text.
///
/// A clone costs one reference count; a change to a clone copies the table of
/// paths but no text, so each patch of a series can keep its own snapshot.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Vfs {
    files: Arc<BTreeMap<Arc<str>, Arc<str>>>,
}

impl Vfs {
    /// Makes an empty tree.
    pub fn new() -> Self {
        Self::default()
    }

    /// Gives the text of a file.
    pub fn get(&self, path: &str) -> Option<&Arc<str>> {
        self.files.get(path)
    }

    /// Adds or replaces a file.
    pub fn insert(&mut self, path: &str, text: impl Into<Arc<str>>) {
        Arc::make_mut(&mut self.files).insert(path.into(), text.into());
    }

    /// Removes a file and returns its text.
    pub fn remove(&mut self, path: &str) -> Option<Arc<str>> {
        Arc::make_mut(&mut self.files).remove(path)
    }

    /// Walks the files in path order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Arc<str>)> {
        self.files.iter().map(|(path, text)| (&**path, text))
    }

    /// Counts the files.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Tells whether there are no files.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }
}

impl Files for Vfs {
    fn read(&self, path: &str) -> Option<Arc<str>> {
        self.get(path).cloned()
    }
}

impl<'a> FromIterator<(&'a str, &'a str)> for Vfs {
    fn from_iter<I: IntoIterator<Item = (&'a str, &'a str)>>(iter: I) -> Self {
        Self { files: Arc::new(iter.into_iter().map(|(path, text)| (path.into(), text.into())).collect()) }
    }
}
