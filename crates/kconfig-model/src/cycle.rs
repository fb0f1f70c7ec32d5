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
use crate::menu::{MenuId, Property, PropertyKind};
use crate::model::Model;
use crate::symbol::SymbolId;

pub(crate) use by_table::check_cycles_by_table;

/// How a symbol depends on the next one of a cycle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Via {
    /// It is a choice, or a member of one.
    Choice,
    DirDep,
    RevDep,
    WeakRevDep,
    /// The condition of a property.
    Cond(&'static str),
    /// The value of a property.
    Value(&'static str),
}

/// What a property is called in a cycle (`prop_get_type_name`); selects and
/// implies count for their target.
fn kind_name(property: &Property) -> Option<&'static str> {
    Some(match property.kind {
        PropertyKind::Select(_) | PropertyKind::Imply(_) => return None,
        PropertyKind::Prompt { is_menu: true, .. } => "menu",
        PropertyKind::Prompt { .. } => "prompt",
        PropertyKind::Comment(_) => "comment",
        PropertyKind::Default(_) => "default",
        PropertyKind::Range(..) => "range",
    })
}

/// What conf says after a cycle.
const RESOLUTION: &str = "For a resolution refer to Documentation/kbuild/kconfig-language.rst\n\
    subsection \"Kconfig recursive dependency limitations\"\n\n";

/// What we say of it.
const HELP: &str = "one of these must not depend on the next: often a select is to become a depends on";

#[derive(Clone, Copy)]
struct Edge {
    from: SymbolId,
    via: Via,
    to: SymbolId,
}

/// An entry of the kernel's stack: a symbol, and how it depends on the next.
#[derive(Clone, Copy)]
struct Step {
    symbol: SymbolId,
    via: Via,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    New,
    Walking,
    Done,
}

struct Frame {
    /// The symbol that led here: the node itself, or a member of the choice.
    entered: SymbolId,
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
    fn walk(&mut self, root: SymbolId) -> Option<Vec<Step>> {
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
        let node = self.choice_of(symbol).unwrap_or(symbol);
        if self.states[node] != State::New {
            return;
        }
        self.set_state(node, State::Walking);
        let start = self.edges.len();
        self.push_edges(node);
        for member in members(self.model, node) {
            self.push_edges(member);
        }
        stack.push(Frame { entered: symbol, node, start, next: start });
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
            let Some(kind) = kind_name(property) else { continue };
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

    fn choice_of(&self, symbol: SymbolId) -> Option<SymbolId> {
        self.model.symbol(symbol).choice.and_then(|menu| self.model.menu(menu).symbol)
    }

    /// The part of the walk that is the cycle: from where `last` stands back to
    /// it, with each entry that the kernel has on its stack (`dep_stack_insert`).
    fn cut(&self, stack: &[Frame], last: SymbolId) -> Vec<Step> {
        let mut steps = Vec::new();
        for frame in stack {
            if frame.entered != frame.node {
                steps.push(Step { symbol: frame.entered, via: Via::Choice });
            }
            if self.model.symbol(frame.node).is_choice() {
                steps.push(Step { symbol: frame.node, via: Via::Choice });
            }
            let edge = self.edges[frame.next - 1];
            steps.push(Step { symbol: edge.from, via: edge.via });
        }
        let mut target = last;
        if let Some(choice) = self.choice_of(last) {
            steps.push(Step { symbol: last, via: Via::Choice });
            target = choice;
        }
        // The innermost: a choice stands there twice, by itself and with an edge.
        let start = steps.iter().rposition(|step| step.symbol == target).unwrap_or(0);
        steps.split_off(start)
    }
}

/// What a choice holds; nothing for any other symbol.
fn members(model: &Model, node: SymbolId) -> impl Iterator<Item = SymbolId> + '_ {
    let symbol = model.symbol(node);
    let menu = symbol.menus.first().copied().filter(|_| symbol.is_choice());
    menu.into_iter().flat_map(|menu| model.menus_below(menu)).filter_map(|menu| model.menu(menu).symbol)
}

/// The cycle in conf's words (`sym_check_print_recursive`).
fn describe(model: &Model, cycle: &[Step]) -> Diagnostic {
    let mut text = String::new();
    let mut message = String::from("recursive dependency detected:");
    let first = cycle.first().map(|step| step.symbol);
    for (index, step) in cycle.iter().enumerate() {
        let Some(next) = cycle.get(index + 1).map(|step| step.symbol).or(first) else { continue };
        if Some(step.symbol) == first {
            text.push_str("error: recursive dependency detected!\n");
        }
        let (from, to) = (model.name(step.symbol), model.name(next));
        let _ = match step.via {
            _ if model.symbol(next).is_choice() => {
                let menu = model.symbol(next).menus[0];
                let (path, line) = model.conf_place(model.menu(menu).location);
                writeln!(text, "\tsymbol {from} is part of choice block at {path}:{line}")
            }
            // The kernel has no property to name there.
            Via::Choice => writeln!(text, "\tsymbol {from} unknown is visible depending on {to}"),
            Via::DirDep => writeln!(text, "\tsymbol {from} depends on {to}"),
            Via::RevDep => writeln!(text, "\tsymbol {from} is selected by {to}"),
            Via::WeakRevDep => writeln!(text, "\tsymbol {from} is implied by {to}"),
            Via::Cond(kind) => writeln!(text, "\tsymbol {from} {kind} is visible depending on {to}"),
            Via::Value(kind) => writeln!(text, "\tsymbol {from} {kind} value contains {to}"),
        };
        let _ = write!(message, "{} {from}", if index == 0 { "" } else { " ->" });
    }
    if let Some(first) = first {
        let _ = write!(message, " -> {}", model.name(first));
    }
    text.push_str(RESOLUTION);
    let location = cycle
        .first()
        .and_then(|step| model.symbol(step.symbol).menus.first())
        .map(|&menu| model.menu(menu).location);
    let mut diagnostic =
        Diagnostic::new("recursive-dependency", Severity::Error, location, message).conf_text(text);
    for step in cycle.iter().skip(1) {
        if let Some(&menu) = model.symbol(step.symbol).menus.first() {
            let name = model.name(step.symbol);
            diagnostic = diagnostic.label(model.menu(menu).location, format!("{name} is defined here"));
        }
    }
    diagnostic.help(HELP)
}
