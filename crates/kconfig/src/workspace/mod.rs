//! A tree with a series on it, or none, and claims, or none: all its arches, under
//! one state.

mod answers;
mod arch;
mod changed;
mod config;
mod edit;
mod info;
mod loaded;
mod losses;
mod matrix;
mod of_base;
mod patch_text;
mod place;
mod reference;
mod sent;
mod series;
mod sweeping;
mod tree_verdict;
mod view;

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::Arc;

use kconfig_eval::Evaluation;
use kconfig_model::{MenuId, Model, ParseCache, add_defined_names};
use kconfig_series::{
    Carried as CarriedSeries, PatchSelection, Scenario, ScenarioArch, Series, Snapshot, Snapshots,
};

use self::arch::Arch;
use self::loaded::{Loaded, Wanted};
use self::matrix::Columns;
pub(crate) use self::place::{Place, state_with};
use self::reference::Carried;
use self::view::Viewed;
pub(crate) use self::view::focus_of;
use crate::bundle::Bundle;
use crate::cell::Cells;
use crate::claims::{Claims, menu_titled};
use crate::view::{ALL_ARCHES, Problem, ScenarioView, Selection, State};
use crate::world::base::{Base, GivenFile};
use crate::world::digest::{digest, tree_digest};
use crate::{LoadedScenario, load_scenario};

/// How many files a tree may have whose arches are all evaluated for one view.
const MAX_TOGETHER: usize = 200;

/// For how many choices of patches the defined names are kept.
const MAX_DEFINED: usize = 256;

/// How many bytes of Kconfig text are kept parsed; a kernel has some 2 MB.
const MAX_PARSED: usize = 8 << 20;

/// How many checksums of snapshots are kept.
const MAX_DIGESTS: usize = 256;

/// A tree that is open: its files, its series and claims, and the arches that were
/// evaluated so far.
pub struct Workspace {
    pub(crate) info: ScenarioView,
    bundle: Arc<Bundle>,
    /// Of the files, not of the archive that they came in.
    pub(crate) digest: u32,
    /// The claims, starting points and known failures; empty where there are none.
    pub(crate) scenario: Rc<Scenario>,
    pub(crate) snapshots: Snapshots,
    cache: ParseCache,
    loaded: Loaded,
    /// By patches: the names that some arch defines.
    defined: BTreeMap<PatchSelection, Rc<BTreeSet<String>>>,
    pub(crate) cells: Cells,
    /// What is held against the series by a sweep.
    claims: Option<Claims>,
    /// What a link carries of the series, or why it carries none; once it was asked for.
    carried_series: Option<Result<Rc<CarriedSeries>, String>>,
    /// By number of a snapshot: the checksum of its files.
    digests: BTreeMap<u32, u32>,
    /// The .config that was carried over a series last.
    carried: Option<Carried>,
    /// The .config files that somebody gave, by the names of their bases.
    files: BTreeMap<String, GivenFile>,
    /// What was viewed last.
    last: Option<Viewed>,
    /// The symbols of the matrix that was viewed last.
    columns: Columns,
    /// By arch and number of a snapshot: why the arch could not be loaded.
    failed: BTreeMap<(String, u32), Problem>,
}

impl Workspace {
    /// Opens a scenario from its files: paths below its folder, and texts.
    ///
    /// # Errors
    /// What is wrong with the scenario's own data, with file and line.
    pub fn open(name: &str, files: &[(&str, &str)]) -> Result<Self, Problem> {
        let LoadedScenario { scenario, series } =
            load_scenario(files.iter().copied()).map_err(|error| Problem {
                message: format!("The scenario {name} cannot be read: {error}."),
                details: Vec::new(),
                help: "Mend the file; CONTRIBUTING.md says what a scenario is made of.".into(),
            })?;
        let info = crate::scenario_view::scenario_view(&scenario, &series);
        let bundle = Bundle { files: series.base.clone(), profiles: Vec::new() };
        Ok(Self::with(info, Arc::new(bundle), scenario, series))
    }

    /// Opens a kernel's tree under a name, and its first arch.
    ///
    /// # Errors
    /// The tree has no arch, or what conf would stop at.
    pub fn open_tree(name: &str, bundle: Arc<Bundle>) -> Result<Self, Problem> {
        let info = info::info(name, &bundle);
        let Some(first) = info.arches.first().map(|arch| arch.name.clone()) else {
            return Err(Problem {
                message: "The tree has no arch.".into(),
                details: Vec::new(),
                help: "A kernel has folders such as arch/x86 with a Kconfig file in each.".into(),
            });
        };
        let series = Series { base: bundle.files.clone(), patches: Vec::new() };
        let mut workspace = Self::with(info, bundle, Scenario::default(), series);
        let first = workspace.place(&State { arch: first, ..workspace.info.first.clone() })?;
        workspace.bring(&first, &first.arch.clone())?;
        Ok(workspace)
    }

    fn with(info: ScenarioView, bundle: Arc<Bundle>, scenario: Scenario, series: Series) -> Self {
        Self {
            digest: tree_digest(&bundle.files),
            info,
            bundle,
            scenario: Rc::new(scenario),
            snapshots: Snapshots::new(series),
            cache: ParseCache::default(),
            loaded: Loaded::default(),
            defined: BTreeMap::new(),
            cells: Cells::default(),
            claims: None,
            carried_series: None,
            digests: BTreeMap::new(),
            carried: None,
            files: BTreeMap::new(),
            last: None,
            columns: Columns::default(),
            failed: BTreeMap::new(),
        }
    }

    /// What does not change with the state.
    pub fn scenario(&self) -> &ScenarioView {
        &self.info
    }

    /// The arches that are looked at together.
    pub(crate) fn arches_together(&self) -> Vec<String> {
        self.info.arches.iter().map(|arch| arch.name.clone()).collect()
    }

    /// The arches that a state looks at: all of them where the tree is small enough to
    /// evaluate all for one view.
    pub(crate) fn arches_of(&self, place: &Place) -> Vec<String> {
        if place.state.arch == ALL_ARCHES && self.is_together() {
            self.arches_together()
        } else {
            vec![place.arch.clone()]
        }
    }

    /// Whether one view speaks of all arches: with claims, and few files.
    pub(crate) fn is_together(&self) -> bool {
        self.info.has_claims && self.bundle.files.len() <= MAX_TOGETHER
    }

    /// What the claims say of an arch.
    pub(crate) fn claimed_arch(&self, name: &str) -> Option<&ScenarioArch> {
        self.scenario.arch(name)
    }

    /// Brings an arch to a place; it is loaded where it was not.
    fn bring(&mut self, place: &Place, arch: &str) -> Result<&mut Arch, Problem> {
        let base = if place.state.carried {
            Base::File(self.config_before(place, arch)?)
        } else {
            self.base(&place.state.base, arch, &place.snapshot).unwrap_or_default()
        };
        let profile = self.profile(&place.state, arch);
        let wanted =
            Wanted { arch, profile: &profile, answers: &place.state.answers, snapshot: &place.snapshot };
        if !self.loaded.has(wanted) {
            let loaded = Arch::load(&self.bundle, wanted, &mut self.cache)?;
            self.failed.remove(&(arch.to_owned(), place.snapshot.number));
            self.loaded.add(loaded, &place.snapshot);
        }
        let known = self.loaded.find(wanted).ok_or_else(|| Problem {
            message: format!("The tree has no arch {arch}."),
            details: Vec::new(),
            help: String::new(),
        })?;
        known.show(&base, &place.state.values);
        Ok(known)
    }

    /// Evaluates a place on an arch with the state's values.
    pub(crate) fn evaluate(&mut self, place: &Place, arch: &str) -> Result<Evaluation, Problem> {
        Ok(self.bring(place, arch)?.evaluation().clone())
    }

    /// Evaluates the tree before the series with the same values.
    pub(crate) fn evaluate_base(&mut self, state: &State, arch: &str) -> Result<Evaluation, Problem> {
        let before = State { selection: Selection::Base, carried: false, ..state.clone() };
        let before = self.place(&before)?;
        self.evaluate(&before, arch)
    }

    /// The names that a tree defines on any of its arches; no model is loaded for them.
    pub(crate) fn defined(&mut self, selection: &PatchSelection) -> Result<Rc<BTreeSet<String>>, Problem> {
        if let Some(defined) = self.defined.get(selection) {
            return Ok(defined.clone());
        }
        if self.defined.len() >= MAX_DEFINED {
            self.defined.clear();
        }
        let snapshot = self.snapshots.snapshot(selection).map_err(|error| place::apply_problem(&error))?;
        let mut defined = BTreeSet::new();
        for arch in &self.info.arches {
            let host = self.bundle.host_in(&snapshot.tree, &arch.name, None)?;
            add_defined_names(&snapshot.tree, &host, "Kconfig", &mut self.cache, &mut defined);
        }
        let defined = Rc::new(defined);
        self.defined.insert(selection.clone(), defined.clone());
        Ok(defined)
    }

    /// The menu that the claims are about, in a model.
    pub(crate) fn menu_in_view(&self, model: &Model) -> Option<MenuId> {
        menu_titled(model, &self.scenario.menu)
    }

    /// The checksum of a snapshot's files.
    pub(crate) fn tree_digest(&mut self, snapshot: &Snapshot) -> u32 {
        if self.digests.len() >= MAX_DIGESTS {
            self.digests.clear();
        }
        *self.digests.entry(snapshot.number).or_insert_with(|| digest(snapshot.tree.iter()))
    }

    /// Gives the files of a state's tree: paths and texts.
    ///
    /// # Errors
    /// As [`Workspace::view`].
    pub fn tree_files(&mut self, state: &State) -> Result<Vec<(String, Arc<str>)>, Problem> {
        let place = self.place(state)?;
        Ok(place.snapshot.tree.iter().map(|(path, text)| (path.to_owned(), text.clone())).collect())
    }
}
