//! The order of the kernel's table of symbols (internal.h).
//!
//! Files for the build are written in it, and up to 6.10 more than that goes
//! by it: it is a part of what conf does.

use kconfig_base::IndexVec;

use crate::model::Model;
use crate::symbol::SymbolId;

impl Model {
    /// Gives the symbols in the order of the kernel's hash table
    /// (`for_all_symbols`): by bucket, and the last one made first. Choices
    /// without a name are in the first bucket; y, m and n are in none.
    pub fn table_order(&self) -> &[SymbolId] {
        self.table.get_or_init(|| self.find_table_order())
    }

    fn find_table_order(&self) -> Vec<SymbolId> {
        let n_buckets = if self.semantics.has_prime_table() { 9973 } else { 1 << 14 };
        // As in the kernel, each bucket is a list that grows at its head.
        let mut heads: Vec<Option<SymbolId>> = vec![None; n_buckets as usize];
        let mut nexts: IndexVec<SymbolId, Option<SymbolId>> = IndexVec::from_elem(None, self.n_symbols());
        for (id, symbol) in self.symbols().filter(|&(id, _)| id > SymbolId::YES) {
            let bucket = symbol.name.map_or(0, |_| hash_str(self.name(id)) % n_buckets);
            nexts[id] = heads[bucket as usize].replace(id);
        }
        heads.into_iter().flat_map(|head| std::iter::successors(head, |&id| nexts[id])).collect()
    }
}

/// `hash_str` in hash.h: FNV-1a of 32 bits.
fn hash_str(text: &str) -> u32 {
    text.bytes().fold(2_166_136_261, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}
