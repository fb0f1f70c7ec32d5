//! Everything about one state.

use std::collections::BTreeSet;
use std::sync::Arc;

use kconfig_eval::Evaluation;
use kconfig_model::{MenuId, Model, PropertyKind, SymbolId};

use super::arch::Arch;
use super::reference::Differing;
use super::sent::SentState;
use super::{Place, Workspace};
use crate::claims::menu_titled;
use crate::config_view::{changes, config_view};
use crate::graph_view::graph_view;
use crate::links::encode_link;
use crate::menu::{Seen, menu_view, suggestion};
use crate::symbol_view::{is_shown, symbol_view};
use crate::view::{
    Ask, Changes, ClaimView, Compare, ConfigAsk, ConfigView, DifferenceRow, GraphView, LinkCheckView,
    MenuView, Problem, Selection, State, StateView, WarningView,
};
use crate::warnings::warnings_since;

/// What was viewed last: where a later state is told to differ from.
pub(super) struct Viewed {
    model: Arc<Model>,
    arches: Vec<String>,
    configs: Vec<String>,
}

/// What is said of the arches that a state looks at.
#[derive(Default)]
struct Told {
    /// What the first arch is compared with, where that is another tree.
    reference: Option<Evaluation>,
    configs: Vec<String>,
    claims: Vec<ClaimView>,
    warnings: Vec<WarningView>,
    differing: Differing,
    link_check: LinkCheckView,
}

impl Workspace {
    /// Gives everything about a state but for its graph; of its menu and its
    /// .config what is asked for.
    ///
    /// For all arches the menu, the .config and the symbol are those of the first arch.
    /// Claims, link check, warnings and difference are those of all arches and name
    /// them where the tree is small; else [`Workspace::matrix`] has the others.
    ///
    /// # Errors
    /// The state names something that is not there, a patch does not apply, or the arch
    /// has errors that conf would stop at.
    pub fn view(&mut self, state: &State, ask: &Ask) -> Result<StateView, Problem> {
        let place = self.place(state)?;
        let arches = self.arches_of(&place);
        let last = self.last.take();
        let told = self.tell_all(&place, &arches, ask.compare)?;
        let reference = told.reference;
        let (step, applied) = self.step_of(&place);
        let tree_digest = self.tree_digest(&place.snapshot);
        let scenario = self.scenario.clone();
        let arch = self.bring(&place, &place.arch)?;
        let focus = focus_of(&place.state, arch.evaluation());
        let same_values = arch.view(focus);
        let arch = &*arch;
        let evaluation = arch.evaluation();
        let in_view = menu_titled(&evaluation.model, &scenario.menu);
        let (menu, config) = parts(arch, reference.as_ref(), in_view, focus, ask);
        let base = reference.as_ref().unwrap_or(&arch.before);
        let seen = Seen { evaluation, base, index: &arch.index, in_view, focus };
        let suggestion = if focus.is_none() && in_view.is_some() { suggestion(seen) } else { None };
        let symbol = focus.map(|symbol| {
            let own = place.state.values.get(evaluation.model.name(symbol));
            let mut view = symbol_view(evaluation, symbol, own);
            view.is_unknown = arch.is_unknown(symbol);
            arch.tell_symbol(&mut view, symbol);
            view
        });
        let now = Viewed { model: arch.model().clone(), arches, configs: told.configs };
        let but = focus.map(|symbol| evaluation.model.name(symbol));
        let changes = last.and_then(|last| changes_since(&last, &now, same_values, but));
        let mut result = crc32fast::Hasher::new();
        now.configs.iter().for_each(|config| result.update(config.as_bytes()));
        let result = result.finalize();
        let view = StateView {
            link: String::new(),
            recipe: String::new(),
            link_problem: String::new(),
            step,
            applied,
            menu,
            config,
            changes,
            suggestion,
            difference: told.differing.difference,
            n_different: told.differing.n_different,
            n_not_set: told.differing.n_not_set,
            claims: told.claims,
            link_check: told.link_check,
            warnings: told.warnings,
            symbol,
            state: place.state.clone(),
        };
        self.last = Some(now);
        let SentState { mut link, recipe, link_problem } = self.sent(&place, result).unwrap_or_default();
        if link.is_empty() {
            link = encode_link(&view.state, tree_digest, result);
        }
        Ok(StateView { link, recipe, link_problem, ..view })
    }

    /// Says of each arch what holds there; the arch stands before it where there are
    /// several.
    fn tell_all(&mut self, place: &Place, arches: &[String], compare: Compare) -> Result<Told, Problem> {
        let mut all = Told::default();
        let (mut different, mut not_set) = (BTreeSet::new(), BTreeSet::new());
        for arch in arches {
            let mut told = self.tell(place, arch, compare)?;
            let names = told.differing.difference.iter().map(|row| (row.symbol.clone(), row.is_other));
            for (name, is_other) in names {
                if is_other { &mut different } else { &mut not_set }.insert(name);
            }
            if arches.len() == 1 {
                return Ok(told);
            }
            if all.configs.is_empty() {
                all.reference = told.reference.take();
            }
            told.name_arch(arch);
            all.configs.append(&mut told.configs);
            all.claims.append(&mut told.claims);
            all.warnings.append(&mut told.warnings);
            all.differing.difference.append(&mut told.differing.difference);
            all.link_check.missing.append(&mut told.link_check.missing);
            all.link_check.problems.append(&mut told.link_check.problems);
        }
        all.link_check.summary = format!("recorded objects of {} arches, not a full link", arches.len());
        all.differing.n_different = different.len() as u32;
        // One that has another value on some arch is counted there.
        all.differing.n_not_set = not_set.difference(&different).count() as u32;
        Ok(all)
    }

    /// Says what holds on an arch.
    fn tell(&mut self, place: &Place, arch: &str, compare: Compare) -> Result<Told, Problem> {
        let reference = self.reference(place, arch, compare)?;
        let claims = self.claims(place, arch)?;
        let scenario = self.scenario.clone();
        let known = self.bring(place, arch)?;
        let config = known.config().to_owned();
        let in_menu = (!scenario.menu.is_empty()).then(|| {
            let models = [&known.before, known.evaluation()].into_iter().chain(&reference);
            names_in_menu(models.map(|evaluation| &*evaluation.model), &scenario.menu)
        });
        let differing = Differing::of(known, reference.as_ref(), in_menu.as_ref());
        let before = reference.as_ref().unwrap_or(&known.before);
        let (mut warnings, mut link_check) = (Vec::new(), LinkCheckView::default());
        if scenario.claims.is_empty() {
            warnings = warnings_since(before, known.evaluation(), arch);
        } else {
            let (before, now) = (before.clone(), known.evaluation().clone());
            warnings.append(&mut self.warnings(place, arch, &now, &before)?);
            link_check = self.link_check_view(place, arch, &now);
        }
        Ok(Told { reference, configs: vec![config], claims, warnings, differing, link_check })
    }

    /// What a place's step is called, and which patches it has.
    fn step_of(&self, place: &Place) -> (String, Vec<String>) {
        let series = self.snapshots.series();
        let ids = place.selection.indices().iter().map(|&index| series.patches[index].id.clone());
        let step = match &place.state.selection {
            _ if series.patches.is_empty() => String::new(),
            Selection::After => "after".to_owned(),
            _ => series.name(&place.selection),
        };
        (step, ids.collect())
    }

    /// The digest of a place's result: of what its arches write, one after another.
    pub(crate) fn result_digest(&mut self, place: &Place) -> Result<u32, Problem> {
        let mut result = crc32fast::Hasher::new();
        for arch in self.arches_of(place) {
            result.update(self.bring(place, &arch)?.config().as_bytes());
        }
        Ok(result.finalize())
    }

    /// Gives another part of a state's menu and .config.
    ///
    /// # Errors
    /// As [`Workspace::view`].
    pub fn look(&mut self, state: &State, ask: &Ask) -> Result<(MenuView, ConfigView), Problem> {
        let place = self.place(state)?;
        let reference = self.reference(&place, &place.arch, ask.compare)?;
        let scenario = self.scenario.clone();
        let arch = self.bring(&place, &place.arch)?;
        let focus = focus_of(&place.state, arch.evaluation());
        let in_view = menu_titled(arch.model(), &scenario.menu);
        Ok(parts(arch, reference.as_ref(), in_view, focus, ask))
    }

    /// Gives the graph around the symbol in focus.
    ///
    /// # Errors
    /// As [`Workspace::view`].
    pub fn graph(&mut self, state: &State) -> Result<GraphView, Problem> {
        let place = self.place(state)?;
        let arch = self.bring(&place, &place.arch)?;
        let Some(focus) = focus_of(&place.state, arch.evaluation()) else { return Ok(GraphView::default()) };
        Ok(graph_view(arch.evaluation(), arch.relations(), focus))
    }
}

/// The parts of an arch that are looked at; marks are told against the reference, or else
/// against the base config alone.
fn parts(
    arch: &Arch,
    reference: Option<&Evaluation>,
    in_view: Option<MenuId>,
    focus: Option<SymbolId>,
    ask: &Ask,
) -> (MenuView, ConfigView) {
    let evaluation = arch.evaluation();
    let base = reference.unwrap_or(&arch.before);
    let seen = Seen { evaluation, base, index: &arch.index, in_view, focus };
    let mut menu = menu_view(seen, &ask.menu);
    for row in &mut menu.rows {
        let symbol = evaluation.model.find(&row.symbol).filter(|_| !row.symbol.is_empty());
        if let Some(symbol) = symbol {
            row.is_unknown = arch.is_unknown(symbol);
            arch.tell_row(row, symbol);
        }
    }
    (menu, shown_config(arch, in_view, focus, &ask.config))
}

/// Some lines of the whole .config, or of the menu in view, or else of the menu that the
/// symbol in focus is in.
fn shown_config(
    arch: &Arch,
    in_view: Option<MenuId>,
    focus: Option<SymbolId>,
    ask: &ConfigAsk,
) -> ConfigView {
    let model = arch.model();
    let around = || focus.and_then(|symbol| menu_around(model, symbol));
    let menu = in_view.or_else(around).filter(|_| !ask.is_whole);
    match menu {
        Some(menu) => config_view(&arch.config_of(menu), ask),
        None => config_view(arch.config(), ask),
    }
}

/// The innermost `menu` around the first definition of a symbol.
fn menu_around(model: &Model, symbol: SymbolId) -> Option<MenuId> {
    let first = *model.symbol(symbol).menus.first()?;
    let is_menu = |&menu: &MenuId| {
        let node = model.menu(menu);
        let prompt = node.prompt.map(|prompt| &model.property(prompt).kind);
        node.symbol.is_none() && matches!(prompt, Some(PropertyKind::Prompt { is_menu: true, .. }))
    };
    std::iter::successors(model.menu(first).parent, |&menu| model.menu(menu).parent)
        .find(is_menu)
        .filter(|&menu| menu != MenuId::ROOT)
}

/// What has another value than in the state that was viewed before; nothing where that
/// was one of other arches.
fn changes_since(
    last: &Viewed,
    now: &Viewed,
    same_values: Option<Changes>,
    focus: Option<&str>,
) -> Option<Changes> {
    if last.arches != now.arches {
        return None;
    }
    if Arc::ptr_eq(&last.model, &now.model) && now.arches.len() == 1 {
        return same_values;
    }
    Some(changes(&last.configs, &now.configs, focus))
}

/// The symbol in focus, if the tree has it.
pub(crate) fn focus_of(state: &State, evaluation: &Evaluation) -> Option<SymbolId> {
    let symbol = evaluation.model.find(state.focus.as_ref()?)?;
    is_shown(evaluation, symbol).then_some(symbol)
}

/// Names the symbols of a menu in some models.
fn names_in_menu<'m>(models: impl Iterator<Item = &'m Model>, title: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for model in models {
        let menu = menu_titled(model, title).unwrap_or(MenuId::ROOT);
        let symbols = model.menus_below(menu).filter_map(|menu| model.menu(menu).symbol);
        let symbols = symbols.filter(|&symbol| !model.symbol(symbol).is_choice());
        names.extend(symbols.map(|symbol| model.name(symbol).to_owned()));
    }
    names
}

impl Told {
    /// Puts the name of the arch before all that is said of it.
    fn name_arch(&mut self, arch: &str) {
        let prefix = format!("{arch}: ");
        for claim in &mut self.claims {
            let (word, rest) = claim.text.split_once(' ').unwrap_or((&claim.text, ""));
            claim.text = format!("{word} {arch} {rest}");
        }
        self.warnings.iter_mut().for_each(|warning| warning.text.insert_str(0, &prefix));
        let rows = self.differing.difference.iter_mut();
        rows.for_each(|row: &mut DifferenceRow| row.symbol.insert_str(0, &prefix));
        self.link_check.missing.iter_mut().for_each(|missing| missing.text.insert_str(0, &prefix));
    }
}
