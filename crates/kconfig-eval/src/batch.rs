//! All values at once, each symbol when it is needed first.
//!
//! The kernel's `sym_calc_value` calls itself for every symbol that it reads.
//! Here a rule that needs a value that is not there yet says so, the symbol
//! goes onto a stack, and the rule is tried again when it is done; what the
//! rule found out about expressions is kept, so that trying again is cheap.

use std::sync::Arc;

use kconfig_base::{Diagnostic, IndexVec, Tristate};
use kconfig_model::{Expr, ExprId, MenuId, Model, SymbolId};

use crate::evaluation::{Evaluation, Value};
use crate::expr::{self, Reader};
use crate::user::UserValues;

/// A symbol whose value is needed first.
pub(crate) struct Needs(pub(crate) SymbolId);

/// How far a symbol is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    New,
    /// On the stack: whoever reads it sees what it has so far, as in the
    /// kernel ("set default if recursively called").
    Walking,
    Done,
}

/// Values that are being computed.
pub(crate) struct Batch<'a> {
    pub(crate) model: &'a Model,
    pub(crate) user: &'a UserValues,
    pub(crate) values: IndexVec<SymbolId, Value>,
    pub(crate) modules: Tristate,
    pub(crate) diagnostics: Vec<Diagnostic>,
    states: IndexVec<SymbolId, State>,
    /// The values of expressions that are known.
    exprs: IndexVec<ExprId, Option<Tristate>>,
}

/// Evaluates a model with user values.
///
/// Always ends and always gives each symbol a value, also in a tree with
/// recursive dependencies, where the model's diagnostics say that no value is
/// right.
pub fn evaluate(model: Arc<Model>, user: UserValues) -> Evaluation {
    let mut batch = Batch {
        model: &model,
        user: &user,
        values: IndexVec::from_elem(Value::default(), model.n_symbols()),
        modules: Tristate::N,
        diagnostics: Vec::new(),
        states: IndexVec::from_elem(State::New, model.n_symbols()),
        exprs: IndexVec::from_elem(None, model.exprs.len()),
    };
    batch.calc(model.modules_sym);
    batch.modules = batch.values[model.modules_sym].tri;
    // Symbols that were computed on the way took modules to be off.
    batch.states = IndexVec::from_elem(State::New, model.n_symbols());
    batch.exprs = IndexVec::from_elem(None, model.exprs.len());
    batch.diagnostics.clear();
    batch.calc(model.modules_sym);
    for menu in model.menus_below(MenuId::ROOT) {
        if let Some(symbol) = model.menu(menu).symbol {
            batch.calc(symbol);
        }
    }
    for (symbol, _) in model.symbols() {
        batch.calc(symbol);
    }
    let Batch { values, modules, diagnostics, .. } = batch;
    Evaluation { model, user, diagnostics, values, modules }
}

impl Batch<'_> {
    fn calc(&mut self, symbol: SymbolId) {
        if self.states[symbol] != State::New {
            return;
        }
        let mut stack = vec![symbol];
        self.states[symbol] = State::Walking;
        while let Some(&symbol) = stack.last() {
            match self.try_symbol(symbol) {
                Ok(value) => {
                    self.set(symbol, value);
                    stack.pop();
                }
                Err(Needs(other)) => {
                    self.states[other] = State::Walking;
                    stack.push(other);
                }
            }
        }
    }

    /// Gives a symbol its final value.
    pub(crate) fn set(&mut self, symbol: SymbolId, value: Value) {
        self.values[symbol] = value;
        self.states[symbol] = State::Done;
    }

    /// Asks for a symbol's value to be there.
    pub(crate) fn need(&self, symbol: SymbolId) -> Result<&Value, Needs> {
        if self.states[symbol] == State::New { Err(Needs(symbol)) } else { Ok(&self.values[symbol]) }
    }

    /// The value of a condition; `None` is y.
    pub(crate) fn cond(&mut self, expr: Option<ExprId>) -> Result<Tristate, Needs> {
        expr.map_or(Ok(Tristate::Y), |expr| self.expr(expr))
    }

    /// The value of an expression; what is known of it is kept.
    pub(crate) fn expr(&mut self, root: ExprId) -> Result<Tristate, Needs> {
        if let Some(known) = self.exprs[root] {
            return Ok(known);
        }
        let mut stack = vec![root];
        let mut result = Tristate::N;
        while let Some(&expr) = stack.last() {
            let known = match self.model.exprs.get(expr) {
                Expr::Symbol(symbol) => Some(self.need(symbol)?.tri),
                Expr::Compare(op, left, right) => {
                    self.need(left)?;
                    self.need(right)?;
                    Some(expr::compare(self.model, self, op, left, right))
                }
                Expr::Not(inner) => self.operand(inner, &mut stack).map(Tristate::not),
                Expr::And(left, right) => {
                    self.operands(left, right, &mut stack).map(|(left, right)| left.and(right))
                }
                Expr::Or(left, right) => {
                    self.operands(left, right, &mut stack).map(|(left, right)| left.or(right))
                }
            };
            if let Some(known) = known {
                self.exprs[expr] = Some(known);
                result = known;
                stack.pop();
            }
        }
        Ok(result)
    }

    /// The value of an operand, or `None` with the operand put on the stack.
    fn operand(&self, expr: ExprId, stack: &mut Vec<ExprId>) -> Option<Tristate> {
        let known = self.exprs[expr];
        if known.is_none() {
            stack.push(expr);
        }
        known
    }

    /// Both operands: the kernel reads the right one too when the left one
    /// decides.
    fn operands(&self, left: ExprId, right: ExprId, stack: &mut Vec<ExprId>) -> Option<(Tristate, Tristate)> {
        let left = self.operand(left, stack)?;
        Some((left, self.operand(right, stack)?))
    }
}

impl Reader for Batch<'_> {
    fn tri(&self, symbol: SymbolId) -> Tristate {
        self.values[symbol].tri
    }

    fn string_value(&self, symbol: SymbolId) -> &str {
        expr::string_value(self.model, self.user, &self.values, symbol)
    }
}
