//! One definition of an entry, in a form that compares.

use kconfig_model::{Expr, MenuId, Model, Property, PropertyKind, SymbolId, SymbolType};
use serde::{Deserialize, Serialize};

use super::canon::Id;
use super::places::Pair;
use crate::warnings::place;

/// What of an entry a change is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Attribute {
    /// Its type.
    Type,
    /// Its prompt, the prompt's own condition, and whether the prompt opens a menu.
    Prompt,
    /// A default.
    Default,
    /// Its dependencies.
    Depends,
    /// A select.
    Select,
    /// An imply.
    Imply,
    /// A range.
    Range,
    /// `visible if`.
    Visible,
    /// The choice that it is a member of, or the order of a choice's members.
    Choice,
    /// The menu that it stands in.
    Menu,
    /// `modules`, `optional` or `transitional`.
    Keyword,
    /// One of several definitions.
    Definition,
    /// Its help text.
    Help,
}

/// One side of a change.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Written {
    /// The statement; a condition stands as the model has it.
    pub text: String,
    /// `file:line`: of the statement where the model knows it, else of the entry.
    pub place: String,
}

/// A statement of an entry.
#[derive(Clone, Copy)]
pub(super) struct Item<'a> {
    pub(super) attribute: Attribute,
    /// What it names.
    pub(super) head: (Id, Id),
    /// Its own condition.
    pub(super) cond: Id,
    pub(super) property: &'a Property,
}

impl Item<'_> {
    pub(super) fn key(&self) -> [Id; 4] {
        [self.attribute as Id, self.head.0, self.head.1, self.cond]
    }
}

impl<'a> Pair<'a> {
    /// The statements of a definition, in their order.
    pub(super) fn items(&mut self, side: usize, menu: MenuId) -> Vec<Item<'a>> {
        let model = self.models[side];
        let node = model.menu(menu);
        let properties: Vec<&'a Property> = match node.symbol {
            Some(symbol) => model.properties_of(symbol).filter(|property| property.menu == menu).collect(),
            None => node.prompt.map(|prompt| model.property(prompt)).into_iter().collect(),
        };
        properties.into_iter().map(|property| self.item(side, property)).collect()
    }

    fn item(&mut self, side: usize, property: &'a Property) -> Item<'a> {
        let canon = &mut self.canon;
        let (attribute, head) = match &property.kind {
            PropertyKind::Prompt { text, is_menu } => {
                (Attribute::Prompt, (canon.text(&**text), Id::from(*is_menu)))
            }
            PropertyKind::Comment(text) => (Attribute::Prompt, (canon.text(&**text), 0)),
            PropertyKind::Default(value) => (Attribute::Default, (canon.expr(side, Some(*value)), 0)),
            PropertyKind::Select(target) => (Attribute::Select, (canon.symbol(side, *target), 0)),
            PropertyKind::Imply(target) => (Attribute::Imply, (canon.symbol(side, *target), 0)),
            PropertyKind::Range(low, high) => {
                (Attribute::Range, (canon.symbol(side, *low), canon.symbol(side, *high)))
            }
        };
        let cond = canon.expr(side, property.own_cond);
        Item { attribute, head, cond, property }
    }
}

/// Writes a statement, with its place.
pub(super) fn statement(model: &Model, property: &Property) -> Written {
    let mut text = match &property.kind {
        PropertyKind::Prompt { text, is_menu } => match (is_menu, model.menu(property.menu).symbol) {
            (true, None) if property.menu == MenuId::ROOT => format!("mainmenu \"{text}\""),
            (true, None) => format!("menu \"{text}\""),
            (true, Some(_)) => format!("prompt \"{text}\" of a menuconfig"),
            (false, _) => format!("prompt \"{text}\""),
        },
        PropertyKind::Comment(text) => format!("comment \"{text}\""),
        PropertyKind::Default(value) => match model.exprs.get(*value) {
            Expr::Symbol(symbol) => format!("default {}", word(model, symbol)),
            _ => format!("default {}", model.expr_text(*value)),
        },
        PropertyKind::Select(target) => format!("select {}", model.name(*target)),
        PropertyKind::Imply(target) => format!("imply {}", model.name(*target)),
        PropertyKind::Range(low, high) => format!("range {} {}", word(model, *low), word(model, *high)),
    };
    if let Some(cond) = property.own_cond {
        text.push_str(" if ");
        text.push_str(&model.expr_text(cond));
    }
    Written { text, place: place(model, property.location) }
}

/// A symbol or constant; a text in quotes where it stands so, but for y, m and n.
fn word(model: &Model, symbol: SymbolId) -> String {
    let name = model.name(symbol);
    let is_text = model.symbol(symbol).is_const && symbol > SymbolId::YES;
    if is_text { kconfig_dotconfig::escape(name) } else { name.to_owned() }
}

/// The word of a type in a Kconfig file.
pub(super) fn type_word(ty: SymbolType) -> &'static str {
    match ty {
        SymbolType::Int => "int",
        SymbolType::Unknown => "no type",
        _ => ty.name(),
    }
}

/// Writes something of an entry that has no place of its own in the model.
pub(super) fn written(model: &Model, menu: MenuId, text: impl Into<String>) -> Written {
    Written { text: text.into(), place: place(model, model.menu(menu).location) }
}
