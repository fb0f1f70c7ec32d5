//! Menu nodes and properties (`struct menu` and `struct property` in expr.h).

use std::sync::Arc;

use kconfig_base::Location;

use crate::expr::ExprId;
use crate::symbol::SymbolId;

kconfig_base::newtype_index! {
    /// A menu node: one entry at one place of the tree.
    pub struct MenuId
}

kconfig_base::newtype_index! {
    /// A property of a symbol, or the prompt of a menu or comment.
    pub struct PropertyId
}

impl MenuId {
    /// The root of the menu tree.
    pub const ROOT: Self = Self::from_raw(0);
}

/// A menu node.
#[derive(Clone, Debug)]
pub struct Menu {
    /// What it defines; `None` for menus, comments and ifs.
    pub symbol: Option<SymbolId>,
    /// The node around it; `None` for the root only.
    pub parent: Option<MenuId>,
    /// The next node of the same parent.
    pub next: Option<MenuId>,
    /// The first node inside.
    pub list: Option<MenuId>,
    /// Its prompt: the symbol's, or the text of a menu or comment.
    pub prompt: Option<PropertyId>,
    /// `visible if`; `None` means y.
    pub visible_if: Option<ExprId>,
    /// `depends on` and the conditions around it; `None` means y.
    pub dep: Option<ExprId>,
    /// The conditions of its own `depends on` lines, or of an `if`, as they are
    /// written; `None` means y.
    pub own_dep: Option<ExprId>,
    /// The `menu`, `if` or `choice` whose text it stands in, or the root; `parent`
    /// says where it stands in the menu.
    pub block: Option<MenuId>,
    /// The raw help text.
    pub help: Option<Location>,
    /// The statement that made it.
    pub location: Location,
    /// For a choice: its members in the order of the text.
    pub choice_members: Vec<SymbolId>,
}

/// A property.
#[derive(Clone, Debug)]
pub struct Property {
    /// What kind it is, and what it holds.
    pub kind: PropertyKind,
    /// Its condition (`visible.expr` in the kernel); `None` means y.
    pub cond: Option<ExprId>,
    /// What follows its own `if`, as it is written; `None` means y.
    pub own_cond: Option<ExprId>,
    /// The menu node it belongs to.
    pub menu: MenuId,
    /// The statement that made it.
    pub location: Location,
}

/// What a property holds.
#[derive(Clone, Debug)]
pub enum PropertyKind {
    /// A prompt; `is_menu` for menuconfig and menu.
    Prompt {
        /// The text.
        text: Arc<str>,
        /// Whether it opens a menu (`P_MENU`).
        is_menu: bool,
    },
    /// The text of a comment.
    Comment(Arc<str>),
    /// A default.
    Default(ExprId),
    /// A select.
    Select(SymbolId),
    /// An imply.
    Imply(SymbolId),
    /// A range, both ends included.
    Range(SymbolId, SymbolId),
}

impl Property {
    /// The text of a prompt, menu or comment.
    pub fn text(&self) -> Option<&str> {
        match &self.kind {
            PropertyKind::Prompt { text, .. } | PropertyKind::Comment(text) => Some(text),
            _ => None,
        }
    }
}
