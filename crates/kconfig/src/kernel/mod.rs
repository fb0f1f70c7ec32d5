//! A kernel tree without a series: all its arches, under one state.

mod answers;
mod arch;
mod changed;
mod config;
mod losses;
mod matrix;
mod of_base;
mod review;
mod verdict;
mod view;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use kconfig_model::{Model, ParseCache};

use self::arch::Arch;
use self::matrix::Columns;
use crate::bundle::{Bundle, NO_PROFILE, arches_together, kernel_version};
use crate::view::{ALL_ARCHES, ArchInfo, Problem, ScenarioView, Selection, State};
use crate::world::base::{Base, GivenFile, defconfigs};

/// A kernel tree that is open: its files, and the arches evaluated so far.
pub struct KernelTree {
    info: ScenarioView,
    bundle: Arc<Bundle>,
    /// Of the files, not of the archive that they came in.
    digest: u32,
    cache: ParseCache,
    arches: BTreeMap<String, Arch>,
    /// The .config files that somebody gave, by the names of their bases.
    files: BTreeMap<String, GivenFile>,
    /// By arch: the symbols that the toolchain decides, once they were asked for.
    toolchain: BTreeMap<String, BTreeSet<String>>,
    /// The model whose values were viewed last.
    last: Option<Arc<Model>>,
    /// The symbols of the matrix that was viewed last.
    columns: Columns,
    /// The arches that could not be loaded.
    failed: BTreeMap<String, Problem>,
}

/// A state that was checked.
#[derive(Clone)]
struct Place {
    /// The state, put in order.
    state: State,
    /// The arch whose menu is shown.
    arch: String,
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
            bundle,
            cache: ParseCache::default(),
            arches: BTreeMap::new(),
            files: BTreeMap::new(),
            toolchain: BTreeMap::new(),
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
    fn place(&self, state: &State) -> Result<Place, Problem> {
        let problem = |message: String, help: String| Problem { message, details: Vec::new(), help };
        if state.tree != self.info.name {
            let help = format!("Open it first; {} is open.", self.info.name);
            return Err(problem(format!("The tree {} is not open.", state.tree), help));
        }
        let mut state = state.clone();
        (state.selection, state.carried) = (Selection::After, false);
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
        if self.base(&state.base, &arch).is_none() {
            state.base = self.info.first.base.clone();
        }
        let has_profile = |name: &String| {
            name == NO_PROFILE || self.bundle.profiles_for(&arch).any(|profile| profile.name == *name)
        };
        state.profile = state.profile.filter(has_profile);
        Ok(Place { state, arch })
    }

    /// Finds a base config by its name.
    fn base(&self, name: &str, arch: &str) -> Option<Base> {
        Base::find(name, arch, &self.bundle.files, &self.files)
    }

    /// Brings an arch to a state; it is loaded where it was not.
    fn arch(&mut self, place: &Place, arch: &str) -> Result<&mut Arch, Problem> {
        let profile = if arch == place.arch {
            place.state.profile.clone()
        } else {
            // Another arch may not have it.
            self.place(&State { arch: arch.to_owned(), ..place.state.clone() })?.state.profile
        };
        let base = self.base(&place.state.base, arch).unwrap_or_default();
        let answers = &place.state.answers;
        let is_current = self.arches.get(arch).is_some_and(|known| known.is_loaded_with(&profile, answers));
        if !is_current {
            let loaded = Arch::load(&self.bundle, arch, profile, answers, &mut self.cache)?;
            self.failed.remove(arch);
            self.arches.insert(arch.to_owned(), loaded);
        }
        let known = self.arches.get_mut(arch).ok_or_else(|| Problem {
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
