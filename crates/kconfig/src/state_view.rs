//! Everything about one state.

use std::collections::BTreeSet;

use kconfig_base::Tristate;
use kconfig_dotconfig::{diff, write, write_menu};
use kconfig_eval::Evaluation;
use kconfig_graph::{Relations, origin_text};
use kconfig_model::{MenuId, SymbolId, SymbolType};

use crate::config_view::{changes, config_view, is_other};
use crate::graph_view::graph_view;
use crate::links::link_of;
use crate::menu::{MenuIndex, Seen, menu_view, suggestion};
use crate::symbol_view::{is_shown, symbol_view};
use crate::view::{
    ALL_ARCHES, Ask, ClaimView, ConfigAsk, ConfigView, DifferenceRow, GraphView, LinkCheckView, MatrixRow,
    MatrixView, MenuView, Problem, State, StateView, WarningView,
};
use crate::workspace::{PREFIX, Place, Workspace};

impl Workspace {
    /// Gives everything about a state; of its menu and its .config what is asked
    /// for.
    ///
    /// For all arches the menu, the .config and the symbol are those of the
    /// first arch; claims, link check, warnings and difference name the arch.
    ///
    /// # Errors
    /// The state names something that is not there, or a patch does not apply.
    pub fn view(&mut self, state: &State, ask: &Ask) -> Result<StateView, Problem> {
        let place = self.place(state)?;
        let arches = self.arches_of(&place.state);
        let is_all = place.state.arch == ALL_ARCHES;
        let first = arches.first().cloned().unwrap_or_default();
        let evaluation = self.evaluate(&place, &first)?;
        let base = self.evaluate_base(&place.state, &first)?;
        let in_view = self.menu_in_view(&evaluation.model);
        let focus = focus_of(&place.state, &evaluation);
        let (mut claims, mut warnings) = (Vec::new(), Vec::new());
        let (mut difference, mut link_check) = (Vec::new(), LinkCheckView::default());
        let (mut different, mut not_set) = (BTreeSet::new(), BTreeSet::new());
        let mut configs = Vec::new();
        let mut result = crc32fast::Hasher::new();
        for arch in &arches {
            let evaluation = if *arch == first { evaluation.clone() } else { self.evaluate(&place, arch)? };
            let base = if *arch == first { base.clone() } else { self.evaluate_base(&place.state, arch)? };
            configs.push(write(&evaluation, PREFIX));
            result.update(configs[configs.len() - 1].as_bytes());
            let prefix = if is_all { format!("{arch}: ") } else { String::new() };
            claims.extend(
                self.claims(&place, arch)?.into_iter().map(|claim| prefix_claim(claim, arch, is_all)),
            );
            for warning in self.warnings(&place, arch, &evaluation, &base)? {
                warnings.push(WarningView { text: format!("{prefix}{}", warning.text), ..warning });
            }
            for mut row in self.difference(&evaluation, &base) {
                let names = if row.is_other { &mut different } else { &mut not_set };
                names.insert(row.symbol.clone());
                row.symbol.insert_str(0, &prefix);
                difference.push(row);
            }
            let mut check = self.link_check_view(&place, arch, &evaluation);
            for missing in &mut check.missing {
                missing.text.insert_str(0, &prefix);
            }
            if link_check.summary.is_empty() {
                link_check.summary = check.summary;
            } else {
                link_check.summary = format!("recorded objects of {} arches, not a full link", arches.len());
            }
            link_check.missing.append(&mut check.missing);
            link_check.problems.append(&mut check.problems);
        }
        let link = link_of(&place, result.finalize());
        let series = self.snapshots.series();
        let ids = place.selection.indices().iter().map(|&index| series.patches[index].id.clone());
        let index = MenuIndex::new(&evaluation.model);
        let seen = Seen { evaluation: &evaluation, base: &base, index: &index, in_view, focus };
        let but = focus.map(|symbol| evaluation.model.name(symbol));
        let changes = self.last_configs.as_ref().map(|last| changes(last, &configs, but));
        let shown_config = shown_config(seen, configs.first().map_or("", |config| config), &ask.config);
        self.last_configs = Some(configs);
        Ok(StateView {
            link,
            step: match &place.state.selection {
                crate::view::Selection::After => "after".into(),
                _ => series.name(&place.selection),
            },
            applied: ids.collect(),
            menu: menu_view(seen, &ask.menu),
            config: shown_config,
            changes,
            suggestion: if focus.is_none() { suggestion(seen) } else { None },
            difference,
            n_different: different.len() as u32,
            // One that has another value on some arch is counted there.
            n_not_set: not_set.difference(&different).count() as u32,
            claims,
            link_check,
            warnings,
            symbol: focus.map(|symbol| {
                let own = place.state.values.get(evaluation.model.name(symbol));
                symbol_view(&evaluation, symbol, own)
            }),
            state: place.state,
        })
    }

    /// Gives another part of a state's menu and .config.
    ///
    /// # Errors
    /// As [`Workspace::view`].
    pub fn look(&mut self, state: &State, ask: &Ask) -> Result<(MenuView, ConfigView), Problem> {
        let place = self.place(state)?;
        let first = self.arches_of(&place.state).first().cloned().unwrap_or_default();
        let evaluation = self.evaluate(&place, &first)?;
        let base = self.evaluate_base(&place.state, &first)?;
        let in_view = self.menu_in_view(&evaluation.model);
        let focus = focus_of(&place.state, &evaluation);
        let index = MenuIndex::new(&evaluation.model);
        let seen = Seen { evaluation: &evaluation, base: &base, index: &index, in_view, focus };
        Ok((menu_view(seen, &ask.menu), shown_config(seen, &write(&evaluation, PREFIX), &ask.config)))
    }

    /// Gives the graph around the symbol in focus.
    ///
    /// # Errors
    /// As [`Workspace::view`].
    pub fn graph(&mut self, state: &State) -> Result<GraphView, Problem> {
        let place = self.place(state)?;
        let first = self.arches_of(&place.state).first().cloned().unwrap_or_default();
        let evaluation = self.evaluate(&place, &first)?;
        let Some(focus) = focus_of(&place.state, &evaluation) else { return Ok(GraphView::default()) };
        Ok(graph_view(&evaluation, &Relations::new(&evaluation.model), focus))
    }

    /// Writes the .config of a state; for all arches, that of the first one.
    ///
    /// # Errors
    /// As [`Workspace::view`].
    pub fn config(&mut self, state: &State) -> Result<String, Problem> {
        let place = self.place(state)?;
        let first = self.arches_of(&place.state).first().cloned().unwrap_or_default();
        Ok(write(&self.evaluate(&place, &first)?, PREFIX))
    }

    /// What differs from the base of the series.
    fn difference(&self, evaluation: &Evaluation, base: &Evaluation) -> Vec<DifferenceRow> {
        let in_menu: Vec<String> = [evaluation, base]
            .iter()
            .flat_map(|evaluation| self.values_in_menu(evaluation))
            .map(|(name, _)| name)
            .collect();
        diff(base, evaluation)
            .into_iter()
            .map(|change| {
                let symbol = evaluation.model.find(&change.name);
                let ty = type_of(evaluation, base, &change.name);
                let is_gone = |symbol| evaluation.model.symbol(symbol).menus.is_empty();
                DifferenceRow {
                    in_view: in_menu.contains(&change.name),
                    is_other: is_other(change.before.as_deref(), change.after.as_deref(), ty),
                    origin: match symbol {
                        Some(symbol) if !is_gone(symbol) => origin_text(evaluation, symbol),
                        _ => "no longer defined".into(),
                    },
                    symbol: change.name,
                    before: change.before,
                    after: change.after,
                }
            })
            .collect()
    }

    /// The symbols of the menu in view, on all arches, under one state's values.
    ///
    /// # Errors
    /// As [`Workspace::view`].
    pub fn matrix(&mut self, state: &State, ask: &Ask) -> Result<MatrixView, Problem> {
        let place = self.place(state)?;
        let arches: Vec<String> = self.scenario.arches.iter().map(|arch| arch.name.clone()).collect();
        let mut rows: Vec<MatrixRow> = Vec::new();
        for (column, arch) in arches.iter().enumerate() {
            let evaluation = self.evaluate(&place, arch)?;
            for (symbol, _) in self.values_in_menu(&evaluation) {
                let found = evaluation.model.find(&symbol);
                let value = found.map_or("", |found| matrix_value(&evaluation, found)).to_owned();
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

    /// The digest of a place's result: what its arches write, one after another.
    pub(crate) fn result_digest(&mut self, place: &Place) -> Result<u32, Problem> {
        let mut result = crc32fast::Hasher::new();
        for arch in self.arches_of(&place.state) {
            result.update(write(&self.evaluate(place, &arch)?, PREFIX).as_bytes());
        }
        Ok(result.finalize())
    }
}

/// The type of a symbol, also of one that is no longer defined.
fn type_of(now: &Evaluation, base: &Evaluation, name: &str) -> SymbolType {
    let of = |evaluation: &Evaluation| {
        let symbol = evaluation.model.find(name)?;
        Some(evaluation.model.symbol(symbol).ty).filter(|ty| *ty != SymbolType::Unknown)
    };
    of(now).or_else(|| of(base)).unwrap_or_default()
}

/// A value in the table of all arches; "" where the arch does not write it.
pub(crate) fn matrix_value(evaluation: &Evaluation, symbol: SymbolId) -> &str {
    let value = evaluation.value(symbol);
    let is_set = value.write || value.tri != Tristate::N;
    if is_set { evaluation.text(symbol) } else { "" }
}

/// The symbol in focus, if the tree has it.
pub(crate) fn focus_of(state: &State, evaluation: &Evaluation) -> Option<SymbolId> {
    let symbol = evaluation.model.find(state.focus.as_ref()?)?;
    is_shown(evaluation, symbol).then_some(symbol)
}

/// Some lines of the whole .config, or of its part for the menu in view.
fn shown_config(seen: Seen<'_>, config: &str, ask: &ConfigAsk) -> ConfigView {
    if ask.is_whole {
        return config_view(config, ask);
    }
    config_view(&write_menu(seen.evaluation, seen.in_view.unwrap_or(MenuId::ROOT), PREFIX), ask)
}

fn prefix_claim(mut claim: ClaimView, arch: &str, is_all: bool) -> ClaimView {
    if is_all {
        let (word, rest) = claim.text.split_once(' ').unwrap_or((&claim.text, ""));
        claim.text = format!("{word} {arch} {rest}");
    }
    claim
}
