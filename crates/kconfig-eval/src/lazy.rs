//! Values as conf has them while it talks: each computed when it is read, all
//! taken back when an answer changes one (`sym_clear_all_valid` in symbol.c).
//!
//! It differs from [`evaluate`](crate::evaluate) in when things happen, and so
//! in how often and in which order warnings come.

use std::sync::Arc;

use kconfig_base::{Diagnostic, Tristate};
use kconfig_model::{
    Expr, ExprId, MenuId, Model, PropertyId, PropertyKind, SymbolId, SymbolType, string_valid,
};

use crate::batch::{Batch, Memo, Needs};
use crate::evaluation::{Evaluation, Value};
use crate::expr;
use crate::number::parse_signed;
use crate::origin::Origin;
use crate::unmet;
use crate::user::{UserValue, UserValues};

/// A model with user values that change, and the values that were read.
#[derive(Clone)]
pub struct Lazy {
    pub(crate) model: Arc<Model>,
    pub(crate) user: UserValues,
    pub(crate) memo: Memo,
}

impl Lazy {
    /// Starts with nothing computed but whether modules are on.
    pub fn new(model: Arc<Model>, user: UserValues) -> Self {
        let memo = Memo::new(&model);
        let mut lazy = Self { model, user, memo };
        lazy.calc_modules();
        lazy
    }

    /// The tree.
    pub fn model(&self) -> &Arc<Model> {
        &self.model
    }

    /// What the user set.
    pub fn user(&self) -> &UserValues {
        &self.user
    }

    fn batch(&mut self) -> Batch<'_> {
        Batch { model: &self.model, user: &self.user, memo: &mut self.memo }
    }

    fn calc_modules(&mut self) {
        let modules = self.model.modules_sym;
        self.calc(modules);
        // What was computed on the way took modules to be what they were
        // before, and stays so for this round.
        self.memo.modules = self.memo.values[modules].tri;
    }

    /// Takes all values back (`sym_clear_all_valid`).
    pub fn invalidate(&mut self) {
        self.memo.next_round();
        self.calc_modules();
    }

    /// Sets other user values and takes all values back.
    pub fn set_user(&mut self, user: UserValues) {
        self.user = user;
        self.invalidate();
    }

    /// Takes the warnings since they were last taken.
    pub fn take_diagnostics(&mut self) -> Vec<Diagnostic> {
        std::mem::take(&mut self.memo.diagnostics)
    }

    /// Computes a symbol unless it is known (`sym_calc_value`).
    pub fn calc(&mut self, symbol: SymbolId) {
        self.batch().calc(symbol);
        self.note_choices();
    }

    /// Reads a value as it was computed last, perhaps before an answer.
    pub fn value(&self, symbol: SymbolId) -> &Value {
        &self.memo.values[symbol]
    }

    /// Reads a value as text, without computing it (`sym_get_string_value`).
    pub fn text(&self, symbol: SymbolId) -> &str {
        expr::string_value(&self.model, &self.user, &self.memo.values, symbol)
    }

    /// The type, where a tristate without modules is a bool (`sym_get_type`).
    pub fn ty(&self, symbol: SymbolId) -> SymbolType {
        let is_shown = self.value(symbol).visibility == Tristate::Y;
        expr::type_of(&self.model, symbol, is_shown, self.memo.modules)
    }

    /// Tells whether modules are on.
    pub fn modules(&self) -> Tristate {
        self.memo.modules
    }

    /// Counts how often all values were taken back.
    pub fn n_rounds(&self) -> u32 {
        self.memo.n_rounds()
    }

    /// Tells whether the user can change a symbol (`sym_is_changeable`).
    pub fn is_changeable(&self, symbol: SymbolId) -> bool {
        let value = self.value(symbol);
        let is_fixed = self.model.symbol(symbol).is_choice() && !self.model.semantics.has_choice_values();
        !is_fixed && value.visibility > value.rev_dep
    }

    /// Tells whether the user has set a symbol (`sym_has_value`).
    pub fn has_value(&self, symbol: SymbolId) -> bool {
        self.user.get(symbol).is_some() || self.takes_over(symbol)
    }

    /// Tells whether a symbol has its value from a transitional one that the
    /// user has set: then there is nothing to ask.
    fn takes_over(&self, symbol: SymbolId) -> bool {
        let Origin::Default(property) = self.value(symbol).origin else { return false };
        let PropertyKind::Default(default) = self.model.property(property).kind else { return false };
        match self.model.exprs.get(default) {
            Expr::Symbol(old) => self.model.symbol(old).is_transitional && self.user.get(old).is_some(),
            _ => false,
        }
    }

    /// Runs a rule until all that it needs is computed.
    fn settle<T>(&mut self, mut rule: impl FnMut(&mut Batch<'_>) -> Result<T, Needs>) -> T {
        loop {
            let mut batch = self.batch();
            match rule(&mut batch) {
                Ok(result) => {
                    self.note_choices();
                    return result;
                }
                Err(needs) => batch.calc_needed(needs),
            }
        }
    }

    /// Computes an expression; `None` is y (`expr_calc_value`).
    pub fn expr(&mut self, expr: Option<ExprId>) -> Tristate {
        self.settle(|batch| batch.cond(expr))
    }

    /// Finds the member of a choice that is y (`sym_calc_choice`).
    pub fn choose(&mut self, choice: MenuId) -> Option<SymbolId> {
        if self.model.semantics.has_choice_values() {
            return self.model.menu(choice).symbol.and_then(|symbol| self.memo.chosen[symbol]);
        }
        self.settle(|batch| batch.choose(choice))
    }

    /// Finds the range that holds (`sym_get_range_prop`).
    pub fn range(&mut self, symbol: SymbolId) -> Option<(SymbolId, SymbolId)> {
        self.settle(|batch| batch.range(symbol)).map(|(_, low, high)| (low, high))
    }

    /// Tells whether a menu node is shown (`menu_is_visible` in menu.c).
    pub fn is_menu_visible(&mut self, menu: MenuId) -> bool {
        let model = self.model.clone();
        let root = menu;
        let mut candidates = vec![menu];
        while let Some(menu) = candidates.pop() {
            let node = model.menu(menu);
            let Some(prompt) = node.prompt else { continue };
            if self.expr(node.visible_if) == Tristate::N {
                continue;
            }
            if self.prompt(node.symbol, prompt) != Tristate::N {
                if model.semantics.answers_by_looking() {
                    self.answer_between(root, menu);
                }
                return true;
            }
            if node.symbol.is_some_and(|symbol| self.value(symbol).tri != Tristate::N) {
                let first = candidates.len();
                candidates.extend(model.children(menu));
                candidates[first..].reverse();
            }
        }
        false
    }

    fn prompt(&mut self, symbol: Option<SymbolId>, prompt: PropertyId) -> Tristate {
        match symbol {
            Some(symbol) => {
                self.calc(symbol);
                self.memo.prompts[prompt]
            }
            None => self.expr(self.model.property(prompt).cond),
        }
    }

    /// Tells whether a bool or tristate can be set to a value
    /// (`sym_tristate_within_range`).
    pub fn is_within_range(&self, symbol: SymbolId, tri: Tristate) -> bool {
        let value = self.value(symbol);
        let ty = self.ty(symbol);
        let is_of_type = match ty {
            SymbolType::Bool => tri != Tristate::M,
            ty => ty == SymbolType::Tristate,
        };
        if !is_of_type || value.visibility <= value.rev_dep {
            return false;
        }
        if self.model.symbol(symbol).is_choice_value
            && self.model.semantics.has_choice_values()
            && value.visibility == Tristate::Y
        {
            return tri == Tristate::Y;
        }
        tri >= value.rev_dep && tri <= value.visibility
    }

    /// Sets a bool or tristate; tells whether that can be
    /// (`sym_set_tristate_value`).
    pub fn set_tristate(&mut self, symbol: SymbolId, tri: Tristate) -> bool {
        if self.model.semantics.has_choice_values() {
            return self.set_tristate_by_value(symbol, tri);
        }
        if !self.is_within_range(symbol, tri) {
            return false;
        }
        let before = self.value(symbol).tri;
        self.user.set(&self.model, symbol, UserValue::Tri(tri));
        if before != tri {
            self.invalidate();
        }
        true
    }

    /// Sets an int, hex or string; tells whether that can be
    /// (`sym_set_string_value`).
    pub fn set_text(&mut self, symbol: SymbolId, text: &str) -> bool {
        let ty = self.model.symbol(symbol).ty;
        if !string_valid(ty, text) || !self.is_text_within_range(symbol, text) {
            return false;
        }
        let is_bare_hex = ty == SymbolType::Hex && !text.starts_with("0x") && !text.starts_with("0X");
        if !is_bare_hex && self.user.get(symbol).is_some_and(|before| before.as_str() == text) {
            return true;
        }
        let text = if is_bare_hex { format!("0x{text}").into() } else { text.into() };
        self.user.set(&self.model, symbol, UserValue::Text(text));
        self.invalidate();
        true
    }

    /// `sym_string_within_range`, for a text that is valid.
    pub(crate) fn is_text_within_range(&mut self, symbol: SymbolId, text: &str) -> bool {
        let base = match self.model.symbol(symbol).ty {
            SymbolType::Int => 10,
            SymbolType::Hex => 16,
            _ => return true,
        };
        let Some((low, high)) = self.range(symbol) else { return true };
        let number = parse_signed(text, base).value;
        number >= self.settle(|batch| batch.range_end(low, base))
            && number <= self.settle(|batch| batch.range_end(high, base))
    }

    /// Chooses a member: y for it, n for all others that are visible
    /// (`choice_set_value`).
    pub fn set_choice(&mut self, choice: MenuId, chosen: SymbolId) {
        if self.model.semantics.has_choice_values() {
            self.set_tristate_by_value(chosen, Tristate::Y);
            return;
        }
        let model = self.model.clone();
        let mut has_changed = false;
        for menu in model.menus_below(choice) {
            let Some(member) = model.menu(menu).symbol else { continue };
            let value = self.value(member);
            if value.visibility == Tristate::N {
                continue;
            }
            let tri = Tristate::from_bool(member == chosen);
            has_changed |= value.tri != tri;
            self.user.set(&model, member, UserValue::Tri(tri));
            self.user.prefer_in(&model, choice, member);
        }
        if has_changed {
            self.invalidate();
        }
    }

    /// Writes an expression with the value after each symbol, as they are
    /// known (`expr_gstr_print`).
    pub fn write_expr(&mut self, expr: ExprId, out: &mut String) {
        unmet::write_with_values(&self.model.clone(), &self.batch(), expr, out);
    }

    /// Computes what is left and gives all values; the warnings that come of
    /// that alone are not conf's.
    pub fn finish(mut self) -> Evaluation {
        let diagnostics = self.take_diagnostics();
        self.batch().calc_rest();
        let Memo { values, modules, .. } = self.memo;
        Evaluation { model: self.model, user: self.user, diagnostics, values, modules }
    }
}
