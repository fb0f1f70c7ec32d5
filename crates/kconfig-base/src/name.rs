//! Interned strings: one number for each distinct text.

use std::hash::{BuildHasher, Hasher};

use rustc_hash::FxBuildHasher;

use crate::id_table::IdTable;
use crate::idx::{Idx, IndexVec};

crate::newtype_index! {
    /// An interned string; equal names have equal texts within one [`Interner`].
    pub struct Name
}

/// Gives each distinct text one [`Name`], in order of first sight.
///
/// All texts share one buffer, so that interning a new one allocates only when
/// that buffer or the table grows.
#[derive(Clone, Default)]
pub struct Interner {
    text: String,
    /// Where in `text` a name ends; it starts where the one before it ends.
    ends: IndexVec<Name, u32>,
    ids: IdTable,
}

impl Interner {
    /// Makes an empty interner.
    pub fn new() -> Self {
        Self::default()
    }

    /// Returns the name of `text`, making it on first sight.
    pub fn intern(&mut self, text: &str) -> Name {
        let next = self.ends.len() as u32;
        let Self { text: all, ends, ids } = self;
        match ids.find_or_insert(hash(text), next, |id| bytes(all, ends, id) == text.as_bytes()) {
            Ok(id) => Name::new(id as usize),
            Err(_) => {
                self.text.push_str(text);
                self.ends.push(self.text.len() as u32)
            }
        }
    }

    /// Returns the name of `text` if it was interned before.
    pub fn get(&self, text: &str) -> Option<Name> {
        let is_equal = |id| bytes(&self.text, &self.ends, id) == text.as_bytes();
        self.ids.find(hash(text), is_equal).map(|id| Name::new(id as usize))
    }

    /// Returns the text of a name.
    #[inline]
    pub fn resolve(&self, name: Name) -> &str {
        let (start, end) = range(&self.ends, name.index());
        &self.text[start..end]
    }

    /// Counts the distinct texts.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Tells whether nothing was interned yet.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }
}

#[inline]
fn range(ends: &IndexVec<Name, u32>, index: usize) -> (usize, usize) {
    let start = if index == 0 { 0 } else { ends[Name::new(index - 1)] as usize };
    (start, ends[Name::new(index)] as usize)
}

#[inline]
fn bytes<'a>(text: &'a str, ends: &IndexVec<Name, u32>, id: u32) -> &'a [u8] {
    let (start, end) = range(ends, id as usize);
    &text.as_bytes()[start..end]
}

#[inline]
fn hash(text: &str) -> u32 {
    let mut hasher = FxBuildHasher.build_hasher();
    hasher.write(text.as_bytes());
    hasher.finish() as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_texts_share_a_name() {
        let mut interner = Interner::new();
        let names: Vec<Name> = (0..1000).map(|i| interner.intern(&format!("S{i}"))).collect();
        for (i, &name) in names.iter().enumerate() {
            assert_eq!(interner.intern(&format!("S{i}")), name);
            assert_eq!(interner.resolve(name), format!("S{i}"));
        }
        assert_eq!(interner.len(), 1000);
        assert_eq!(interner.get("S1000"), None);
        assert_eq!(interner.get(""), None);
        let empty = interner.intern("");
        assert_eq!(interner.resolve(empty), "");
    }
}
