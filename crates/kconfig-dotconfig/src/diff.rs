//! What differs between two configurations, symbol by symbol.

use std::collections::BTreeMap;
use std::sync::Arc;

use kconfig_base::idx::Idx as _;
use kconfig_eval::Evaluation;
use kconfig_model::{MenuId, SymbolId};

/// A symbol that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The symbol's name.
    pub name: String,
    /// Its value before, if it was in the .config or had one.
    pub before: Option<String>,
    /// Its value after.
    pub after: Option<String>,
}

impl Change {
    /// Compares a symbol in two configurations of one tree; `None` where it is
    /// the same.
    pub fn of(before: &Evaluation, after: &Evaluation, symbol: SymbolId) -> Option<Self> {
        let (was, is) = (text(before, symbol), text(after, symbol));
        (was != is).then(|| Self {
            name: after.model.name(symbol).to_owned(),
            before: was.map(str::to_owned),
            after: is.map(str::to_owned),
        })
    }
}

/// Compares two configurations, also of different trees, by symbol name.
///
/// The changes come in the order of the second tree's menu, then what only the
/// first tree writes. A symbol that is not written counts as not there.
pub fn diff(before: &Evaluation, after: &Evaluation) -> Vec<Change> {
    if Arc::ptr_eq(&before.model, &after.model) {
        // What only the first one writes comes in its place.
        return defined(after).filter_map(|symbol| Change::of(before, after, symbol)).collect();
    }
    let mut old: BTreeMap<&str, &str> = written(before).collect();
    let mut changes: Vec<Change> = Vec::new();
    for (name, value) in written(after) {
        let was = old.remove(name);
        if was != Some(value) {
            changes.push(Change {
                name: name.to_owned(),
                before: was.map(str::to_owned),
                after: Some(value.to_owned()),
            });
        }
    }
    for (name, value) in written(before) {
        if old.contains_key(name) {
            changes.push(Change { name: name.to_owned(), before: Some(value.to_owned()), after: None });
        }
    }
    changes
}

/// What a .config has of a symbol, if it is in there.
fn text(evaluation: &Evaluation, symbol: SymbolId) -> Option<&str> {
    evaluation.value(symbol).write.then(|| evaluation.text(symbol))
}

/// The symbols of a .config with their values, in menu order, each once.
fn written(evaluation: &Evaluation) -> impl Iterator<Item = (&str, &str)> {
    defined(evaluation).filter_map(|symbol| Some((evaluation.model.name(symbol), text(evaluation, symbol)?)))
}

/// The symbols of a menu in its order, each once.
fn defined(evaluation: &Evaluation) -> impl Iterator<Item = SymbolId> {
    let model = &*evaluation.model;
    let mut seen = vec![false; model.n_symbols()];
    model
        .menus_below(MenuId::ROOT)
        .filter_map(|menu| model.menu(menu).symbol)
        .filter(move |symbol| !std::mem::replace(&mut seen[symbol.index()], true))
}
