//! Finding ids by what they stand for, where that stands in a table already.

/// A hash table of ids, open addressing, at most half full.
///
/// It holds neither keys nor values but ids and hashes: who asks says whether
/// an id is the one that is looked for. So a key stands in memory once, in the
/// table that the ids are of, and is hashed once.
#[derive(Clone, Debug, Default)]
pub struct IdTable {
    /// A power of two in number, or none: the hash in the upper half, id + 1 in
    /// the lower one, 0 where there is none.
    slots: Vec<u64>,
    len: usize,
}

impl IdTable {
    /// Makes an empty table.
    pub const fn new() -> Self {
        Self { slots: Vec::new(), len: 0 }
    }

    /// Finds the id with this hash for which `is_equal` holds.
    #[inline]
    pub fn find(&self, hash: u32, is_equal: impl Fn(u32) -> bool) -> Option<u32> {
        if self.slots.is_empty() { None } else { self.search(hash, is_equal).ok() }
    }

    /// Finds an id as [`find`](Self::find) does, or adds `next`.
    ///
    /// Returns `Ok` with an id that was there, `Err` with the one that was
    /// added.
    #[inline]
    pub fn find_or_insert(
        &mut self,
        hash: u32,
        next: u32,
        is_equal: impl Fn(u32) -> bool,
    ) -> Result<u32, u32> {
        if self.len * 2 >= self.slots.len() {
            self.grow();
        }
        match self.search(hash, is_equal) {
            Ok(id) => Ok(id),
            Err(at) => {
                self.slots[at] = (u64::from(hash) << 32) | u64::from(next + 1);
                self.len += 1;
                Err(next)
            }
        }
    }

    /// Finds the id, or the slot where it would go. There is a slot.
    #[inline]
    fn search(&self, hash: u32, is_equal: impl Fn(u32) -> bool) -> Result<u32, usize> {
        let mask = self.slots.len() - 1;
        let mut at = hash as usize & mask;
        loop {
            let slot = self.slots[at];
            if slot == 0 {
                return Err(at);
            }
            if (slot >> 32) as u32 == hash && is_equal(slot as u32 - 1) {
                return Ok(slot as u32 - 1);
            }
            at = (at + 1) & mask;
        }
    }

    fn grow(&mut self) {
        let len = (self.slots.len() * 4).max(256);
        let before = std::mem::replace(&mut self.slots, vec![0; len]);
        for slot in before.into_iter().filter(|&slot| slot != 0) {
            let mut at = (slot >> 32) as usize & (len - 1);
            while self.slots[at] != 0 {
                at = (at + 1) & (len - 1);
            }
            self.slots[at] = slot;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_found_by_what_they_stand_for() {
        let keys: Vec<u32> = (0..2000).map(|i| i * 7).collect();
        let mut table = IdTable::new();
        assert_eq!(table.find(3, |_| true), None);
        for round in 0..2 {
            for (id, &key) in keys.iter().enumerate() {
                // A poor hash: many keys share one.
                let found = table.find_or_insert(key & 0xff, id as u32, |id| keys[id as usize] == key);
                assert_eq!(found, if round == 0 { Err(id as u32) } else { Ok(id as u32) });
            }
        }
        assert_eq!(table.find(14, |id| keys[id as usize] == 14), Some(2));
        assert_eq!(table.find(14, |id| keys[id as usize] == 15), None);
    }
}
