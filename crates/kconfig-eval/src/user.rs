//! What the user set.

use std::sync::Arc;

use kconfig_base::idx::Idx as _;
use kconfig_base::{IndexVec, Tristate};
use kconfig_model::{MenuId, Model, SymbolId, SymbolType, string_valid};

/// A value that the user gave to a symbol.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UserValue {
    /// Of a bool or tristate.
    Tri(Tristate),
    /// Of an int, hex or string.
    Text(Arc<str>),
}

impl UserValue {
    /// The value as in .config, unquoted.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Tri(tri) => tri.as_str(),
            Self::Text(text) => text,
        }
    }
}

/// A text that is no value of a symbol's type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidValue;

/// The user's values of a model's symbols, and which members of choices they
/// care most about.
#[derive(Clone, Debug, Default)]
pub struct UserValues {
    values: IndexVec<SymbolId, Option<UserValue>>,
    /// The members of a choice, the dearest first, where that is not the
    /// order of the text (`choice_members`).
    choice_orders: Vec<(MenuId, Vec<SymbolId>)>,
    /// What conf still knows of symbols that it takes to be new again: up to
    /// 6.10 a value may come back.
    aside: IndexVec<SymbolId, Option<Tristate>>,
    /// The member that the user gave to a choice with a value of its own.
    chosen: Vec<(SymbolId, SymbolId)>,
}

/// What a line of .config does to the choice of its symbol, where that is
/// worth a warning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChoiceNote {
    /// A member is m, another one was y.
    Inconsistent,
    /// A member is y, and the choice was not n.
    Override,
}

impl UserValues {
    /// Starts without values.
    pub fn new() -> Self {
        Self::default()
    }

    /// Gives the user's value of a symbol.
    pub fn get(&self, symbol: SymbolId) -> Option<&UserValue> {
        self.values.get(symbol)?.as_ref()
    }

    /// Sets a value as it is, without regard to choices.
    pub fn set(&mut self, model: &Model, symbol: SymbolId, value: UserValue) {
        if self.values.len() < model.n_symbols() {
            self.values.resize(model.n_symbols(), None);
        }
        self.values[symbol] = Some(value);
    }

    /// Takes a value back.
    pub fn clear(&mut self, symbol: SymbolId) {
        if self.values.get(symbol).is_some() {
            self.values[symbol] = None;
        }
    }

    /// Sets a value from text as a .config line does (`conf_set_sym_val` and
    /// the end of `conf_read_simple` in confdata.c): the member of a choice
    /// becomes the dearest one.
    pub fn set_text(&mut self, model: &Model, symbol: SymbolId, text: &str) -> Result<(), InvalidValue> {
        self.set_line(model, symbol, text).map(|_| ())
    }

    /// Does the same, and tells what it does to the choice around.
    pub fn set_line(
        &mut self,
        model: &Model,
        symbol: SymbolId,
        text: &str,
    ) -> Result<Option<ChoiceNote>, InvalidValue> {
        let ty = model.symbol(symbol).ty;
        let value = match ty {
            SymbolType::Bool | SymbolType::Tristate => UserValue::Tri(match text.as_bytes().first() {
                Some(b'y') => Tristate::Y,
                Some(b'm') if ty == SymbolType::Tristate => Tristate::M,
                Some(b'n') => Tristate::N,
                _ => return Err(InvalidValue),
            }),
            SymbolType::Unknown => return Ok(None),
            _ if string_valid(ty, text) => UserValue::Text(text.into()),
            _ => return Err(InvalidValue),
        };
        self.set(model, symbol, value);
        if model.semantics.has_choice_values() {
            return Ok(self.note_member(model, symbol));
        }
        self.prefer(model, symbol);
        Ok(None)
    }

    /// Makes a symbol the dearest member of its choice, if it is in one.
    pub fn prefer(&mut self, model: &Model, symbol: SymbolId) {
        if let Some(choice) = model.symbol(symbol).choice {
            self.prefer_in(model, choice, symbol);
        }
    }

    /// Makes a symbol the dearest member of a choice.
    pub(crate) fn prefer_in(&mut self, model: &Model, choice: MenuId, symbol: SymbolId) {
        let order = self.order_mut(model, choice);
        order.retain(|&member| member != symbol);
        order.insert(0, symbol);
    }

    /// Makes a symbol the least dear member of a choice.
    pub(crate) fn defer(&mut self, model: &Model, choice: MenuId, symbol: SymbolId) {
        let order = self.order_mut(model, choice);
        order.retain(|&member| member != symbol);
        order.push(symbol);
    }

    fn order_mut(&mut self, model: &Model, choice: MenuId) -> &mut Vec<SymbolId> {
        let index = self.choice_orders.iter().position(|(menu, _)| *menu == choice).unwrap_or_else(|| {
            self.choice_orders.push((choice, model.menu(choice).choice_members.clone()));
            self.choice_orders.len() - 1
        });
        &mut self.choice_orders[index].1
    }

    /// The members of a choice, the dearest first.
    pub fn choice_order<'a>(&'a self, model: &'a Model, choice: MenuId) -> &'a [SymbolId] {
        match self.choice_orders.iter().find(|(menu, _)| *menu == choice) {
            Some((_, order)) => order,
            None => &model.menu(choice).choice_members,
        }
    }

    /// Gives all choices with a value of their own the value n, as .config
    /// does that names no member.
    pub fn start_choices(&mut self, model: &Model) {
        if !model.semantics.has_choice_values() {
            return;
        }
        self.chosen.clear();
        for (id, symbol) in model.symbols() {
            if symbol.is_choice() {
                self.set(model, id, UserValue::Tri(Tristate::N));
            }
        }
    }

    /// Tells a choice with a value of its own what one of its members is set
    /// to (the end of `conf_read_simple` up to 6.10).
    fn note_member(&mut self, model: &Model, member: SymbolId) -> Option<ChoiceNote> {
        let choice = model.symbol(member).choice.and_then(|menu| model.menu(menu).symbol)?;
        let Some(&UserValue::Tri(tri)) = self.get(member) else { return None };
        let before = match self.get(choice) {
            Some(&UserValue::Tri(before)) => before,
            _ => self.aside(choice).unwrap_or_default(),
        };
        let note = match tri {
            Tristate::M if before == Tristate::Y => Some(ChoiceNote::Inconsistent),
            Tristate::Y if before != Tristate::N => Some(ChoiceNote::Override),
            _ => None,
        };
        if note == Some(ChoiceNote::Inconsistent) {
            self.set_aside(choice);
        }
        if tri == Tristate::Y {
            self.set_chosen(choice, member);
        }
        let is_set = self.get(choice).is_some();
        self.set(model, choice, UserValue::Tri(before.or(tri)));
        if !is_set {
            self.set_aside(choice);
        }
        note
    }

    /// The member that the user gave to a choice with a value of its own.
    pub(crate) fn chosen(&self, choice: SymbolId) -> Option<SymbolId> {
        self.chosen.iter().find(|(of, _)| *of == choice).map(|&(_, member)| member)
    }

    pub(crate) fn set_chosen(&mut self, choice: SymbolId, member: SymbolId) {
        self.chosen.retain(|(of, _)| *of != choice);
        self.chosen.push((choice, member));
    }

    pub(crate) fn aside(&self, symbol: SymbolId) -> Option<Tristate> {
        self.aside.get(symbol).copied().flatten()
    }

    pub(crate) fn put_aside(&mut self, symbol: SymbolId, tri: Tristate) {
        if self.aside.len() <= symbol.index() {
            self.aside.resize(symbol.index() + 1, None);
        }
        self.aside[symbol] = Some(tri);
    }

    /// Takes a symbol to be new again (`SYMBOL_DEF_USER` is taken away).
    pub(crate) fn set_aside(&mut self, symbol: SymbolId) {
        if let Some(&UserValue::Tri(tri)) = self.get(symbol) {
            self.put_aside(symbol, tri);
        }
        self.clear(symbol);
    }

    /// Takes choices to be new again.
    pub(crate) fn set_outdated_aside(&mut self, choices: &mut Vec<SymbolId>) {
        for choice in choices.drain(..) {
            self.set_aside(choice);
        }
    }

    /// Takes a symbol to be set, to what it was, else to n.
    pub(crate) fn bring_back(&mut self, model: &Model, symbol: SymbolId) {
        if self.get(symbol).is_none() {
            self.set(model, symbol, UserValue::Tri(self.aside(symbol).unwrap_or_default()));
        }
    }

    /// The symbols whose values may differ from those under `other`: by their
    /// own user value, or by the order of their choice.
    pub(crate) fn differences(&self, other: &Self, model: &Model) -> Vec<SymbolId> {
        let own = model.symbols().map(|(symbol, _)| symbol);
        let mut differing: Vec<SymbolId> =
            own.filter(|&symbol| self.get(symbol) != other.get(symbol)).collect();
        let choices = self.choice_orders.iter().chain(&other.choice_orders).map(|(choice, _)| *choice);
        let reordered = choices
            .filter(|&choice| self.choice_order(model, choice) != other.choice_order(model, choice))
            .filter_map(|choice| model.menu(choice).symbol);
        differing.extend(reordered);
        differing
    }

    /// Walks the symbols that have a user value.
    pub fn iter(&self) -> impl Iterator<Item = (SymbolId, &UserValue)> {
        self.values.iter_enumerated().filter_map(|(symbol, value)| Some((symbol, value.as_ref()?)))
    }
}
