//! The statements that say something of the entry above them.

use kconfig_base::{Diagnostic, Location, Span};
use kconfig_syntax as syntax;
use kconfig_syntax::{ExprNode, StatementKind, SymbolType, Word};

use super::text::EmptyWords;
use super::{Entry, Lowerer};
use crate::expr::{Expr, ExprId};
use crate::menu::PropertyKind;
use crate::simplify::Simplifier;
use crate::symbol::{Symbol, SymbolId};

impl Lowerer<'_> {
    pub(super) fn attribute(
        &mut self,
        at: Location,
        nodes: &[ExprNode],
        kind: &StatementKind,
    ) -> Result<(), EmptyWords> {
        use StatementKind as S;
        let entry = self.entry;
        let is_symbol = matches!(entry, Entry::Config | Entry::Menuconfig);
        let is_allowed = match *kind {
            S::DependsOn(..) => entry != Entry::None,
            S::Visible(_) => entry == Entry::Menu,
            S::Help(_) | S::Prompt(..) => is_symbol || entry == Entry::Choice,
            S::Type(SymbolType::Bool, Some(_), _) => is_symbol || entry == Entry::Choice,
            S::Type(SymbolType::Bool | SymbolType::Tristate, ..) if self.semantics.has_choice_values() => {
                is_symbol || entry == Entry::Choice
            }
            S::Optional => entry == Entry::Choice,
            S::Default(None, value, _) => is_symbol || (entry == Entry::Choice && is_name(nodes, value)),
            _ => is_symbol,
        };
        if !is_allowed {
            self.invalid(at, "this line is not allowed here");
            return Ok(());
        }
        match *kind {
            S::Type(ty, prompt, cond) => {
                let cond = self.cond(at, nodes, cond)?;
                if let Some(prompt) = prompt {
                    let text = self.text(at, prompt);
                    self.add_prompt(at, text, cond, false);
                }
                if entry != Entry::Choice || self.semantics.has_choice_values() {
                    self.set_type(at, ty);
                }
            }
            S::Prompt(prompt, cond) => {
                let cond = self.cond(at, nodes, cond)?;
                let text = self.text(at, prompt);
                self.add_prompt(at, text, cond, false);
            }
            S::Default(ty, value, cond) => {
                let value = self.expr(at, nodes, value)?;
                // Whatever stood there would be an invention.
                let is_known = !self.is_unknown;
                let cond = self.cond(at, nodes, cond)?;
                if is_known {
                    self.add_property(at, PropertyKind::Default(value), cond);
                }
                if let Some(ty) = ty {
                    self.set_type(at, ty);
                }
            }
            S::Select(word, cond) => {
                let target = self.symbol(at, word)?;
                let is_known = !self.is_unknown;
                let cond = self.cond(at, nodes, cond)?;
                if is_known {
                    self.add_property(at, PropertyKind::Select(target), cond);
                }
            }
            S::Imply(word, cond) => {
                let target = self.symbol(at, word)?;
                let is_known = !self.is_unknown;
                let cond = self.cond(at, nodes, cond)?;
                if is_known {
                    self.add_property(at, PropertyKind::Imply(target), cond);
                }
            }
            S::Range(low, high, cond) => {
                let (low, high) = (self.symbol(at, low)?, self.symbol(at, high)?);
                let is_known = !self.is_unknown;
                let cond = self.cond(at, nodes, cond)?;
                if is_known {
                    self.add_property(at, PropertyKind::Range(low, high), cond);
                }
            }
            S::Modules => self.set_modules(at),
            S::Optional => self.change_symbol(|symbol| symbol.is_optional = true),
            S::Transitional => self.change_symbol(|symbol| symbol.is_transitional = true),
            S::DependsOn(expr, cond) => {
                let (dep, cond) = (self.expr(at, nodes, expr)?, self.cond(at, nodes, cond)?);
                let dep = self.dep_if(dep, cond);
                let dep = self.exprs.and(self.menus[self.current].dep, Some(dep));
                self.menus[self.current].dep = dep;
            }
            S::Visible(cond) => {
                let cond = self.cond(at, nodes, cond)?;
                let cond = self.exprs.and(self.menus[self.current].visible_if, cond);
                self.menus[self.current].visible_if = cond;
            }
            S::Help(span) => self.set_help(at, span),
            _ => {}
        }
        Ok(())
    }

    fn change_symbol(&mut self, change: impl FnOnce(&mut Symbol)) {
        if let Some(symbol) = self.menus[self.current].symbol {
            change(&mut self.symbols.table[symbol]);
        }
    }

    /// `A if B` as a dependency: A, or B is n (`menu_add_dep`).
    fn dep_if(&mut self, dep: ExprId, cond: Option<ExprId>) -> ExprId {
        if cond.is_none() {
            return dep;
        }
        let modules_sym = self.modules_sym.unwrap_or(SymbolId::NO);
        let table = &self.symbols.table;
        let is_no =
            Simplifier::new(&mut self.exprs, table, modules_sym, self.semantics).compare_with_no(cond, false);
        self.exprs.make(Expr::Or(dep, is_no))
    }

    pub(super) fn set_modules(&mut self, at: Location) {
        let Some(symbol) = self.menus[self.current].symbol else { return };
        let name_of = |this: &Self, symbol: SymbolId| {
            this.symbols.table[symbol].name.map_or(String::new(), |name| this.names.resolve(name).to_owned())
        };
        if let Some(before) = self.modules_sym {
            let (name, before) = (name_of(self, symbol), name_of(self, before));
            let message =
                format!("symbol '{name}' redefines option 'modules' already defined by symbol '{before}'");
            self.diagnostics.push(Diagnostic::error("modules-redefined", at, message));
        }
        self.modules_sym = Some(symbol);
    }

    /// The line that conf has read on to after a help text.
    fn line_after(&self, at: Location, help: Span) -> u32 {
        self.files[at.file].lines().line(help.end)
    }

    pub(super) fn set_help(&mut self, at: Location, span: Span) {
        let location = Location { file: at.file, span };
        let raw = span.slice(&self.files[at.file].text);
        let is_blank = raw.trim_ascii().is_empty();
        if self.menus[self.current].help.is_some() {
            let name = self.entry_name();
            let text =
                format!("'{name}' defined with more than one help text -- only the last one will be used");
            self.parser_warning("help-redefined", at, self.line_after(at, span), text);
        }
        if is_blank {
            let name = self.entry_name();
            let text = format!("'{name}' defined with blank help text");
            self.parser_warning("blank-help", at, self.line_after(at, span), text);
        }
        self.menus[self.current].help = Some(location);
    }
}

/// Tells whether an expression is one bare word.
fn is_name(nodes: &[ExprNode], expr: syntax::Expr) -> bool {
    expr.end - expr.start == 1
        && matches!(nodes.get(expr.start as usize), Some(ExprNode::Symbol(Word { quote: None, .. })))
}
