//! Hash-consed expressions: equal expressions have equal ids (expr.c).
//!
//! Architecture invariant: an operand is made before its operator, so its id
//! is the smaller one.

use kconfig_base::IndexVec;
use kconfig_syntax::CompareOp;
use rustc_hash::FxHashMap;

use crate::symbol::SymbolId;

kconfig_base::newtype_index! {
    /// An expression of a model.
    pub struct ExprId
}

/// An expression over symbols.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Expr {
    /// The value of a symbol.
    Symbol(SymbolId),
    /// A comparison of two symbols' values.
    Compare(CompareOp, SymbolId, SymbolId),
    /// `!`
    Not(ExprId),
    /// `&&`
    And(ExprId, ExprId),
    /// `||`
    Or(ExprId, ExprId),
}

/// The expressions of a model.
#[derive(Clone, Debug, Default)]
pub struct Exprs {
    nodes: IndexVec<ExprId, Expr>,
    ids: FxHashMap<Expr, ExprId>,
}

impl Exprs {
    /// Counts the expressions.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Tells whether there are none.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// Gives an expression.
    pub fn get(&self, id: ExprId) -> Expr {
        self.nodes[id]
    }

    pub(crate) fn make(&mut self, expr: Expr) -> ExprId {
        *self.ids.entry(expr).or_insert_with(|| self.nodes.push(expr))
    }

    pub(crate) fn symbol(&mut self, symbol: SymbolId) -> ExprId {
        self.make(Expr::Symbol(symbol))
    }

    /// `left && right`, where `None` is y (`expr_alloc_and`).
    pub(crate) fn and(&mut self, left: Option<ExprId>, right: Option<ExprId>) -> Option<ExprId> {
        match (left, right) {
            (Some(left), Some(right)) => Some(self.make(Expr::And(left, right))),
            (left, right) => left.or(right),
        }
    }

    /// `left || right`, where `None` is n (`expr_alloc_or`).
    pub(crate) fn or(&mut self, left: Option<ExprId>, right: Option<ExprId>) -> Option<ExprId> {
        match (left, right) {
            (Some(left), Some(right)) => Some(self.make(Expr::Or(left, right))),
            (left, right) => left.or(right),
        }
    }

    /// Forgets how to find ids: a finished model makes no more expressions.
    pub(crate) fn seal(&mut self) {
        self.ids = FxHashMap::default();
    }

    /// Calls `visit` with each symbol of an expression, left to right.
    pub fn for_each_symbol(&self, id: ExprId, mut visit: impl FnMut(SymbolId)) {
        // Right operands that are still to be visited; most expressions have
        // none, and then nothing is allocated.
        let mut rest = Vec::new();
        let mut at = id;
        loop {
            match self.nodes[at] {
                Expr::And(left, right) | Expr::Or(left, right) => {
                    rest.push(right);
                    at = left;
                    continue;
                }
                Expr::Not(inner) => {
                    at = inner;
                    continue;
                }
                Expr::Symbol(symbol) => visit(symbol),
                Expr::Compare(_, left, right) => {
                    visit(left);
                    visit(right);
                }
            }
            match rest.pop() {
                Some(next) => at = next,
                None => return,
            }
        }
    }

    /// Tells whether a symbol occurs in it (`expr_contains_symbol`).
    pub(crate) fn contains_symbol(&self, id: ExprId, symbol: SymbolId) -> bool {
        let mut found = false;
        self.for_each_symbol(id, |other| found |= other == symbol);
        found
    }

    /// Tells whether it is n whenever the symbol is (`expr_depends_symbol`).
    pub(crate) fn depends_symbol(&self, id: ExprId, symbol: SymbolId) -> bool {
        let mut stack = vec![id];
        while let Some(id) = stack.pop() {
            let depends = match self.nodes[id] {
                Expr::And(left, right) => {
                    stack.push(right);
                    stack.push(left);
                    false
                }
                Expr::Symbol(other) => other == symbol,
                Expr::Compare(CompareOp::Equal, left, right) => {
                    left == symbol && (right == SymbolId::YES || right == SymbolId::MOD)
                }
                Expr::Compare(CompareOp::Unequal, left, right) => left == symbol && right == SymbolId::NO,
                _ => false,
            };
            if depends {
                return true;
            }
        }
        false
    }

    /// Splits an expression into the operands of `||` at its top.
    pub fn or_operands(&self, id: ExprId) -> Vec<ExprId> {
        self.operands(id, |expr| match expr {
            Expr::Or(left, right) => Some((left, right)),
            _ => None,
        })
    }

    /// Splits an expression into the operands of `&&` at its top.
    pub fn and_operands(&self, id: ExprId) -> Vec<ExprId> {
        self.operands(id, |expr| match expr {
            Expr::And(left, right) => Some((left, right)),
            _ => None,
        })
    }

    fn operands(&self, id: ExprId, split: impl Fn(Expr) -> Option<(ExprId, ExprId)>) -> Vec<ExprId> {
        let mut out = Vec::new();
        let mut stack = vec![id];
        while let Some(id) = stack.pop() {
            match split(self.nodes[id]) {
                Some((left, right)) => {
                    stack.push(right);
                    stack.push(left);
                }
                None => out.push(id),
            }
        }
        out
    }
}
