//! A scenario with its patches, on all its arches.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::Arc;

use kconfig_dotconfig::{read, write};
use kconfig_eval::{Evaluation, Preset, UserValues, evaluate, set_all_new_symbols};
use kconfig_model::{MenuId, Model, ParseCache, add_defined_names, load};
use kconfig_series::{
    ApplyError, ApplyReason, Assignment, PatchSelection, Scenario, ScenarioArch, Series, Snapshots, StepName,
};
use kconfig_vfs::{RecordedHost, Vfs};

use crate::cell::Cells;
use crate::view::{ALL_ARCHES, Problem, ScenarioView, Selection, State};
pub(crate) use crate::world::PREFIX;
use crate::{LoadedScenario, load_scenario};

/// A scenario that is open: its texts, and the models made of them so far.
pub struct Workspace {
    pub(crate) scenario: Rc<Scenario>,
    pub(crate) info: ScenarioView,
    pub(crate) snapshots: Snapshots,
    cache: ParseCache,
    /// By patches and arch.
    models: BTreeMap<(PatchSelection, String), Arc<Model>>,
    /// By patches: the names that some arch defines.
    defined: BTreeMap<PatchSelection, Rc<BTreeSet<String>>>,
    pub(crate) cells: Cells,
    /// What the arches of the state write that was viewed last, in their order.
    pub(crate) last_configs: Option<Vec<String>>,
}

/// A state that was checked: it has a tree.
#[derive(Clone)]
pub(crate) struct Place {
    /// The state, put in order.
    pub(crate) state: State,
    /// Its patches.
    pub(crate) selection: PatchSelection,
    /// Its tree.
    pub(crate) tree: Vfs,
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
        let scenario = Rc::new(scenario);
        let info = crate::scenario_view::scenario_view(&scenario, &series);
        Ok(Self {
            scenario,
            info,
            snapshots: Snapshots::new(series),
            cache: ParseCache::default(),
            models: BTreeMap::new(),
            defined: BTreeMap::new(),
            cells: Cells::default(),
            last_configs: None,
        })
    }

    /// What does not change with the state.
    pub fn scenario(&self) -> &ScenarioView {
        &self.info
    }

    /// Checks a state and puts it in order: patches in the order of the
    /// series, the shortest way to say which, names that are known.
    pub(crate) fn place(&mut self, state: &State) -> Result<Place, Problem> {
        let problem =
            |message: String, help: &str| Problem { message, details: Vec::new(), help: help.into() };
        if state.tree != self.scenario.name {
            let help = format!("This page has {}.", self.scenario.name);
            return Err(problem(format!("There is no scenario {}.", state.tree), &help));
        }
        if state.arch != ALL_ARCHES && self.scenario.arch(&state.arch).is_none() {
            let names: Vec<&str> = self.scenario.arches.iter().map(|arch| &*arch.name).collect();
            let help = format!("Choose one of {}.", names.join(", "));
            return Err(problem(format!("The scenario has no arch {}.", state.arch), &help));
        }
        if Preset::parse(&state.base).is_none() {
            return Err(problem(
                format!("There is no base config {}.", state.base),
                "Choose alldef, allno, allyes or allmod.",
            ));
        }
        let selection = self
            .snapshots
            .series()
            .select(&step_name(&state.selection))
            .map_err(|error| problem(format!("These patches cannot be applied: {error}."), ""))?;
        let tree = self.tree(&selection)?;
        let mut state = state.clone();
        state.selection = self.canonical(&selection);
        Ok(Place { state, selection, tree })
    }

    fn tree(&mut self, selection: &PatchSelection) -> Result<Vfs, Problem> {
        self.snapshots.tree(selection).map_err(|error| apply_problem(&error))
    }

    /// The shortest way to say which patches.
    pub(crate) fn canonical(&self, selection: &PatchSelection) -> Selection {
        canonical(self.snapshots.series(), selection)
    }

    /// The model of a tree on an arch.
    pub(crate) fn model(&mut self, selection: &PatchSelection, arch: &str) -> Result<Arc<Model>, Problem> {
        let key = (selection.clone(), arch.to_owned());
        if let Some(model) = self.models.get(&key) {
            return Ok(model.clone());
        }
        let tree = self.tree(selection)?;
        let model = Arc::new(load(&tree, &self.host(arch), &self.scenario.root, &mut self.cache));
        self.models.insert(key, model.clone());
        Ok(model)
    }

    /// The environment of an arch.
    fn host(&self, arch: &str) -> RecordedHost {
        let srcarch = self.arch(arch).map_or(arch, |arch| &arch.srcarch);
        let mut host = RecordedHost::default();
        host.env.insert("ARCH".into(), arch.into());
        host.env.insert("SRCARCH".into(), srcarch.into());
        host
    }

    pub(crate) fn arch(&self, name: &str) -> Option<&ScenarioArch> {
        self.scenario.arch(name)
    }

    /// The arches that a state looks at.
    pub(crate) fn arches_of(&self, state: &State) -> Vec<String> {
        if state.arch == ALL_ARCHES {
            self.scenario.arches.iter().map(|arch| arch.name.clone()).collect()
        } else {
            vec![state.arch.clone()]
        }
    }

    /// The names that a tree defines on any of its arches; no model is loaded for them.
    pub(crate) fn defined(&mut self, selection: &PatchSelection) -> Result<Rc<BTreeSet<String>>, Problem> {
        if let Some(defined) = self.defined.get(selection) {
            return Ok(defined.clone());
        }
        let tree = self.tree(selection)?;
        let mut defined = BTreeSet::new();
        for arch in &self.scenario.arches {
            let host = self.host(&arch.name);
            add_defined_names(&tree, &host, &self.scenario.root, &mut self.cache, &mut defined);
        }
        let defined = Rc::new(defined);
        self.defined.insert(selection.clone(), defined.clone());
        Ok(defined)
    }

    /// Evaluates a place on an arch with the state's values.
    pub(crate) fn evaluate(&mut self, place: &Place, arch: &str) -> Result<Evaluation, Problem> {
        self.evaluate_with(&place.selection, arch, &place.state)
    }

    /// Evaluates the base of the series with the same values.
    pub(crate) fn evaluate_base(&mut self, state: &State, arch: &str) -> Result<Evaluation, Problem> {
        let base = self.snapshots.series().first(0);
        let state = State { carried: false, ..state.clone() };
        self.evaluate_with(&base, arch, &state)
    }

    fn evaluate_with(
        &mut self,
        selection: &PatchSelection,
        arch: &str,
        state: &State,
    ) -> Result<Evaluation, Problem> {
        let model = self.model(selection, arch)?;
        let mut user = UserValues::new();
        let mut preset = Preset::parse(&state.base).unwrap_or(Preset::AllDef);
        if state.carried {
            // What `make olddefconfig` makes of the .config from before.
            let before = self.evaluate_base(state, arch)?;
            read(&model, &mut user, &write(&before, PREFIX), ".config", PREFIX);
            preset = Preset::AllDef;
        }
        for (name, value) in &state.values {
            if let Some(symbol) = model.find(name) {
                // A value that does not fit the symbol's type is no value, as
                // in a .config.
                let _ = user.set_text(&model, symbol, value);
            }
        }
        set_all_new_symbols(&model, &mut user, preset);
        Ok(evaluate(model, user))
    }

    /// The menu that the series is about, in a model.
    pub(crate) fn menu_in_view(&self, model: &Model) -> Option<MenuId> {
        model.menus_below(MenuId::ROOT).find(|&menu| {
            model.menu(menu).symbol.is_none() && model.prompt_text(menu) == Some(&self.scenario.menu)
        })
    }

    /// A state with these values, at these patches.
    pub(crate) fn state_with(&self, selection: Selection, arch: &str, values: &[Assignment]) -> State {
        state_with(&self.scenario, selection, arch, values)
    }
}

pub(crate) fn state_with(
    scenario: &Scenario,
    selection: Selection,
    arch: &str,
    values: &[Assignment],
) -> State {
    let base = scenario.base_config.strip_suffix("config").unwrap_or(&scenario.base_config);
    State {
        tree: scenario.name.clone(),
        selection,
        arch: arch.to_owned(),
        base: base.to_owned(),
        carried: false,
        values: values
            .iter()
            .map(|assignment| (assignment.symbol.clone(), assignment.value.clone()))
            .collect(),
        focus: None,
        profile: None,
        answers: Default::default(),
    }
}

/// The shortest way to say which patches of a series.
pub(crate) fn canonical(series: &Series, selection: &PatchSelection) -> Selection {
    if *selection == series.first(usize::MAX) {
        return Selection::After;
    }
    let ids: Vec<String> =
        selection.indices().iter().map(|&index| series.patches[index].id.clone()).collect();
    match ids.last() {
        None => Selection::Base,
        Some(last) if *selection == series.first(ids.len()) => Selection::UpTo(last.clone()),
        Some(_) => Selection::Only(ids),
    }
}

/// The data's name for a selection.
pub(crate) fn step_name(selection: &Selection) -> StepName {
    match selection {
        Selection::Base => StepName::Base,
        Selection::After => StepName::After,
        Selection::UpTo(id) => StepName::UpTo(id.clone()),
        Selection::Only(ids) => StepName::Only(ids.clone()),
    }
}

/// Which patch, file and hunk does not apply, in words for the user.
pub(crate) fn apply_problem(error: &ApplyError) -> Problem {
    let (message, mut details) = match &error.reason {
        ApplyReason::Hunk(hunk) => {
            let mut details =
                vec![format!("{} in {}", hunk.header, error.file), "It wants these lines:".into()];
            details.extend(hunk.wanted.iter().map(|line| format!("  {line}")));
            details.push(format!("At line {} it found these:", hunk.found_at));
            details.extend(hunk.found.iter().map(|line| format!("  {line}")));
            let message = format!(
                "Hunk {} of {} does not apply, in the patch \"{}\".",
                hunk.number, error.file, error.patch
            );
            (message, details)
        }
        _ => (format!("The patch does not apply: {error}."), Vec::new()),
    };
    details.truncate(60);
    Problem { message, details, help: "Tick the patches that it builds on, or leave it out.".into() }
}

impl Workspace {
    /// Gives the files of a state's tree: paths and texts.
    ///
    /// # Errors
    /// As [`Workspace::view`].
    pub fn tree_files(&mut self, state: &State) -> Result<Vec<(String, Arc<str>)>, Problem> {
        let place = self.place(state)?;
        Ok(place.tree.iter().map(|(path, text)| (path.to_owned(), text.clone())).collect())
    }
}
