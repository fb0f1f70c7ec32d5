//! The part of the menu that somebody looks at.

use std::collections::BTreeMap;
use std::rc::Rc;

use kconfig_eval::Evaluation;
use kconfig_model::{MenuId, Model, SymbolId};
use rustc_hash::FxHashSet;

use super::index::MenuIndex;
use super::list::{Filter, Shown, shown};
use super::row::{lines, row};
use super::search::{Found, Search};
use crate::view::{ActiveRow, MenuAsk, MenuMatch, MenuView, NearName, Searched};

/// The most rows that are made at once.
const MAX_ROWS: u32 = 1000;

/// What is looked at.
#[derive(Clone, Copy)]
pub(crate) struct Seen<'a> {
    /// The values.
    pub(crate) evaluation: &'a Evaluation,
    /// The values that changes are told against.
    pub(crate) base: &'a Evaluation,
    /// The menu of the model.
    pub(crate) index: &'a MenuIndex,
    /// The menu that the series is about.
    pub(crate) in_view: Option<MenuId>,
    /// The symbol in focus.
    pub(crate) focus: Option<SymbolId>,
}

impl Seen<'_> {
    fn symbol(&self, entry: u32) -> Option<SymbolId> {
        let model = &self.evaluation.model;
        let symbol = model.menu(self.index.entries[entry as usize].menu).symbol?;
        (!model.symbol(symbol).is_choice()).then_some(symbol)
    }

    /// The entry of the symbol in focus: the first one that is shown, as a
    /// symbol may be defined at many places.
    fn focus_entry(&self) -> Option<u32> {
        let menus = &self.evaluation.model.symbol(self.focus?).menus;
        let first = menus.iter().find(|&&menu| self.evaluation.is_menu_visible(menu));
        self.index.place_of(*first.or(menus.first())?)
    }
}

/// What a menu lists.
struct Listing {
    search: Rc<Search>,
    /// What is open, where nothing is looked for.
    open: Vec<Shown>,
    focus: Option<u32>,
}

impl Listing {
    fn found(&self) -> Option<&Found> {
        self.search.found.as_ref()
    }

    fn rows(&self) -> &[Shown] {
        self.found().map_or(&self.open, |found| &found.rows)
    }
}

fn listing(seen: Seen<'_>, ask: &MenuAsk) -> Listing {
    let Seen { evaluation, index, .. } = seen;
    let search = index.search(ask, &evaluation.model);
    let focus = seen.focus_entry();
    let open = if search.found.is_some() { Vec::new() } else { open_rows(seen, ask, focus) };
    Listing { search, open, focus }
}

/// Lists what is open in the menu.
fn open_rows(seen: Seen<'_>, ask: &MenuAsk, focus: Option<u32>) -> Vec<Shown> {
    let Seen { evaluation, index, .. } = seen;
    let keys = ask.toggled.iter().filter_map(|(key, open)| Some((u64::from_str_radix(key, 16).ok()?, *open)));
    let toggled: BTreeMap<u64, bool> = keys.collect();
    let series = seen.in_view.and_then(|menu| index.place_of(menu));
    let in_series = |entry: u32| {
        series.is_some_and(|series| index.is_around(series, entry) || index.is_around(entry, series))
    };
    let is_visible = |entry: u32| evaluation.is_menu_visible(index.entries[entry as usize].menu);
    let around_focus =
        |entry: u32| focus.is_some_and(|focus| focus != entry && index.is_around(entry, focus));
    let filter = Filter {
        // What is in focus is listed even where conf would not ask for it.
        is_listed: &|entry| {
            (!ask.only_series || in_series(entry))
                && (ask.hidden || is_visible(entry) || focus == Some(entry) || around_focus(entry))
        },
        is_open: &|entry| in_series(entry) || around_focus(entry),
        toggled: &toggled,
    };
    shown(index, &filter)
}

/// Walks the symbols that a menu lists: what a search found, or what is open.
pub(crate) fn listed_symbols(seen: Seen<'_>, ask: &MenuAsk) -> impl Iterator<Item = SymbolId> {
    let listing = listing(seen, ask);
    (0..listing.rows().len()).filter_map(move |at| {
        let entry = listing.rows()[at].entry;
        let is_match = listing.found().is_none_or(|found| found.marks[entry as usize]);
        if is_match { seen.symbol(entry) } else { None }
    })
}

/// Makes the rows that are asked for.
pub(crate) fn menu_view(seen: Seen<'_>, ask: &MenuAsk) -> MenuView {
    let Seen { evaluation, index, .. } = seen;
    let model = &*evaluation.model;
    let listing = listing(seen, ask);
    let rows = listing.rows();
    let (n_symbols, n_hidden) = match listing.found() {
        Some(found) => (found.symbols.len(), n_hidden(evaluation, &found.symbols)),
        // All that a search looks through: what is open says nothing of a tree.
        None if !ask.only_series => (index.n_symbols(model), 0),
        // Each symbol once, at however many places it is defined.
        None => (rows.iter().filter_map(|row| seen.symbol(row.entry)).collect::<FxHashSet<_>>().len(), 0),
    };
    // Not just the first row: that may only be around a match.
    let first_match = listing.found().and_then(|found| found.first);
    let active = active(&ask.active, rows, index, listing.focus, first_match);
    let count = ask.count.min(MAX_ROWS);
    let mut first = ask.first.min((rows.len() as u32).saturating_sub(count));
    if ask.follows && !(first..first.saturating_add(count)).contains(&active) {
        first = active.saturating_sub(count / 2).min((rows.len() as u32).saturating_sub(count));
    }
    let part = rows.iter().skip(first as usize).take(count as usize);
    MenuView {
        total: rows.len() as u32,
        first,
        rows: part
            .map(|shown| {
                let entry = index.entries[shown.entry as usize];
                let mut row = row(evaluation, seen.base, entry.menu);
                (row.level, row.position, row.siblings) = (shown.level, shown.position, shown.siblings);
                (row.expanded, row.parent, row.key) = (shown.expanded, shown.parent, key_text(entry.key));
                row
            })
            .collect(),
        active,
        active_key: rows
            .get(active as usize)
            .map_or(String::new(), |row| key_text(index.entries[row.entry as usize].key)),
        n_symbols: n_symbols as u32,
        n_hidden,
        searched: listing.found().map(|found| searched(&listing.search, found.first.is_some())),
        near: listing.search.near.iter().map(|&symbol| near_name(model, symbol)).collect(),
        first_match: first_match.map(|at| MenuMatch {
            row: at,
            symbol: seen
                .symbol(rows[at as usize].entry)
                .map_or(String::new(), |symbol| model.name(symbol).to_owned()),
        }),
        is_broken: listing.search.is_broken,
    }
}

/// Counts the symbols that conf would not ask for.
fn n_hidden(evaluation: &Evaluation, symbols: &[SymbolId]) -> u32 {
    let is_hidden = |symbol: &&SymbolId| {
        let menus = &evaluation.model.symbol(**symbol).menus;
        !menus.iter().any(|&menu| evaluation.is_menu_visible(menu))
    };
    symbols.iter().filter(is_hidden).count() as u32
}

fn searched(search: &Search, has_found: bool) -> Searched {
    Searched {
        query: search.query.trim().to_owned(),
        in_help: search.in_help,
        by_letters: has_found && search.spelled.is_some(),
    }
}

fn near_name(model: &Model, symbol: SymbolId) -> NearName {
    let is_defined = !model.symbol(symbol).menus.is_empty();
    NearName { symbol: model.name(symbol).to_owned(), is_defined }
}

/// Finds the symbol to look at first in the menu that the series is about: what
/// the user set, or else what differs from base, or else the first one.
pub(crate) fn suggestion(seen: Seen<'_>) -> Option<String> {
    let Seen { evaluation, base, .. } = seen;
    let model = &*evaluation.model;
    let series = seen.index.place_of(seen.in_view?)?;
    let inside = (0..seen.index.entries.len() as u32).filter(|&entry| seen.index.is_around(series, entry));
    let symbols: Vec<(MenuId, SymbolId)> = inside
        .filter_map(|entry| Some((seen.index.entries[entry as usize].menu, seen.symbol(entry)?)))
        .collect();
    let is_user = |(_, symbol): &&(MenuId, SymbolId)| evaluation.user_value(*symbol).is_some();
    // Also one that can no longer be set, as only its line is gone.
    let is_changed = |(_, symbol): &&(MenuId, SymbolId)| {
        let (was, is) = lines(evaluation, base, *symbol);
        was != is
    };
    let first = symbols.iter().find(is_user).or_else(|| symbols.iter().find(is_changed)).or(symbols.first());
    first.map(|(_, symbol)| model.name(*symbol).to_owned())
}

/// Finds the row that the person is at, from 0.
fn active(
    wanted: &ActiveRow,
    rows: &[Shown],
    index: &MenuIndex,
    focus: Option<u32>,
    first_match: Option<u32>,
) -> u32 {
    let last = rows.len().saturating_sub(1);
    let by_key = |key: &str| {
        let key = u64::from_str_radix(key, 16).ok()?;
        rows.iter().position(|row| index.entries[row.entry as usize].key == key)
    };
    // Rows are in the order of the entries.
    let row_of = |entry: u32| rows.binary_search_by_key(&entry, |row| row.entry).ok();
    let at_focus = || focus.and_then(row_of).or(first_match.map(|at| at as usize));
    let at = match wanted {
        ActiveRow::Focus => None,
        ActiveRow::Key(key) => by_key(key),
        ActiveRow::At(at) => Some(*at as usize),
    };
    at.or_else(at_focus).unwrap_or(0).min(last) as u32
}

fn key_text(key: u64) -> String {
    format!("{key:016x}")
}
