//! Expressions of two models, comparable by id.
//!
//! Operands of `&&` and `||` have no order and count once, and y is no operand of
//! `&&`: what an author writes in another order is the same.

use kconfig_model::{Expr, ExprId, Model, SymbolId};
use rustc_hash::FxHashMap;

/// Something that is equal on both sides if, and only if, its id is.
pub(super) type Id = u32;

/// Names that stand for others, such as those of renamed symbols.
pub(super) type Names<'a> = FxHashMap<&'a str, &'a str>;

#[derive(PartialEq, Eq, Hash)]
enum Node<'a> {
    /// A symbol by its name, and whether it is a constant.
    Symbol(&'a str, bool),
    Compare(&'static str, Id, Id),
    Not(Id),
    And(Vec<Id>),
    Or(Vec<Id>),
    /// Any text.
    Text(String),
    /// Conditions, one around the other.
    Within(Id, Id),
}

/// The expressions of two models.
pub(super) struct Canon<'a> {
    models: [&'a Model; 2],
    /// The names of each side that are to be read as others.
    names: [Names<'a>; 2],
    ids: FxHashMap<Node<'a>, Id>,
    known: [FxHashMap<ExprId, Id>; 2],
}

impl<'a> Canon<'a> {
    /// The id of y.
    pub(super) const YES: Id = 0;

    pub(super) fn new(models: [&'a Model; 2], names: [Names<'a>; 2]) -> Self {
        let mut canon = Self { models, names, ids: FxHashMap::default(), known: Default::default() };
        canon.id(Node::Symbol("y", true));
        canon
    }

    fn id(&mut self, node: Node<'a>) -> Id {
        let next = self.ids.len() as Id;
        *self.ids.entry(node).or_insert(next)
    }

    /// The name that a symbol of a side is compared by.
    pub(super) fn name(&self, side: usize, symbol: SymbolId) -> &'a str {
        let name = self.models[side].name(symbol);
        self.names[side].get(name).copied().unwrap_or(name)
    }

    pub(super) fn symbol(&mut self, side: usize, symbol: SymbolId) -> Id {
        let (name, is_const) = (self.name(side, symbol), self.models[side].symbol(symbol).is_const);
        self.id(Node::Symbol(name, is_const))
    }

    pub(super) fn text(&mut self, text: impl Into<String>) -> Id {
        self.id(Node::Text(text.into()))
    }

    /// A condition within others.
    pub(super) fn within(&mut self, around: Id, inner: Id) -> Id {
        if inner == Self::YES { around } else { self.id(Node::Within(around, inner)) }
    }

    /// An expression of a side; `None` is y.
    pub(super) fn expr(&mut self, side: usize, expr: Option<ExprId>) -> Id {
        let Some(expr) = expr else { return Self::YES };
        let mut needed = vec![expr];
        while let Some(&expr) = needed.last() {
            if self.known[side].contains_key(&expr) {
                needed.pop();
                continue;
            }
            let n_needed = needed.len();
            if let Some(node) = self.node(side, expr, &mut needed) {
                let id = match node {
                    Ok(id) => id,
                    Err(node) => self.id(node),
                };
                self.known[side].insert(expr, id);
                needed.truncate(n_needed - 1);
            }
        }
        self.known[side].get(&expr).copied().unwrap_or(Self::YES)
    }

    /// Gives the node of an expression, or the id that it has already; `None` where
    /// operands are needed first.
    fn node(&mut self, side: usize, expr: ExprId, needed: &mut Vec<ExprId>) -> Option<Result<Id, Node<'a>>> {
        let exprs = &self.models[side].exprs;
        let is_and = matches!(exprs.get(expr), Expr::And(..));
        let operands = match exprs.get(expr) {
            Expr::Symbol(symbol) => return Some(Ok(self.symbol(side, symbol))),
            Expr::Compare(op, left, right) => {
                let (left, right) = (self.symbol(side, left), self.symbol(side, right));
                return Some(Err(Node::Compare(op.as_str(), left, right)));
            }
            Expr::Not(inner) => {
                let id = self.operands(side, &[inner], needed)?;
                return Some(Err(Node::Not(*id.first()?)));
            }
            Expr::And(..) => exprs.and_operands(expr),
            Expr::Or(..) => exprs.or_operands(expr),
        };
        let mut ids = self.operands(side, &operands, needed)?;
        if is_and {
            ids.retain(|&id| id != Self::YES);
        }
        ids.sort_unstable();
        ids.dedup();
        Some(match (ids.as_slice(), is_and) {
            ([], _) => Ok(Self::YES),
            (&[one], _) => Ok(one),
            (_, true) => Err(Node::And(ids)),
            (_, false) => Err(Node::Or(ids)),
        })
    }

    /// The ids of operands, or `None` after those without one were put on `needed`.
    fn operands(&self, side: usize, operands: &[ExprId], needed: &mut Vec<ExprId>) -> Option<Vec<Id>> {
        let n_needed = needed.len();
        let mut ids = Vec::with_capacity(operands.len());
        for operand in operands {
            match self.known[side].get(operand) {
                Some(&id) => ids.push(id),
                None => needed.push(*operand),
            }
        }
        (needed.len() == n_needed).then_some(ids)
    }
}
