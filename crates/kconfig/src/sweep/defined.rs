//! Which symbols a tree defines, whatever the arch, after each patch of a series.

use std::collections::BTreeSet;
use std::sync::Arc;

use kconfig_model::{ParseCache, add_defined_names};
use kconfig_vfs::Vfs;

use crate::bundle::{Bundle, NO_PROFILE};
use crate::world::reads::{Reads, Recording};

/// The names that an arch defines, and what they were read from.
struct ArchNames {
    arch: String,
    reads: Reads,
    names: Arc<BTreeSet<String>>,
}

/// A walk over trees and their arches that collects the names which some arch defines.
pub(super) struct Defining {
    trees: Vec<Vfs>,
    cache: ParseCache,
    /// The names of the tree before, by arch.
    before: Vec<ArchNames>,
    /// The names of the tree that is looked at, by arch.
    now: Vec<ArchNames>,
    /// The arches of that tree which are still to be read; the next one last.
    open: Vec<String>,
    /// Whether that tree defines what the one before defines, as far as it was read.
    is_same: bool,
    /// By tree: the names; trees that define the same share them.
    defined: Vec<Arc<BTreeSet<String>>>,
}

impl Defining {
    pub(super) fn new(trees: &[Vfs]) -> Self {
        let mut walk = Self {
            trees: trees.to_vec(),
            cache: ParseCache::default(),
            before: Vec::new(),
            now: Vec::new(),
            open: Vec::new(),
            is_same: false,
            defined: Vec::new(),
        };
        walk.start_tree();
        walk
    }

    /// Reads one arch of one tree; tells whether there was one.
    pub(super) fn step(&mut self) -> bool {
        let Some(tree) = self.trees.get(self.defined.len()).cloned() else { return false };
        if let Some(arch) = self.open.pop() {
            let before = self.before.iter().position(|names| names.arch == arch);
            let before = before.map(|at| self.before.swap_remove(at));
            let names = match before {
                Some(before) if before.reads.are_same_in(&tree) => before,
                before => {
                    let after = read_names(&tree, arch, &mut self.cache);
                    self.is_same &= before.is_some_and(|before| before.names == after.names);
                    after
                }
            };
            self.now.push(names);
            return true;
        }
        self.is_same &= self.before.is_empty();
        self.before = std::mem::take(&mut self.now);
        let last = self.defined.last().filter(|_| self.is_same).cloned();
        self.defined.push(last.unwrap_or_else(|| Arc::new(union(&self.before))));
        self.start_tree();
        true
    }

    fn start_tree(&mut self) {
        if let Some(tree) = self.trees.get(self.defined.len()) {
            self.open = Bundle { files: tree.clone(), profiles: Vec::new() }.arches();
            self.open.reverse();
            self.is_same = !self.defined.is_empty();
        }
    }

    /// Gives the names by tree, once all were read.
    pub(super) fn finish(mut self) -> Vec<Arc<BTreeSet<String>>> {
        while self.step() {}
        self.defined
    }
}

fn read_names(tree: &Vfs, arch: String, cache: &mut ParseCache) -> ArchNames {
    let files = Recording::new(tree);
    let bundle = Bundle { files: tree.clone(), profiles: Vec::new() };
    let mut names = BTreeSet::new();
    // Names hang on no command; the arch is one of the tree's own.
    if let Ok(host) = bundle.host(&arch, Some(NO_PROFILE)) {
        add_defined_names(&files, &host, "Kconfig", cache, &mut names);
    }
    ArchNames { arch, reads: files.into_reads(), names: Arc::new(names) }
}

fn union(arches: &[ArchNames]) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    for name in arches.iter().flat_map(|arch| &*arch.names) {
        if !all.contains(name) {
            all.insert(name.clone());
        }
    }
    all
}
