//! Everything about one state of a tree.

use std::sync::Arc;

use kconfig_eval::Evaluation;
use kconfig_model::{MenuId, Model, PropertyKind, SymbolId};

use super::KernelTree;
use super::arch::Arch;
use super::reference::Differing;
use crate::config_view::config_view;
use crate::graph_view::graph_view;
use crate::links::{base_in_link, encode_link, open_link, tree_in_link};
use crate::menu::{Seen, menu_view};
use crate::state_view::focus_of;
use crate::symbol_view::symbol_view;
use crate::view::{
    Ask, ConfigAsk, ConfigView, GraphView, LinkCheckView, MenuView, OpenedLink, Problem, Selection, State,
    StateView, WarningView,
};
use crate::warnings::{tree_warnings, warning_view};
use crate::world::base::FILE_BASE;

impl KernelTree {
    /// Gives everything about a state but for its graph; of its menu and its
    /// .config what is asked for.
    ///
    /// For all arches it is that of the first one; [`KernelTree::matrix`] has
    /// the others.
    ///
    /// # Errors
    /// The state names something that is not there, or the arch has errors that
    /// conf would stop at.
    pub fn view(&mut self, state: &State, ask: &Ask) -> Result<StateView, Problem> {
        let place = self.place(state)?;
        let digest = self.digest;
        let last = self.last.take();
        let reference = self.reference(&place, ask.compare)?;
        let series = self.snapshots.series();
        let ids = place.selection.indices().iter().map(|&index| series.patches[index].id.clone());
        let applied: Vec<String> = ids.collect();
        let step = match &place.state.selection {
            _ if series.patches.is_empty() => String::new(),
            Selection::After => "after".to_owned(),
            _ => series.name(&place.selection),
        };
        let arch = self.arch(&place, &place.arch)?;
        let focus = focus_of(&place.state, arch.evaluation());
        // Compared is what stood on the page, which may be another arch.
        let is_same = last.is_some_and(|last| Arc::ptr_eq(&last, arch.model()));
        let changes = arch.view(focus).filter(|_| is_same);
        let arch = &*arch;
        let evaluation = arch.evaluation();
        let (menu, config) = parts(arch, reference.as_ref(), focus, ask);
        let Differing { difference, n_different, n_not_set } = Differing::of(arch, reference.as_ref());
        let link = encode_link(&place.state, digest, crc32fast::hash(arch.config().as_bytes()));
        let view = StateView {
            link,
            step,
            applied,
            menu,
            config,
            changes,
            suggestion: None,
            difference,
            n_different,
            n_not_set,
            claims: Vec::new(),
            link_check: LinkCheckView::default(),
            warnings: warnings(reference.as_ref().unwrap_or(&arch.before), evaluation, &place.arch),
            symbol: focus.map(|symbol| {
                let own = place.state.values.get(evaluation.model.name(symbol));
                let mut view = symbol_view(evaluation, symbol, own);
                view.is_unknown = arch.is_unknown(symbol);
                arch.tell_symbol(&mut view, symbol);
                view
            }),
            state: place.state,
        };
        let shown = arch.model().clone();
        self.last = Some(shown);
        Ok(view)
    }

    /// Gives another part of a state's menu and .config.
    ///
    /// # Errors
    /// As [`KernelTree::view`].
    pub fn look(&mut self, state: &State, ask: &Ask) -> Result<(MenuView, ConfigView), Problem> {
        let place = self.place(state)?;
        let reference = self.reference(&place, ask.compare)?;
        let arch = self.arch(&place, &place.arch)?;
        Ok(parts(arch, reference.as_ref(), focus_of(&place.state, arch.evaluation()), ask))
    }

    /// Gives the graph around the symbol in focus.
    ///
    /// # Errors
    /// As [`KernelTree::view`].
    pub fn graph(&mut self, state: &State) -> Result<GraphView, Problem> {
        let place = self.place(state)?;
        let arch = self.arch(&place, &place.arch)?;
        let Some(focus) = focus_of(&place.state, arch.evaluation()) else { return Ok(GraphView::default()) };
        Ok(graph_view(arch.evaluation(), arch.relations(), focus))
    }

    /// Tells whether a link is about this tree: by its name, or by its files.
    pub fn is_about(&self, link: &str) -> bool {
        tree_in_link(link).is_some_and(|(name, digest)| name == self.info.name || digest == Some(self.digest))
    }

    /// Names the .config that a link starts from where it is not here, as it is called
    /// as a base config.
    pub fn lacks(&self, link: &str) -> Option<String> {
        let base = base_in_link(link)?;
        (base.starts_with(FILE_BASE) && self.file_name(&base).is_none()).then_some(base)
    }

    /// Reads a link, or a mail that has one, and compares what it gives here with
    /// what its sender saw; the sender may call the tree otherwise.
    pub fn open_link(&mut self, text: &str) -> OpenedLink {
        let first = self.info.first.clone();
        let digest = self.digest;
        open_link(text, first, |state| {
            let state = &State { tree: self.info.name.clone(), ..state.clone() };
            let place = self.place(state)?;
            if place.state.base != state.base {
                return Err(no_base(&state.base, &place.arch));
            }
            let arch = self.arch(&place, &place.arch)?;
            let result = crc32fast::hash(arch.config().as_bytes());
            Ok((place.state, digest, result))
        })
    }
}

/// A link that starts from what is not here.
fn no_base(base: &str, arch: &str) -> Problem {
    let help = match base.strip_prefix(FILE_BASE) {
        Some(checksum) => {
            format!("Ask its sender for the .config (CRC-32 {checksum}), load it, and open the link again.")
        }
        None => "Another version of the tree may have it.".to_owned(),
    };
    Problem {
        message: format!("The link starts from {base}, which is not here for {arch}."),
        details: Vec::new(),
        help,
    }
}

/// The parts of an arch that are looked at; marks are told against the reference, or else
/// against the base config alone.
fn parts(
    arch: &Arch,
    reference: Option<&Evaluation>,
    focus: Option<SymbolId>,
    ask: &Ask,
) -> (MenuView, ConfigView) {
    let evaluation = arch.evaluation();
    let base = reference.unwrap_or(&arch.before);
    let seen = Seen { evaluation, base, index: &arch.index, in_view: None, focus };
    let mut menu = menu_view(seen, &ask.menu);
    for row in &mut menu.rows {
        let symbol = evaluation.model.find(&row.symbol).filter(|_| !row.symbol.is_empty());
        if let Some(symbol) = symbol {
            row.is_unknown = arch.is_unknown(symbol);
            arch.tell_row(row, symbol);
        }
    }
    (menu, shown_config(arch, focus, &ask.config))
}

/// Some lines of the whole .config, or of the menu that the symbol in focus is in.
fn shown_config(arch: &Arch, focus: Option<SymbolId>, ask: &ConfigAsk) -> ConfigView {
    let model = arch.model();
    let menu = focus.filter(|_| !ask.is_whole).and_then(|symbol| menu_around(model, symbol));
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

/// conf's warnings; what the reference does not give is new.
pub(super) fn warnings(before: &Evaluation, now: &Evaluation, arch: &str) -> Vec<WarningView> {
    let all = |evaluation: &Evaluation| {
        let model = &evaluation.model;
        let mut views = tree_warnings(model, arch);
        views.extend(evaluation.diagnostics.iter().map(|it| warning_view(it, model)));
        views
    };
    let old = all(before);
    let mut views = all(now);
    for view in &mut views {
        // Lines move with patches: the words tell.
        view.is_new = !old.iter().any(|other| (&other.code, &other.text) == (&view.code, &view.text));
    }
    views
}
