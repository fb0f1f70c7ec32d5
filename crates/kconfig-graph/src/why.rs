//! Why a symbol has its value: the recorded origins, followed back.

use kconfig_base::Tristate;
use kconfig_eval::{Evaluation, Origin};
use kconfig_model::{Expr, ExprId, SymbolId};

use crate::explain::{
    Line, MAX_DEPTH, MAX_LINES, definition, expr_with_values, shown, shown_text, with_value,
};

/// Who selects a symbol, or implies it: the selector, itself `&&` its
/// condition, and what that demands now.
pub fn selectors(evaluation: &Evaluation, symbol: SymbolId, weak: bool) -> Vec<(SymbolId, ExprId, Tristate)> {
    let model = &evaluation.model;
    let dep = if weak { model.symbol(symbol).weak_rev_dep } else { model.symbol(symbol).rev_dep };
    let operands = dep.map_or(Vec::new(), |dep| model.exprs.or_operands(dep));
    operands
        .into_iter()
        .filter_map(|operand| {
            let first = *model.exprs.and_operands(operand).first()?;
            match model.exprs.get(first) {
                Expr::Symbol(selector) => Some((selector, operand, evaluation.expr(Some(operand)))),
                _ => None,
            }
        })
        .collect()
}

/// Explains a symbol's value, each reason below what it is the reason of.
pub fn why(evaluation: &Evaluation, symbol: SymbolId) -> Vec<Line> {
    let mut explainer = Explainer { evaluation, lines: Vec::new(), seen: Vec::new() };
    explainer.explain(symbol);
    explainer.lines
}

struct Explainer<'a> {
    evaluation: &'a Evaluation,
    lines: Vec<Line>,
    seen: Vec<SymbolId>,
}

impl Explainer<'_> {
    /// Walks reasons depth first, with a stack of what is still to be told.
    fn explain(&mut self, root: SymbolId) {
        let mut open = vec![(root, 0)];
        while let Some((symbol, depth)) = open.pop() {
            if depth > MAX_DEPTH || self.lines.len() >= MAX_LINES || self.seen.contains(&symbol) {
                continue;
            }
            self.seen.push(symbol);
            let mut next = self.reasons(symbol, depth);
            next.reverse();
            open.extend(next.into_iter().map(|symbol| (symbol, depth + 1)));
        }
    }

    fn line(&mut self, depth: u32, text: String, symbol: SymbolId) {
        let location = definition(self.evaluation, symbol);
        self.lines.push(Line { depth, text, location, symbol: Some(symbol) });
    }

    /// Tells why one symbol has its value; returns what to explain next.
    fn reasons(&mut self, symbol: SymbolId, depth: u32) -> Vec<SymbolId> {
        let evaluation = self.evaluation;
        let model = &evaluation.model;
        let value = evaluation.value(symbol);
        let this = with_value(evaluation, symbol);
        self.ignored_user_value(symbol, depth);
        match value.origin {
            Origin::Constant => {}
            Origin::Undefined => {
                let text = format!("{} is not defined for this arch, so it is n", model.name(symbol));
                self.line(depth, text, symbol);
            }
            Origin::User | Origin::ChoiceUser => self.line(depth, format!("{this}: the user set it"), symbol),
            Origin::Nothing => self.line(depth, format!("{this}: no default applies"), symbol),
            Origin::Default(property) => {
                let property = model.property(property);
                let cond = property.cond.map(|cond| format!(" if {}", expr_with_values(evaluation, cond)));
                let text = match property.kind {
                    kconfig_model::PropertyKind::Default(default) => {
                        let default_text = expr_with_values(evaluation, default);
                        format!("{this}: its default {default_text}{}", cond.unwrap_or_default())
                    }
                    _ => format!("{this}: its default"),
                };
                self.lines.push(Line {
                    depth,
                    text,
                    location: Some(property.location),
                    symbol: Some(symbol),
                });
                return self.named_in(&property.kind);
            }
            Origin::Selected => {
                let active = self.active(symbol, false);
                for &(selector, operand) in &active {
                    let text = format!("{this}: selected by {}", expr_with_values(evaluation, operand));
                    self.line(depth, text, selector);
                }
                return active.into_iter().map(|(selector, _)| selector).collect();
            }
            Origin::Implied => {
                let active = self.active(symbol, true);
                for &(selector, operand) in &active {
                    let text = format!("{this}: implied by {}", expr_with_values(evaluation, operand));
                    self.line(depth, text, selector);
                }
                return active.into_iter().map(|(selector, _)| selector).collect();
            }
            Origin::ChoiceDefault => {
                self.line(depth, format!("{this}: the member that its choice has by default"), symbol);
            }
            Origin::ChoiceOther => {
                self.line(depth, format!("{this}: another member of its choice is y"), symbol);
            }
            Origin::Range(property) => {
                let location = Some(model.property(property).location);
                let text = format!("{this}: brought into its range");
                self.lines.push(Line { depth, text, location, symbol: Some(symbol) });
            }
        }
        Vec::new()
    }

    /// Says so where the user's value is not the one that counts.
    fn ignored_user_value(&mut self, symbol: SymbolId, depth: u32) {
        let evaluation = self.evaluation;
        let Some(user) = evaluation.user_value(symbol) else { return };
        let value = evaluation.value(symbol);
        if user.as_str() == evaluation.text(symbol) {
            return;
        }
        let name = evaluation.model.name(symbol);
        let user = shown_text(user.as_str());
        let text = if value.visibility == Tristate::N {
            format!("the user's {name}={user} does not count: {name} cannot be set now")
        } else if value.rev_dep > Tristate::N {
            format!("the user's {name}={user} does not count: what selects {name} asks for {}", value.rev_dep)
        } else if matches!(value.origin, Origin::ChoiceOther | Origin::ChoiceDefault | Origin::ChoiceUser) {
            format!("the user's {name}={user} does not count: its choice has one member that is y")
        } else if value.visibility == Tristate::Y && user == "m" && value.tri == Tristate::Y {
            format!("the user's {name}=m counts as y: there are no modules here")
        } else if evaluation.model.symbol(symbol).ty.is_tristate_like() {
            format!("the user's {name}={user} is limited to {}", value.visibility)
        } else {
            format!("the user's {name}={user} is limited to {}", shown(evaluation, symbol))
        };
        self.line(depth, text, symbol);
    }

    fn active(&self, symbol: SymbolId, weak: bool) -> Vec<(SymbolId, ExprId)> {
        selectors(self.evaluation, symbol, weak)
            .into_iter()
            .filter(|&(_, _, tri)| tri != Tristate::N)
            .map(|(selector, operand, _)| (selector, operand))
            .collect()
    }

    /// The symbols that a default takes its value from.
    fn named_in(&self, kind: &kconfig_model::PropertyKind) -> Vec<SymbolId> {
        let mut named = Vec::new();
        if let kconfig_model::PropertyKind::Default(default) = *kind {
            self.evaluation.model.exprs.for_each_symbol(default, |symbol| {
                if !self.evaluation.model.symbol(symbol).menus.is_empty() && !named.contains(&symbol) {
                    named.push(symbol);
                }
            });
        }
        named
    }
}
