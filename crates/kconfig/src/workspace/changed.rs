//! Which symbols differ: from the base config, and from what was viewed last.
//!
//! An edit says whose values it has changed, so that nobody compares all of
//! them after each.

use std::borrow::Cow;

use kconfig_base::{IndexVec, Tristate};
use kconfig_dotconfig::Change;
use kconfig_eval::Evaluation;
use kconfig_model::{Model, SymbolId};

use crate::menu::MenuIndex;
use crate::view::Changes;

/// The symbols of an arch that differ.
pub(super) struct Changed {
    /// From the base config: a mark at the first place of each in the menu.
    from_base: Vec<bool>,
    /// Those that may have other values than when the arch was viewed last,
    /// each once.
    since_view: Vec<SymbolId>,
    is_since_view: IndexVec<SymbolId, bool>,
    /// What a .config said of each symbol then, if it was viewed at all.
    viewed: Option<IndexVec<SymbolId, Written>>,
}

/// What a .config says of a symbol; n and nothing are the same.
type Written = Option<Cow<'static, str>>;

impl Changed {
    /// Starts with the values of a base config alone.
    pub(super) fn new(model: &Model, index: &MenuIndex) -> Self {
        Self {
            from_base: vec![false; index.entries.len()],
            since_view: Vec::new(),
            is_since_view: IndexVec::from_elem(false, model.n_symbols()),
            viewed: None,
        }
    }

    /// Takes note that the values are those of a new base config alone.
    pub(super) fn start(&mut self, delta: &[SymbolId]) {
        self.from_base.fill(false);
        self.note(delta);
    }

    /// Takes note of an edit and whose values it has changed.
    pub(super) fn edit(
        &mut self,
        delta: &[SymbolId],
        base: &Evaluation,
        now: &Evaluation,
        index: &MenuIndex,
    ) {
        self.note(delta);
        for &symbol in delta {
            let places = now.model.symbol(symbol).menus.iter().filter_map(|&menu| index.place_of(menu));
            if let Some(place) = places.min() {
                self.from_base[place as usize] = Change::of(base, now, symbol).is_some();
            }
        }
    }

    fn note(&mut self, delta: &[SymbolId]) {
        for &symbol in delta {
            if !std::mem::replace(&mut self.is_since_view[symbol], true) {
                self.since_view.push(symbol);
            }
        }
    }

    /// Walks the first places in the menu of what differs from the base config.
    pub(super) fn places(&self) -> impl Iterator<Item = usize> {
        self.from_base.iter().enumerate().filter(|(_, differs)| **differs).map(|(place, _)| place)
    }

    /// Counts what has another value than when the arch was viewed last, and
    /// takes it to be viewed now; `None` for the first time.
    pub(super) fn view(&mut self, now: &Evaluation, focus: Option<SymbolId>) -> Option<Changes> {
        for &symbol in &self.since_view {
            self.is_since_view[symbol] = false;
        }
        let since_view = self.since_view.drain(..);
        let Some(viewed) = &mut self.viewed else {
            self.viewed = Some(now.model.symbols().map(|(symbol, _)| kept(now, symbol)).collect());
            return None;
        };
        let mut changes = Changes::default();
        for symbol in since_view {
            if viewed[symbol].as_deref() != written(now, symbol) {
                viewed[symbol] = kept(now, symbol);
                changes.n += 1;
                changes.has_focus |= focus == Some(symbol);
            }
        }
        Some(changes)
    }
}

fn written(evaluation: &Evaluation, symbol: SymbolId) -> Option<&str> {
    let value = evaluation.value(symbol);
    let is_n = evaluation.model.symbol(symbol).ty.is_tristate_like() && value.tri == Tristate::N;
    (value.write && !is_n).then(|| evaluation.text(symbol))
}

/// The same for later, when a user's text may be gone.
fn kept(evaluation: &Evaluation, symbol: SymbolId) -> Written {
    written(evaluation, symbol).map(|text| {
        if evaluation.model.symbol(symbol).ty.is_tristate_like() {
            Cow::Borrowed(evaluation.value(symbol).tri.as_str())
        } else {
            Cow::Owned(text.to_owned())
        }
    })
}
