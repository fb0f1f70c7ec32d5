//! What differs in the definitions of two models.

use kconfig_graph::Relations;
use kconfig_model::{MenuId, Model, SymbolId};
use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};

use super::blocks::{choices_of, members, prompt_of, unnamed};
use super::entry::{Attribute, Written, type_word, written};
use super::places::{Pair, Same, opens_menu};
use super::renames::{defined, only, renames};
use crate::warnings::place;

/// What differs in definitions, each in the order of the text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Definitions {
    /// What only the first side has.
    pub removed: Vec<Defined>,
    /// What only the second side has.
    pub added: Vec<Defined>,
    /// The symbols with another name.
    pub renamed: Vec<Renamed>,
    /// What both have, otherwise.
    pub changed: Vec<Changed>,
}

/// An entry with its place.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Defined {
    /// The entry.
    pub subject: Subject,
    /// `file:line` of its first definition.
    pub place: String,
}

/// A symbol with the same definition under another name.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Renamed {
    /// The old name.
    pub before: String,
    /// The new name.
    pub after: String,
    /// `file:line` of its first definition now.
    pub place: String,
}

/// An entry that is defined otherwise.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Changed {
    /// The entry, by its name now.
    pub subject: Subject,
    /// `file:line` of its first definition now.
    pub place: String,
    /// What differs.
    pub changes: Vec<AttributeChange>,
}

/// One thing of an entry that differs.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct AttributeChange {
    /// What it is of.
    pub attribute: Attribute,
    /// Whether it comes from a `menu`, `if` or `choice` around the entry, and not from
    /// the entry's own lines.
    pub is_inherited: bool,
    /// Whether own and inherited conditions together are what they were.
    pub is_same_in_sum: bool,
    /// What is no longer there.
    pub before: Option<Written>,
    /// What is there now.
    pub after: Option<Written>,
}

/// What is defined.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Subject {
    /// A symbol, by its name.
    Symbol(String),
    /// A choice, by its prompt.
    Choice(String),
    /// A `menu`, by its title.
    Menu(String),
    /// A comment, by its text.
    Comment(String),
    /// The menu around all, by its title.
    Mainmenu(String),
}

impl Definitions {
    /// Compares the definitions of two models; gives the names of symbols before that
    /// were renamed beside them.
    pub(super) fn of<'a>(
        mut pair: Pair<'a>,
        relations: [&Relations; 2],
    ) -> (Self, FxHashMap<&'a str, &'a str>) {
        let models = pair.models;
        let names = models
            .map(|model| defined(model).map(|symbol| model.name(symbol)).collect::<FxHashSet<&'a str>>());
        let (gone, new) = (only(models[0], &names[1]), only(models[1], &names[0]));
        let renamed = renames(models, [&gone, &new], relations, &pair.same);
        let by_name: FxHashMap<&str, &str> =
            renamed.iter().map(|&(old, new)| (models[0].name(old), models[1].name(new))).collect();
        let mut out = Self::default();
        out.push_blocks_and_choices(models, &pair.same);
        let of = |model: &Model, symbol| Defined {
            subject: Subject::Symbol(model.name(symbol).to_owned()),
            place: first(model, symbol),
        };
        let is_left = |symbol: &SymbolId| renamed.iter().all(|(old, _)| old != symbol);
        out.removed.extend(gone.into_iter().filter(is_left).map(|symbol| of(models[0], symbol)));
        let is_left = |symbol: &SymbolId| renamed.iter().all(|(_, new)| new != symbol);
        out.added.extend(new.into_iter().filter(is_left).map(|symbol| of(models[1], symbol)));
        out.renamed.extend(renamed.iter().map(|&(old, new)| Renamed {
            before: models[0].name(old).to_owned(),
            after: models[1].name(new).to_owned(),
            place: first(models[1], new),
        }));
        let old_names: FxHashMap<&str, &str> = by_name.iter().map(|(&old, &new)| (new, old)).collect();
        if !by_name.is_empty() {
            pair = Pair::new(models, [by_name.clone(), FxHashMap::default()], pair.same);
        }
        out.push_changed_blocks(&mut pair);
        for symbol in defined(models[1]) {
            let name = models[1].name(symbol);
            let old = models[0].find(old_names.get(name).copied().unwrap_or(name));
            if let Some(old) = old.filter(|&old| !models[0].symbol(old).menus.is_empty()) {
                let changes = symbol_changes(&mut pair, old, symbol);
                let entry = || (Subject::Symbol(name.to_owned()), first(models[1], symbol));
                out.push_changed(entry, changes);
            }
        }
        (out, by_name)
    }

    fn push_changed(&mut self, entry: impl FnOnce() -> (Subject, String), changes: Vec<AttributeChange>) {
        if !changes.is_empty() {
            let (subject, place) = entry();
            self.changed.push(Changed { subject, place, changes });
        }
    }

    /// The menus, comments and choices that come and go.
    fn push_blocks_and_choices(&mut self, models: [&Model; 2], same: &Same) {
        let kept: FxHashSet<MenuId> = same.menus.values().copied().collect();
        let choices: FxHashSet<SymbolId> = same.choices.values().copied().collect();
        let block = |side: usize, menu| Defined {
            subject: subject(models[side], menu),
            place: place(models[side], models[side].menu(menu).location),
        };
        let choice = |side: usize, symbol| Defined {
            subject: Subject::Choice(prompt_of(models[side], symbol).to_owned()),
            place: first(models[side], symbol),
        };
        let gone = unnamed(models[0]).filter(|menu| !same.menus.contains_key(menu));
        self.removed.extend(gone.map(|menu| block(0, menu)));
        let gone = choices_of(models[0]).filter(|symbol| !same.choices.contains_key(symbol));
        self.removed.extend(gone.map(|symbol| choice(0, symbol)));
        let new = unnamed(models[1]).filter(|menu| !kept.contains(menu));
        self.added.extend(new.map(|menu| block(1, menu)));
        let new = choices_of(models[1]).filter(|symbol| !choices.contains(symbol));
        self.added.extend(new.map(|symbol| choice(1, symbol)));
    }

    /// The menus, comments and choices that both sides have.
    fn push_changed_blocks(&mut self, pair: &mut Pair<'_>) {
        let models = pair.models;
        let mut menus: Vec<(MenuId, MenuId)> =
            pair.same.menus.iter().map(|(&before, &after)| (after, before)).collect();
        menus.push((MenuId::ROOT, MenuId::ROOT));
        menus.sort_unstable();
        for (after, before) in menus {
            let changes = pair.definition_changes(before, after);
            let place = || place(models[1], models[1].menu(after).location);
            self.push_changed(|| (subject(models[1], after), place()), changes);
        }
        let mut choices: Vec<(SymbolId, SymbolId)> =
            pair.same.choices.iter().map(|(&before, &after)| (after, before)).collect();
        choices.sort_unstable();
        let members = models.map(members);
        for (after, before) in choices {
            let mut changes = symbol_changes(pair, before, after);
            let lists = [members[0].get(&before), members[1].get(&after)];
            changes.extend(order_of_members(models, [before, after], lists));
            let subject = || Subject::Choice(prompt_of(models[1], after).to_owned());
            self.push_changed(|| (subject(), first(models[1], after)), changes);
        }
    }
}

/// The changes of a symbol or choice.
fn symbol_changes(pair: &mut Pair<'_>, before: SymbolId, after: SymbolId) -> Vec<AttributeChange> {
    let models = pair.models;
    let [was, is] = [models[0].symbol(before), models[1].symbol(after)];
    let mut changes = Vec::new();
    let (Some(&first), Some(&now)) = (was.menus.first(), is.menus.first()) else { return changes };
    if was.ty != is.ty {
        let before = written(models[0], first, type_word(was.ty));
        let after = written(models[1], now, type_word(is.ty));
        changes.push(AttributeChange::own(Attribute::Type, Some(before), Some(after)));
    }
    let keywords = [
        ("modules", models[0].modules_sym == before, models[1].modules_sym == after),
        ("optional", was.is_optional, is.is_optional),
        ("transitional", was.is_transitional, is.is_transitional),
    ];
    for (word, was, is) in keywords {
        if was != is {
            let before = was.then(|| written(models[0], first, word));
            let after = is.then(|| written(models[1], now, word));
            changes.push(AttributeChange::own(Attribute::Keyword, before, after));
        }
    }
    let choice = [(models[0], was.choice), (models[1], is.choice)];
    let ids = choice.map(|(model, menu)| menu.and_then(|menu| model.menu(menu).symbol));
    if ids[0].map(|id| pair.same.choices.get(&id).copied()) != ids[1].map(Some) {
        let text = |side: usize, menu| {
            let (model, choice) = (models[side], ids[side]?);
            Some(written(model, menu, format!("in choice \"{}\"", prompt_of(model, choice))))
        };
        changes.push(AttributeChange::own(Attribute::Choice, text(0, first), text(1, now)));
    }
    changes.extend(pair.definitions_changes(&was.menus, &is.menus));
    changes
}

/// The order of the members of a choice that both sides have, where it is another one:
/// without a default the first visible member is chosen.
fn order_of_members(
    models: [&Model; 2],
    choices: [SymbolId; 2],
    lists: [Option<&Vec<&str>>; 2],
) -> Option<AttributeChange> {
    let [before, after] = lists.map(|list| list.map(Vec::as_slice).unwrap_or_default());
    let both = |list: &[&str], other: &[&str]| -> Vec<String> {
        list.iter().filter(|name| other.contains(name)).map(|name| (*name).to_owned()).collect()
    };
    let orders = [both(before, after), both(after, before)];
    if orders[0] == orders[1] {
        return None;
    }
    let written = |side: usize| {
        let menu = models[side].symbol(choices[side]).menus.first().copied()?;
        Some(written(models[side], menu, format!("members in the order {}", orders[side].join(" "))))
    };
    Some(AttributeChange::own(Attribute::Choice, written(0), written(1)))
}

impl AttributeChange {
    pub(super) fn own(attribute: Attribute, before: Option<Written>, after: Option<Written>) -> Self {
        Self { attribute, is_inherited: false, is_same_in_sum: false, before, after }
    }
}

/// A node without a symbol.
fn subject(model: &Model, menu: MenuId) -> Subject {
    let title = model.prompt_text(menu).unwrap_or_default().to_owned();
    match menu {
        MenuId::ROOT => Subject::Mainmenu(title),
        _ if opens_menu(model, menu) => Subject::Menu(title),
        _ => Subject::Comment(title),
    }
}

/// Where a symbol is defined first.
fn first(model: &Model, symbol: SymbolId) -> String {
    let menu = model.symbol(symbol).menus.first();
    menu.map(|&menu| place(model, model.menu(menu).location)).unwrap_or_default()
}
