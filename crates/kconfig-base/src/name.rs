//! Interned strings: one number for each distinct text.

use std::hash::{BuildHasher, Hasher};

use rustc_hash::FxBuildHasher;

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
    /// Open addressing, a power of two in size; 0 is empty, else name + 1.
    slots: Vec<u32>,
}

impl Interner {
    /// Makes an empty interner.
    pub fn new() -> Self {
        Self::default()
    }

    /// Returns the name of `text`, making it on first sight.
    pub fn intern(&mut self, text: &str) -> Name {
        if (self.ends.len() + 1) * 4 > self.slots.len() * 3 {
            self.grow();
        }
        match self.find(text) {
            Ok(name) => name,
            Err(slot) => {
                self.text.push_str(text);
                let name = self.ends.push(self.text.len() as u32);
                self.slots[slot] = name.index() as u32 + 1;
                name
            }
        }
    }

    /// Returns the name of `text` if it was interned before.
    pub fn get(&self, text: &str) -> Option<Name> {
        if self.slots.is_empty() {
            return None;
        }
        self.find(text).ok()
    }

    /// Returns the text of a name.
    pub fn resolve(&self, name: Name) -> &str {
        let start = match name.index() {
            0 => 0,
            index => self.ends[Name::new(index - 1)] as usize,
        };
        &self.text[start..self.ends[name] as usize]
    }

    /// Counts the distinct texts.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Tells whether nothing was interned yet.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Finds the name, or the slot where it would go.
    fn find(&self, text: &str) -> Result<Name, usize> {
        let mask = self.slots.len() - 1;
        let mut slot = hash(text) & mask;
        loop {
            match self.slots[slot] {
                0 => return Err(slot),
                taken => {
                    let name = Name::new(taken as usize - 1);
                    if self.resolve(name) == text {
                        return Ok(name);
                    }
                }
            }
            slot = (slot + 1) & mask;
        }
    }

    fn grow(&mut self) {
        let len = (self.slots.len() * 2).max(64);
        self.slots.clear();
        self.slots.resize(len, 0);
        for name in self.ends.ids() {
            let mut slot = hash(self.resolve(name)) & (len - 1);
            while self.slots[slot] != 0 {
                slot = (slot + 1) & (len - 1);
            }
            self.slots[slot] = name.index() as u32 + 1;
        }
    }
}

fn hash(text: &str) -> usize {
    let mut hasher = FxBuildHasher.build_hasher();
    hasher.write(text.as_bytes());
    // Fx keeps its best bits at the top.
    (hasher.finish() >> 20) as usize
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
