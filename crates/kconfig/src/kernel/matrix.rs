//! The symbols that are listed in the menu, on all arches.

use std::collections::HashSet;

use super::KernelTree;
use crate::menu::{Seen, listed_symbols};
use crate::state_view::{focus_of, matrix_value};
use crate::view::{MatrixRow, MatrixView, MenuAsk, Problem, State};

/// How many symbols are compared at most: those that are listed first.
const MAX_ROWS: usize = 1000;

/// From how many symbols on those that are alike everywhere are left out.
const MAX_ALIKE: usize = 200;

impl KernelTree {
    /// Names the next arch whose values a state's matrix needs and that is not
    /// loaded; loading one is what takes long.
    pub fn next_arch(&mut self, state: &State) -> Option<String> {
        let place = self.place(state).ok()?;
        self.arches_together().into_iter().find(|arch| {
            let profile = self.place(&place.on(arch)).ok().and_then(|place| place.state.profile);
            let answers = &place.state.answers;
            !self.failed.contains_key(arch)
                && self.arches.get(arch).is_none_or(|known| !known.is_loaded_with(&profile, answers))
        })
    }

    /// Loads an arch, so that the matrix has it.
    pub fn load_arch(&mut self, state: &State, arch: &str) {
        let loaded = self.place(state).and_then(|place| self.arch(&place, arch).map(drop));
        if let Err(problem) = loaded {
            // Also one that was there with other answers.
            self.arches.remove(arch);
            self.failed.insert(arch.to_owned(), problem);
        }
    }

    /// The symbols that the menu lists, on the arches that are loaded.
    ///
    /// # Errors
    /// As [`KernelTree::view`].
    pub fn matrix(&mut self, state: &State, ask: &MenuAsk) -> Result<MatrixView, Problem> {
        let place = self.place(state)?;
        let names: Vec<String> = {
            let arch = self.arch(&place, &place.arch)?;
            let focus = focus_of(&place.state, arch.evaluation());
            let evaluation = arch.evaluation();
            let seen = Seen { evaluation, base: &arch.before, index: &arch.index, in_view: None, focus };
            let mut known = HashSet::new();
            let listed = listed_symbols(seen, ask);
            let names = listed.map(|symbol| evaluation.model.name(symbol).to_owned());
            names.filter(|name| known.insert(name.clone())).take(MAX_ROWS).collect()
        };
        let mut rows: Vec<MatrixRow> = names
            .iter()
            .map(|symbol| MatrixRow { symbol: symbol.clone(), values: Vec::new(), differs: false })
            .collect();
        let mut arches = Vec::new();
        for name in self.arches_together() {
            if !self.arches.contains_key(&name) {
                continue;
            }
            let arch = self.arch(&place, &name)?;
            for row in &mut rows {
                let value =
                    arch.model().find(&row.symbol).map(|symbol| matrix_value(arch.evaluation(), symbol));
                row.values.push(value.unwrap_or_default());
            }
            arches.push(name);
        }
        let n_missing = self.arches_together().len().saturating_sub(arches.len() + self.failed.len());
        for row in &mut rows {
            row.differs = row.values.iter().any(|value| *value != row.values[0]);
        }
        let n_symbols = rows.len() as u32;
        rows.retain(|row| row.differs || n_symbols as usize <= MAX_ALIKE);
        Ok(MatrixView { arches, rows, n_symbols, n_missing: n_missing as u32 })
    }
}
