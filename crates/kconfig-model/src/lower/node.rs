//! Making menu nodes and properties (menu.c).

use std::sync::Arc;

use kconfig_base::{Diagnostic, Location};
use kconfig_syntax::SymbolType;

use super::Lowerer;
use crate::expr::ExprId;
use crate::menu::{Menu, MenuId, Property, PropertyId, PropertyKind};
use crate::symbol::SymbolId;

impl Lowerer<'_> {
    pub(super) fn add_menu(&mut self, symbol: Option<SymbolId>, location: Location) -> MenuId {
        self.last_child.push(None);
        self.menus.push(Menu {
            symbol,
            parent: None,
            next: None,
            list: None,
            prompt: None,
            visible_if: None,
            dep: None,
            own_dep: None,
            block: None,
            help: None,
            location,
            choice_members: Vec::new(),
        })
    }

    /// `menu_add_entry`
    pub(super) fn add_entry(&mut self, symbol: Option<SymbolId>, location: Location) -> MenuId {
        let parent = self.blocks.last().map_or(MenuId::ROOT, |block| block.menu);
        let menu = self.add_menu(symbol, location);
        self.menus[menu].parent = Some(parent);
        match self.last_child[parent].replace(menu) {
            Some(before) => self.menus[before].next = Some(menu),
            None => self.menus[parent].list = Some(menu),
        }
        if let Some(symbol) = symbol {
            self.symbols.table[symbol].menus.push(menu);
        }
        self.current = menu;
        menu
    }

    /// `menu_add_prop`
    pub(super) fn add_property(
        &mut self,
        location: Location,
        kind: PropertyKind,
        cond: Option<ExprId>,
    ) -> PropertyId {
        let menu = self.current;
        let property = self.properties.push(Property { kind, cond, own_cond: cond, menu, location });
        if let Some(symbol) = self.menus[menu].symbol {
            self.symbols.table[symbol].properties.push(property);
        }
        property
    }

    pub(super) fn trim_prompt(&mut self, at: Location, text: Arc<str>) -> Arc<str> {
        let trimmed = text.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '\x0b');
        if trimmed.len() == text.len() {
            return text;
        }
        self.diagnostics.push(Diagnostic::warning("leading-whitespace", at, "leading whitespace ignored"));
        trimmed.into()
    }

    /// `menu_add_prompt`
    pub(super) fn add_prompt(&mut self, at: Location, text: Arc<str>, cond: Option<ExprId>, is_menu: bool) {
        let text = self.trim_prompt(at, text);
        let menu = self.current;
        if self.menus[menu].prompt.is_some() {
            self.diagnostics.push(Diagnostic::warning("prompt-redefined", at, "prompt redefined"));
        }
        let own_cond = cond;
        let mut cond = cond;
        if !is_menu {
            // The `visible if` of all menus around it.
            let mut around = self.menus[menu].parent;
            while let Some(menu) = around {
                if self.menus[menu].visible_if.is_some() {
                    cond = self.exprs.and(cond, self.menus[menu].visible_if);
                }
                around = self.menus[menu].parent;
            }
        }
        let prompt = self.add_property(at, PropertyKind::Prompt { text, is_menu }, cond);
        self.properties[prompt].own_cond = own_cond;
        self.menus[menu].prompt = Some(prompt);
    }

    /// `menu_set_type`
    pub(super) fn set_type(&mut self, at: Location, ty: SymbolType) {
        let Some(symbol) = self.menus[self.current].symbol else { return };
        let before = self.symbols.table[symbol].ty;
        if before == SymbolType::Unknown {
            self.symbols.table[symbol].ty = ty;
        } else if before != ty {
            let message = format!(
                "ignoring type redefinition of '{}' from '{}' to '{}'",
                self.entry_name(),
                before.name(),
                ty.name()
            );
            // conf names the line of the entry, not of the type.
            let entry = self.menus[self.current].location;
            let diagnostic = Diagnostic::warning("type-redefined", entry, message);
            self.diagnostics.push(diagnostic.label(at, "the type that is ignored"));
        }
    }
}
