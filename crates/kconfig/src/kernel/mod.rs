//! A kernel tree with a series on it, or none: all its arches, under one state.

mod answers;
mod arch;
mod changed;
mod config;
mod loaded;
mod losses;
mod matrix;
mod of_base;
mod patch_text;
mod reference;
mod review;
mod series;
mod sweeping;
mod verdict;
mod view;

use std::collections::BTreeMap;
use std::sync::Arc;

use kconfig_model::{Model, ParseCache};
use kconfig_series::{PatchSelection, Series, Snapshot, Snapshots};

use self::arch::Arch;
use self::loaded::{Loaded, Wanted};
use self::matrix::Columns;
use self::reference::Carried;
use crate::bundle::{Bundle, NO_PROFILE, arches_together, kernel_version};
use crate::view::{ALL_ARCHES, ArchInfo, Problem, ScenarioView, Selection, State};
use crate::workspace::{apply_problem, canonical, step_name};
use crate::world::base::{Base, GivenFile, defconfigs};

/// A kernel tree that is open: its files, and the arches evaluated so far.
pub struct KernelTree {
    info: ScenarioView,
    bundle: Arc<Bundle>,
    /// Of the files, not of the archive that they came in.
    digest: u32,
    snapshots: Snapshots,
    cache: ParseCache,
    loaded: Loaded,
    /// The .config that was carried over a series last.
    carried: Option<Carried>,
    /// The .config files that somebody gave, by the names of their bases.
    files: BTreeMap<String, GivenFile>,
    /// The model whose values were viewed last.
    last: Option<Arc<Model>>,
    /// The symbols of the matrix that was viewed last.
    columns: Columns,
    /// By arch and number of a snapshot: why the arch could not be loaded.
    failed: BTreeMap<(String, u32), Problem>,
}

/// A state that was checked.
#[derive(Clone)]
struct Place {
    /// The state, put in order.
    state: State,
    /// The arch whose menu is shown.
    arch: String,
    /// Its patches.
    selection: PatchSelection,
    /// The tree with these patches.
    snapshot: Snapshot,
}

impl KernelTree {
    /// Opens a tree under a name, and its first arch.
    ///
    /// # Errors
    /// The tree has no arch, or what conf would stop at.
    pub fn open(name: &str, bundle: Arc<Bundle>) -> Result<Self, Problem> {
        let info = info(name, &bundle);
        let Some(first) = info.arches.first().map(|arch| arch.name.clone()) else {
            return Err(Problem {
                message: "The tree has no arch.".into(),
                details: Vec::new(),
                help: "A kernel has folders such as arch/x86 with a Kconfig file in each.".into(),
            });
        };
        let mut tree = Self {
            digest: digest(&bundle),
            info,
            snapshots: Snapshots::new(Series { base: bundle.files.clone(), patches: Vec::new() }),
            bundle,
            cache: ParseCache::default(),
            loaded: Loaded::default(),
            carried: None,
            files: BTreeMap::new(),
            last: None,
            columns: Columns::default(),
            failed: BTreeMap::new(),
        };
        let first = tree.place(&State { arch: first, ..tree.info.first.clone() })?;
        tree.arch(&first, &first.arch.clone())?;
        Ok(tree)
    }

    /// What does not change with the state.
    pub fn scenario(&self) -> &ScenarioView {
        &self.info
    }

    /// The arches that are looked at together.
    fn arches_together(&self) -> Vec<String> {
        self.info.arches.iter().map(|arch| arch.name.clone()).collect()
    }

    /// Checks a state and puts it in order.
    ///
    /// A base config or a profile that the arch does not have becomes the first
    /// one: they are chosen by arch, and arches are gone through.
    fn place(&mut self, state: &State) -> Result<Place, Problem> {
        let problem = |message: String, help: String| Problem { message, details: Vec::new(), help };
        if state.tree != self.info.name {
            let help = format!("Open it first; {} is open.", self.info.name);
            return Err(problem(format!("The tree {} is not open.", state.tree), help));
        }
        let mut state = state.clone();
        let series = self.snapshots.series();
        let selection = series.select(&step_name(&state.selection)).map_err(|error| {
            let help = "Open the series that the state is about, or choose other patches.";
            problem(format!("These patches cannot be applied: {error}."), help.to_owned())
        })?;
        state.selection = canonical(series, &selection);
        state.carried &= !series.patches.is_empty();
        let snapshot = self.snapshots.snapshot(&selection).map_err(|error| apply_problem(&error))?;
        let known = self.info.arches.iter().chain(&self.info.more_arches);
        let arch = if state.arch == ALL_ARCHES {
            self.info.arches.first().map_or(String::new(), |arch| arch.name.clone())
        } else if known.clone().any(|arch| arch.name == state.arch) {
            state.arch.clone()
        } else {
            let names: Vec<&str> = known.map(|arch| &*arch.name).collect();
            let help = format!("Choose one of {}.", names.join(", "));
            return Err(problem(format!("The tree has no arch {}.", state.arch), help));
        };
        if self.base(&state.base, &arch, &snapshot).is_none() {
            state.base = self.info.first.base.clone();
        }
        state.profile = self.profile(&state, &arch);
        Ok(Place { state, arch, selection, snapshot })
    }

    /// The toolchain of a state, if the arch has it.
    fn profile(&self, state: &State, arch: &str) -> Option<String> {
        let has_profile = |name: &&String| {
            *name == NO_PROFILE || self.bundle.profiles_for(arch).any(|profile| profile.name == **name)
        };
        state.profile.as_ref().filter(has_profile).cloned()
    }

    /// Finds a base config by its name.
    fn base(&self, name: &str, arch: &str, snapshot: &Snapshot) -> Option<Base> {
        Base::find(name, arch, &snapshot.tree, &self.files)
    }

    /// Brings an arch to a state; it is loaded where it was not.
    fn arch(&mut self, place: &Place, arch: &str) -> Result<&mut Arch, Problem> {
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
}

/// What the page says of a tree.
fn info(name: &str, bundle: &Bundle) -> ScenarioView {
    let version = bundle.files.get("Makefile").map_or(String::new(), |makefile| kernel_version(makefile));
    let all = bundle.arches();
    let arch_info = |name: &str| ArchInfo { name: name.to_owned(), counted: true };
    let together = arches_together(&all);
    let is_more = |name: &&String| !together.contains(name);
    let more: Vec<ArchInfo> = all.iter().filter(is_more).map(|name| arch_info(name)).collect();
    let arches: Vec<ArchInfo> = together.iter().map(|name| arch_info(name)).collect();
    let defconfigs = all.iter().map(|arch| (arch.clone(), defconfigs(&bundle.files, arch))).collect();
    let profiles = all.iter().map(|arch| {
        let names = bundle.profiles_for(arch).map(|profile| profile.name.clone());
        (arch.clone(), names.chain([NO_PROFILE.to_owned()]).collect())
    });
    let first = State {
        tree: name.to_owned(),
        selection: Selection::After,
        arch: arches.first().map_or(String::new(), |arch| arch.name.clone()),
        base: "alldef".to_owned(),
        carried: false,
        values: BTreeMap::new(),
        focus: None,
        profile: None,
        answers: BTreeMap::new(),
    };
    ScenarioView {
        name: name.to_owned(),
        title: format!("Linux {version}"),
        arches,
        more_arches: more,
        defconfigs,
        profiles: profiles.collect(),
        first,
        ..ScenarioView::default()
    }
}

fn digest(bundle: &Bundle) -> u32 {
    let mut digest = crc32fast::Hasher::new();
    for (path, text) in bundle.files.iter() {
        for part in [path.as_bytes(), &[0], text.as_bytes(), &[0]] {
            digest.update(part);
        }
    }
    digest.finalize()
}
