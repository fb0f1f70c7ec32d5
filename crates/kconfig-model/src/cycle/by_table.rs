//! Recursive dependencies as conf looked for them up to 6.10: symbol by symbol
//! in the order of its table, and with a place on each line of what it says.
//!
//! What calls itself in the kernel stands on two stacks here: the calls, and
//! the path that they tell of (`struct dep_stack`).

use std::fmt::Write as _;

use kconfig_base::idx::Idx as _;
use kconfig_base::{Diagnostic, IndexVec, Location, Severity};

use super::{HELP, RESOLUTION, Via, kind_name};
use crate::expr::ExprId;
use crate::menu::{MenuId, PropertyKind};
use crate::model::Model;
use crate::symbol::SymbolId;

/// A step of the path.
#[derive(Clone, Copy)]
struct Step {
    symbol: SymbolId,
    via: Via,
    /// Where the property stands that leads on; else the symbol's definition
    /// is told.
    place: Option<Location>,
}

/// A call that is not done.
enum Call {
    /// `sym_check_sym_deps`: what the symbol leads to, and the next of it.
    Symbol { symbol: SymbolId, edges: Vec<(Step, SymbolId)>, next: usize },
    /// `sym_check_choice_deps`, once the choice itself is done: the next
    /// member.
    Choice { choice: SymbolId, next: usize },
    /// A member waits for its choice.
    Member,
}

/// Finds the cycles that conf would report, each as an error.
pub(crate) fn check_cycles_by_table(model: &Model, out: &mut Vec<Diagnostic>) {
    let n_symbols = model.n_symbols();
    let mut walker = Walker {
        model,
        walking: IndexVec::from_elem(false, n_symbols),
        seen: IndexVec::from_elem(false, n_symbols),
        calls: Vec::new(),
        path: Vec::new(),
    };
    for &symbol in model.table_order() {
        if let Some(diagnostic) = walker.walk(symbol) {
            out.push(diagnostic);
        }
    }
}

struct Walker<'a> {
    model: &'a Model,
    /// `SYMBOL_CHECK`
    walking: IndexVec<SymbolId, bool>,
    /// `SYMBOL_CHECKED`
    seen: IndexVec<SymbolId, bool>,
    calls: Vec<Call>,
    path: Vec<Step>,
}

impl Walker<'_> {
    fn walk(&mut self, root: SymbolId) -> Option<Diagnostic> {
        if let Err(last) = self.enter(root) {
            return Some(self.fail(last));
        }
        while let Some(call) = self.calls.last_mut() {
            let entered = match call {
                Call::Member => {
                    self.leave();
                    continue;
                }
                Call::Symbol { symbol, edges, next } => match edges.get(*next) {
                    Some(&(step, to)) => {
                        *next += 1;
                        if let Some(top) = self.path.last_mut() {
                            *top = step;
                        }
                        self.enter(to)
                    }
                    None => {
                        let symbol = *symbol;
                        if !self.model.symbol(symbol).is_choice_value {
                            self.walking[symbol] = false;
                        }
                        self.leave();
                        continue;
                    }
                },
                Call::Choice { choice, next } => {
                    let (choice, index) = (*choice, *next);
                    *next += 1;
                    match self.members(choice).get(index).copied() {
                        Some(member) => {
                            self.push_symbol(member);
                            Ok(())
                        }
                        None => {
                            self.release(choice);
                            self.leave();
                            continue;
                        }
                    }
                }
            };
            if let Err(last) = entered {
                return Some(self.fail(last));
            }
        }
        None
    }

    fn leave(&mut self) {
        self.calls.pop();
        self.path.pop();
    }

    fn members(&self, choice: SymbolId) -> &[SymbolId] {
        let first = self.model.symbol(choice).menus.first();
        first.map_or(&[], |&menu| &self.model.menu(menu).choice_members)
    }

    fn release(&mut self, choice: SymbolId) {
        self.walking[choice] = false;
        for index in 0..self.members(choice).len() {
            let member = self.members(choice)[index];
            self.walking[member] = false;
        }
    }

    fn push(&mut self, symbol: SymbolId, call: Call) {
        self.path.push(Step { symbol, via: Via::Choice, place: None });
        self.calls.push(call);
    }

    /// `sym_check_deps`; fails at a symbol that is being walked already.
    fn enter(&mut self, symbol: SymbolId) -> Result<(), SymbolId> {
        let mut at = symbol;
        loop {
            if self.walking[at] {
                return Err(at);
            }
            if self.seen[at] {
                // A member may have been put onto the path for its choice.
                return Ok(());
            }
            let choice = self.choice_of(at);
            match choice {
                Some(choice) => {
                    self.push(at, Call::Member);
                    at = choice;
                }
                None => break,
            }
        }
        if self.model.symbol(at).is_choice() {
            self.push(at, Call::Choice { choice: at, next: 0 });
            for index in 0..self.members(at).len() {
                let member = self.members(at)[index];
                (self.walking[member], self.seen[member]) = (true, true);
            }
        }
        (self.walking[at], self.seen[at]) = (true, true);
        self.push_symbol(at);
        Ok(())
    }

    fn choice_of(&self, symbol: SymbolId) -> Option<SymbolId> {
        self.model.symbol(symbol).choice.and_then(|menu| self.model.menu(menu).symbol)
    }

    fn push_symbol(&mut self, symbol: SymbolId) {
        let edges = self.edges_of(symbol);
        self.push(symbol, Call::Symbol { symbol, edges, next: 0 });
    }

    /// What a symbol leads to, in the order of `sym_check_sym_deps`.
    fn edges_of(&self, symbol: SymbolId) -> Vec<(Step, SymbolId)> {
        let model = self.model;
        let mut edges = Vec::new();
        let mut push = |via: Via, place: Option<Location>, expr: Option<ExprId>| {
            let Some(expr) = expr else { return };
            model.exprs.for_each_symbol(expr, |to| {
                if to.index() > SymbolId::YES.index() {
                    edges.push((Step { symbol, via, place }, to));
                }
            });
        };
        let of = model.symbol(symbol);
        push(Via::DirDep, None, of.dir_dep);
        push(Via::RevDep, None, of.rev_dep);
        push(Via::WeakRevDep, None, of.weak_rev_dep);
        for &menu in &of.menus {
            // Each definition is a property too (`P_SYMBOL`).
            let node = model.menu(menu);
            push(Via::Cond("symbol"), Some(node.location), node.dep);
            for property in model.properties_of(symbol).filter(|property| property.menu == menu) {
                let Some(kind) = kind_name(property) else { continue };
                push(Via::Cond(kind), Some(property.location), property.cond);
                if let (PropertyKind::Default(value), false) = (&property.kind, of.is_choice()) {
                    push(Via::Value(kind), Some(property.location), Some(*value));
                }
            }
        }
        edges
    }

    /// Gives up a walk at a symbol that it met twice, and says how
    /// (`sym_check_print_recursive`).
    fn fail(&mut self, last: SymbolId) -> Diagnostic {
        let model = self.model;
        let mut last = last;
        if let Some(choice) = self.choice_of(last) {
            self.path.push(Step { symbol: last, via: Via::Choice, place: None });
            last = choice;
        }
        let start = self.path.iter().rposition(|step| step.symbol == last).unwrap_or(0);
        let cycle = self.path.split_off(start);
        self.path.clear();
        for call in std::mem::take(&mut self.calls) {
            match call {
                Call::Member => {}
                Call::Symbol { symbol, .. } => self.walking[symbol] = false,
                Call::Choice { choice, .. } => self.release(choice),
            }
        }
        let defined_at = |symbol: SymbolId| {
            let menu = model.symbol(symbol).menus.first().copied().unwrap_or(MenuId::ROOT);
            model.menu(menu).location
        };
        let mut text = String::new();
        let mut message = String::from("recursive dependency detected:");
        for (index, step) in cycle.iter().enumerate() {
            let next = cycle.get(index + 1).map_or(last, |step| step.symbol);
            let (from, to) = (model.name(step.symbol), model.name(next));
            let symbol = model.symbol(step.symbol);
            let in_choice = symbol.is_choice() || symbol.is_choice_value;
            let place = step.place.filter(|_| !in_choice).unwrap_or_else(|| defined_at(step.symbol));
            let (path, line) = model.conf_place(place);
            if step.symbol == last {
                let _ = writeln!(text, "{path}:{line}:error: recursive dependency detected!");
            }
            let _ = write!(text, "{path}:{line}:\t");
            let _ = match step.via {
                _ if symbol.is_choice() => writeln!(text, "choice {from} contains symbol {to}"),
                _ if symbol.is_choice_value => writeln!(text, "symbol {from} is part of choice {to}"),
                Via::DirDep | Via::Choice => writeln!(text, "symbol {from} depends on {to}"),
                Via::RevDep => writeln!(text, "symbol {from} is selected by {to}"),
                Via::WeakRevDep => writeln!(text, "symbol {from} is implied by {to}"),
                Via::Cond(kind) => writeln!(text, "symbol {from} {kind} is visible depending on {to}"),
                Via::Value(kind) => writeln!(text, "symbol {from} {kind} value contains {to}"),
            };
            let _ = write!(message, "{} {from}", if index == 0 { "" } else { " ->" });
        }
        let _ = write!(message, " -> {}", model.name(last));
        text.push_str(RESOLUTION);
        let location = cycle.first().map(|step| defined_at(step.symbol));
        let mut diagnostic =
            Diagnostic::new("recursive-dependency", Severity::Error, location, message).conf_text(text);
        for step in cycle.iter().skip(1) {
            let text = format!("{} is defined here", model.name(step.symbol));
            diagnostic = diagnostic.label(defined_at(step.symbol), text);
        }
        diagnostic.help(HELP)
    }
}
