//! All values at once, each symbol when it is needed first.
//!
//! The kernel's `sym_calc_value` calls itself for every symbol that it reads.
//! Here a rule that needs a value that is not there yet says so, the symbol
//! goes onto a stack, and the rule is tried again when it is done; what the
//! rule found out about expressions is kept, so that trying again is cheap.

use std::borrow::Cow;
use std::sync::Arc;

use kconfig_base::{Diagnostic, IndexVec, Tristate};
use kconfig_model::{Expr, ExprId, MenuId, Model, PropertyId, SymbolId};
use smallvec::SmallVec;

use crate::evaluation::{Evaluation, Text, Value};
use crate::expr::{self, Reader};
use crate::user::UserValues;

/// What has to be computed first.
#[derive(Clone, Copy)]
pub(crate) enum Needs {
    /// A symbol.
    Symbol(SymbolId),
    /// All symbols of an expression, left to right.
    Expr(ExprId),
}

/// What is known so far.
///
/// A symbol or an expression is known if its mark is that of the round; what
/// stands there otherwise is of a round before, as in the kernel, where
/// `sym_clear_all_valid` takes flags away and no values.
#[derive(Clone)]
pub(crate) struct Memo {
    pub(crate) values: IndexVec<SymbolId, Value>,
    pub(crate) modules: Tristate,
    /// Unmet dependencies in the order in which they were met.
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// The value of each prompt's condition when its symbol's visibility was
    /// computed last (`visible.tri` of the property).
    pub(crate) prompts: IndexVec<PropertyId, Tristate>,
    pub(crate) round: u32,
    /// As [`Self::round`], for expressions.
    expr_round: u32,
    /// The member that each choice with a value of its own has
    /// (`curr.val` up to 6.10).
    pub(crate) chosen: IndexVec<SymbolId, Option<SymbolId>>,
    /// Such choices with a member that the user said nothing of: what he said
    /// of the choice no longer counts.
    pub(crate) outdated_choices: Vec<SymbolId>,
    /// Such choices without a user value, which get one as soon as they were
    /// computed, and are then computed anew
    /// (`SYMBOL_NEED_SET_CHOICE_VALUES`).
    pub(crate) unsettled_choices: Vec<SymbolId>,
    /// Those that got it.
    pub(crate) settled_choices: Vec<SymbolId>,
    /// The round in which a choice had a member that was being computed
    /// written.
    pub(crate) write_marks: IndexVec<SymbolId, u32>,
    /// The round in which a symbol was begun: whoever reads it while it is
    /// being computed sees what it has so far ("set default if recursively
    /// called").
    marks: IndexVec<SymbolId, u32>,
    /// The values of expressions, each with its round.
    exprs: IndexVec<ExprId, (u32, Tristate)>,
}

impl Memo {
    /// Starts with nothing known.
    pub(crate) fn new(model: &Model) -> Self {
        // What conf prints of a text that it has not computed yet.
        let unknown = Value { text: Text::Fixed("(null)"), ..Value::default() };
        let mut values = IndexVec::from_elem(unknown, model.n_symbols());
        // These two are known from the start.
        for (symbol, tri) in [(SymbolId::MOD, Tristate::M), (SymbolId::YES, Tristate::Y)] {
            values[symbol].tri = tri;
        }
        Self {
            values,
            modules: Tristate::N,
            diagnostics: Vec::new(),
            prompts: IndexVec::from_elem(Tristate::N, model.properties.len()),
            round: 1,
            expr_round: 1,
            chosen: if model.semantics.has_choice_values() {
                IndexVec::from_elem(None, model.n_symbols())
            } else {
                IndexVec::new()
            },
            write_marks: if model.semantics.has_choice_values() {
                IndexVec::from_elem(0, model.n_symbols())
            } else {
                IndexVec::new()
            },
            outdated_choices: Vec::new(),
            unsettled_choices: Vec::new(),
            settled_choices: Vec::new(),
            marks: IndexVec::from_elem(0, model.n_symbols()),
            exprs: IndexVec::from_elem((0, Tristate::N), model.exprs.len()),
        }
    }

    /// Counts the rounds.
    pub(crate) fn n_rounds(&self) -> u32 {
        self.round
    }

    /// The value of an expression as it was computed last.
    pub(crate) fn expr(&self, expr: ExprId) -> Tristate {
        self.exprs[expr].1
    }

    /// Forgets the value of an operator.
    pub(crate) fn forget_expr(&mut self, expr: ExprId) {
        self.exprs[expr].0 = 0;
    }

    /// Forgets that anything is known.
    pub(crate) fn next_round(&mut self) {
        self.round += 1;
        self.expr_round += 1;
    }

    /// Forgets one symbol, but not what was computed from it.
    pub(crate) fn forget(&mut self, symbol: SymbolId) {
        self.marks[symbol] = 0;
        self.forget_exprs();
    }

    /// Forgets the values of expressions: a symbol has another one.
    pub(crate) fn forget_exprs(&mut self) {
        self.expr_round += 1;
    }
}

/// Values that are being computed.
pub(crate) struct Batch<'a> {
    pub(crate) model: &'a Model,
    pub(crate) user: &'a UserValues,
    pub(crate) memo: &'a mut Memo,
}

/// Evaluates a model with user values.
///
/// Always ends and always gives each symbol a value, also in a tree with
/// recursive dependencies, where the model's diagnostics say that no value is
/// right.
pub fn evaluate(model: Arc<Model>, user: UserValues) -> Evaluation {
    let memo = all_values(&model, &user);
    Evaluation::of_memo(model, user, &memo)
}

/// Computes the values of all symbols.
pub(crate) fn all_values(model: &Model, user: &UserValues) -> Memo {
    let mut user = Cow::Borrowed(user);
    let mut memo = Memo::new(model);
    let mut batch = Batch { model, user: &user, memo: &mut memo };
    batch.calc(model.modules_sym);
    batch.memo.modules = batch.memo.values[model.modules_sym].tri;
    // Symbols that were computed on the way took modules to be off.
    if !memo.outdated_choices.is_empty() {
        user.to_mut().set_outdated_aside(&mut memo.outdated_choices);
    }
    memo.next_round();
    let mut batch = Batch { model, user: &user, memo: &mut memo };
    batch.calc(model.modules_sym);
    batch.calc_rest();
    memo
}

impl Batch<'_> {
    /// Computes what is not known yet, in menu order.
    pub(crate) fn calc_rest(&mut self) {
        let model = self.model;
        for menu in model.menus_below(MenuId::ROOT) {
            if let Some(symbol) = model.menu(menu).symbol {
                self.calc(symbol);
            }
        }
        for (symbol, _) in model.symbols() {
            self.calc(symbol);
        }
    }

    pub(crate) fn is_known(&self, symbol: SymbolId) -> bool {
        self.memo.marks[symbol] == self.memo.round
    }

    /// Computes a symbol unless it is known (`sym_calc_value`).
    pub(crate) fn calc(&mut self, symbol: SymbolId) {
        if self.is_known(symbol) {
            return;
        }
        // Symbols, and whether they are begun.
        let mut stack: SmallVec<[(SymbolId, bool); 16]> = SmallVec::from_elem((symbol, false), 1);
        while let Some((symbol, is_begun)) = stack.last_mut() {
            let symbol = *symbol;
            if !std::mem::replace(is_begun, true) {
                if self.is_known(symbol) {
                    stack.pop();
                    continue;
                }
                self.memo.marks[symbol] = self.memo.round;
            }
            match self.try_symbol(symbol) {
                Ok(value) => {
                    self.set(symbol, value);
                    if !self.memo.unsettled_choices.is_empty() {
                        self.settle(symbol);
                    }
                    stack.pop();
                }
                Err(Needs::Symbol(other)) => stack.push((other, false)),
                Err(Needs::Expr(expr)) => {
                    let first = stack.len();
                    self.for_each_unknown(expr, |other| stack.push((other, false)));
                    stack[first..].reverse();
                }
            }
        }
    }

    /// Computes what a rule needs.
    pub(crate) fn calc_needed(&mut self, needs: Needs) {
        match needs {
            Needs::Symbol(symbol) => self.calc(symbol),
            Needs::Expr(expr) => {
                let mut symbols = Vec::new();
                self.for_each_unknown(expr, |symbol| symbols.push(symbol));
                symbols.into_iter().for_each(|symbol| self.calc(symbol));
            }
        }
    }

    /// Calls `visit` with each symbol of an expression that is not known, left
    /// to right.
    fn for_each_unknown(&self, expr: ExprId, mut visit: impl FnMut(SymbolId)) {
        let mut visit = |symbol| {
            if !self.is_known(symbol) {
                visit(symbol);
            }
        };
        let mut pending: SmallVec<[ExprId; 16]> = SmallVec::from_elem(expr, 1);
        while let Some(expr) = pending.pop() {
            match self.model.exprs.get(expr) {
                Expr::Symbol(symbol) => visit(symbol),
                Expr::Compare(_, left, right) => {
                    visit(left);
                    visit(right);
                }
                // What has a value has no unknown symbol in it.
                _ if self.memo.exprs[expr].0 == self.memo.expr_round => {}
                Expr::Not(inner) => pending.push(inner),
                Expr::And(left, right) | Expr::Or(left, right) => pending.extend([right, left]),
            }
        }
    }

    /// Gives a symbol its final value.
    pub(crate) fn set(&mut self, symbol: SymbolId, value: Value) {
        self.memo.values[symbol] = value;
        self.memo.marks[symbol] = self.memo.round;
    }

    /// Asks for a symbol's value to be there.
    pub(crate) fn need(&self, symbol: SymbolId) -> Result<&Value, Needs> {
        if self.is_known(symbol) { Ok(&self.memo.values[symbol]) } else { Err(Needs::Symbol(symbol)) }
    }

    /// The value of a condition; `None` is y.
    pub(crate) fn cond(&mut self, expr: Option<ExprId>) -> Result<Tristate, Needs> {
        expr.map_or(Ok(Tristate::Y), |expr| self.expr(expr))
    }

    /// The value of an expression; what is known of it is kept.
    pub(crate) fn expr(&mut self, root: ExprId) -> Result<Tristate, Needs> {
        self.try_expr(root).map_err(|_| Needs::Expr(root))
    }

    fn try_expr(&mut self, root: ExprId) -> Result<Tristate, Needs> {
        if let Some(known) = self.known_expr(root)? {
            return Ok(known);
        }
        let mut stack: SmallVec<[ExprId; 16]> = SmallVec::from_elem(root, 1);
        let mut result = Tristate::N;
        while let Some(&expr) = stack.last() {
            // The kernel reads the right operand too when the left one decides.
            let (left, right) = match self.model.exprs.get(expr) {
                Expr::And(left, right) | Expr::Or(left, right) => (left, right),
                Expr::Not(inner) => (inner, inner),
                // These are known at once.
                Expr::Symbol(_) | Expr::Compare(..) => return Ok(result),
            };
            let Some(l) = self.known_expr(left)? else {
                stack.push(left);
                continue;
            };
            let Some(r) = self.known_expr(right)? else {
                stack.push(right);
                continue;
            };
            result = match self.model.exprs.get(expr) {
                Expr::And(..) => l.and(r),
                Expr::Or(..) => l.or(r),
                _ => l.not(),
            };
            self.memo.exprs[expr] = (self.memo.expr_round, result);
            stack.pop();
        }
        Ok(result)
    }

    /// The value of an expression that needs no other one; `None` for an
    /// operator that was not computed in this round.
    #[inline(always)]
    fn known_expr(&self, expr: ExprId) -> Result<Option<Tristate>, Needs> {
        match self.model.exprs.get(expr) {
            Expr::Symbol(symbol) => Ok(Some(self.need(symbol)?.tri)),
            Expr::Compare(op, left, right) => {
                self.need(left)?;
                self.need(right)?;
                Ok(Some(expr::compare(self.model, self, op, left, right)))
            }
            Expr::Not(_) | Expr::And(..) | Expr::Or(..) => {
                let (round, tri) = self.memo.exprs[expr];
                Ok((round == self.memo.expr_round).then_some(tri))
            }
        }
    }
}

impl Reader for Batch<'_> {
    fn tri(&self, symbol: SymbolId) -> Tristate {
        self.memo.values[symbol].tri
    }

    fn string_value(&self, symbol: SymbolId) -> &str {
        expr::string_value(self.model, self.user, &self.memo.values, symbol)
    }
}
