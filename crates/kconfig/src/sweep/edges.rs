//! The edges between symbols, and the references to symbols that nobody defines.

use std::borrow::Cow;
use std::collections::BTreeSet;

use kconfig_base::Location;
use kconfig_base::idx::Idx as _;
use kconfig_graph::{RelationKind, Relations};
use kconfig_model::{ExprId, MenuId, Model, PropertyKind, SymbolId};
use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};

use super::blocks::{choices_of, prompt_of};
use crate::warnings::{is_number, place};

/// How one symbol names another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum EdgeKind {
    /// Its direct dependencies do.
    Depends,
    /// It selects the other one.
    Selects,
    /// It implies the other one.
    Implies,
    /// One of its defaults does.
    Default,
    /// One of its ranges does.
    Range,
    /// The `visible if` of a menu around it does.
    Visible,
}

/// An edge: by the names of its ends.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Edge {
    /// The symbol that names.
    pub from: String,
    /// How it does.
    pub kind: EdgeKind,
    /// The symbol that is named.
    pub to: String,
}

/// A reference to a symbol that no arch defines: it is always n.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Reference {
    /// The symbol.
    pub symbol: String,
    /// The entry that refers to it, by its name or text.
    pub by: String,
    /// `file:line`
    pub place: String,
}

/// The edges and references that are new, and those that vanished.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EdgeEffect {
    /// The edges that only the second side has, in its order.
    pub added: Vec<Edge>,
    /// The edges that only the first side has, in its order.
    pub removed: Vec<Edge>,
    /// The missing references that only the second side has.
    pub new_missing: Vec<Reference>,
    /// The missing references that only the first side has.
    pub vanished_missing: Vec<Reference>,
}

impl EdgeKind {
    /// The words between the two names.
    pub fn verb(self) -> &'static str {
        match self {
            Self::Depends => RelationKind::Depends.verb(),
            Self::Selects => RelationKind::Selects.verb(),
            Self::Implies => RelationKind::Implies.verb(),
            Self::Default => RelationKind::Default.verb(),
            Self::Range => RelationKind::Range.verb(),
            Self::Visible => "is visible if",
        }
    }
}

impl EdgeEffect {
    /// Compares two models; the old names of renamed symbols count as their new ones.
    pub(super) fn of(
        models: [&Model; 2],
        relations: [&Relations; 2],
        elsewhere: [&BTreeSet<String>; 2],
        renamed: &FxHashMap<&str, &str>,
    ) -> Self {
        let labels = models.map(choice_labels);
        let edges = [0, 1].map(|side| edges(models[side], relations[side]));
        let ids = name_ids(models, &labels, renamed);
        let only = |side: usize| {
            let key = |side: usize, &(from, kind, to): &Drawn| {
                let id = |symbol: SymbolId| ids[side].get(symbol.index()).copied();
                (id(from), kind, id(to))
            };
            let others: FxHashSet<_> = edges[1 - side].iter().map(|edge| key(1 - side, edge)).collect();
            let left = edges[side].iter().filter(|edge| !others.contains(&key(side, edge)));
            let name = |symbol| name(models[side], &labels[side], symbol).to_owned();
            left.map(|&(from, kind, to)| Edge { from: name(from), kind, to: name(to) }).collect()
        };
        let missing = [0, 1].map(|side| missing(models[side], elsewhere[side]));
        let only_missing = |side: usize| {
            let key = |side: usize, &(_, menu, symbol): &Found| {
                let by = referrer(models[side], menu);
                let now = if side == 0 { renamed.get(by.as_ref()).copied() } else { None };
                (models[side].name(symbol), now.map_or(by, Cow::Borrowed))
            };
            let others: FxHashSet<_> = missing[1 - side].iter().map(|it| key(1 - side, it)).collect();
            let left = missing[side].iter().filter(|it| !others.contains(&key(side, it)));
            let reference = |&(at, menu, symbol): &Found| Reference {
                symbol: models[side].name(symbol).to_owned(),
                by: referrer(models[side], menu).into_owned(),
                place: place(models[side], at),
            };
            left.map(reference).collect()
        };
        Self {
            added: only(1),
            removed: only(0),
            new_missing: only_missing(1),
            vanished_missing: only_missing(0),
        }
    }

    /// Tells whether nothing differs.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// An edge of a model.
type Drawn = (SymbolId, EdgeKind, SymbolId);

/// What stands for the name of a choice: `choice "its prompt"`.
fn choice_labels(model: &Model) -> FxHashMap<SymbolId, String> {
    let label = |choice| (choice, format!("choice \"{}\"", prompt_of(model, choice)));
    choices_of(model).map(label).collect()
}

fn name<'a>(model: &'a Model, labels: &'a FxHashMap<SymbolId, String>, symbol: SymbolId) -> &'a str {
    labels.get(&symbol).map_or_else(|| model.name(symbol), String::as_str)
}

/// A number for each symbol of both sides, equal where the name is: for a renamed one
/// before, the name it has now. The names after stand for themselves, also where one
/// of them was the old name of another symbol.
fn name_ids(
    models: [&Model; 2],
    labels: &[FxHashMap<SymbolId, String>; 2],
    renamed: &FxHashMap<&str, &str>,
) -> [Vec<u32>; 2] {
    let mut known: FxHashMap<&str, u32> = FxHashMap::default();
    [0, 1].map(|side| {
        let mut ids = Vec::with_capacity(models[side].n_symbols());
        for (symbol, _) in models[side].symbols() {
            let name = name(models[side], &labels[side], symbol);
            let now = if side == 0 { renamed.get(name).copied() } else { None };
            let next = known.len() as u32;
            ids.push(*known.entry(now.unwrap_or(name)).or_insert(next));
        }
        ids
    })
}

/// The edges that the graph draws, and those of `visible if`.
fn edges(model: &Model, relations: &Relations) -> Vec<Drawn> {
    let mut edges: Vec<Drawn> = Vec::new();
    for (from, kind, to) in relations.edges() {
        let kind = match kind {
            RelationKind::Depends => EdgeKind::Depends,
            RelationKind::Selects => EdgeKind::Selects,
            RelationKind::Implies => EdgeKind::Implies,
            RelationKind::Default => EdgeKind::Default,
            RelationKind::Range => EdgeKind::Range,
        };
        edges.push((from, kind, to));
    }
    let mut seen = FxHashSet::default();
    for (from, to) in visible_if(model) {
        if seen.insert((from, to)) {
            edges.push((from, EdgeKind::Visible, to));
        }
    }
    edges
}

/// The symbols with a prompt, each with the symbols that a `visible if` around names.
fn visible_if(model: &Model) -> Vec<(SymbolId, SymbolId)> {
    let mut found = Vec::new();
    // For each node, the nearest block around that has a `visible if`.
    let mut nearest: Vec<Option<MenuId>> = Vec::with_capacity(model.menus.len());
    for menu in model.menus.ids() {
        let around = |at: MenuId, nearest: &[Option<MenuId>]| {
            let block = model.menu(at).block?;
            let is_here = model.menu(block).visible_if.is_some();
            if is_here { Some(block) } else { nearest.get(block.index()).copied().flatten() }
        };
        let first = around(menu, &nearest);
        nearest.push(first);
        let (Some(symbol), Some(_)) = (model.menu(menu).symbol, model.menu(menu).prompt) else { continue };
        let mut at = first;
        while let Some(block) = at {
            if let Some(cond) = model.menu(block).visible_if {
                model.exprs.for_each_symbol(cond, |to| {
                    if !model.symbol(to).is_const && !model.symbol(to).menus.is_empty() {
                        found.push((symbol, to));
                    }
                });
            }
            at = nearest.get(block.index()).copied().flatten();
        }
    }
    found
}

/// A reference: its place, the entry that has it, and the symbol.
type Found = (Location, MenuId, SymbolId);

/// The references to symbols that no arch defines, in the order of the text.
fn missing(model: &Model, elsewhere: &BTreeSet<String>) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    let is_missing = |symbol: SymbolId| {
        let data = model.symbol(symbol);
        let name = model.name(symbol);
        data.menus.is_empty()
            && !data.is_const
            && !data.is_choice()
            && !is_number(name)
            && !elsewhere.contains(name)
    };
    let mut note = |at: Location, menu: MenuId, symbol: SymbolId| {
        if is_missing(symbol) {
            found.push((at, menu, symbol));
        }
    };
    let exprs = |expr: Option<ExprId>, at: Location, menu: MenuId, note: &mut dyn FnMut(_, _, _)| {
        if let Some(expr) = expr {
            model.exprs.for_each_symbol(expr, |symbol| note(at, menu, symbol));
        }
    };
    for menu in model.menus.ids() {
        let node = model.menu(menu);
        exprs(node.own_dep, node.location, menu, &mut note);
        exprs(node.visible_if, node.location, menu, &mut note);
    }
    for property in model.properties.iter() {
        let (at, menu) = (property.location, property.menu);
        match property.kind {
            PropertyKind::Default(value) => exprs(Some(value), at, menu, &mut note),
            PropertyKind::Select(target) | PropertyKind::Imply(target) => note(at, menu, target),
            PropertyKind::Range(low, high) => {
                note(at, menu, low);
                note(at, menu, high);
            }
            PropertyKind::Prompt { .. } | PropertyKind::Comment(_) => {}
        }
        exprs(property.own_cond, at, menu, &mut note);
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// What an entry with a reference is called.
fn referrer(model: &Model, menu: MenuId) -> Cow<'_, str> {
    match model.menu(menu).symbol {
        Some(symbol) if model.symbol(symbol).name.is_some() => Cow::Borrowed(model.name(symbol)),
        _ => match model.prompt_text(menu) {
            Some(text) => Cow::Owned(format!("\"{text}\"")),
            None => Cow::Borrowed("an if"),
        },
    }
}
