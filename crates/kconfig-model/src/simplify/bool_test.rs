//! A bool compared with m, which conf tells of (`expr_transform` in expr.c).

use kconfig_syntax::{CompareOp, SymbolType};

use super::Simplifier;
use crate::expr::{Expr, ExprId, ExprVec};
use crate::symbol::SymbolId;

/// A comparison of a bool with m, which is always or never true.
#[derive(Clone, Copy, Debug)]
pub(crate) struct BoolTest {
    /// The bool.
    pub(crate) symbol: SymbolId,
    /// What the comparison is: that of `!=` is true.
    pub(crate) result: bool,
}

impl Simplifier<'_> {
    /// Tells whether [`Self::bool_tests`] could find any, so that it need not
    /// look into each condition of a tree.
    pub(crate) fn has_bool_tests(&self) -> bool {
        self.exprs.iter().any(|expr| self.bool_test(expr).is_some())
    }

    /// Finds the comparisons of bools with m, each as often as it stands there.
    ///
    /// From right to left: the kernel rewrites both operands in the arguments of
    /// one call, and compilers evaluate the last argument first.
    pub(crate) fn bool_tests(&self, root: ExprId) -> Vec<BoolTest> {
        let mut found = Vec::new();
        let mut pending = ExprVec::from_elem(root, 1);
        while let Some(expr) = pending.pop() {
            match self.exprs.get(expr) {
                Expr::And(left, right) | Expr::Or(left, right) => pending.extend([left, right]),
                Expr::Not(inner) => pending.push(inner),
                other => found.extend(self.bool_test(other)),
            }
        }
        found
    }

    fn bool_test(&self, expr: Expr) -> Option<BoolTest> {
        let Expr::Compare(op @ (CompareOp::Equal | CompareOp::Unequal), symbol, SymbolId::MOD) = expr else {
            return None;
        };
        let is_bool = self.symbols[symbol].ty == SymbolType::Bool;
        is_bool.then_some(BoolTest { symbol, result: op == CompareOp::Unequal })
    }
}
