//! Two operands that say no more than one (`expr_join_or` and `expr_join_and`
//! in expr.c).

use kconfig_base::idx::Idx as _;
use kconfig_syntax::{CompareOp, SymbolType};

use super::{Chain, Simplifier};
use crate::expr::{Expr, ExprId};
use crate::symbol::SymbolId;

/// What an operand is about: two that are about different things cannot be
/// joined.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Topic {
    /// A symbol, its negation, or a comparison of it.
    Symbol(SymbolId),
    And,
    Or,
    Not,
    /// Something that joins with its equal only.
    Other,
}

impl Simplifier<'_> {
    /// Tells what an operand is about.
    pub(super) fn topic(&self, operand: ExprId, is_left: bool) -> Topic {
        let expr = self.exprs.get(operand);
        match (self.joinable(expr, is_left), expr) {
            (Some(symbol), _) => Topic::Symbol(symbol),
            (None, Expr::And(..)) => Topic::And,
            (None, Expr::Or(..)) => Topic::Or,
            (None, Expr::Not(_)) => Topic::Not,
            (None, _) => Topic::Other,
        }
    }

    /// The one operand that two can be replaced by, if there is one.
    pub(super) fn join(&mut self, chain: Chain, left: ExprId, right: ExprId) -> Option<ExprId> {
        if self.is_equal(left, right, 0) {
            return Some(left);
        }
        let (l, r) = (self.exprs.get(left), self.exprs.get(right));
        let symbol = self.joinable(l, true)?;
        if self.joinable(r, false)? != symbol {
            return None;
        }
        let ty = self.symbols[symbol].ty;
        if !ty.is_tristate_like() {
            return None;
        }
        match chain {
            Chain::And => self.join_and(symbol, ty, l, r),
            Chain::Or => self.join_or(symbol, ty, l, r),
        }
    }

    /// The symbol that a simple operand is about. Only the left operand may be
    /// the negation of a comparison.
    fn joinable(&self, expr: Expr, is_left: bool) -> Option<SymbolId> {
        match expr {
            Expr::Symbol(symbol) => Some(symbol),
            Expr::Compare(CompareOp::Equal | CompareOp::Unequal, symbol, _) => Some(symbol),
            Expr::Not(inner) => match self.exprs.get(inner) {
                Expr::Symbol(symbol) => Some(symbol),
                Expr::Compare(CompareOp::Equal | CompareOp::Unequal, symbol, _) if is_left => Some(symbol),
                _ => None,
            },
            _ => None,
        }
    }

    fn compare(&mut self, op: CompareOp, symbol: SymbolId, with: SymbolId) -> Option<ExprId> {
        Some(self.exprs.make(Expr::Compare(op, symbol, with)))
    }

    /// `expr_join_or`
    fn join_or(&mut self, symbol: SymbolId, ty: SymbolType, left: Expr, right: Expr) -> Option<ExprId> {
        if ty == SymbolType::Tristate {
            if let (Expr::Compare(CompareOp::Equal, _, a), Expr::Compare(CompareOp::Equal, _, b)) =
                (left, right)
            {
                if let Some(third) = third_value(a, b) {
                    return self.compare(CompareOp::Unequal, symbol, third);
                }
            }
            return None;
        }
        let is_negated = |this: &Self, expr: Expr| match expr {
            Expr::Not(inner) => matches!(this.exprs.get(inner), Expr::Symbol(_)),
            _ => false,
        };
        let is_plain = |expr: Expr| matches!(expr, Expr::Symbol(_));
        if (is_negated(self, left) && is_plain(right)) || (is_negated(self, right) && is_plain(left)) {
            return Some(self.exprs.symbol(SymbolId::YES));
        }
        None
    }

    /// `expr_join_and`
    fn join_and(&mut self, symbol: SymbolId, ty: SymbolType, left: Expr, right: Expr) -> Option<ExprId> {
        use CompareOp::{Equal, Unequal};
        // `a` on one side, a comparison of it on the other.
        for (this, other) in [(left, right), (right, left)] {
            if let (Expr::Symbol(_), Expr::Compare(op, _, with)) = (this, other) {
                match (op, with) {
                    (Equal, SymbolId::YES) => return self.compare(Equal, symbol, SymbolId::YES),
                    (Unequal, SymbolId::NO) => return Some(self.exprs.symbol(symbol)),
                    (Unequal, SymbolId::MOD) => return self.compare(Equal, symbol, SymbolId::YES),
                    _ => {}
                }
            }
        }
        if ty != SymbolType::Tristate {
            return None;
        }
        match (left, right) {
            (Expr::Compare(Equal, _, is), Expr::Compare(Unequal, _, isnt))
            | (Expr::Compare(Unequal, _, isnt), Expr::Compare(Equal, _, is)) => {
                if !(self.symbols[is].is_const && self.symbols[isnt].is_const) {
                    None
                } else if is == isnt {
                    Some(self.exprs.symbol(SymbolId::NO))
                } else {
                    self.compare(Equal, symbol, is)
                }
            }
            (Expr::Compare(Unequal, _, a), Expr::Compare(Unequal, _, b)) => {
                let third = third_value(a, b)?;
                self.compare(Equal, symbol, third)
            }
            _ => None,
        }
    }
}

/// Of y, m and n, the one that is neither of two different ones.
fn third_value(a: SymbolId, b: SymbolId) -> Option<SymbolId> {
    let index = |symbol: SymbolId| (symbol.index() <= SymbolId::YES.index()).then(|| symbol.index());
    let (a, b) = (index(a)?, index(b)?);
    (a != b).then(|| SymbolId::new(3 - a - b))
}
