//! Why a symbol is not more than it is, and what it would take.

use kconfig_base::Tristate;
use kconfig_eval::{Evaluation, assignable};
use kconfig_model::{Expr, ExprId, PropertyKind, SymbolId};

use crate::explain::{Line, MAX_DEPTH, MAX_LINES, definition, expr_with_values, list, with_value};
use crate::why::selectors;

/// Explains why a bool or tristate is n and cannot be set, down to the symbols
/// that the user can change or that nothing can.
///
/// Empty where the symbol is not n, or can be set.
pub fn why_not(evaluation: &Evaluation, symbol: SymbolId) -> Vec<Line> {
    let mut finder = Finder { evaluation, lines: Vec::new(), seen: Vec::new() };
    let is_tristate = evaluation.model.symbol(symbol).ty.is_tristate_like();
    if !is_tristate || evaluation.value(symbol).tri != Tristate::N || can_be_set(evaluation, symbol) {
        return finder.lines;
    }
    finder.explain(symbol);
    finder.lines
}

fn can_be_set(evaluation: &Evaluation, symbol: SymbolId) -> bool {
    assignable(evaluation, symbol).last().is_some_and(|&most| most != Tristate::N)
}

/// A reason that is still to be told.
#[derive(Clone, Copy)]
enum Open {
    /// Why this symbol is n.
    Symbol(SymbolId),
    /// Why this condition is n, which `of` needs.
    Cond(SymbolId, ExprId, Need),
}

/// What a condition is needed for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Need {
    /// For the symbol to be set, or to select.
    Dependency,
    /// It is the symbol's value.
    Default,
}

struct Finder<'a> {
    evaluation: &'a Evaluation,
    lines: Vec<Line>,
    seen: Vec<SymbolId>,
}

impl Finder<'_> {
    fn explain(&mut self, root: SymbolId) {
        let mut open = vec![(Open::Symbol(root), 0)];
        while let Some((reason, depth)) = open.pop() {
            if depth > MAX_DEPTH || self.lines.len() >= MAX_LINES {
                continue;
            }
            let mut next = match reason {
                Open::Symbol(symbol) => self.symbol(symbol, depth),
                Open::Cond(of, cond, need) => self.cond(of, cond, need, depth),
            };
            next.reverse();
            open.append(&mut next);
        }
    }

    fn line(&mut self, depth: u32, text: String, symbol: SymbolId) {
        let location = definition(self.evaluation, symbol);
        self.lines.push(Line { depth, text, location, symbol: Some(symbol) });
    }

    /// Why a symbol is n.
    fn symbol(&mut self, symbol: SymbolId, depth: u32) -> Vec<(Open, u32)> {
        let evaluation = self.evaluation;
        let model = &evaluation.model;
        let name = model.name(symbol);
        if self.is_told(symbol) {
            return Vec::new();
        }
        self.seen.push(symbol);
        if model.symbol(symbol).menus.is_empty() {
            self.line(depth, format!("{name} is defined nowhere for this arch"), symbol);
            return Vec::new();
        }
        if can_be_set(evaluation, symbol) {
            let text = match evaluation.user_value(symbol) {
                Some(user) => format!("{name} can be set: the user set it to {}", user.as_str()),
                None => format!("{name} can be set: it is n by default"),
            };
            self.line(depth, text, symbol);
            return Vec::new();
        }
        let mut next = Vec::new();
        let mut has_prompt = false;
        for property in model.properties_of(symbol) {
            if property.text().is_some() {
                has_prompt = true;
                self.unmet(symbol, property.cond, depth, &mut next);
            }
        }
        if !has_prompt {
            if evaluation.value(symbol).dir_dep == Tristate::N {
                self.unmet(symbol, model.symbol(symbol).dir_dep, depth, &mut next);
            }
            self.without_prompt(symbol, depth, &mut next);
        }
        next
    }

    /// The operands of a condition that are n.
    fn unmet(&self, of: SymbolId, cond: Option<ExprId>, depth: u32, next: &mut Vec<(Open, u32)>) {
        let Some(cond) = cond else { return };
        for operand in self.evaluation.model.exprs.and_operands(cond) {
            if self.evaluation.expr(Some(operand)) == Tristate::N {
                next.push((Open::Cond(of, operand, Need::Dependency), depth));
            }
        }
    }

    /// A symbol that only defaults and selects can set.
    fn without_prompt(&mut self, symbol: SymbolId, depth: u32, next: &mut Vec<(Open, u32)>) {
        let evaluation = self.evaluation;
        let model = &evaluation.model;
        let name = model.name(symbol);
        let selectors = selectors(evaluation, symbol, false);
        let mut names: Vec<&str> = Vec::new();
        for &(selector, ..) in &selectors {
            if !names.contains(&model.name(selector)) {
                names.push(model.name(selector));
            }
        }
        let mut n_defaults = 0;
        for property in model.properties_of(symbol) {
            let PropertyKind::Default(default) = property.kind else { continue };
            n_defaults += 1;
            if evaluation.expr(property.cond) == Tristate::N {
                self.unmet(symbol, property.cond, depth, next);
            } else if evaluation.expr(Some(default)) == Tristate::N {
                next.push((Open::Cond(symbol, default, Need::Default), depth));
            }
        }
        if n_defaults == 0 || !names.is_empty() {
            let verb = if names.len() == 1 { "selects" } else { "select" };
            let text = match (names.is_empty(), n_defaults) {
                (true, _) => format!("{name} has no prompt and no default, and nothing selects it"),
                (false, 0) => format!("{name} has no prompt; only {} {verb} it", list(&names)),
                (false, _) => format!("{name} has no prompt; {} {verb} it", list(&names)),
            };
            self.line(depth, text, symbol);
        }
        for (selector, operand, _) in selectors {
            if evaluation.value(selector).tri == Tristate::N {
                next.push((Open::Symbol(selector), depth + 1));
            } else {
                self.unmet(selector, Some(operand), depth + 1, next);
            }
        }
    }

    /// Why an operand is n.
    fn cond(&mut self, of: SymbolId, cond: ExprId, need: Need, depth: u32) -> Vec<(Open, u32)> {
        let evaluation = self.evaluation;
        let model = &evaluation.model;
        let name = model.name(of);
        let shown = expr_with_values(evaluation, cond);
        let text = match (need, model.exprs.get(cond)) {
            (Need::Default, Expr::Symbol(SymbolId::NO)) => format!("{name} is n by its default"),
            (Need::Default, _) => format!("{name} is n because {shown}"),
            (Need::Dependency, _) => format!("{name} needs {shown}"),
        };
        let (target, mut next) = match model.exprs.get(cond) {
            Expr::Symbol(symbol) => (symbol, vec![(Open::Symbol(symbol), depth + 1)]),
            Expr::And(..) | Expr::Or(..) => {
                let mut next = Vec::new();
                let operands = match model.exprs.get(cond) {
                    Expr::And(..) => model.exprs.and_operands(cond),
                    _ => model.exprs.or_operands(cond),
                };
                for operand in operands {
                    if evaluation.expr(Some(operand)) == Tristate::N {
                        next.push((Open::Cond(of, operand, Need::Dependency), depth + 1));
                    }
                }
                (of, next)
            }
            Expr::Not(inner) => {
                let mut target = of;
                model.exprs.for_each_symbol(inner, |symbol| target = symbol);
                self.line(depth, text, target);
                self.set_by(target, depth + 1);
                return Vec::new();
            }
            Expr::Compare(_, left, _) => {
                self.line(depth, text, left);
                self.set_by(left, depth + 1);
                return Vec::new();
            }
        };
        if target <= SymbolId::YES {
            next.clear();
        }
        let is_same = matches!(next.first(), Some((Open::Symbol(symbol), _)) if self.is_told(*symbol));
        self.line(depth, text, target);
        if is_same {
            next.clear();
        }
        next
    }

    /// Says why a symbol has the value that is in the way.
    fn set_by(&mut self, symbol: SymbolId, depth: u32) {
        if depth <= MAX_DEPTH && symbol > SymbolId::YES {
            let origin = crate::explain::origin_text(self.evaluation, symbol);
            let text = format!("{}: {origin}", with_value(self.evaluation, symbol));
            self.line(depth, text, symbol);
        }
    }

    fn is_told(&self, symbol: SymbolId) -> bool {
        self.seen.contains(&symbol)
    }
}
