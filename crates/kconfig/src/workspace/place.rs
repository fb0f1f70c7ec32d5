//! Which tree and which values a state means.

use kconfig_series::{
    ApplyError, ApplyReason, Assignment, PatchSelection, Scenario, Series, Snapshot, StepName,
};

use super::Workspace;
use crate::view::{ALL_ARCHES, Problem, Selection, State};
use crate::world::base::Base;

/// A state that was checked: it has a tree.
#[derive(Clone)]
pub(crate) struct Place {
    /// The state, put in order.
    pub(crate) state: State,
    /// The arch whose menu is shown.
    pub(crate) arch: String,
    /// The state's patches.
    pub(crate) selection: PatchSelection,
    /// The tree with these patches.
    pub(crate) snapshot: Snapshot,
}

impl Workspace {
    /// Checks a state and puts it in order: patches in the order of the series, the
    /// shortest way to say which, names that are known.
    ///
    /// A base config or a profile that the arch does not have becomes the first
    /// one: they are chosen by arch, and arches are gone through.
    pub(crate) fn place(&mut self, state: &State) -> Result<Place, Problem> {
        let problem = |message: String, help: String| Problem { message, details: Vec::new(), help };
        if state.tree != self.info.name {
            let help = format!("Open it first; {} is open.", self.info.name);
            return Err(problem(format!("The tree {} is not open.", state.tree), help));
        }
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
        let mut state = state.clone();
        let series = self.snapshots.series();
        let selection = series.select(&step_name(&state.selection)).map_err(|error| {
            let help = "Open the series that the state is about, or choose other patches.";
            problem(format!("These patches cannot be applied: {error}."), help.to_owned())
        })?;
        state.selection = canonical(series, &selection);
        state.carried &= !series.patches.is_empty();
        let snapshot = self.snapshots.snapshot(&selection).map_err(|error| apply_problem(&error))?;
        if self.base(&state.base, &arch, &snapshot).is_none() {
            state.base = self.info.first.base.clone();
        }
        state.profile = self.profile(&state, &arch);
        Ok(Place { state, arch, selection, snapshot })
    }

    /// The toolchain of a state, if the arch has it.
    pub(super) fn profile(&self, state: &State, arch: &str) -> Option<String> {
        state.profile.as_ref().filter(|name| self.bundle.has_profile(arch, name)).cloned()
    }

    /// Finds a base config by its name.
    pub(super) fn base(&self, name: &str, arch: &str, snapshot: &Snapshot) -> Option<Base> {
        Base::find(name, arch, &snapshot.tree, &self.files)
    }

    /// The shortest way to say which patches.
    pub(crate) fn canonical(&self, selection: &PatchSelection) -> Selection {
        canonical(self.snapshots.series(), selection)
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
    let values = values.iter().map(|assignment| (assignment.symbol.clone(), assignment.value.clone()));
    State {
        tree: scenario.name.clone(),
        selection,
        arch: arch.to_owned(),
        base: base.to_owned(),
        values: values.collect(),
        ..State::default()
    }
}

/// The shortest way to say which patches of a series.
fn canonical(series: &Series, selection: &PatchSelection) -> Selection {
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
fn step_name(selection: &Selection) -> StepName {
    match selection {
        Selection::Base => StepName::Base,
        Selection::After => StepName::After,
        Selection::UpTo(id) => StepName::UpTo(id.clone()),
        Selection::Only(ids) => StepName::Only(ids.clone()),
    }
}

/// Which patch, file and hunk does not apply, in words for the user.
pub(super) fn apply_problem(error: &ApplyError) -> Problem {
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
