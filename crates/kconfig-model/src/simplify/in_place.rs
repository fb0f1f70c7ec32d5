//! Duplicates as conf looked for them before expressions were shared
//! (`expr_eliminate_dups` of 6.11).
//!
//! A chain is compared with itself, each operand with each other one in either
//! order; y and n are dropped only where something was joined.

use super::{Chain, Demand, MAX_ROUNDS, Simplifier, chain_of};
use crate::expr::{ExprId, MAX_ALTERNATION};

impl Simplifier<'_> {
    /// `expr_eliminate_dups` up to 6.11
    pub(super) fn eliminate_dups_in_place_step(&mut self, root: ExprId) -> Demand {
        let mut expr = root;
        for _ in 0..MAX_ROUNDS {
            let Some(chain) = chain_of(self.exprs.get(expr)) else { break };
            let (rewritten, joined) = self.join_with_itself(chain, expr, 0);
            if !joined {
                break;
            }
            expr = self.eliminate_yn(rewritten);
        }
        Ok(expr)
    }

    /// `expr_eliminate_dups1` of an expression with itself: tells also whether
    /// anything was joined.
    fn join_with_itself(&mut self, chain: Chain, expr: ExprId, depth: usize) -> (ExprId, bool) {
        let identity = self.identity(chain);
        let mut leaves = self.leaves(chain, expr);
        let mut joined = false;
        for left in 0..leaves.len() {
            let mut is_settled = false;
            for right in 0..leaves.len() {
                if left == right {
                    continue;
                }
                // What was not rewritten once is not rewritten again.
                if let Some(inner) = chain_of(self.exprs.get(leaves[left])) {
                    if !is_settled && depth < MAX_ALTERNATION {
                        let (rewritten, joined_inside) =
                            self.join_with_itself(inner, leaves[left], depth + 1);
                        is_settled = !joined_inside;
                        leaves[left] = rewritten;
                        joined |= joined_inside;
                    }
                }
                if let Some(both) = self.join(chain, leaves[left], leaves[right]) {
                    leaves[left] = identity;
                    leaves[right] = both;
                    joined = true;
                }
            }
        }
        if joined { (self.rebuild(chain, expr, &leaves), true) } else { (expr, false) }
    }
}
