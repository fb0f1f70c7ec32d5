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
    /// Open addressing, a power of two in size, at most half full.
    slots: Vec<Slot>,
}

/// A place of the table; a `name` of 0 is empty, else name + 1.
#[derive(Clone, Copy, Default)]
struct Slot {
    /// The hash, so that few texts are compared in vain and none is hashed
    /// twice.
    hash: u32,
    name: u32,
}

impl Interner {
    /// Makes an empty interner.
    pub fn new() -> Self {
        Self::default()
    }

    /// Returns the name of `text`, making it on first sight.
    pub fn intern(&mut self, text: &str) -> Name {
        if self.ends.len() * 2 >= self.slots.len() {
            self.grow();
        }
        let hash = hash(text);
        match self.find(text, hash) {
            Ok(name) => name,
            Err(slot) => {
                self.text.push_str(text);
                let name = self.ends.push(self.text.len() as u32);
                self.slots[slot] = Slot { hash, name: name.index() as u32 + 1 };
                name
            }
        }
    }

    /// Returns the name of `text` if it was interned before.
    pub fn get(&self, text: &str) -> Option<Name> {
        if self.slots.is_empty() {
            return None;
        }
        self.find(text, hash(text)).ok()
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
    fn find(&self, text: &str, hash: u32) -> Result<Name, usize> {
        let mask = self.slots.len() - 1;
        let mut at = hash as usize & mask;
        loop {
            let slot = self.slots[at];
            if slot.name == 0 {
                return Err(at);
            }
            if slot.hash == hash {
                let name = Name::new(slot.name as usize - 1);
                if self.bytes(name) == text.as_bytes() {
                    return Ok(name);
                }
            }
            at = (at + 1) & mask;
        }
    }

    fn bytes(&self, name: Name) -> &[u8] {
        let start = match name.index() {
            0 => 0,
            index => self.ends[Name::new(index - 1)] as usize,
        };
        &self.text.as_bytes()[start..self.ends[name] as usize]
    }

    fn grow(&mut self) {
        let len = (self.slots.len() * 4).max(256);
        let before = std::mem::replace(&mut self.slots, vec![Slot::default(); len]);
        for slot in before.into_iter().filter(|slot| slot.name != 0) {
            let mut at = slot.hash as usize & (len - 1);
            while self.slots[at].name != 0 {
                at = (at + 1) & (len - 1);
            }
            self.slots[at] = slot;
        }
    }
}

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
