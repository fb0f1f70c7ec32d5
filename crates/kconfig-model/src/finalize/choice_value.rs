//! Choices that are symbols with a value of their own (`menu_finalize` up to
//! 6.10).
//!
//! A choice is n, m or y; its members depend on it, and it is as if a prompt
//! that is shown selected it.

use kconfig_base::{Diagnostic, IndexVec};
use kconfig_syntax::{CompareOp, SymbolType};

use super::Finalizer;
use crate::expr::{Expr, ExprId};
use crate::menu::{Menu, MenuId, PropertyKind};
use crate::symbol::{Symbol, SymbolId};

/// Gives each choice without a type that of its first member that has one, and
/// its members without a type that of the choice.
pub(super) fn type_choices(menus: &IndexVec<MenuId, Menu>, symbols: &mut IndexVec<SymbolId, Symbol>) {
    for (_, menu) in menus.iter_enumerated() {
        let Some(choice) = menu.symbol.filter(|&symbol| symbols[symbol].is_choice()) else { continue };
        let children = || std::iter::successors(menu.list, |&at| menus[at].next);
        let members = || children().filter_map(|child| menus[child].symbol);
        if symbols[choice].ty == SymbolType::Unknown {
            let typed = members().map(|member| symbols[member].ty).find(|&ty| ty != SymbolType::Unknown);
            symbols[choice].ty = typed.unwrap_or_default();
        }
        let ty = symbols[choice].ty;
        for member in members() {
            if symbols[member].ty == SymbolType::Unknown {
                symbols[member].ty = ty;
            }
        }
    }
}

/// Writes down which symbols are members of which choice; a choice with more
/// than one definition has its members at the first.
pub(super) fn apply_claims(
    claims: &[(SymbolId, MenuId)],
    menus: &mut IndexVec<MenuId, Menu>,
    symbols: &mut IndexVec<SymbolId, Symbol>,
) {
    for &(member, menu) in claims {
        symbols[member].choice = Some(menu);
        symbols[member].is_choice_value = true;
        let first = menus[menu].symbol.and_then(|choice| symbols[choice].menus.first());
        menus[*first.unwrap_or(&menu)].choice_members.push(member);
    }
}

impl Finalizer<'_> {
    /// What a node demands of those within: its condition, and for a choice
    /// that is a symbol, the choice.
    pub(super) fn condition_within(&mut self, parent: MenuId) -> Option<ExprId> {
        match self.menus[parent].symbol {
            Some(choice) if self.has_choice_values && self.symbols[choice].is_choice() => {
                Some(self.simplifier.exprs.symbol(choice))
            }
            _ => self.menus[parent].dep,
        }
    }

    /// Makes a child a member of the choice, unless it is one of another.
    pub(super) fn take_member(&mut self, choice: MenuId, menu: MenuId) {
        let (Some(choice_symbol), Some(member)) = (self.menus[choice].symbol, self.menus[menu].symbol) else {
            return;
        };
        if std::mem::replace(&mut self.is_claimed[member], true) {
            return;
        }
        self.warn_of_member(choice, choice_symbol, menu, member);
        let (ty, member_ty) = (self.symbols[choice_symbol].ty, self.symbols[member].ty);
        if ty == SymbolType::Tristate && member_ty != SymbolType::Tristate {
            // What cannot be m needs the choice to be y.
            let exprs = &mut *self.simplifier.exprs;
            let is_yes = exprs.make(Expr::Compare(CompareOp::Equal, choice_symbol, SymbolId::YES));
            self.menus[menu].dep = exprs.and(Some(is_yes), self.menus[menu].dep);
            for &property in &self.symbols[member].properties {
                if self.properties[property].menu == menu {
                    self.properties[property].cond = exprs.and(Some(is_yes), self.properties[property].cond);
                }
            }
        }
        self.claims.push((member, choice));
    }

    fn warn_of_member(&mut self, choice: MenuId, choice_symbol: SymbolId, menu: MenuId, member: SymbolId) {
        let mut warn = |code, location, message: &str| {
            self.finished.warnings.push((choice, Diagnostic::warning(code, location, message)));
        };
        if self.menus[menu].prompt.is_none() {
            let message = "choice value must have a prompt";
            warn("choice-member-without-prompt", self.menus[menu].location, message);
        }
        for &property in &self.symbols[member].properties {
            let property = &self.properties[property];
            match property.kind {
                PropertyKind::Default(_) => {
                    let message = "defaults for choice values not supported";
                    warn("choice-member-default", property.location, message);
                }
                PropertyKind::Prompt { is_menu: false, .. } if property.menu != menu => {
                    let around =
                        self.menus[property.menu].parent.and_then(|parent| self.menus[parent].symbol);
                    if around != Some(choice_symbol) {
                        let message = "choice value used outside its choice group";
                        warn("choice-member-prompt-outside", property.location, message);
                    }
                }
                _ => {}
            }
        }
    }

    /// Lets the prompt of a choice demand at least m of it, unless it is
    /// optional.
    pub(super) fn demand_choice(&mut self, choice: MenuId) {
        let (Some(symbol), Some(prompt)) = (self.menus[choice].symbol, self.menus[choice].prompt) else {
            return;
        };
        if self.symbols[symbol].is_optional {
            return;
        }
        let exprs = &mut *self.simplifier.exprs;
        let module = exprs.symbol(SymbolId::MOD);
        let demand = exprs.and(self.properties[prompt].cond, Some(module));
        self.deps[symbol].rev_dep = exprs.or(self.deps[symbol].rev_dep, demand);
    }
}
