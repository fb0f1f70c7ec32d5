//! Who reads whom: what is to be computed anew when a value changes.
//!
//! The kernel computes all values anew after each change. Here the reads of
//! every rule are a graph of two kinds of nodes: the operators of conditions,
//! and units. A unit is a symbol, or a choice with all its members, which are
//! computed together. Ranks put each node after all that it reads.

use kconfig_base::IndexVec;
use kconfig_base::idx::Idx as _;

use crate::expr::{Expr, ExprId};
use crate::menu::PropertyKind;
use crate::model::Model;
use crate::symbol::SymbolId;

/// What is computed in one go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Node {
    /// An operator of a condition.
    Expr(ExprId),
    /// A symbol, or a choice and its members.
    Unit(SymbolId),
}

/// The place of a node in an order that puts nodes after what they read.
pub type Rank = u32;

/// The readers of every value of a model.
#[derive(Debug)]
pub struct Dependents {
    n_exprs: usize,
    /// The unit of each symbol: the choice that it is in, or itself.
    units: IndexVec<SymbolId, SymbolId>,
    /// By node number: its rank; [`UNUSED`] for what no rule reads.
    ranks: Vec<Rank>,
    /// The nodes in the order of their ranks.
    nodes: Vec<u32>,
    /// By number of what is read, where its readers start in `readers`.
    starts: Vec<u32>,
    /// Ranks of readers.
    readers: Vec<Rank>,
}

/// The rank of a node that is not in the graph.
const UNUSED: Rank = Rank::MAX;

impl Dependents {
    /// Finds the readers of all values.
    ///
    /// Returns `None` for a tree where values cannot be computed one after the
    /// other: with recursive dependencies, or with a symbol that is defined
    /// within a choice and outside of it.
    pub fn new(model: &Model) -> Option<Self> {
        let mut graph = Self::ordered(model)?;
        graph.find_readers(model);
        Some(graph)
    }

    /// Tells whether [`new`](Self::new) would give the readers.
    pub(crate) fn can_be_ordered(model: &Model) -> bool {
        Self::ordered(model).is_some()
    }

    fn ordered(model: &Model) -> Option<Self> {
        let n_exprs = model.exprs.len();
        let mut graph = Self {
            n_exprs,
            units: units(model)?,
            ranks: vec![UNUSED; n_exprs + model.n_symbols()],
            nodes: Vec::new(),
            starts: Vec::new(),
            readers: Vec::new(),
        };
        graph.find_ranks(model)?;
        Some(graph)
    }

    /// The unit of a symbol.
    pub fn unit(&self, symbol: SymbolId) -> SymbolId {
        self.units[symbol]
    }

    /// The rank of the unit that a symbol is in.
    pub fn rank_of(&self, symbol: SymbolId) -> Option<Rank> {
        let rank = self.ranks[self.n_exprs + self.units[symbol].index()];
        (rank != UNUSED).then_some(rank)
    }

    /// The node with a rank.
    pub fn node(&self, rank: Rank) -> Node {
        self.decode(self.nodes[rank as usize])
    }

    /// Counts the nodes; ranks are below that.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Tells whether nothing reads anything.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// The ranks of those that read a symbol's value.
    pub fn readers_of_symbol(&self, symbol: SymbolId) -> &[Rank] {
        self.readers_of(self.n_exprs + symbol.index())
    }

    /// The ranks of those that read an operator's value.
    pub fn readers_of_expr(&self, expr: ExprId) -> &[Rank] {
        self.readers_of(expr.index())
    }

    fn readers_of(&self, number: usize) -> &[Rank] {
        &self.readers[self.starts[number] as usize..self.starts[number + 1] as usize]
    }

    fn decode(&self, number: u32) -> Node {
        match (number as usize).checked_sub(self.n_exprs) {
            None => Node::Expr(ExprId::from_raw(number)),
            Some(symbol) => Node::Unit(SymbolId::new(symbol)),
        }
    }

    /// Ranks all nodes in the order in which a depth-first search leaves them;
    /// `None` where there is a cycle.
    fn find_ranks(&mut self, model: &Model) -> Option<()> {
        enum Step {
            Enter(u32),
            Leave(u32),
        }
        let mut is_entered = vec![false; self.ranks.len()];
        let mut stack = Vec::new();
        for (symbol, _) in model.symbols().filter(|&(symbol, _)| is_variable(model, symbol)) {
            stack.push(Step::Enter((self.n_exprs + self.units[symbol].index()) as u32));
            while let Some(step) = stack.pop() {
                match step {
                    Step::Leave(number) => {
                        self.ranks[number as usize] = self.nodes.len() as Rank;
                        self.nodes.push(number);
                    }
                    Step::Enter(number) if self.ranks[number as usize] != UNUSED => {}
                    // Entered and not left: it reads itself.
                    Step::Enter(number) if std::mem::replace(&mut is_entered[number as usize], true) => {
                        return None;
                    }
                    Step::Enter(number) => {
                        stack.push(Step::Leave(number));
                        for_each_input(model, self.decode(number), |input| {
                            let number = match input {
                                Input::Expr(expr) => expr.index(),
                                Input::Symbol(symbol) => self.n_exprs + self.units[symbol].index(),
                            };
                            if self.ranks[number] == UNUSED {
                                stack.push(Step::Enter(number as u32));
                            }
                        });
                    }
                }
            }
        }
        Some(())
    }

    fn find_readers(&mut self, model: &Model) {
        let number = |input| match input {
            Input::Expr(expr) => expr.index(),
            Input::Symbol(symbol) => self.n_exprs + symbol.index(),
        };
        let mut counts = vec![0u32; self.ranks.len() + 1];
        for &node in &self.nodes {
            for_each_input(model, self.decode(node), |input| counts[number(input)] += 1);
        }
        // Each count becomes the end of its range; filling moves it to the start.
        let mut sum = 0;
        for count in &mut counts {
            sum += *count;
            *count = sum;
        }
        let mut readers = vec![0; sum as usize];
        for (rank, &node) in self.nodes.iter().enumerate().rev() {
            for_each_input(model, self.decode(node), |input| {
                let start = &mut counts[number(input)];
                *start -= 1;
                readers[*start as usize] = rank as Rank;
            });
        }
        self.starts = counts;
        self.readers = readers;
    }
}

/// What a node reads.
#[derive(Clone, Copy)]
enum Input {
    /// An operator.
    Expr(ExprId),
    /// A symbol, on its own or in a comparison.
    Symbol(SymbolId),
}

/// Tells whether a symbol reads anything: constants and names without a
/// definition stay what they are.
///
/// A name that something selects counts, though it stays n: what selects it
/// must not depend on it.
fn is_variable(model: &Model, symbol: SymbolId) -> bool {
    let symbol = model.symbol(symbol);
    let is_selected = symbol.rev_dep.is_some() || symbol.weak_rev_dep.is_some();
    !symbol.is_const && (!symbol.menus.is_empty() || is_selected)
}

/// The unit of each symbol; `None` where a choice holds or has for a default a
/// symbol that is not its member or no bool, or lacks one that is.
fn units(model: &Model) -> Option<IndexVec<SymbolId, SymbolId>> {
    let mut units: IndexVec<SymbolId, SymbolId> = model.symbols().map(|(symbol, _)| symbol).collect();
    for (symbol, data) in model.symbols() {
        if let Some(choice) = data.choice {
            if !data.ty.is_tristate_like() {
                return None;
            }
            units[symbol] = model.menu(choice).symbol?;
        }
        if data.is_choice() {
            let menu = *data.menus.first()?;
            let mut inside = model.menus_below(menu).filter_map(|menu| model.menu(menu).symbol);
            // The rule for choices reads the default as it happens to be.
            let mut defaults = model.properties_of(symbol).filter_map(|property| match property.kind {
                PropertyKind::Default(value) => Some(model.exprs.get(value)),
                _ => None,
            });
            let is_member = |member| model.symbol(member).choice == Some(menu);
            if !inside.all(is_member)
                || !defaults.all(|value| matches!(value, Expr::Symbol(member) if is_member(member)))
            {
                return None;
            }
        } else if data.is_choice_value != data.choice.is_some() {
            return None;
        }
    }
    Some(units)
}

/// The symbols of a unit: itself, and the members if it is a choice.
pub fn unit_symbols(model: &Model, unit: SymbolId) -> impl Iterator<Item = SymbolId> + '_ {
    let data = model.symbol(unit);
    let menu = data.menus.first().copied().filter(|_| data.is_choice());
    let members = menu.into_iter().flat_map(|menu| model.menus_below(menu));
    std::iter::once(unit).chain(members.filter_map(|menu| model.menu(menu).symbol))
}

fn for_each_input(model: &Model, node: Node, mut visit: impl FnMut(Input)) {
    let mut visit = |input| match input {
        Input::Symbol(symbol) if !is_variable(model, symbol) => {}
        input => visit(input),
    };
    match node {
        Node::Expr(expr) => match model.exprs.get(expr) {
            Expr::And(left, right) | Expr::Or(left, right) => {
                visit_expr(model, left, &mut visit);
                visit_expr(model, right, &mut visit);
            }
            Expr::Not(inner) => visit_expr(model, inner, &mut visit),
            Expr::Symbol(_) | Expr::Compare(..) => {}
        },
        Node::Unit(unit) => {
            for symbol in unit_symbols(model, unit) {
                visit_symbol(model, symbol, &mut visit);
            }
        }
    }
}

/// The reads of the rule for one symbol (`sym_calc_value` in symbol.c).
fn visit_symbol(model: &Model, symbol: SymbolId, visit: &mut impl FnMut(Input)) {
    let data = model.symbol(symbol);
    for expr in [data.dir_dep, data.rev_dep, data.weak_rev_dep].into_iter().flatten() {
        visit_expr(model, expr, visit);
    }
    for property in model.properties_of(symbol) {
        match property.kind {
            // These count for the target, in whose reverse dependencies they are.
            PropertyKind::Select(_) | PropertyKind::Imply(_) => continue,
            // A choice reads the visibility of its members, which are with it.
            PropertyKind::Default(value) if !data.is_choice() => visit_expr(model, value, visit),
            PropertyKind::Range(low, high) => {
                visit(Input::Symbol(low));
                visit(Input::Symbol(high));
            }
            _ => {}
        }
        // Most conditions are the symbol's dependencies, which are read anyway.
        if let Some(cond) = property.cond.filter(|_| property.cond != data.dir_dep) {
            visit_expr(model, cond, visit);
        }
    }
}

/// An operand: an operator is a node, anything else stands for its symbols.
fn visit_expr(model: &Model, expr: ExprId, visit: &mut impl FnMut(Input)) {
    match model.exprs.get(expr) {
        Expr::Symbol(symbol) => visit(Input::Symbol(symbol)),
        Expr::Compare(_, left, right) => {
            visit(Input::Symbol(left));
            visit(Input::Symbol(right));
        }
        Expr::Not(_) | Expr::And(..) | Expr::Or(..) => visit(Input::Expr(expr)),
    }
}
