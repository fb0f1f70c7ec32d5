//! What two conditions have in common (`expr_eliminate_eq` in expr.c).
//!
//! A menu node goes below the one before it where its condition is that one's
//! and more; both are brought to a normal form to find out.

use kconfig_syntax::CompareOp;

use super::{Chain, Simplifier, chain_of};
use crate::expr::{Expr, ExprId, MAX_ALTERNATION};
use crate::symbol::SymbolId;

impl Simplifier<'_> {
    /// Rewrites `expr` to its comparison with n: `expr != n`, or `expr = n`
    /// (`expr_trans_compare` with `symbol_no`).
    pub(crate) fn compare_with_no(&mut self, expr: Option<ExprId>, unequal: bool) -> ExprId {
        let Some(root) = expr else {
            let no = self.exprs.symbol(SymbolId::NO);
            return if unequal { self.exprs.make(Expr::Not(no)) } else { no };
        };
        let mut stack = vec![(root, unequal)];
        while let Some(&key) = stack.last() {
            match self.compare_with_no_step(key) {
                Ok(done) => {
                    self.compared.insert(key, done);
                    stack.pop();
                }
                Err(needed) => stack.push(needed),
            }
        }
        self.compared.get(&(root, unequal)).copied().unwrap_or(root)
    }

    fn compare_with_no_step(&mut self, (expr, unequal): (ExprId, bool)) -> Result<ExprId, (ExprId, bool)> {
        let known = |this: &Self, key| this.compared.get(&key).copied().ok_or(key);
        Ok(match self.exprs.get(expr) {
            Expr::And(left, right) | Expr::Or(left, right) => {
                let is_and = matches!(self.exprs.get(expr), Expr::And(..));
                let (left, right) = (known(self, (left, false))?, known(self, (right, false))?);
                let is_no = self.make_chain(if is_and { Chain::Or } else { Chain::And }, left, right);
                if unequal { self.exprs.make(Expr::Not(is_no)) } else { is_no }
            }
            Expr::Not(inner) => known(self, (inner, !unequal))?,
            Expr::Compare(..) if unequal => expr,
            Expr::Compare(..) => self.exprs.make(Expr::Not(expr)),
            Expr::Symbol(symbol) => {
                let op = if unequal { CompareOp::Unequal } else { CompareOp::Equal };
                self.exprs.make(Expr::Compare(op, symbol, SymbolId::NO))
            }
        })
    }

    /// Takes the operands that both have out of both (`expr_eliminate_eq`).
    pub(crate) fn eliminate_eq(&mut self, left: ExprId, right: ExprId) -> (ExprId, ExprId) {
        self.eliminate_eq_at(left, right, 0)
    }

    fn eliminate_eq_at(&mut self, mut left: ExprId, mut right: ExprId, depth: usize) -> (ExprId, ExprId) {
        if let Some(chain) = chain_of(self.exprs.get(left)) {
            (left, right) = self.cancel_operands(chain, left, right, depth);
        }
        if let Some(chain) = chain_of(self.exprs.get(right)) {
            if chain_of(self.exprs.get(left)) != Some(chain) {
                (left, right) = self.cancel_operands(chain, left, right, depth);
            }
        }
        (self.eliminate_yn(left), self.eliminate_yn(right))
    }

    /// `__expr_eliminate_eq`
    fn cancel_operands(
        &mut self,
        chain: Chain,
        left: ExprId,
        right: ExprId,
        depth: usize,
    ) -> (ExprId, ExprId) {
        let identity = self.identity(chain);
        let (yes, no) = (self.exprs.symbol(SymbolId::YES), self.exprs.symbol(SymbolId::NO));
        let mut lefts = self.leaves(chain, left);
        let mut rights = self.leaves(chain, right);
        for l in &mut lefts {
            for r in &mut rights {
                let is_constant = l == r && (*l == yes || *l == no);
                if !is_constant && self.is_equal(*l, *r, depth) {
                    *l = identity;
                    *r = identity;
                }
            }
        }
        (self.rebuild(chain, left, &lefts), self.rebuild(chain, right, &rights))
    }

    /// Tells whether two expressions have the same operands (`expr_eq`).
    pub(super) fn is_equal(&mut self, left: ExprId, right: ExprId, depth: usize) -> bool {
        if left == right {
            return true;
        }
        match (self.exprs.get(left), self.exprs.get(right)) {
            (Expr::Not(left), Expr::Not(right)) => {
                depth < MAX_ALTERNATION && self.is_equal(left, right, depth + 1)
            }
            (Expr::And(..), Expr::And(..)) | (Expr::Or(..), Expr::Or(..)) => {
                if depth >= MAX_ALTERNATION {
                    return false;
                }
                let (left, right) = self.eliminate_eq_at(left, right, depth + 1);
                left == right && matches!(self.exprs.get(left), Expr::Symbol(_))
            }
            _ => false,
        }
    }
}
