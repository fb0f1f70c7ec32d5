//! Hash-consed expressions: equal expressions have equal ids (expr.c).
//!
//! Architecture invariant: an operand is made before its operator, so its id
//! is the smaller one.

use kconfig_base::idx::Idx as _;
use kconfig_base::{IdTable, IndexVec};
use kconfig_syntax::CompareOp;
use smallvec::SmallVec;

use crate::symbol::SymbolId;

kconfig_base::newtype_index! {
    /// An expression of a model.
    pub struct ExprId
}

/// How deep `&&` within `||` within `&&` is looked into for equal operands;
/// below that, operands count as different, which only leaves an expression
/// longer than it need be.
pub(crate) const MAX_ALTERNATION: usize = 200;

/// A few expressions: a stack or a list that is mostly short, in place.
pub(crate) type ExprVec = SmallVec<[ExprId; 16]>;

/// An expression over symbols.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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

impl Expr {
    /// A hash for [`IdTable`].
    fn hash(self) -> u32 {
        let (kind, left, right) = match self {
            Self::Symbol(symbol) => (0, symbol.index(), 0),
            Self::Compare(op, left, right) => (4 + op as u64, left.index(), right.index()),
            Self::Not(inner) => (1, inner.index(), 0),
            Self::And(left, right) => (2, left.index(), right.index()),
            Self::Or(left, right) => (3, left.index(), right.index()),
        };
        let key = (kind << 60) ^ ((left as u64) << 30) ^ right as u64;
        // Fibonacci hashing: the golden ratio spreads numbers in a row.
        (key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32) as u32
    }
}

/// The expressions of a model.
#[derive(Clone, Debug, Default)]
pub struct Exprs {
    nodes: IndexVec<ExprId, Expr>,
    ids: IdTable,
    /// The expressions that are one symbol, by symbol.
    symbols: IndexVec<SymbolId, Option<ExprId>>,
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

    /// Walks all expressions.
    pub(crate) fn iter(&self) -> impl Iterator<Item = Expr> {
        self.nodes.iter().copied()
    }

    pub(crate) fn make(&mut self, expr: Expr) -> ExprId {
        if let Expr::Symbol(symbol) = expr {
            return self.symbol(symbol);
        }
        let Self { nodes, ids, .. } = self;
        let is_equal = |id: u32| nodes[ExprId::from_raw(id)] == expr;
        match ids.find_or_insert(expr.hash(), nodes.len() as u32, is_equal) {
            Ok(id) => ExprId::from_raw(id),
            Err(_) => nodes.push(expr),
        }
    }

    pub(crate) fn symbol(&mut self, symbol: SymbolId) -> ExprId {
        if self.symbols.len() <= symbol.index() {
            self.symbols.resize((symbol.index() + 1).next_power_of_two(), None);
        }
        *self.symbols[symbol].get_or_insert_with(|| self.nodes.push(Expr::Symbol(symbol)))
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
        self.ids = IdTable::new();
        self.symbols = IndexVec::new();
    }

    /// Calls `visit` with each symbol of an expression, left to right.
    pub fn for_each_symbol(&self, id: ExprId, mut visit: impl FnMut(SymbolId)) {
        // Right operands that are still to be visited.
        let mut rest = ExprVec::new();
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
        let mut stack = ExprVec::from_elem(id, 1);
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

    /// Tells whether it is the constant y (`expr_is_yes`).
    pub fn is_yes(&self, id: ExprId) -> bool {
        self.nodes[id] == Expr::Symbol(SymbolId::YES)
    }

    /// Tells whether two conditions are the same but for the order of
    /// operands; `None` is y (`expr_eq`).
    pub fn is_equal(&self, left: Option<ExprId>, right: Option<ExprId>) -> bool {
        match (left, right) {
            (Some(left), Some(right)) => self.is_equal_at(left, right, MAX_ALTERNATION),
            (left, right) => [left, right].into_iter().flatten().all(|id| self.is_yes(id)),
        }
    }

    fn is_equal_at(&self, left: ExprId, right: ExprId, depth: usize) -> bool {
        if left == right || depth == 0 {
            return left == right;
        }
        let (lefts, mut rights) = match (self.nodes[left], self.nodes[right]) {
            (Expr::And(..), Expr::And(..)) => (self.and_leaves(left), self.and_leaves(right)),
            (Expr::Or(..), Expr::Or(..)) => (self.or_leaves(left), self.or_leaves(right)),
            _ => return false,
        };
        lefts.len() == rights.len()
            && lefts.into_iter().all(|left| {
                let equal = rights.iter().position(|&right| self.is_equal_at(left, right, depth - 1));
                equal.map(|index| rights.swap_remove(index)).is_some()
            })
    }

    /// Splits an expression into the operands of `||` at its top.
    pub fn or_operands(&self, id: ExprId) -> Vec<ExprId> {
        self.or_leaves(id).into_vec()
    }

    /// Splits an expression into the operands of `&&` at its top.
    pub fn and_operands(&self, id: ExprId) -> Vec<ExprId> {
        self.and_leaves(id).into_vec()
    }

    pub(crate) fn or_leaves(&self, id: ExprId) -> ExprVec {
        self.operands(id, |expr| match expr {
            Expr::Or(left, right) => Some((left, right)),
            _ => None,
        })
    }

    pub(crate) fn and_leaves(&self, id: ExprId) -> ExprVec {
        self.operands(id, |expr| match expr {
            Expr::And(left, right) => Some((left, right)),
            _ => None,
        })
    }

    fn operands(&self, id: ExprId, split: impl Fn(Expr) -> Option<(ExprId, ExprId)>) -> ExprVec {
        let mut out = ExprVec::new();
        let mut stack = ExprVec::from_elem(id, 1);
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
