//! Recursive dependencies (`sym_check_deps` in symbol.c).
//!
//! The kernel walks the dependencies of each symbol in depth-first order and
//! stops at the first symbol that it is already walking. The walk here is the
//! same, with the calls on a stack of our own.

mod by_table;

use std::fmt::Write as _;

use kconfig_base::idx::Idx as _;
use kconfig_base::{Diagnostic, IndexVec, Severity};

use crate::dependents::Dependents;
use crate::expr::{Expr, ExprId};
use crate::menu::{MenuId, PropertyKind};
use crate::model::Model;
use crate::symbol::SymbolId;

pub(crate) use by_table::check_cycles_by_table;

/// How a symbol depends on the next one of a cycle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Via {
    /// It is a member of the choice, or the choice itself.
    Choice,
    DirDep,
    RevDep,
    WeakRevDep,
    /// The condition of a property.
    Cond(&'static str),
    /// The value of a property.
    Value(&'static str),
}

#[derive(Clone, Copy)]
struct Edge {
    from: SymbolId,
    via: Via,
    to: SymbolId,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    New,
    Walking,
    Done,
}

struct Frame {
    /// What is being walked: a symbol, or a choice with its members.
    node: SymbolId,
    /// Where its edges start in [`Walker::edges`]; they end where those of the
    /// next frame start.
    start: usize,
    /// The edge to be followed next.
    next: usize,
}

/// Finds the cycles that conf would report, each as an error.
pub(crate) fn check_cycles(model: &Model, out: &mut Vec<Diagnostic>) {
    let mut walker = Walker {
        model,
        states: IndexVec::from_elem(State::New, model.n_symbols()),
        edges: Vec::new(),
        done_exprs: IndexVec::from_elem(false, model.exprs.len()),
        pending: Vec::new(),
    };
    // Real trees have no cycle, and that is told in less time.
    let has_cycle = !Dependents::can_be_ordered(model);
    for menu in model.menus_below(MenuId::ROOT) {
        let Some(symbol) = model.menu(menu).symbol else { continue };
        if let Some(cycle) = Some(symbol).filter(|_| has_cycle).and_then(|symbol| walker.walk(symbol)) {
            out.push(describe(model, &cycle));
        }
        if model.symbol(symbol).is_choice() {
            crate::check::check_choice(model, menu, out);
        }
    }
}

struct Walker<'a> {
    model: &'a Model,
    states: IndexVec<SymbolId, State>,
    /// The edges of all frames of the walk, without those to what is done.
    edges: Vec<Edge>,
    /// The expressions all of whose symbols are known to be done.
    done_exprs: IndexVec<ExprId, bool>,
    /// The expressions still to be looked into; empty between two calls.
    pending: Vec<ExprId>,
}

impl Walker<'_> {
    /// Walks all that a symbol depends on; returns the first cycle met.
    fn walk(&mut self, root: SymbolId) -> Option<Vec<Edge>> {
        let mut stack: Vec<Frame> = Vec::new();
        self.edges.clear();
        self.enter(root, &mut stack);
        while let Some(frame) = stack.last_mut() {
            let Some(&edge) = self.edges.get(frame.next) else {
                self.edges.truncate(frame.start);
                self.set_state(frame.node, State::Done);
                stack.pop();
                continue;
            };
            frame.next += 1;
            match self.states[edge.to] {
                State::New => self.enter(edge.to, &mut stack),
                State::Done => {}
                State::Walking => {
                    let cycle = self.cut(&stack, edge.to);
                    for frame in &stack {
                        self.set_state(frame.node, State::Done);
                    }
                    return Some(cycle);
                }
            }
        }
        None
    }

    /// Starts with a symbol; for the member of a choice, with the choice.
    fn enter(&mut self, symbol: SymbolId, stack: &mut Vec<Frame>) {
        let choice = self.model.symbol(symbol).choice.and_then(|menu| self.model.menu(menu).symbol);
        let node = choice.unwrap_or(symbol);
        if self.states[node] != State::New {
            return;
        }
        self.set_state(node, State::Walking);
        let start = self.edges.len();
        self.push_edges(node);
        for member in members(self.model, node) {
            self.push_edges(member);
        }
        stack.push(Frame { node, start, next: start });
    }

    fn set_state(&mut self, node: SymbolId, state: State) {
        self.states[node] = state;
        for member in members(self.model, node) {
            self.states[member] = state;
        }
    }

    /// The dependencies of a symbol in the order of `sym_check_sym_deps`.
    fn push_edges(&mut self, from: SymbolId) {
        let model = self.model;
        let symbol = model.symbol(from);
        self.push_expr(from, Via::DirDep, symbol.dir_dep);
        self.push_expr(from, Via::RevDep, symbol.rev_dep);
        self.push_expr(from, Via::WeakRevDep, symbol.weak_rev_dep);
        for property in model.properties_of(from) {
            let kind = match property.kind {
                PropertyKind::Select(_) | PropertyKind::Imply(_) => continue,
                PropertyKind::Prompt { is_menu: true, .. } => "menu",
                PropertyKind::Prompt { .. } => "prompt",
                PropertyKind::Comment(_) => "comment",
                PropertyKind::Default(_) => "default",
                PropertyKind::Range(..) => "range",
            };
            self.push_expr(from, Via::Cond(kind), property.cond);
            if let PropertyKind::Default(value) = property.kind {
                if !symbol.is_choice() {
                    self.push_expr(from, Via::Value(kind), Some(value));
                }
            }
        }
    }

    fn push_expr(&mut self, from: SymbolId, via: Via, root: Option<ExprId>) {
        let Some(root) = root else { return };
        let n_edges = self.edges.len();
        self.pending.push(root);
        while let Some(expr) = self.pending.pop() {
            if self.done_exprs[expr] {
                continue;
            }
            match self.model.exprs.get(expr) {
                Expr::And(left, right) | Expr::Or(left, right) => self.pending.extend([right, left]),
                Expr::Not(inner) => self.pending.push(inner),
                Expr::Symbol(symbol) => self.push_edge(from, via, symbol),
                Expr::Compare(_, left, right) => {
                    self.push_edge(from, via, left);
                    self.push_edge(from, via, right);
                }
            }
        }
        if self.edges.len() == n_edges {
            self.done_exprs[root] = true;
        }
    }

    fn push_edge(&mut self, from: SymbolId, via: Via, to: SymbolId) {
        if to.index() > SymbolId::YES.index() && self.states[to] != State::Done {
            self.edges.push(Edge { from, via, to });
        }
    }

    /// The part of the walk that is the cycle: from `last` back to it.
    fn cut(&self, stack: &[Frame], last: SymbolId) -> Vec<Edge> {
        let choice_of =
            |symbol: SymbolId| self.model.symbol(symbol).choice.and_then(|menu| self.model.menu(menu).symbol);
        let node = choice_of(last).unwrap_or(last);
        let start = stack.iter().position(|frame| frame.node == node).unwrap_or(0);
        let mut cycle = Vec::new();
        for frame in &stack[start..] {
            let edge = self.edges[frame.next - 1];
            // Within a choice, from the choice to the member that has the edge.
            if frame.node != edge.from {
                cycle.push(Edge { from: frame.node, via: Via::Choice, to: edge.from });
            }
            cycle.push(edge);
            if let Some(choice) = choice_of(edge.to) {
                cycle.push(Edge { from: edge.to, via: Via::Choice, to: choice });
            }
        }
        cycle
    }
}

/// What a choice holds; nothing for any other symbol.
fn members(model: &Model, node: SymbolId) -> impl Iterator<Item = SymbolId> + '_ {
    let symbol = model.symbol(node);
    let menu = symbol.menus.first().copied().filter(|_| symbol.is_choice());
    menu.into_iter().flat_map(|menu| model.menus_below(menu)).filter_map(|menu| model.menu(menu).symbol)
}

/// The cycle in conf's words (`sym_check_print_recursive`).
fn describe(model: &Model, cycle: &[Edge]) -> Diagnostic {
    let mut text = String::from("error: recursive dependency detected!\n");
    let mut message = String::from("recursive dependency detected:");
    for (index, edge) in cycle.iter().enumerate() {
        let (from, to) = (model.name(edge.from), model.name(edge.to));
        let is_choice = model.symbol(edge.to).is_choice();
        let _ = match edge.via {
            Via::Choice if !is_choice => Ok(()),
            _ if is_choice => {
                let menu = model.symbol(edge.to).menus[0];
                let (path, line) = model.path_line(model.menu(menu).location);
                writeln!(text, "\tsymbol {from} is part of choice block at {path}:{line}")
            }
            Via::Choice => Ok(()),
            Via::DirDep => writeln!(text, "\tsymbol {from} depends on {to}"),
            Via::RevDep => writeln!(text, "\tsymbol {from} is selected by {to}"),
            Via::WeakRevDep => writeln!(text, "\tsymbol {from} is implied by {to}"),
            Via::Cond(kind) => writeln!(text, "\tsymbol {from} {kind} is visible depending on {to}"),
            Via::Value(kind) => writeln!(text, "\tsymbol {from} {kind} value contains {to}"),
        };
        let _ = write!(message, "{} {from}", if index == 0 { "" } else { " ->" });
    }
    if let Some(first) = cycle.first() {
        let _ = write!(message, " -> {}", model.name(first.from));
    }
    text.push_str(
        "For a resolution refer to Documentation/kbuild/kconfig-language.rst\n\
         subsection \"Kconfig recursive dependency limitations\"\n\n",
    );
    let location = cycle
        .first()
        .and_then(|edge| model.symbol(edge.from).menus.first())
        .map(|&menu| model.menu(menu).location);
    let mut diagnostic =
        Diagnostic::new("recursive-dependency", Severity::Error, location, message).conf_text(text);
    for edge in cycle.iter().skip(1) {
        if let Some(&menu) = model.symbol(edge.from).menus.first() {
            let name = model.name(edge.from);
            diagnostic = diagnostic.label(model.menu(menu).location, format!("{name} is defined here"));
        }
    }
    diagnostic.help("one of these must not depend on the next: often a select is to become a depends on")
}
