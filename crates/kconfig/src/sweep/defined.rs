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

/// Gives for each tree the names that some arch defines; trees that define the same
/// share them.
pub(super) fn defined(trees: &[Vfs]) -> Vec<Arc<BTreeSet<String>>> {
    let mut cache = ParseCache::default();
    let mut arches: Vec<ArchNames> = Vec::new();
    let mut defined: Vec<Arc<BTreeSet<String>>> = Vec::new();
    for tree in trees {
        let bundle = Bundle { files: tree.clone(), profiles: Vec::new() };
        let mut is_same = true;
        let mut now = Vec::new();
        for arch in bundle.arches() {
            let before = arches.iter().position(|names| names.arch == arch).map(|at| arches.swap_remove(at));
            now.push(match before {
                Some(before) if before.reads.are_same_in(tree) => before,
                before => {
                    let after = read_names(&bundle, arch, &mut cache);
                    is_same &= before.is_some_and(|before| before.names == after.names);
                    after
                }
            });
        }
        is_same &= arches.is_empty();
        arches = now;
        let last = defined.last().filter(|_| is_same).cloned();
        defined.push(last.unwrap_or_else(|| Arc::new(union(&arches))));
    }
    defined
}

fn read_names(bundle: &Bundle, arch: String, cache: &mut ParseCache) -> ArchNames {
    let files = Recording::new(&bundle.files);
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
