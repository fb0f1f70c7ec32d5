//! Which `menu`s, comments and choices of two models are the same: nothing names
//! them but their texts and what they hold.

use kconfig_model::{MenuId, Model, SymbolId};
use rustc_hash::{FxHashMap, FxHashSet};

use super::places::{Pair, Same, container, opens_menu};

/// Finds the entries without a name that are the same on both sides.
///
/// A `menu` is the one of the same title in the same menu; else the one in the same
/// menu that has at least half of the entries of the larger one; else one of the same
/// title that has as many of them and stands elsewhere. A comment is the one of the
/// same text in the same menu, else the first one left with the same condition. A
/// choice is the one that has the most members in common, else one with the same
/// prompt.
pub(super) fn match_all<'a>(models: [&'a Model; 2]) -> Pair<'a> {
    let mut pair = Pair::new(models, Default::default(), Same::default());
    pair.same.choices = choices(models);
    let mut blocks = Blocks::new(models);
    while blocks.find(&mut pair, Blocks::is_same_title) {}
    if blocks.left.iter().any(Vec::is_empty) {
        return pair;
    }
    blocks.look_inside();
    for rule in [Blocks::is_same_content, Blocks::has_moved] {
        // What is found tells where other entries stand.
        while blocks.find(&mut pair, rule) {
            while blocks.find(&mut pair, Blocks::is_same_title) {}
        }
    }
    pair
}

/// The entries that have no counterpart yet.
struct Blocks<'a> {
    models: [&'a Model; 2],
    left: [Vec<MenuId>; 2],
    /// What the `menu`s hold: symbols by name, and texts.
    content: [FxHashMap<MenuId, FxHashSet<&'a str>>; 2],
}

/// Tells whether two entries are the same.
type Rule<'a> = fn(&Blocks<'a>, &Pair<'a>, MenuId, MenuId) -> bool;

impl<'a> Blocks<'a> {
    fn new(models: [&'a Model; 2]) -> Self {
        Self { models, left: models.map(|model| unnamed(model).collect()), content: Default::default() }
    }

    /// Looks up what the `menu`s hold; most patches leave all their titles alone, and
    /// nobody asks.
    fn look_inside(&mut self) {
        for (side, content) in self.content.iter_mut().enumerate() {
            let model = self.models[side];
            for menu in model.menus_below(MenuId::ROOT) {
                let name = match model.menu(menu).symbol {
                    Some(symbol) => model.name(symbol),
                    None => model.prompt_text(menu).unwrap_or_default(),
                };
                content.entry(container(model, menu)).or_default().insert(name);
            }
        }
    }

    /// Pairs what a rule says is the same; tells whether there was any.
    fn find(&mut self, pair: &mut Pair<'a>, rule: Rule<'a>) -> bool {
        let mut has_found = false;
        for after in std::mem::take(&mut self.left[1]) {
            match self.left[0].iter().position(|&before| rule(self, pair, before, after)) {
                Some(index) => {
                    pair.same.menus.insert(self.left[0].remove(index), after);
                    has_found = true;
                }
                None => self.left[1].push(after),
            }
        }
        has_found
    }

    fn is_kind_same(&self, before: MenuId, after: MenuId) -> bool {
        opens_menu(self.models[0], before) == opens_menu(self.models[1], after)
    }

    fn has_title(&self, before: MenuId, after: MenuId) -> bool {
        self.is_kind_same(before, after)
            && self.models[0].prompt_text(before) == self.models[1].prompt_text(after)
    }

    fn is_same_title(&self, pair: &Pair<'a>, before: MenuId, after: MenuId) -> bool {
        self.has_title(before, after) && pair.container(0, before) == pair.container(1, after)
    }

    fn is_same_content(&self, pair: &Pair<'a>, before: MenuId, after: MenuId) -> bool {
        if !self.is_kind_same(before, after) || pair.container(0, before) != pair.container(1, after) {
            return false;
        }
        if opens_menu(self.models[0], before) {
            return self.shares_content(before, after);
        }
        let cond = |side: usize, menu| {
            let model: &Model = self.models[side];
            model.menu(menu).own_dep.map(|dep| model.expr_text(dep))
        };
        cond(0, before) == cond(1, after)
    }

    fn has_moved(&self, _: &Pair<'a>, before: MenuId, after: MenuId) -> bool {
        self.has_title(before, after) && self.shares_content(before, after)
    }

    /// Whether half of what the larger one holds is in both.
    fn shares_content(&self, before: MenuId, after: MenuId) -> bool {
        match (self.content[0].get(&before), self.content[1].get(&after)) {
            (Some(before), Some(after)) => {
                2 * before.intersection(after).count() >= before.len().max(after.len())
            }
            (before, after) => before.is_none() && after.is_none(),
        }
    }
}

/// The `menu`s and comments of a model, in the order of the text.
pub(super) fn unnamed(model: &Model) -> impl Iterator<Item = MenuId> + '_ {
    model.menus.ids().filter(|&menu| {
        let node = model.menu(menu);
        menu != MenuId::ROOT && node.symbol.is_none() && node.prompt.is_some()
    })
}

/// The choices of a model, in the order of the text.
pub(super) fn choices_of(model: &Model) -> impl Iterator<Item = SymbolId> + '_ {
    let choices = model.symbols().filter(|(_, symbol)| symbol.is_choice() && !symbol.menus.is_empty());
    choices.map(|(id, _)| id)
}

/// The members of each choice by name, in the order of the text.
pub(super) fn members(model: &Model) -> FxHashMap<SymbolId, Vec<&str>> {
    let mut members: FxHashMap<SymbolId, Vec<&str>> = FxHashMap::default();
    for menu in model.menus.ids() {
        let Some(symbol) = model.menu(menu).symbol else { continue };
        let choice = model.symbol(symbol).choice.and_then(|choice| model.menu(choice).symbol);
        let Some(choice) = choice else { continue };
        let names = members.entry(choice).or_default();
        if !names.contains(&model.name(symbol)) {
            names.push(model.name(symbol));
        }
    }
    members
}

/// The prompt of a choice.
pub(super) fn prompt_of(model: &Model, choice: SymbolId) -> &str {
    model.symbol(choice).menus.iter().find_map(|&menu| model.prompt_text(menu)).unwrap_or_default()
}

fn choices(models: [&Model; 2]) -> FxHashMap<SymbolId, SymbolId> {
    let members = models.map(members);
    let owners: FxHashMap<&str, SymbolId> = members[0]
        .iter()
        .flat_map(|(&choice, names)| names.iter().map(move |&name| (name, choice)))
        .collect();
    let mut same: FxHashMap<SymbolId, SymbolId> = FxHashMap::default();
    let mut left = Vec::new();
    for after in choices_of(models[1]) {
        let mut votes: FxHashMap<SymbolId, usize> = FxHashMap::default();
        for name in members[1].get(&after).into_iter().flatten() {
            if let Some(&before) = owners.get(name).filter(|before| !same.contains_key(before)) {
                *votes.entry(before).or_default() += 1;
            }
        }
        let best = votes.into_iter().max_by_key(|&(before, n)| (n, std::cmp::Reverse(before)));
        match best {
            Some((before, _)) => drop(same.insert(before, after)),
            None => left.push(after),
        }
    }
    for after in left {
        let prompt = prompt_of(models[1], after);
        let is_same =
            |before: &SymbolId| !same.contains_key(before) && prompt_of(models[0], *before) == prompt;
        if let Some(before) = choices_of(models[0]).find(is_same) {
            same.insert(before, after);
        }
    }
    same
}
