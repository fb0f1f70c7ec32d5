//! What the user set.

use std::sync::Arc;

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
        let ty = model.symbol(symbol).ty;
        let value = match ty {
            SymbolType::Bool | SymbolType::Tristate => UserValue::Tri(match text.as_bytes().first() {
                Some(b'y') => Tristate::Y,
                Some(b'm') if ty == SymbolType::Tristate => Tristate::M,
                Some(b'n') => Tristate::N,
                _ => return Err(InvalidValue),
            }),
            SymbolType::Unknown => return Ok(()),
            _ if string_valid(ty, text) => UserValue::Text(text.into()),
            _ => return Err(InvalidValue),
        };
        self.set(model, symbol, value);
        self.prefer(model, symbol);
        Ok(())
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
