//! What the series on a tree does on all arches.

use kconfig_series::PatchSelection;

use super::Workspace;
use crate::sweep::{StepwiseSweep, Swept};
use crate::view::{Problem, State};

impl Workspace {
    /// Starts to look at what each patch does on all arches, with the base config and the
    /// values of a state; the state's arch comes first.
    ///
    /// # Errors
    /// As [`Workspace::view`]; a patch that does not go on.
    pub fn sweep(&mut self, state: &State) -> Result<StepwiseSweep, Problem> {
        let place = self.place(state)?;
        let n = self.snapshots.series().patches.len();
        let mut trees = Vec::new();
        for applied in 0..=n {
            let selection: PatchSelection = self.snapshots.series().first(applied);
            let snapshot = self.snapshots.snapshot(&selection);
            trees.push(snapshot.map_err(|error| super::place::apply_problem(&error))?.tree);
        }
        let mut arches = self.arches_together();
        arches.retain(|arch| *arch != place.arch);
        arches.insert(0, place.arch);
        let patches = self.snapshots.series().patches.iter();
        Ok(StepwiseSweep::new(Swept {
            bundle: self.bundle.clone(),
            profile: place.state.profile,
            trees,
            patches: patches.map(|patch| patch.id.clone()).collect(),
            arches,
            file: self.files.get(&place.state.base).cloned(),
            base: place.state.base,
            values: place.state.values,
            claims: self.claims.clone(),
        }))
    }
}
