//! The arches that are loaded, each with the files that its model was made of.

use std::collections::BTreeMap;

use kconfig_series::Snapshot;

use super::arch::Arch;

/// How many symbols the models that are kept have together; the model that was not asked
/// for the longest goes. A kernel's arch has some 20,000 and takes some 20 MB: there is
/// room for the nine arches of a table and for those that are compared.
const MAX_SYMBOLS: usize = 320_000;

/// A model that is asked for.
#[derive(Clone, Copy)]
pub(super) struct Wanted<'a> {
    /// ARCH.
    pub(super) arch: &'a str,
    /// The toolchain whose answers are taken; `None` is the default.
    pub(super) profile: &'a Option<String>,
    /// The answers in place of those.
    pub(super) answers: &'a BTreeMap<String, String>,
    /// The files.
    pub(super) snapshot: &'a Snapshot,
}

/// The models that are kept.
#[derive(Default)]
pub(super) struct Loaded {
    /// The one that was asked for last stands last.
    arches: Vec<Arch>,
}

impl Loaded {
    /// Finds a model that was made of the same texts, of whichever snapshot.
    pub(super) fn find(&mut self, wanted: Wanted<'_>) -> Option<&mut Arch> {
        let at = self.arches.iter_mut().position(|arch| arch.is_it(wanted))?;
        let arch = self.arches.remove(at);
        self.arches.push(arch);
        self.arches.last_mut()
    }

    /// Tells whether a model is there.
    pub(super) fn has(&mut self, wanted: Wanted<'_>) -> bool {
        self.arches.iter_mut().any(|arch| arch.is_it(wanted))
    }

    /// Adds a model. One of the same files with other answers goes.
    pub(super) fn add(&mut self, arch: Arch, snapshot: &Snapshot) {
        self.arches.retain_mut(|other| other.name != arch.name || !other.is_of(snapshot));
        let n_symbols = |arch: &Arch| arch.model().n_symbols();
        let mut n = n_symbols(&arch) + self.arches.iter().map(n_symbols).sum::<usize>();
        while n > MAX_SYMBOLS && !self.arches.is_empty() {
            n -= n_symbols(&self.arches.remove(0));
        }
        self.arches.push(arch);
    }

    /// Forgets which snapshots were compared, as other ones get their numbers. The models
    /// stay: most are those of the tree without patches.
    pub(super) fn forget_snapshots(&mut self) {
        self.arches.iter_mut().for_each(Arch::forget_snapshots);
    }
}
