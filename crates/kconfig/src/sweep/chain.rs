//! A series on one arch, patch by patch.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::Arc;

use kconfig_eval::{Evaluation, UserValues, evaluate, set_all_new_symbols};
use kconfig_model::{Model, ParseCache, Semantics, load_as};
use kconfig_vfs::{Host, Vfs};

use super::defined::Defining;
use super::{ArchEffect, Outcome, Side};
use crate::world::base::{Base, GivenFile};
use crate::world::reads::{Reads, Recording};

/// What is looked at on each arch: the trees of a series, base configs and values.
pub struct Sweep {
    semantics: Semantics,
    /// The tree without a patch, then with one patch more each.
    trees: Vec<Vfs>,
    /// By tree: the names that some arch defines.
    defined: Vec<Arc<BTreeSet<String>>>,
    /// The base configs: what they are called, and the name that each is found by.
    bases: Vec<(String, String)>,
    /// The base configs that are files of the user.
    given: BTreeMap<String, GivenFile>,
    /// The values beside each base config.
    values: Vec<(String, String)>,
}

impl Sweep {
    /// Takes the trees of a series: the one without a patch, then those after each
    /// patch.
    ///
    /// The rules are those of the first tree's version.
    pub fn new(trees: Vec<Vfs>, values: Vec<(String, String)>) -> Self {
        let defined = Defining::new(&trees).finish();
        Self::with(trees, defined, values)
    }

    /// As [`Sweep::new`], with the names that the trees define.
    pub(super) fn with(
        trees: Vec<Vfs>,
        defined: Vec<Arc<BTreeSet<String>>>,
        values: Vec<(String, String)>,
    ) -> Self {
        let makefile = trees.first().and_then(|tree| tree.get("Makefile"));
        let semantics = makefile.and_then(|text| Semantics::from_makefile(text)).unwrap_or_default();
        Self { semantics, trees, defined, bases: Vec::new(), given: BTreeMap::new(), values }
    }

    /// Adds a base config: a preset, `rand-SEED`, or `defconfig:NAME`, a file of
    /// arch/*/configs as each tree has it.
    pub fn add_base(&mut self, called: &str) {
        let name = called.strip_prefix("defconfig:").unwrap_or(called);
        self.bases.push((called.to_owned(), name.to_owned()));
    }

    /// Adds a .config of the user's as a base config.
    pub fn add_file(&mut self, called: &str, text: &str) {
        self.given.insert(called.to_owned(), GivenFile { name: called.to_owned(), text: text.into() });
        self.bases.push((called.to_owned(), called.to_owned()));
    }

    /// Counts the patches.
    pub fn n_patches(&self) -> usize {
        self.trees.len().saturating_sub(1)
    }

    /// Tells whether some tree defines a symbol on some arch.
    pub fn is_defined(&self, symbol: &str) -> bool {
        self.defined.iter().any(|names| names.contains(symbol))
    }

    /// Lists the base configs that an arch does not have in the first tree.
    pub fn missing_bases(&self, arch: &str) -> Vec<&str> {
        let files = self.trees.first();
        let is_missing = |(_, name): &&(String, String)| {
            files.is_none_or(|files| Base::find(name, arch, files, &self.given).is_none())
        };
        self.bases.iter().filter(is_missing).map(|(called, _)| called.as_str()).collect()
    }

    /// Starts on an arch, with the tree that has no patch; commands are asked of `host`.
    pub fn chain<'a>(self: &Arc<Self>, arch: &str, host: Rc<dyn Host + 'a>) -> Chain<'a> {
        let mut cache = ParseCache::default();
        let first = self.trees.first().map(|tree| Arc::new(self.load(tree, arch, &*host, &mut cache)));
        let arch = arch.to_owned();
        Chain { sweep: self.clone(), arch, host, cache, at: 0, last: first.clone(), first }
    }

    fn load(&self, tree: &Vfs, arch: &str, host: &dyn Host, cache: &mut ParseCache) -> Loaded {
        let files = Recording::new(tree);
        let model = Arc::new(load_as(self.semantics, &files, host, "Kconfig", cache));
        let mut loaded = Loaded {
            is_refused: super::messages::is_refused(&model),
            model,
            reads: files.into_reads(),
            bases: Vec::new(),
            outcomes: Vec::new(),
        };
        loaded.evaluate(self, tree, arch, None);
        loaded
    }
}

/// An arch at one patch.
pub(super) struct Loaded {
    pub(super) model: Arc<Model>,
    pub(super) is_refused: bool,
    /// What the model was made of.
    reads: Reads,
    /// The base configs that the arch has there.
    bases: Vec<Base>,
    /// What each of them gives, by its name.
    outcomes: Vec<(String, Outcome)>,
}

impl Loaded {
    /// Evaluates the base configs; what `before` has of the same ones is taken over.
    fn evaluate(&mut self, sweep: &Sweep, tree: &Vfs, arch: &str, before: Option<&Self>) {
        if self.is_refused {
            return;
        }
        let known = |called: &str, base: &Base| {
            let before = before?;
            let at = before.outcomes.iter().position(|(other, _)| other == called)?;
            (before.bases[at] == *base).then(|| before.outcomes[at].1.clone())
        };
        for (called, name) in &sweep.bases {
            let Some(base) = Base::find(name, arch, tree, &sweep.given) else { continue };
            let outcome = known(called, &base).unwrap_or_else(|| self.outcome(&base, &sweep.values));
            self.bases.push(base);
            self.outcomes.push((called.clone(), outcome));
        }
    }

    pub(super) fn outcome(&self, base: &Base, values: &[(String, String)]) -> Outcome {
        Outcome::of(&self.evaluation(base, values))
    }

    /// Evaluates a base config with some values beside it.
    pub(super) fn evaluation(&self, base: &Base, values: &[(String, String)]) -> Evaluation {
        let mut user = UserValues::new();
        if !matches!(base, Base::Preset(_)) {
            user = base.values(&self.model).0;
        }
        for (name, value) in values {
            if let Some(symbol) = self.model.find(name) {
                // A value that does not fit the symbol's type is no value, as in a
                // .config.
                let _ = user.set_text(&self.model, symbol, value);
            }
        }
        if let Base::Preset(preset) = base {
            set_all_new_symbols(&self.model, &mut user, *preset);
        }
        evaluate(self.model.clone(), user)
    }
}

/// A walk over the patches of a series on one arch.
///
/// Holds three models at most: of the tree without a patch, and before and after the
/// patch that is looked at.
pub struct Chain<'a> {
    sweep: Arc<Sweep>,
    arch: String,
    host: Rc<dyn Host + 'a>,
    cache: ParseCache,
    /// How many patches were looked at.
    at: usize,
    first: Option<Arc<Loaded>>,
    last: Option<Arc<Loaded>>,
}

impl Chain<'_> {
    /// Says what the next patch does; nothing after the last one.
    ///
    /// Nothing is evaluated where the patch touches no file that the arch reads.
    pub fn next_patch(&mut self) -> Option<ArchEffect> {
        let (before, after, _) = self.step()?;
        Some(self.compare((&before, self.at - 1), (&after, self.at)))
    }

    /// Goes one patch on: gives both sides and their trees.
    pub(super) fn step(&mut self) -> Option<(Arc<Loaded>, Arc<Loaded>, [Vfs; 2])> {
        let (before, n) = (self.last.clone()?, self.at + 1);
        let tree = self.sweep.trees.get(n)?.clone();
        self.at = n;
        let after = self.load(&before, &tree);
        self.last = Some(after.clone());
        Some((before, after, [self.sweep.trees[n - 1].clone(), tree]))
    }

    /// Where the walk is: what is loaded, and its tree.
    pub(super) fn here(&self) -> Option<(&Loaded, &Vfs)> {
        Some((self.last.as_deref()?, self.sweep.trees.get(self.at)?))
    }

    /// How many patches are applied where the walk is.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    pub(super) fn n_patches(&self) -> usize {
        self.sweep.n_patches()
    }

    pub(super) fn arch(&self) -> &str {
        &self.arch
    }

    /// The .config files that were given.
    pub(super) fn given(&self) -> &BTreeMap<String, GivenFile> {
        &self.sweep.given
    }

    /// A tree without its values, to be compared; as if no other arch were there.
    pub(super) fn side<'s>(&'s self, loaded: &'s Loaded) -> Side<'s> {
        Side { model: &loaded.model, elsewhere: &self.sweep.defined[self.at], outcomes: &[] }
    }

    /// Says what all patches do that were looked at, in sum.
    pub fn sum(&self) -> Option<ArchEffect> {
        let (first, last) = (self.first.as_deref()?, self.last.as_deref()?);
        Some(self.compare((first, 0), (last, self.at)))
    }

    fn load(&mut self, before: &Arc<Loaded>, tree: &Vfs) -> Arc<Loaded> {
        let sweep = self.sweep.clone();
        if !before.reads.are_same_in(tree) {
            return Arc::new(sweep.load(tree, &self.arch, &*self.host, &mut self.cache));
        }
        let find = |(_, name): &(String, String)| Base::find(name, &self.arch, tree, &sweep.given);
        let bases = sweep.bases.iter().filter_map(find);
        if before.is_refused || bases.eq(before.bases.iter().cloned()) {
            return before.clone();
        }
        let mut loaded = Loaded {
            model: before.model.clone(),
            is_refused: false,
            reads: before.reads.clone(),
            bases: Vec::new(),
            outcomes: Vec::new(),
        };
        loaded.evaluate(&sweep, tree, &self.arch, Some(before));
        Arc::new(loaded)
    }

    /// Compares two places of the chain, each with its number of patches.
    fn compare(&self, before: (&Loaded, usize), after: (&Loaded, usize)) -> ArchEffect {
        let defined = [before.1, after.1].map(|at| &self.sweep.defined[at]);
        if std::ptr::eq(before.0, after.0) && Arc::ptr_eq(defined[0], defined[1]) {
            return ArchEffect { arch: self.arch.clone(), ..ArchEffect::default() };
        }
        let side = |place: usize| {
            let loaded = [before.0, after.0][place];
            Side { model: &loaded.model, elsewhere: defined[place], outcomes: &loaded.outcomes }
        };
        ArchEffect::of(&self.arch, side(0), side(1))
    }
}
