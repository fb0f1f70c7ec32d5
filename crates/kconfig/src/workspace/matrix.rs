//! The symbols that are listed in the menu, on all arches.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use kconfig_base::Tristate;
use kconfig_eval::Evaluation;
use kconfig_model::{Model, SymbolId};
use rustc_hash::FxHashSet;

use super::focus_of;
use super::loaded::Wanted;
use super::{Place, Workspace};
use crate::menu::{Seen, listed_symbols};
use crate::view::{Ask, MatrixRow, MatrixView, Problem, State};

/// How many symbols are compared at most: those that are listed first.
const MAX_SYMBOLS: usize = 1000;

/// How many arches of snapshots are remembered as broken.
const MAX_FAILED: usize = 256;

impl Workspace {
    /// Names the next arch whose values a state's matrix needs and that is not
    /// loaded; loading one is what takes long.
    pub fn next_arch(&mut self, state: &State) -> Option<String> {
        let place = self.place(state).ok().filter(|_| !self.is_together())?;
        self.arches_together().into_iter().find(|arch| {
            !self.failed.contains_key(&(arch.clone(), place.snapshot.number)) && !self.is_loaded(&place, arch)
        })
    }

    /// Tells whether the model of an arch is there as a place needs it.
    fn is_loaded(&mut self, place: &Place, arch: &str) -> bool {
        let profile = self.profile(&place.state, arch);
        let answers = &place.state.answers;
        self.loaded.has(Wanted { arch, profile: &profile, answers, snapshot: &place.snapshot })
    }

    /// Loads an arch, so that the matrix has it.
    pub fn load_arch(&mut self, state: &State, arch: &str) {
        let Ok(place) = self.place(state) else { return };
        if let Err(problem) = self.bring(&place, arch).map(drop) {
            if self.failed.len() >= MAX_FAILED {
                self.failed.clear();
            }
            self.failed.insert((arch.to_owned(), place.snapshot.number), problem);
        }
    }

    /// The symbols that the menu lists, on the arches that are loaded.
    ///
    /// # Errors
    /// As [`Workspace::view`].
    pub fn matrix(&mut self, state: &State, ask: &Ask) -> Result<MatrixView, Problem> {
        let place = self.place(state)?;
        if self.is_together() {
            return self.matrix_of_menu(&place, ask);
        }
        let (model, symbols) = {
            let arch = self.bring(&place, &place.arch)?;
            let evaluation = arch.evaluation();
            let focus = focus_of(&place.state, evaluation);
            let seen = Seen { evaluation, base: &arch.before, index: &arch.index, in_view: None, focus };
            let mut known = FxHashSet::default();
            let listed = listed_symbols(seen, &ask.menu).filter(|&symbol| known.insert(symbol));
            (evaluation.model.clone(), listed.take(MAX_SYMBOLS).collect::<Vec<_>>())
        };
        self.columns.be_about(&model, symbols);
        let mut arches = self.arches_together();
        let n_arches = arches.len();
        arches.retain(|name| self.is_loaded(&place, name));
        let mut columns: Vec<Vec<Cow<'static, str>>> = Vec::new();
        for name in &arches {
            let model = self.bring(&place, name)?.model().clone();
            self.columns.add(name, &model);
            let symbols = self.columns.get(name).unwrap_or_default().to_vec();
            let evaluation = self.bring(&place, name)?.evaluation();
            let value = |symbol: &Option<SymbolId>| {
                symbol.map_or(Cow::Borrowed(""), |symbol| matrix_value(evaluation, symbol))
            };
            columns.push(symbols.iter().map(value).collect());
        }
        let differs = |row: usize| {
            let first = columns.first().map(|column| &column[row]);
            columns.iter().any(|column| Some(&column[row]) != first)
        };
        let failed = |name: &String| self.failed.contains_key(&(name.clone(), place.snapshot.number));
        let n_failed = self.arches_together().iter().filter(|name| failed(name)).count();
        let n_symbols = self.columns.names.len();
        let rows: Vec<usize> = (0..n_symbols).filter(|&row| ask.matrix.all || differs(row)).collect();
        let part = MatrixView::part(&ask.matrix, rows.len());
        Ok(MatrixView {
            total: rows.len() as u32,
            first: part.start as u32,
            rows: rows[part]
                .iter()
                .map(|&row| MatrixRow {
                    symbol: self.columns.names[row].clone(),
                    values: columns.iter().map(|column| column[row].to_string()).collect(),
                    differs: differs(row),
                })
                .collect(),
            n_symbols: n_symbols as u32,
            n_missing: n_arches.saturating_sub(arches.len() + n_failed) as u32,
            arches,
        })
    }

    /// The symbols of the menu in view, on all arches, under one state's values.
    fn matrix_of_menu(&mut self, place: &Place, ask: &Ask) -> Result<MatrixView, Problem> {
        let arches = self.arches_together();
        let mut rows: Vec<MatrixRow> = Vec::new();
        for (column, arch) in arches.iter().enumerate() {
            let evaluation = self.evaluate(place, arch)?;
            for (symbol, _) in self.values_in_menu(&evaluation) {
                let found = evaluation.model.find(&symbol);
                let value =
                    found.map_or(Cow::Borrowed(""), |found| matrix_value(&evaluation, found)).into_owned();
                let at = rows.iter().position(|row| row.symbol == symbol).unwrap_or_else(|| {
                    let values = vec![String::new(); arches.len()];
                    rows.push(MatrixRow { symbol, values, differs: false });
                    rows.len() - 1
                });
                rows[at].values[column] = value;
            }
        }
        for row in &mut rows {
            row.differs = row.values.iter().any(|value| *value != row.values[0]);
        }
        let n_symbols = rows.len() as u32;
        rows.retain(|row| row.differs || ask.matrix.all);
        let (total, part) = (rows.len() as u32, MatrixView::part(&ask.matrix, rows.len()));
        let first = part.start as u32;
        let rows = rows.drain(part).collect();
        Ok(MatrixView { arches, total, first, rows, n_symbols, n_missing: 0 })
    }
}

/// A value in the table of all arches; "" where the arch does not write it.
fn matrix_value(evaluation: &Evaluation, symbol: SymbolId) -> Cow<'static, str> {
    let value = evaluation.value(symbol);
    let is_set = value.write || value.tri != Tristate::N;
    if !is_set {
        Cow::Borrowed("")
    } else if evaluation.model.symbol(symbol).ty.is_tristate_like() {
        Cow::Borrowed(value.tri.as_str())
    } else {
        Cow::Owned(evaluation.text(symbol).to_owned())
    }
}

/// The symbols of a matrix, as each arch has them: they stay the same while
/// values change.
#[derive(Default)]
pub(super) struct Columns {
    /// The arch that they were listed on, and what was listed there.
    listed: Option<(Arc<Model>, Vec<SymbolId>)>,
    names: Vec<String>,
    /// With the model that each was found in.
    by_arch: BTreeMap<String, (Arc<Model>, Vec<Option<SymbolId>>)>,
}

impl Columns {
    /// Takes what is listed on an arch, if it is not what is here.
    fn be_about(&mut self, model: &Arc<Model>, symbols: Vec<SymbolId>) {
        let is_same =
            |(known, listed): &(Arc<Model>, Vec<SymbolId>)| Arc::ptr_eq(known, model) && *listed == symbols;
        if !self.listed.as_ref().is_some_and(is_same) {
            self.names = symbols.iter().map(|&symbol| model.name(symbol).to_owned()).collect();
            self.listed = Some((model.clone(), symbols));
            self.by_arch.clear();
        }
    }

    /// Finds the symbols in the model of an arch, if that has not been done.
    fn add(&mut self, arch: &str, model: &Arc<Model>) {
        if !self.by_arch.get(arch).is_some_and(|(known, _)| Arc::ptr_eq(known, model)) {
            let found = self.names.iter().map(|name| model.find(name)).collect();
            self.by_arch.insert(arch.to_owned(), (model.clone(), found));
        }
    }

    fn get(&self, arch: &str) -> Option<&[Option<SymbolId>]> {
        self.by_arch.get(arch).map(|(_, column)| column.as_slice())
    }
}
