//! The kernel's rewriting of expressions (expr.c).
//!
//! What comes out decides nothing about values, with few exceptions, but it
//! decides the shape of the menu and the words of warnings, so each rewrite
//! follows the kernel's step by step. All of them are functions of the
//! expression alone once types are known, hence the memos. None recurses along
//! an operator chain; only a comparison of two `&&`/`||` operands recurses, by
//! one level of alternation each, to at most [`MAX_ALTERNATION`].

mod bool_test;
mod join;

use kconfig_base::IndexVec;
use kconfig_syntax::{CompareOp, SymbolType};
use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use crate::expr::{Expr, ExprId, ExprVec, Exprs, MAX_ALTERNATION};
use crate::symbol::{Symbol, SymbolId};
pub(crate) use bool_test::BoolTest;
use join::Topic;

/// How often duplicates are looked for before giving up; the kernel needs two
/// or three rounds on real trees and has no bound.
const MAX_ROUNDS: usize = 64;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Chain {
    And,
    Or,
}

type Memo = IndexVec<ExprId, Option<ExprId>>;

/// The rewrites, with what they found so far.
pub(crate) struct Simplifier<'a> {
    pub(crate) exprs: &'a mut Exprs,
    symbols: &'a IndexVec<SymbolId, Symbol>,
    modules_sym: SymbolId,
    rewritten_m: Memo,
    transformed: Memo,
    without_yn: Memo,
    without_dups: Memo,
    compared: FxHashMap<(ExprId, bool), ExprId>,
}

/// A rewrite of an expression, or the expression whose rewrite it needs first.
type Demand = Result<ExprId, ExprId>;

impl<'a> Simplifier<'a> {
    pub(crate) fn new(
        exprs: &'a mut Exprs,
        symbols: &'a IndexVec<SymbolId, Symbol>,
        modules_sym: SymbolId,
    ) -> Self {
        Self {
            exprs,
            symbols,
            modules_sym,
            rewritten_m: Memo::new(),
            transformed: Memo::new(),
            without_yn: Memo::new(),
            without_dups: Memo::new(),
            compared: FxHashMap::default(),
        }
    }

    /// Rewrites `m` to `m && MODULES` (`rewrite_m` in menu.c).
    pub(crate) fn rewrite_m(&mut self, expr: ExprId) -> ExprId {
        self.run(expr, |this| &mut this.rewritten_m, Self::rewrite_m_step)
    }

    /// Normalises negation and comparisons of bools (`expr_transform`).
    pub(crate) fn transform(&mut self, expr: ExprId) -> ExprId {
        self.run(expr, |this| &mut this.transformed, Self::transform_step)
    }

    /// Joins operands that say the same (`expr_eliminate_dups`).
    pub(crate) fn eliminate_dups(&mut self, expr: ExprId) -> ExprId {
        self.run(expr, |this| &mut this.without_dups, Self::eliminate_dups_step)
    }

    fn eliminate_yn(&mut self, expr: ExprId) -> ExprId {
        self.run(expr, |this| &mut this.without_yn, Self::eliminate_yn_step)
    }

    /// Drives a rewrite without recursion: a step that needs the result for
    /// another expression says so, and is tried again when that is known.
    fn run(
        &mut self,
        root: ExprId,
        memo: fn(&mut Self) -> &mut Memo,
        step: fn(&mut Self, ExprId) -> Demand,
    ) -> ExprId {
        if let Some(&Some(done)) = memo(self).get(root) {
            return done;
        }
        let mut stack = ExprVec::from_elem(root, 1);
        let mut result = root;
        while let Some(&expr) = stack.last() {
            match step(self, expr) {
                Ok(done) => {
                    let len = self.exprs.len();
                    let memo = memo(self);
                    if memo.len() < len {
                        memo.resize(len.next_power_of_two(), None);
                    }
                    memo[expr] = Some(done);
                    result = done;
                    stack.pop();
                }
                Err(needed) => stack.push(needed),
            }
        }
        result
    }

    fn known(memo: &Memo, expr: ExprId) -> Demand {
        memo.get(expr).copied().flatten().ok_or(expr)
    }

    fn rewrite_m_step(&mut self, expr: ExprId) -> Demand {
        let known = |this: &Self, expr| Self::known(&this.rewritten_m, expr);
        Ok(match self.exprs.get(expr) {
            Expr::Not(inner) => {
                let inner = known(self, inner)?;
                self.exprs.make(Expr::Not(inner))
            }
            Expr::And(left, right) => {
                let (left, right) = (known(self, left)?, known(self, right)?);
                self.exprs.make(Expr::And(left, right))
            }
            Expr::Or(left, right) => {
                let (left, right) = (known(self, left)?, known(self, right)?);
                self.exprs.make(Expr::Or(left, right))
            }
            Expr::Symbol(SymbolId::MOD) => {
                let modules = self.exprs.symbol(self.modules_sym);
                self.exprs.make(Expr::And(expr, modules))
            }
            _ => expr,
        })
    }

    fn transform_step(&mut self, expr: ExprId) -> Demand {
        let known = |this: &Self, expr| Self::known(&this.transformed, expr);
        Ok(match self.exprs.get(expr) {
            Expr::Symbol(_) => expr,
            Expr::Compare(op, left, right) => self.transform_compare(expr, op, left, right),
            Expr::And(left, right) => {
                let (left, right) = (known(self, left)?, known(self, right)?);
                self.exprs.make(Expr::And(left, right))
            }
            Expr::Or(left, right) => {
                let (left, right) = (known(self, left)?, known(self, right)?);
                self.exprs.make(Expr::Or(left, right))
            }
            Expr::Not(inner) => {
                let inner = known(self, inner)?;
                match self.exprs.get(inner) {
                    Expr::Not(inner) => inner,
                    Expr::Compare(op, left, right) => self.exprs.make(Expr::Compare(negate(op), left, right)),
                    Expr::Or(left, right) => {
                        let left = self.exprs.make(Expr::Not(left));
                        let right = self.exprs.make(Expr::Not(right));
                        let negated = self.exprs.make(Expr::And(left, right));
                        known(self, negated)?
                    }
                    Expr::And(left, right) => {
                        let left = self.exprs.make(Expr::Not(left));
                        let right = self.exprs.make(Expr::Not(right));
                        let negated = self.exprs.make(Expr::Or(left, right));
                        known(self, negated)?
                    }
                    Expr::Symbol(SymbolId::YES) => self.exprs.symbol(SymbolId::NO),
                    Expr::Symbol(SymbolId::MOD) => self.exprs.symbol(SymbolId::MOD),
                    Expr::Symbol(SymbolId::NO) => self.exprs.symbol(SymbolId::YES),
                    Expr::Symbol(_) => self.exprs.make(Expr::Not(inner)),
                }
            }
        })
    }

    /// Comparisons of a bool with y, m, n.
    ///
    /// For `A!=y` the kernel's 6.12 reads a symbol as an expression and gets a
    /// value that is always true; we do what its comment says, `!A`.
    fn transform_compare(&mut self, expr: ExprId, op: CompareOp, left: SymbolId, right: SymbolId) -> ExprId {
        if self.symbols[left].ty != SymbolType::Bool {
            return expr;
        }
        match (op, right) {
            (CompareOp::Equal, SymbolId::NO) | (CompareOp::Unequal, SymbolId::YES) => {
                let symbol = self.exprs.symbol(left);
                self.exprs.make(Expr::Not(symbol))
            }
            (CompareOp::Equal, SymbolId::YES) | (CompareOp::Unequal, SymbolId::NO) => self.exprs.symbol(left),
            (CompareOp::Equal, SymbolId::MOD) => self.exprs.symbol(SymbolId::NO),
            (CompareOp::Unequal, SymbolId::MOD) => self.exprs.symbol(SymbolId::YES),
            _ => expr,
        }
    }

    /// Drops y and n where the *top* operator allows it.
    ///
    /// As in the kernel (`expr_eliminate_yn`), what was simplified below is
    /// lost when nothing can be dropped at the top.
    fn eliminate_yn_step(&mut self, expr: ExprId) -> Demand {
        let known = |this: &Self, expr| Self::known(&this.without_yn, expr);
        let (left, right, zero, one) = match self.exprs.get(expr) {
            Expr::And(left, right) => (left, right, SymbolId::NO, SymbolId::YES),
            Expr::Or(left, right) => (left, right, SymbolId::YES, SymbolId::NO),
            _ => return Ok(expr),
        };
        let (left, right) = (known(self, left)?, known(self, right)?);
        for (this, other) in [(left, right), (right, left)] {
            match self.exprs.get(this) {
                Expr::Symbol(symbol) if symbol == zero => return Ok(this),
                Expr::Symbol(symbol) if symbol == one => return Ok(other),
                _ => {}
            }
        }
        Ok(expr)
    }

    fn eliminate_dups_step(&mut self, root: ExprId) -> Demand {
        let mut expr = root;
        for _ in 0..MAX_ROUNDS {
            let mut joined = false;
            let chain = match self.exprs.get(expr) {
                Expr::And(left, right) => Some((Chain::And, left, right)),
                Expr::Or(left, right) => Some((Chain::Or, left, right)),
                _ => None,
            };
            if let Some((chain, left, right)) = chain {
                let left = Self::known(&self.without_dups, left)?;
                let right = Self::known(&self.without_dups, right)?;
                let (left, right) = self.join_operands(chain, left, right, &mut joined);
                expr = self.make_chain(chain, left, right);
            }
            expr = self.eliminate_yn(expr);
            if !joined {
                break;
            }
        }
        Ok(expr)
    }

    /// `expr_eliminate_dups1`: compares each operand of one side with each of
    /// the other, and moves what joins to the right.
    fn join_operands(
        &mut self,
        chain: Chain,
        left: ExprId,
        right: ExprId,
        joined: &mut bool,
    ) -> (ExprId, ExprId) {
        let identity = self.identity(chain);
        let mut lefts = self.leaves(chain, left);
        let mut rights = self.leaves(chain, right);
        let mut topics: SmallVec<[Topic; 16]> = rights.iter().map(|&r| self.topic(r, false)).collect();
        let mut changed = false;
        for l in &mut lefts {
            let mut topic = self.topic(*l, true);
            for (r, other) in rights.iter_mut().zip(&mut topics) {
                // Nearly all operands are about different symbols.
                if *l != *r && (topic != *other || topic == Topic::Other) {
                    continue;
                }
                if let Some(both) = self.join(chain, *l, *r) {
                    *l = identity;
                    *r = both;
                    topic = self.topic(*l, true);
                    *other = self.topic(*r, false);
                    changed = true;
                }
            }
        }
        if !changed {
            return (left, right);
        }
        *joined = true;
        (self.rebuild(chain, left, &lefts), self.rebuild(chain, right, &rights))
    }

    fn make_chain(&mut self, chain: Chain, left: ExprId, right: ExprId) -> ExprId {
        self.exprs.make(match chain {
            Chain::And => Expr::And(left, right),
            Chain::Or => Expr::Or(left, right),
        })
    }

    /// The operand that changes nothing.
    fn identity(&mut self, chain: Chain) -> ExprId {
        self.exprs.symbol(match chain {
            Chain::And => SymbolId::YES,
            Chain::Or => SymbolId::NO,
        })
    }

    fn leaves(&self, chain: Chain, expr: ExprId) -> ExprVec {
        match chain {
            Chain::And => self.exprs.and_leaves(expr),
            Chain::Or => self.exprs.or_leaves(expr),
        }
    }

    /// Builds the chain `shape` with other operands, given left to right.
    fn rebuild(&mut self, chain: Chain, shape: ExprId, leaves: &[ExprId]) -> ExprId {
        enum Task {
            Visit(ExprId),
            Combine,
        }
        let mut tasks = vec![Task::Visit(shape)];
        let mut built: Vec<ExprId> = Vec::new();
        let mut leaves = leaves.iter();
        while let Some(task) = tasks.pop() {
            match task {
                Task::Combine => {
                    if let (Some(right), Some(left)) = (built.pop(), built.pop()) {
                        let combined = self.make_chain(chain, left, right);
                        built.push(combined);
                    }
                }
                Task::Visit(expr) => match (chain, self.exprs.get(expr)) {
                    (Chain::And, Expr::And(left, right)) | (Chain::Or, Expr::Or(left, right)) => {
                        tasks.extend([Task::Combine, Task::Visit(right), Task::Visit(left)]);
                    }
                    _ => built.push(leaves.next().copied().unwrap_or(expr)),
                },
            }
        }
        built.pop().unwrap_or(shape)
    }

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
    fn is_equal(&mut self, left: ExprId, right: ExprId, depth: usize) -> bool {
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

fn chain_of(expr: Expr) -> Option<Chain> {
    match expr {
        Expr::And(..) => Some(Chain::And),
        Expr::Or(..) => Some(Chain::Or),
        _ => None,
    }
}

fn negate(op: CompareOp) -> CompareOp {
    match op {
        CompareOp::Equal => CompareOp::Unequal,
        CompareOp::Unequal => CompareOp::Equal,
        CompareOp::LessEqual => CompareOp::Greater,
        CompareOp::GreaterEqual => CompareOp::Less,
        CompareOp::Less => CompareOp::GreaterEqual,
        CompareOp::Greater => CompareOp::LessEqual,
    }
}
